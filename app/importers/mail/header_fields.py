"""Header fields of messages as people read them: encoded words, names, times."""

from datetime import UTC, datetime
from email import header
from email.errors import HeaderParseError
from email.utils import getaddresses, parsedate_to_datetime

from app.text.canonical import decode

_MAX_CHARACTERS = 2_000


def decoded(value: str) -> str:
    """A field with its encoded words (RFC 2047) decoded; one that is wrong stays as it is."""
    value = value[:_MAX_CHARACTERS]
    if "=?" not in value:
        return value
    try:
        parts = header.decode_header(value)
    except (HeaderParseError, ValueError):
        return value
    return "".join(_part(part, charset) for part, charset in parts)


def _part(part: bytes | str, charset: str | None) -> str:
    if isinstance(part, str):
        return part
    if charset is None:
        return part.decode("latin-1")
    return decode(part, charset.partition("*")[0])  # RFC 2231 adds a language


def name(value: str) -> str | None:
    """The name in an address field (`Ana Orr <ana@elm.example>`); None where there is none."""
    addresses = getaddresses([value[:_MAX_CHARACTERS]])
    shown = " ".join(decoded(addresses[0][0]).split()) if addresses else ""
    return shown.strip("\"'") or None


def moment(value: str) -> datetime | None:
    """The time in a `Date` field, with its zone; None where it cannot be read."""
    try:
        read = parsedate_to_datetime(value[:100])
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    return read if read.tzinfo else read.replace(tzinfo=UTC)

"""Messages that begin with header fields: e-mail, mailboxes and pages saved as MHTML."""

import re

from app.importers.other_formats import formats
from app.importers.other_formats.formats import OtherFormat

_FIELD = re.compile(r"([!-9;-~]{1,70}):[ \t]?(.{0,2000})")
_MBOX = re.compile(
    r"From \S{1,200} +(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun) [A-Z][a-z]{2} +\d{1,2} \d\d:\d\d[^\n]{0,40}\n"
)
_OF_MESSAGES = frozenset(
    """
    message-id mime-version content-type content-transfer-encoding return-path received
    delivered-to dkim-signature in-reply-to x-mailer authentication-results arc-seal
    snapshot-content-location
    """.split()
)
"""Fields that only programs write: a memo of a person has From, To and Subject as well."""
_OF_SENT_MESSAGES = frozenset({"to", "message-id", "received", "return-path", "delivered-to"})
"""Fields of messages, which may hold a page and its pictures as MHTML does."""
_ADDRESS = re.compile(r"[^\s@<>]{1,100}@[^\s@<>]{1,100}")
_TIME = re.compile(r"(?:[A-Z][a-z]{2}, )?\d{1,2} [A-Z][a-z]{2} \d{4} \d\d:\d\d")


def message_format(text: str) -> OtherFormat | None:
    """The format of a message that a text with LF line ends begins with."""
    if _MBOX.match(text):
        after = text.partition("\n")[2]
        return formats.MAILBOX if _fields(after) else None
    fields = _fields(text)
    if "snapshot-content-location" in fields:
        return formats.MHTML
    is_message = len(fields) > 1 and _is_message(fields)
    is_related = "multipart/related" in fields.get("content-type", "").lower()
    if is_message and is_related and not fields.keys() & _OF_SENT_MESSAGES:
        return formats.MHTML
    return formats.MAIL if is_message else None


def _is_message(fields: dict[str, str]) -> bool:
    """Whether a program wrote these fields, or a person gives an address and a time."""
    if "from" not in fields and "received" not in fields:
        return len(fields.keys() & _OF_MESSAGES) > 1
    if fields.keys() & _OF_MESSAGES:
        return True
    has_address = _ADDRESS.search(fields["from"]) is not None
    return has_address and _TIME.match(fields.get("date", "").strip()) is not None


def _fields(text: str) -> dict[str, str]:
    """The header fields at the beginning by lower-case name; none where a line is no field.

    The text may end inside of them.
    """
    fields: dict[str, str] = {}
    name = ""
    for line in text.split("\n"):
        if not line.strip():
            break
        found = _FIELD.match(line)
        if line[0] in " \t" and name:
            fields[name] += " " + line.strip()
        elif found is None:
            return {}
        else:
            name = found[1].lower()
            fields[name] = found[2]
    return fields

"""Mailboxes (mbox, as mboxo, mboxrd and mboxcl write it), one message after the other.

A message begins with a line `From …` that gives a time, at the beginning or after an empty line. In
a text such a line is quoted: one `>` more stands before it (RFC 4155; “mbox”, qmail).
"""

import io
import re
from collections.abc import Iterable, Iterator

from app.errors import GlossError
from app.importers.archives.limits import CHUNK_BYTES
from app.importers.archives.member_names import visible
from app.importers.base import Packed, Part, Readable, Unreadable
from app.importers.mail import header_fields, limits, message
from app.importers.other_formats import formats
from app.importers.other_formats.formats import OtherFormat
from app.translations import N_

_LINE_MAX_BYTES = 400
_LINE = re.compile(rb"(?:\A|(?<=\n\n)|(?<=\n\r\n))From [^\n]{0,370}\n")
_TIME = re.compile(rb"\d\d:\d\d")
_YEAR = re.compile(rb"\d{4}")
_TIME_BYTES, _YEAR_BYTES = 170, 65
"""Of the end of such a line, in which its time and its year are."""
_QUOTED = re.compile(rb"^>(>*From )", re.MULTILINE)
_SUBJECT = re.compile(rb"^Subject:[ \t]*([^\r\n]{0,200})", re.MULTILINE | re.IGNORECASE)
_HEAD_BYTES = 20_000
_FAILURES = (ValueError, LookupError, TypeError, AttributeError, ArithmeticError, RecursionError)


class MailboxImporter:
    """The messages of a mailbox."""

    name = "mbox"
    label = N_("Mailbox (mbox)")
    suffixes: tuple[str, ...] = formats.MAILBOX.suffixes
    media_types: tuple[str, ...] = formats.MAILBOX.media_types
    signatures: tuple[OtherFormat, ...] = (formats.MAILBOX,)

    def recognises(self, head: bytes) -> bool:  # noqa: ARG002 - its signature does
        """Never: mailboxes are recognised by their signature."""
        return False

    def read(self, data: bytes, url: str | None = None) -> Iterable[Part | Packed]:
        """Each message; one that is wrong is `Unreadable` and stops no other."""
        return self.read_file(io.BytesIO(data), url)

    def read_file(self, file: Readable, url: str | None = None) -> Iterator[Part | Packed]:  # noqa: ARG002 - messages have no address
        """The same of a file that is read from its beginning on."""
        for number, data in enumerate(_messages(file), 1):
            if number > limits.MESSAGES_MAX:
                most = limits.MESSAGES_MAX
                yield Unreadable("", f"The mailbox has more than {most:,} messages.")
                return
            if data is None:
                most = limits.MESSAGE_MAX_BYTES
                problem = f"The message is larger than {most:,} bytes."
                yield Unreadable(f"message {number:,}", problem)
            else:
                yield from _parts(data, number)


def _parts(data: bytes, number: int) -> Iterator[Part | Packed]:
    """What is in one message; why it can't be read where that is so."""
    try:
        yield from message.parts(_QUOTED.sub(rb"\1", data))
    except (GlossError, *_FAILURES) as error:
        reason = error.message if isinstance(error, GlossError) else "The message is damaged."
        yield Unreadable(_name(data, number), reason)


def _name(data: bytes, number: int) -> str:
    """What a message is called: its number and its subject."""
    found = _SUBJECT.search(data, 0, _HEAD_BYTES)
    subject = header_fields.decoded(found[1].decode("utf-8", "replace")) if found else ""
    shown = visible(subject.strip())
    return f"message {number:,}: {shown}" if shown else f"message {number:,}"


def _separator(buffer: bytearray, start: int) -> tuple[int, int] | None:
    """Where the next line that begins a message begins and ends."""
    for line in _LINE.finditer(buffer, start):
        begin, end = line.span()
        time = _TIME.search(buffer, max(begin, end - _TIME_BYTES), end)
        if time and _YEAR.search(buffer, max(time.end(), end - _YEAR_BYTES), end):
            return begin, end
    return None


def _messages(file: Readable) -> Iterator[bytes | None]:
    """The bytes of each message without the line before it; None for one that is too large."""
    buffer = bytearray()
    has_begun = is_too_large = False
    searched = 0
    while True:
        found = _separator(buffer, searched)
        if found is not None:
            if has_begun:
                yield None if is_too_large else bytes(buffer[: found[0]])
            del buffer[: found[1]]
            has_begun, is_too_large, searched = True, False, 1
            continue
        if len(buffer) > limits.MESSAGE_MAX_BYTES:
            is_too_large = True
            del buffer[:-_LINE_MAX_BYTES]
        searched = max(int(has_begun), len(buffer) - _LINE_MAX_BYTES)
        if not (more := file.read(CHUNK_BYTES)):
            break
        buffer += more
    if has_begun:
        yield None if is_too_large else bytes(buffer)

"""A message as a tree of parts (RFC 2045, 2046), within limits; transfer codings are undone.

Python's `email` descends without a limit, and takes 5 s for 100,000 parts.
"""

import binascii
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from email.message import Message

from app.errors import Unprocessable
from app.importers.file_parts.header_fields import header_fields
from app.importers.mail import limits
from app.text.canonical import canonical

_HEADER_END = re.compile(rb"\r?\n[ \t]*\r?\n")
_NOT_BASE64 = re.compile(rb"[^A-Za-z0-9+/]+")
_PLAIN_CODINGS = ("", "7bit", "8bit", "binary")


@dataclass(frozen=True, slots=True)
class MimePart:
    """A message or a part of one.

    `fields` are by lower-case names, the first of each, unfolded and not decoded. `children` are
    the parts of a multipart, which has no `body`; a body is as it was sent. `is_cut` says that the
    message ends inside this part.
    """

    fields: Mapping[str, str]
    media_type: str
    parameters: Mapping[str, str]
    body: bytes
    children: tuple["MimePart", ...] = ()
    is_cut: bool = False

    def content(self) -> bytes:
        """The body without its transfer coding. Raises Unprocessable."""
        if self.is_cut:
            raise Unprocessable("The message is cut off.")
        coding = self.fields.get("content-transfer-encoding", "").strip().lower()
        if coding == "quoted-printable":
            return binascii.a2b_qp(self.body)
        if coding == "base64":
            return _from_base64(self.body)
        if coding.partition(";")[0] not in _PLAIN_CODINGS:
            raise Unprocessable("The message is encoded in a way that is not supported.")
        return self.body

    def leaves(self) -> Iterator["MimePart"]:
        """The parts that have a body, in their order; the message itself where it has no parts."""
        if not self.children:
            yield self
        for child in self.children:
            yield from child.leaves()


def parsed(data: bytes) -> MimePart:
    """The message in `data`. Raises Unprocessable beyond a limit."""
    return _Reading().part(data.lstrip(b"\r\n"), 0, is_cut=False)


class _Reading:
    """The parts of one message, counted."""

    def __init__(self) -> None:
        self._parts = 0

    def part(self, data: bytes, depth: int, *, is_cut: bool) -> MimePart:
        """A message, or a part of one, that begins with its header."""
        self._parts += 1
        if self._parts > limits.PARTS_MAX:
            raise Unprocessable(f"The message has more than {limits.PARTS_MAX:,} parts.")
        if depth > limits.DEPTH_MAX:
            raise Unprocessable(
                f"The message has parts inside parts, more than {limits.DEPTH_MAX} levels deep."
            )
        header, body = _split(data)
        fields = _fields(header)
        media_type, parameters = _content_type(fields.get("content-type", ""))
        boundary = parameters.get("boundary", "")
        if media_type.startswith("multipart/") and boundary:
            children = self._children(body, boundary, depth)
            return MimePart(fields, media_type, parameters, b"", children)
        return MimePart(fields, media_type, parameters, body, is_cut=is_cut)

    def _children(self, body: bytes, boundary: str, depth: int) -> tuple[MimePart, ...]:
        """The parts of a multipart; behind the last is a line that says so, unless it is cut."""
        line = _boundary_line(boundary)
        children: list[MimePart] = []
        begin = None
        for found in line.finditer(body):
            if begin is not None:
                inside = _without_line_end(body[begin : found.start()])
                children.append(self.part(inside, depth + 1, is_cut=False))
            begin = found.end()
            if found[1]:
                return tuple(children)
        if begin is not None:
            children.append(self.part(body[begin:], depth + 1, is_cut=True))
        return tuple(children)


def _boundary_line(boundary: str) -> re.Pattern[bytes]:
    """What matches a line with this boundary."""
    escaped = re.escape(boundary.encode("utf-8"))
    return re.compile(rb"(?<![^\n])--" + escaped + rb"(--)?[ \t]*(?:\r?\n|\Z)")


def _without_line_end(data: bytes) -> bytes:
    """A part without the line end before a boundary, which belongs to the boundary."""
    return data.removesuffix(b"\n").removesuffix(b"\r")


def _split(data: bytes) -> tuple[bytes, bytes]:
    """The header and the body. Raises Unprocessable for a header that is too long."""
    if data.startswith((b"\n", b"\r\n")):
        return b"", data[data.index(b"\n") + 1 :]
    end = _HEADER_END.search(data, 0, limits.HEADER_MAX_BYTES)
    if end is None:
        if len(data) >= limits.HEADER_MAX_BYTES:
            raise Unprocessable("The header of the message is too long.")
        return data, b""
    return data[: end.start()], data[end.end() :]


def _fields(header: bytes) -> dict[str, str]:
    """The header fields by lower-case names, the first of each."""
    try:
        text = header.decode("utf-8")
    except UnicodeDecodeError:
        text = header.decode("latin-1")
    found = header_fields(canonical(text))
    return {name: value[: limits.FIELD_MAX_CHARACTERS] for name, value in found.items()}


def _content_type(written: str) -> tuple[str, dict[str, str]]:
    """A media type in lower case, and its parameters (RFC 2045, 5.1; RFC 2231)."""
    message = Message()
    message["content-type"] = written[: limits.CONTENT_TYPE_MAX_CHARACTERS] or "text/plain"
    parameters = message.get_params() or []
    return message.get_content_type(), {
        name.lower(): value[: limits.BOUNDARY_MAX_CHARACTERS].strip()
        for name, value in parameters[1:]
        if isinstance(value, str)
    }


def _from_base64(body: bytes) -> bytes:
    """What Base64 says, whatever stands between its letters. Raises Unprocessable."""
    letters = _NOT_BASE64.sub(b"", body)
    try:
        return binascii.a2b_base64(letters + b"=" * (-len(letters) % 4))
    except binascii.Error as error:
        raise Unprocessable("The message is damaged: its Base64 is wrong.") from error

"""The answer of a server as a web archive keeps it: its status, its type, its body unpacked.

Crawlers that take answers from a browser keep headers such as `Content-Encoding: gzip` for bodies
that are unpacked already. So a coding is undone only where the body is in it.
"""

import io
import re
import zlib
from collections.abc import Mapping
from dataclasses import dataclass

from app.errors import Unprocessable
from app.importers.archives import limits as unpacking
from app.importers.archives.gzip_stream import MAGIC, GzipStream
from app.importers.archives.whole_file import whole
from app.importers.text import is_text
from app.importers.web_archives import limits

_STATUS = re.compile(r"HTTP/\d(?:\.\d)?[ \t]+(\d{3})(?!\d)")
_HEADER_END = re.compile(rb"\r?\n\r?\n")
_CHUNK_SIZE = re.compile(rb"[ \t]*([0-9A-Fa-f]{1,8})[^\r\n]{0,200}\r?\n")
_RAW_DEFLATE = -zlib.MAX_WBITS
_TEXT_HEAD_BYTES = 4_096


@dataclass(frozen=True, slots=True)
class HttpAnswer:
    """An answer: `status` is its code, `fields` are by lower-case names, `body` is as sent."""

    status: int
    fields: Mapping[str, str]
    body: bytes

    @property
    def media_type(self) -> str | None:
        """The declared media type with its parameters."""
        return self.fields.get("content-type") or None

    def payload(self) -> bytes:
        """The body without transfer and content codings. Raises Unprocessable."""
        body = self.unchunked()
        codings = [c.strip().lower() for c in self.fields.get("content-encoding", "").split(",")]
        if len(codings) > limits.CODINGS_MAX:
            raise Unprocessable("The page was compressed more than once.")
        for coding in reversed(codings):
            body = _undone(body, coding)
        return body

    def unchunked(self) -> bytes:
        """The body without its transfer coding (RFC 9112, 7.1), where it is in one.

        Raises Unprocessable.
        """
        if "chunked" not in self.fields.get("transfer-encoding", "").lower():
            return self.body
        parts: list[bytes] = []
        place = 0
        for _ in range(limits.CHUNKS_MAX):
            size = _CHUNK_SIZE.match(self.body, place)
            if size is None:
                is_cut = bool(parts) and place >= len(self.body)
                return b"".join(parts) if is_cut else self.body
            length = int(size[1], 16)
            if length == 0:
                return b"".join(parts)
            parts.append(self.body[size.end() : size.end() + length])
            place = size.end() + length
            place += 2 if self.body.startswith(b"\r\n", place) else 1
        raise Unprocessable(f"The page was sent in more than {limits.CHUNKS_MAX:,} chunks.")


def parsed(block: bytes) -> HttpAnswer:
    """The answer in a record's block. Raises Unprocessable for what is none."""
    end = _HEADER_END.search(block, 0, limits.HEADER_MAX_BYTES)
    head = block[: end.start()] if end else b""
    lines = head.decode("latin-1").replace("\r\n", "\n").split("\n")
    status = _STATUS.match(lines[0])
    if status is None or end is None:
        raise Unprocessable("The record contains no HTTP response.")
    fields: dict[str, str] = {}
    for line in lines[1:]:
        name, _, value = line.partition(":")
        fields[name.strip().lower()] = value.strip()
    return HttpAnswer(int(status[1]), fields, block[end.end() :])


def _undone(body: bytes, coding: str) -> bytes:
    """A body without one coding. Raises Unprocessable."""
    if coding in ("", "identity") or _is_plain(body):
        return body
    if coding in ("gzip", "x-gzip"):
        return _gunzipped(body)
    if coding == "deflate":
        return _inflated(body)
    if coding == "br":
        return _unbrotlied(body)
    raise Unprocessable("The page is compressed by a method that is not supported.")


def _is_plain(body: bytes) -> bool:
    """Whether a body is no longer compressed, whatever its header says."""
    head = body[:_TEXT_HEAD_BYTES]
    return is_text(head) and head.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<")


def _gunzipped(body: bytes) -> bytes:
    return whole(GzipStream(io.BytesIO(body))) if body.startswith(MAGIC) else body


def _inflated(body: bytes) -> bytes:
    """A body without “deflate”, which servers send with the header of zlib and without."""
    for form in (zlib.MAX_WBITS, _RAW_DEFLATE):
        inflate = zlib.decompressobj(form)
        try:
            data = inflate.decompress(body, unpacking.MEMBER_MAX_BYTES + 1)
        except zlib.error:
            continue
        return _complete(data, is_finished=inflate.eof)
    raise _damaged()


def _unbrotlied(body: bytes) -> bytes:
    """A body without Brotli (RFC 7932). Raises Unprocessable."""
    import brotli  # only here: most imports have no such page

    unpacker = brotli.Decompressor()
    try:
        data = unpacker.process(body, output_buffer_limit=unpacking.MEMBER_MAX_BYTES + 1)
        while len(data) <= unpacking.MEMBER_MAX_BYTES and not unpacker.can_accept_more_data():
            data += unpacker.process(b"", output_buffer_limit=unpacking.MEMBER_MAX_BYTES + 1)
    except brotli.error as error:
        raise _damaged() from error
    return _complete(data, is_finished=unpacker.is_finished())


def _complete(data: bytes, *, is_finished: bool) -> bytes:
    """Unpacked data. Raises Unprocessable where it is cut off or too large."""
    if len(data) > unpacking.MEMBER_MAX_BYTES:
        raise Unprocessable(
            f"The page is larger than {unpacking.MEMBER_MAX_BYTES:,} bytes when unpacked."
        )
    if not is_finished:
        raise _damaged()
    return data


def _damaged() -> Unprocessable:
    return Unprocessable("The compressed page is damaged or cut off.")

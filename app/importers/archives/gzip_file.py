"""Compressed files: one file in a gzip file, which is then read as any other."""

import io
from collections.abc import Iterable

from app.importers.archives.gzip_stream import MAGIC, GzipStream
from app.importers.archives.member_names import shown
from app.importers.archives.whole_file import PeekableFile
from app.importers.base import Packed, PackedStream, Part, Readable
from app.importers.other_formats import formats
from app.importers.other_formats.formats import OtherFormat
from app.translations import N_

_HEAD_BYTES = 1_024
_FLAGS_AT = 3
_NAME_AT = 10
_HAS_EXTRA, _HAS_NAME = 0x4, 0x8


class GzipImporter:
    """A file of any format that is compressed with gzip."""

    name = "gzip"
    label = N_("gzip file")
    suffixes: tuple[str, ...] = formats.GZIP.suffixes
    media_types: tuple[str, ...] = formats.GZIP.media_types
    signatures: tuple[OtherFormat, ...] = (formats.GZIP,)

    def recognises(self, head: bytes) -> bool:  # noqa: ARG002 - its signature does
        """Never: gzip files are recognised by their signature."""
        return False

    def read(self, data: bytes, url: str | None = None) -> Iterable[Part | Packed]:
        """The file inside; while it is read, damage and limits raise Unprocessable."""
        return self.read_file(io.BytesIO(data), url)

    def read_file(self, file: Readable, url: str | None = None) -> Iterable[Part | Packed]:
        """The same of a file that is read from its beginning on."""
        packed = PeekableFile(file, _HEAD_BYTES)
        yield PackedStream(GzipStream(packed), _name(packed.head), url=url)


def _name(head: bytes) -> str | None:
    """The name that the compressed file had (RFC 1952, 2.3), where its header gives one."""
    is_named = head.startswith(MAGIC) and len(head) > _NAME_AT and head[_FLAGS_AT] & _HAS_NAME
    if not is_named or head[_FLAGS_AT] & _HAS_EXTRA:
        return None
    name, end, _ = head[_NAME_AT:].partition(b"\x00")
    return shown(name.decode("latin-1")) if end and name else None

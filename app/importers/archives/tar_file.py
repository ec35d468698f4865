"""tar archives (POSIX.1-2001, GNU), read as a stream; nothing is ever written to a disk.

Python's `tarfile` holds headers of any length in memory and stops at the first that is wrong.
"""

import io
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from app.errors import Unprocessable
from app.importers.archives import limits, member_names
from app.importers.archives.whole_file import up_to
from app.importers.base import Packed, PackedFile, Part, Readable, Unreadable
from app.importers.other_formats import formats
from app.importers.other_formats.formats import OtherFormat
from app.translations import N_

BLOCK_BYTES = 512
LONG_HEADER_MAX_BYTES = 100_000
"""A long name, or the POSIX fields of one file."""
LINKS = N_("links and folders")
_MAGIC = slice(257, 262)
_NAME, _PREFIX, _SIZE = slice(0, 100), slice(345, 500), slice(124, 136)
_CHECKSUM = slice(148, 156)
_TYPE = slice(156, 157)
_FILES = (b"0", b"\x00", b"7")
_GNU_NAME, _POSIX_FIELDS, _POSIX_DEFAULTS = b"L", b"x", b"g"
_OF_THE_NEXT = (_GNU_NAME, _POSIX_FIELDS, _POSIX_DEFAULTS)
"""Headers that say something of the files after them."""
_IS_BINARY = 0x80


class TarImporter:
    """Files of any format in a tar archive."""

    name = "tar"
    label = N_("tar archive")
    suffixes: tuple[str, ...] = formats.TAR.suffixes
    media_types: tuple[str, ...] = formats.TAR.media_types
    signatures: tuple[OtherFormat, ...] = (formats.TAR,)

    def recognises(self, head: bytes) -> bool:  # noqa: ARG002 - its signature does
        """Never: tar archives are recognised by their signature."""
        return False

    def read(self, data: bytes, url: str | None = None) -> Iterable[Part | Packed]:
        """Each file inside. What is damaged is `Unreadable`, and the next header is looked for."""
        return self.read_file(io.BytesIO(data), url)

    def read_file(self, file: Readable, url: str | None = None) -> Iterable[Part | Packed]:  # noqa: ARG002 - as in the protocol
        """The same of a file that is read from its beginning on."""
        passed_over: Counter[str] = Counter()
        for member in _members(file):
            if isinstance(member, Unreadable):
                yield member
            elif member.kind is not None:
                passed_over[member.kind] += 1
            else:
                yield _packed(member)
        yield from member_names.skipped(passed_over)


@dataclass(slots=True)
class TarMember:
    """A file in a tar archive; `kind` says why it is passed over, and then it has no data."""

    name: str
    size: int
    kind: str | None
    data: bytes = b""


def _packed(member: TarMember) -> PackedFile | Unreadable:
    name = member_names.shown(member.name)
    if member.size > limits.MEMBER_MAX_BYTES:
        most = limits.MEMBER_MAX_BYTES
        return Unreadable(name, f"The file is larger than {most:,} bytes when unpacked.")
    if len(member.data) < member.size:
        return Unreadable(name, "The archive is cut off in this file.")
    return PackedFile(member.data, name)


def _members(file: Readable) -> Iterator[TarMember | Unreadable]:
    """Every member, and what is no member. Raises Unprocessable after too many."""
    fields: dict[str, str] = {}
    for _ in range(limits.FILES_MAX):
        header, is_damaged = _next_header(file)
        if is_damaged:
            yield Unreadable("", "A part of the archive is damaged.")
        if header is None:
            return
        kind, size = header[_TYPE], _number(header[_SIZE])
        if kind not in _OF_THE_NEXT:
            yield _member(file, header, kind, size, fields)
            fields = {}
            continue
        long = up_to(file, min(size, LONG_HEADER_MAX_BYTES))
        _pass_over(file, _padded(size) - len(long))
        if kind == _GNU_NAME:
            fields["path"] = _text(long)
        elif kind == _POSIX_FIELDS:
            fields |= _posix_fields(long)
    raise Unprocessable(f"The archive has more than {limits.FILES_MAX:,} files.")


def _member(
    file: Readable, header: bytes, kind: bytes, size: int, fields: dict[str, str]
) -> TarMember:
    """A member with its data, where it may hold an article; the file then stands behind it."""
    if fields.get("size", "").isdecimal():
        size = int(fields["size"][:15])
    name = fields.get("path") or _name(header)
    is_file = kind in _FILES and not name.endswith("/")
    member = TarMember(name, size, member_names.junk(name) if is_file else LINKS)
    is_held = member.kind is None and size <= limits.MEMBER_MAX_BYTES
    if is_held:
        member.data = up_to(file, size)
    _pass_over(file, _padded(size) - len(member.data))
    return member


def _next_header(file: Readable) -> tuple[bytes | None, bool]:
    """The next header, None at the end, and whether bytes before it are none."""
    block = up_to(file, BLOCK_BYTES)
    if not block.strip(b"\x00"):
        return None, False
    if _is_header(block):
        return block, False
    while len(block) == BLOCK_BYTES and not _is_header(block):
        block = up_to(file, BLOCK_BYTES)
    return (block if len(block) == BLOCK_BYTES else None), True


def _is_header(block: bytes) -> bool:
    """Whether a block has the mark and the checksum of a header."""
    if block[_MAGIC] != b"ustar":
        return False
    counted = sum(block) - sum(block[_CHECKSUM]) + 8 * ord(" ")
    return counted == _number(block[_CHECKSUM])


def _number(field: bytes) -> int:
    """A number in octal digits, or in the binary form of large ones; 0 for anything else."""
    if field[0] & _IS_BINARY:
        return int.from_bytes(field[1:], "big")
    digits = field.strip(b" \x00")
    try:
        return int(digits, 8) if digits.isdigit() else 0
    except ValueError:
        return 0


def _name(header: bytes) -> str:
    prefix = _text(header[_PREFIX]) if header[_MAGIC.stop : _MAGIC.stop + 1] == b"\x00" else ""
    return f"{prefix}/{_text(header[_NAME])}" if prefix else _text(header[_NAME])


def _text(field: bytes) -> str:
    return field.partition(b"\x00")[0].decode("utf-8", "replace")


def _posix_fields(data: bytes) -> dict[str, str]:
    """Fields of a POSIX header, `LENGTH KEY=VALUE` and a line feed each, by their keys."""
    found: dict[str, str] = {}
    for line in data.split(b"\n"):
        key, _, value = line.partition(b" ")[2].partition(b"=")
        if key in (b"path", b"size"):
            found[key.decode("ascii")] = _text(value)
    return found


def _padded(size: int) -> int:
    return -(-size // BLOCK_BYTES) * BLOCK_BYTES


def _pass_over(file: Readable, count: int) -> None:
    """Reads so many bytes and holds none of them."""
    while count > 0 and (data := file.read(min(count, limits.CHUNK_BYTES))):
        count -= len(data)

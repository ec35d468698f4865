"""Images by their first bytes: type, width and height.

Pure: nothing is decoded, and neither a declared type nor a name is believed.

PNG, JPEG, GIF and WebP only: SVG is a program, and browsers do not show the others everywhere. The
orientation of a JPEG (Exif) counts, for browsers turn the image by it. Written out because
`imagesize` 2.0 takes the scaling bits of a lossy WebP for part of its size, and does not check the
start code of its frame.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass

from app.errors import Unprocessable

_PNG, _JPEG, _EXIF = b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"Exif\x00\x00"
_JPEG_NOT_FRAMES = {0xC4, 0xC8, 0xCC}  # tables and extensions, numbered among the frames
_JPEG_FRAMES = frozenset(range(0xC0, 0xD0)) - _JPEG_NOT_FRAMES
_JPEG_ALONE = frozenset((0x01, *range(0xD0, 0xD8)))  # markers without a length
_APP1, _START_OF_SCAN, _END = 0xE1, 0xDA, 0xD9
_ORIENTATION = 0x0112
_FILLED = re.compile(rb"\xff+")
_MOST_SEGMENTS = 2_000  # before a JPEG's frame; a long colour profile has about 60. Not tuned


@dataclass(frozen=True, slots=True)
class ImageHeader:
    """What an image's header says; sides in pixels."""

    media_type: str
    width: int
    height: int


def measure(data: bytes, longest_side: int) -> ImageHeader:
    """The type and size of an image.

    Raises Unprocessable for anything but the four formats, for a header that is cut off, and for a
    side over `longest_side` pixels.
    """
    for fits, media_type, size in _FORMATS:
        if fits(data):
            width, height = size(data)
            if not (width > 0 and height > 0):
                raise Unprocessable("The image header gives no size.")
            if max(width, height) > longest_side:
                raise Unprocessable(
                    f"The image is {width:,} × {height:,} pixels; "
                    f"the limit is {longest_side:,} pixels per side."
                )
            return ImageHeader(media_type, width, height)
    raise Unprocessable("Not a PNG, JPEG, GIF or WebP image.")


def _number(data: bytes, start: int, length: int, *, little: bool = False) -> int:
    part = data[start : start + length]
    if len(part) < length:
        raise Unprocessable("The image is cut off within its header.")
    return int.from_bytes(part, "little" if little else "big")


def _png(data: bytes) -> tuple[int, int]:
    if data[8:16] != b"\x00\x00\x00\rIHDR":
        raise Unprocessable("Not a valid PNG: wrong header.")
    return _number(data, 16, 4), _number(data, 20, 4)


def _gif(data: bytes) -> tuple[int, int]:
    return _number(data, 6, 2, little=True), _number(data, 8, 2, little=True)


def _webp(data: bytes) -> tuple[int, int]:
    kind = data[12:16]
    if kind == b"VP8X":
        return _number(data, 24, 3, little=True) + 1, _number(data, 27, 3, little=True) + 1
    if kind == b"VP8L" and data[20:21] == b"\x2f":
        bits = _number(data, 21, 4, little=True)
        return (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
    if kind == b"VP8 " and data[23:26] == b"\x9d\x01\x2a":
        # the two highest bits say how to scale the image
        width, height = _number(data, 26, 2, little=True), _number(data, 28, 2, little=True)
        return width & 0x3FFF, height & 0x3FFF
    raise Unprocessable("Not a valid WebP: wrong header.")


def _jpeg(data: bytes) -> tuple[int, int]:
    """Walks from segment to segment up to the frame, which has the size."""
    position, turned = 2, False
    for _ in range(_MOST_SEGMENTS):
        if _number(data, position, 1) != 0xFF:
            break
        # any number of fill bytes may come before a marker
        position = _FILLED.match(data, position).end()  # type: ignore[union-attr]  # one was seen
        marker, position = _number(data, position, 1), position + 1
        if marker in _JPEG_ALONE:
            continue
        if marker in (_START_OF_SCAN, _END):
            break
        length = _number(data, position, 2)
        if marker in _JPEG_FRAMES:
            height, width = _number(data, position + 3, 2), _number(data, position + 5, 2)
            return (height, width) if turned else (width, height)
        if marker == _APP1 and data.startswith(_EXIF, position + 2):
            turned = _is_turned(data[position + 2 + len(_EXIF) : position + length])
        position += max(length, 2)
    raise Unprocessable("The image header gives no size.")


def _is_turned(tiff: bytes) -> bool:
    """Whether the orientation turns the image on its side; an unreadable one does not."""
    little = tiff[:2] == b"II"
    try:
        directory = _number(tiff, 4, 4, little=little)
        entries = _number(tiff, directory, 2, little=little)
        for entry in range(directory + 2, directory + 2 + 12 * entries, 12):
            if _number(tiff, entry, 2, little=little) == _ORIENTATION:
                return _number(tiff, entry + 8, 2, little=little) in (5, 6, 7, 8)
    except Unprocessable:
        pass
    return False


_Size = Callable[[bytes], tuple[int, int]]
_FORMATS: tuple[tuple[Callable[[bytes], bool], str, _Size], ...] = (
    (lambda data: data.startswith(_PNG), "image/png", _png),
    (lambda data: data.startswith(_JPEG), "image/jpeg", _jpeg),
    (lambda data: data.startswith((b"GIF87a", b"GIF89a")), "image/gif", _gif),
    (lambda data: data.startswith(b"RIFF") and data[8:12] == b"WEBP", "image/webp", _webp),
)

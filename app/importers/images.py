"""Pictures by their first bytes: of which type, how wide, how high.

Pure: nothing is decoded, no declared type and no name is believed.

PNG, JPEG, GIF and WebP only: SVG is a program, and other formats are no pictures to a browser.
Sizes are where the formats' own specifications put them; of JPEG the orientation (Exif) is minded,
for browsers turn the picture by it.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass

from app.errors import Unprocessable

_PNG, _JPEG, _EXIF = b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"Exif\x00\x00"
_JPEG_FRAMES = frozenset(range(0xC0, 0xD0)) - {
    0xC4,
    0xC8,
    0xCC,
}  # tables and extensions share the frames' numbers
_JPEG_ALONE = frozenset((0x01, *range(0xD0, 0xD8)))  # markers without a length
_APP1, _START_OF_SCAN, _END = 0xE1, 0xDA, 0xD9
_ORIENTATION = 0x0112
_FILLED = re.compile(rb"\xff+")
_MOST_SEGMENTS = 2_000  # before a JPEG's frame; a long colour profile takes some 60. Not tuned


@dataclass(frozen=True, slots=True)
class Picture:
    """What a picture's header says; sides in pixels."""

    media_type: str
    width: int
    height: int


def measure(data: bytes, longest_side: int) -> Picture:
    """What `data` is.

    Raises Unprocessable for anything but one of the four formats, a header cut off, and a side over
    `longest_side`.
    """
    for fits, media_type, size in _FORMATS:
        if fits(data):
            width, height = size(data)
            if not (width > 0 and height > 0):
                raise Unprocessable("The picture's header gives it no size.")
            if max(width, height) > longest_side:
                raise Unprocessable(
                    f"The picture is {width:,} × {height:,} pixels; a side has at most "
                    f"{longest_side:,}."
                )
            return Picture(media_type, width, height)
    raise Unprocessable("Its bytes are no PNG, JPEG, GIF or WebP picture.")


def _number(data: bytes, at: int, length: int, *, little: bool = False) -> int:
    part = data[at : at + length]
    if len(part) < length:
        raise Unprocessable("The picture ends within its header.")
    return int.from_bytes(part, "little" if little else "big")


def _png(data: bytes) -> tuple[int, int]:
    if data[8:16] != b"\x00\x00\x00\rIHDR":
        raise Unprocessable("The picture does not begin with a PNG's header.")
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
        return _number(data, 26, 2, little=True) & 0x3FFF, _number(
            data, 28, 2, little=True
        ) & 0x3FFF
    raise Unprocessable("The picture does not begin with a WebP's header.")


def _jpeg(data: bytes) -> tuple[int, int]:
    at, turned = 2, False
    for _ in range(_MOST_SEGMENTS):
        if _number(data, at, 1) != 0xFF:
            break
        at = _FILLED.match(data, at).end()  # type: ignore[union-attr]  # one was seen; any number of them may come before a marker
        marker, at = _number(data, at, 1), at + 1
        if marker in _JPEG_ALONE:
            continue
        if marker in (_START_OF_SCAN, _END):
            break
        length = _number(data, at, 2)
        if marker in _JPEG_FRAMES:
            height, width = _number(data, at + 3, 2), _number(data, at + 5, 2)
            return (height, width) if turned else (width, height)
        if marker == _APP1 and data.startswith(_EXIF, at + 2):
            turned = _is_turned(data[at + 2 + len(_EXIF) : at + length])
        at += max(length, 2)
    raise Unprocessable("The picture's header says nothing of its size.")


def _is_turned(tiff: bytes) -> bool:
    """Whether the orientation lays the picture on its side; what cannot be read turns nothing."""
    little = tiff[:2] == b"II"
    try:
        first = _number(tiff, 4, 4, little=little)
        for at in range(first + 2, first + 2 + 12 * _number(tiff, first, 2, little=little), 12):
            if _number(tiff, at, 2, little=little) == _ORIENTATION:
                return _number(tiff, at + 8, 2, little=little) in (5, 6, 7, 8)
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

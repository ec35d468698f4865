"""Images: recognised by their bytes, measured as browsers show them, else refused."""

import struct
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.errors import Unprocessable
from app.importers.images import ImageHeader, measure

SIDE = 4_096


def png(width: int, height: int) -> bytes:
    return (
        b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR"
        + struct.pack(">II", width, height)
        + b"\x08\x06\x00\x00\x00"
    )


def gif(width: int, height: int) -> bytes:
    return b"GIF89a" + struct.pack("<HH", width, height) + b"\x00\x00\x00;"


def segment(marker: int, body: bytes) -> bytes:
    return bytes((0xFF, marker)) + struct.pack(">H", len(body) + 2) + body


def jpeg(width: int, height: int, *before: bytes, frame: int = 0xC0) -> bytes:
    size = b"\x08" + struct.pack(">HH", height, width) + b"\x03"
    return b"\xff\xd8" + b"".join(before) + segment(frame, size) + b"\xff\xda\x00\x02\xff\xd9"


def exif(orientation: int, order: str = "<") -> bytes:
    tags = struct.pack(f"{order}HHIHH", 0x010F, 2, 4, 0, 0) + struct.pack(
        f"{order}HHIHH", 0x0112, 3, 1, orientation, 0
    )
    mark = b"II" if order == "<" else b"MM"
    return segment(0xE1, b"Exif\x00\x00" + mark + struct.pack(f"{order}HIH", 42, 8, 2) + tags)


def webp(kind: bytes, body: bytes) -> bytes:
    return (
        b"RIFF"
        + struct.pack("<I", len(body) + 12)
        + b"WEBP"
        + kind
        + struct.pack("<I", len(body))
        + body
    )


def lossy(width: int, height: int) -> bytes:
    return webp(b"VP8 ", b"\x30\x01\x00\x9d\x01\x2a" + struct.pack("<HH", width | 0x4000, height))


def lossless(width: int, height: int) -> bytes:
    return webp(b"VP8L", b"\x2f" + struct.pack("<I", (width - 1) | (height - 1) << 14 | 1 << 28))


def extended(width: int, height: int) -> bytes:
    return webp(
        b"VP8X",
        b"\x10\x00\x00\x00" + struct.pack("<I", width - 1)[:3] + struct.pack("<I", height - 1)[:3],
    )


FORMATS = {
    "image/png": (png,),
    "image/jpeg": (jpeg,),
    "image/gif": (gif,),
    "image/webp": (lossy, lossless, extended),
}
WHOLE = [(kind, make) for kind, makers in FORMATS.items() for make in makers]


@given(st.sampled_from(WHOLE), st.integers(1, SIDE), st.integers(1, SIDE))
def test_each_format_is_known_and_measured(
    made: tuple[str, object], width: int, height: int
) -> None:
    kind, make = made
    assert measure(make(width, height), SIDE) == ImageHeader(kind, width, height)  # type: ignore[operator]  # one of the makers above


@pytest.mark.parametrize("order", ["<", ">"])
@pytest.mark.parametrize(
    ("orientation", "turned"), [(1, False), (3, False), (5, True), (6, True), (8, True), (9, False)]
)
def test_a_jpeg_lies_as_its_orientation_says(order: str, orientation: int, turned: bool) -> None:
    picture = measure(jpeg(300, 200, exif(orientation, order)), SIDE)
    assert (picture.width, picture.height) == ((200, 300) if turned else (300, 200))


def test_a_jpeg_is_measured_behind_whatever_comes_first() -> None:
    profile = segment(0xE2, b"\xff\xc0" * 5_000)
    table = segment(0xC4, b"\x00\x08\x00\x01\x00\x01")
    assert (
        measure(
            jpeg(30, 20, segment(0xE0, b"JFIF"), profile, b"\xff\xff\xff\x01", table, frame=0xC2),
            SIDE,
        ).width
        == 30
    )


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"", "Not a PNG, JPEG, GIF or WebP"),
        (
            b"<svg xmlns='http://www.w3.org/2000/svg' width='5' height='5'><script/></svg>",
            "Not a PNG",
        ),
        (b"<!doctype html><p>No picture.", "Not a PNG"),
        (b"BM" + b"\x00" * 60, "Not a PNG"),
        (b"\x00\x00\x00\x20ftypavif" + b"\x00" * 60, "Not a PNG"),
        (png(0, 5), "gives no size"),
        (gif(5, 0), "gives no size"),
        (jpeg(5, 0), "gives no size"),
        (png(SIDE + 1, 1), "the limit is 4,096 pixels per side"),
        (png(2**32 - 1, 2**32 - 1), "the limit is 4,096 pixels per side"),
        (extended(2**24, 5), "the limit is 4,096 pixels per side"),
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00\x04CgBI" + b"\x00" * 40, "Not a valid PNG"),
        (webp(b"VP8 ", b"\x00" * 20), "Not a valid WebP"),
        (webp(b"ALPH", b"\x00" * 20), "Not a valid WebP"),
        (b"\xff\xd8\xff\xda\x00\x02" + b"\x00" * 40, "gives no size"),
        (b"\xff\xd8" + segment(0xE0, b"x") + b"no marker", "gives no size"),
        (b"\xff\xd8" + b"\xff\xe0\x00\x00" * 3_000, "gives no size"),
        (b"\xff\xd8" + b"\xff" * 100_000, "cut off within its header"),
    ],
)
def test_what_is_no_picture_that_can_be_shown_is_refused_with_its_reason(
    data: bytes, why: str
) -> None:
    with pytest.raises(Unprocessable) as caught:
        measure(data, SIDE)
    assert why in caught.value.message


@given(st.sampled_from(WHOLE), st.integers(0, 60))
def test_a_header_cut_off_is_refused_or_was_not_needed(
    made: tuple[str, object], length: int
) -> None:
    kind, make = made
    whole = make(300, 200)  # type: ignore[operator]  # one of the makers above
    with suppress(Unprocessable):
        assert measure(whole[:length], SIDE) == ImageHeader(kind, 300, 200)


BEGINNINGS = st.sampled_from(
    [
        b"",
        b"\xff\xd8\xff",
        b"GIF89a",
        b"RIFF0000WEBPVP8 ",
        b"RIFF0000WEBPVP8L\x2f",
        png(1, 1)[:16],
        jpeg(1, 1, exif(6))[:20],
    ]
)


@given(BEGINNINGS, st.binary(max_size=200))
def test_any_bytes_are_measured_or_refused(beginning: bytes, rest: bytes) -> None:
    with suppress(Unprocessable):
        picture = measure(beginning + rest, SIDE)
        assert 0 < min(picture.width, picture.height) <= max(picture.width, picture.height) <= SIDE

"""Draws a preview image as a PNG: a heading over a rule, the words, what is below them, a footer.

Takes tens of milliseconds of one core: never call it on the event loop.
"""

from dataclasses import dataclass
from io import BytesIO
from typing import NamedTuple

from PIL import Image, ImageDraw

from app.preview_images.faces import SCALE, Face, Weight, one_line, weight_for
from app.preview_images.fitting import Box, FittedText, fit, shorten
from app.preview_images.inks import (
    GROUNDS,
    INK,
    MARK,
    RULE,
    SOFT,
    WARNING,
    WARNING_GROUND,
    Ink,
    palette,
)
from app.preview_images.preview_image import HEIGHT, WIDTH, PreviewImage

NAME = "Gloss"
LEFT, RIGHT, TOP, BOTTOM = 104, 1112, 84, 570
"""The edges of the type: quotation marks hang to the left of them. The upper and the lower edge are
the baselines of the heading and of the footer."""
SMALL = 30
"""The smallest type: networks show the image at 500 pixels of width, often less."""
TITLE_SIZES = (104, 96, 88, 80, 74, 68, 62, 58, 54, 50, 46, 42, 38)
QUOTE_SIZES = (88, 82, 76, 70, 64, 58, 54, 50, 48, 46, 44, 42, 40, 38, 36, 34)
SUBSTITUTE_SIZES = TITLE_SIZES[6:]
_BELOW_SIZE, _BRAND_SIZE, _VERDICT_HEIGHT = 36, 34, 72
_ABOVE_BELOW = 0.5
"""What is below the words is so much of their size farther from them than lines of its own are."""
_AIR = 34
_TOUCHED = [0] * 4 + [255] * 252
"""Of a coverage whether a pixel is drawn: less than half a step of an ink is not."""
_OPTICAL_CENTRE = 0.44
"""Of the empty height this share is above the words: set in the middle they seem to sink."""


@dataclass(frozen=True, slots=True)
class _Block:
    """The words as they are set, between the heading and the footer."""

    text: FittedText
    face: Face
    ink: Ink
    marks: tuple[str, str]


class _Place(NamedTuple):
    """Where the baseline of words begins."""

    left: float
    baseline: float


def png(image: PreviewImage) -> bytes:
    """The image, 1200 × 630 pixels; the same bytes always."""
    # An image of numbers in the palette, each a byte; 0 is the paper.
    canvas = Image.new("L", (WIDTH, HEIGHT))
    top = _draw_heading(canvas, image)
    bottom = _draw_footer(canvas, image)
    _draw_middle(canvas, image, top, bottom)
    file = BytesIO()
    coloured = Image.frombytes("P", canvas.size, canvas.tobytes())
    coloured.putpalette(palette())
    coloured.save(file, "PNG", compress_level=6)
    return file.getvalue()


def _draw_heading(canvas: Image.Image, image: PreviewImage) -> float:
    """The verdict on its own ground, the heading over its rule; where the room below begins."""
    baseline = TOP
    if image.verdict:
        ImageDraw.Draw(canvas).rectangle(
            (0, 0, WIDTH, _VERDICT_HEIGHT), GROUNDS.index(WARNING_GROUND)
        )
        place = _Place(LEFT, _VERDICT_HEIGHT / 2 + SMALL / 3)
        _draw_line(canvas, image.verdict, "title", SMALL, place, WARNING, RIGHT - LEFT)
        baseline += 46
    _draw_line(canvas, image.heading, "title", SMALL, _Place(LEFT, baseline), INK, RIGHT - LEFT)
    rule = baseline + 22
    _draw_rule(canvas, rule, 3, INK)
    return rule


def _draw_footer(canvas: Image.Image, image: PreviewImage) -> float:
    """The rule, the footer under it, and the name of the program; where the room above it ends."""
    baseline = BOTTOM
    brand = Face("title", _BRAND_SIZE)
    brand_left = RIGHT - brand.width(NAME)
    _draw_words(canvas, NAME, brand, _Place(brand_left, baseline), INK)
    _draw_icon(canvas, brand_left - 50, baseline - 25)
    room = brand_left - 90 - LEFT
    footer = _footer(image.footer, room)
    _draw_line(canvas, footer, "text", SMALL, _Place(LEFT, baseline), SOFT, room)
    rule = baseline - 54
    _draw_rule(canvas, rule, 1, RULE)
    return rule


def _footer(parts: tuple[str, ...], room: float) -> str:
    """The parts of the footer in one line; the first is shortened where there is no room for all.

    A part that the face has no letters for is left out.
    """
    shown = [words for words in map(one_line, parts) if words and weight_for(words, "text")]
    if len(shown) < 2:
        return "".join(shown)
    face = Face("text", SMALL)
    others = "".join(f" · {part}" for part in shown[1:])
    first = shorten(shown[0], room - face.width(others), face.width)
    return first + others if first else " · ".join(shown[1:])


def _draw_middle(canvas: Image.Image, image: PreviewImage, top: float, bottom: float) -> None:
    """The words and what is below them, at the optical centre of the room."""
    weight: Weight = "title" if image.marks else "text"
    below = one_line(image.below or "")
    if below and weight_for(below, weight) is None:
        below = ""
    room = bottom - top - 2 * _AIR
    block = _block(image, Box(RIGHT - LEFT, room - (_BELOW_SIZE + 46 if below else 0)))
    drop = _BELOW_SIZE * 1.3 + block.text.size * _ABOVE_BELOW if below else 0.0
    free = room - block.text.height - drop
    baseline = _draw_block(canvas, block, top + _AIR + free * _OPTICAL_CENTRE)
    place = _Place(LEFT, baseline + drop)
    _draw_line(canvas, below, weight, _BELOW_SIZE, place, INK, RIGHT - LEFT)


def _block(image: PreviewImage, box: Box) -> _Block:
    """The words in the size that fits, or what stands in their place."""
    opening, closing = image.marks or ("", "")
    words = one_line(image.words)
    wanted: Weight = "text" if image.marks else "title"
    sizes = QUOTE_SIZES if image.marks else TITLE_SIZES
    weight = weight_for(opening + words + closing, wanted) if words else None
    if weight is None:
        text = fit(
            image.substitute, "", box, SUBSTITUTE_SIZES, lambda size: Face("text", size).width
        )
        return _Block(text, Face("text", text.size), SOFT, ("", ""))
    chosen: Weight = weight
    text = fit(words, closing, box, sizes, lambda size: Face(chosen, size).width)
    return _Block(text, Face(chosen, text.size), INK, (opening, closing))


def _draw_block(canvas: Image.Image, block: _Block, top: float) -> float:
    """Draws the lines with the marks around them, the opening one hung; the last baseline."""
    face, (opening, closing) = block.face, block.marks
    extra = block.text.leading - face.ascent - face.descent
    baseline = top + extra / 2 + face.ascent
    _draw_words(canvas, opening, face, _Place(LEFT - face.width(opening), baseline), MARK)
    for number, line in enumerate(block.text.lines, 1):
        is_last = number == len(block.text.lines)
        words = line.removesuffix(closing) if is_last else line
        _draw_words(canvas, words, face, _Place(LEFT, baseline), block.ink)
        if is_last:
            # Where it stands behind the words: kerned with the stop.
            place = _Place(LEFT + face.width(words + closing) - face.width(closing), baseline)
            _draw_words(canvas, closing, face, place, MARK)
        else:
            baseline += block.text.leading
    return baseline


def _draw_line(
    canvas: Image.Image,
    words: str | None,
    wanted: Weight,
    size: int,
    place: _Place,
    ink: Ink,
    room: float,
) -> None:
    """One line of small type, shortened to its room; nothing where the face lacks a letter."""
    line = one_line(words or "")
    weight = weight_for(line, wanted) if line else None
    if weight is not None:
        face = Face(weight, size)
        _draw_words(canvas, shorten(line, room, face.width), face, place, ink)


def _draw_words(canvas: Image.Image, words: str, face: Face, place: _Place, ink: Ink) -> None:
    """Words on a baseline: drawn larger on a mask of their own, then reduced."""
    if not words:
        return
    left, top = int(place.left) - 8, int(place.baseline - face.ascent) - 8
    width = int(face.width(words)) + 24
    height = int(face.ascent + face.descent) + 24
    mask = Image.new("L", (width * SCALE, height * SCALE))
    at = ((place.left - left) * SCALE, (place.baseline - top) * SCALE)
    ImageDraw.Draw(mask).text(at, words, fill=255, font=face.font, anchor="ls")
    coverage = mask.reduce(SCALE)
    canvas.paste(coverage.point(ink.shades), (left, top), coverage.point(_TOUCHED))


def _draw_rule(canvas: Image.Image, y: float, thickness: int, ink: Ink) -> None:
    top = int(y)
    ImageDraw.Draw(canvas).rectangle((LEFT, top, RIGHT - 1, top + thickness - 1), ink.solid)


def _draw_icon(canvas: Image.Image, left: float, top: float) -> None:
    """Two lines of text and a marked one: the lines of the icon."""
    draw, x, y = ImageDraw.Draw(canvas), int(left), int(top)
    for line in (0, 10):
        draw.rectangle((x, y + line, x + 35, y + line + 3), INK.solid)
    for dash in (0, 8, 16):
        draw.rectangle((x + dash, y + 20, x + dash + 4, y + 24), MARK.solid)

"""The face that preview images are set in: its two weights, what it measures, what it lacks.

Knows Pillow. A letter that a face lacks would be drawn as a box, so it is asked first.
"""

import re
import unicodedata
from collections.abc import Iterable
from functools import cache, lru_cache
from typing import Literal

from PIL import ImageFont

from app.resources import STATIC

Weight = Literal["text", "title"]
SCALE = 2
"""Words are drawn in twice the size and reduced: places of letters are then half pixels."""
_FILES: dict[Weight, str] = {"text": "literata-400.woff2", "title": "literata-600.woff2"}
_NO_CHARACTER = "\U0010ffff"
_COVERAGE_SIZE = 40
_SPACES = re.compile(r"[^\S\u00a0]+")
_INVISIBLE = re.compile(
    "[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff\x00-\x08\x0e-\x1f\x7f]"
)
_SAME_SIGN = str.maketrans(
    {"\u2010": "-", "\u2011": "-", "\u2015": "—", "\u202f": "\u00a0", "\u02bc": "’"}
)


def one_line(words: str) -> str:
    """Words as they are set: composed letters, one space between them, nothing that has no form."""
    composed = unicodedata.normalize("NFC", words.translate(_SAME_SIGN))
    return _SPACES.sub(" ", _INVISIBLE.sub("", composed)).strip(" \u00a0")


def weight_for(words: str, wanted: Weight) -> Weight | None:
    """The weight that has every letter of the words, `wanted` if it can be; None where none has.

    The heavier one has fewer letters. Right-to-left scripts are in neither.
    """
    for weight in dict.fromkeys((wanted, "text")):
        if is_covered(words, weight):
            return weight
    return None


def is_covered(words: Iterable[str], weight: Weight) -> bool:
    """Whether a weight has all these characters."""
    return all(_has(character, weight) for character in set(words))


class Face:
    """One weight in one size, in pixels of the image."""

    def __init__(self, weight: Weight, size: int) -> None:
        self.font = _font(weight, size * SCALE)
        self._widths: dict[str, float] = {}
        ascent, descent = self.font.getmetrics()
        self.ascent, self.descent = ascent / SCALE, descent / SCALE

    def width(self, words: str) -> float:
        """How wide words are."""
        known = self._widths.get(words)
        if known is None:
            known = self._widths[words] = self.font.getlength(words) / SCALE
        return known


@lru_cache(maxsize=64)
def _font(weight: Weight, size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(STATIC / "fonts" / _FILES[weight], size)


@lru_cache(maxsize=4_096)
def _has(character: str, weight: Weight) -> bool:
    """Whether a character has a form of its own: it is not drawn like one that does not exist."""
    if character in " \u00a0":
        return True
    return _form(character, weight) != _missing(weight)


@cache
def _missing(weight: Weight) -> tuple[tuple[int, int], bytes]:
    return _form(_NO_CHARACTER, weight)


def _form(character: str, weight: Weight) -> tuple[tuple[int, int], bytes]:
    mask = _plain_font(weight).getmask(character)
    return mask.size, bytes(mask)


@cache
def _plain_font(weight: Weight) -> ImageFont.FreeTypeFont:
    # Without shaping: one character by itself, also one that shaping would refuse.
    path = STATIC / "fonts" / _FILES[weight]
    return ImageFont.truetype(path, _COVERAGE_SIZE, layout_engine=ImageFont.Layout.BASIC)

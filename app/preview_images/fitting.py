"""How large a text is set in a box, and where it is cut when the smallest size is too large."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from app.preview_images.line_breaking import (
    Measure,
    Unbreakable,
    balanced,
    lines_needed,
    unbreakables,
)
from app.text.sentences import sentences

_LEAST_KEPT_BY_SENTENCE = 0.6
"""A text is cut at the end of a sentence where that keeps so much of what has room; chosen."""
_LONGEST_MEASURED = 1_000
"""Characters: more than any box holds at the smallest size."""


@dataclass(frozen=True, slots=True)
class Box:
    """Room for a text, in pixels."""

    width: float
    height: float


@dataclass(frozen=True, slots=True)
class FittedText:
    """A text in lines of one size, `leading` pixels apart."""

    size: int
    leading: float
    lines: Sequence[str]

    @property
    def height(self) -> float:
        """From the top of the first line to the bottom of the last."""
        return self.leading * len(self.lines)


MeasureAt = Callable[[int], Measure]
"""Measures words at a size."""


def leading(size: int) -> float:
    """The distance of lines: large type needs less of it."""
    if size >= 64:
        return size * 1.14
    return size * (1.22 if size >= 46 else 1.34)


def fit(words: str, closing: str, box: Box, sizes: Sequence[int], at: MeasureAt) -> FittedText:
    """The text in the largest of `sizes`, from large to small, that the box holds, else cut.

    `closing` stands behind the words, also where they are cut: a quotation mark.
    """
    given, words = words, words[:_LONGEST_MEASURED]
    if words == given:
        for size in sizes:
            parts = unbreakables(words + closing, at(size))
            if _fits(parts, box, size):
                return _set(parts, box, size)
    measure = at(sizes[-1])
    for shorter in _cuts(words, measure, box, sizes[-1]):
        parts = unbreakables(shorter + closing, measure)
        if _fits(parts, box, sizes[-1]):
            return _set(parts, box, sizes[-1])
    return FittedText(sizes[-1], leading(sizes[-1]), [])


def shorten(words: str, width: float, measure: Measure) -> str:
    """As much of the words as one line of this width holds, with an ellipsis where it is cut."""
    words = words[:_LONGEST_MEASURED]
    if measure(words) <= width:
        return words
    parts = words.split(" ")
    for count in range(len(parts) - 1, 0, -1):
        shorter = _ellipsis(" ".join(parts[:count]))
        if measure(shorter) <= width:
            return shorter
    return ""


def _fits(parts: Sequence[Unbreakable], box: Box, size: int) -> bool:
    if any(part.width > box.width for part in parts):
        return False
    return len(lines_needed(parts, box.width)) * leading(size) <= box.height


def _set(parts: Sequence[Unbreakable], box: Box, size: int) -> FittedText:
    return FittedText(size, leading(size), balanced(parts, box.width))


def _cuts(words: str, measure: Measure, box: Box, size: int) -> Iterator[str]:
    """Shorter and shorter beginnings of a text, first the one that a reader likes best."""
    parts = unbreakables(words, measure)
    room = int(box.height // leading(size))
    begins = lines_needed(parts, box.width)
    held = parts[: begins[room]] if len(begins) > room else parts
    longest = sum(len(part.words) + bool(part.space) for part in held)
    ends = [span.end for span in sentences(words, 0, len(words)) if span.end <= longest]
    if ends and ends[-1] >= _LEAST_KEPT_BY_SENTENCE * longest:
        yield words[: ends[-1]] + " …"
    for stop in range(min(longest, len(words)), 0, -1):
        if stop == len(words) or words[stop] == " ":
            yield _ellipsis(words[:stop])
    # One word that is longer than a line.
    yield _ellipsis(_beginning(words, box.width, measure))


def _beginning(words: str, width: float, measure: Measure) -> str:
    """The characters of a word that has no place to break, as far as a line holds them."""
    stop = len(words)
    while stop and measure(words[:stop] + "…”") > width:
        stop = stop * 9 // 10
    return words[:stop]


def _ellipsis(words: str) -> str:
    return words.rstrip(" ,;:–—-.…") + "…"

"""How a span is found again: position, quote, and the browser's text fragment.

Works on one text; revisions are another module's subject. W3C Web Annotation Data Model, section
4.2; text fragments after the WICG draft "URL Fragment Text Directives".
"""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any
from urllib.parse import quote

from app.text.spans import Block, Span

_CONTEXT = 32  # characters of prefix and suffix, as Hypothesis stores them
_MOST_MATCHES = 100  # more say nothing that two do not: the quote is ambiguous
_LONGEST_EXACT = (
    300  # characters, above which a fragment becomes a range; the limit of the published generator
)
_RANGE_WORDS = 4  # words at either end of a range to begin with
_MOST_WORDS = 12  # of context, and at either end of a range
_SPACE = re.compile(r"\s")
_LETTERS, _DIGITS = r"[^\W\d_]", r"\d"
# As browsers part words (Unicode Standard Annex 29): an apostrophe or a point between letters, a
# comma between digits parts nothing.
_JOINT = rf"(?:(?<={_LETTERS})[.:·'’](?={_LETTERS})|(?<={_DIGITS})[.,;'’](?={_DIGITS}))"
_WORD = re.compile(rf"\w+(?:{_JOINT}\w+)*")
_JOINED = re.compile(_JOINT)
_CLINGING = (
    "Mn",
    "Mc",
    "Me",
    "Cf",
)  # marks that belong to the letter before them, joiners, soft hyphens
_FARTHEST_WORD = 80  # characters looked at for the next word of context
_UNSPACED = re.compile(
    "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff\U00020000-\U0003ffff]"
)


@dataclass(frozen=True, slots=True)
class Quote:
    """A W3C TextQuoteSelector: the words, and what is directly before and after them."""

    exact: str
    prefix: str = ""
    suffix: str = ""


def quote_selector(text: str, span: Span, context: int = _CONTEXT) -> Quote:
    """The quote that finds `span` in `text`, with up to `context` characters on either side."""
    return Quote(
        span.of(text),
        text[max(0, span.start - context) : span.start],
        text[span.end : span.end + context],
    )


def find(text: str, wanted: Quote) -> list[Span]:
    """Every place where `wanted` occurs with its prefix and suffix, in order; a hundred at most."""
    if not wanted.exact:
        return []
    whole, lead = wanted.prefix + wanted.exact + wanted.suffix, len(wanted.prefix)
    return [
        Span(at + lead, at + lead + len(wanted.exact)) for at in _places(text, whole, _MOST_MATCHES)
    ]


def w3c(text: str, span: Span) -> list[dict[str, Any]]:
    """Both selectors of `span` as JSON, position first."""
    quote = quote_selector(text, span)
    return [
        {"type": "TextPositionSelector", "start": span.start, "end": span.end},
        {
            "type": "TextQuoteSelector",
            "exact": quote.exact,
            "prefix": quote.prefix,
            "suffix": quote.suffix,
        },
    ]


def text_fragment(text: str, span: Span, blocks: Sequence[Block], above: str = "") -> str:
    """The directive `:~:text=…` that makes a browser scroll to `span`.

    The shortest unique quote of whole words, or a range; empty when the span has no words. Context
    is added only where the words occur more than once: in the text, or in what the page shows
    `above` it, such as the title, since a browser goes to the first place. One word alone always
    has some: menus, dates and counts are on every page.
    """
    page = _Page(text, blocks, above)
    words = page.whole_words(span)
    if words is None:
        return ""
    first, last = page.box(words.start), page.box(words.end - 1)
    if first == last and words.end - words.start <= _LONGEST_EXACT:
        return ":~:text=" + page.exact(words)
    return ":~:text=" + page.range(words, first, last)


def _flat(text: str) -> str:
    lowered = text.lower()
    return _SPACE.sub(" ", lowered if len(lowered) == len(text) else text)


def _places(text: str, words: str, most: int) -> list[int]:
    starts: list[int] = []
    at = text.find(words)
    while at >= 0 and len(starts) < most:
        starts.append(at)
        at = text.find(words, at + 1)
    return starts


class _Page:
    """The text as a browser searches it: without case, with all white space equal.

    No term may cross the borders between boxes: blocks and table cells.
    """

    def __init__(self, text: str, blocks: Sequence[Block], above: str = "") -> None:
        self.text = text
        self.flat = _flat(text)
        self.above = _Page(above, ()) if above else None
        self.borders = [0, *sorted(_borders(text, blocks)), len(text)]

    def box(self, at: int) -> Span:
        """The block or table cell around `at`."""
        before = max(b for b in self.borders if b <= at)
        return Span(before, min((b for b in self.borders if b > at), default=len(self.text)))

    def whole_words(self, span: Span) -> Span | None:
        """`span` without outer white space, widened to whole words."""
        words = span.of(self.text)
        start = span.start + len(words) - len(words.lstrip())
        end = span.end - len(words) + len(words.rstrip())
        if start >= end:
            return None
        while start > 0 and self._splits(start):
            start -= 1
        while end < len(self.text) and self._splits(end):
            end += 1
        return Span(start, end)

    def _splits(self, at: int) -> bool:
        """Whether an offset lies inside a word."""
        before, behind = self.text[at - 1], self.text[at]
        if unicodedata.category(behind) in _CLINGING or before == "\u200d":
            return True
        if _WORD.match(before) and _WORD.match(behind):
            return not _UNSPACED.match(before + behind)
        return bool(_JOINED.match(self.text, at) or _JOINED.match(self.text, at - 1))

    def exact(self, words: Span) -> str:
        """The words, with as much context as makes them unique."""
        before, behind = self._context(words)
        return f"{self._term(before, '', '-,')}{self._term(words)}{self._term(behind, ',-', '')}"

    def range(self, words: Span, first: Span, last: Span) -> str:
        """The first and the last few words, as many as it takes to be unique."""
        for count in range(_RANGE_WORDS, _MOST_WORDS + 1):
            head = Span(words.start, self._forward(words.start, min(first.end, words.end), count))
            tail = Span(self._back(words.end, max(last.start, head.end), count), words.end)
            if self._unique(head) and self.flat.find(tail.of(self.flat), head.end) == tail.start:
                return f"{self._term(head)},{self._term(tail)}"
        before, behind = self._context(head)[0], self._context(tail)[1]
        prefix, suffix = self._term(before, "", "-,"), self._term(behind, ",-", "")
        return f"{prefix}{self._term(head)},{self._term(tail)}{suffix}"

    def _context(self, words: Span) -> tuple[Span, Span]:
        """The fewest words before and after that make `words` unique, taken in turn."""
        floor, roof = self._floor(words.start), self._roof(words.end)
        start, end = words.start, words.end
        for turn in range(2 * _MOST_WORDS):
            if self._unique(Span(start, end)):
                break
            if turn % 2:
                end = self._forward(end, roof, 1)
            else:
                start = self._back(start, floor, 1)
        return Span(start, words.start), Span(words.end, end)

    def _floor(self, start: int) -> int:
        """Where a prefix may begin: in their box, or the one before if words are first."""
        floor = self.box(start).start
        if floor == 0 or self.text[floor:start].strip():
            return floor
        before = self.text[:floor].rstrip()
        return self.box(len(before) - 1).start if before else start

    def _roof(self, end: int) -> int:
        roof = self.box(max(0, end - 1)).end
        if not self.text[end:roof].strip() and roof < len(self.text):
            rest = self.text[roof:]
            roof = self.box(roof + len(rest) - len(rest.lstrip())).end if rest.strip() else end
        return roof

    def _unique(self, words: Span) -> bool:
        """Whether these whole words occur once; places inside other words do not count."""
        wanted = words.of(self.flat)
        is_one_word = len(list(islice(_WORD.finditer(wanted), 2))) < 2
        if is_one_word and not _UNSPACED.search(wanted):
            return False
        is_above = self.above is not None and self.above._count(wanted) > 0
        return self._count(wanted) == 1 and not is_above

    def _count(self, wanted: str) -> int:
        places = _places(self.flat, wanted, _MOST_MATCHES)
        if len(places) == _MOST_MATCHES:
            return len(places)
        return sum(self._is_whole(at, at + len(wanted)) for at in places)

    def _is_whole(self, start: int, end: int) -> bool:
        """Whether a stretch neither begins nor ends inside a word."""
        splits_first = start > 0 and self._splits(start)
        splits_last = end < len(self.text) and self._splits(end)
        return not splits_first and not splits_last

    def _forward(self, at: int, roof: int, count: int) -> int:
        ends = [
            m.end() for _, m in zip(range(count), _WORD.finditer(self.text, at, roof), strict=False)
        ]
        return ends[-1] if ends else roof

    def _back(self, at: int, floor: int, count: int) -> int:
        low = max(floor, at - count * _FARTHEST_WORD)
        starts = [m.start() for m in _WORD.finditer(self.text, low, at)]
        return starts[-min(count, len(starts))] if starts else low

    def _term(self, words: Span, before: str = "", behind: str = "") -> str:
        """The words percent-encoded; a hyphen too, for it would be read as syntax.

        Nothing for no words.
        """
        plain = " ".join(words.of(self.text).split())
        return before + quote(plain, safe="").replace("-", "%2D") + behind if plain else ""


def _borders(text: str, blocks: Sequence[Block]) -> set[int]:
    edges = {edge for block in blocks for edge in (block.start, block.end)}
    for block in blocks:
        if block.kind == "table":
            edges |= {
                block.start + m.start() + 1
                for m in re.finditer(r"[\t\n]", text[block.start : block.end])
            }
    return edges

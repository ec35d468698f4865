"""Which words are outside the running text: captions, headings, and standfirsts with a reporter.

It decides by form only.
"""

import re
from bisect import bisect_right
from collections.abc import Sequence
from functools import cached_property

from app.text.spans import Block, Span

_NAME = r"[^\W\d_a-zß-ÿ][^\W\d_]*(?:['’-][^\W\d_]+)*\.?"
# `…: Jonas Reed reports from Oslo`, `Jonas Reed has the story.` Such a line names the writer; it
# does not report what somebody said.
_BY = re.compile(
    rf"(?:^|[:.?!–—|-]\s+){_NAME}(?:\s(?:and\s)?{_NAME}){{1,4}},?\s"
    r"(?:reports?|reporting|writes?|explains?|asks|investigates?|reviews?|looks "
    r"(?:at|back|into)|takes a look|examines?|speaks to|meets"
    r"|has (?:more|the (?:story|details|latest|report)))\b(?:[^.!?\n]{0,80})[.…]?\s*$"
)
_LONGEST = 400  # characters of a standfirst or caption; keeps the search linear


class Layout:
    """The blocks of one text, looked up by span."""

    def __init__(self, text: str, blocks: Sequence[Block]) -> None:
        self._text = text
        self._blocks = blocks

    def is_apart(self, one: Span, other: Span) -> bool:
        """Whether the border of a caption or heading lies between two spans."""
        a, b = self._block(one), self._block(other)
        kinds = {self._blocks[n].kind for n in (a, b) if n >= 0}
        return a != b and bool(kinds & {"caption", "heading"})

    def is_standfirst(self, span: Span) -> bool:
        """Whether the span is in a line that ends by saying who reports from where."""
        return self._block(span) in self._standfirsts

    @cached_property
    def _starts(self) -> list[int]:
        return [b.start for b in self._blocks]

    @cached_property
    def _standfirsts(self) -> frozenset[int]:
        return frozenset(
            n
            for n, b in enumerate(self._blocks)
            if b.end - b.start <= _LONGEST and _BY.search(self._text[b.start : b.end])
        )

    def _block(self, span: Span) -> int:
        """The index of the block in which the span begins; -1 before the first."""
        return bisect_right(self._starts, span.start) - 1

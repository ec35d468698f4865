"""A page as the choice of its article needs it: its blocks, what is around each, what is prose."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from lxml.html import HtmlElement

from app.importers.html_page.block_flow import Leaf
from app.importers.html_page.main_content.clutter import is_clutter, linked_characters
from app.importers.html_page.main_content.surroundings import LeafContext, Surroundings

PROSE_MIN_CHARACTERS = 40
PROSE_MIN_WIDE = 15  # characters of a sentence in a script without blanks
LONG_CHARACTERS = 120  # from here on a block without a full stop is prose too
_ENDS_SENTENCE = re.compile(r"[.!?…:;。！？।؟۔။。][\"'”’»›)\]」』]*(?:\[\d{1,3}\])*\s*\Z")
_WIDE = re.compile(r"[\u0e00-\u0eff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_LINKED_MOST = 0.5  # of a block's characters
BOX_SHARE = 0.2
"""Of the chosen words; a box that holds more is no clutter, whatever its name."""
_PROSE_KINDS = ("paragraph", "block_quote", "list_item")


Held = dict[HtmlElement, int]
"""How many characters of some blocks each element around them holds."""


@dataclass(frozen=True)
class PageBlocks:
    """The blocks of a page and what stands around them. `sites` are its own addresses."""

    leaves: Sequence[Leaf]
    surroundings: Surroundings
    sites: Sequence[str] = ()

    @cached_property
    def keys(self) -> list[str]:
        """The letters and digits of each block."""
        return [leaf.key for leaf in self.leaves]

    @cached_property
    def prose(self) -> frozenset[int]:
        """The blocks that read like sentences and are not mostly links."""
        return frozenset(i for i, leaf in enumerate(self.leaves) if is_prose(leaf))

    @cached_property
    def clutter(self) -> frozenset[int]:
        """The blocks whose own words show them to be no part of an article."""
        return frozenset(i for i, leaf in enumerate(self.leaves) if is_clutter(leaf.piece))

    def context(self, i: int) -> LeafContext:
        """What is around a block."""
        return self.surroundings.context(self.leaves[i])

    def letters(self, indexes: Iterable[int]) -> int:
        """How many characters these blocks have."""
        return sum(len(self.leaves[i].piece.words) for i in indexes)

    def prose_letters(self, indexes: Iterable[int]) -> int:
        """How many characters of prose these blocks have."""
        return self.letters(i for i in indexes if i in self.prose)

    def held_by(self, indexes: Iterable[int]) -> Held:
        """How many characters of these blocks each element around them holds."""
        held: Held = {}
        for i in indexes:
            size = len(self.leaves[i].piece.words)
            node: HtmlElement | None = self.leaves[i].node
            while node is not None:
                held[node] = held.get(node, 0) + size
                node = node.getparent()
        return held

    def is_boxed(self, i: int, held: Held, most: float) -> bool:
        """Whether a block is in a box of clutter that holds at most so many characters."""
        return any(held.get(box, 0) <= most for box in self.context(i).boxes)


def is_prose(leaf: Leaf) -> bool:
    """Whether a block reads like a sentence or several and is not mostly a link."""
    words = leaf.piece.words
    if leaf.piece.kind not in _PROSE_KINDS:
        return False
    if linked_characters(leaf.piece) > _LINKED_MOST * len(words):
        return False
    least = PROSE_MIN_WIDE if _WIDE.search(words[:PROSE_MIN_CHARACTERS]) else PROSE_MIN_CHARACTERS
    if len(words) < least:
        return False
    return len(words) >= LONG_CHARACTERS or _ENDS_SENTENCE.search(words[-80:]) is not None


def trunk(held: Held, root: HtmlElement, share: float) -> HtmlElement:
    """The deepest element under `root` that holds this share of what `root` holds."""
    least = share * held.get(root, 0)
    node = root
    while True:
        inner = [child for child in node if held.get(child, 0) >= max(1.0, least)]
        if len(inner) != 1:
            return node
        node = inner[0]

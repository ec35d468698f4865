"""Which of a page's blocks are the article.

trafilatura chooses; its choice is aligned with the page's own blocks. Figures below were measured
on 91 pages of the public article-extraction benchmark (`benchmarks/extraction.py`).
"""

import logging
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from lxml.html import HtmlElement

from app.importers.blocks import TextPiece
from app.importers.html_page.block_flow import Leaf, key
from app.text.diff.align.subsequences import longest_increasing
from app.text.spans import BlockKind

BOILERPLATE = ("nav", "aside", "footer", "form")

COMPARED_MAX = 8_000
"""Elements of a page up to which trafilatura compares its choice with other extractors'.

That is quadratic: 40,000 divs take 19 s with it.
"""
WINDOW = 60  # leaves searched for the parts of one chosen block
BEGINNING = 20  # letters by which a block is recognised although a link inside it was removed
LEAD = 8  # leaves before the first chosen one that may be the caption of its picture
ABOVE = 3  # levels around the paragraphs' own container in which that picture may be
# How many levels around a block its container may be that of the article's paragraphs. Shingle F1
# with these is .974 (trafilatura alone .975): paragraphs at 3 cost .003, quotes at 0 .002. Captions
# cost .006, because that benchmark's gold has few; an article has them.
REACH: dict[BlockKind, int] = {
    "paragraph": 1,
    "heading": 2,
    "list_item": 3,
    "block_quote": 3,
    "table": 3,
    "caption": 4,
}
HOLDS_BLOCKS = ("p", "item", "list", "head", "quote", "div", "table")
_LEVELS: dict[BlockKind, int] = {"heading": 2, "list_item": 1}
_KINDS: dict[str, BlockKind] = {
    "head": "heading",
    "item": "list_item",
    "quote": "block_quote",
    "code": "code",
}
logging.getLogger("trafilatura").setLevel(logging.CRITICAL)
logging.getLogger("readability").setLevel(logging.CRITICAL)


@dataclass(frozen=True, slots=True)
class Chosen:
    """One block as trafilatura gives it."""

    kind: BlockKind
    words: str

    @property
    def key(self) -> str:
        """Its letters and digits, by which it is found on the page."""
        return key(self.words)


def choose(root: HtmlElement, leaves: Sequence[Leaf], url: str | None) -> list[TextPiece]:
    """The article's blocks in order.

    Blocks of the page where they are found, else the words as trafilatura gives them.
    """
    chosen = [block for block in _chosen(root, url) if block.key]
    if not chosen:
        return [leaf.piece for leaf in leaves if not _is_boilerplate(leaf)]
    taken, loose = _align(chosen, leaves)
    if taken:
        taken |= _belonging(leaves, taken)
    placed = [(float(i), leaves[i].piece) for i in taken] + loose
    return [piece for _, piece in sorted(placed, key=lambda pair: pair[0])]


def _align(
    chosen: Sequence[Chosen], leaves: Sequence[Leaf]
) -> tuple[set[int], list[tuple[float, TextPiece]]]:
    """The leaves that are the chosen blocks, and the chosen blocks that are no leaf.

    Each of the latter with a place between two leaves.
    """
    keys = [leaf.key for leaf in leaves]
    aligned = places([block.key for block in chosen], keys)
    limits = _next_places(aligned, len(leaves))
    taken: set[int] = set()
    loose: list[tuple[float, TextPiece]] = []
    last = -1
    for n, block in enumerate(chosen):
        leaf = aligned[n]
        parts = [leaf] if leaf is not None else _parts(block.key, keys, last + 1, limits[n])
        if parts:
            taken.update(parts)
            last = parts[-1]
        else:
            place = last + 0.5 + n / (2 * len(chosen) + 1)
            loose.append((place, TextPiece(block.kind, block.words, _LEVELS.get(block.kind))))
    return taken, loose


def _parts(wanted: str, keys: Sequence[str], start: int, end: int) -> list[int]:
    """The leaves between two places that a chosen block was made of.

    One that begins as it does, else several that it contains.
    """
    window = range(start, min(end, start + WINDOW))
    for i in window:
        if _begins_alike(keys[i], wanted):
            return [i]
    inside = [i for i in window if keys[i] and keys[i] in wanted]
    covered = sum(len(keys[i]) for i in inside)
    return inside if covered >= 0.8 * len(wanted) else []


def _begins_alike(leaf: str, wanted: str) -> bool:
    """Whether two keys of similar length have the same beginning."""
    if len(wanted) <= BEGINNING or leaf[:BEGINNING] != wanted[:BEGINNING]:
        return False
    return len(leaf) < 2 * len(wanted) < 4 * len(leaf)


def _belonging(leaves: Sequence[Leaf], taken: set[int]) -> set[int]:
    """Leaves of the article's own containers that were left out.

    What is next to its paragraphs, and the caption of the picture above them.
    """
    homes = _containers_of_paragraphs(leaves, taken)
    above = {node for home in homes for node in _up(home, ABOVE)}
    first, last = _extent(leaves, taken)
    left_out = [i for i in range(max(0, first - LEAD), last) if i not in taken]
    captions = [i for i in left_out if i < first and leaves[i].piece.kind == "caption"]
    inside = [i for i in left_out if i >= first]
    return _within(above, captions, leaves) | _within(homes, inside, leaves)


def _extent(leaves: Sequence[Leaf], taken: set[int]) -> tuple[int, int]:
    """The first taken leaf that is no heading, and the last."""
    not_headings = [i for i in taken if leaves[i].piece.kind != "heading"]
    return min(not_headings or taken), max(taken)


def _within(
    containers: set[HtmlElement], candidates: Sequence[int], leaves: Sequence[Leaf]
) -> set[int]:
    """The candidates with words in these containers that are not boilerplate."""
    near = [i for i in candidates if leaves[i].key and _is_in(leaves[i], containers)]
    return {i for i in near if not _is_boilerplate(leaves[i])}


def _containers_of_paragraphs(leaves: Sequence[Leaf], taken: set[int]) -> set[HtmlElement]:
    paragraphs = [leaves[i] for i in taken if leaves[i].piece.kind == "paragraph"]
    parents = {leaf.node.getparent() for leaf in paragraphs}
    return {node for node in parents if node is not None}


def _is_in(leaf: Leaf, containers: set[HtmlElement]) -> bool:
    """Whether a container is within the reach of a block of this kind."""
    reach = REACH.get(leaf.piece.kind, 1)
    return any(node in containers for node in _up(leaf.node.getparent(), reach))


def _up(node: HtmlElement | None, levels: int) -> list[HtmlElement]:
    """A node and those around it, at most `levels` in all, inside the page's root."""
    nodes: list[HtmlElement] = []
    while node is not None and len(nodes) < levels and node.tag != "html":
        nodes.append(node)
        node = node.getparent()
    return nodes


def _is_boilerplate(leaf: Leaf) -> bool:
    """Whether a block is in a part of the page that is no article, or is little but links."""
    around = (leaf.node, *leaf.node.iterancestors())
    if any(node.tag in BOILERPLATE for node in around):
        return True
    links = [mark for mark in leaf.piece.inlines if mark.kind == "link"]
    linked = sum(mark.end - mark.start for mark in links)
    return linked > 0.8 * len(leaf.piece.words) and leaf.piece.kind != "heading"


def _chosen(root: HtmlElement, url: str | None) -> list[Chosen]:
    """What trafilatura chooses.

    It is imported here, so that a program that never reads a page does not load it (20 MB).
    """
    from trafilatura import bare_extraction
    from trafilatura.settings import Document, use_config

    config = use_config()
    config.set("DEFAULT", "MIN_EXTRACTED_SIZE", "100")
    config.set("DEFAULT", "MIN_OUTPUT_SIZE", "1")
    fast = sum(1 for _ in root.iter()) > COMPARED_MAX
    extracted = bare_extraction(
        root,
        url=url,
        favor_precision=True,
        include_comments=False,
        with_metadata=False,
        fast=fast,
        config=config,
    )
    if not isinstance(extracted, Document) or extracted.body is None:
        return []
    return list(_blocks(extracted.body))


def _blocks(body: HtmlElement, kind: BlockKind = "paragraph") -> Iterator[Chosen]:
    """The chosen tree as blocks.

    An element without blocks inside is one, and so are words between elements.
    """
    yield Chosen(kind, " ".join((body.text or "").split()))
    for node in body:
        tag = str(node.tag)
        if tag == "table":
            rows = ["\t".join(map(_words, row)) for row in node.iter("row")]
            yield Chosen("table", "\n".join(rows))
        elif any(str(child.tag) in HOLDS_BLOCKS for child in node):
            yield from _blocks(node, _KINDS.get(tag, "paragraph"))
        else:
            yield Chosen(_KINDS.get(tag, "paragraph"), _words(node))
        yield Chosen(kind, " ".join((node.tail or "").split()))


def _words(node: HtmlElement) -> str:
    return " ".join("".join(node.itertext()).split())


def places(chosen: Sequence[str], page: Sequence[str]) -> list[int | None]:
    """For each chosen key the index of its leaf, rising; None where there is none. O(n log n).

    Keys that occur once on the page are aligned first; repeated ones (a teaser, a heading given
    twice) are looked for only between them.
    """
    indexes: dict[str, list[int]] = {}
    for i, leaf in enumerate(page):
        indexes.setdefault(leaf, []).append(i)
    unique = [(n, indexes[k][0]) for n, k in enumerate(chosen) if len(indexes.get(k, ())) == 1]
    frame = dict(longest_increasing(unique))
    aligned: list[int | None] = [frame.get(n) for n in range(len(chosen))]
    limits = _next_places(aligned, len(page))
    last = -1
    for n, wanted in enumerate(chosen):
        place = aligned[n]
        if place is None:
            place = _first_between(indexes.get(wanted, []), last, limits[n])
            aligned[n] = place
        if place is not None:
            last = place
    return aligned


def _first_between(options: Sequence[int], last: int, limit: int) -> int | None:
    """The first of the rising `options` after `last` and before `limit`."""
    n = bisect_left(options, last + 1)
    return options[n] if n < len(options) and options[n] < limit else None


def _next_places(places: Sequence[int | None], end: int) -> list[int]:
    """For each place itself where it is known, else the next known one, else `end`."""
    limits: list[int] = []
    for place in reversed(places):
        end = end if place is None else place
        limits.append(end)
    return limits[::-1]

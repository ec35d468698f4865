"""Which of a page's blocks are the article.

trafilatura chooses; its choice is found again among the page's own blocks.

Knows nothing of metadata. Figures below were measured on 91 pages of the public article-extraction
benchmark (`benchmarks/extraction.py`).
"""

import logging
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from lxml.html import HtmlElement

from app.importers.blocks import TextPiece
from app.importers.html_page.block_flow import Leaf, key
from app.text.diff.subsequences import longest_increasing
from app.text.spans import BlockKind

BOILERPLATE = ("nav", "aside", "footer", "form")

# elements; trafilatura's comparison with other extractors is quadratic: 40,000 divs take 19 s with
# it
COMPARED_MAX = 8_000
WINDOW = 60  # leaves looked through for the parts of one chosen block
BEGINNING = 20  # letters by which a block is known although a link inside it was taken out
LEAD = 8  # leaves before the first chosen one among which its picture's caption is sought
ABOVE = 3  # levels around the paragraphs' own container in which that picture may stand
# How many levels around a block its container may be that of the article's paragraphs. Shingle F1
# with these is .974 (trafilatura alone
# .975): paragraphs at 3 cost .003, quotes at 0 .002. Captions cost .006, for that benchmark's gold
# has few; an article has them.
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
        """By which it is found again."""
        return key(self.words)


def choose(root: HtmlElement, leaves: Sequence[Leaf], url: str | None) -> list[TextPiece]:
    """The article's blocks in order: blocks of the page where they are found again, else the words as trafilatura gives them."""
    chosen = [c for c in _chosen(root, url) if c.key]
    if not chosen:
        return [leaf.piece for leaf in leaves if not _is_boilerplate(leaf)]
    taken, loose = _take(chosen, leaves)
    taken |= _belonging(leaves, taken)
    ordered = [(i + 0.0, leaves[i].piece) for i in taken] + loose
    return [piece for _, piece in sorted(ordered, key=lambda x: x[0])]


def _take(
    chosen: Sequence[Chosen], leaves: Sequence[Leaf]
) -> tuple[set[int], list[tuple[float, TextPiece]]]:
    """The leaves that are the chosen blocks, and the chosen blocks that are no leaf, each with the place after which it comes."""
    keys = [leaf.key for leaf in leaves]
    found = places([c.key for c in chosen], keys)
    limits = _next_places(found, len(leaves))
    taken: set[int] = set()
    loose: list[tuple[float, TextPiece]] = []
    last = -1
    for n, c in enumerate(chosen):
        here = found[n]
        parts = [here] if here is not None else _parts(c.key, keys, last + 1, limits[n])
        if parts:
            taken.update(parts)
            last = parts[-1]
        else:
            loose.append(
                (
                    last + 0.5 + n / (2 * len(chosen) + 1),
                    TextPiece(c.kind, c.words, _LEVELS.get(c.kind)),
                )
            )
    return taken, loose


def _parts(wanted: str, keys: Sequence[str], start: int, end: int) -> list[int]:
    """The leaves between two places that a chosen block was made of: one that begins as it does, else several that it contains."""
    span = range(start, min(end, start + WINDOW))
    for i in span:
        if (
            len(wanted) > BEGINNING
            and keys[i][:BEGINNING] == wanted[:BEGINNING]
            and len(keys[i]) < 2 * len(wanted) < 4 * len(keys[i])
        ):
            return [i]
    inside = [i for i in span if keys[i] and keys[i] in wanted]
    return inside if sum(len(keys[i]) for i in inside) >= 0.8 * len(wanted) else []


def _belonging(leaves: Sequence[Leaf], taken: set[int]) -> set[int]:
    """What was left out of the article's own containers: what stands beside its paragraphs, and the caption of the picture above."""
    if not taken:
        return set()
    homes = {leaves[i].node.getparent() for i in taken if leaves[i].piece.kind == "paragraph"} - {
        None
    }
    above = {h for home in homes for h in _up(home, ABOVE)}
    first, last = (
        min((i for i in taken if leaves[i].piece.kind != "heading"), default=min(taken)),
        max(taken),
    )
    out: set[int] = set()
    for i in range(max(0, first - LEAD), last):
        leaf = leaves[i]
        lead = i < first
        if (
            i in taken
            or not leaf.key
            or (lead and leaf.piece.kind != "caption")
            or _is_boilerplate(leaf)
        ):
            continue
        reach = _up(leaf.node.getparent(), REACH.get(leaf.piece.kind, 1))
        if any(node in (above if lead else homes) for node in reach):
            out.add(i)
    return out


def _up(node: HtmlElement | None, levels: int) -> list[HtmlElement]:
    """A node and those around it, `levels` in all, below the page's body."""
    out: list[HtmlElement] = []
    while node is not None and len(out) < levels and node.tag != "html":
        out.append(node)
        node = node.getparent()
    return out


def _is_boilerplate(leaf: Leaf) -> bool:
    """Whether a block stands in a part of the page that is no article, or is little but links."""
    if any(a.tag in BOILERPLATE for a in leaf.node.iterancestors()) or leaf.node.tag in BOILERPLATE:
        return True
    linked = sum(i.end - i.start for i in leaf.piece.inlines if i.kind == "link")
    return linked > 0.8 * len(leaf.piece.words) and leaf.piece.kind != "heading"


def _chosen(root: HtmlElement, url: str | None) -> list[Chosen]:
    """What trafilatura chooses.

    Imported here, so that whoever never reads a page does not pay for it (20 MB).
    """
    from trafilatura import bare_extraction
    from trafilatura.settings import Document, use_config

    config = use_config()
    config.set("DEFAULT", "MIN_EXTRACTED_SIZE", "100")
    config.set("DEFAULT", "MIN_OUTPUT_SIZE", "1")
    fast = sum(1 for _ in root.iter()) > COMPARED_MAX
    found = bare_extraction(
        root,
        url=url,
        favor_precision=True,
        include_comments=False,
        with_metadata=False,
        fast=fast,
        config=config,
    )
    return (
        [] if not isinstance(found, Document) or found.body is None else list(_blocks(found.body))
    )


def _blocks(body: HtmlElement, kind: BlockKind = "paragraph") -> Iterator[Chosen]:
    """The chosen tree as blocks: an element without blocks inside is one, and so are words between elements."""
    yield Chosen(kind, " ".join((body.text or "").split()))
    for node in body:
        tag = str(node.tag)
        if tag == "table":
            yield Chosen(
                "table",
                "\n".join("\t".join(_words(cell) for cell in row) for row in node.iter("row")),
            )
        elif any(str(child.tag) in HOLDS_BLOCKS for child in node):
            yield from _blocks(node, _KINDS.get(tag, "paragraph"))
        else:
            yield Chosen(_KINDS.get(tag, "paragraph"), _words(node))
        yield Chosen(kind, " ".join((node.tail or "").split()))


def _words(node: HtmlElement) -> str:
    return " ".join("".join(node.itertext()).split())


def places(chosen: Sequence[str], page: Sequence[str]) -> list[int | None]:
    """For each chosen key the index of its leaf, rising; None where there is none. O(n log n).

    Keys that stand once on the page hold the frame; repeated ones (a teaser, a heading said twice)
    are sought only inside it.
    """
    where: dict[str, list[int]] = {}
    for i, k in enumerate(page):
        where.setdefault(k, []).append(i)
    frame = dict(
        longest_increasing(
            [(n, where[k][0]) for n, k in enumerate(chosen) if len(where.get(k, ())) == 1]
        )
    )
    found: list[int | None] = [frame.get(n) for n in range(len(chosen))]
    limits = _next_places(found, len(page))
    last = -1
    for n, k in enumerate(chosen):
        if found[n] is None:
            options = where.get(k, [])
            at = bisect_left(options, last + 1)
            found[n] = options[at] if at < len(options) and options[at] < limits[n] else None
        last = last if (here := found[n]) is None else here
    return found


def _next_places(found: Sequence[int | None], end: int) -> list[int]:
    """For each place the next known one after it."""
    out: list[int] = []
    for place in reversed(found):
        end = end if place is None else place
        out.append(end)
    return out[::-1]

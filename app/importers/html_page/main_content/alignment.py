"""Finding the blocks that an extractor gives again among the page's own."""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, field

from app.importers.blocks import TextPiece
from app.importers.html_page.block_flow import Leaf
from app.importers.html_page.main_content.opinions import Given
from app.text.diff.align.subsequences import longest_increasing
from app.text.spans import BlockKind

WINDOW = 60  # leaves searched for the parts of one given block
BEGINNING = 20  # letters by which a block is recognised although a link inside it was removed
_LEVELS: dict[BlockKind, int] = {"heading": 2, "list_item": 1}


Loose = Sequence[tuple[float, TextPiece]]


@dataclass(frozen=True, slots=True)
class Aligned:
    """One opinion on the page's blocks: which they are, and words that are no block of the page.

    Each of the latter with a place between two blocks.
    """

    taken: set[int] = field(default_factory=set)
    loose: Loose = ()


def align(given: Sequence[Given], leaves: Sequence[Leaf], keys: Sequence[str]) -> Aligned:
    """Where the given blocks are among the leaves."""
    aligned = places([block.key for block in given], keys)
    limits = _next_places(aligned, len(leaves))
    taken: set[int] = set()
    loose: list[tuple[float, TextPiece]] = []
    last = -1
    for n, block in enumerate(given):
        leaf = aligned[n]
        parts = [leaf] if leaf is not None else _parts(block.key, keys, last + 1, limits[n])
        if parts:
            taken.update(parts)
            last = parts[-1]
        else:
            place = last + 0.5 + n / (2 * len(given) + 1)
            loose.append((place, TextPiece(block.kind, block.words, _LEVELS.get(block.kind))))
    return Aligned(taken, tuple(loose))


def _parts(wanted: str, keys: Sequence[str], start: int, end: int) -> list[int]:
    """The leaves between two places that a given block was made of.

    One that begins as it does, else several that it contains.
    """
    window = range(start, min(end, start + WINDOW))
    for i in window:
        if _begins_alike(keys[i], wanted):
            return [i]
    inside = [i for i in window if len(wanted) > len(keys[i]) > 0 and keys[i] in wanted]
    covered = sum(len(keys[i]) for i in inside)
    return inside if covered >= 0.8 * len(wanted) else []


def _begins_alike(leaf: str, wanted: str) -> bool:
    """Whether two keys of similar length have the same beginning."""
    if len(wanted) <= BEGINNING or leaf[:BEGINNING] != wanted[:BEGINNING]:
        return False
    return len(leaf) < 2 * len(wanted) < 4 * len(leaf)


def places(given: Sequence[str], page: Sequence[str]) -> list[int | None]:
    """For each given key the index of its leaf, rising; None where there is none. O(n log n).

    Keys that occur once on the page are aligned first; repeated ones (a teaser, a heading given
    twice) are looked for only between them.
    """
    indexes: dict[str, list[int]] = {}
    for i, leaf in enumerate(page):
        indexes.setdefault(leaf, []).append(i)
    unique = [(n, indexes[k][0]) for n, k in enumerate(given) if len(indexes.get(k, ())) == 1]
    frame = dict(longest_increasing(unique))
    aligned: list[int | None] = [frame.get(n) for n in range(len(given))]
    limits = _next_places(aligned, len(page))
    last = -1
    for n, wanted in enumerate(given):
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

"""How the difference of two texts is laid out for a reader: rows with their words, long stretches without a change folded."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby

from app.text.diff.comparison import BlockRow, Comparison, Part

CONTEXT = 1
"""Unchanged blocks that stay open next to a change."""
FEWEST = 2
"""Unchanged blocks that are folded; fewer are quicker read than opened."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A row of the page.

    `old` and `new` are its words on either side, `inline` both in one stream; `id` is its place in
    the new text.

    `kind` is a Row's, or `folded` with the unchanged rows in it. `block` is `heading`, `code`,
    `table` or `paragraph`; `to` where a moved block went.
    """

    kind: str
    block: str = "paragraph"
    moved: bool = False
    inline: Sequence[Part] = ()
    old: Sequence[Part] = ()
    new: Sequence[Part] = ()
    id: str | None = None
    to: str | None = None
    rows: "list[Shown]" = field(default_factory=list)


def lay_out(comparison: Comparison) -> list[Shown]:
    """The rows of a comparison, folded where nothing changed."""
    found: list[Shown] = []
    for is_calm, rows in groupby(comparison.rows, key=lambda r: r.kind == "same" and not r.moved):
        shown = [_shown(comparison, row) for row in rows]
        found += _folded(shown, first=not found) if is_calm else shown
    last = found[-1:] and found[-1]
    if (
        last and len(found) > 1 and last.kind == "same"
    ):  # no change follows that this would stand next to
        found = [*_unfolded_end(found)]
    return found


def _folded(rows: list[Shown], *, first: bool) -> Iterator[Shown]:
    """Unchanged rows with the inner ones folded."""
    head = 0 if first else CONTEXT
    inner = rows[head : len(rows) - CONTEXT]
    if len(inner) < FEWEST:
        yield from rows
        return
    yield from rows[:head]
    yield Shown("folded", rows=inner)
    yield from rows[len(rows) - CONTEXT :]


def _unfolded_end(rows: list[Shown]) -> Iterable[Shown]:
    """The last unchanged row goes into the fold before it."""
    *others, before, last = rows
    return (
        [*others, Shown("folded", rows=[*before.rows, last])] if before.kind == "folded" else rows
    )


def _shown(comparison: Comparison, row: BlockRow) -> Shown:
    body, numbers = (comparison.new, row.new) if row.new else (comparison.old, row.old)
    place = f"p{row.new[0] + 1}" if row.new else None
    kind = body.blocks[numbers[0]].kind
    block = kind if kind in ("heading", "code", "table") else "paragraph"
    old, new = comparison.old.words(row.old), comparison.new.words(row.new)
    if row.kind == "changed":
        sides = comparison.sides(row)
        return Shown("changed", block, row.moved, comparison.inline(row), *sides, id=place)
    if row.kind == "left":
        return Shown("left", block, True, old=[("same", old)], to=place)
    if row.kind == "dropped":
        return Shown("dropped", block, inline=[("same", old)], old=[("same", old)])
    if row.kind == "added":
        return Shown("added", block, inline=[("same", new)], new=[("same", new)], id=place)
    return Shown(
        "same", block, row.moved, [("same", new)], [("same", old)], [("same", new)], id=place
    )

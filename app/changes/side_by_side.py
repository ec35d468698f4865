"""The layout of a page of differences: rows with their words, unchanged stretches folded."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby

from app.text.diff.comparison import BlockRow, Comparison, Part

CONTEXT = 1
"""Unchanged blocks that stay open next to a change."""
FEWEST = 2
"""Unchanged blocks that are folded; fewer are quicker to read than to open."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A row of the page.

    `kind` is that of a `BlockRow`, or `folded` with the unchanged rows in `rows`. `block` is
    `heading`, `code`, `table` or `paragraph`. `old` and `new` are the words on either side,
    `inline` both in one stream. `id` is the paragraph's id in the new text, `to` the id of where a
    moved block went.
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
    layout: list[Shown] = []
    for is_unchanged, rows in groupby(comparison.rows, key=_is_unchanged):
        shown = [_shown(comparison, row) for row in rows]
        layout += _folded(shown, is_first=not layout) if is_unchanged else shown
    # At the end of the page no change follows that the last unchanged row would be next to.
    if len(layout) > 1 and layout[-1].kind == "same":
        return _with_folded_end(layout)
    return layout


def _is_unchanged(row: BlockRow) -> bool:
    return row.kind == "same" and not row.moved


def _folded(rows: list[Shown], *, is_first: bool) -> Iterator[Shown]:
    """Unchanged rows, folded but for those next to a change."""
    head = 0 if is_first else CONTEXT
    inner = rows[head : len(rows) - CONTEXT]
    if len(inner) < FEWEST:
        yield from rows
        return
    yield from rows[:head]
    yield Shown("folded", rows=inner)
    yield from rows[len(rows) - CONTEXT :]


def _with_folded_end(rows: list[Shown]) -> list[Shown]:
    """The rows with the last one moved into the fold before it, if there is one."""
    *others, fold, last = rows
    if fold.kind != "folded":
        return rows
    return [*others, Shown("folded", rows=[*fold.rows, last])]


def _shown(comparison: Comparison, row: BlockRow) -> Shown:
    """One row of the page with its words."""
    if row.new:
        kind, place = comparison.new.blocks[row.new[0]].kind, f"p{row.new[0] + 1}"
    else:
        kind, place = comparison.old.blocks[row.old[0]].kind, None
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

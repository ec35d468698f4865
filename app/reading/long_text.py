"""Texts that are too long for a page to be made at once: their page is made part by part.

Owns how long that is, and how such a text is cut.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from app.store.annotations import annotations
from app.store.annotations.rows import AnnotationRow
from app.store.articles.access import Reader
from app.store.db.library import Library
from app.store.schema.articles import Revision
from app.text.spans import Span

LONG_CHARACTERS = 100_000
"""A page of so many characters, 17,000 words, takes a tenth of a second; a design choice."""
FIRST_PART_CHARACTERS = 8_000
"""More than a screen."""
PART_CHARACTERS = 32_000
"""About 700 annotations; a text of 2,000,000 characters has 64 parts, each with one query."""

Chosen = Callable[[AnnotationRow], bool]


class RowsInParts(NamedTuple):
    """The annotations that a page shows: `within` gives those that start in a stretch.

    `kinds` are the entities that the revision names, each with its kind.
    """

    within: Callable[[Span], Sequence[AnnotationRow]]
    kinds: Mapping[int | None, str]

    def only(self, chosen: Chosen) -> "RowsInParts":
        """The chosen ones of them."""
        return self._replace(within=lambda stretch: [*filter(chosen, self.within(stretch))])


def is_long(revision: Revision) -> bool:
    """Whether its page is made part by part."""
    return len(revision.text) > LONG_CHARACTERS


def at_once(rows: Sequence[AnnotationRow]) -> RowsInParts:
    """All annotations of a page that has one part."""
    kinds = {row.entity_id: row.kind for row in rows if row.layer == "entity"}
    return RowsInParts(lambda _stretch: rows, kinds)


def one_by_one(
    library: Library,
    reader: Reader,
    revision_id: int,
    kinds: Mapping[int | None, str],
) -> RowsInParts:
    """The annotations of a revision as this reader sees them, part by part.

    Each part takes a connection for its own query only: whoever reads slowly holds none.
    """

    def within(stretch: Span) -> Sequence[AnnotationRow]:
        with library.reading() as s:
            return annotations.starting_in(s, reader, revision_id, stretch)

    return RowsInParts(within, kinds)


def stretches(revision: Revision) -> Iterator[tuple[Span, Sequence[dict[str, Any]]]]:
    """The text in stretches without gaps, each with its blocks; one that is not long is one."""
    blocks, end = revision.blocks, len(revision.text)
    start, first = 0, 0
    longest = FIRST_PART_CHARACTERS if is_long(revision) else end
    for number, block in enumerate(blocks, 1):
        if block["end"] - start >= longest and number < len(blocks):
            yield Span(start, block["end"]), blocks[first:number]
            start, first = block["end"], number
            longest = PART_CHARACTERS
    yield Span(start, end + 1), blocks[first:]

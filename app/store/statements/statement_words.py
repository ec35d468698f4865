"""Statements by their words: which of the chosen ones hold the words of a query.

The words come last: taking one stretch out of a long text reads all of it.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, islice
from operator import itemgetter
from typing import Any

from sqlalchemy import Row, select
from sqlmodel import Session, col

from app.store.schema.articles import Revision
from app.text.search_words import stretches

MOST_WORDS = 20
"""Words of a query that are looked for: more than anybody remembers of a quotation."""
TEXTS_AT_ONCE = 20
"""Texts that are read into memory at once, by one query: seldom more than a page needs."""
Rows = Iterable[Row[*tuple[Any, ...]]]
"""Rows of `id`, `revision_id`, `start`, `end` and `lead`, those of an article together."""


@dataclass(frozen=True, slots=True)
class Words:
    """The words of a query in lower case: those that must occur, and the `-words` that must not."""

    wanted: Sequence[str]
    unwanted: Sequence[str]

    def __bool__(self) -> bool:
        """Whether anything is asked for."""
        return bool(self.wanted or self.unwanted)

    def match(self, stretch: str) -> bool:
        """Whether a stretch of text holds every wanted word and no unwanted one, in any case."""
        lowered = stretch.lower()
        if any(word in lowered for word in self.unwanted):
            return False
        return all(word in lowered for word in self.wanted)


def parse(q: str | None) -> Words:
    """The words of a query."""
    query = stretches(q or "")
    wanted = list(dict.fromkeys(query.wanted))
    return Words(wanted[:MOST_WORDS], query.unwanted[:MOST_WORDS])


def matching(s: Session, words: Words, rows: Rows, *, once: bool) -> Rows:
    """The rows whose words match; with `once`, of each statement only the first such piece."""
    matched = _matching(s, words, rows) if words else rows
    return _first_of_each(matched) if once else matched


def _first_of_each(rows: Rows) -> Iterator[Row[*tuple[Any, ...]]]:
    """Of each statement the first of its pieces among the rows."""
    seen: set[tuple[int, int]] = set()
    for row in rows:
        if (row.revision_id, row.lead) not in seen:
            seen.add((row.revision_id, row.lead))
            yield row


def _matching(s: Session, words: Words, rows: Rows) -> Iterator[Row[*tuple[Any, ...]]]:
    """Each text is read once, not once an annotation."""
    articles = groupby(rows, key=itemgetter(1))
    while some := [(id_, list(pieces)) for id_, pieces in islice(articles, TEXTS_AT_ONCE)]:
        texts = _texts(s, [revision_id for revision_id, _ in some])
        for revision_id, pieces in some:
            text = texts[revision_id]
            yield from (row for row in pieces if words.match(text[row.start : row.end]))


def _texts(s: Session, revision_ids: list[int]) -> dict[int, str]:
    chosen = col(Revision.id).in_(revision_ids)
    rows = s.execute(select(col(Revision.id), col(Revision.text)).where(chosen))
    return {row[0]: row[1] for row in rows}

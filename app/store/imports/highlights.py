"""Imported highlights become the editor's notes where their words are found in the text.

What is not found waits as an unplaced note, and is searched for in every new revision. A highlight
that was imported before is known by its key, whatever became of it.
"""

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Any, Literal

from sqlalchemy import insert, select, update
from sqlmodel import Session, col

from app.importers.base import Highlight
from app.store.annotations import notes
from app.store.annotations.notes import PlacedNote
from app.store.db.batches import batches
from app.store.db.columns import in_utc, now
from app.store.db.ids import LARGEST_ID
from app.store.imports import unplaced_notes
from app.store.imports.outcomes import HighlightCounts
from app.store.schema.articles import Article, Revision
from app.store.schema.imports import ImportedHighlight, UnplacedNote
from app.text.canonical import canonical
from app.text.diff.quote_finder import FoundQuote, QuoteFinder
from app.text.selectors import Quote

Outcome = Literal["placed", "reworded", "not_found", "whole"]
SEARCHED_FOR = 10_000
"""Highlights of one article that are searched for in one go; more are kept unplaced. So is what is
not found within `quote_finder.SEARCH_SECONDS`."""


def add(
    s: Session, revision: Revision, highlights: Sequence[Highlight], creator: str
) -> HighlightCounts:
    """Stores the highlights that are new as notes of `creator` (`person:ID`) on a revision.

    Counts all of them: one that was imported before has the outcome that it had then.
    """
    by_key = {_key(one): one for one in map(clean, highlights)}
    outcomes = _known(s, revision.article_id, by_key)
    new = {key: one for key, one in by_key.items() if key not in outcomes}
    if new:
        outcomes |= _store(s, revision, new, creator)
        article = s.get_one(Article, revision.article_id)
        if article.newest_revision_id != revision.id:
            on_new_revision(s, s.get_one(Revision, article.newest_revision_id))
            outcomes |= _known(s, revision.article_id, new)
    return HighlightCounts.of(outcomes.values())


def on_new_revision(s: Session, revision: Revision) -> None:
    """Searches a new revision for the unplaced notes of its article, and places what is there."""
    waiting = unplaced_notes.with_words(s, revision.article_id)
    if not waiting:
        return
    finder = QuoteFinder(revision.text)
    placed: list[PlacedNote] = []
    for row in waiting[:SEARCHED_FOR]:
        found = finder.find(Quote(row.exact, row.prefix, row.suffix), row.start)
        if found is None:
            continue
        placed.append(_note(unplaced_notes.as_highlight(row), found, row.creator))
        _set_outcome(s, row, _outcome(found))
        s.delete(row)
    s.flush()
    notes.write_all(s, revision, placed)


def _known(s: Session, article_id: int, keys: Iterable[str]) -> dict[str, str]:
    """The outcomes of those of an article's highlights that were imported before."""
    h = ImportedHighlight
    known: dict[str, str] = {}
    for some in batches(keys):
        statement = select(col(h.key), col(h.outcome))
        statement = statement.where(col(h.article_id) == article_id, col(h.key).in_(some))
        known |= {row[0]: row[1] for row in s.execute(statement)}
    return known


def _store(
    s: Session, revision: Revision, new: dict[str, Highlight], creator: str
) -> dict[str, str]:
    """Stores highlights by their keys; what became of each."""
    finder = QuoteFinder(revision.text)
    there = notes.on_words(s, revision.article_id)
    outcomes: dict[str, str] = {}
    placed: list[PlacedNote] = []
    for number, (key, one) in enumerate(new.items()):
        found = _found(finder, one) if one.exact and number < SEARCHED_FOR else None
        if found is not None:
            note = _note(one, found, creator)
            outcomes[key] = _outcome(found)
            # A note that was made here, and comes back from another program.
            if notes.words_of(revision.text, note.span, note.text) not in there:
                placed.append(note)
        else:
            outcomes[key] = "not_found" if one.exact else "whole"
            s.add(unplaced_notes.row_of(revision.article_id, key, one, creator))
    s.flush()
    notes.write_all(s, revision, placed)
    rows = [
        {"article_id": revision.article_id, "key": key, "outcome": outcome}
        for key, outcome in outcomes.items()
    ]
    s.execute(insert(ImportedHighlight), rows)
    return outcomes


def _found(finder: QuoteFinder, one: Highlight) -> FoundQuote | None:
    return finder.find(Quote(one.exact, one.prefix, one.suffix), one.start)


def _outcome(found: FoundQuote) -> Outcome:
    return "reworded" if found.reworded else "placed"


def _set_outcome(s: Session, row: UnplacedNote, outcome: Outcome) -> None:
    h = ImportedHighlight
    s.execute(
        update(h)
        .where(col(h.article_id) == row.article_id, col(h.key) == row.key)
        .values(outcome=outcome)
        .execution_options(synchronize_session=False)
    )


def _note(one: Highlight, found: FoundQuote, creator: str) -> PlacedNote:
    """The note that a highlight becomes at its place.

    Its body says what its span alone does not: the tags, the words as they were highlighted where
    the text has others, and that they stand in other places too.
    """
    more: dict[str, Any] = {}
    if one.tags:
        more["tags"] = list(one.tags)
    if found.reworded:
        more["quoted"] = one.exact
    if found.ambiguous:
        more["ambiguous"] = True
    if one.origin:
        more["origin"] = one.origin
    visibility = "public" if one.is_public else "private"
    return PlacedNote(creator, found.span, one.note, visibility, one.created_at or now(), more)


def clean(one: Highlight) -> Highlight:
    """A highlight as both databases can keep it: its words canonical, its numbers possible."""
    has_place = one.start is not None and 0 <= one.start <= (one.end or 0) <= LARGEST_ID
    return replace(
        one,
        exact=canonical(one.exact) if one.exact.strip() else "",
        prefix=canonical(one.prefix),
        suffix=canonical(one.suffix),
        start=one.start if has_place else None,
        end=one.end if has_place else None,
        note=canonical(one.note).strip(),
        tags=tuple(dict.fromkeys(canonical(tag) for tag in one.tags if tag.strip())),
        created_at=in_utc(one.created_at),
        origin=canonical(one.origin) if one.origin else None,
    )


def _key(one: Highlight) -> str:
    """By what a highlight is known: its name at its source, else its words, note and time."""
    parts = ("origin", one.origin) if one.origin else _parts(one)
    written = "\0".join(str(part) for part in parts)
    return hashlib.blake2b(written.encode(), digest_size=16).hexdigest()


def _parts(one: Highlight) -> Iterator[object]:
    yield from ("words", one.exact, one.note, one.created_at, one.start)
    if one.start is None:
        yield from (one.prefix, one.suffix)

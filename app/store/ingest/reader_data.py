"""The one way into the library for what comes with an article besides its text.

Called in the transaction that stores the article, so that an interruption loses and doubles
nothing.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import Protocol

from sqlmodel import Session

from app.errors import FAULTS, GlossError
from app.importers.base import (
    NO_FIELDS,
    AddressOnly,
    Draft,
    Highlight,
    ImportedFields,
    OtherPart,
    Skipped,
    Unreadable,
)
from app.importers.urls import canonical_url
from app.store.articles import addresses
from app.store.db.ids import id_of
from app.store.imports import awaited_addresses, highlights, imported_fields
from app.store.imports.outcomes import Awaited
from app.store.ingest import adding
from app.store.ingest.captures import (
    Capture,
    Imported,
    OlderCapture,
    Outcome,
    StoredRevision,
)
from app.store.ingest.own_exports import library_contents, own_data
from app.store.schema.articles import Article, Revision

Creator = Callable[[Session], str]
"""Gives whose highlights they are (`person:ID`), the editor; asked where there are any."""


class ReaderData(Protocol):
    """A Draft, or an address: what has the highlights and fields of its reader."""

    @property
    def highlights(self) -> Sequence[Highlight]:
        """Highlights and notes."""
        ...

    @property
    def fields(self) -> ImportedFields:
        """Tags, and what else the reader ordered their articles by."""
        ...


def has_any(data: ReaderData) -> bool:
    """Whether there is anything to store besides the text."""
    is_ours = isinstance(data, Draft) and data.own is not None
    return is_ours or bool(data.highlights) or data.fields != NO_FIELDS


def store(s: Session, data: ReaderData, stored: StoredRevision, creator: Creator) -> StoredRevision:
    """Adds highlights and fields to a stored article; the revision with the counts of highlights.

    Where it has counts already, of others, they are added.
    """
    imported_fields.add(s, stored.article_id, data.fields)
    found = data.highlights
    if isinstance(data, Draft) and data.own is not None:
        stored = replace(stored, is_annotated=own_data.store(s, data, stored, creator))
        found = own_data.unknown(s, stored.article_id, found)
    if not found:
        return stored
    revision = s.get_one(Revision, stored.revision_id)
    counts = highlights.add(s, revision, found, creator(s))
    return replace(stored, highlights=counts + stored.highlights)


def add(s: Session, capture: Capture, creator: Creator) -> StoredRevision:
    """Stores a capture with everything that came with it. Raises what `adding.add` raises."""
    try:
        added: Outcome = adding.add(s, capture)
    except OlderCapture as error:
        added = error
    (outcome,) = store_captures(s, [capture], [added], creator)
    if isinstance(outcome, StoredRevision):
        return outcome
    raise outcome


def store_captures(
    s: Session, captures: Sequence[Capture], outcomes: Sequence[Outcome], creator: Creator
) -> Iterator[Outcome]:
    """The outcomes of captures once everything that came with them is stored as well.

    And what waited for their addresses. Of a capture that is too old for a revision nothing of its
    reader is lost: it is stored with the article's newest revision, which is the outcome then.
    """
    is_anything_awaited = awaited_addresses.count(s) > 0
    for capture, outcome in zip(captures, outcomes, strict=True):
        if isinstance(outcome, OlderCapture) and has_any(capture.draft):
            outcome = outcome.newest
        if not isinstance(outcome, StoredRevision):
            yield outcome
            continue
        stored = store(s, capture.draft, outcome, creator)
        if is_anything_awaited:
            for waiting in awaited_addresses.take(s, _asked(capture)):
                stored = store(s, waiting, stored, creator)
        yield stored


def _asked(capture: Capture) -> tuple[str, ...]:
    draft = capture.draft
    own = (draft.source_url,) if draft.source_url else ()
    return (*own, *capture.known_as, *draft.spellings)


def attach_or_await(
    s: Session, address: AddressOnly, visibility: str, creator: Creator
) -> StoredRevision | Awaited:
    """Stores what came with an address on its article, else lets it wait to be fetched.

    Raises Unprocessable for an address that is not valid, Conflict for a withdrawn article's.
    """
    canonical = canonical_url(address.url)
    adding.refuse_withdrawn(s, canonical, [address.url])
    article_id = addresses.find(s, canonical)
    if article_id is None:
        return awaited_addresses.put(s, replace(address, url=canonical), visibility)
    article = s.get_one(Article, article_id)
    revision = s.get_one(Revision, article.newest_revision_id)
    stored = StoredRevision(article_id, id_of(revision), revision.number, created=False)
    return store(s, address, stored, creator)


def store_part(
    s: Session,
    item: str,
    name: str,
    part: OtherPart,
    visibility: str,
    creator: Creator,
) -> list[Imported]:
    """The outcomes of a part of `item` that is no article; of an address see `attach_or_await`."""
    if isinstance(part, AddressOnly | Unreadable | Skipped):
        return [_store_part(s, item, name, part, visibility, creator)]
    return library_contents.store_part(s, item, part, creator)


def _store_part(
    s: Session,
    item: str,
    name: str,
    part: AddressOnly | Unreadable | Skipped,
    visibility: str,
    creator: Creator,
) -> Imported:
    source = item if name != item else None
    if isinstance(part, Skipped):
        return Imported(item, skipped=part)
    if isinstance(part, Unreadable):
        return Imported(name, error=part.message, source=source)
    try:
        with s.begin_nested():
            found = attach_or_await(s, part, visibility, creator)
    except FAULTS:
        raise
    except GlossError as error:
        return Imported(name, error=error.message, source=source)
    if isinstance(found, StoredRevision):
        return Imported(name, found, source=source)
    return Imported(name, source=source, awaited=found)

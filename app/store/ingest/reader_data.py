"""The one way into the library for what comes with an article besides its text.

Called in the transaction that stores the article, so that an interruption loses and doubles
nothing.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Protocol

from sqlmodel import Session

from app.importers.base import NO_FIELDS, Draft, Highlight, ImportedFields
from app.store.imports import highlights, imported_fields
from app.store.ingest import own_data
from app.store.ingest.captures import StoredRevision
from app.store.schema.articles import Revision


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


def store(
    s: Session, data: ReaderData, stored: StoredRevision, creator: Callable[[Session], str]
) -> StoredRevision:
    """Adds highlights and fields to a stored article; the revision with the counts of highlights.

    `creator` gives whose they are (`person:ID`), the editor; it is asked where there are any.
    """
    imported_fields.add(s, stored.article_id, data.fields)
    found = data.highlights
    if isinstance(data, Draft) and data.own is not None:
        own_data.store(s, data, stored, creator)
        found = own_data.unknown(s, stored.article_id, found)
    if not found:
        return stored
    revision = s.get_one(Revision, stored.revision_id)
    counts = highlights.add(s, revision, found, creator(s))
    return replace(stored, highlights=counts)

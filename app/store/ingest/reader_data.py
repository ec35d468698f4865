"""The one way into the library for what comes with an article besides its text.

Called in the transaction that stores the article, so that an interruption loses and doubles
nothing.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Protocol

from sqlmodel import Session

from app.importers.base import NO_FIELDS, Highlight, ImportedFields
from app.store.imports import highlights, imported_fields
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
    return bool(data.highlights) or data.fields != NO_FIELDS


def store(
    s: Session, data: ReaderData, stored: StoredRevision, creator: Callable[[Session], str]
) -> StoredRevision:
    """Adds highlights and fields to a stored article; the revision with the counts of highlights.

    `creator` gives whose they are (`person:ID`), the editor; it is asked where there are any.
    """
    imported_fields.add(s, stored.article_id, data.fields)
    if not data.highlights:
        return stored
    revision = s.get_one(Revision, stored.revision_id)
    counts = highlights.add(s, revision, data.highlights, creator(s))
    return replace(stored, highlights=counts)

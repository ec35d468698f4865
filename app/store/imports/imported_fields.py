"""What other services kept about articles besides their texts. Owns `imported_fields`."""

from sqlalchemy import delete
from sqlmodel import Session, col

from app.importers.base import NO_FIELDS, ImportedFields
from app.store.imports.highlights import in_utc
from app.store.schema.imports import ArticleFields
from app.text.canonical import canonical


def find(s: Session, article_id: int) -> ImportedFields:
    """The fields of an article; without any, `NO_FIELDS`."""
    row = s.get(ArticleFields, article_id)
    return _fields(row) if row is not None else NO_FIELDS


def add(s: Session, article_id: int, fields: ImportedFields) -> None:
    """Adds what a source says to what is known; one that says nothing changes nothing.

    Tags are added, of two times of saving the earlier is kept and of reading the later one.
    """
    if fields == NO_FIELDS:
        return
    row = s.get(ArticleFields, article_id)
    if row is None:
        row = ArticleFields(article_id=article_id)
        s.add(row)
    merged = merge(_fields(row), fields)
    # A list is compared by identity: the same tags in a new list would be written again.
    if list(merged.tags) != row.tags:
        row.tags = list(merged.tags)
    row.is_archived, row.is_favourite = merged.is_archived, merged.is_favourite
    row.saved_at, row.read_at = merged.saved_at, merged.read_at
    s.flush()


def merge(known: ImportedFields, said: ImportedFields) -> ImportedFields:
    """What is known of an article once a source has said this of it."""
    tags = dict.fromkeys((*known.tags, *(canonical(tag).strip() for tag in said.tags)))
    saved = [time for time in (known.saved_at, in_utc(said.saved_at)) if time is not None]
    read = [time for time in (known.read_at, in_utc(said.read_at)) if time is not None]
    return ImportedFields(
        tuple(tag for tag in tags if tag),
        known.is_archived if said.is_archived is None else said.is_archived,
        known.is_favourite if said.is_favourite is None else said.is_favourite,
        min(saved, default=None),
        max(read, default=None),
    )


def forget(s: Session, article_id: int) -> None:
    """Erases the fields of an article."""
    s.execute(delete(ArticleFields).where(col(ArticleFields.article_id) == article_id))


def _fields(row: ArticleFields) -> ImportedFields:
    return ImportedFields(
        tuple(row.tags), row.is_archived, row.is_favourite, row.saved_at, row.read_at
    )

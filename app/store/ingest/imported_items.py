"""What was imported from where: the files and addresses whose articles are stored.

Owns `imported_item`. A file that is as it was when it was stored need not be read again; a row goes
with its revision, so that nothing of a withdrawn article is known here.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, bindparam, delete, insert, select, update
from sqlmodel import Session, col

from app.store.db.batches import batches
from app.store.db.columns import now
from app.store.ingest.captures import StoredRevision
from app.store.schema.articles import Article, Revision
from app.store.schema.imports import ImportedItem


@dataclass(frozen=True, slots=True)
class FileState:
    """What the operating system says of a file: its size in bytes, its times in nanoseconds.

    `modified_ns` is of its content, `changed_ns` of its entry in the file system, which no program
    can set. Both are 0 for an address.
    """

    size: int
    modified_ns: int
    changed_ns: int


NO_FILE = FileState(0, 0, 0)
_SAME = (
    select(col(ImportedItem.key))
    .where(col(ImportedItem.digest) == bindparam("digest"))
    .where(col(ImportedItem.reader) == bindparam("reader"))
    .limit(1)  # of a thousand copies one is enough
)


@dataclass(frozen=True, slots=True)
class StoredItem:
    """An item that is stored whole: in which state, read by what, and as which revisions."""

    state: FileState
    digest: str
    reader: str
    stored: tuple[StoredRevision, ...]


@dataclass(frozen=True, slots=True)
class KnownItem(StoredItem):
    """A stored item as it was recorded, and when."""

    imported_at: datetime


def find(s: Session, keys: Iterable[str]) -> dict[str, KnownItem]:
    """The items among these keys all of whose articles are stored. One query for 500."""
    known: dict[str, KnownItem] = {}
    for some in batches(keys):
        statement = _parts().where(col(ImportedItem.key).in_(some))
        known |= _whole(s, statement)
    return known


def find_same(s: Session, digest: str, reader: str) -> tuple[StoredRevision, ...] | None:
    """What another item of the same bytes, read in the same way, was stored as.

    None unless each of its revisions is still the newest of its article.
    """
    key = s.scalar(_SAME, {"digest": digest, "reader": reader})
    item = find(s, [key]).get(key) if key else None
    if item is None:
        return None
    ids = {stored.revision_id for stored in item.stored}
    a = Article
    newest = s.scalars(select(col(a.newest_revision_id)).where(col(a.newest_revision_id).in_(ids)))
    return item.stored if ids == set(newest) else None


def put(s: Session, items: Mapping[str, StoredItem]) -> None:
    """Records by their keys that all articles of these items are stored.

    It takes the place of what was recorded of them.
    """
    rows = [
        {
            "key": key,
            "part": part,
            "parts": len(item.stored),
            "size": item.state.size,
            "modified_ns": item.state.modified_ns,
            "changed_ns": item.state.changed_ns,
            "digest": item.digest,
            "reader": item.reader,
            "revision_id": revision.revision_id,
            "imported_at": now(),
        }
        for key, item in items.items()
        for part, revision in enumerate(item.stored)
    ]
    if rows:
        forget(s, items)
        s.execute(insert(ImportedItem), rows)


def put_state(s: Session, key: str, state: FileState) -> None:
    """Records that a file of the same bytes has other times now."""
    s.execute(
        update(ImportedItem)
        .where(col(ImportedItem.key) == key)
        .values(size=state.size, modified_ns=state.modified_ns, changed_ns=state.changed_ns)
        .execution_options(synchronize_session=False)
    )


def forget(s: Session, keys: Iterable[str]) -> None:
    """Removes what is recorded of these items."""
    for some in batches(keys):
        s.execute(
            delete(ImportedItem)
            .where(col(ImportedItem.key).in_(some))
            .execution_options(synchronize_session=False)
        )


def _parts() -> Select[*tuple[Any, ...]]:
    """The columns that `_whole` reads, the parts of each item in order."""
    i, r = ImportedItem, Revision
    columns = (
        col(i.key),
        col(i.parts),
        col(i.size),
        col(i.modified_ns),
        col(i.changed_ns),
        col(i.digest),
        col(i.reader),
        col(i.imported_at),
        col(r.id),
        col(r.article_id),
        col(r.number),
    )
    return (
        select(*columns).join(r, col(r.id) == col(i.revision_id)).order_by(col(i.key), col(i.part))
    )


def _whole(s: Session, statement: Select[*tuple[Any, ...]]) -> dict[str, KnownItem]:
    """The items of which no part is missing, as one is when its article was withdrawn."""
    items: dict[str, KnownItem] = {}
    parts: dict[str, int] = {}
    for row in s.execute(statement):
        key, count, size, modified, changed, digest, reader, at, revision_id, article_id, n = row
        stored = StoredRevision(article_id, revision_id, n, created=False)
        earlier = items[key].stored if key in items else ()
        state = FileState(size, modified, changed)
        items[key] = KnownItem(state, digest, reader, (*earlier, stored), at)
        parts[key] = count
    return {key: item for key, item in items.items() if len(item.stored) == parts[key]}

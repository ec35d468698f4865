"""Pictures of what is known: stored once with their origin, never hot-linked.

Owns `kb_image`; knows neither files nor addresses.
"""

import hashlib
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from sqlalchemy import ColumnElement, SQLColumnExpression, delete, or_, select
from sqlmodel import Session, col

from app.importers.images import ImageHeader
from app.store.db.ids import id_of
from app.store.schema.entities import Entity
from app.store.schema.knowledge import Entry, EntryImage

SHOWN = 160
"""Pixels of the longer side as a page shows it: half of the panel's width."""


@dataclass(frozen=True, slots=True)
class StoredImage:
    """A stored picture without its bytes: `origin` is the address or the path that it came from."""

    entry_id: int
    media_type: str
    width: int
    height: int
    sha256: str
    origin: str

    @property
    def box(self) -> tuple[int, int]:
        """Width and height as it is shown: in its proportions, never larger than it is."""
        most = max(self.width, self.height, SHOWN)
        return max(1, self.width * SHOWN // most), max(1, self.height * SHOWN // most)

    @property
    def host(self) -> str | None:
        """Whose it was, where the origin is an address that readers can go to."""
        if self.origin.lower().startswith(("http://", "https://")):
            return urlsplit(self.origin).hostname
        return None


def columns() -> tuple[SQLColumnExpression[Any], ...]:
    """The columns of a `StoredImage`, in its order."""
    i = EntryImage
    return (
        col(i.entry_id),
        col(i.media_type),
        col(i.width),
        col(i.height),
        col(i.sha256),
        col(i.origin),
    )


def is_or_was(entity_id: int) -> ColumnElement[bool]:
    """On Entity: this one, or one that was merged into it."""
    return or_(col(Entity.id) == entity_id, col(Entity.merged_into) == entity_id)


def data(s: Session, entry_id: int) -> bytes:
    """The bytes of a picture."""
    return s.scalars(select(col(EntryImage.data)).where(col(EntryImage.entry_id) == entry_id)).one()


def origin(s: Session, key: str) -> str | None:
    """Where the picture of an entry came from, if it has one."""
    statement = select(col(EntryImage.origin)).join(
        Entry, col(Entry.id) == col(EntryImage.entry_id)
    )
    return s.scalars(statement.where(col(Entry.key) == key)).one_or_none()


def put(s: Session, key: str, picture: ImageHeader, data: bytes, origin: str) -> bool:
    """Stores the picture of an entry in place of an older one; whether that changed anything."""
    entry_id = id_of(s.scalars(select(Entry).where(col(Entry.key) == key)).one())
    sha256 = hashlib.sha256(data).hexdigest()
    had = s.execute(
        select(col(EntryImage.sha256), col(EntryImage.origin)).where(
            col(EntryImage.entry_id) == entry_id
        )
    ).one_or_none()
    if had is not None and tuple(had) == (sha256, origin):
        return False
    drop(s, entry_id)
    about: dict[str, Any] = {
        "media_type": picture.media_type,
        "width": picture.width,
        "height": picture.height,
    }
    s.add(EntryImage(entry_id=entry_id, data=data, sha256=sha256, origin=origin, **about))
    s.flush()
    return True


def drop(s: Session, entry_id: int) -> bool:
    """Deletes the picture of an entry; whether there was one."""
    gone = s.execute(
        delete(EntryImage)
        .where(col(EntryImage.entry_id) == entry_id)
        .returning(col(EntryImage.entry_id))
    )
    return bool(gone.all())

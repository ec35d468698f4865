"""Whom an answer is made for: anyone, or the editor alone; the latter's answers are private."""

import re
from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends
from sqlmodel import Session
from starlette.requests import Request

from app.errors import NotFound
from app.store.articles.access import ANYONE, Reader
from app.store.db.ids import stored_id
from app.store.entities import entities
from app.store.entities.entities import EntityRow
from app.store.schema.annotations import Annotation
from app.store.schema.articles import Article
from app.web.http.dependencies import ReaderDep, settings_of


async def anyone(request: Request, reader: ReaderDep) -> Reader:
    """The reader that public pages are made for, so that they have the same bytes for everybody.

    In a closed library that is whoever signed in.
    """
    settings = await settings_of(request)
    return ANYONE if settings.public_reading else reader


Anyone = Annotated[Reader, Depends(anyone)]


def is_private(*rows: Article | Annotation, reader: Reader | None = None) -> bool:
    """Whether an answer is private: a row in it is, or it was made for this `reader`, the editor.

    In a closed library every answer is private; `caching` sees to that.
    """
    made_for_editor = reader is not None and reader.editor
    return made_for_editor or any(row.visibility != "public" for row in rows)


def entity_by_id(s: Session, reader: Reader, who: str | None) -> EntityRow | None:
    """The entity that a filter names by its id; None for a filter by a name."""
    if who is None or not re.fullmatch(r"[0-9]{1,9}", who, re.ASCII):
        return None
    try:
        return entities.get(s, reader, stored_id(int(who)))
    except NotFound:
        return None


@dataclass(frozen=True, slots=True)
class VisibleEntity:
    """An entity and whom it is shown to: `reader` is anyone, or the editor where it is private."""

    entity: EntityRow
    reader: Reader
    private: bool


def visible_entity(s: Session, reader: Reader, anyone: Reader, id: int) -> VisibleEntity:
    """The entity as anyone sees it, else as the editor alone does. Raises NotFound."""
    try:
        return VisibleEntity(entities.get(s, anyone, id), anyone, private=False)
    except NotFound:
        if not reader.editor:
            raise
    return VisibleEntity(entities.get(s, reader, id), reader, private=True)

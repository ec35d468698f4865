"""What addresses carry: days, the next part of a list, who lists are made for and whose answer is private. Knows no page."""

from datetime import date
from typing import Annotated
from urllib.parse import urlencode

from fastapi import Depends, Query
from pydantic import BeforeValidator
from starlette.requests import Request

from app.engines.reporting.polarity import Polarity
from app.store.annotations.statements import Act
from app.store.articles.access import ANYONE, Reader
from app.store.schema.annotations import Annotation
from app.store.schema.articles import Article
from app.web.http.dependencies import ReaderDep, SettingsDep


def _day(value: object) -> str | None:
    return date.fromisoformat(str(value)).isoformat() if value else None


IsoDay = Annotated[str | None, BeforeValidator(_day), Query()]
SpeechOrAttitude = Annotated[Act | None, BeforeValidator(lambda given: given or None), Query()]
SaidOrDenied = Annotated[Polarity | None, BeforeValidator(lambda given: given or None), Query()]


async def anyone(reader: ReaderDep, settings: SettingsDep) -> Reader:
    """Lists are made as anyone would see them: a public page has the same bytes for everybody; in a closed library for who signed in."""
    return ANYONE if settings.public_reading else reader


Anyone = Annotated[Reader, Depends(anyone)]


def is_private(*rows: Article | Annotation, reader: Reader | None = None) -> bool:
    """Whether an answer is no public one: something in it is closed, or it was made for this `reader`, the editor.

    That all answers of a closed library are private is seen to where they are made, in `caching`.
    """
    return (reader is not None and reader.editor) or any(row.visibility != "public" for row in rows)


def next_page_url(request: Request, cursor: str | None) -> str | None:
    """The address of the next part of the list at `request`, or None on the last."""
    if not cursor:
        return None
    asked = [(k, v) for k, v in request.query_params.multi_items() if k != "cursor"]
    return f"{request.url.path}?{urlencode([*asked, ('cursor', cursor)])}"

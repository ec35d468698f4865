"""What addresses carry: days, the next part of a list, and who lists are made for. Knows no page."""

from datetime import date
from typing import Annotated
from urllib.parse import urlencode

from fastapi import Depends, Query
from pydantic import BeforeValidator
from starlette.requests import Request

from app.store.access import ANYONE, Reader
from app.web.deps import ReaderDep, SettingsDep


def _day(value: object) -> str | None:
    return date.fromisoformat(str(value)).isoformat() if value else None


IsoDay = Annotated[str | None, BeforeValidator(_day), Query()]


async def anyone(reader: ReaderDep, settings: SettingsDep) -> Reader:
    """Lists are made as anyone would see them: a public page has the same bytes for everybody; in a closed library for who signed in."""
    return ANYONE if settings.public_reading else reader


Anyone = Annotated[Reader, Depends(anyone)]


def further(request: Request, cursor: str | None) -> str | None:
    """The address of the next part of the list at `request`, or None on the last."""
    if not cursor:
        return None
    asked = [(k, v) for k, v in request.query_params.multi_items() if k != "cursor"]
    return f"{request.url.path}?{urlencode([*asked, ('cursor', cursor)])}"

"""What the query of an address carries: days, choices from a list, the next part of a list."""

from datetime import date
from typing import Annotated
from urllib.parse import urlencode

from fastapi import Query
from pydantic import BeforeValidator
from starlette.requests import Request

from app.engines.reporting.polarity import Polarity
from app.store.annotations.statements import Act


def _day(value: object) -> str | None:
    return date.fromisoformat(str(value)).isoformat() if value else None


def _none_if_empty(value: object) -> object:
    """Forms send every field, an empty one as well."""
    return value or None


EMPTY_IS_NONE = BeforeValidator(_none_if_empty)
IsoDay = Annotated[str | None, BeforeValidator(_day), Query()]
SpeechOrAttitude = Annotated[Act | None, EMPTY_IS_NONE, Query()]
SaidOrDenied = Annotated[Polarity | None, EMPTY_IS_NONE, Query()]


def next_page_url(request: Request, cursor: str | None) -> str | None:
    """The address of the next part of the list at `request`, or None on the last."""
    if not cursor:
        return None
    parameters = [(k, v) for k, v in request.query_params.multi_items() if k != "cursor"]
    return f"{request.url.path}?{urlencode([*parameters, ('cursor', cursor)])}"

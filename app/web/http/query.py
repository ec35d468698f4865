"""What the query of an address carries: days, choices, the next part of a list, a poll."""

from dataclasses import dataclass
from datetime import date
from typing import Annotated
from urllib.parse import urlencode

from fastapi import Depends, Query
from pydantic import BeforeValidator
from starlette.requests import Request

from app.engines.reporting.polarity import Polarity
from app.store.statements.statements import Act


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


def feed_of(request: Request, path: str) -> str:
    """The address of the feed at `path` with the filters of the page at `request`."""
    given = request.query_params.multi_items()
    filters = [(k, v) for k, v in given if v and k not in ("cursor", "limit", "panel")]
    return f"{path}?{urlencode(filters)}" if filters else path


# Whether annotations are ready is asked less and less often, and not for ever.

FIRST_SECONDS, LONGEST_SECONDS = 2, 30
MOST_SECONDS = 600
"""After so long a page stops asking and says so. An article of 700 words takes about a second."""

Waited = Annotated[int, Query(ge=0, lt=10**6)]


@dataclass(frozen=True, slots=True)
class Poll:
    """When a page asks next: after `delay` seconds, saying that it `waited` so long by then.

    A `delay` of None: it has waited long enough.
    """

    delay: int | None
    waited: int


def poll_after(waited: int) -> Poll:
    """The next question of a page that has waited for `waited` seconds.

    The delays are 2, 4, 8 and 16 seconds, and 30 from then on.
    """
    if waited >= MOST_SECONDS:
        return Poll(None, waited)
    delay = min(waited + FIRST_SECONDS, LONGEST_SECONDS)
    return Poll(delay, waited + delay)


async def poll_of(waited: Waited = 0) -> Poll:
    """The next question, as the address of this one says."""
    return poll_after(waited)


PollDep = Annotated[Poll, Depends(poll_of)]
FIRST_POLL = poll_after(0)

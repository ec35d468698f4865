"""How often a page asks whether annotations are ready: less and less often, and not for ever."""

from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends, Query

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


def after(waited: int) -> Poll:
    """The next question of a page that has waited for `waited` seconds.

    The delays are 2, 4, 8 and 16 seconds, and 30 from then on.
    """
    if waited >= MOST_SECONDS:
        return Poll(None, waited)
    delay = min(waited + FIRST_SECONDS, LONGEST_SECONDS)
    return Poll(delay, waited + delay)


async def poll_of(waited: Waited = 0) -> Poll:
    """The next question, as the address of this one says."""
    return after(waited)


PollDep = Annotated[Poll, Depends(poll_of)]
FIRST = after(0)

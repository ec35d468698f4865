"""When a feed is asked again: after an answer, after a failure, and when its server says so."""

import random
from datetime import datetime, timedelta

from app.importers.feeds.feed import Feed
from app.settings import Settings

DEFAULT_MINUTES = 60
"""Between two runs of a feed where `GLOSS_FEEDS_EVERY_MINUTES` is 0: what `gloss feeds run --due`
goes by, which a timer of the system may start more often."""
TTL_MAX = timedelta(days=1)
PAUSE_MAX = timedelta(days=2)
"""The longest pause after failures; the first one is an hour, each one after that twice as long."""
_FIRST_PAUSE = timedelta(hours=1)
_DOUBLINGS_MAX = 10


def after_answer(settings: Settings, at: datetime, feed: Feed | None = None) -> datetime:
    """When to ask a feed that answered: no sooner than its `ttl` wants, in no hour it skips.

    A little before the whole interval is over, each feed at another moment: what is asked every
    hour must be due when the hour is over.
    """
    pause = timedelta(minutes=settings.feeds_every_minutes or DEFAULT_MINUTES)
    skipped: frozenset[int] = frozenset()
    if feed is not None:
        pause = max(pause, min(timedelta(minutes=feed.ttl_minutes or 0), TTL_MAX))
        skipped = feed.skip_hours
    share = random.uniform(0.9, 0.99)  # noqa: S311 - no secret
    then: datetime = at + pause * share
    for _ in range(24):
        if then.hour not in skipped:
            break
        then = then.replace(minute=0, second=0, microsecond=0) + timedelta(hours=1)
    return then


def after_failure(at: datetime, failures: int, retry_after_seconds: float | None) -> datetime:
    """When to ask a feed that failed so often in a row, counting this time."""
    pause = min(_FIRST_PAUSE * 2 ** min(max(failures - 1, 0), _DOUBLINGS_MAX), PAUSE_MAX)
    jittered: timedelta = pause * random.uniform(0.8, 1.2)  # noqa: S311 - no secret
    asked = timedelta(seconds=retry_after_seconds or 0)
    return at + max(jittered, min(asked, PAUSE_MAX))

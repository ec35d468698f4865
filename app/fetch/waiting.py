"""The clock of fetching: what time it is, and waiting. Tests replace both."""

import time
from datetime import UTC, datetime


def seconds_now() -> float:
    """Seconds of a clock that never goes back."""
    return time.monotonic()


def time_of_day() -> datetime:
    """The time in UTC, to compare with dates in headers."""
    return datetime.now(UTC)


def sleep(seconds: float) -> None:
    """Waits."""
    time.sleep(seconds)

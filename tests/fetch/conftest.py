"""A web server and a clock for each test of fetching."""

import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from app.fetch import host_turns, robots, waiting
from tests.website import Site


class Clock:
    """The time, which passes at once where the program waits; `slept` says how long each time."""

    def __init__(self) -> None:
        self.slept: list[float] = []
        self.passed = 0.0

    def seconds_now(self) -> float:
        return time.monotonic() + self.passed

    def time_of_day(self) -> datetime:
        return datetime.now(UTC) + timedelta(seconds=self.passed)

    def sleep(self, seconds: float) -> None:
        self.slept.append(round(seconds, 1))
        self.passed += seconds


@pytest.fixture(autouse=True)
def clock(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Clock:
    """Nothing is waited for, and no test knows what another one fetched."""
    one = Clock()
    for name in ("seconds_now", "time_of_day", "sleep"):
        monkeypatch.setattr(waiting, name, getattr(one, name))
    monkeypatch.setattr(host_turns, "folder", lambda: tmp_path / "hosts")
    robots.forget()
    return one


@pytest.fixture
def site() -> Iterator[Site]:
    one = Site()
    yield one
    one.close()

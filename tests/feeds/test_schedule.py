"""When a feed is asked again."""

from datetime import UTC, datetime, timedelta

import pytest

from app.feeds import schedule
from app.importers.feeds.feed import Feed
from app.settings import Settings

AT = datetime(2024, 3, 5, 10, 30, tzinfo=UTC)
FEED = Feed(None, None, None, ())


@pytest.mark.parametrize(("minutes", "expected"), [(60, 60), (0, 60), (15, 15)])
def test_the_interval_is_nearly_kept(minutes: int, expected: int) -> None:
    then = schedule.after_answer(Settings(feeds_every_minutes=minutes), AT, FEED)
    assert timedelta(minutes=expected * 0.89) < then - AT <= timedelta(minutes=expected)


@pytest.mark.parametrize(("ttl", "hours"), [(120, 2), (30, 1), (40_000, 24)])
def test_a_ttl_can_only_be_longer_and_no_longer_than_a_day(ttl: int, hours: int) -> None:
    feed = Feed(None, None, None, (), ttl_minutes=ttl)
    then = schedule.after_answer(Settings(), AT, feed)
    assert timedelta(hours=hours * 0.89) < then - AT <= timedelta(hours=hours)


def test_hours_that_are_skipped_are_over_first() -> None:
    feed = Feed(None, None, None, (), skip_hours=frozenset({11, 12}))
    assert schedule.after_answer(Settings(), AT, feed) == AT.replace(hour=13, minute=0)
    always = Feed(None, None, None, (), skip_hours=frozenset(range(24)))
    assert schedule.after_answer(Settings(), AT, always) < AT + timedelta(days=2)


def test_pauses_grow_with_failures_and_end_at_two_days() -> None:
    pauses = [schedule.after_failure(AT, n, None) - AT for n in (1, 3, 30)]
    assert timedelta(minutes=48) <= pauses[0] <= timedelta(minutes=72)
    assert timedelta(hours=3.2) <= pauses[1] <= timedelta(hours=4.8)
    assert pauses[2] <= schedule.PAUSE_MAX * 1.2


def test_retry_after_is_honoured_within_reason() -> None:
    assert schedule.after_failure(AT, 1, 7_200) - AT == timedelta(hours=2)
    assert schedule.after_failure(AT, 1, 1e9) - AT == schedule.PAUSE_MAX
    assert schedule.after_failure(AT, 1, 1) - AT >= timedelta(minutes=48)

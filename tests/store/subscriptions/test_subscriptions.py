"""Subscriptions and the items that are known, on both databases."""

from datetime import timedelta

import pytest

from app.errors import NotFound
from app.store.db.columns import now
from app.store.db.ids import id_of
from app.store.db.library import Library
from app.store.subscriptions import seen_items, subscriptions
from app.store.subscriptions.seen_items import SeenState
from app.store.subscriptions.subscriptions import FeedAnswer, SubscriptionOptions

LATER = timedelta(hours=1)


def add(library: Library, name: str, **options: object) -> int:
    """A subscription, by its number."""
    with library.writing() as s:
        wanted = SubscriptionOptions(**options)  # type: ignore[arg-type]
        return id_of(subscriptions.add(s, f"https://elm.example/{name}", wanted)[0])


def test_subscriptions_are_listed_by_title_those_that_ended_last(library: Library) -> None:
    gone = add(library, "a", title="Ash")
    oak, elm = add(library, "b", title="oak"), add(library, "c", title="Elm")
    with library.writing() as s:
        subscriptions.record_failure(s, gone, "gone", now() + LATER, is_gone=True)
        seen = {"1": SeenState("x", "stored"), "2": SeenState("x", "filtered")}
        seen_items.put(s, elm, seen)
    with library.reading() as s:
        every = [(one.subscription.id, one.items) for one in subscriptions.listed(s)]
        assert every == [(elm, 1), (oak, 0), (gone, 0)]
        assert subscriptions.all_ids(s) == [oak, elm]


def test_those_are_due_whose_time_has_come_or_that_are_wanted_now(library: Library) -> None:
    first, second, third = (add(library, name) for name in "abc")
    answer = FeedAnswer("https://elm.example/b", "https://elm.example/b", now() + LATER)
    with library.writing() as s:
        subscriptions.record_failure(s, first, "no answer", now())
        subscriptions.record_answer(s, second, answer)
        subscriptions.record_unchanged(s, third, now() + LATER)
        subscriptions.request(s, [subscriptions.get(s, third)])
    with library.reading() as s:
        assert subscriptions.due(s, now()) == [third, first]  # those that failed come last
        assert subscriptions.due(s, now(), only_requested=True) == [third]
        assert subscriptions.due(s, now() + 2 * LATER) == [second, third, first]
    with library.writing() as s:
        subscriptions.record_unchanged(s, third, now() + LATER)
        assert subscriptions.due(s, now(), only_requested=True) == []


def test_other_words_let_a_feed_be_read_whole_once_more(library: Library) -> None:
    id_ = add(library, "a", include=("harbour",))
    url = "https://elm.example/a"
    with library.writing() as s:
        answer = FeedAnswer(url, url, now(), title="Elm", etag='"a"')
        subscriptions.record_answer(s, id_, answer)
        known = subscriptions.get(s, id_)
        assert known.title == "Elm"
        same = SubscriptionOptions(title="Mine", include=("harbour",), tags=("sea",))
        subscriptions.change(s, known, same)
        assert (known.title, known.tags, known.etag) == ("Mine", ["sea"], '"a"')
        subscriptions.change(s, known, SubscriptionOptions(include=("mole",)))
        assert known.etag is None


def test_items_are_known_until_they_are_long_gone(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    one, other = add(library, "a"), add(library, "b")
    with library.writing() as s:
        seen_items.put(s, one, {"1": SeenState("x", "stored"), "2": SeenState("x", "failed", 2)})
        seen_items.put(s, one, {"2": SeenState("y", "stored")})
        seen_items.put(s, other, {"1": SeenState("z", "filtered")})
    with library.reading() as s:
        known = seen_items.of(s, one)
        assert known == {"1": SeenState("x", "stored"), "2": SeenState("y", "stored")}
    monkeypatch.setattr(seen_items, "SEEN_AGAIN_AFTER", timedelta(0))
    with library.reading() as s:
        assert all(state.is_old for state in seen_items.of(s, one).values())
    monkeypatch.setattr(seen_items, "FORGOTTEN_AFTER", timedelta(0))
    with library.writing() as s:
        seen_items.forget_old(s, one)
        assert seen_items.of(s, one) == {}
        assert seen_items.of(s, other).keys() == {"1"}


def test_a_subscription_takes_its_items_along(library: Library) -> None:
    id_ = add(library, "a")
    with library.writing() as s:
        seen_items.put(s, id_, {"1": SeenState("x", "stored")})
        subscriptions.remove(s, subscriptions.get(s, id_))
        assert seen_items.of(s, id_) == {}
        # What a run still wants to record of it is nothing.
        subscriptions.record_unchanged(s, id_, now())
        subscriptions.record_failure(s, id_, "x", now())
        with pytest.raises(NotFound):
            subscriptions.get(s, id_)
    assert add(library, "b") > id_

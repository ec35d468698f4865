"""Runs over feeds: what is stored, what is passed over, what goes wrong and stops nothing else."""

import threading
from datetime import timedelta
from http.server import BaseHTTPRequestHandler

import pytest

from app import pipeline
from app.feeds import asking, new_items, running
from app.store.db import revision_locks
from app.store.db.columns import now
from app.store.imports import imported_fields
from app.store.subscriptions import subscriptions
from app.store.subscriptions.subscriptions import SubscriptionOptions
from tests.feeds.conftest import Subscriber, excerpt, item, page


def test_new_items_become_articles_and_known_ones_cost_nothing(
    either_subscriber: Subscriber,
) -> None:
    subscriber = either_subscriber
    subscriber.site.serve("/2", page(2))
    subscriber.serve(item(1), excerpt(2), "<title>Nothing</title>", ETag='"a"')
    subscriber.add()
    (first,) = subscriber.run()
    assert (first.state, first.new, first.known) == ("read", 2, 0)
    assert first.failed == [("Nothing", "It has neither a text nor an address.")]
    assert sorted(filter(None, subscriber.titles())) == ["Report 1", "Report 2"]
    (second,) = subscriber.run()
    assert (second.new, second.known, second.failed) == (0, 3, [])
    assert subscriber.asked("/2") == 1


def test_a_feed_that_did_not_change_is_asked_by_its_validators(subscriber: Subscriber) -> None:
    def answer(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(304)
        handler.end_headers()

    subscriber.serve(item(1), ETag='"a"', Last_Modified="Tue, 05 Mar 2024 10:00:00 GMT")
    id_ = subscriber.add()
    subscriber.run()
    subscriber.site.answers["/feed"] = answer
    (outcome,) = subscriber.run()
    assert (outcome.state, outcome.known) == ("unchanged", 0)
    _, headers = subscriber.site.asked[-1]
    assert headers["if-none-match"] == '"a"'
    assert headers["if-modified-since"] == "Tue, 05 Mar 2024 10:00:00 GMT"
    assert subscriber.subscription(id_).next_run_at > now() + timedelta(minutes=50)


def test_an_item_that_changed_is_a_new_revision(subscriber: Subscriber) -> None:
    subscriber.serve(item(1, "The mole was closed on Monday. It is old."))
    subscriber.add()
    subscriber.run()
    subscriber.serve(item(1, "The mole was closed on Tuesday. It is old."))
    (outcome,) = subscriber.run()
    assert (outcome.new, outcome.changed) == (0, 1)
    assert len(subscriber.titles()) == 1


def test_options_are_given_to_the_articles(subscriber: Subscriber) -> None:
    subscriber.serve(item(1, more="<category>sea</category>"))
    subscriber.add(visibility="private", tags=["ports"])
    subscriber.run()
    assert subscriber.article().visibility == "private"
    with subscriber.library.reading() as s:
        kept = imported_fields.find(s, 1)
    assert kept is not None
    assert kept.tags == ("ports", "sea")


def test_an_article_that_is_there_already_is_left_as_it_is(subscriber: Subscriber) -> None:
    subscriber.site.serve("/1", page(1))
    pipeline.import_url(
        subscriber.library, subscriber.settings, subscriber.site.url("/1"), annotate=False
    )
    subscriber.serve(item(1, "Other words."), excerpt(1, more="<guid>x</guid>"))
    subscriber.add()
    (outcome,) = subscriber.run()
    assert (outcome.new, outcome.changed, outcome.known) == (0, 0, 2)
    assert subscriber.asked("/1") == 1


def test_words_choose_items_by_title_and_text(subscriber: Subscriber) -> None:
    subscriber.site.serve("/4", page(4, "The council met in the town hall to vote on it. "))
    subscriber.site.serve("/5", page(5))
    subscriber.serve(
        item(1),
        item(2, "The council met."),
        item(3, "The harbour council met.", more="<category>x</category>"),
        excerpt(4),
        excerpt(5),
        excerpt(6).replace("The harbour", "The COUNCIL"),
    )
    id_ = subscriber.add(include=["harbour"], exclude=["council"])
    (outcome,) = subscriber.run()
    assert (outcome.new, outcome.filtered) == (2, 4)
    assert sorted(filter(None, subscriber.titles())) == ["Report 1", "Report 5"]
    assert subscriber.asked("/6") == 0
    (again,) = subscriber.run()
    assert (again.known, again.filtered) == (6, 0)
    assert subscriber.asked("/4") == 1
    with subscriber.library.writing() as s:
        known = subscriptions.get(s, id_)
        wanted = SubscriptionOptions(include=("council",))
        subscriptions.change(s, known, wanted)
    (changed,) = subscriber.run()
    assert changed.new == 3


def test_a_redirect_for_good_changes_the_address_and_another_does_not(
    subscriber: Subscriber,
) -> None:
    subscriber.serve(item(1), path="/new")
    subscriber.site.serve("/feed", b"", 301, Location="/new")
    subscriber.site.serve("/other", b"", 302, Location="/new")
    moved, kept = subscriber.add(), subscriber.add("/other")
    outcomes = {one.subscription_id: one for one in subscriber.run()}
    assert outcomes[moved].moved_from == subscriber.site.url("/feed")
    assert subscriber.subscription(moved).url == subscriber.site.url("/new")
    assert subscriber.subscription(kept).url == subscriber.site.url("/other")
    assert len(subscriber.titles()) == 1
    # A second feed that moves to the same place has nothing of its own any more.
    subscriber.site.serve("/third", b"", 308, Location="/new")
    third = subscriber.add("/third")
    subscriber.run(third)
    assert "subscribed to as well" in (subscriber.subscription(third).error or "")
    assert subscriber.subscription(third).ended_at is not None


def test_a_feed_that_is_gone_is_kept_and_asked_no_more(subscriber: Subscriber) -> None:
    subscriber.site.serve("/feed", b"", 410)
    id_ = subscriber.add()
    (outcome,) = subscriber.run()
    assert outcome.state == "gone"
    assert subscriber.subscription(id_).ended_at is not None
    assert subscriber.run() == []
    subscriber.serve(item(1))
    with subscriber.library.writing() as s:
        subscriptions.request(s, [subscriptions.get(s, id_)])
    (again,) = subscriber.run()
    assert again.new == 1


@pytest.mark.parametrize(
    ("body", "status", "headers", "reason"),
    [
        (b"<!doctype html><p>A page.", 200, {}, "This is not a feed."),
        (b"", 500, {}, "answered 500"),
        (b"", 404, {}, "answered 404"),
        (b"<opml><body/></opml>", 200, {}, "This is not a feed."),
        (b"\x00\x01\x02" * 90, 200, {}, "This is not a feed."),
    ],
)
def test_a_feed_that_fails_is_asked_later_and_later(
    subscriber: Subscriber, body: bytes, status: int, headers: dict[str, str], reason: str
) -> None:
    subscriber.site.serve("/feed", body, status, **headers)
    id_ = subscriber.add()
    (outcome,) = subscriber.run()
    assert outcome.state == "failed"
    assert reason in (outcome.error or "")
    first = subscriber.subscription(id_)
    assert first.failures == 1
    assert now() + timedelta(minutes=45) < first.next_run_at < now() + timedelta(minutes=75)
    subscriber.run()
    second = subscriber.subscription(id_)
    assert second.failures == 2
    assert second.next_run_at > now() + timedelta(minutes=90)
    subscriber.serve(item(1))
    subscriber.run()
    assert (subscriber.subscription(id_).failures, subscriber.subscription(id_).error) == (0, None)


def test_what_a_busy_server_asks_for_is_kept(subscriber: Subscriber) -> None:
    subscriber.site.serve("/feed", b"", 503, Retry_After="7200")
    id_ = subscriber.add()
    subscriber.run()
    assert subscriber.subscription(id_).next_run_at > now() + timedelta(seconds=7_100)


def test_what_fails_with_one_item_stops_no_other(subscriber: Subscriber) -> None:
    subscriber.site.serve("/1", b"", 404)
    subscriber.site.serve("/2", b"%PDF-1.7\n%x\n", Content_Type="application/pdf")
    subscriber.site.serve("/3", page(3))
    subscriber.site.serve("/4", b"", 500)
    subscriber.serve(excerpt(1), excerpt(2), excerpt(3), excerpt(4), ETag='"a"')
    id_ = subscriber.add()
    (outcome,) = subscriber.run()
    assert outcome.new == 1
    assert [item.rpartition("/")[2] for item, _ in outcome.failed] == ["1", "2", "4"]
    # What may come yet is tried again, so the feed has to be read whole.
    assert subscriber.subscription(id_).etag is None
    for _ in range(new_items.ATTEMPTS_MAX):
        subscriber.run()
    assert subscriber.asked("/1") == 1  # not found is found out once
    assert subscriber.asked("/4") == new_items.ATTEMPTS_MAX
    assert subscriber.subscription(id_).etag == '"a"'


def test_a_site_that_does_not_answer_is_left_for_the_next_run(subscriber: Subscriber) -> None:
    for number in range(6):
        subscriber.site.serve(f"/{number}", b"", 500)
    subscriber.serve(*[excerpt(number) for number in range(6)])
    subscriber.add()
    (outcome,) = subscriber.run()
    assert (len(outcome.failed), outcome.left) == (asking.PAGE_FAILURES_MAX, 3)


def test_one_feed_that_is_slow_or_faulty_holds_up_no_other(
    subscriber: Subscriber, monkeypatch: pytest.MonkeyPatch
) -> None:
    let_go = threading.Event()

    def wait(handler: BaseHTTPRequestHandler) -> None:
        let_go.wait(20)

    def fault(run: asking.FeedRun) -> None:
        if run.outcome.url.endswith("/fault"):
            raise RuntimeError("not planned")
        ask(run)

    ask = asking.FeedRun.ask
    monkeypatch.setattr(asking.FeedRun, "ask", fault)
    subscriber.site.answers["/slow"] = wait
    slow, faulty = subscriber.add("/slow"), subscriber.add("/fault")
    for number in range(5):
        subscriber.serve(item(number), path=f"/feed{number}")
        subscriber.add(f"/feed{number}")
    done: list[int] = []
    for outcome in running.run(subscriber.library, subscriber.settings, list(range(1, 8))):
        done.append(outcome.subscription_id)
        if len(done) == 6:
            let_go.set()  # the slow one is the last, however early it was asked
    assert done[-1] == slow
    assert len(subscriber.titles()) == 5
    assert subscriber.subscription(faulty).error == "Unexpected error: RuntimeError."
    assert subscriber.subscription(faulty).next_run_at > now() + timedelta(minutes=30)


def test_an_interrupted_run_is_gone_on_with_and_nothing_is_doubled(
    subscriber: Subscriber,
) -> None:
    for number in range(1, 7):
        subscriber.serve(item(number), path=f"/feed{number}", ETag='"a"')
        subscriber.add(f"/feed{number}")
    with_one = running.run(subscriber.library, subscriber.settings, list(range(1, 7)))
    next(with_one)
    with_one.close()
    subscriber.run()
    assert len(subscriber.titles()) == 6


def test_a_feed_that_another_process_asks_is_passed_over(
    subscriber: Subscriber, monkeypatch: pytest.MonkeyPatch
) -> None:
    subscriber.serve(item(1))
    id_ = subscriber.add()
    monkeypatch.setattr(revision_locks._FileLocks, "take", lambda *_: False)
    (outcome,) = subscriber.run(id_)
    assert outcome.state == "busy"
    assert subscriber.titles() == []


def test_many_new_items_are_read_in_several_runs(
    subscriber: Subscriber, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(asking, "NEW_MAX", 3)
    subscriber.serve(*[item(number) for number in range(1, 6)], ETag='"a"')
    id_ = subscriber.add()
    (first,) = subscriber.run()
    assert (first.new, first.left) == (3, 2)
    assert subscriber.subscription(id_).etag is None
    (second,) = subscriber.run()
    assert (second.new, second.known) == (2, 3)
    assert subscriber.subscription(id_).etag == '"a"'


def test_a_page_gets_the_date_that_only_its_feed_gives(subscriber: Subscriber) -> None:
    subscriber.site.serve("/1", page(1))
    subscriber.serve(excerpt(1, "<pubDate>Tue, 05 Mar 2024 10:00:00 GMT</pubDate>"))
    subscriber.add()
    subscriber.run()
    assert subscriber.article().published_on == "2024-03-05"


def test_a_subscription_that_is_removed_meanwhile_stores_nothing(subscriber: Subscriber) -> None:
    def answer(handler: BaseHTTPRequestHandler) -> None:
        with subscriber.library.writing() as s:
            subscriptions.remove(s, subscriptions.get(s, id_))
        feed(handler)

    subscriber.serve(item(1))
    feed = subscriber.site.answers["/feed"]
    subscriber.site.answers["/feed"] = answer
    id_ = subscriber.add()
    (outcome,) = subscriber.run()
    assert outcome.state == "failed"
    assert subscriber.titles() == []


def test_a_public_feed_may_not_name_a_private_host(
    subscriber: Subscriber, monkeypatch: pytest.MonkeyPatch
) -> None:
    subscriber.site.serve("/1", page(1))
    subscriber.serve(excerpt(1))
    subscriber.add()
    # As if the feed had come from an address that nobody allowed by name.
    monkeypatch.setattr(asking.FeedRun, "_asked_url", "https://elm.example/feed")
    (outcome,) = subscriber.run()
    assert "does not resolve to a public address" in outcome.failed[0][1]
    assert subscriber.asked("/1") == 0

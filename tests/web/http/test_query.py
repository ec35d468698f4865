"""The query of an address: the next part of a list keeps the filters."""

from starlette.requests import Request

from app.web.http.query import next_page_url, poll_after


def asked(query: str) -> Request:
    scope = {"type": "http", "path": "/quotes", "query_string": query.encode(), "headers": []}
    return Request(scope | {"method": "GET", "server": ("testserver", 80), "scheme": "http"})


def test_the_next_part_keeps_every_filter_and_replaces_the_cursor() -> None:
    url = next_page_url(asked("q=a%26b&cursor=old&speaker=7"), "new=")
    assert url == "/quotes?q=a%26b&speaker=7&cursor=new%3D"


def test_the_last_part_has_no_next() -> None:
    assert next_page_url(asked("q=a"), None) is None


def test_a_page_asks_less_and_less_often_and_then_no_more() -> None:
    delays, waited = [], 0
    while (poll := poll_after(waited)).delay:
        delays.append(poll.delay)
        waited = poll.waited
    assert delays[:5] == [2, 4, 8, 16, 30]
    assert delays == sorted(delays)
    assert waited == sum(delays)
    assert poll_after(10**6).delay is None

"""One request at a time for a host, pauses between them, and patience with busy servers."""

import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler
from pathlib import Path

import pytest

from app.errors import FetchFailed
from app.fetch import fetch, host_turns
from app.fetch.exchanges import retry_after
from app.fetch.failures import NotModified
from app.fetch.requests import Validators
from tests.fetch.conftest import Clock
from tests.fetch.refusing import refusal
from tests.website import PAGE, Site


def answering(site: Site, path: str, *statuses: int, **headers: str) -> None:
    """Answers with these statuses in turn, then with the page."""
    left = list(statuses)

    def answer(handler: BaseHTTPRequestHandler) -> None:
        status = left.pop(0) if left else 200
        if status == 0:
            return  # closes the connection without an answer
        handler.send_response(status)
        body = PAGE if status == 200 else b""
        for name, value in {"Content-Length": str(len(body))}.items():
            handler.send_header(name, value)
        if status != 200:
            for name, value in headers.items():
                handler.send_header(name.replace("_", "-"), value)
        handler.end_headers()
        handler.wfile.write(body)

    site.answers[path] = answer


def test_the_first_page_waits_for_nothing_and_the_next_one_for_the_pause(
    site: Site, clock: Clock
) -> None:
    site.serve("/a")
    settings = site.settings(fetch_delay_seconds=2)
    fetch(site.url("/a"), settings)
    assert clock.slept == []
    fetch(site.url("/a"), settings)
    assert len(clock.slept) == 1
    assert 1.5 < clock.slept[0] <= 2
    clock.passed += 5
    fetch(site.url("/a"), settings)
    assert len(clock.slept) == 1


def test_another_host_waits_for_nothing_and_a_redirect_is_one_visit(
    site: Site, clock: Clock
) -> None:
    other = Site()
    try:
        allowed = (f"127.0.0.1:{site.port}", f"127.0.0.1:{other.port}")
        settings = site.settings(fetch_delay_seconds=2, fetch_allow=allowed)
        site.serve("/old", b"", 302, Location="/a")
        site.serve("/a", b"", 302, Location=other.url("/b"))
        other.serve("/b")
        assert fetch(site.url("/old"), settings).url == other.url("/b")
        assert clock.slept == []
    finally:
        other.close()


def test_a_program_keeps_a_pause_of_our_own_however_long(site: Site, clock: Clock) -> None:
    site.serve("/a")
    settings = site.settings(fetch_delay_seconds=200, fetch_wait_max_seconds=60)
    fetch(site.url("/a"), settings, crawling=True)
    fetch(site.url("/a"), settings, crawling=True)
    (slept,) = clock.slept
    assert 199 < slept <= 200
    assert "should be left alone for" in refusal(site.url("/a"), settings)


def test_a_crawl_delay_is_kept_by_programs_within_the_bound(site: Site, clock: Clock) -> None:
    site.serve("/robots.txt", b"User-agent: *\nCrawl-delay: 9\n", Content_Type="text/plain")
    site.serve("/a")
    for crawling, most, expected in ((True, 60, 9), (True, 4, 4), (False, 60, 1)):
        settings = site.settings(fetch_delay_seconds=1, fetch_wait_max_seconds=most)
        clock.slept.clear()
        fetch(site.url("/a"), settings, crawling=True)
        clock.slept.clear()
        fetch(site.url("/a"), settings, crawling=crawling)
        (slept,) = clock.slept
        assert expected - 0.5 < slept <= expected


def test_threads_ask_one_host_one_after_another(site: Site) -> None:
    at_once: list[int] = []
    running = threading.Semaphore(0)
    count = 0

    def answer(handler: BaseHTTPRequestHandler) -> None:
        nonlocal count
        count += 1
        at_once.append(count)
        running.acquire(timeout=0.05)
        count -= 1
        handler.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n" + PAGE)

    site.answers["/a"] = answer
    with ThreadPoolExecutor(6) as pool:
        fetched = list(pool.map(lambda _: fetch(site.url("/a"), site.settings()), range(6)))
    assert len(fetched) == 6
    assert at_once == [1] * 6


@pytest.mark.skipif(sys.platform == "win32", reason="no locks on files")
def test_another_process_that_asks_the_host_is_waited_for(
    site: Site, tmp_path: Path, clock: Clock
) -> None:
    site.serve("/a")
    fetch(site.url("/a"), site.settings())
    (record,) = (tmp_path / "hosts").iterdir()
    hold = (
        "import fcntl, sys\n"
        f"file = open({str(record)!r}, 'r+')\n"
        "fcntl.flock(file, fcntl.LOCK_EX)\n"
        "print('held', flush=True)\n"
        "sys.stdin.read()\n"
    )
    with subprocess.Popen(
        [sys.executable, "-c", hold], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as holder:
        assert holder.stdout
        assert holder.stdout.readline() == "held\n"
        assert "another fetch" in refusal(site.url("/a"), site.settings(seconds=1))
        assert holder.stdin
        holder.stdin.close()
    assert fetch(site.url("/a"), site.settings()).data == PAGE


def test_a_folder_of_somebody_else_is_not_used(
    site: Site, tmp_path: Path, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (tmp_path / "link").symlink_to(elsewhere)
    monkeypatch.setattr(host_turns, "folder", lambda: tmp_path / "link")
    site.serve("/a")
    settings = site.settings(fetch_delay_seconds=2)
    for _ in range(2):
        fetch(site.url("/a"), settings)
    assert list(elsewhere.iterdir()) == []
    assert len(clock.slept) == 1  # within this process the pause is kept all the same


def test_what_is_written_in_a_record_by_mistake_is_ignored(
    site: Site, tmp_path: Path, clock: Clock
) -> None:
    site.serve("/a")
    settings = site.settings(fetch_delay_seconds=2)
    fetch(site.url("/a"), settings)
    (record,) = (tmp_path / "hosts").iterdir()
    for nonsense in ("", "x", "x y z", f"127.0.0.1:{site.port} 9e99 9e99", "\x00" * 5_000):
        record.write_text(nonsense)
        assert fetch(site.url("/a"), settings).data == PAGE
    assert clock.slept == []


@pytest.mark.parametrize("crawling", [True, False])
@pytest.mark.parametrize("status", [429, 502, 503, 504, 0])
def test_a_busy_server_is_asked_again_later_each_time(
    site: Site, clock: Clock, status: int, crawling: bool
) -> None:
    answering(site, "/a", status, status)
    assert fetch(site.url("/a"), site.settings(), crawling=crawling).data == PAGE
    assert clock.slept == [1, 2]
    answering(site, "/a", *[status] * 9)
    message = refusal(site.url("/a"), site.settings())
    assert "connection failed" in message if status == 0 else f"answered {status}" in message
    assert len(site.asked) == 6


@pytest.mark.parametrize("status", [400, 403, 404, 410, 500])
def test_other_failures_are_not_asked_for_again(site: Site, clock: Clock, status: int) -> None:
    answering(site, "/a", status)
    refusal(site.url("/a"), site.settings())
    assert (len(site.asked), clock.slept) == (1, [])


def test_retry_after_is_waited_for_in_seconds_and_as_a_date(site: Site, clock: Clock) -> None:
    answering(site, "/a", 429, Retry_After="17")
    assert fetch(site.url("/a"), site.settings(), crawling=True).data == PAGE
    assert clock.slept == [17]
    later = format_datetime(clock.time_of_day() + timedelta(seconds=30), usegmt=True)
    answering(site, "/b", 503, Retry_After=later)
    assert fetch(site.url("/b"), site.settings(), crawling=True).data == PAGE
    assert 28 < clock.slept[1] <= 30


def test_a_wait_over_the_bound_is_refused_and_the_host_left_alone_meanwhile(
    site: Site, clock: Clock
) -> None:
    answering(site, "/a", 429, Retry_After="3600")
    with pytest.raises(FetchFailed, match="answered 429"):
        fetch(site.url("/a"), site.settings(), crawling=True)
    site.serve("/b")
    assert "should be left alone for 3,6" in refusal(site.url("/b"), site.settings())
    assert len(site.asked) == 1
    clock.passed += 3_601
    assert fetch(site.url("/b"), site.settings()).data == PAGE


def test_somebody_who_waits_is_not_kept_waiting_longer_than_the_deadline(
    site: Site, clock: Clock
) -> None:
    answering(site, "/a", 503, Retry_After="30")
    assert "answered 503" in refusal(site.url("/a"), site.settings(seconds=20))
    assert clock.slept == []


@pytest.mark.parametrize(
    ("header", "seconds"),
    [
        (None, None),
        ("", None),
        ("120", 120.0),
        (" 0 ", 0.0),
        ("-5", None),
        ("1e9", None),
        ("9" * 400, None),
        ("soon", None),
        ("Fri, 31 Dec 1999 23:59:59 GMT", 0.0),
        ("Fri, 31 Dec 1999 23:59:59", None),
        ("Fri, 99 Dec 99999 99:99:99 GMT", None),
    ],
)
def test_retry_after_is_read_or_ignored(header: str | None, seconds: float | None) -> None:
    assert retry_after(header) == seconds


def test_a_conditional_request_sends_what_the_server_gave(site: Site) -> None:
    modified = "Mon, 05 May 2031 10:00:00 GMT"
    site.serve("/a", ETag='W/"v1"', Last_Modified=modified)
    first = fetch(site.url("/a"), site.settings())
    assert (first.etag, first.last_modified) == ('W/"v1"', modified)
    site.serve("/a", b"", 304)
    known = Validators(first.url, first.etag, first.last_modified)
    with pytest.raises(NotModified):
        fetch(site.url("/a"), site.settings(), known=known)
    headers = site.asked[1][1]
    assert headers["if-none-match"] == 'W/"v1"'
    assert headers["if-modified-since"] == modified


def test_validators_are_sent_to_no_other_address(site: Site) -> None:
    site.serve("/a")
    fetch(site.url("/a"), site.settings(), known=Validators(site.url("/b"), '"v1"'))
    assert "if-none-match" not in site.asked[0][1]


@pytest.mark.parametrize("etag", ["v1", '"a\tb"', '"' + "x" * 600 + '"', "", '"\u00e9"'])
def test_an_etag_that_cannot_be_sent_back_is_not_kept(site: Site, etag: str) -> None:
    site.serve("/a", ETag=etag)
    assert fetch(site.url("/a"), site.settings()).etag is None


def test_the_contact_is_in_the_user_agent(site: Site) -> None:
    site.serve("/a")
    settings = site.settings(base_url="https://gloss.example", fetch_contact="desk@ostra.example")
    fetch(site.url("/a"), settings)
    assert site.asked[0][1]["user-agent"].endswith("(+https://gloss.example; desk@ostra.example)")


@pytest.mark.parametrize(
    ("statuses", "final", "moved"),
    [
        ((301, 308), "/c", True),
        ((301, 302), "/c", False),
        ((307, 301), "/c", False),
        ((301, 301), "/", False),
    ],
)
def test_only_permanent_redirects_move_a_page_and_never_to_the_front_page(
    site: Site, statuses: tuple[int, int], final: str, moved: bool
) -> None:
    site.serve("/a", b"", statuses[0], Location="/b")
    site.serve("/b", b"", statuses[1], Location=final)
    site.serve(final)
    expected = (site.url("/a"), site.url("/b")) if moved else ()
    assert fetch(site.url("/a"), site.settings()).moved_from == expected

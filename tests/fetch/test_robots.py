"""A site's robots.txt is asked before its pages, and obeyed."""

import re
from http.server import BaseHTTPRequestHandler

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.fetch import fetch, robots
from app.fetch.requests import IMAGE
from app.fetch.robots_rules import ALLOW_ALL, parse
from tests.fetch.conftest import Clock
from tests.fetch.refusing import refusal
from tests.website import PAGE, Site

ROBOTS = b"""# the paper's rules
User-agent: *
Disallow: /

User-agent: otherbot
User-Agent: Gloss/0.1 (a reader)
Disallow: /private/
Allow: /private/open
Crawl-delay: 7
"""


def text(site: Site, body: bytes, status: int = 200) -> None:
    site.serve("/robots.txt", body, status, Content_Type="text/plain")


def test_a_page_that_robots_txt_forbids_is_not_asked_for(site: Site) -> None:
    text(site, ROBOTS)
    site.serve("/news/1")
    site.serve("/private/open/1")
    assert fetch(site.url("/news/1"), site.settings()).data == PAGE
    assert fetch(site.url("/private/open/1"), site.settings()).data == PAGE
    assert "robots.txt asks programs not to fetch it" in refusal(
        site.url("/private/1"), site.settings()
    )
    assert [path for path, _ in site.asked] == ["/news/1", "/private/open/1"]
    assert site.robots_asked == 1


def test_robots_txt_is_not_asked_for_where_the_setting_is_off_or_an_image_is_wanted(
    site: Site,
) -> None:
    text(site, b"User-agent: *\nDisallow: /\n")
    site.serve("/a")
    assert fetch(site.url("/a"), site.settings(fetch_robots=False)).data == PAGE
    site.serve("/b.png", b"\x89PNG", Content_Type="image/png")
    assert fetch(site.url("/b.png"), site.settings(), IMAGE).data == b"\x89PNG"
    assert site.robots_asked == 0


@pytest.mark.parametrize("status", [400, 401, 403, 404, 410, 451])
def test_a_site_without_robots_txt_allows_everything(site: Site, status: int) -> None:
    text(site, b"User-agent: *\nDisallow: /\n", status)
    site.serve("/a")
    assert fetch(site.url("/a"), site.settings()).data == PAGE


@pytest.mark.parametrize("status", [429, 500, 502, 503])
def test_a_site_whose_robots_txt_cannot_be_read_allows_nothing(site: Site, status: int) -> None:
    text(site, b"", status)
    site.serve("/a")
    message = refusal(site.url("/a"), site.settings())
    assert message.startswith(f"Could not fetch {site.url('/a')}: its robots.txt could not be read")
    assert f"answered {status}" in message
    assert site.asked == []


def test_a_robots_txt_that_cannot_be_read_is_asked_for_again_after_a_minute(
    site: Site, clock: Clock
) -> None:
    text(site, b"", 500)
    site.serve("/a")
    for _ in range(3):
        refusal(site.url("/a"), site.settings())
    assert site.robots_asked == 1
    clock.passed += 61
    text(site, b"")
    assert fetch(site.url("/a"), site.settings()).data == PAGE
    assert site.robots_asked == 2


def test_rules_are_kept_for_an_hour(site: Site, clock: Clock) -> None:
    text(site, b"")
    site.serve("/a")
    for passed in (0, 3_000, 700):
        clock.passed += passed
        fetch(site.url("/a"), site.settings())
    assert site.robots_asked == 2


def test_a_robots_txt_that_never_ends_is_cut(site: Site) -> None:
    def endless(handler: BaseHTTPRequestHandler) -> None:
        handler.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n\r\n")
        handler.wfile.write(b"User-agent: *\nDisallow: /private\n")
        try:
            while True:
                handler.wfile.write(b"#" * 65_536)
        except OSError:
            return

    site.answers["/robots.txt"] = endless
    site.serve("/a")
    settings = site.settings(fetch_max_bytes=1_000)
    assert fetch(site.url("/a"), settings).data == PAGE
    refusal(site.url("/private"), settings)


def test_robots_txt_may_redirect_but_not_to_a_private_address(site: Site) -> None:
    site.serve("/robots.txt", b"", 301, Location="/rules.txt")
    site.serve("/rules.txt", b"User-agent: *\nDisallow: /a\n", Content_Type="text/plain")
    assert "asks programs" in refusal(site.url("/a"), site.settings())
    robots.forget()
    for hostile in ("http://169.254.169.254/", "http://[::1]:1/", "http://0x7f.1/", "file:///x"):
        site.serve("/robots.txt", b"", 302, Location=hostile)
        robots.forget()
        assert "could not be read" in refusal(site.url("/a"), site.settings())
    assert {path for path, _ in site.asked} == {"/rules.txt"}


def test_a_refusal_of_our_own_is_no_answer_of_the_site(site: Site) -> None:
    site.serve("/a")
    message = refusal(site.url("/a"), site.settings(fetch_allow=()))
    assert message.endswith("/a: it does not resolve to a public address.")
    assert fetch(site.url("/a"), site.settings()).data == PAGE


def test_endless_redirects_of_robots_txt_mean_that_there_is_none(site: Site) -> None:
    site.serve("/robots.txt", b"", 302, Location="/robots.txt")
    site.serve("/a")
    assert fetch(site.url("/a"), site.settings()).data == PAGE


def test_every_hop_of_a_redirect_needs_the_leave_of_its_own_site(site: Site) -> None:
    other = Site()
    try:
        text(other, b"User-agent: gloss\nDisallow: /b\n")
        other.serve("/b")
        site.serve("/a", b"", 302, Location=other.url("/b"))
        both = (f"127.0.0.1:{site.port}", f"127.0.0.1:{other.port}")
        assert "robots.txt" in refusal(site.url("/a"), site.settings(fetch_allow=both))
        assert other.asked == []
    finally:
        other.close()


@pytest.mark.parametrize(
    ("rules", "target", "is_allowed"),
    [
        ("", "/a", True),
        ("User-agent: *\nDisallow:", "/a", True),
        ("User-agent: *\nDisallow: /a", "/a/b", False),
        ("User-agent: *\nDisallow: /a", "/A", True),
        ("user-agent:*\ndisallow:/a # all", "/ab", False),
        ("User-agent: *\nDisallow: /a\nAllow: /a/b", "/a/b/c", True),
        ("User-agent: *\nAllow: /a\nDisallow: /a", "/a", True),
        ("User-agent: *\nDisallow: /a$", "/a", False),
        ("User-agent: *\nDisallow: /a$", "/ab", True),
        ("User-agent: *\nDisallow: /*.pdf$", "/x/y.pdf", False),
        ("User-agent: *\nDisallow: /*.pdf$", "/x/y.pdf?z", True),
        ("User-agent: *\nDisallow: /*a*b", "/xxayyb", False),
        ("User-agent: *\nDisallow: /*a*a$", "/a", True),
        ("User-agent: *\nDisallow: *?print=", "/a?print=1", False),
        ("User-agent: *\nDisallow: /caf%c3%a9", "/caf%C3%A9/x", False),
        ("User-agent: *\nDisallow: /caf\u00e9", "/caf%C3%A9", False),
        ("User-agent: *\nDisallow: /%7ejoe", "/~joe", False),
        ("User-agent: gloss\nDisallow: /a\n\nUser-agent: *\nDisallow: /", "/b", True),
        ("User-agent: glossary\nDisallow: /", "/b", True),
        ("User-agent: GLOSS\nDisallow: /", "/b", False),
        ("User-agent: a\nUser-agent: gloss\nDisallow: /\n", "/b", False),
        ("User-agent: gloss\nDisallow: /a\nUser-agent: gloss\nDisallow: /b", "/b", False),
        ("User-agent: gloss\nDisallow: /a\nUser-agent: x\nDisallow: /b", "/b", True),
        ("User-agent: gloss\nUser-agent: x", "/b", True),
        ("Disallow: /\nUser-agent: x\nDisallow: /", "/b", True),
        ("\ufeffUser-agent: *\r\nSitemap: https://a.example/\r\nDisallow: /b", "/b", False),
        ("User-agent: *\n<html>nonsense: yes\nDisallow /a\nDisallow: /b", "/b", False),
    ],
)  # fmt: skip
def test_the_longest_rule_of_the_nearest_group_decides(
    rules: str, target: str, is_allowed: bool
) -> None:
    assert parse(rules).allow(target) is is_allowed


@pytest.mark.parametrize(
    ("written", "seconds"),
    [("7", 7.0), ("0.5", 0.5), ("-1", None), ("inf", None), ("nan", None), ("soon", None)],
)
def test_a_crawl_delay_is_a_number_of_seconds(written: str, seconds: float | None) -> None:
    assert parse(f"User-agent: *\nCrawl-delay: {written}").crawl_delay_seconds == seconds


@given(st.text(alphabet="ab*$/", max_size=12), st.text(alphabet="ab$/", max_size=12))
def test_a_pattern_matches_as_the_regular_expression_that_it_stands_for(
    pattern: str, path: str
) -> None:
    written = f"/{pattern}"
    anchored = written.endswith("$")
    expression = "".join(".*" if c == "*" else re.escape(c) for c in written.removesuffix("$"))
    matches = re.match(expression + (r"\Z" if anchored else ""), f"/{path}") is not None
    assert parse(f"User-agent: *\nDisallow: {written}").allow(f"/{path}") is not matches


@given(st.text())
def test_any_text_can_be_read(rules: str) -> None:
    parse(rules).allow("/a")


def test_hostile_rules_are_read_in_time_and_space_linear_in_their_length() -> None:
    agents = "".join(f"User-agent: a{n}\n" for n in range(15_000))
    shared = agents + "User-agent: gloss\n" + "Disallow: /x*y*z$\n" * 15_000
    rules = parse(shared)
    assert len(rules.rules) == 15_000
    assert rules.allow("/" + "xyz" * 600 + "a")
    assert parse("User-agent: *\nDisallow: /" + "*a" * 200_000).allow("/" + "a" * 2_000 + "b")
    assert parse(agents) == ALLOW_ALL


def test_a_robots_txt_that_is_larger_than_what_is_kept_is_kept_alone(site: Site) -> None:
    text(site, b"User-agent: *\nDisallow: /none" + b"\xff" * 510_000)
    site.serve("/news/1")
    assert fetch(site.url("/news/1"), site.settings()).data == PAGE
    assert fetch(site.url("/news/1"), site.settings()).data == PAGE
    assert site.robots_asked == 1

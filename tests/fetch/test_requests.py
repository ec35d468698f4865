"""What is requested, and which redirects are followed."""

import pytest

from app.errors import FetchFailed
from app.fetch import fetch
from app.fetch.requests import Fetched, FetchRequest
from tests.fetch.refusing import refusal
from tests.website import PAGE, Site


def test_a_page_is_fetched_with_its_type_and_charset(site: Site) -> None:
    site.serve("/news")
    assert fetch(site.url("/news#part"), site.settings()) == Fetched(
        site.url("/news"), PAGE, "text/html", "utf-8"
    )


def test_the_request_names_host_and_program_and_carries_nothing_else(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:1")
    monkeypatch.setenv("all_proxy", "http://127.0.0.1:1")
    site.serve("/a")
    fetch(site.url("/a?b=c d"), site.settings(base_url="https://gloss.example"))
    path, headers = site.asked[0]
    assert path == "/a?b=c%20d"
    assert headers["host"] == f"127.0.0.1:{site.port}"
    assert headers["user-agent"].startswith("Gloss/")
    assert headers["user-agent"].endswith("(+https://gloss.example)")
    assert set(headers) == {"host", "user-agent", "accept", "accept-encoding", "connection"}


def test_only_the_requested_media_types_are_accepted(site: Site) -> None:
    wanted = FetchRequest(
        "summary", ("application/json",), "application/json", "desk@ostra.example"
    )
    site.serve("/a", b"{}", Content_Type="application/json")
    assert (
        fetch(site.url("/a"), site.settings(base_url="https://gloss.example"), wanted).data == b"{}"
    )
    headers = site.asked[0][1]
    assert headers["accept"] == "application/json"
    assert headers["user-agent"].endswith("(+https://gloss.example; desk@ostra.example)")
    site.serve("/b", b"<p>", Content_Type="text/html")
    with pytest.raises(FetchFailed, match="text/html, not a supported summary type"):
        fetch(site.url("/b"), site.settings(), wanted)


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_a_redirect_is_followed(site: Site, status: int) -> None:
    site.serve("/old", b"", status, Location="new?x=1#part")
    site.serve("/new")
    assert fetch(site.url("/old"), site.settings()).url == site.url("/new?x=1")


def test_five_redirects_are_followed_and_six_are_not(site: Site) -> None:
    for n in range(6):
        site.serve(f"/{n}", b"", 302, Location=f"/{n + 1}")
    site.serve("/6")
    assert fetch(site.url("/1"), site.settings()).url == site.url("/6")
    assert "redirected more than 5 times" in refusal(site.url("/0"), site.settings())


def test_a_redirect_loop_ends(site: Site) -> None:
    site.serve("/a", b"", 302, Location="/a")
    assert "redirected" in refusal(site.url("/a"), site.settings())
    assert len(site.asked) == 6

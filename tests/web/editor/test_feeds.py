"""The editor's feeds: added, changed, asked and removed by forms; a list in and out."""

from collections.abc import Iterator

import pytest
from starlette.testclient import TestClient

from tests.feeds.conftest import item
from tests.importers.feeds.reading import rss
from tests.web.conftest import Web
from tests.website import Site


@pytest.fixture
def site() -> Iterator[Site]:
    made = Site()
    made.serve("/feed", rss(item(1)).encode(), Content_Type="application/rss+xml")
    made.serve("/wrong", b"<p>Words.")
    yield made
    made.close()


@pytest.fixture
def editor(web: Web, site: Site) -> TestClient:
    return web.client(editor=True, fetch_allow=(f"127.0.0.1:{site.port}",), fetch_tries=1)


def test_a_feed_is_added_changed_and_removed(editor: TestClient, site: Site) -> None:
    form = {"url": site.url("/feed"), "tags": "ports\r\nsea", "exclude": "kraken", "private": "yes"}
    added = editor.post("/edit/feeds", data=form)
    assert (added.status_code, added.headers["location"]) == (303, "/edit/feeds")
    listed = editor.get("/edit/feeds").text
    for words in ("Elm News", "private", "ports", "It will be checked in a moment."):
        assert words in listed
    edit = editor.get("/edit/feeds/1").text
    assert "ports\nsea</textarea>" in edit
    assert "kraken</textarea>" in edit
    changed = editor.post("/edit/feeds/1", data={"title": "Harbours <b>", "include": "mole"})
    assert changed.status_code == 303
    listed = editor.get("/edit/feeds").text
    assert "Harbours &lt;b&gt;" in listed
    assert "public" in listed
    assert editor.post("/edit/feeds/1/remove").status_code == 303
    assert "No feeds yet." in editor.get("/edit/feeds").text
    assert editor.get("/edit/feeds/1").status_code == 404


def test_a_problem_is_said_and_what_was_typed_stays(editor: TestClient, site: Site) -> None:
    answer = editor.post("/edit/feeds", data={"url": site.url("/wrong"), "tags": "ports"})
    assert answer.status_code == 422
    for words in ("is not a feed, and names none", site.url("/wrong"), "ports</textarea>"):
        assert words in answer.text
    assert editor.post("/edit/feeds", data={}).status_code == 422
    assert "Choose an OPML file." in editor.post("/edit/feeds/list", files={"x": b"y"}).text


def test_a_list_goes_out_and_comes_in(editor: TestClient, site: Site) -> None:
    editor.post("/edit/feeds", data={"url": site.url("/feed")})
    exported = editor.get("/edit/feeds/list.opml")
    assert exported.headers["content-type"].startswith("text/x-opml")
    assert site.url("/feed").encode() in exported.content
    editor.post("/edit/feeds/1/remove")
    assert editor.post("/edit/feeds/list", files={"file": exported.content}).status_code == 303
    assert "Elm News" in editor.get("/edit/feeds").text


def test_feeds_are_asked_when_the_editor_wants_it(editor: TestClient, site: Site) -> None:
    editor.post("/edit/feeds", data={"url": site.url("/feed")})
    assert editor.post("/edit/feeds/1/run").status_code == 303
    assert editor.post("/edit/feeds/run").status_code == 303
    assert editor.post("/edit/feeds/9/run").status_code == 404
    assert editor.get("/edit").text.count('href="/edit/feeds"') == 1


@pytest.mark.parametrize(
    "address", ["", "/list", "/run", "/1", "/1/run", "/1/remove", "/list.opml"]
)
def test_nobody_else_sees_or_changes_feeds(client: TestClient, address: str) -> None:
    assert client.post(f"/edit/feeds{address}").status_code in (401, 405)
    assert client.get(f"/edit/feeds{address}").status_code in (401, 405)

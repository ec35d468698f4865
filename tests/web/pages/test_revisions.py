"""An article's history: its pages and its feed, and who may see them."""

import re
import xml.etree.ElementTree as ET
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import datetime

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from app.store.db.library import Library
from app.web.http import atom
from app.web.pages import revisions
from tests.web.conftest import TEXT, Web

pytestmark = pytest.mark.slow  # each test stores and annotates several articles

Counting = Callable[[Library], AbstractContextManager[list[str]]]
ATOM = "{http://www.w3.org/2005/Atom}"
NEXT = TEXT.replace("4.2 million", "3.1 million").replace("a new chair", "an old chair")


def put(editor: TestClient, article: int, text: str, **more: object) -> None:
    given = {"text": text, "title": "A new chair", "published": "2031-05-02"} | more
    assert editor.put(f"/api/articles/{article}", json=given).json()["created"] is True


@pytest.fixture
def edited(editor: TestClient, article: int) -> int:
    """An article with three more revisions: other words, other typography, another title."""
    put(editor, article, NEXT)
    put(editor, article, NEXT.replace("“", '"').replace("”", '"'))
    put(editor, article, NEXT.replace("“", '"').replace("”", '"'), title="An old chair")
    return article


def plain(page: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", page))


def test_the_history_tells_each_step_in_plain_words(client: TestClient, edited: int) -> None:
    page = client.get(f"/articles/{edited}/revisions").text
    assert re.findall(r'<li id="r(\d)">', page) == ["4", "3", "2", "1"]
    steps = [plain(part) for part in page.split('<li id="r')[1:]]
    assert "the title changed [deleted: A new chair] → [inserted: An old chair]" in steps[0]
    assert "only typography" in steps[1]
    assert "a number changed [deleted: 4.2 million] → [inserted: 3.1 million]" in steps[2]
    assert "First captured." in steps[3]
    shas = client.get(f"/api/articles/{edited}").json()["revisions"]
    assert all(sha["sha256"] in page for sha in shas)
    assert f'href="/articles/{edited}/revisions/1-2"' in page
    assert (
        'rel="alternate" type="application/atom+xml" title="Changes to this article" '
        f'href="/articles/{edited}/revisions.atom"'
    ) in page


def test_trivial_edits_can_be_left_out(client: TestClient, edited: int) -> None:
    page = client.get(f"/articles/{edited}/revisions?trivial=hide").text
    assert re.findall(r'<li id="r(\d)">', page) == ["4", "2", "1"]
    assert "1 edit of typography or white space is hidden" in page
    assert (
        client.get(f"/articles/{edited}/revisions?trivial=").text
        == client.get(f"/articles/{edited}/revisions").text
    )
    assert client.get(f"/articles/{edited}/revisions?trivial=maybe").status_code == 422


def test_a_long_history_comes_in_pages_that_describe_every_step(
    client: TestClient, editor: TestClient, article: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(revisions, "STEPS", 3)
    for n in range(7):
        put(editor, article, TEXT.replace("4.2", str(n + 10)))
    seen, address = [], f"/articles/{article}/revisions?trivial=hide"
    while address:
        page = " ".join(client.get(address).text.split())
        seen += re.findall(r'<li id="r(\d)">', page)
        assert page.count("a number changed") == len(re.findall(r'<li id="r[2-8]">', page))
        found = re.search(r'href="([^"]+)" rel="next"', page)
        address = found[1].replace("&amp;", "&") if found else ""
    assert seen == ["8", "7", "6", "5", "4", "3", "2", "1"]
    assert client.get(f"/articles/{article}/revisions?before=1").status_code == 200
    for wrong in ("0", "x", "9" * 12):
        assert client.get(f"/articles/{article}/revisions?before={wrong}").status_code == 422


def test_texts_too_long_for_the_list_are_said_to_be_so(
    client: TestClient, edited: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(revisions, "DESCRIBED_CHARACTERS", 10)
    page = client.get(f"/articles/{edited}/revisions").text
    assert page.count("too long to summarize here") == 2
    assert "the title changed" in page
    monkeypatch.setattr(revisions, "COMPARED_CHARACTERS", 10)
    answer = client.get(f"/articles/{edited}/revisions/1-2")
    assert answer.status_code == 200
    assert "too long to compare" in answer.text


@pytest.mark.parametrize("view", ["", "?view=inline", "?view=side"])
def test_the_difference_says_what_went_and_what_came(
    client: TestClient, edited: int, view: str
) -> None:
    page = client.get(f"/articles/{edited}/revisions/1-2{view}").text
    assert re.search(r"<del><span[^>]*>\[deleted: </span>4\.2<", page)
    assert re.search(r"<ins><span[^>]*>\[inserted: </span>3\.1<", page)
    assert 'content="noindex"' in page
    assert ('scope="col"' in page) == (view == "?view=side")
    assert f'href="/articles/{edited}/revisions/2-3"' in page


def test_the_difference_folds_what_did_not_change(
    client: TestClient, editor: TestClient, article: int
) -> None:
    calm = "\n\n".join(f"Paragraph number {n} stays as it was written." for n in range(9))
    put(editor, article, f"{TEXT}\n\n{calm}\n\nIt rained.")
    put(editor, article, f"{TEXT}\n\n{calm}\n\nIt snowed.")
    page = client.get(f"/articles/{article}/revisions/2-3").text
    assert "… 12 paragraphs unchanged …" in page
    assert "Paragraph number 4 stays" in page


def test_a_paragraph_that_moved_leads_to_where_it_stands_now(
    client: TestClient, editor: TestClient, article: int
) -> None:
    first, *rest = TEXT.split("\n\n")
    put(editor, article, "\n\n".join([*rest, first]))
    for view in ("", "?view=side"):
        page = client.get(f"/articles/{article}/revisions/1-2{view}").text
        place = f"p{len(rest) + 1}"
        assert f'href="#{place}"' in page
        assert page.count(f'id="{place}"') == 1
        assert "moved here" in page
        assert "a paragraph moved" in page


def test_a_difference_of_titles_alone_and_of_typography_alone(
    client: TestClient, edited: int
) -> None:
    page = client.get(f"/articles/{edited}/revisions/3-4").text
    assert "The text is the same in both revisions." in page
    page = client.get(f"/articles/{edited}/revisions/2-3").text
    assert "only typography" in page
    assert "<ins>" not in page
    assert "a number changed" in client.get(f"/articles/{edited}/revisions/1-4").text


@pytest.mark.parametrize(
    "pair",
    [
        "2-1",
        "1-1",
        "1-9",
        "0-1",
        "1",
        "1-",
        "a-b",
        "1-2-3",
        "1-" + "9" * 30,
        "%31-%EF%BC%92",
        "01-2",
    ],
)
def test_what_is_no_difference_is_not_found(client: TestClient, edited: int, pair: str) -> None:
    assert client.get(f"/articles/{edited}/revisions/{pair}").status_code == 404


def test_a_view_that_there_is_not_is_refused(client: TestClient, edited: int) -> None:
    assert client.get(f"/articles/{edited}/revisions/1-2?view=upside").status_code == 422


def feed(client: TestClient, address: str) -> ET.Element:
    answer = client.get(address)
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "application/atom+xml; charset=utf-8"
    assert answer.headers["x-robots-tag"] == "noindex"
    return ET.fromstring(answer.content)


def test_the_feed_is_atom_with_absolute_addresses(client: TestClient, edited: int) -> None:
    root = feed(client, f"/articles/{edited}/revisions.atom")
    base = f"http://testserver/articles/{edited}"
    assert root.tag == f"{ATOM}feed"
    assert root.findtext(f"{ATOM}id") == f"{base}/revisions.atom"
    assert {link.get("rel"): link.get("href") for link in root.findall(f"{ATOM}link")} == {
        "self": f"{base}/revisions.atom",
        "alternate": f"{base}/revisions",
    }
    assert root.findtext(f"{ATOM}author/{ATOM}name")
    entries = root.findall(f"{ATOM}entry")
    ids = [e.findtext(f"{ATOM}id") for e in entries]
    assert ids == [
        f"{base}/revisions/3-4",
        f"{base}/revisions/2-3",
        f"{base}/revisions/1-2",
        f"{base}?revision=1",
    ]
    updated = [datetime.fromisoformat(e.findtext(f"{ATOM}updated") or "") for e in [root, *entries]]
    assert all(moment.tzinfo for moment in updated)
    assert updated[0] == max(updated)
    assert "a number changed: “4.2 million” → “3.1 million”" in (
        entries[2].findtext(f"{ATOM}summary") or ""
    )
    fewer = feed(client, f"/articles/{edited}/revisions.atom?trivial=hide").findall(f"{ATOM}entry")
    assert [e.findtext(f"{ATOM}id") for e in fewer] == [ids[0], ids[2], ids[3]]


def test_stored_words_are_never_markup(
    client: TestClient, editor: TestClient, article: int
) -> None:
    hostile = "<script>alert(1)</script> & ]]> \x0b\x01\ufffe “>"
    put(
        editor,
        article,
        f"{TEXT}\n\n{hostile} was said by <b>Ann Other</b>.",
        title=hostile,
        byline=[hostile],
    )
    for view in ("", "/1-2", "/1-2?view=side"):
        page = client.get(f"/articles/{article}/revisions{view}").text
        assert "<script>alert" not in page
        assert "<b>Ann" not in page
    root = feed(client, f"/articles/{article}/revisions.atom")
    assert "<script>alert(1)</script> & ]]>" in (root.findtext(f"{ATOM}title") or "")
    assert root.find(f".//{ATOM}script") is None


def test_a_feed_takes_any_words() -> None:
    moment = datetime.fromisoformat("2031-05-02T08:30:00+00:00")
    entry = atom.FeedEntry("http://a.example/?a=1&b=2", "\x00\ud800<", moment, "👩‍👩‍👧 \x1f")
    root = ET.fromstring(
        atom.feed(
            atom.FeedAddresses(*["http://a.example/f"] * 3),
            title="\x08",
            updated=moment,
            entries=[entry],
        )
    )
    assert root.findtext(f"{ATOM}entry/{ATOM}id") == "http://a.example/?a=1&b=2"
    assert root.findtext(f"{ATOM}entry/{ATOM}title") == "\ufffd\ufffd<"


def addresses(article: int) -> list[str]:
    base = f"/articles/{article}/revisions"
    return [base, f"{base}.atom", f"{base}/1-2", f"{base}/1-2?view=side"]


def test_a_history_is_for_whoever_may_read_the_article(
    client: TestClient, editor: TestClient, web: Web, edited: int
) -> None:
    for address in addresses(edited):
        answer = client.get(address)
        assert answer.content == editor.get(address).content
        assert (
            client.get(address, headers={"If-None-Match": answer.headers["etag"]}).status_code
            == 304
        )
        assert web.client(public_reading=False).get(address).status_code == 401
    editor.patch(f"/api/articles/{edited}", json={"visibility": "private"})
    for address in addresses(edited):
        assert client.get(address).status_code == 404
        kept = editor.get(address)
        assert (kept.status_code, kept.headers["cache-control"]) == (200, "private, no-store")
    editor.patch(f"/api/articles/{edited}", json={"visibility": "public"})
    editor.delete(f"/api/articles/{edited}")
    for address in addresses(edited):
        gone = client.get(address)
        assert gone.status_code == 410
        assert "chair" not in gone.text


def test_no_page_of_a_history_asks_more_for_more_revisions(
    app: FastAPI, client: TestClient, editor: TestClient, edited: int, count_queries: Counting
) -> None:
    def asked() -> list[int]:
        counts = []
        for address in addresses(edited):
            with count_queries(app.state.library) as queries:
                assert client.get(address).status_code == 200
            counts.append(len(queries))
        return counts

    before = asked()
    for n in range(6):
        put(
            editor,
            edited,
            NEXT + f"\n\nHarbour master Ingrid Vale said on Monday that {n} ships came." * (n + 1),
        )
    assert asked() == before == [5, 5, 5, 5]

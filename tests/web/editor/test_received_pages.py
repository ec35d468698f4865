"""The bookmarklet, the page that receives what it sends, and the import of that."""

import re
from urllib.parse import unquote

import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.testclient import TestClient

from app.text.spans import Span
from app.web.editor.received_pages import find_once
from tests.web.conftest import Web

PAGE = (
    "<html><head><title>The mole</title></head><body><article><h1>The mole</h1>"
    "<p>The harbour board of Ostra met on Tuesday, and it chose a new chair at once.</p>"
    "<p>Nobody from the ministry was there when the vote was counted in the old hall.</p>"
    "<p>The chair said that the repair of the mole would begin in May of next year.</p>"
    "</article></body></html>"
)


def test_the_bookmarklet_leads_to_this_library(client: TestClient) -> None:
    page = client.get("/import/bookmarklet").text
    link = re.search(r'href="(javascript:[^"]+)"', page)
    assert link
    script = unquote(link[1].replace("&#39;", "'"))
    assert '"http://testserver"' in script
    assert "gloss.invalid" not in script
    assert "outerHTML" in script


def test_only_the_receiving_page_may_be_heard_by_who_opened_it(client: TestClient) -> None:
    opener = "cross-origin-opener-policy"
    received = client.get("/import/received")
    assert (received.status_code, received.headers[opener]) == (200, "unsafe-none")
    assert "frame-ancestors 'none'" in received.headers["content-security-policy"]
    for address in ("/import", "/import/bookmarklet", "/"):
        assert client.get(address).headers[opener] == "same-origin"


def test_a_page_is_imported_and_leads_to_the_selected_words(
    client: TestClient, editor: TestClient
) -> None:
    sent = {
        "html": PAGE,
        "html_url": "https://ostra.example/mole?utm_source=x",
        "selection": "a new chair at once.\n\nNobody from the ministry",
    }
    assert client.post("/import", data=sent).status_code == 401
    answer = editor.post("/import", data=sent)
    assert answer.status_code == 303
    address, _, fragment = answer.headers["location"].partition("#")
    assert fragment.startswith("p")
    assert ":~:text=" in fragment
    api = client.get(f"/api{address}").json()
    assert api["source_url"] == "https://ostra.example/mole"
    assert "<p>" not in api["text"]


def test_a_page_from_another_site_imports_nothing(editor: TestClient) -> None:
    elsewhere = {"Origin": "https://evil.example", "Sec-Fetch-Site": "cross-site"}
    answer = editor.post("/import", data={"html": PAGE}, headers=elsewhere)
    assert answer.status_code == 403


def test_what_cannot_be_imported_is_said(editor: TestClient) -> None:
    for sent in (
        {"html": "<html></html>", "html_url": "https://ostra.example/empty"},
        {"html": PAGE, "html_url": "about:blank"},
    ):
        answer = editor.post("/import", data=sent)
        assert answer.status_code == 422
        assert 'role="alert"' in answer.text


def test_a_large_page_is_taken(web: Web) -> None:
    padded = PAGE.replace("</body>", "<script>" + "x" * 3_000_000 + "</script></body>")
    sent = {"html": padded, "html_url": "https://ostra.example/large"}
    assert web.client(editor=True).post("/import", data=sent).status_code == 303


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("new   chair", Span(2, 11)),
        ("chair.\tIt", Span(6, 16)),
        ("It rained", None),
        ("rained. It", Span(17, 27)),
        ("", None),
        (" \n", None),
        ("x" * 3_000, None),
        (".*", None),
    ],
)
def test_selected_words_are_found_where_they_stand_once(words: str, found: Span | None) -> None:
    text = "A new chair.\n\nIt rained. It rained"
    assert find_once(text, words) == found


WORDS = st.text("ab \n\t\u00a0", max_size=60)


@given(WORDS, WORDS)
def test_words_are_found_whatever_white_space_is_between_them(text: str, words: str) -> None:
    parts = words.split()
    pattern = re.compile("(?=(" + r"\s+".join(parts) + "))")
    matches = [match.span(1) for match in pattern.finditer(text)] if parts else []
    expected = Span(*matches[0]) if len(matches) == 1 else None
    assert find_once(text, words) == expected


def test_a_million_like_words_are_searched_at_once() -> None:
    assert find_once("a " * 1_000_000, "a " * 900 + "b") is None

"""Citations and checking them over HTTP: the forms, who sees what, and hostile words."""

import re
from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from app.citations.formats import FORMS
from app.citations.parsing import parse
from app.store.db.library import Library
from tests.web.boards import HOSTILE, OTHER, QUOTE, new_board, public, share
from tests.web.conftest import TEXT, Web

Counting = Callable[[Library], AbstractContextManager[list[str]]]


def test_the_page_shows_every_form_and_offers_it_as_a_file(
    client: TestClient, article: int
) -> None:
    code = share(client, article)
    page = client.get(f"/p/{code}/cite")
    assert page.status_code == 200
    for form in FORMS:
        file = client.get(f"/p/{code}/cite?format={form.name}")
        assert file.status_code == 200
        assert file.headers["content-type"] == form.media_type
        assert (
            file.headers["content-disposition"]
            == f'attachment; filename="gloss-{code}{form.suffix}"'
        )
        assert file.headers["etag"]
        (cited,) = parse(file.text)
        assert (cited.code, cited.words, cited.link) == (code, QUOTE, f"http://testserver/p/{code}")
        assert f"format={form.name}" in page.text
    assert client.get(f"/p/{code}/cite?format=pdf").status_code == 415


def test_the_words_and_the_hash_are_those_of_the_revision_cited(
    client: TestClient, editor: TestClient, article: int
) -> None:
    code = share(client, article)
    before = client.get(f"/p/{code}/cite?format=text").text
    assert "“A new chair”" in before
    assert "2 May 2031" in before
    editor.put(
        f"/api/articles/{article}", json={"text": TEXT.replace(QUOTE, ""), "title": "Another title"}
    )
    assert client.get(f"/p/{code}/cite?format=text").text == before
    first = client.get(f"/api/articles/{article}?revision=1").json()["revisions"][0]
    assert f"SHA-256 {first['sha256']}" in before


def test_hostile_words_stay_words_in_every_form(client: TestClient, editor: TestClient) -> None:
    made = editor.post(
        "/api/articles", json={"text": f"{HOSTILE}\n\nIt rained.", "title": HOSTILE}
    ).json()["id"]
    code = share(client, made, HOSTILE)
    assert "<script>" not in client.get(f"/p/{code}/cite").text.replace("<script src", "")
    for form in FORMS:
        given = client.get(f"/p/{code}/cite?format={form.name}").text
        assert [c.words for c in parse(given)] == [HOSTILE]
        answer = client.post("/verify", data={"citation": given})
        assert "Verified" in answer.text
        assert "<script>" not in answer.text.replace("<script src", "")


def test_a_citation_is_seen_by_whoever_may_see_the_passage(
    web: Web, client: TestClient, editor: TestClient, article: int
) -> None:
    shut, opened = share(editor, article, OTHER), share(editor, article, opened=True)
    editor.patch(f"/api/articles/{article}", json={"visibility": "private"})
    assert client.get(f"/p/{shut}/cite").status_code == 404
    assert client.get(f"/p/{shut}/cite?format=text").status_code == 404
    assert editor.get(f"/p/{shut}/cite").headers["cache-control"] == "private, no-store"
    closed = web.client(public_reading=False)
    for reader in (client, closed):
        assert closed.get(f"/p/{shut}/cite").status_code == 404
        for told in (
            reader.get(f"/p/{opened}/cite").text,
            *(reader.get(f"/p/{opened}/cite?format={f.name}").text for f in FORMS),
        ):
            assert QUOTE in told
            assert "A new chair" not in told
            assert "Ingrid" not in told
    assert closed.get("/p/nosuchcode12/cite").status_code == 404
    assert closed.get(f"/p/{opened}/cite/more").status_code == 404
    editor.delete(f"/api/articles/{article}")
    assert client.get(f"/p/{opened}/cite").status_code == 410


def test_citations_are_checked_without_a_trace(
    app: FastAPI, client: TestClient, article: int, count_queries: Counting
) -> None:
    one, other = share(client, article), share(client, article, OTHER)
    given = client.get(f"/p/{one}/cite?format=markdown").text + client.get(
        f"/p/{other}/cite?format=ris"
    ).text.replace("2019", "2018")
    with count_queries(app.state.library) as queries:
        answer = client.post("/verify", data={"citation": given})
    assert all(query.startswith("SELECT") for query in queries)
    assert len(queries) <= 2 * 5
    assert answer.status_code == 200
    assert answer.headers["cache-control"] == "private, no-store"
    assert re.findall(r'class="title">\s*(\w+)', answer.text) == ["Verified", "Does"]
    assert re.search(r"<del>.*2019", answer.text)
    assert re.search(r"<ins>.*2018", answer.text)


def test_the_form_is_public_and_asks_for_a_citation(client: TestClient) -> None:
    assert client.get("/verify").headers["etag"]
    for given in ("", "words alone", "[" * 5_000):
        answer = client.post("/verify", data={"citation": given})
        assert (answer.status_code, "No citation found" in answer.text) == (422, True)
    assert (
        client.post(
            "/verify",
            content=b"citation=" + b"x" * 70_000,
            headers={"content-type": "application/x-www-form-urlencoded"},
        ).status_code
        == 413
    )
    assert client.post("/verify", json={}).status_code == 415


def test_only_so_many_citations_are_checked_at_once_and_the_page_says_so(
    client: TestClient,
) -> None:
    answer = client.post(
        "/verify", data={"citation": " ".join(f"/p/nosuchcode{n}" for n in range(10, 60))}
    )
    assert answer.text.count("This library has no passage with this code.") == 20
    assert "Only the first 20" in answer.text


def test_a_stranger_learns_nothing_of_a_private_passage_by_checking(
    client: TestClient, editor: TestClient, article: int
) -> None:
    code = share(editor, article, OTHER)
    given = editor.get(f"/p/{code}/cite?format=text").text
    editor.patch(f"/api/articles/{article}", json={"visibility": "private"})
    for words in (given, given.replace("2019", "2018"), f"/p/{code}"):
        answer = client.post("/verify", data={"citation": words}).text
        assert "This library has no passage with this code." in answer
        assert answer.count("<li class=") == 1
    assert "Verified" in editor.post("/verify", data={"citation": given}).text


def test_a_closed_library_checks_nothing_for_strangers(web: Web) -> None:
    assert (
        web.client(public_reading=False)
        .post("/verify", data={"citation": "/p/nosuchcode12"})
        .status_code
        == 401
    )


def test_every_page_asks_a_bounded_number_of_questions(
    app: FastAPI, client: TestClient, editor: TestClient, article: int, count_queries: Counting
) -> None:
    def asked(reader: TestClient, address: str) -> int:
        with count_queries(app.state.library) as queries:
            assert reader.get(address).status_code == 200
        return len(queries)

    code = share(client, article)
    codes = [
        code,
        *(share(editor, article, words) for words in (OTHER, "A costly plan", "4.2 million")),
    ]
    assert asked(client, f"/p/{code}/cite") == 4
    assert asked(client, "/verify") == 0
    for n in (1, 4):
        address = new_board(editor, *codes[:n])
        assert asked(client, public(editor, address)) == 3 + 2 * n
        assert asked(editor, address) == 3 + 2 * n
        assert asked(editor, "/boards") == 1


@pytest.mark.parametrize(
    "address",
    [
        "/boards/x",
        "/boards/-1",
        "/boards/99999999999999",
        "/b/a%00b",
        "/b/" + "a" * 200,
        "/p/../cite",
        "/b/.json",
    ],
)
def test_addresses_that_make_no_sense_are_refused_in_words(
    editor: TestClient, address: str
) -> None:
    assert editor.get(address).status_code in (400, 404)

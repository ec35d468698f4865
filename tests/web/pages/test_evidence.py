"""Citations, their check and boards, over HTTP: who sees what, who may change what, and what hostile words make of it."""

import json
import re
from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from app.citations.formats import FORMS
from app.citations.parsing import parse
from app.store.db.library import Library
from tests.web.conftest import TEXT, Web

Counting = Callable[[Library], AbstractContextManager[list[str]]]
QUOTE = "It chose a new chair."
OTHER = "She has held her post since 2019."
HOSTILE = "<script>alert(1)</script> “*a*” {b} \\c & 100% [d](e)"


def share(client: TestClient, article: int, exact: str = QUOTE, **more: Any) -> str:
    code: str = client.post(
        "/api/passages", json={"article": article, "exact": exact} | more
    ).json()["code"]
    return code


def new_board(
    editor: TestClient, *codes: str, title: str = "What was promised", **more: str
) -> str:
    """The edit address of a new board with these passages."""
    address: str = editor.post("/boards", data={"title": title} | more).headers["location"]
    if codes:
        assert (
            editor.post(
                f"{address}/passages", data={"links": " ".join(f"/p/{code}" for code in codes)}
            ).status_code
            == 303
        )
    return address


def public(editor: TestClient, address: str) -> str:
    """A board's public address."""
    found = re.search(r'href="(/b/[\w-]+)"', editor.get(address).text)
    assert found
    return found[1]


def items(editor: TestClient, address: str) -> list[str]:
    return re.findall(rf'action="({address}/passages/\d+)"', editor.get(address).text)


# citations


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


# checking


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
        assert (answer.status_code, "this text has no link to a passage" in answer.text) == (
            422,
            True,
        )
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
    assert answer.text.count("There is no such passage in this library.") == 20
    assert "Only the first 20" in answer.text


def test_a_stranger_learns_nothing_of_a_private_passage_by_checking(
    client: TestClient, editor: TestClient, article: int
) -> None:
    code = share(editor, article, OTHER)
    given = editor.get(f"/p/{code}/cite?format=text").text
    editor.patch(f"/api/articles/{article}", json={"visibility": "private"})
    for words in (given, given.replace("2019", "2018"), f"/p/{code}"):
        answer = client.post("/verify", data={"citation": words}).text
        assert "There is no such passage in this library." in answer
        assert answer.count("<li class=") == 1
    assert "Verified" in editor.post("/verify", data={"citation": given}).text


def test_a_closed_library_checks_nothing_for_strangers(web: Web) -> None:
    assert (
        web.client(public_reading=False)
        .post("/verify", data={"citation": "/p/nosuchcode12"})
        .status_code
        == 401
    )


# boards


def test_the_editor_makes_a_board_and_anybody_reads_it(
    client: TestClient, editor: TestClient, article: int
) -> None:
    address = new_board(
        editor,
        share(client, article),
        share(client, article, OTHER),
        notes="First line.\r\nSecond line.",
    )
    board = public(editor, address)
    page = client.get(board)
    assert page.status_code == 200
    assert page.text.index(QUOTE) < page.text.index(OTHER)
    for words in (
        "What was promised",
        "First line.\nSecond line.",
        "A new chair",
        "2 May 2031",
        "stands as it was cited",
    ):
        assert words in page.text
    assert client.get(board, headers={"If-None-Match": page.headers["etag"]}).status_code == 304
    assert editor.get(board).content == page.content
    assert editor.get(address).headers["cache-control"] == "private, no-store"
    assert editor.get("/boards").headers["cache-control"] == "private, no-store"
    assert "What was promised" in editor.get("/boards").text


def test_a_passage_is_added_from_its_page_to_a_board_or_a_new_one(
    client: TestClient, editor: TestClient, article: int
) -> None:
    one, other = share(client, article), share(client, article, OTHER)
    made = editor.post("/boards/add", data={"code": one, "board": "", "title": "A new board"})
    assert made.status_code == 303
    address, _, anchor = made.headers["location"].partition("#")
    assert anchor == one
    assert "A new board" in editor.get("/boards").text
    id_ = address.rsplit("/", 1)[1]
    assert (
        editor.post("/boards/add", data={"code": other, "board": id_}).headers["location"]
        == f"{address}#{other}"
    )
    assert editor.post("/boards/add", data={"code": other, "board": id_}).status_code == 303
    assert len(items(editor, address)) == 2
    assert (
        editor.post("/boards/add", data={"code": "nosuchcode12", "board": id_}).status_code == 404
    )
    assert editor.post("/boards/add", data={"code": one, "board": "99"}).status_code == 404
    assert editor.post("/boards/add", data={"code": one, "board": "x"}).status_code == 422
    assert editor.post("/boards/add", data={"board": id_}).status_code == 422


def test_no_board_is_named_by_words_of_a_passage(editor: TestClient, article: int) -> None:
    """Its title would be read where the passage is closed, and would outlive its article."""
    assert (
        editor.post(
            "/boards/add", data={"code": share(editor, article), "board": "", "title": ""}
        ).status_code
        == 422
    )
    assert QUOTE not in editor.get("/boards").text


def test_the_list_of_boards_says_where_a_passage_can_be_put(
    client: TestClient, editor: TestClient, article: int
) -> None:
    code = share(client, article)
    new_board(editor, title="The first board")
    page = editor.get(f"/boards?code={code}").text
    assert QUOTE in page
    assert (
        page.count(f'name="code" value="{code}"') == 2
    )  # on the board that there is, or on a new one
    assert editor.get("/boards?code=nosuchcode12").status_code == 404
    assert client.get(f"/boards?code={code}").status_code == 401


def test_pasted_links_are_added_and_what_is_unknown_is_named(
    client: TestClient, editor: TestClient, article: int
) -> None:
    one, other = share(client, article), share(client, article, OTHER)
    address = new_board(editor)
    cited = client.get(f"/p/{other}/cite?format=bibtex").text
    answer = editor.post(
        f"{address}/passages",
        data={"links": f"http://testserver/p/{one}\n{cited}\n/p/nosuchcode12"},
    )
    assert answer.status_code == 422
    assert "nosuchcode12</code> There is no such passage" in answer.text
    assert answer.headers["cache-control"] == "private, no-store"
    assert len(items(editor, address)) == 2
    assert editor.post(f"{address}/passages", data={"links": "no link"}).status_code == 422
    assert editor.post("/boards/99/passages", data={"links": f"/p/{one}"}).status_code == 404


def test_passages_are_moved_noted_and_removed_by_forms(
    client: TestClient, editor: TestClient, article: int
) -> None:
    address = new_board(editor, share(client, article), share(client, article, OTHER))
    board, (first, second) = public(editor, address), items(editor, address)
    assert (
        editor.post(second, data={"do": "up", "note": "Half a note"})
        .headers["location"]
        .startswith(f"{address}#item-")
    )
    page = client.get(board).text
    assert page.index(OTHER) < page.index("Half a note") < page.index(QUOTE)
    editor.post(second, data={"do": "down", "note": "Half a note"})
    editor.post(second, data={"do": "save", "note": ""})
    page = client.get(board).text
    assert page.index(QUOTE) < page.index(OTHER)
    assert "Half a note" not in page
    assert editor.post(first, data={"do": "remove"}).status_code == 303
    assert QUOTE not in client.get(board).text
    assert editor.post(first, data={"do": "up"}).status_code == 404
    assert editor.post(second, data={"do": "burn"}).status_code == 422
    assert editor.post(second, data={"note": "x" * 2_001}).status_code == 422


def test_a_board_is_renamed_revoked_and_opened_again(
    client: TestClient, editor: TestClient, article: int
) -> None:
    address = new_board(editor, share(client, article))
    board = public(editor, address)
    editor.post(address, data={"title": "Another title", "notes": "Other notes"})
    assert "Another title" in client.get(board).text
    assert editor.post(address, data={"title": " "}).status_code == 422
    assert editor.post(f"{address}/revoke").status_code == 303
    for at in (board, f"{board}.json", f"{board}.md"):
        for reader in (client, editor):
            answer = reader.get(at)
            assert (answer.status_code, QUOTE in answer.text) == (410, False)
    assert "Restore the link" in editor.get(address).text
    editor.post(f"{address}/restore")
    assert QUOTE in client.get(board).text


CHANGES = (
    "/boards",
    "/boards/add",
    "/boards/1",
    "/boards/1/passages",
    "/boards/1/passages/1",
    "/boards/1/revoke",
    "/boards/1/restore",
)


@pytest.mark.parametrize("address", CHANGES)
def test_only_the_editor_changes_boards_and_only_from_this_site(
    client: TestClient, editor: TestClient, article: int, address: str
) -> None:
    code = share(client, article)
    new_board(editor, code)
    before = editor.get("/boards/1").text
    data = {
        "title": "Taken over",
        "code": code,
        "links": f"/p/{code}",
        "do": "remove",
        "note": "Planted",
    }
    assert client.post(address, data=data).status_code == 401
    for headers in (
        {"Sec-Fetch-Site": "cross-site"},
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
    ):
        assert editor.post(address, data=data, headers=headers).status_code == 403
    assert editor.get("/boards/1").text == before
    assert "Taken over" not in editor.get("/boards").text


@pytest.mark.parametrize("address", CHANGES[1:])
def test_no_board_changes_by_being_looked_at(
    editor: TestClient, article: int, address: str
) -> None:
    new_board(editor, share(editor, article))
    assert editor.get(address).status_code == (
        200 if address == "/boards/1" else 404 if address == "/boards/add" else 405
    )


def test_strangers_see_no_list_of_boards(client: TestClient, editor: TestClient) -> None:
    new_board(editor)
    assert client.get("/boards").status_code == 401
    assert client.get("/boards/1").status_code == 401
    assert editor.get("/boards/99").status_code == 404
    assert client.get("/b/nosuchboards").status_code == 404
    assert client.get("/b/short").status_code == 404


def test_what_a_reader_may_not_see_is_not_on_a_board(
    web: Web, client: TestClient, editor: TestClient, article: int
) -> None:
    other = editor.post(
        "/api/articles", json={"text": "A quiet word was said on Ostra.", "title": "Kept back"}
    ).json()["id"]
    quiet, loud = share(editor, other, "A quiet word"), share(editor, article)
    address = new_board(editor, loud, quiet)
    board = public(editor, address)
    for _, item in enumerate(items(editor, address)):
        editor.post(item, data={"note": f"About {item}"})
    shown = items(editor, address)
    editor.patch(f"/api/articles/{other}", json={"visibility": "private"})
    for at in (board, f"{board}.json", f"{board}.md"):
        told = client.get(at).text
        assert QUOTE in told
        assert "quiet" not in told
        assert "Kept back" not in told
        assert shown[1] not in told
    assert json.loads(client.get(f"{board}.json").text)["total"] == 1
    assert "private: readers do not see this passage" in editor.get(address).text
    share(editor, other, "A quiet word", opened=True)
    for reader in (client, web.client(public_reading=False)):
        for at in (board, f"{board}.json", f"{board}.md"):
            told = reader.get(at).text
            assert "A quiet word" in told
            assert "was said on Ostra" not in told
            assert "Kept back" not in told
    closed = web.client(public_reading=False)
    assert QUOTE not in closed.get(board).text
    assert closed.get(board).headers["cache-control"] == "private, no-store"
    assert closed.get("/boards").status_code == 401


def test_a_withdrawn_articles_passage_falls_off_for_readers_and_is_named_to_the_editor(
    client: TestClient, editor: TestClient, article: int
) -> None:
    address = new_board(editor, share(client, article))
    board = public(editor, address)
    editor.post(items(editor, address)[0], data={"note": f"It says “{QUOTE}”"})
    editor.delete(f"/api/articles/{article}")
    assert QUOTE not in editor.get(address).text
    for at in (board, f"{board}.json", f"{board}.md"):
        answer = client.get(at)
        assert (answer.status_code, QUOTE in answer.text, "withdrawn" in answer.text) == (
            200,
            False,
            False,
        )
        assert editor.get(at).content == answer.content
    assert "was withdrawn" in editor.get(address).text
    (item,) = items(editor, address)
    editor.post(item, data={"do": "remove"})
    assert items(editor, address) == []


def test_a_board_is_exported_as_web_annotations(
    client: TestClient, editor: TestClient, article: int
) -> None:
    code = share(client, article)
    address = new_board(editor, code, notes="Read with care")
    editor.post(items(editor, address)[0], data={"note": "A note"})
    board = public(editor, address)
    answer = client.get(f"{board}.json")
    assert answer.headers["content-type"].startswith("application/ld+json")
    collection = answer.json()
    assert (collection["type"], collection["label"], collection["total"]) == (
        "AnnotationCollection",
        "What was promised",
        1,
    )
    assert collection["id"] == f"http://testserver{board}.json"
    (item,) = collection["first"]["items"]
    assert item["motivation"] == ["linking", "commenting"]
    assert item["body"][0] == {
        "type": "SpecificResource",
        "source": f"http://testserver/p/{code}",
        "purpose": "linking",
    }
    assert item["body"][1]["value"] == "A note"
    assert item["target"]["source"] == f"http://testserver/articles/{article}?revision=1"
    position, quote = item["target"]["selector"]
    assert TEXT[position["start"] : position["end"]] == quote["exact"] == QUOTE
    assert item["gloss:verdict"] == "same"


def test_a_board_in_markdown_can_be_checked(
    client: TestClient, editor: TestClient, article: int
) -> None:
    address = new_board(
        editor,
        share(client, article),
        share(client, article, OTHER),
        title="# *Promises* <b>",
        notes="1. a\n\n- b\nc",
    )
    editor.put(
        f"/api/articles/{article}",
        json={
            "text": TEXT.replace("2019", "2018"),
            "title": "A new chair",
            "published": "2031-05-02",
        },
    )
    told = client.get(f"{public(editor, address)}.md")
    assert told.headers["content-type"].startswith("text/markdown")
    assert told.text.startswith("# \\# \\*Promises\\* \\<b\\>\n\n1\\. a\n\n\\- b\\\nc\n\n> “")
    assert "The passage was reworded on" in told.text
    assert [c.words for c in parse(told.text)] == [QUOTE, OTHER]
    checked = client.post("/verify", data={"citation": told.text}).text
    assert checked.count("The citation is genuine.") == 2
    assert (checked.count("Verified"), checked.count("Genuine, but the article has changed")) == (
        1,
        1,
    )


def test_hostile_words_stay_words_on_a_board(client: TestClient, editor: TestClient) -> None:
    made = editor.post(
        "/api/articles", json={"text": f"{HOSTILE}\n\nIt rained.", "title": HOSTILE}
    ).json()["id"]
    address = new_board(
        editor,
        share(client, made, HOSTILE),
        title=HOSTILE,
        notes=HOSTILE + "\n</textarea>" + HOSTILE,
    )
    editor.post(items(editor, address)[0], data={"note": "</textarea>" + HOSTILE})
    for at in (public(editor, address), address, "/boards"):
        page = editor.get(at).text
        assert "<script>" not in page.replace("<script src", "")
        assert "</textarea>&lt;" not in page
    assert json.loads(client.get(f"{public(editor, address)}.json").text)["label"] == HOSTILE


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


# moved and reworded


MOVED = TEXT.replace(f" {OTHER}", "") + f"\n\n{OTHER.replace('2019', '2017')}"
"""The sentence stands as a paragraph at the end now, with another year."""


@pytest.fixture
def moved(client: TestClient, editor: TestClient, article: int) -> str:
    """The code of a sentence that was moved and reworded since it was shared."""
    code = share(client, article, OTHER)
    assert (
        editor.put(
            f"/api/articles/{article}", json={"text": MOVED, "title": "A new chair"}
        ).status_code
        == 201
    )
    return code


def test_what_moved_and_was_reworded_is_told_so_by_the_api(client: TestClient, moved: str) -> None:
    told = client.get(f"/api/passages/{moved}").json()
    assert (told["verdict"], told["words_changed"]) == ("moved", True)
    assert told["text"] == OTHER.replace("2019", "2017")
    assert client.get(f"/api/passages/{moved}?revision=1").json()["words_changed"] is False


def test_every_page_that_tells_of_it_says_so_and_shows_the_difference(
    client: TestClient, editor: TestClient, moved: str
) -> None:
    board = public(editor, new_board(editor, moved))
    given = client.get(f"/p/{moved}/cite?format=text").text
    pages = [
        client.get(f"/p/{moved}"),
        client.get(f"/p/{moved}/cite"),
        client.get(board),
        client.post("/verify", data={"citation": given}),
    ]
    for answer in pages:
        assert "and was reworded" in answer.text
        assert re.search(r"<del>.*?2019.*?</del>", answer.text)
        assert re.search(r"<ins>.*?2017.*?</ins>", answer.text)


def test_a_genuine_citation_is_told_apart_from_what_the_article_says_now(
    client: TestClient, moved: str
) -> None:
    given = client.get(f"/p/{moved}/cite?format=text").text
    told = client.post("/verify", data={"citation": given}).text
    assert "The citation is genuine." in told
    assert "The article does not say so in these words now." in told
    assert "Verified" not in told


def test_a_board_says_so_in_its_files_too(
    client: TestClient, editor: TestClient, moved: str
) -> None:
    board = public(editor, new_board(editor, moved))
    (item,) = client.get(f"{board}.json").json()["first"]["items"]
    assert (item["gloss:verdict"], item["gloss:words_changed"]) == ("moved", True)
    written = client.get(f"{board}.md").text
    assert "was reworded" in written
    assert OTHER.replace("2019", "2017") in written


def test_the_history_and_its_feed_say_so(client: TestClient, article: int, moved: str) -> None:
    for address in ("revisions", "revisions.atom"):
        assert (
            "a sentence moved and was reworded" in client.get(f"/articles/{article}/{address}").text
        )


def test_what_replaced_a_passage_is_shown_beside_it(
    client: TestClient, editor: TestClient, article: int
) -> None:
    code = share(client, article, QUOTE)
    put = "Nobody could say who would lead it from now on."
    editor.put(
        f"/api/articles/{article}", json={"text": TEXT.replace(QUOTE, put), "title": "A new chair"}
    )
    assert client.get(f"/api/passages/{code}").json()["words_changed"] is None
    board = public(editor, new_board(editor, code))
    given = client.get(f"/p/{code}/cite?format=text").text
    pages = [
        client.get(f"/p/{code}"),
        client.get(f"/p/{code}/cite"),
        client.get(board),
        client.post("/verify", data={"citation": given}),
    ]
    for answer in pages:
        assert QUOTE in answer.text
        assert f"“{put}”" in answer.text
    assert f"“{put}”" in client.get(f"{board}.md").text


def test_typography_alone_leaves_a_moved_passage_the_same_words(
    client: TestClient, editor: TestClient, article: int
) -> None:
    said = "“The mole will stand for a hundred years,” harbour master Ingrid Vale said."
    code = share(client, article, said)
    plain = said.replace("“", '"').replace("”", '"').replace(" a ", "\u00a0a ")
    editor.put(
        f"/api/articles/{article}",
        json={"text": TEXT.replace(f"{said} ", "") + f"\n\n{plain}", "title": "A new chair"},
    )
    told = client.get(f"/api/passages/{code}").json()
    assert (told["verdict"], told["words_changed"], told["text"]) == ("moved", False, plain)
    assert "was reworded" not in client.get(f"/p/{code}").text

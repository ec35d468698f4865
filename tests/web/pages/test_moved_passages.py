"""A passage that moved and was reworded, on every page that shows its state."""

import re

import pytest
from starlette.testclient import TestClient

from tests.web.boards import OTHER, QUOTE, new_board, public, share
from tests.web.conftest import TEXT

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
    assert "The cited text is no longer in the article as quoted." in told
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

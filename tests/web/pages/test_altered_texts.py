"""No list shows words of a text that was altered, and none hashes a text twice."""

import sqlite3
from contextlib import closing

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from app.store.articles import intact_text
from tests.web.asking import add, entity_of
from tests.web.conftest import TEXT, Web

LISTS = (
    "/quotes",
    "/api/quotes",
    "/claims",
    "/api/claims",
    "/search?q=treasurer",
    "/api/search?q=treasurer",
)
WORDS = ("hundred", "crowns", "treasurer", "has held her post")


def alter(web: Web, old: str, new: str) -> None:
    """Changes texts as somebody with the file would."""
    with closing(sqlite3.connect(web.folder / "gloss.db")) as file:
        file.execute("UPDATE revision SET text = replace(text, ?, ?)", (old, new))
        file.commit()


@pytest.fixture
def lists(editor: TestClient, article: int) -> tuple[str, ...]:
    """The addresses of lists with an excerpt of the article, each read once."""
    who = entity_of(editor, "Ingrid Vale")
    of_entity = f"/entities/{who}", f"/panels/entity/{who}", f"/entities/{who}.atom"
    addresses = (*LISTS, *of_entity)
    shown = [address for address in addresses if any(w in editor.get(address).text for w in WORDS)]
    assert set(addresses) - set(shown) == set()
    return tuple(shown)


def test_no_list_shows_words_of_an_altered_text(
    web: Web, client: TestClient, lists: tuple[str, ...]
) -> None:
    before = {address: client.get(address) for address in lists}
    assert all(answer.status_code == 200 for answer in before.values())
    alter(web, "a hundred years", "a hundred weeks")
    for address in lists:
        answer = client.get(address)
        assert answer.status_code == 200, address
        assert "hundred weeks" not in answer.text, address
        assert "the stored text was altered" in answer.text, address
    alter(web, "a hundred weeks", "a hundred years")
    for address in lists:
        assert "the stored text was altered" not in client.get(address).text, address


def test_one_altered_text_takes_no_other_one_from_a_list(
    web: Web, editor: TestClient, client: TestClient, article: int
) -> None:
    add(editor, TEXT.replace("hundred", "thousand"))
    alter(web, "a hundred years", "a hundred weeks")
    shown = [item["exact"] for item in client.get("/api/quotes").json()["items"]]
    assert set(shown) == {
        intact_text.NOT_SHOWN,
        "The mole will stand for a thousand years,",
        "The repair cost 4.2 million crowns in March 2030",
    }


def test_a_text_is_hashed_once_by_a_process(
    app: FastAPI,
    client: TestClient,
    lists: tuple[str, ...],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    hashed: list[str] = []
    original = intact_text.digest

    def counted(words: str) -> str:
        hashed.append(words)
        return original(words)

    monkeypatch.setattr(intact_text, "digest", counted)
    intact_text.forget(app.state.library.reader, None)
    for _ in range(2):
        for address in ("/api/quotes", "/api/claims", "/api/search?q=treasurer"):
            assert client.get(f"{address}{'&' if '?' in address else '?'}limit=7").is_success
    assert len(hashed) == 1


def test_what_was_read_before_a_change_is_not_remembered_after_it() -> None:
    verified = intact_text._Verified()
    began = verified.forgotten
    verified.forget([1])
    verified.remember([(1, 1)], began)
    assert verified.unknown([(1, 1)]) == [1]
    verified.remember([(1, 1)], verified.forgotten)
    assert verified.unknown([(1, 1), (1, 2)]) == [2]
    verified.forget([1])
    assert verified.unknown([(1, 1)]) == [1]

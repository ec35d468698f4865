"""All pages: a constant number of queries, the same bytes for everybody, nothing private."""

from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from app.store.db.library import Library
from tests.web.asking import add, entity_of, first
from tests.web.conftest import TEXT

Counting = Callable[[Library], AbstractContextManager[list[str]]]


SENTENCE = (
    "Harbour master Ingrid Vale said on Tuesday that the repair of the mole cost 4.2 million "
    "crowns in March 2030. "
)


def addresses(client: TestClient, article: int) -> dict[str, str]:
    """One address of every page kind and fragment."""
    entity = entity_of(client, "Ingrid")
    marks = {
        f"{kind} {layer}": f"/{kind}/{first(client, article, layer)}"
        for kind in ("cards", "annotations")
        for layer in LAYERS
    }
    panels = {
        f"panel {layer}": f"/panels/annotation/{first(client, article, layer)}" for layer in LAYERS
    }
    code = client.post(
        "/api/passages", json={"article": article, "exact": "It chose a new chair."}
    ).json()["code"]
    plain = {
        "library": "/",
        "article": f"/articles/{article}",
        "revisions": f"/articles/{article}/revisions",
        "share": f"/articles/{article}/share",
        "entities": "/entities",
        "entity": f"/entities/{entity}",
        "panel of an entity": f"/panels/entity/{entity}",
        "quotations of an entity": f"/entities/{entity}?show=said",
        "articles of an entity": f"/entities/{entity}?show=articles",
        "only an entity": f"/entities/{entity}/reading?article={article}",
        "panel told in an article": f"/panels/entity/{entity}?article={article}",
        "feed of an entity": f"/entities/{entity}.atom",
        "names by letter": "/entities?letter=V",
        "quotes": "/quotes",
        "quotes about": f"/quotes?about={entity}",
        "claims": "/claims",
        "search": "/search?q=mole",
        "suggestions": "/api/suggestions?q=mole",
        "keys": "/keys",
        "passage": f"/p/{code}",
        "image of an article": f"/articles/{article}/preview.png",
        "image of a passage": f"/p/{code}/preview.png",
        "image of an entity": f"/entities/{entity}/preview.png",
        "image of the library": "/preview.png",
        "import": "/import",
    }
    return plain | marks | panels


LAYERS = ("entity", "quotation", "claim", "date")


@pytest.mark.slow
def test_every_page_asks_the_same_number_of_questions_whatever_the_library_holds(
    app: FastAPI, editor: TestClient, client: TestClient, article: int, count_queries: Counting
) -> None:
    def asked() -> dict[str, int]:
        found = {}
        for name, address in at.items():
            with count_queries(app.state.library) as queries:
                assert client.get(address).status_code == 200, name
            found[name] = len(queries)
        return found

    add(
        editor, TEXT, title="The same elsewhere", published="2031-05-01"
    )  # else there is nothing to tell of other articles
    at = addresses(client, article)
    before = asked()
    for n in range(12):
        add(
            editor,
            TEXT + "\n\n" + SENTENCE * (5 + n),
            title=f"The mole, part {n}",
            published=f"2031-06-{n + 1:02}",
        )
    longer = TEXT + "\n\n" + "\n\n".join(SENTENCE * 10 for _ in range(20))
    editor.put(
        f"/api/articles/{article}",
        json={"text": longer, "title": "A new chair", "published": "2031-05-02"},
    )
    marks = client.get(f"/api/articles/{article}/annotations?limit=200").json()
    assert marks["next"]
    at = addresses(client, article)
    assert asked() == before
    assert before["article"] <= 4
    told_in_an_article = before.pop(
        "panel told in an article"
    )  # reads the article as well, to say where it names the entity
    assert told_in_an_article <= 22
    assert max(before.values()) <= 22


def test_a_public_page_has_the_same_bytes_for_the_editor_and_for_anybody(
    client: TestClient, editor: TestClient, article: int
) -> None:
    add(editor, "A quiet note about Ingrid Vale that nobody else may read.", title="Hidden")
    hidden = add(editor, "Another note about Ingrid Vale, said on Monday.", title="Closed")
    editor.patch(f"/api/articles/{hidden}", json={"visibility": "private"})
    for address in (
        "/",
        f"/articles/{article}",
        "/entities",
        "/quotes",
        "/claims",
        "/search?q=Vale",
    ):
        assert client.get(address).content == editor.get(address).content, address


def test_an_unchanged_page_answers_304(client: TestClient, article: int) -> None:
    answer = client.get(f"/articles/{article}")
    assert (
        client.get(
            f"/articles/{article}", headers={"If-None-Match": answer.headers["etag"]}
        ).status_code
        == 304
    )


def test_a_private_article_is_nowhere_for_anybody_and_there_for_the_editor(
    client: TestClient, editor: TestClient
) -> None:
    article = add(editor, TEXT.replace("Ingrid Vale", "Solveig Quint"), title="Kept back")
    mark, entity = first(editor, article, "entity"), entity_of(editor, "Solveig")
    code = editor.post(
        "/api/passages", json={"article": article, "exact": "It chose a new chair."}
    ).json()["code"]
    editor.patch(f"/api/articles/{article}", json={"visibility": "private"})
    closed = [
        f"/articles/{article}",
        f"/cards/{mark}",
        f"/annotations/{mark}",
        f"/panels/annotation/{mark}",
        f"/entities/{entity}",
    ]
    closed += [
        f"/panels/entity/{entity}",
        f"/p/{code}",
        f"/articles/{article}/revisions",
        f"/articles/{article}/share",
    ]
    for address in closed:
        assert client.get(address).status_code == 404, address
    for address in ("/", "/entities", "/quotes", "/claims", "/search?q=Quint"):
        assert "Solveig" not in client.get(address).text
        assert "Kept back" not in client.get(address).text
    shown = editor.get(f"/entities/{entity}")
    assert (shown.status_code, shown.headers["cache-control"]) == (200, "private, no-store")
    page = editor.get(f"/articles/{article}")
    assert page.status_code == 200
    assert page.headers["cache-control"] == "private, no-store"
    assert "Kept back" in editor.get("/edit").text


@pytest.mark.parametrize(
    "address",
    [
        "/articles/0x1",
        "/articles/-1",
        "/articles/" + "9" * 30,
        "/entities/a",
        "/cards/1e3",
        "/panels/none/1",
        "/panels/annotation/no",
        "/annotations/%EF%BC%91",
    ],
)
def test_what_is_no_id_is_not_found(client: TestClient, address: str) -> None:
    assert client.get(address).status_code == 404


@pytest.mark.parametrize(
    "address",
    [
        "/quotes?speaker=%00",
        "/search?q=%22%20OR%20*",
        "/search?q=" + "a" * 900,
        "/quotes?cursor=abc",
        "/?cursor=%FF",
    ],
)
def test_strange_queries_are_answered_readably(client: TestClient, address: str) -> None:
    answer = client.get(address)
    assert answer.status_code < 500
    assert "Traceback" not in answer.text


def test_a_withdrawn_article_leaves_its_pages_saying_so(
    client: TestClient, editor: TestClient, article: int
) -> None:
    mark = first(client, article, "entity")
    code = client.post(
        "/api/passages", json={"article": article, "exact": "It chose a new chair."}
    ).json()["code"]
    editor.delete(f"/api/articles/{article}")
    for address in (f"/articles/{article}", f"/p/{code}"):
        answer = client.get(address)
        assert answer.status_code == 410
        assert "withdrawn" in answer.text
        assert "chair" not in answer.text
    assert client.get(f"/cards/{mark}").status_code in (404, 410)

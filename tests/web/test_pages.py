"""The pages: each answers, asks a constant number of questions, shows nobody what is not theirs, and has the same bytes for everybody."""

import re
from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from app.store.db.library import Library
from tests.web.conftest import TEXT, Web

Counting = Callable[[Library], AbstractContextManager[list[str]]]
SENTENCE = (
    "Harbour master Ingrid Vale said on Tuesday that the repair of the mole cost 4.2 million "
    "crowns in March 2030. "
)


def add(editor: TestClient, text: str, **more: object) -> int:
    """Stores an article; its id."""
    return int(editor.post("/api/articles", json={"text": text, **more}).json()["id"])


def first(client: TestClient, article: int, layer: str) -> str:
    """The id of an article's first annotation of a layer."""
    items = client.get(f"/api/articles/{article}/annotations?layer={layer}").json()["items"]
    return str(items[0]["id"]).rsplit("/", 1)[1]


def entity_of(client: TestClient, name: str) -> int:
    """The id of the entity of that name."""
    return int(client.get(f"/api/entities?q={name}").json()["items"][0]["id"])


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
        "passage": f"/p/{code}",
        "import": "/import",
    }
    return plain | marks | panels


LAYERS = ("entity", "quotation", "claim", "date")


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
    assert told_in_an_article <= 13
    assert max(before.values()) <= 12


@pytest.mark.parametrize("layer", LAYERS)
def test_a_mark_has_a_card_a_panel_and_a_page(client: TestClient, article: int, layer: str) -> None:
    mark = first(client, article, layer)
    for address in (f"/cards/{mark}", f"/panels/annotation/{mark}", f"/annotations/{mark}"):
        answer = client.get(address)
        assert answer.status_code == 200
        assert ("<!doctype html>" in answer.text) == address.startswith("/annotations")


@pytest.mark.parametrize("layer", LAYERS)
def test_every_card_and_panel_says_who_found_the_mark_and_how_sure(
    client: TestClient, article: int, layer: str
) -> None:
    mark = first(client, article, layer)
    engine, version = client.get(f"/api/annotations/{mark}").json()["creator"]["name"].split("@")
    for address in (f"/cards/{mark}", f"/panels/annotation/{mark}", f"/annotations/{mark}"):
        told = client.get(address).text
        assert re.search(
            rf"<summary>[^<]*Found by [^<]*</summary>\s*<p>[^<]*\d%[^<]* Engine: {engine}, "
            rf"version {version}\.",
            told,
        ), address
        assert ("not whether the claim is true" in told) == (layer == "claim")
        assert bool(re.search(r"Confidence (over )?\d+%\.", told)) == (layer != "claim")


def test_each_stretch_says_what_every_annotation_over_it_is_and_how_sure(
    client: TestClient, article: int
) -> None:
    page = client.get(f"/articles/{article}").text
    known = {
        a["id"].rsplit("/", 1)[1]: a
        for a in client.get(f"/api/articles/{article}/annotations?limit=200").json()["items"]
    }
    marks = re.findall(r'<mark [^>]*data-annotations="([0-9 ]+)" data-sorts="([^"]*)"', page)
    assert {i for ids, _ in marks for i in ids.split()} == known.keys()
    for ids, sorts in marks:
        for id_, sort in zip(ids.split(), sorts.split(), strict=True):
            one = known[id_]
            told = "quotation" if one["gloss:kind"] == "direct" else "reported"
            said = "attitude" if one["gloss:body"].get("act") == "attitude" else told
            wanted = said if one["gloss:layer"] == "quotation" else one["gloss:layer"]
            assert (
                sort
                == f"{wanted}-{ {'few': 3, 'some': 2, 'all': 1}[one['gloss:shown']] }".replace(
                    " ", ""
                )
            )


def test_how_many_marks_are_shown_is_a_matter_of_the_page_alone(
    client: TestClient, article: int
) -> None:
    page = client.get(f"/articles/{article}").text
    assert re.findall(r'name="density" id="density-(\w+)" value="\w+"( checked)?', page) == [
        ("few", ""),
        ("some", " checked"),
        ("all", ""),
    ]
    assert client.get(f"/articles/{article}?density=few").text == page


def test_quotes_are_shown_by_what_they_are(client: TestClient, article: int) -> None:
    assert "hundred years" in client.get("/quotes?act=speech").text
    assert "hundred years" in client.get("/quotes?act=").text
    assert "hundred years" not in client.get("/quotes?act=attitude").text
    answer = client.get("/quotes?act=song")
    assert (answer.status_code, "<h1>" in answer.text) == (422, True)


def test_the_article_page_marks_its_annotations_and_no_other_words(
    client: TestClient, article: int
) -> None:
    page = client.get(f"/articles/{article}").text
    marked = {i for ids in re.findall(r'data-annotations="([0-9 ]+)"', page) for i in ids.split()}
    known = client.get(f"/api/articles/{article}/annotations?limit=200").json()["items"]
    assert marked == {a["id"].rsplit("/", 1)[1] for a in known}
    assert page.count("data-passage") == 0


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
        "/import",
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


def test_a_closed_library_shows_nothing_but_an_opened_passage(
    web: Web, editor: TestClient, article: int
) -> None:
    given = {"article": article, "exact": "She has held her post since 2019."}
    shut = editor.post("/api/passages", json=given).json()["code"]
    opened = editor.post(
        "/api/passages", json={"article": article, "exact": "It chose a new chair.", "opened": True}
    ).json()["code"]
    client = web.client(public_reading=False)
    for address in ("/", f"/articles/{article}", "/entities", "/import", f"/p/{shut}"):
        assert client.get(address).status_code in (401, 404), address
    page = client.get(f"/p/{opened}").text
    assert "It chose a new chair." in page
    assert "The harbour board of Ostra met" in page
    assert "4.2 million" not in page


def test_a_passage_page_says_what_became_of_the_words(
    client: TestClient, editor: TestClient, article: int
) -> None:
    code = client.post(
        "/api/passages", json={"article": article, "exact": "It chose a new chair."}
    ).json()["code"]
    same = client.get(f"/p/{code}").text
    assert 'id="passage"' in same
    assert "stands as it was cited" in same
    assert f'href="/articles/{article}#p1:~:text=' in same
    assert "“It chose a new chair.”" in re.search(r'og:description" content="([^"]*)"', same)[1]  # type: ignore[index]
    editor.put(
        f"/api/articles/{article}",
        json={"text": TEXT.replace("a new chair", "an old chair"), "title": "A new chair"},
    )
    changed = client.get(f"/p/{code}").text
    assert "reworded" in changed
    assert re.search(r"<del>.*new.*</del>", changed)
    editor.put(
        f"/api/articles/{article}",
        json={"text": TEXT.replace(" It chose a new chair.", ""), "title": "A new chair"},
    )
    gone = client.get(f"/p/{code}").text
    assert "was removed" in gone
    assert "data-passage" not in gone
    assert "It chose a new chair." in re.search(r'og:description" content="([^"]*)"', gone)[1]  # type: ignore[index]


def test_words_from_the_address_never_stand_on_a_passage_page(
    client: TestClient, article: int
) -> None:
    code = client.post(
        "/api/passages", json={"article": article, "exact": "It chose a new chair."}
    ).json()["code"]
    assert (
        "planted" not in client.get(f"/p/{code}?text=planted&exact=planted&revision=planted").text
    )


@pytest.mark.parametrize(
    ("words", "status"),
    [
        ("It chose a new chair.", 303),
        ("words that are not there", 422),
        ("Ingrid Vale", 409),
        ("", 422),
    ],
)
def test_sharing_by_words_without_a_script(
    client: TestClient, article: int, words: str, status: int
) -> None:
    answer = client.post("/share", data={"article": str(article), "exact": words})
    assert answer.status_code == status
    if status == 303:
        assert re.fullmatch(r"/p/[\w-]{12,}", answer.headers["location"])


@pytest.mark.parametrize(
    ("span", "status"),
    [({"start": "0", "end": "5"}, 303), ({"start": "0"}, 422), ({"start": "5", "end": "0"}, 422)],
)
def test_sharing_by_a_span_without_a_script(
    client: TestClient, article: int, span: dict[str, str], status: int
) -> None:
    assert client.post("/share", data={"article": str(article)} | span).status_code == status


@pytest.mark.parametrize(
    ("sent", "status"),
    [
        ({"files": {"exact": b"It chose a new chair."}}, 415),
        ({"data": {"article": "one", "exact": "It chose a new chair."}}, 422),
        ({"data": {"exact": "It chose a new chair."}}, 422),
        ({"data": {f"field{n}": "x" for n in range(101)}}, 400),
        ({"data": {"article": "1", "exact": "It chose\r\na new chair.", "start": ""}}, 422),
    ],
)
def test_a_share_form_that_cannot_be_read_is_refused_in_words(
    client: TestClient, article: int, sent: dict[str, Any], status: int
) -> None:
    answer = client.post("/share", **sent)
    assert answer.status_code == status
    assert "<h1>" in answer.text


def test_the_share_form_of_a_closed_library_is_kept_nowhere(web: Web, article: int) -> None:
    answer = web.client(editor=True, public_reading=False).get(f"/articles/{article}/share")
    assert answer.headers["cache-control"] == "private, no-store"


def test_a_search_is_as_long_as_the_setting_says(web: Web, article: int) -> None:
    words = "harbour " * 60 + "zeppelin"
    assert f"/articles/{article}" in web.client().get("/search", params={"q": words}).text
    assert (
        f"/articles/{article}"
        not in web.client(search_max_characters=1_000).get("/search", params={"q": words}).text
    )


def test_importing_by_the_page_needs_the_editor(client: TestClient, editor: TestClient) -> None:
    assert client.get("/import").status_code == 200
    assert client.post("/import", data={"text": TEXT}).status_code == 401
    answer = editor.post("/import", data={"text": TEXT})
    assert answer.status_code == 303
    assert client.get(answer.headers["location"]).status_code == 200


def test_importing_files_tells_of_each_what_became_of_it(editor: TestClient) -> None:
    files = [
        ("files", ("good.txt", TEXT.encode())),
        ("files", ("empty.txt", b"")),
        ("files", ("note.md", b"# A note\n\nIt rained on Ostra.")),
    ]
    answer = editor.post("/import", files=files)
    assert answer.status_code == 200
    assert answer.text.count("/articles/") == 2
    assert "empty.txt" in answer.text
    assert editor.post("/import", data={}).status_code == 422


def test_importing_nothing_shows_the_form_again_and_says_so(editor: TestClient) -> None:
    for answer in (
        editor.post("/import", data={}),
        editor.post("/import", data={"text": " "}),
        editor.post("/import", files={"x": b""}),
    ):
        assert answer.status_code == 422
        assert "There is nothing to import" in answer.text
        assert 'action="/import"' in answer.text


def test_a_text_longer_than_a_megabyte_can_be_pasted(web: Web) -> None:
    long = web.client(editor=True).post(
        "/import", data={"text": "It rained on Ostra. " * 60_000, "private": "yes"}
    )
    assert long.status_code == 303
    assert web.client().get(long.headers["location"]).status_code == 404


def test_the_editor_closes_and_withdraws_an_article_by_forms(
    client: TestClient, editor: TestClient, article: int
) -> None:
    assert client.get(f"/edit/articles/{article}").status_code == 401
    assert (
        client.post(f"/edit/articles/{article}/withdraw", data={"sure": "yes"}).status_code == 401
    )
    assert (
        editor.post(
            f"/edit/articles/{article}/visibility", data={"visibility": "private"}
        ).status_code
        == 303
    )
    assert client.get(f"/articles/{article}").status_code == 404
    assert editor.post(f"/edit/articles/{article}/withdraw").status_code == 422
    assert (
        editor.post(f"/edit/articles/{article}/withdraw", data={"sure": "yes"}).status_code == 303
    )
    assert editor.get(f"/articles/{article}").status_code == 410
    assert (
        client.get(f"/articles/{article}").status_code == 404
    )  # that it was there was never theirs to know


def test_lists_go_on_where_they_ended(client: TestClient, editor: TestClient) -> None:
    for n in range(7):
        add(
            editor,
            f"Article number {n} is about the mole.",
            title=f"Number {n}",
            published=f"2031-06-0{n + 1}",
            source_url=f"https://a.example/{n}",
        )
    seen, address = [], "/?limit=3"
    while address:
        page = client.get(address).text
        seen += re.findall(r">Number (\d)<", page)
        found = re.search(r'href="([^"]+)" rel="next"', page)
        address = found[1].replace("&amp;", "&") if found else ""
    assert seen == ["6", "5", "4", "3", "2", "1", "0"]


def test_filters_by_publisher_and_date(
    client: TestClient, editor: TestClient, article: int
) -> None:
    assert "A new chair" in client.get("/?since=2031-05-02&until=2031-05-02").text
    assert "No articles match" in client.get("/?until=2031-05-01").text
    assert client.get("/?since=yesterday").status_code == 422
    assert "No articles match" in client.get("/?publisher=The+Nobody").text


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


def test_a_note_gets_the_default_card_and_panel(
    editor: TestClient, client: TestClient, article: int
) -> None:
    note = {
        "body": {"type": "TextualBody", "value": "Ask the treasurer about this."},
        "target": {
            "source": f"http://testserver/articles/{article}",
            "selector": {"type": "TextQuoteSelector", "exact": "4.2 million crowns"},
        },
    }
    made = editor.post("/api/annotations", json=note)
    assert made.status_code == 201
    mark = made.json()["id"].rsplit("/", 1)[1]
    for address in (f"/cards/{mark}", f"/panels/annotation/{mark}", f"/annotations/{mark}"):
        told = client.get(address).text
        assert "Ask the treasurer about this." in told
        assert "4.2 million crowns" in told
        assert "By Editor" in told
        assert "Confidence" not in told
    assert f'data-annotations="{mark}' in client.get(f"/articles/{article}").text

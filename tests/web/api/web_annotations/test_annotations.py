"""Annotations over the API."""

from typing import Any

import pytest
from starlette.testclient import TestClient

from app.exporters import w3c
from app.store.annotations import notes, reannotation
from tests.web.conftest import TEXT, Web


def _note(article: int, selector: Any, **more: Any) -> dict[str, Any]:
    target = {"source": f"http://testserver/articles/{article}?revision=1", "selector": selector}
    return {
        "@context": "http://www.w3.org/ns/anno.jsonld",
        "type": "Annotation",
        "body": {"type": "TextualBody", "value": "Is that so?"},
        "target": target,
    } | more


def _quote(exact: str, **more: str) -> dict[str, str]:
    return {"type": "TextQuoteSelector", "exact": exact} | more


def test_a_revisions_annotations_are_a_w3c_page(client: TestClient, article: int) -> None:
    answer = client.get(f"/api/articles/{article}/annotations")
    assert answer.headers["content-type"] == w3c.MEDIA_TYPE
    page = answer.json()
    assert page["type"] == "AnnotationPage"
    assert page["@context"][0] == "http://www.w3.org/ns/anno.jsonld"
    assert "next" not in page  # the published schema of a page has no null there
    assert page["items"]
    for item in page["items"]:
        position, quote = item["target"]["selector"]
        assert TEXT[position["start"] : position["end"]] == quote["exact"]
        assert item["target"]["source"] == f"http://testserver/articles/{article}?revision=1"
        assert item["id"].startswith("http://testserver/api/annotations/")


def test_a_layer_can_be_asked_for_alone(client: TestClient, article: int) -> None:
    page = client.get(f"/api/articles/{article}/annotations?layer=quotation").json()
    assert {item["gloss:layer"] for item in page["items"]} == {"quotation"}
    assert client.get(f"/api/articles/{article}/annotations?layer=gossip").status_code == 422


def test_pages_of_annotations_lead_on_and_lose_nothing(client: TestClient, article: int) -> None:
    whole = [
        item["id"] for item in client.get(f"/api/articles/{article}/annotations").json()["items"]
    ]
    seen: list[str] = []
    address = f"http://testserver/api/articles/{article}/annotations?limit=2"
    while address:
        page = client.get(address.removeprefix("http://testserver")).json()
        assert page["startIndex"] == len(seen)
        seen += [item["id"] for item in page["items"]]
        address = page.get("next")
    assert seen == whole
    assert len(whole) > 2


def test_an_annotation_has_its_own_address_and_etag(client: TestClient, article: int) -> None:
    item = client.get(f"/api/articles/{article}/annotations").json()["items"][0]
    address = item["id"].removeprefix("http://testserver")
    answer = client.get(address)
    assert answer.json() == {"@context": w3c.CONTEXT} | item
    assert client.get(address, headers={"If-None-Match": answer.headers["etag"]}).status_code == 304


def test_a_note_is_stored_where_its_words_stand(
    client: TestClient, editor: TestClient, article: int
) -> None:
    answer = editor.post("/api/annotations", json=_note(article, _quote("a new chair")))
    assert answer.status_code == 201
    note = answer.json()
    assert answer.headers["location"] == note["id"]
    assert note["creator"]["type"] == "Person"
    assert note["motivation"] == "commenting"
    assert note["body"][0]["value"] == "Is that so?"
    assert client.get(note["id"].removeprefix("http://testserver")).json() == note
    shown = client.get(f"/api/articles/{article}/annotations?layer=note").json()["items"]
    assert [item["id"] for item in shown] == [note["id"]]


def test_the_same_words_have_a_limited_number_of_notes(
    editor: TestClient, article: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(notes, "MOST_ON_WORDS", 2)
    words = ("a new chair", "new", "chair")
    sent = [editor.post("/api/annotations", json=_note(article, _quote(w))) for w in words]
    assert [answer.status_code for answer in sent] == [201, 201, 201]
    one_more = editor.post("/api/annotations", json=_note(article, _quote("new chair")))
    assert one_more.status_code == 422
    assert "The same words have at most 2 notes." in one_more.text


def test_a_highlight_needs_no_words_and_a_note_does(editor: TestClient, article: int) -> None:
    position = {"type": "TextPositionSelector", "start": 4, "end": 17}
    marked = editor.post(
        "/api/annotations", json=_note(article, position, body=None, motivation="highlighting")
    )
    assert (marked.status_code, marked.json()["motivation"]) == (201, "highlighting")
    assert marked.json()["target"]["selector"][1]["exact"] == "harbour board"
    assert (
        editor.post(
            "/api/annotations", json=_note(article, position, body=None, motivation="commenting")
        ).status_code
        == 422
    )


def test_a_private_note_is_the_editors_alone(
    client: TestClient, editor: TestClient, article: int
) -> None:
    note = editor.post(
        "/api/annotations", json=_note(article, _quote("a new chair"), visibility="private")
    ).json()
    address = note["id"].removeprefix("http://testserver")
    assert client.get(address).status_code == 404
    assert editor.get(address).status_code == 200
    assert client.get(f"/api/articles/{article}/annotations?layer=note").json()["items"] == []


def test_a_position_helps_a_quote_that_stands_twice(editor: TestClient, article: int) -> None:
    second = TEXT.rindex("Ingrid Vale")
    assert (
        editor.post("/api/annotations", json=_note(article, _quote("Ingrid Vale"))).status_code
        == 409
    )
    both = [
        _quote("Ingrid Vale"),
        {"type": "TextPositionSelector", "start": second, "end": second + 11},
    ]
    assert (
        editor.post("/api/annotations", json=_note(article, both)).json()["target"]["selector"][0][
            "start"
        ]
        == second
    )
    told_apart = editor.post(
        "/api/annotations", json=_note(article, _quote("Ingrid Vale", suffix=" did not"))
    )
    assert told_apart.json()["target"]["selector"][0]["start"] == second


@pytest.mark.parametrize(
    ("selector", "status"),
    [
        (_quote("words that are not there"), 422),
        (_quote(""), 422),
        ({"type": "TextPositionSelector", "start": 5, "end": 5}, 422),
        ({"type": "TextPositionSelector", "start": 5, "end": 99999}, 422),
        ({"type": "TextPositionSelector", "start": -1, "end": 4}, 422),
        ({"type": "XPathSelector", "value": "/html"}, 422),
        ([], 422),
        (None, 422),
        ("#xywh", 422),
    ],
)
def test_a_selector_that_means_nothing_here_is_refused(
    editor: TestClient, article: int, selector: Any, status: int
) -> None:
    assert editor.post("/api/annotations", json=_note(article, selector)).status_code == status


@pytest.mark.parametrize(
    "source",
    [
        "https://elsewhere.example/articles/1",
        "",
        "/articles/x",
        "http://testserver/articles/",
        "/articles/0000000000000000000001",
    ],
)
def test_a_target_that_is_no_article_here_is_refused(
    editor: TestClient, article: int, source: str
) -> None:
    note = _note(article, _quote("a new chair"))
    note["target"]["source"] = source
    assert editor.post("/api/annotations", json=note).status_code == 422


def test_a_retired_annotation_is_gone_and_names_its_successor(web: Web) -> None:
    from app.layers.base import Finding
    from app.store.annotations import annotations
    from app.store.articles import articles
    from app.store.articles.access import EDITOR

    editor = web.client(editor=True)
    article = editor.post("/api/articles", json={"text": "Plain words stand here."}).json()["id"]
    library = editor.app.state.library  # type: ignore[attr-defined]

    def found(start: int, end: int) -> int:
        finding = Finding(
            "date",
            start,
            end,
            "date",
            {"value": "2031", "relative": False, "anchor": None},
            1.0,
            "rules@1",
        )
        with library.writing() as s:
            revision = articles.with_revision(s, EDITOR, article)[1]
            reannotation.replace(s, revision, [finding], {}, ["date"])
            return annotations.of_revision(s, EDITOR, revision.id or 0, "date")[0].id

    old, new = found(0, 5), found(0, 11)
    gone = web.client().get(f"/api/annotations/{old}")
    assert gone.status_code == 410
    assert gone.json()["error"]["successor"] == f"http://testserver/api/annotations/{new}"
    assert "successor-version" in gone.headers["link"]

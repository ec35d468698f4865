"""Corrections over the API: the same previews, effects and log as on the editor's pages."""

from typing import Any

import pytest
from starlette.testclient import TestClient

from tests.web.asking import add, entity_of
from tests.web.editor import correcting
from tests.web.editor.conftest import PAPERS
from tests.web.editor.correcting import mark

pytestmark = pytest.mark.slow  # each test stores and annotates several articles

ADDRESS = "/api/corrections"


@pytest.fixture
def papers(editor: TestClient) -> list[int]:
    return [
        add(editor, text, title=title, published=day, source_url=f"https://ostra.example/{day}")
        for day, title, text in PAPERS
    ]


def make(editor: TestClient, status: int = 201, **body: Any) -> dict[str, Any]:
    answer = editor.post(ADDRESS, json=body)
    assert answer.status_code == status, answer.text
    made: dict[str, Any] = answer.json()
    return made


def preview(editor: TestClient, **body: Any) -> tuple[int, int]:
    answer = editor.post(f"{ADDRESS}?preview=true", json=body)
    assert answer.status_code == 200, answer.text
    return answer.json()["passages"], answer.json()["articles"]


def undo(editor: TestClient, made: dict[str, Any]) -> dict[str, Any]:
    answer = editor.post(f"{ADDRESS}/{made['id']}/undo")
    assert answer.status_code == 200, answer.text
    undone: dict[str, Any] = answer.json()
    return undone


def seen(client: TestClient, papers: list[int]) -> list[bytes]:
    """What readers get of the articles, their annotations and all entities."""
    addresses = [f"/articles/{id_}" for id_ in papers]
    addresses += [f"/api/articles/{id_}/annotations?limit=200" for id_ in papers]
    return [client.get(address).content for address in [*addresses, "/api/entities?limit=200"]]


def bodies(client: TestClient, papers: list[int]) -> list[tuple[dict[str, Any], dict[str, Any]]]:
    """One correction of each kind, with the fields by which the pages ask for the same."""
    vale, quist = entity_of(client, "Ingrid"), entity_of(client, "Mara")
    words = mark(client, papers[0], "Vale")
    quote = mark(client, papers[0], "The mole will stand,", "quotation")
    about = {"entity": vale}
    part = {"new_kind": "person", "value": "Otto Vale"}
    return [
        (
            {"kind": "merge", "target": {"entity": quist}, "other": vale},
            {"do": "merge", "entity": quist, "other": vale},
        ),
        (
            {"kind": "split", "target": about, "articles": papers[1:], **part},
            {"do": "split", "article": papers[1:], **about, **part},
        ),
        (
            {"kind": "move", "target": {"annotation": words}, "other": quist, "scope": "words"},
            {"do": "move", "annotation": words, "other": quist, "scope": "words"},
        ),
        (
            {"kind": "move", "target": {"annotation": words}, "other": "Mara Quist"},
            {"do": "move", "annotation": words, "who": "known", "to": "Mara Quist"},
        ),
        (
            {"kind": "reject", "target": {"annotation": words}},
            {"do": "reject", "annotation": words},
        ),
        (
            {"kind": "speaker", "target": {"annotation": quote}, "other": quist},
            {"do": "speaker", "annotation": quote, "who": str(quist)},
        ),
        (
            {"kind": "speaker", "target": {"annotation": quote}, "value": "a clerk"},
            {"do": "speaker", "annotation": quote, "who": "new", "value": "a clerk"},
        ),
        (
            {"kind": "speaker", "target": {"annotation": quote}, "other": None},
            {"do": "speaker", "annotation": quote, "who": "none"},
        ),
        (
            {"kind": "rename", "target": about, "value": "Ingrid Holm"},
            {"do": "rename", "value": "Ingrid Holm", **about},
        ),
        (
            {"kind": "kind", "target": about, "new_kind": "place"},
            {"do": "rekind", "new_kind": "place", **about},
        ),
        (
            {"kind": "apart", "target": about, "other": quist},
            {"do": "apart", "other": quist, **about},
        ),
    ]


def test_each_kind_is_previewed_made_and_undone_as_on_the_pages(
    client: TestClient, editor: TestClient, papers: list[int]
) -> None:
    before = seen(client, papers)
    for body, fields in bodies(client, papers):
        touched = preview(editor, **body)
        assert seen(client, papers) == before, body
        shown = correcting.preview(editor, **fields)
        assert touched in correcting.figures(shown), body

        made = make(editor, **body)
        assert (made["passages"], made["articles"]) == touched, body
        assert made["kind"] == body["kind"]
        after = seen(client, papers)
        assert editor.get(f"{ADDRESS}/{made['id']}").json() == made
        undone = undo(editor, made)
        assert undone["undone_at"]
        assert undone["undone_by"] == "Editor"

        form = (
            {**fields, "article": ",".join(map(str, papers[1:]))} if "article" in fields else fields
        )
        by_form = editor.post("/edit/corrections", data=form)
        assert by_form.status_code == 303, by_form.text
        # A split makes a new entity each time, so its pages differ in ids.
        assert body["kind"] == "split" or seen(client, papers) == after, body
        newest = editor.get(f"{ADDRESS}?limit=1").json()["items"][0]
        undo(editor, newest)
        assert body["kind"] == "split" or seen(client, papers) == before, body


def test_the_date_of_an_article_is_a_correction_too(
    client: TestClient, editor: TestClient, papers: list[int]
) -> None:
    body: dict[str, Any] = {"kind": "date", "target": {"article": papers[0]}, "value": "2032-01-02"}
    assert preview(editor, **body)[1] == 1
    assert client.get(f"/api/articles/{papers[0]}").json()["published"] == "2031-05-02"
    made = make(editor, **body)
    assert (made["kind"], made["article"], made["value"]) == ("date", papers[0], "2032-01-02")
    assert client.get(f"/api/articles/{papers[0]}").json()["published"] == "2032-01-02"
    undo(editor, made)
    assert client.get(f"/api/articles/{papers[0]}").json()["published"] == "2031-05-02"


def test_the_log_is_a_list_of_pages_and_of_one_entity(
    client: TestClient, editor: TestClient, papers: list[int]
) -> None:
    assert editor.get(ADDRESS).json() == {"items": [], "next": None}
    vale, quist = entity_of(client, "Ingrid"), entity_of(client, "Mara")
    renamed = make(editor, kind="rename", target={"entity": vale}, value="Ingrid Holm")
    rekinded = make(editor, kind="rekind", target={"entity": quist}, new_kind="place")
    assert rekinded["kind"] == "kind"
    first = editor.get(f"{ADDRESS}?limit=1").json()
    assert [item["id"] for item in first["items"]] == [rekinded["id"]]
    second = editor.get(f"{ADDRESS}?limit=1&cursor={first['next']}").json()
    assert (second["items"], second["next"]) == ([renamed], None)
    assert editor.get(f"{ADDRESS}?entity={vale}").json()["items"] == [renamed]
    assert renamed["entity"]["name"] == "Ingrid Holm"
    assert renamed["other"] is None
    assert editor.get(f"{ADDRESS}?entity=99999").status_code == 404


def test_nobody_but_the_editor_reads_or_writes_the_log(
    client: TestClient, editor: TestClient, papers: list[int]
) -> None:
    vale = entity_of(client, "Ingrid")
    made = make(editor, kind="rename", target={"entity": vale}, value="Ingrid Holm")
    body = {"kind": "rename", "target": {"entity": vale}, "value": "Ingrid Vale"}
    answers = [
        client.get(ADDRESS),
        client.get(f"{ADDRESS}/{made['id']}"),
        client.post(ADDRESS, json=body),
        client.post(f"{ADDRESS}?preview=true", json=body),
        client.post(f"{ADDRESS}/{made['id']}/undo"),
    ]
    for answer in answers:
        assert answer.status_code == 401
        assert set(answer.json()["error"]) == {"status", "message", "detail"}
    assert editor.get(f"{ADDRESS}/{made['id']}").json() == made
    for address in (ADDRESS, f"{ADDRESS}/{made['id']}"):
        assert editor.get(address).headers["cache-control"] == "private, no-store"


@pytest.mark.parametrize(
    ("body", "status", "reason"),
    [
        ({}, 422, "kind"),
        ({"kind": "dance", "target": {"entity": 1}}, 422, "kind"),
        ({"kind": "merge"}, 422, "target"),
        ({"kind": "merge", "target": {}}, 422, "exactly one of"),
        ({"kind": "merge", "target": {"entity": 1, "annotation": 1}}, 422, "exactly one of"),
        ({"kind": "merge", "target": {"entity": "1"}}, 422, "target"),
        ({"kind": "merge", "target": {"entity": 10**30}, "other": 1}, 422, "target"),
        (
            {"kind": "merge", "target": {"entity": 99999}, "other": 1},
            404,
            "The entity was not found",
        ),
        ({"kind": "merge", "target": {"entity": "V"}}, 422, "Enter an entity's name"),
        ({"kind": "merge", "target": {"entity": "V"}, "other": ""}, 422, "Enter an entity's name"),
        ({"kind": "merge", "target": {"entity": "V"}, "other": "x" * 301}, 422, "other"),
        ({"kind": "merge", "target": {"entity": "V"}, "other": True}, 422, "other"),
        ({"kind": "merge", "target": {"entity": "V"}, "other": "V"}, 422, "already Ingrid Vale"),
        ({"kind": "merge", "target": {"entity": "V"}, "other": "Zeppelin"}, 422, "is called"),
        ({"kind": "merge", "target": {"article": 1}, "other": "V"}, 422, "date"),
        ({"kind": "date", "target": {"entity": "V"}, "value": "2031-01-01"}, 422, "date"),
        ({"kind": "date", "target": {"article": 99999}, "value": "2031-01-01"}, 404, "article"),
        ({"kind": "date", "target": {"article": 1}, "value": "May"}, 422, "YYYY-MM-DD"),
        ({"kind": "rename", "target": {"entity": "V"}}, 422, "Enter a name"),
        ({"kind": "rename", "target": {"entity": "V"}, "value": "Ingrid Vale"}, 422, "Nothing"),
        ({"kind": "rename", "target": {"entity": "V"}, "value": "x" * 999}, 422, "value"),
        ({"kind": "kind", "target": {"entity": "V"}, "new_kind": "wizard"}, 422, "new_kind"),
        ({"kind": "split", "target": {"entity": "V"}, "value": "O"}, 422, "at least one article"),
        (
            {"kind": "split", "target": {"entity": "V"}, "value": "O", "articles": [99999]},
            404,
            "not mentioned in all",
        ),
        (
            {"kind": "move", "target": {"annotation": 99999}, "other": "V"},
            404,
            "The annotation was not found",
        ),
        ({"kind": "speaker", "target": {"entity": "V"}, "other": None}, 422, "Only quotations"),
        ({"kind": "speaker", "target": {"entity": "V"}}, 422, "Choose a speaker"),
        ({"kind": "reject", "target": {"entity": "V"}}, 422, "which mentions"),
        ({"kind": "reject", "target": {"annotation": 1}, "scope": "world"}, 422, "scope"),
        ([], 422, ""),
        ("merge", 422, ""),
    ],
)
def test_what_is_wrong_is_said_and_nothing_stored(
    client: TestClient,
    editor: TestClient,
    papers: list[int],
    body: Any,
    status: int,
    reason: str,
) -> None:
    vale = entity_of(client, "Ingrid")
    if isinstance(body, dict):
        body = dict(body)
        if body.get("target", {}).get("entity") == "V":
            body["target"] = {"entity": vale}
        if body.get("other") == "V":
            body["other"] = vale
    for address in (ADDRESS, f"{ADDRESS}?preview=true"):
        answer = editor.post(address, json=body)
        assert answer.status_code == status, answer.text
        assert reason in str(answer.json()["error"])
    assert editor.get(ADDRESS).json()["items"] == []


def test_a_name_that_several_entities_have_is_answered_with_their_ids(
    client: TestClient, editor: TestClient, papers: list[int]
) -> None:
    text = "Mara Brandt met Tomas Brandt. Mara Brandt left."
    add(editor, text, title="Two", published="2031-08-01")
    vale, brandt = entity_of(client, "Ingrid"), entity_of(client, "Mara Brandt")
    refused = make(editor, 409, kind="merge", target={"entity": vale}, other="Mara")
    assert f"{brandt} Mara Brandt (person)" in refused["error"]["detail"]


def test_a_correction_is_undone_once(
    client: TestClient, editor: TestClient, papers: list[int]
) -> None:
    vale = entity_of(client, "Ingrid")
    made = make(editor, kind="rename", target={"entity": vale}, value="Ingrid Holm")
    undo(editor, made)
    again = editor.post(f"{ADDRESS}/{made['id']}/undo")
    assert (again.status_code, again.json()["error"]["message"]) == (
        409,
        "This correction has already been undone.",
    )
    assert editor.post(f"{ADDRESS}/99999/undo").status_code == 404
    assert editor.get(f"{ADDRESS}/99999").status_code == 404


def test_a_write_from_another_site_is_refused(
    client: TestClient, editor: TestClient, papers: list[int]
) -> None:
    body = {"kind": "rename", "target": {"entity": entity_of(client, "Ingrid")}, "value": "X"}
    elsewhere = {"sec-fetch-site": "cross-site"}
    assert editor.post(ADDRESS, json=body, headers=elsewhere).status_code == 403
    assert editor.get(ADDRESS).json()["items"] == []

"""Corrections: who may see and make them, and what is refused."""

import re
from html import unescape

import pytest
from starlette.testclient import TestClient

from tests.web.asking import add, entity_of, first
from tests.web.editor.correcting import confirm, make, mark, preview

pytestmark = pytest.mark.slow  # each test stores and annotates several articles


def test_only_the_editor_sees_any_of_it(
    client: TestClient, editor: TestClient, papers: list[int]
) -> None:
    vale, words = entity_of(client, "Ingrid"), first(client, papers[0], "entity")
    made = make(editor, do="rename", entity=vale, value="Ingrid Vale-Holm")
    addresses = [
        f"/edit/annotations/{words}",
        f"/edit/annotations/{words}/panel",
        f"/edit/entities/{vale}",
        f"/edit/corrections/{made}",
    ]
    addresses += ["/edit/corrections", f"/edit/corrections?entity={vale}"]
    addresses += [
        f"/edit/corrections/{part}?do=rekind&entity={vale}&new_kind=place"
        for part in ("new", "preview")
    ]
    for address in addresses:
        refused = client.get(address)
        assert refused.status_code == 401, address
        assert "Vale" not in refused.text
        answer = editor.get(address)
        assert (answer.status_code, answer.headers["cache-control"]) == (
            200,
            "private, no-store",
        ), address
    for address in ("/edit/corrections", f"/edit/corrections/{made}/undo"):
        assert (
            client.post(
                address, data={"do": "rekind", "entity": vale, "new_kind": "place"}
            ).status_code
            == 401
        )
    assert "Ingrid Vale-Holm" in client.get(f"/entities/{vale}").text


def test_a_preview_changes_nothing(
    client: TestClient, editor: TestClient, papers: list[int]
) -> None:
    vale, quist = entity_of(client, "Ingrid"), entity_of(client, "Mara")
    before = (
        client.get(f"/api/entities/{vale}").content,
        client.get(f"/articles/{papers[0]}").content,
    )
    for part in ("new", "preview"):
        for asked in (
            {"do": "merge", "entity": vale, "other": quist},
            {"do": "rename", "entity": vale, "value": "X"},
        ):
            assert editor.get(f"/edit/corrections/{part}", params=asked).status_code == 200  # type: ignore[arg-type]
    assert (
        client.get(f"/api/entities/{vale}").content,
        client.get(f"/articles/{papers[0]}").content,
    ) == before
    assert "No corrections yet" in editor.get("/edit/corrections").text


def test_a_write_from_another_site_is_refused(
    client: TestClient, editor: TestClient, papers: list[int]
) -> None:
    vale = entity_of(client, "Ingrid")
    made = make(editor, do="rename", entity=vale, value="Ingrid Vale-Holm")
    for address in ("/edit/corrections", f"/edit/corrections/{made}/undo"):
        for origin in ({"sec-fetch-site": "cross-site"}, {"origin": "https://elsewhere.example"}):
            form = {"do": "rekind", "entity": vale, "new_kind": "place"}
            assert editor.post(address, data=form, headers=origin).status_code == 403
    assert editor.get("/edit/corrections").text.count("/undo") == 1


@pytest.mark.parametrize(
    ("asked", "status", "reason"),
    [
        ({}, 422, "do:"),
        ({"do": "dance"}, 422, "do:"),
        ({"do": "merge"}, 422, "Choose what to correct"),
        ({"do": "merge", "entity": "V"}, 422, "Enter an entity's name, number or address"),
        ({"do": "merge", "entity": "V", "other": "V"}, 422, "This is already Ingrid Vale"),
        ({"do": "merge", "entity": "99999", "other": "V"}, 404, "The entity was not found"),
        ({"do": "merge", "entity": "-1"}, 422, "entity:"),
        ({"do": "merge", "entity": "9" * 30}, 422, "entity:"),
        ({"do": "rename", "entity": "V"}, 422, "Enter a name"),
        ({"do": "rename", "entity": "V", "value": " \u00a0 "}, 422, "Enter a name"),
        ({"do": "rename", "entity": "V", "value": "Ingrid Vale"}, 422, "Nothing would change"),
        ({"do": "rename", "entity": "V", "value": "x" * 301}, 422, "value:"),
        ({"do": "rename", "entity": "V", "value": "x" * 201}, 422, "at most 200 characters"),
        ({"do": "rekind", "entity": "V"}, 422, "Choose a kind"),
        ({"do": "rekind", "entity": "V", "new_kind": "wizard"}, 422, "new_kind:"),
        ({"do": "split", "entity": "V", "value": "Otto"}, 422, "Choose at least one article"),
        (
            {"do": "split", "entity": "V", "value": "Otto", "article": "99999"},
            404,
            "not mentioned in all of these",
        ),
        ({"do": "split", "entity": "V", "value": "Otto", "article": "x"}, 422, "article"),
        ({"do": "move", "annotation": "W"}, 422, "Enter an entity's name, number or address"),
        ({"do": "move", "annotation": "99999", "who": "none"}, 404, "The annotation was not found"),
        ({"do": "move", "annotation": "W", "who": "anybody"}, 422, "who:"),
        ({"do": "speaker", "entity": "V", "who": "none"}, 422, "Only quotations"),
        ({"do": "reject", "entity": "V"}, 422, "Choose which mentions"),
        ({"do": "move", "annotation": "W", "who": "none", "scope": "world"}, 422, "scope:"),
    ],
)
def test_what_makes_no_sense_is_refused_with_its_reason(
    client: TestClient,
    editor: TestClient,
    papers: list[int],
    asked: dict[str, str],
    status: int,
    reason: str,
) -> None:
    ids = {"V": str(entity_of(client, "Ingrid")), "W": str(mark(client, papers[0], "Vale"))}
    given = {name: ids.get(value, value) for name, value in asked.items()}
    for answer in (
        editor.get("/edit/corrections/new", params=given),
        editor.get("/edit/corrections/preview", params=given),
        editor.post("/edit/corrections", data=given),
    ):
        assert (answer.status_code, reason in unescape(answer.text)) == (status, True), answer.text
        assert ("<!doctype" in answer.text) == ("preview" not in str(answer.url))
    assert "No corrections yet" in editor.get("/edit/corrections").text


def test_what_is_not_there_is_not_found(
    editor: TestClient, client: TestClient, papers: list[int]
) -> None:
    for address in (
        "/edit/annotations/99999",
        "/edit/annotations/99999/panel",
        "/edit/entities/99999",
        "/edit/corrections/99999",
    ):
        assert editor.get(address).status_code == 404
    assert editor.get("/edit/corrections?entity=99999").status_code == 404
    assert editor.post("/edit/corrections/99999/undo").status_code == 404
    assert "<!doctype" not in editor.get("/edit/annotations/99999/panel").text
    vale = entity_of(client, "Ingrid")
    assert (
        editor.post(
            "/edit/corrections", json={"do": "rekind", "entity": vale, "new_kind": "place"}
        ).status_code
        == 415
    )


def test_a_note_of_a_person_is_not_corrected_here(editor: TestClient, papers: list[int]) -> None:
    form = {"article": papers[0], "revision": 1, "start": 0, "end": 9, "text": "So."}
    editor.post("/notes", data=form)
    note = re.search(r'href="/notes/(\d+)"', editor.get("/notes").text)
    assert note
    assert editor.get(f"/edit/annotations/{note[1]}").status_code == 422
    assert "Correct" not in editor.get(f"/cards/{note[1]}").text


@pytest.mark.parametrize("layer", ["entity", "quotation"])
def test_cards_and_panels_lead_the_editor_here_and_nobody_else(
    client: TestClient, editor: TestClient, papers: list[int], layer: str
) -> None:
    words = first(client, papers[0], layer)
    vale = entity_of(client, "Ingrid")
    link = f'href="/edit/annotations/{words}" data-panel="/edit/annotations/{words}/panel"'
    for address in (f"/cards/{words}", f"/panels/annotation/{words}", f"/annotations/{words}"):
        assert link in editor.get(address).text
        assert "/edit/" not in client.get(address).text.partition("<footer")[0]
    assert f'href="/edit/entities/{vale}"' in editor.get(f"/panels/entity/{vale}").text
    assert "/edit/" not in client.get(f"/panels/entity/{vale}").text
    assert (
        f'<a href="/edit/entities/{vale}" data-editor hidden>'
        in client.get(f"/entities/{vale}").text
    )


def test_what_a_closed_article_says_is_chosen_by_the_editor_and_seen_by_nobody(
    client: TestClient, editor: TestClient, papers: list[int]
) -> None:
    closed = add(
        editor,
        "Solveig Quint met Ingrid Vale. Solveig Quint left.",
        title="Kept back",
        published="2031-09-01",
    )
    editor.patch(f"/api/articles/{closed}", json={"visibility": "private"})
    vale, quint = entity_of(client, "Ingrid"), entity_of(editor, "Solveig")
    before = client.get(f"/entities/{vale}").text
    assert (
        "Solveig Quint"
        in editor.get(f"/edit/annotations/{mark(editor, closed, 'Ingrid Vale')}").text
    )
    where = confirm(
        editor,
        preview(editor, do="move", annotation=mark(editor, closed, "Solveig Quint"), who=vale),
        scope="article",
    )
    for address in (f"/entities/{vale}", f"/panels/entity/{vale}", "/entities"):
        assert "Solveig" not in client.get(address).text
    assert client.get(f"/entities/{quint}").status_code == 404
    assert client.get(where).status_code == 401
    editor.post(where.replace("?", "/undo?"))
    assert client.get(f"/entities/{vale}").text == before


def test_hostile_names_are_words(client: TestClient, editor: TestClient, papers: list[int]) -> None:
    vale, bad = entity_of(client, "Ingrid"), "<script>alert(1)</script>"
    answer = editor.get(
        "/edit/corrections/new", params={"do": "rename", "entity": vale, "value": bad}
    )
    made = make(editor, do="rename", entity=vale, value=bad.replace("&", ""))
    pages = [
        answer,
        *(
            editor.get(x)
            for x in (f"/edit/corrections/{made}", "/edit/corrections", f"/edit/entities/{vale}")
        ),
    ]
    for page in pages:
        assert page.status_code == 200
        assert "<script>alert" not in page.text
        assert "&lt;script&gt;alert" in page.text

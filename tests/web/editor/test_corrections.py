"""The editor's pages for corrections: previewed, made and undone, kind by kind."""

import re
from html import unescape
from typing import Any

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from app.store.corrections import unfinished
from app.unfinished_corrections import steps
from tests.store.entities.test_linking import name
from tests.web.asking import add, entity_of, first
from tests.web.editor.correcting import confirm, figures, make, mark, preview, says

pytestmark = pytest.mark.slow  # each test stores and annotates several articles


def test_words_that_mean_another_are_corrected_as_far_as_the_editor_says(
    client: TestClient, editor: TestClient, papers: list[int]
) -> None:
    vale, quist = entity_of(client, "Ingrid"), entity_of(client, "Mara")
    words = mark(client, papers[0], "Vale")
    told = unescape(editor.get(f"/edit/annotations/{words}").text)
    assert "Linked to" in told
    assert f'<button name="who" value="{entity_of(client, "Tomas")}">' in told
    page = preview(editor, do="move", annotation=words, who=quist)
    assert says(page) == "“Vale” is Mara Quist, not Ingrid Vale."
    assert "3 mentions, 2 articles" in page
    some, name_, every = figures(page)
    assert some == (1, 1)
    assert name_ == (2, 1)
    assert every[0] > 2
    where = confirm(editor, page, scope="name")
    assert where.endswith(f"?article={papers[0]}&paragraph=1")
    done = editor.get(where).text
    assert says(done) == "Every “Vale” in this article is Mara Quist, not Ingrid Vale."
    assert f'href="/articles/{papers[0]}#p1"' in done
    assert client.get(f"/api/entities/{quist}").json()["mentions"] == 5
    card = client.get(f"/cards/{words}").text
    assert "Mara Quist" in card
    undone = editor.post(where.replace("?", "/undo?"))
    assert (undone.status_code, undone.headers["location"]) == (303, where)
    assert "Everything is as it was before" in editor.get(where).text
    assert client.get(f"/api/entities/{quist}").json()["mentions"] == 3
    assert editor.post(where.replace("?", "/undo?")).status_code == 409
    assert vale == entity_of(client, "Ingrid")


def test_words_are_somebody_new_or_no_name_at_all(
    client: TestClient, editor: TestClient, papers: list[int]
) -> None:
    words = mark(client, papers[0], "Vale")
    page = preview(
        editor, do="move", annotation=words, who="new", value="Otto Vale", new_kind="person"
    )
    assert says(page) == "“Vale” is a separate entity: “Otto Vale” (person)."
    confirm(editor, page, scope="words")
    assert client.get(f"/api/entities/{entity_of(client, 'Vale')}").status_code == 200
    assert "Otto Vale" in client.get(f"/cards/{words}").text
    town = mark(client, papers[1], "Ostra")
    page = preview(editor, do="move", annotation=town, who="none")
    assert says(page) == "“Ostra” was annotated by mistake."
    confirm(editor, page, scope="words")
    assert client.get(f"/annotations/{town}").status_code == 410
    assert f'data-annotations="{town}"' not in client.get(f"/articles/{papers[1]}").text


def test_a_quotation_is_given_another_speaker(
    client: TestClient, editor: TestClient, papers: list[int]
) -> None:
    quote = mark(client, papers[0], "The mole will stand,", "quotation")
    brandt = entity_of(client, "Tomas")
    form = editor.get(f"/edit/annotations/{quote}/panel").text
    assert "<!doctype" not in form
    assert "Who said this?" in form
    assert f'value="{brandt}"' in form
    page = preview(editor, do="speaker", annotation=quote, who=brandt)
    assert says(page) == "The mole will stand, was said by Tomas Brandt."
    assert figures(page) == [(1, 1)]
    where = confirm(editor, page)
    assert [
        q["entity_name"] for q in client.get(f"/api/quotes?speaker={brandt}").json()["items"]
    ] == ["Tomas Brandt"]
    page = preview(editor, do="speaker", annotation=quote, who="new", value="a clerk")
    assert says(page) == "The mole will stand, was said by a clerk."
    confirm(editor, page)
    assert "a clerk" in client.get(f"/cards/{quote}").text
    page = preview(editor, do="speaker", annotation=quote, who="none")
    assert says(page) == "The mole will stand, has no named speaker."
    confirm(editor, page)
    assert "Unknown speaker" in client.get(f"/cards/{quote}").text
    assert editor.post(where.replace("?", "/undo?")).status_code == 303
    assert "Unknown speaker" in client.get(f"/cards/{quote}").text
    assert "Only quotations" in preview(
        editor, 422, do="speaker", annotation=mark(client, papers[0], "Vale"), who="none"
    )


def test_a_typed_name_means_one_or_is_chosen(
    client: TestClient, editor: TestClient, papers: list[int]
) -> None:
    vale, brandt, quist = (entity_of(client, x) for x in ("Ingrid", "Tomas", "Mara"))
    for typed in (
        "Mara Quist",
        "mara quist",
        "Quist",
        f"{quist}",
        f"/entities/{quist}",
        f"http://testserver/entities/{quist}?show=said",
    ):
        assert "is the same as Mara Quist." in says(
            preview(editor, do="merge", entity=vale, to=typed)
        ), typed
    add(
        editor,
        "Mara Brandt met Tomas Brandt. Mara Brandt left.",
        title="Two",
        published="2031-08-01",
    )
    page = preview(editor, do="merge", entity=vale, to="Mara")
    assert "Which “Mara”?" in page
    links = re.findall(
        r'href="(/edit/corrections/new\?[^"]*)" data-panel="(/edit/corrections/preview\?[^"]*)"',
        page,
    )
    assert len(links) == 2
    for page_, fragment in links:
        assert page_.partition("?")[2] == fragment.partition("?")[2]
        assert "is the same as Mara" in says(editor.get(page_).text)
    nobody = preview(editor, 422, do="merge", entity=vale, to="Zeppelin")
    assert "No entity in this library is called “Zeppelin”" in nobody
    assert (
        editor.post(
            "/edit/corrections", data={"do": "merge", "entity": vale, "to": "Mara"}
        ).status_code
        == 409
    )
    for typed, status in (
        (f"{vale}", 422),
        ("99999", 404),
        ("999999999999", 404),
        ("/entities/99999", 404),
        ("", 422),
    ):
        preview(editor, status, do="merge", entity=vale, to=typed)
    assert brandt != quist


def test_a_merged_entity_leads_on_until_it_is_undone(
    client: TestClient, editor: TestClient, papers: list[int]
) -> None:
    vale, quist = entity_of(client, "Ingrid"), entity_of(client, "Mara")
    page = preview(editor, do="merge", entity=quist, other=vale)
    assert says(page) == "Mara Quist is the same as Ingrid Vale."
    assert "Ingrid Vale keeps its address" in page
    assert figures(page) == [(3, 2)]
    assert "different kinds" not in page
    assert "different kinds: person and place" in preview(
        editor, do="merge", entity=quist, to="Ostra"
    )
    swapped = re.search(r'href="([^"]*)" data-panel="[^"]*">Swap', page)
    assert swapped
    assert says(editor.get(swapped[1]).text) == "Ingrid Vale is the same as Mara Quist."
    where = confirm(editor, page)
    for tail in ("", ".atom"):
        answer = client.get(f"/entities/{quist}{tail}")
        assert (answer.status_code, answer.headers["location"]) == (301, f"/entities/{vale}{tail}")
        assert answer.headers["cache-control"] == "public, no-cache"
    assert client.get(f"/api/entities/{quist}").json()["merged_into"] == vale
    assert editor.get(f"/edit/entities/{quist}").headers["location"] == f"/edit/entities/{vale}"
    assert "Mara Quist" in client.get(f"/entities/{vale}").text
    assert "is called" in says(
        preview(editor, do="rename", entity=quist, value="Ingrid Quist-Vale")
    )
    assert where in editor.get(f"/edit/entities/{vale}").text
    assert editor.post(f"{where}/undo").headers["location"] == where
    assert client.get(f"/entities/{quist}").status_code == 200
    assert client.get(f"/api/entities/{quist}").json()["merged_into"] is None


def test_while_a_merge_is_unfinished_pages_say_so_and_lead_to_the_survivor(
    client: TestClient, editor: TestClient, papers: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    vale, quist = entity_of(client, "Ingrid"), entity_of(client, "Mara")
    before, notice = client.get(f"/entities/{vale}").text, "A correction is still being applied."
    monkeypatch.setattr(unfinished, "FIRST_ARTICLES", 1)
    monkeypatch.setattr(steps, "AT_ONCE_SECONDS", 0.0)
    where = confirm(editor, preview(editor, do="merge", entity=quist, other=vale))
    assert client.get(f"/entities/{quist}").headers["location"] == f"/entities/{vale}"
    assert "1 of 2 articles have been updated so far" in " ".join(editor.get(where).text.split())
    assert editor.get(f"/api{where.removeprefix('/edit')}").json()["unfinished"] == {
        "done": 1,
        "articles": 2,
    }
    assert client.get(f"/api/entities/{vale}").json()["is_moving"] is True
    assert notice not in before
    assert notice in client.get(f"/entities/{vale}").text
    marks = client.get(f"/api/articles/{papers[-1]}/annotations?layer=entity&limit=200").json()
    cards = [client.get(f"/cards/{mark['id'].rpartition('/')[2]}") for mark in marks["items"]]
    assert {card.status_code for card in cards} == {200}
    app: Any = client.app
    steps.finish(app.state.library)
    after = client.get(f"/entities/{vale}").text
    assert notice not in after
    assert "So far" not in editor.get(where).text


def test_an_entity_is_split_by_article(
    client: TestClient, editor: TestClient, papers: list[int]
) -> None:
    vale = entity_of(client, "Ingrid")
    form = unescape(editor.get(f"/edit/entities/{vale}").text)
    assert re.findall(r'name="article" value="(\d+)"', form) == [str(n) for n in papers[::-1]]
    assert "called Ingrid Vale, Vale" in form
    page = preview(
        editor,
        do="split",
        entity=vale,
        who="new",
        value="Ingrid Vale",
        new_kind="person",
        article=papers[1:],
    )
    assert "Ingrid Vale keeps the address in 1 other article." in page
    assert (
        says(page) == "What was linked to Ingrid Vale is a separate entity: “Ingrid Vale” (person)."
    )
    assert figures(page) == [(3, 2)]
    where = confirm(editor, page)
    assert client.get(f"/api/entities/{vale}").json()["articles"] == 1
    editor.post(f"{where}/undo")
    assert client.get(f"/api/entities/{vale}").json()["articles"] == 3
    page = preview(
        editor,
        do="split",
        entity=vale,
        who="new",
        value="Otto Vale",
        keep="chosen",
        article=papers[1:],
    )
    assert "Ingrid Vale keeps the address in the 2 selected articles." in page
    confirm(editor, page)
    assert client.get(f"/api/entities/{vale}").json()["articles"] == 2
    page = preview(
        editor,
        do="split",
        entity=vale,
        who="known",
        to="Mara Quist",
        article=papers[1],
        value="Ingrid Vale",
    )
    assert says(page) == "What was linked to Ingrid Vale is Mara Quist."
    confirm(editor, page)
    assert [x["id"] for x in client.get(f"/api/entities/{vale}").json()["items"]] == [papers[2]]


def test_an_entity_gets_another_name_and_kind(
    client: TestClient, editor: TestClient, papers: list[int]
) -> None:
    vale = entity_of(client, "Ingrid")
    page = preview(editor, do="rename", entity=vale, value="  Ingrid   Vale-Holm ")
    assert says(page) == "Ingrid Vale is called “Ingrid Vale-Holm”."
    assert figures(page)[0][1] == 3
    named = confirm(editor, page)
    assert "was renamed" in editor.get(named).text
    assert (
        says(preview(editor, do="rekind", entity=vale, new_kind="place"))
        == "The kind of Ingrid Vale-Holm is “place”."
    )
    make(editor, do="rekind", entity=vale, new_kind="place")
    assert client.get(f"/api/entities/{vale}").json()["kind"] == "place"
    editor.post(f"{named}/undo")
    shown = client.get(f"/api/entities/{vale}").json()
    assert (shown["name"], shown["kind"]) == ("Ingrid Vale", "place")
    log = unescape(editor.get("/edit/corrections").text)
    assert log.index("is “place”") < log.index("Undone")
    assert "Editor" in log
    assert "is “place”" not in unescape(
        editor.get(f"/edit/corrections?entity={entity_of(client, 'Mara')}").text
    )


def test_a_correction_reached_from_words_leads_back_to_them(
    client: TestClient, editor: TestClient, papers: list[int]
) -> None:
    words = mark(client, papers[1], "Mara Quist")
    page = preview(editor, do="rename", annotation=words, value="Mara Quist-Holm")
    assert f'href="/edit/annotations/{words}" data-panel="/edit/annotations/{words}/panel"' in page
    assert f'href="/articles/{papers[1]}#p1"' in editor.get(confirm(editor, page)).text


def test_a_claim_and_a_date_can_be_taken_away(
    client: TestClient, editor: TestClient, article: int
) -> None:
    for layer in ("claim", "date"):
        words = first(client, article, layer)
        assert "Remove this annotation" in editor.get(f"/edit/annotations/{words}").text
        confirm(editor, preview(editor, do="reject", annotation=words))
        assert client.get(f"/annotations/{words}").status_code == 410


def test_a_pair_is_judged_one_or_two(app: FastAPI, editor: TestClient) -> None:
    with app.state.library.writing() as s:
        ida, tom, bare = (
            name(s, "Ida Fenwick", "Bo Reef"),
            name(s, "Tom Fenwick"),
            name(s, "Fenwick"),
        )
    shown = unescape(editor.get("/edit/proposals").text)
    assert f"/edit/corrections/new?do=merge&entity={bare}&other={ida}" in shown
    assert f"/edit/corrections/new?do=merge&entity={bare}&other={tom}" in shown
    assert editor.post("/edit/proposals/1/reject").headers["location"] == "/edit/proposals"
    log = unescape(re.sub("<[^>]+>", "", editor.get("/edit/corrections").text))
    assert re.search(r"Fenwick and (Ida |Tom )?Fenwick are not the same\.", " ".join(log.split()))
    assert editor.get("/edit/proposals").text.count("Not the same") == 1
    assert editor.post("/edit/corrections/1/undo").status_code == 303
    assert editor.get("/edit/proposals").text.count("Not the same") == 2
    assert "Possible duplicates" in editor.get(f"/edit/entities/{bare}").text

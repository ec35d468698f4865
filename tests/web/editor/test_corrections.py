"""The editor's pages for corrections: what can be said, what it would touch, doing it, undoing it, and who may not."""

import re
from html import unescape
from typing import Any

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from tests.store.entities.test_linking import name
from tests.web.test_pages import add, entity_of, first

PAPERS = (
    (
        "2031-05-02",
        "The chair",
        (
            "“The mole will stand,” harbour master Ingrid Vale said. Tomas Brandt met Vale. Vale "
            "did not answer."
        ),
    ),
    (
        "2031-06-01",
        "The office",
        "Treasurer Ingrid Vale met Mara Quist in Ostra. Mara Quist praised Ingrid Vale.",
    ),
    ("2031-07-01", "The lamp", "Mara Quist repaired the lamp. Ingrid Vale saw it."),
)


@pytest.fixture
def papers(editor: TestClient) -> list[int]:
    return [
        add(editor, text, title=title, published=day, source_url=f"https://ostra.example/{day}")
        for day, title, text in PAPERS
    ]


def mark(client: TestClient, article: int, words: str, layer: str = "entity") -> int:
    """The id of the first annotation of a layer that covers just these words."""
    for item in client.get(f"/api/articles/{article}/annotations?layer={layer}&limit=200").json()[
        "items"
    ]:
        if any(x.get("exact") == words for x in item["target"]["selector"]):
            return int(item["id"].rsplit("/", 1)[1])
    raise AssertionError(f"nothing covers {words}")


def preview(editor: TestClient, status: int = 200, **asked: object) -> str:
    """The page of a preview, its words as they are read."""
    answer = editor.get("/edit/corrections/new", params=asked)  # type: ignore[arg-type]  # the client writes each as it is
    assert answer.status_code == status, answer.text
    return unescape(answer.text)


def confirm(editor: TestClient, page: str, **chosen: object) -> str:
    """Sends the form of a preview as a browser would, with other choices if given; the address of what was done."""
    form = page.partition('<form method="post" action="/edit/corrections">')[2].partition(
        "</form>"
    )[0]
    given = dict(re.findall(r'<input type="hidden" name="([^"]*)" value="([^"]*)"', form))
    given |= dict(re.findall(r'<input type="radio" name="([^"]*)" value="([^"]*)" checked', form))
    answer = editor.post("/edit/corrections", data=given | chosen)
    assert answer.status_code == 303, answer.text
    return str(answer.headers["location"])


def make(editor: TestClient, **asked: Any) -> int:
    """Previews and confirms; the id of the correction."""
    return int(confirm(editor, preview(editor, **asked)).rpartition("/")[2].partition("?")[0])


def says(page: str) -> str:
    """The plain sentence of a page about one correction."""
    found = re.search(r'<p class="correction-sentence">(.*?)</p>', page, re.S)
    assert found
    return " ".join(re.sub("<[^>]+>", "", unescape(found[1])).split())


def figures(page: str) -> list[tuple[int, int]]:
    """How many passages and articles the form of a preview says it touches, reach by reach."""
    form = page.partition('<form method="post" action="/edit/corrections">')[2]
    return [(int(a), int(b)) for a, b in re.findall(r"(\d+) passages? in (\d+) articles?", form)]


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
    assert "Only a quotation" in preview(
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
        assert answer.headers["cache-control"] == "no-cache"
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
        == "Ingrid Vale-Holm is of the kind “place”."
    )
    make(editor, do="rekind", entity=vale, new_kind="place")
    assert client.get(f"/api/entities/{vale}").json()["kind"] == "place"
    editor.post(f"{named}/undo")
    shown = client.get(f"/api/entities/{vale}").json()
    assert (shown["name"], shown["kind"]) == ("Ingrid Vale", "place")
    log = unescape(editor.get("/edit/corrections").text)
    assert log.index("of the kind “place”") < log.index("Undone")
    assert "Editor" in log
    assert "is of the kind “place”" not in unescape(
        editor.get(f"/edit/corrections?entity={entity_of(client, 'Mara')}").text
    )


def test_a_correction_reached_from_words_leads_back_to_them(
    client: TestClient, editor: TestClient, papers: list[int]
) -> None:
    words = mark(client, papers[1], "Mara Quist")
    page = preview(editor, do="rename", annotation=words, value="Mara Quist-Holm")
    assert f'href="/edit/annotations/{words}" data-panel="/edit/annotations/{words}/panel"' in page
    assert f'href="/articles/{papers[1]}#p1"' in editor.get(confirm(editor, page)).text


@pytest.mark.parametrize(
    ("asked", "status", "reason"),
    [
        ({}, 422, "do:"),
        ({"do": "dance"}, 422, "do:"),
        ({"do": "merge"}, 422, "Say what is to be corrected"),
        ({"do": "merge", "entity": "V"}, 422, "Type the name, the number or the address"),
        ({"do": "merge", "entity": "V", "other": "V"}, 422, "It is Ingrid Vale already"),
        ({"do": "merge", "entity": "99999", "other": "V"}, 404, "no such entity"),
        ({"do": "merge", "entity": "-1"}, 422, "entity:"),
        ({"do": "merge", "entity": "9" * 30}, 422, "entity:"),
        ({"do": "rename", "entity": "V"}, 422, "Type a name"),
        ({"do": "rename", "entity": "V", "value": " \u00a0 "}, 422, "Type a name"),
        ({"do": "rename", "entity": "V", "value": "Ingrid Vale"}, 422, "It is so already"),
        ({"do": "rename", "entity": "V", "value": "x" * 301}, 422, "value:"),
        ({"do": "rename", "entity": "V", "value": "x" * 201}, 422, "at most 200 characters"),
        ({"do": "rekind", "entity": "V"}, 422, "Choose a kind"),
        ({"do": "rekind", "entity": "V", "new_kind": "wizard"}, 422, "new_kind:"),
        ({"do": "split", "entity": "V", "value": "Otto"}, 422, "Choose at least one article"),
        (
            {"do": "split", "entity": "V", "value": "Otto", "article": "99999"},
            404,
            "not named in all of these",
        ),
        ({"do": "split", "entity": "V", "value": "Otto", "article": "x"}, 422, "article"),
        ({"do": "move", "annotation": "W"}, 422, "Type the name, the number or the address"),
        ({"do": "move", "annotation": "99999", "who": "none"}, 404, "no such annotation"),
        ({"do": "move", "annotation": "W", "who": "anybody"}, 422, "who:"),
        ({"do": "speaker", "entity": "V", "who": "none"}, 422, "Only a quotation"),
        ({"do": "reject", "entity": "V"}, 422, "Say which words"),
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


def test_a_claim_and_a_date_can_be_taken_away(
    client: TestClient, editor: TestClient, article: int
) -> None:
    for layer in ("claim", "date"):
        words = first(client, article, layer)
        assert "Remove this annotation" in editor.get(f"/edit/annotations/{words}").text
        confirm(editor, preview(editor, do="reject", annotation=words))
        assert client.get(f"/annotations/{words}").status_code == 410


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

"""Notes and highlights: written, followed through revisions, found; private ones for the editor."""

import re

import pytest
from starlette.testclient import TestClient

from tests.web.conftest import TEXT

WORDS = "The repair cost 4.2 million crowns"
START = TEXT.index(WORDS)


def write(
    editor: TestClient,
    article: int,
    text: str = "Ask the treasurer.",
    visibility: str = "private",
    words: str = WORDS,
) -> int:
    start = TEXT.index(words)
    form = {
        "article": article,
        "revision": 1,
        "start": start,
        "end": start + len(words),
        "text": text,
        "visibility": visibility,
    }
    assert editor.post("/notes", data=form).status_code == 303
    found = re.findall(r'href="/notes/(\d+)"', editor.get("/notes").text)
    return int(found[0])


def revise(editor: TestClient, article: int, text: str) -> None:
    assert (
        editor.put(
            f"/api/articles/{article}", json={"text": text, "title": "A new chair"}
        ).status_code
        == 201
    )


def marked(page: str, note: int) -> str:
    """The words that a page marks for a note."""
    found = re.findall(
        rf'<mark[^>]*data-annotations="(?:\d+ )*{note}(?: \d+)*"[^>]*>(.*?)</mark>', page
    )
    return re.sub("<[^>]+>", "", "".join(found))


def test_words_are_noted_without_a_script_by_the_article_or_from_their_panel(
    client: TestClient, editor: TestClient, article: int
) -> None:
    assert f'href="/notes?article={article}"' in editor.get(f"/edit/articles/{article}").text
    assert 'action="/notes/new"' in editor.get(f"/notes?article={article}").text
    asked = {"article": str(article), "exact": f" {WORDS} "}
    form = editor.get("/notes/new", params=asked).text
    assert f'name="start" value="{START}"' in form
    assert editor.get("/notes/new", params=asked | {"exact": "Ingrid Vale"}).status_code == 409
    assert editor.get("/notes/new", params=asked | {"exact": "nowhere"}).status_code == 422
    marks = editor.get(f"/api/articles/{article}/annotations?layer=quotation").json()["items"]
    panel = f"/panels/annotation/{marks[0]['id'].rsplit('/', 1)[1]}"
    offered = re.search(r'href="(/notes/new\?[^"]+)"', editor.get(panel).text)
    assert offered
    assert editor.get(offered[1].replace("&amp;", "&")).status_code == 200
    assert "/notes/new" not in client.get(panel).text


def test_a_private_note_is_the_editors_alone(
    client: TestClient, editor: TestClient, article: int
) -> None:
    note = write(editor, article)
    for address in (
        "/notes",
        f"/notes/{note}",
        f"/notes/on/{article}",
        f"/notes/new?article={article}&start=0&end=3",
    ):
        assert client.get(address).status_code == 401
        answer = editor.get(address)
        assert (answer.status_code, answer.headers["cache-control"]) == (200, "private, no-store")
    assert "Ask the treasurer." in editor.get("/notes").text
    assert not marked(client.get(f"/articles/{article}").text, note)
    assert marked(editor.get(f"/notes/on/{article}").text, note) == WORDS
    assert client.get(f"/annotations/{note}").status_code == 404
    assert client.get(f"/api/annotations/{note}").status_code == 404


def test_a_public_note_stands_on_the_page_of_everybody(
    client: TestClient, editor: TestClient, article: int
) -> None:
    note = write(editor, article, visibility="public")
    assert marked(client.get(f"/articles/{article}").text, note) == WORDS
    assert "Ask the treasurer." in client.get(f"/cards/{note}").text


@pytest.mark.slow
def test_a_note_follows_its_words(client: TestClient, editor: TestClient, article: int) -> None:
    note = write(editor, article, visibility="public")
    revise(editor, article, "News first.\n\n" + TEXT.replace("4.2 million", "5 million"))
    assert (
        marked(client.get(f"/articles/{article}").text, note) == "The repair cost 5 million crowns"
    )
    assert "text reworded" in editor.get("/notes").text
    assert "reworded" in client.get(f"/cards/{note}").text
    revise(editor, article, TEXT.partition("\n\n")[0])
    assert not marked(client.get(f"/articles/{article}").text, note)
    assert "text removed" in editor.get("/notes").text
    assert client.get(f"/annotations/{note}").status_code == 200


def test_notes_are_found_by_their_words_and_those_they_are_about(
    editor: TestClient, article: int
) -> None:
    write(editor, article, "Ask the treasurer about 100 % of it.")
    write(editor, article, "", words="The harbour board of Ostra")
    assert editor.get("/notes?q=100 %25").text.count('class="quoted"') == 1
    assert editor.get("/notes?q=harbour").text.count('class="quoted"') == 1
    assert editor.get("/notes?q=Treasurer").text.count('class="quoted"') == 1
    assert editor.get("/notes?q=nowhere").text.count('class="quoted"') == 0
    assert editor.get(f"/notes?article={article}").text.count('class="quoted"') == 2
    assert editor.get("/notes?article=999").status_code == 404
    for beyond in (-1, -(10**30), 10**30):
        assert editor.get(f"/notes?article={beyond}").status_code == 404
        assert editor.get(f"/notes/new?article={beyond}&start=0&end=1").status_code == 404


def test_a_note_is_changed_and_taken_away(
    client: TestClient, editor: TestClient, article: int
) -> None:
    note = write(editor, article)
    assert (
        editor.post(f"/notes/{note}", data={"text": "Asked.", "visibility": "public"}).status_code
        == 303
    )
    assert "Asked." in client.get(f"/annotations/{note}").text
    assert client.post(f"/notes/{note}", data={"text": "Mine."}).status_code == 401
    assert editor.post(f"/notes/{note}/remove").status_code == 303
    assert client.get(f"/annotations/{note}").status_code == 410
    assert "Asked." not in editor.get("/notes").text
    for address in (f"/notes/{note}", f"/notes/{note}/remove", "/notes/999"):
        assert editor.post(address, data={"text": "x"}).status_code == 404


@pytest.mark.parametrize(
    ("given", "status"),
    [
        ({"end": START}, 422),
        ({"end": 10**8}, 422),
        ({"article": 99}, 404),
        ({"visibility": "friends"}, 422),
        ({"text": "x" * 20_001}, 422),
    ],
)
def test_bad_notes_are_refused(
    editor: TestClient, article: int, given: dict[str, object], status: int
) -> None:
    form: dict[str, object] = {
        "article": article,
        "revision": 1,
        "start": START,
        "end": START + 9,
        "text": "So.",
    }
    assert editor.post("/notes", data=form | given).status_code == status
    assert "So." not in editor.get("/notes").text


def test_hostile_words_are_words(client: TestClient, editor: TestClient, article: int) -> None:
    note = write(editor, article, "<script>alert(1)</script>", visibility="public")
    for page in (
        editor.get("/notes"),
        editor.get(f"/notes/{note}"),
        client.get(f"/cards/{note}"),
        client.get(f"/annotations/{note}"),
    ):
        assert "<script>alert" not in page.text
        assert "&lt;script&gt;alert" in page.text


def test_a_note_whose_words_moved_and_were_reworded_says_so(
    editor: TestClient, article: int
) -> None:
    write(editor, article)
    last = TEXT.split("\n\n")[-1]
    revise(editor, article, f"{last.replace('4.2', '4.9')}\n\n" + TEXT.replace(f"\n\n{last}", ""))
    assert "text moved and reworded" in editor.get("/notes").text

"""Knowledge from elsewhere: sandboxed pictures, and an encyclopedia that is asked on demand."""

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest
from fastapi import FastAPI
from sqlmodel import col, select
from starlette.testclient import TestClient

from app.importers.images import measure
from app.linking.across import encyclopedia
from app.linking.across.knowledge_entries import KnowledgeEntry
from app.store.entities import images, knowledge
from app.store.schema.entities import Entity
from app.store.schema.knowledge import EncyclopediaSummary
from tests.importers.test_images import png
from tests.web.asking import add, entity_of
from tests.web.conftest import TOKEN, Web
from tests.website import Site

pytestmark = pytest.mark.slow  # each test stores and annotates several articles

PICTURE = png(320, 200)
ORIGIN = "https://ostra.example/vale.png"
VALE = KnowledgeEntry("1", "Ingrid Vale", "person", description="Born in Ostra.", image=ORIGIN)
PAGE = "https://en.wikipedia.org/wiki/Ingrid_Vale"
SUMMARY = "/en/Ingrid_Vale"


def known(app: FastAPI, given: KnowledgeEntry = VALE, *, picture: bytes | None = PICTURE) -> None:
    with app.state.library.writing() as s:
        knowledge.put(s, given, "people.csv")
        if picture:
            images.put(s, given.key, measure(picture, 4_096), picture, given.image or "vale.png")


@pytest.fixture
def vale(app: FastAPI, client: TestClient, article: int) -> int:
    """An entity with a picture, by its id."""
    known(app)
    return entity_of(client, "Ingrid")


def test_a_picture_comes_from_our_own_address_and_can_do_nothing(
    client: TestClient, vale: int
) -> None:
    answer = client.get(f"/entities/{vale}/image")
    assert (answer.status_code, answer.content, answer.headers["content-type"]) == (
        200,
        PICTURE,
        "image/png",
    )
    assert answer.headers["content-security-policy"] == "default-src 'none'; sandbox"
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["cache-control"] == "public, no-cache"
    again = client.get(f"/entities/{vale}/image", headers={"If-None-Match": answer.headers["etag"]})
    assert (again.status_code, again.content, again.headers["etag"]) == (
        304,
        b"",
        answer.headers["etag"],
    )
    assert (
        client.get(f"/entities/{vale}/image", headers={"If-None-Match": 'W/"other"'}).status_code
        == 200
    )


def test_it_is_shown_with_the_name_its_size_and_its_source(client: TestClient, vale: int) -> None:
    for address in (f"/entities/{vale}", f"/panels/entity/{vale}"):
        page = " ".join(client.get(address).text.split())
        assert (
            f'<img class="portrait" src="/entities/{vale}/image" alt="Ingrid Vale" '
            'width="160" height="100" loading="lazy">'
        ) in page
        assert (
            f'Image: <a href="{ORIGIN}" rel="noopener noreferrer">ostra.example</a> via people.csv'
        ) in page
        assert page.count("<img") == 1


def test_a_card_shows_the_picture_and_a_sentence_with_its_source(
    client: TestClient, vale: int, article: int
) -> None:
    marks = client.get(f"/api/articles/{article}/annotations?layer=entity").json()["items"]
    names = {mark["target"]["selector"][1]["exact"]: mark["id"] for mark in marks}
    card = client.get(f"/cards/{names['Ingrid Vale'].rsplit('/', 1)[1]}").text
    shown = " ".join(card.split())
    assert f'<img class="portrait" src="/entities/{vale}/image"' in shown
    assert 'Born in Ostra.</span> <span class="soft small">(people.csv)' in shown


def test_where_there_is_none_nothing_is_shown(
    app: FastAPI, client: TestClient, article: int
) -> None:
    known(app, picture=None)
    vale = entity_of(client, "Ingrid")
    assert client.get(f"/entities/{vale}/image").status_code == 404
    assert client.get("/entities/999999/image").status_code == 404
    page = client.get(f"/entities/{vale}").text
    assert "Born in Ostra." in page
    assert "<img" not in page


def test_a_picture_is_seen_by_who_may_see_the_entity(
    app: FastAPI, web: Web, client: TestClient, editor: TestClient
) -> None:
    add(editor, "Ingrid Vale met nobody. Ingrid Vale slept.", visibility="private")
    known(app)
    vale = entity_of(editor, "Ingrid")
    assert client.get(f"/entities/{vale}/image").status_code == 404
    answer = editor.get(f"/entities/{vale}/image")
    assert (answer.status_code, answer.headers["cache-control"]) == (200, "private, no-store")
    assert "etag" not in answer.headers


def test_a_closed_library_shows_its_pictures_to_its_editor(web: Web, vale: int) -> None:
    assert web.client(public_reading=False).get(f"/entities/{vale}/image").status_code == 401
    answer = web.client(editor=True, public_reading=False).get(f"/entities/{vale}/image")
    assert (answer.status_code, answer.headers["cache-control"]) == (200, "private, no-store")


def test_the_picture_of_a_merged_entity_is_asked_of_the_other(
    app: FastAPI, client: TestClient, vale: int
) -> None:
    other = entity_of(client, "Tomas")
    with app.state.library.writing() as s:
        s.get_one(Entity, vale).merged_into = other
    answer = client.get(f"/entities/{vale}/image")
    assert (answer.status_code, answer.headers["location"], answer.headers["cache-control"]) == (
        301,
        f"/entities/{other}/image",
        "public, no-cache",
    )


# Asking an encyclopedia


@pytest.fixture
def site(monkeypatch: pytest.MonkeyPatch) -> Iterator[Site]:
    """Wikipedia, as far as these tests know."""
    one = Site()
    monkeypatch.setattr(encyclopedia, "ADDRESS", one.url("/{language}/{title}"))
    yield one
    one.close()


def says(site: Site, path: str = SUMMARY, status: int = 200, **fields: Any) -> None:
    told = {
        "type": "standard",
        "title": "Ingrid Vale",
        "extract": "She keeps a harbour.",
        "content_urls": {"desktop": {"page": PAGE}},
    }
    site.serve(
        path,
        json.dumps(told | fields).encode(),
        status,
        Content_Type="application/json; charset=utf-8",
    )


@pytest.fixture
def asking(web: Web, site: Site, article: int) -> Iterator[FastAPI]:
    """A library that may ask."""
    allowed = (f"127.0.0.1:{site.port}",)
    made = web.app(
        fetch_allow=allowed, encyclopedia_enabled=True, encyclopedia_contact="desk@ostra.example"
    )
    yield made
    made.state.library.close()


def clients(app: FastAPI) -> tuple[TestClient, TestClient]:
    """Anybody and the editor."""
    return TestClient(app, follow_redirects=False), TestClient(
        app, headers={"Authorization": f"Bearer {TOKEN}"}, follow_redirects=False
    )


def stored(app: FastAPI) -> list[str]:
    with app.state.library.reading() as s:
        return list(s.scalars(select(col(EncyclopediaSummary.extract))))


def test_what_was_said_is_shown_to_every_reader_with_its_source_and_asked_once(
    asking: FastAPI, site: Site
) -> None:
    says(site, extract="She keeps <b>a harbour</b>.")
    client, editor = clients(asking)
    vale = entity_of(client, "Ingrid")
    answer = editor.post(f"/entities/{vale}/encyclopedia")
    assert (answer.status_code, answer.headers["location"]) == (303, f"/entities/{vale}")
    for address in (f"/entities/{vale}", f"/panels/entity/{vale}"):
        page = " ".join(client.get(address).text.split())
        assert "From other sources" in page
        assert '<span lang="en" dir="auto">She keeps &lt;b&gt;a harbour&lt;/b&gt;.</span>' in page
        assert (
            f'<a href="{PAGE}" rel="noopener noreferrer" lang="en" dir="auto">Ingrid '
            "Vale</a>, Wikipedia, CC BY-SA 4.0, fetched "
        ) in page
        assert re.search(r"fetched \d+ \w+ \d{4}<", page)
    ((path, headers),) = site.asked
    assert (path, headers["accept"]) == (SUMMARY, "application/json")
    assert headers["user-agent"].endswith("(+http://testserver; desk@ostra.example)")


def test_asking_again_takes_what_is_said_now(asking: FastAPI, site: Site) -> None:
    _, editor = clients(asking)
    vale = entity_of(editor, "Ingrid")
    for extract in ("She keeps a harbour.", "She kept a harbour."):
        says(site, extract=extract)
        editor.post(f"/entities/{vale}/encyclopedia")
        assert stored(asking) == [extract]


def test_only_the_editor_is_offered_it_and_only_a_form_asks(asking: FastAPI, site: Site) -> None:
    client, editor = clients(asking)
    vale = entity_of(client, "Ingrid")
    form = f'<form method="post" action="/entities/{vale}/encyclopedia">'
    assert client.post(f"/entities/{vale}/encyclopedia").status_code == 401
    assert client.get(f"/entities/{vale}/encyclopedia").status_code == 401
    public = client.get(f"/entities/{vale}").text
    assert public == editor.get(f"/entities/{vale}").text
    assert f'data-editor hidden><a href="/entities/{vale}/encyclopedia"' in public
    assert form not in public
    assert "Look up on Wikipedia" not in client.get(f"/panels/entity/{vale}").text
    assert form in editor.get(f"/panels/entity/{vale}").text
    own = editor.get(f"/entities/{vale}/encyclopedia")
    assert (own.status_code, own.headers["cache-control"]) == (200, "private, no-store")
    assert form in own.text
    assert "“Ingrid Vale” from en.wikipedia.org" in own.text
    assert site.asked == []


def test_the_article_that_an_entry_names_is_asked_for(asking: FastAPI, site: Site) -> None:
    _, editor = clients(asking)
    known(
        asking,
        KnowledgeEntry(
            "1", "Ingrid Vale", "person", url="https://de.wikipedia.org/wiki/Vale_(Hafen)"
        ),
        picture=None,
    )
    says(
        site,
        "/de/Vale_%28Hafen%29",
        content_urls={"desktop": {"page": "https://de.wikipedia.org/wiki/Vale_(Hafen)"}},
    )
    assert editor.post(f"/entities/{entity_of(editor, 'Ingrid')}/encyclopedia").status_code == 303
    assert stored(asking) == ["She keeps a harbour."]


@pytest.mark.parametrize(
    ("answer", "status", "sentence"),
    [
        ({"status": 404}, 404, "Wikipedia has no article “Ingrid Vale” at en.wikipedia.org."),
        ({"type": "disambiguation"}, 409, "“Ingrid Vale” has several meanings in Wikipedia."),
        ({"status": 503}, 422, "its server answered 503"),
        ({"extract": 7}, 422, "is not a valid summary of “Ingrid Vale”"),
        ({"extract": "x" * 300_000}, 422, "larger than 200,000 bytes"),
        (
            {"content_urls": {"desktop": {"page": "https://evil.example/wiki/Ingrid_Vale"}}},
            422,
            "is not a valid summary",
        ),
    ],
)
def test_an_answer_that_is_no_summary_is_a_sentence_and_stores_nothing(
    asking: FastAPI, site: Site, answer: dict[str, Any], status: int, sentence: str
) -> None:
    says(site, **answer)
    _, editor = clients(asking)
    shown = editor.post(f"/entities/{entity_of(editor, 'Ingrid')}/encyclopedia")
    assert shown.status_code == status
    assert sentence in shown.text
    assert stored(asking) == []


def test_an_answer_from_elsewhere_is_not_taken(
    asking: FastAPI, site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = Site()
    try:
        says(other, "/other")
        monkeypatch.setattr(
            asking.state,
            "settings",
            asking.state.settings.model_copy(update={"fetch_allow": _both(site, other)}),
        )
        site.serve(SUMMARY, b"", 302, Location=other.url("/other"))
        _, editor = clients(asking)
        shown = editor.post(f"/entities/{entity_of(editor, 'Ingrid')}/encyclopedia")
        assert shown.status_code == 422
        assert "redirects to another site" in shown.text
        assert (len(other.asked), stored(asking)) == (0, [])
    finally:
        other.close()


def _both(*sites: Site) -> tuple[str, ...]:
    return tuple(f"127.0.0.1:{site.port}" for site in sites)


def test_without_the_setting_nothing_is_asked_and_what_was_said_stays(
    web: Web, asking: FastAPI, site: Site
) -> None:
    says(site)
    _, editor = clients(asking)
    vale = entity_of(editor, "Ingrid")
    editor.post(f"/entities/{vale}/encyclopedia")
    closed = web.client(editor=True)
    for shown in (
        closed.post(f"/entities/{vale}/encyclopedia"),
        closed.get(f"/entities/{vale}/encyclopedia"),
    ):
        assert shown.status_code == 403
        assert "Wikipedia lookups are turned off in this library." in shown.text
    page = closed.get(f"/panels/entity/{vale}").text
    assert "She keeps a harbour." in page
    assert "Look up on Wikipedia" not in page
    assert len(site.asked) == 1


def test_what_was_said_goes_with_the_last_article_that_names_it(
    asking: FastAPI, site: Site, article: int
) -> None:
    says(site)
    _, editor = clients(asking)
    editor.post(f"/entities/{entity_of(editor, 'Ingrid')}/encyclopedia")
    assert stored(asking)
    editor.post(f"/edit/articles/{article}/withdraw", data={"sure": "yes"})
    assert stored(asking) == []


def test_an_entity_that_was_withdrawn_while_it_was_asked_for_gets_nothing(
    asking: FastAPI, site: Site, article: int
) -> None:
    _, editor = clients(asking)
    vale = entity_of(editor, "Ingrid")
    says(site)
    answer = site.answers[SUMMARY]

    def withdrawn(handler: Any) -> None:
        editor.post(f"/edit/articles/{article}/withdraw", data={"sure": "yes"})
        answer(handler)

    site.answers[SUMMARY] = withdrawn
    assert editor.post(f"/entities/{vale}/encyclopedia").status_code == 404
    assert stored(asking) == []

"""Preview images, and what pages say of them to other sites."""

import re
from html import unescape

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from app.preview_images import drawing
from app.preview_images.preview_image import PreviewImage
from tests.web.asking import add, entity_of
from tests.web.conftest import TEXT, TOKEN, Web

WORDS = "The mole will stand for a hundred years,"


@pytest.fixture
def drawn(monkeypatch: pytest.MonkeyPatch) -> list[PreviewImage]:
    """What every image says that is drawn."""
    images: list[PreviewImage] = []

    def noted(image: PreviewImage) -> bytes:
        images.append(image)
        return b"\x89PNG\r\n" + repr(image).encode() * 3

    monkeypatch.setattr(drawing, "png", noted)
    return images


def shared(client: TestClient, article: int, exact: str = WORDS) -> str:
    answer = client.post("/api/passages", json={"article": article, "exact": exact})
    return str(answer.json()["code"])


def said(client: TestClient, address: str) -> dict[str, str]:
    """The metadata in the head of a page, by name or property."""
    pairs = re.findall(
        r'<meta (?:name|property)="([^"]+)" content="([^"]*)"', client.get(address).text
    )
    return {name: unescape(content) for name, content in pairs}


def preview_path(client: TestClient, address: str) -> str:
    return said(client, address)["og:image"].removeprefix("http://testserver")


def test_an_image_is_a_png_with_a_tag_that_other_sites_may_show(
    client: TestClient, article: int
) -> None:
    answer = client.get(preview_path(client, f"/articles/{article}"))
    assert (answer.status_code, answer.headers["content-type"]) == (200, "image/png")
    assert answer.content.startswith(b"\x89PNG")
    assert "content-encoding" not in answer.headers
    assert answer.headers["cache-control"] == "public, no-cache"
    assert answer.headers["cross-origin-resource-policy"] == "cross-origin"
    tag = {"If-None-Match": answer.headers["etag"]}
    assert client.get(f"/articles/{article}/preview.png", headers=tag).status_code == 304
    head = client.head(f"/articles/{article}/preview.png")
    assert (head.content, head.headers["content-length"]) == (b"", str(len(answer.content)))


def test_an_article_is_shown_by_its_title_authors_and_date(
    client: TestClient, editor: TestClient, drawn: list[PreviewImage]
) -> None:
    article = add(
        editor,
        TEXT,
        title="A new chair",
        byline=["Maria Oster", "Ben Kalb"],
        source_url="https://www.ostra.example/chair",
        published="2031-05-02",
    )
    client.get(f"/articles/{article}/preview.png")
    (image,) = drawn
    assert (image.words, image.heading) == ("A new chair", "ostra.example")
    assert image.footer == ("Maria Oster, Ben Kalb", "2 May 2031")
    assert (image.marks, image.verdict) == (None, None)


def test_a_passage_is_shown_with_its_speaker_only_where_one_surely_said_all_of_it(
    client: TestClient, article: int, drawn: list[PreviewImage]
) -> None:
    for exact in (WORDS, "It chose a new chair.", f"“{WORDS}” harbour master"):
        client.get(f"/p/{shared(client, article, exact)}/preview.png")
    quotation, plain, mixed = drawn
    assert (quotation.words, quotation.marks) == (WORDS, ("“", "”"))
    assert quotation.below == "— Ingrid Vale"
    assert quotation.footer == ("A new chair", "2 May 2031")
    assert (plain.below, mixed.below) == (None, None)


def test_words_that_changed_are_announced_and_words_that_are_gone_are_not_shown(
    client: TestClient, editor: TestClient, article: int, drawn: list[PreviewImage]
) -> None:
    code = shared(client, article, "It chose a new chair.")
    paths = [preview_path(client, f"/p/{code}")]
    first = client.get(paths[0]).content
    for now in (" It chose an old chair.", ""):
        text = TEXT.replace(" It chose a new chair.", now)
        editor.put(f"/api/articles/{article}", json={"text": text, "title": "A new chair"})
        paths.append(preview_path(client, f"/p/{code}"))
        # Also the address that was remembered says what holds now.
        assert client.get(paths[0]).content == client.get(paths[-1]).content != first
    assert len(set(paths)) == 3
    same, changed, removed = (drawn[0], drawn[1], drawn[-1])
    assert (same.verdict, same.words) == (None, "It chose a new chair.")
    assert "Reworded on" in (changed.verdict or "")
    assert changed.words == "It chose an old chair."
    assert removed.words.startswith("This passage was removed from the article on")
    assert "new chair." not in repr(removed)
    about = said(client, f"/p/{code}")
    assert about["og:description"].startswith("No longer in the article: ")
    assert about["description"] == about["og:description"]
    assert "No longer in the article" in about["og:image:alt"]


def test_what_is_closed_or_withdrawn_has_no_image(
    client: TestClient, editor: TestClient, article: int
) -> None:
    code = shared(client, article)
    vale = entity_of(client, "Vale")
    addresses = (f"/articles/{article}", f"/p/{code}", f"/entities/{vale}")
    for address in addresses:
        assert client.get(f"{address}/preview.png").status_code == 200
    editor.patch(f"/api/articles/{article}", json={"visibility": "private"})
    for address in addresses:
        assert client.get(f"{address}/preview.png").status_code == 404, address
        answer = editor.get(f"{address}/preview.png")
        assert answer.headers["cache-control"] == "private, no-store", address
        assert answer.headers["cross-origin-resource-policy"] == "same-origin"
        named = said(editor, address).get("og:image", "")
        assert named in ("", "http://testserver/preview.png"), address
    editor.patch(f"/api/articles/{article}", json={"visibility": "public"})
    assert client.get(f"/p/{code}/preview.png").status_code == 200
    editor.delete(f"/api/articles/{article}")
    for address in addresses[:2]:
        assert client.get(f"{address}/preview.png").status_code == 410, address
    assert client.get("/articles/999/preview.png").status_code == 404
    assert client.get("/p/unknown-code-1/preview.png").status_code == 404


def test_a_closed_library_shows_the_image_of_an_opened_passage_and_no_other(
    web: Web, editor: TestClient, article: int, drawn: list[PreviewImage]
) -> None:
    code = editor.post(
        "/api/passages", json={"article": article, "exact": WORDS, "opened": True}
    ).json()["code"]
    anybody = web.client(public_reading=False)
    for address in ("/preview.png", f"/articles/{article}/preview.png"):
        assert anybody.get(address).status_code == 401
    editor_alone = shared(editor, article, "It chose a new chair.")
    assert anybody.get(f"/p/{editor_alone}/preview.png").status_code in (401, 404)
    answer = anybody.get(f"/p/{code}/preview.png")
    if answer.status_code == 200:
        assert "A new chair" not in drawn[-1].footer
        assert answer.headers["cache-control"] == "private, no-store"


def test_an_entity_is_shown_with_its_kind_description_and_counts(
    client: TestClient, article: int, drawn: list[PreviewImage]
) -> None:
    vale = entity_of(client, "Ingrid Vale")
    client.get(preview_path(client, f"/entities/{vale}"))
    (image,) = drawn
    assert (image.words, image.heading) == ("Ingrid Vale", "Person")
    assert image.below == "harbour master"
    assert image.footer[0] == "1 article"
    assert image.digest in preview_path(client, f"/entities/{vale}")


def test_a_german_page_has_a_german_image(
    client: TestClient, editor: TestClient, drawn: list[PreviewImage], article: int
) -> None:
    vale = entity_of(client, "Ingrid")
    for address in (f"/articles/{article}", f"/entities/{vale}", "/quotes"):
        path = preview_path(client, f"/de{address}")
        assert path.startswith("/de/"), address
        assert client.get(path).status_code == 200
    titled, named, library = drawn
    assert titled.footer[-1] == "2. Mai 2031"
    assert named.heading == "Person"
    assert named.footer[0] == "1 Artikel"
    assert library.below == "Artikel, mit ihrem Zusammenhang gelesen"
    code = shared(client, article)
    editor.put(
        f"/api/articles/{article}",
        json={"text": "All of it is new.", "title": "A new chair", "published": "2031-05-02"},
    )
    client.get(f"/de/p/{code}/preview.png")
    assert drawn[-1].verdict == "Nicht mehr im Artikel"
    client.get(f"/p/{code}/preview.png")
    assert drawn[-1].verdict == "No longer in the article"


def test_the_library_is_shown_with_how_much_anyone_may_read(
    client: TestClient, editor: TestClient, article: int, drawn: list[PreviewImage]
) -> None:
    hidden = add(editor, "Nobody reads this.", title="Hidden")
    editor.patch(f"/api/articles/{hidden}", json={"visibility": "private"})
    client.get("/preview.png")
    assert (drawn[0].words, drawn[0].footer) == ("Gloss", ("1 article",))


def test_an_image_is_drawn_once_whatever_its_address_says(
    app: FastAPI, client: TestClient, article: int, drawn: list[PreviewImage]
) -> None:
    code = shared(client, article)
    for path in (f"/articles/{article}/preview.png", f"/p/{code}/preview.png"):
        drawn.clear()
        for spelling in (path, f"{path}?v=1", f"{path}?v=2", f"{path}?v=2"):
            assert client.get(spelling).status_code == 200
        assert len(drawn) == 1, path
    assert f"/p/{code}/preview.png" in app.state.page_cache.answers.addresses()


def test_one_address_has_so_many_images_drawn_in_a_minute(web: Web, article: int) -> None:
    client = web.client(previews_per_minute=2, page_cache_bytes=0)
    codes = [client.get("/preview.png").status_code for _ in range(3)]
    assert codes == [200, 200, 429]
    told = web.client(previews_per_minute=1, page_cache_bytes=0)
    by_token = [
        told.get("/preview.png", headers={"Authorization": f"Bearer {TOKEN}"}).status_code
        for _ in range(3)
    ]
    assert by_token == [200, 200, 200]


def test_every_kind_of_page_says_what_a_link_to_it_shows(
    client: TestClient, editor: TestClient, article: int
) -> None:
    code = shared(client, article)
    vale = entity_of(client, "Ingrid Vale")
    pages = ("/", "/entities", "/quotes", "/claims", "/verify", "/search?q=mole")
    own = (
        f"/articles/{article}",
        f"/p/{code}",
        f"/entities/{vale}",
        f"/entities/{vale}/reading?article={article}",
    )
    for address in (*pages, *own):
        about = said(client, address)
        assert about["description"], address
        assert about["og:title"], address
        assert about["og:description"] == about["description"], address
        assert about["og:url"].startswith("http://testserver/"), address
        assert about["og:image:alt"], address
        assert (about["og:image:width"], about["og:image:height"]) == ("1200", "630")
        assert about["twitter:card"] == "summary_large_image"
        image = client.get(about["og:image"].removeprefix("http://testserver"))
        assert image.headers["content-type"] == "image/png", address
    assert said(client, "/search?q=mole")["robots"] == "noindex"
    assert said(client, "/articles/999")["robots"] == "noindex"

"""Captions with their pictures, the direction of a text, and passages up to its very end."""

import pytest
from playwright.sync_api import Request, expect

from tests.browser.conftest import NARROW, WIDE, Opened, Server

PICTURE = "https://elm-press.example/wall.jpg"
WALL = (
    "<article><h1>The wall</h1><p>The wall of Port Elm is finished at last, the harbour office "
    f'said.</p><figure><img src="{PICTURE}" alt="A wall by the sea"><figcaption>The wall at low '
    "tide.<span class=credit>Jane Roe/Elm Press</span></figcaption></figure>"
    "<p>Nobody came to see the last stone laid, and the band of the lower town went home.</p>"
    "<p>The harbour will open again on Friday, after eleven weeks of work.</p></article>"
)
ARABIC = (
    "AFP — قال وزير الصحة يوم الثلاثاء إن السور القديم سيرفع بمقدار متر كامل.\n\n"
    "وتبدأ الأشغال في مارس المقبل."
)


@pytest.fixture(scope="module")
def walled(server: Server) -> int:
    made = server.api("POST", "/api/articles", {"html": WALL, "title": "The wall"})
    return int(made["id"])


@pytest.mark.parametrize("view", [WIDE, NARROW])
def test_a_caption_links_to_its_picture_and_nothing_is_loaded_from_it(
    opened: Opened, server: Server, walled: int, view: dict[str, int]
) -> None:
    asked: list[Request] = []
    page = opened("/", viewport=view)
    page.on("request", lambda request: asked.append(request))
    page.goto(f"{server.url}/articles/{walled}")
    link = page.locator("#article-text .caption").get_by_role("link", name="Picture")
    expect(link).to_be_visible()
    assert link.get_attribute("href") == PICTURE
    credit = "getComputedStyle(document.querySelector('[data-credit]'), '::after').content"
    assert "Jane Roe/Elm Press" in page.evaluate(credit)
    text = server.api("GET", f"/api/articles/{walled}")["text"]
    assert page.evaluate("document.querySelector('#article-text').textContent") == text
    assert not [request.url for request in asked if not request.url.startswith(server.url)]


def test_words_after_a_caption_are_shared_as_they_are(
    opened: Opened, server: Server, walled: int
) -> None:
    page = opened(f"/articles/{walled}")
    last = page.locator("#article-text > p").last.bounding_box()
    below = page.locator(".after").bounding_box()
    assert last
    assert below
    page.mouse.move(last["x"] + 1, last["y"] + 8)
    page.mouse.down()
    page.mouse.move(below["x"] + 60, below["y"] + 30, steps=6)
    page.mouse.up()
    with page.expect_response("**/api/passages") as answer:
        page.get_by_role("button", name="Share passage").click()
    made = server.api("GET", f"/api/passages/{answer.value.json()['code']}")
    assert made["exact"] == "The harbour will open again on Friday, after eleven weeks of work."


def test_a_drag_that_begins_above_the_text_shares_what_it_covers_of_it(
    opened: Opened, server: Server, walled: int
) -> None:
    page = opened(f"/articles/{walled}")
    title = page.locator("h1").bounding_box()
    first = page.locator("#p1").bounding_box()
    assert title
    assert first
    page.mouse.move(title["x"] + 2, title["y"] + title["height"] / 2)
    page.mouse.down()
    page.mouse.move(first["x"] + first["width"] - 2, first["y"] + first["height"] - 6, steps=6)
    page.mouse.up()
    with page.expect_response("**/api/passages") as answer:
        page.get_by_role("button", name="Share passage").click()
    made = server.api("GET", f"/api/passages/{answer.value.json()['code']}")
    assert made["exact"].startswith("The wall of Port Elm is finished")


@pytest.mark.parametrize(
    ("title", "text", "direction"),
    [
        ("BBC: السور القديم", ARABIC, "rtl"),
        ("محمد صلاح", "محمد صلاح plays for another club from Monday on, the club said.", "ltr"),
    ],
)
def test_title_and_text_run_as_their_language_does(
    opened: Opened, server: Server, title: str, text: str, direction: str
) -> None:
    made = server.api("POST", "/api/articles", {"text": text, "title": title})
    page = opened(f"/articles/{made['id']}")
    for part in ("h1", "#article-text", "#p1"):
        shown = page.evaluate(f"getComputedStyle(document.querySelector('{part}')).direction")
        assert shown == direction, part

"""Getting articles in and correcting them: pasted, dated, edited, sent by the bookmarklet."""

import functools
import threading
from collections.abc import Iterator
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import unquote

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from app.cli.library import opened
from app.settings import Settings
from app.store.admin import people
from tests.browser.conftest import Server, serving

TEXT = "“The mole will stand,” Mara Quist said in Port Averil on Tuesday.\n\nNobody was hurt."
LOCAL_PAGE = """<!doctype html><html lang="en"><head><title>The mole of Ostra</title></head><body>
<nav><a href="/">Home</a></nav><article><h1>The mole of Ostra</h1>
<p>The harbour board of Ostra met on Tuesday, and it chose a new chair without a vote.</p>
<p id="words">Nobody from the ministry was in the room when the old chair left the hall.</p>
<p>The new chair said that the repair of the mole would begin in May of next year.</p>
</article><script>document.body.dataset.ran = 1</script></body></html>"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the library of these tests is."""
    return tmp_path_factory.mktemp("edited")


@pytest.fixture(scope="module")
def own(folder: Path) -> Iterator[Server]:
    """A library of its own, which these tests change."""
    with serving(folder, GLOSS_MODEL="small") as running:
        yield running


@pytest.fixture(scope="module")
def session(browser: Browser, own: Server, folder: Path) -> Iterator[BrowserContext]:
    """A browser in which the editor signed in by a link, and so has nothing but the cookie."""
    with opened(Settings(data=folder, model="small")) as library, library.writing() as s:
        code = people.create_signin(s, 15)
    context = browser.new_context(base_url=own.url, viewport={"width": 1280, "height": 900})
    page = context.new_page()
    page.goto(f"/signin/{code}")
    page.locator("main button").click()
    page.wait_for_url("**/edit")
    page.close()
    yield context
    context.close()


@pytest.fixture
def signed_in(session: BrowserContext) -> Iterator[BrowserContext]:
    """The same browser; an error in a page's script fails the test."""
    errors: list[str] = []
    session.on("weberror", lambda error: errors.append(str(error.error)))
    yield session
    for page in session.pages:
        page.close()
    assert errors == []


@pytest.fixture
def site(tmp_path: Path) -> Iterator[str]:
    """Another site: the same machine by another name, on another port."""
    (tmp_path / "mole.html").write_text(LOCAL_PAGE, encoding="utf-8")
    handler = functools.partial(_Quiet, directory=str(tmp_path))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield f"http://localhost:{server.server_address[1]}"
        server.shutdown()


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:
        """Nothing."""


def paste(page: Page, text: str, **fields: str) -> None:
    """Fills in the form of the import page and sends it."""
    page.goto("/import")
    page.get_by_label("From pasted text").fill(text)
    for label, value in fields.items():
        page.get_by_label(label.replace("_", " "), exact=False).first.fill(value)
    page.get_by_role("button", name="Import", exact=True).click()


def test_pasted_text_with_its_fields_fills_itself_in(signed_in: BrowserContext) -> None:
    page = signed_in.new_page()
    paste(page, TEXT, Language="not a tag!", Title="The mole", Byline="Ann Orr\nTom Ash")
    expect(page.get_by_text("Enter a language tag")).to_be_visible()
    expect(page.get_by_label("From pasted text")).to_have_value(TEXT)
    page.get_by_label("Language").fill("en")
    page.get_by_label("Publication date").fill("2031-05-02")
    page.get_by_role("button", name="Import", exact=True).click()
    page.wait_for_url("**/articles/*")
    expect(page.get_by_role("heading", name="The mole", level=1)).to_be_visible()
    expect(page.get_by_text("Ann Orr, Tom Ash")).to_be_visible()
    expect(page.get_by_text("2 May 2031")).to_be_visible()
    expect(page.locator("#article-text mark").first).to_be_visible(timeout=30_000)
    assert page.locator("#article-text").text_content() == TEXT


def test_correcting_the_date_of_a_doubted_article_settles_every_doubt(
    own: Server, signed_in: BrowserContext
) -> None:
    text = "The mole fell in May 2032. In June 2032 Mara Quist resigned, and nobody was surprised."
    sent = {"text": text, "title": "The fall", "published": "2024-03-01"}
    article = own.api("POST", "/api/articles", sent)["id"]
    page = signed_in.new_page()
    page.goto(f"/articles/{article}")
    expect(page.locator(".notice.doubt")).to_have_count(1, timeout=30_000)
    page.goto(f"/edit/articles/{article}")
    page.get_by_label("Publication date").fill("2032-07-01")
    page.get_by_role("button", name="Set the date").click()
    page.wait_for_url("**/edit/corrections/*")
    page.goto(f"/articles/{article}")
    expect(page.get_by_text("1 July 2032")).to_be_visible()
    expect(page.locator(".notice.doubt")).to_have_count(0)
    assert own.api("GET", f"/api/articles/{article}")["date_doubted"] is False
    line = next(a for a in own.api("GET", "/api/articles")["items"] if a["id"] == article)
    assert line["doubts"] == 0


def test_the_text_is_edited_in_the_page_and_the_capture_stays_in_the_history(
    own: Server, signed_in: BrowserContext
) -> None:
    text = "The mole stood.\nFor years.\n\nA costly plan\n\nIt cost 4 crowns.\n\n- 5 degrees"
    article = own.api("POST", "/api/articles", {"text": text, "title": "The mole"})["id"]
    before = own.api("GET", f"/api/articles/{article}")
    page = signed_in.new_page()
    page.goto(f"/edit/articles/{article}")
    page.get_by_role("button", name="Save as a new revision").click()
    page.wait_for_url(f"**/articles/{article}")
    assert own.api("GET", f"/api/articles/{article}")["revision"] == 1

    page.goto(f"/edit/articles/{article}")
    area = page.get_by_label("Text", exact=True)
    area.fill(area.input_value().replace("4 crowns", "5 crowns"))
    page.get_by_label("Title").fill("The old mole")
    page.get_by_role("button", name="Save as a new revision").click()
    page.wait_for_url(f"**/articles/{article}")
    expect(page.get_by_role("heading", name="The old mole", level=1)).to_be_visible()
    after = own.api("GET", f"/api/articles/{article}")
    assert after["text"] == before["text"].replace("4 crowns", "5 crowns")
    assert after["blocks"] == before["blocks"]
    page.goto(f"/articles/{article}/revisions")
    expect(page.get_by_text("corrected by Editor")).to_be_visible()
    expect(page.get_by_text("First captured.")).to_be_visible()


def press_bookmarklet(page: Page, own: Server) -> Page:
    """Runs the script of the bookmarklet in a page; the window that it opens."""
    helper = page.context.new_page()
    helper.goto(f"{own.url}/import/bookmarklet")
    link = helper.get_by_role("link", name="Import to Gloss").get_attribute("href") or ""
    helper.close()
    with page.expect_popup() as popup:
        page.evaluate(f"() => {{ {unquote(link.removeprefix('javascript:'))} }}")
    return popup.value


def test_the_bookmarklet_sends_the_page_and_leads_to_the_selected_words(
    own: Server, signed_in: BrowserContext, site: str
) -> None:
    page = signed_in.new_page()
    page.goto(f"{site}/mole.html")
    page.evaluate("getSelection().selectAllChildren(document.getElementById('words'))")
    received = press_bookmarklet(page, own)
    expect(received.get_by_text("The mole of Ostra")).to_be_visible()
    expect(received.get_by_text(f"{site}/mole.html")).to_be_visible()
    expect(received.locator("#received-words")).to_contain_text("Nobody from the ministry")
    assert received.locator("[data-ran]").count() == 0
    count = len(own.api("GET", "/api/articles?limit=200")["items"])
    received.get_by_role("button", name="Import").click()
    received.wait_for_url("**/articles/*")
    expect(received.locator("#article-text")).to_contain_text("without a vote")
    items = own.api("GET", "/api/articles?limit=200")["items"]
    assert len(items) == count + 1
    assert f"{site}/mole.html" in [a["source_url"] for a in items]


def test_nothing_arrives_that_no_page_sent_for_itself(
    own: Server, signed_in: BrowserContext, site: str
) -> None:
    alone = signed_in.new_page()
    alone.goto("/import/received")
    expect(alone.get_by_text("No page has opened this window")).to_be_visible()

    page = signed_in.new_page()
    page.goto(f"{site}/mole.html")
    with page.expect_popup() as popup:
        page.evaluate(f"() => {{ window.opened = open('{own.url}/import/received') }}")
    expect(popup.value.get_by_text("Waiting for the page…")).to_be_visible()
    forged = {"html": "<p>x</p>", "url": "https://bank.example/", "title": "x", "selection": ""}
    page.evaluate("(sent) => opened.postMessage(sent, '*')", forged)
    page.evaluate("(sent) => opened.postMessage(sent, '*')", {"html": 1})
    expect(popup.value.get_by_text("Nothing has arrived.")).to_be_visible(timeout=15_000)
    expect(popup.value.locator("#received")).to_be_hidden()


def test_several_articles_are_closed_from_the_desk(own: Server, signed_in: BrowserContext) -> None:
    ids = [own.api("POST", "/api/articles", {"text": f"Note {n}."})["id"] for n in (1, 2)]
    page = signed_in.new_page()
    page.goto("/edit")
    page.get_by_label("Select all").check()
    page.get_by_role("button", name="Make private").click()
    expect(page.get_by_role("heading", name="Done")).to_be_visible()
    for article in ids:
        assert own.api("GET", f"/api/articles/{article}")["visibility"] == "private"

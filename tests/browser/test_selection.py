"""What selected words offer: by pointer, finger and keyboard, to strangers and to the editor."""

import re

import pytest
from playwright.sync_api import Page, expect

from app.citations.parsing import parse
from tests.browser.conftest import NARROW, WIDE, Opened, Server

SELECT = """(id) => {
  const block = document.getElementById(id)
  block.scrollIntoView({ block: "center" })
  getSelection().selectAllChildren(block)
}"""
CLIPBOARD = ["clipboard-read", "clipboard-write"]


def select(page: Page, block: str) -> str:
    """Selects a paragraph, waits for what it offers, and returns its words."""
    page.evaluate(SELECT, block)
    expect(page.locator("#selection")).to_be_visible()
    return page.locator(f"#{block}").inner_text().strip()


def copied(page: Page) -> str:
    return str(page.evaluate("navigator.clipboard.readText()"))


@pytest.mark.parametrize("view", [WIDE, NARROW])
def test_strangers_share_and_cite_and_are_offered_no_more(
    opened: Opened, marked: int, view: dict[str, int]
) -> None:
    page = opened(f"/articles/{marked}", viewport=view, permissions=CLIPBOARD)
    words = select(page, "p2")
    bar = page.locator("#selection")
    offered = [one.inner_text() for one in bar.locator(":scope > *").all() if one.is_visible()]
    assert offered == ["Share passage", "Copy with citation"]
    box = bar.bounding_box()
    assert box
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= view["width"]
    page.get_by_role("button", name="Copy with citation").click()
    expect(page.locator("#status a")).to_have_attribute("href", re.compile("^/p/[^/]+/cite$"))
    (citation,) = parse(copied(page))
    assert citation.words == words.strip("“”")
    page.goto(f"/p/{citation.code}")
    expect(page.get_by_role("link", name="Add to a board")).to_be_hidden()


def test_the_editor_is_led_to_notes_and_boards_with_the_words(
    opened: Opened, server: Server, marked: int
) -> None:
    page = opened(f"/articles/{marked}")
    page.evaluate("localStorage.setItem('gloss-editor', '1')")
    page.reload()
    words = select(page, "p1")
    note = page.get_by_role("link", name="Note", exact=True).get_attribute("href")
    assert note
    assert note.startswith(f"/notes/new?article={marked}&")
    page.get_by_role("button", name="Put on a board").click()
    page.wait_for_url(re.compile(r"/boards\?code="))
    code = page.url.partition("code=")[2]
    assert server.api("GET", f"/api/passages/{code}")["exact"] == words


def test_a_key_leads_into_the_menu_and_escape_out_of_it(opened: Opened, marked: int) -> None:
    page = opened(f"/articles/{marked}")
    page.keyboard.press("j")
    expect(page.locator("#p1")).to_be_focused()
    page.keyboard.press("s")
    expect(page.get_by_role("button", name="Share passage")).to_be_focused()
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Copy with citation")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator("#selection")).to_be_hidden()
    expect(page.locator("#p1")).to_be_focused()


def test_copied_words_carry_their_source_only_where_the_reader_wants_it(
    opened: Opened, server: Server, marked: int
) -> None:
    article = server.api("GET", f"/api/articles/{marked}")
    page = opened(f"/articles/{marked}", permissions=CLIPBOARD)
    words = select(page, "p2")
    page.keyboard.press("Control+c")
    assert copied(page) == words
    page.get_by_role("button", name="Appearance").click()
    page.get_by_label("Words and source").check()
    page.reload()
    words = select(page, "p2")
    page.keyboard.press("Control+c")
    text, source = copied(page).split("\n\n— ")
    assert text == words
    assert source == f"{article['title']}, {article['publisher']}, {server.url}/articles/{marked}"

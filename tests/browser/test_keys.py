"""Keys of one letter, tab stops, and what is heard of marks and cards."""

import re
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from app.web.pages.help.commands import IN_ARTICLES, PAGES
from tests.browser.conftest import Opened, Server

SCRIPT = Path(__file__).parents[2] / "static" / "keys.js"
FOCUSED_CARD = "document.activeElement.dataset.card"


def hidden(page: Page) -> set[str]:
    return set((page.evaluate("document.documentElement.dataset.hide") or "").split())


def press(page: Page, *keys: str) -> None:
    """Presses keys in turn; the first loads the script that knows them."""
    for key in keys:
        page.keyboard.press(key)
        page.wait_for_timeout(250)


def test_the_script_knows_every_key_that_is_listed() -> None:
    script = SCRIPT.read_text(encoding="utf-8")
    pages = script[script.index("const PAGES") : script.index("const KINDS")]
    led_to = {(("g", key), href) for key, href in re.findall(r'^  (\w): "(.*)",$', pages, re.M)}
    assert led_to == {(command.keys, command.href) for command in PAGES}
    rest = script[script.index("const KINDS") : script.index("let goUntil")]
    known = set(re.findall(r"\b([a-z]): ", rest))
    assert known == {one.keys[0] for one in IN_ARTICLES if len(one.keys[0]) == 1} - {"↓"}


def test_keys_lead_through_paragraphs_and_marks(opened: Opened, marked: int) -> None:
    page = opened(f"/articles/{marked}")
    press(page, "j")
    expect(page.locator("#p1")).to_be_focused()
    press(page, "j", "j", "k")
    expect(page.locator("#p2.current")).to_be_focused()
    assert page.locator(".current").count() == 1
    expect(page.locator("#p2")).to_be_in_viewport()
    press(page, "n")
    first = page.evaluate(FOCUSED_CARD)
    assert page.evaluate("document.activeElement.closest('#p2') !== null")
    expect(page.locator("#card.shown")).to_be_visible()
    press(page, "n")
    assert page.evaluate(FOCUSED_CARD) not in (first, None)
    press(page, "p")
    assert page.evaluate(FOCUSED_CARD) == first
    for _ in range(12):
        page.keyboard.press("n")
    page.wait_for_timeout(700)
    assert page.evaluate(
        "(() => { const r = document.activeElement.getBoundingClientRect();"
        " return r.top > 0 && r.bottom < innerHeight })()"
    )
    expect(page.locator("#card.shown")).to_be_visible()  # scrolling did not close it


def test_keys_switch_kinds_and_share_and_say_so(
    opened: Opened, server: Server, marked: int
) -> None:
    page = opened(f"/articles/{marked}", permissions=["clipboard-read", "clipboard-write"])
    press(page, "e")
    assert hidden(page) == {"entity"}
    expect(page.locator("#show-entity")).not_to_be_checked()
    expect(page.locator("#status")).to_have_text("Hidden: Names ")
    press(page, "m")
    assert hidden(page) >= {"entity", "quotation", "claim", "date"}
    press(page, "m", "q", "d")
    assert hidden(page) == {"entity", "quotation", "date"}
    press(page, "c", "c", "j")
    press(page, "s")
    with page.expect_response("**/api/passages") as answer:
        page.keyboard.press("Enter")
    code = answer.value.json()["code"]
    exact = server.api("GET", f"/api/passages/{code}")["exact"]
    assert exact == page.locator("#p1").inner_text().strip()


def test_keys_are_not_heard_by_who_writes_and_can_be_switched_off(
    opened: Opened, marked: int
) -> None:
    page = opened(f"/articles/{marked}")
    page.locator("#q").focus()
    press(page, *"jem?")
    assert page.locator("#q").input_value() == "jem?"
    page.locator("#q").fill("")
    press(page, "Escape")  # and Escape leaves the field
    press(page, "Control+e", "Alt+m", "Control+j")
    assert hidden(page) == set()
    press(page, "?")
    dialog = page.get_by_role("dialog", name="Keyboard shortcuts")
    expect(dialog).to_be_visible()
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()
    press(page, "e")  # what is behind a dialog hears nothing
    dialog.get_by_role("checkbox").uncheck()
    press(page, "Escape")
    expect(dialog).to_have_count(0)
    press(page, "e", "j", "?", "/")
    assert hidden(page) == set()
    assert page.locator(".current, dialog").count() == 0
    expect(page.locator("#q")).not_to_be_focused()
    page.goto("/keys")
    expect(page.get_by_role("checkbox")).not_to_be_checked()
    page.get_by_role("checkbox").check()
    press(page, "g", "e")
    expect(page).to_have_url(re.compile("/entities$"))


def test_few_stops_lead_to_the_text_and_one_over_its_marks(opened: Opened, marked: int) -> None:
    page = opened(f"/articles/{marked}")
    press(page, "Tab")
    expect(page.get_by_role("link", name="Skip to the text")).to_be_focused()
    press(page, "Enter", "Tab")
    assert page.evaluate(FOCUSED_CARD), "the first stop of the text is not its first mark"
    press(page, "Shift+Tab")
    expect(page.get_by_role("link", name="Skip past the article text")).to_be_focused()
    press(page, "Enter", "Tab")
    assert (
        page.evaluate(
            "document.activeElement.compareDocumentPosition(document.getElementById('article-text'))"
        )
        & 2
    ), "the next stop is not behind the text"


def test_a_card_is_announced_entered_and_left_by_keyboard(opened: Opened, marked: int) -> None:
    page = opened(f"/articles/{marked}")
    press(page, "n")
    here = page.evaluate(FOCUSED_CARD)
    expect(page.locator("#card.shown")).to_be_visible()
    heading = page.locator("#card h2").inner_text()
    expect(page.get_by_role("status").filter(has_text=heading)).to_have_count(1)
    press(page, "ArrowDown")
    expect(page.locator("#card")).to_be_focused()
    press(page, "Tab", "Tab")
    assert page.evaluate("document.getElementById('card').contains(document.activeElement)")
    page.wait_for_timeout(500)
    expect(page.locator("#card.shown")).to_be_visible()
    press(page, "Escape")
    expect(page.locator("#card")).to_be_hidden()
    assert page.evaluate(FOCUSED_CARD) == here
    assert page.locator("#announced").inner_text() == ""


@pytest.mark.parametrize("path", ["/articles/{}", "/p/{}"])
def test_every_mark_has_a_name_that_says_what_it_is_and_quotations_who_speaks(
    opened: Opened, server: Server, marked: int, path: str
) -> None:
    text = server.api("GET", f"/api/articles/{marked}")["text"]
    passage = server.api("POST", "/api/passages", {"article": marked, "exact": text[:40]})
    page = opened(path.format(marked if "articles" in path else passage["code"]))
    devtools = page.context.new_cdp_session(page)
    nodes = devtools.send("Accessibility.getFullAXTree")["nodes"]
    links = [n for n in nodes if n.get("role", {}).get("value") == "link"]
    named = {n["name"]["value"]: n.get("description", {}).get("value") for n in links}
    drawn = page.locator("#article-text a[data-card]").evaluate_all(
        "all => all.filter(a => getComputedStyle(a).visibility === 'visible')"
        ".map(a => [a.getAttribute('aria-labelledby'), a.textContent])"
    )
    assert len(drawn) > 20
    words = dict(
        page.locator("[id^=is-]").evaluate_all("all => all.map(e => [e.id, e.textContent])")
    )
    for label, content in drawn:
        name = f"{words[label.split()[0]]} {content.strip()}".replace("\n", " ")
        assert any(" ".join(known.split()) == " ".join(name.split()) for known in named), name
    voices = page.locator("[data-voice]").evaluate_all("all => all.map(m => m.dataset.voice)")
    assert voices
    assert set(voices) <= set(named.values())

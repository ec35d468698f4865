"""A telephone under a thumb, and a window at 400 %: whole journeys, with nothing out of reach."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import NARROW, Opened
from tests.browser.test_places import NAME, expect_scrolled

PHONE = {"viewport": NARROW, "has_touch": True, "is_mobile": True}
ZOOMED = {"viewport": {"width": 320, "height": 256}}
"""What a window of 1280 × 1024 shows at 400 %."""
# Whether what is seen in the middle of an element is the element, or what it is in.
UNCOVERED = """(element) => {
  const { left, top, width, height } = element.getBoundingClientRect()
  const seen = document.elementFromPoint(left + width / 2, top + height / 2)
  return Boolean(seen) && (element.contains(seen) || seen.contains(element))
}"""


def expect_reachable(control: Locator) -> None:
    """It can be scrolled to, and then nothing lies over it."""
    control.scroll_into_view_if_needed()
    expect(control).to_be_in_viewport()
    assert control.evaluate(UNCOVERED), control


def test_a_thumb_comes_from_the_library_to_a_shared_passage_and_back(opened: Opened) -> None:
    page = opened("/", **PHONE)
    page.get_by_role("button", name="Menu").tap()
    page.get_by_role("link", name="Library").tap()
    page.locator("h2 a").nth(1).tap()
    expect(page).to_have_url(re.compile(r"/articles/\d+$"))
    article = page.url
    name = page.locator(NAME).first
    name.evaluate("e => e.scrollIntoView({block: 'center', behavior: 'instant'})")
    page.wait_for_timeout(200)
    top = page.evaluate("scrollY")
    name.tap()
    sheet = page.locator("#card.sheet.shown")
    expect(sheet).to_be_visible()
    sheet.locator("[data-panel]").first.tap()
    expect(page.locator("#side.open h2").first).to_be_visible()
    page.go_back()
    expect(sheet).to_be_visible()
    page.go_back()
    expect(page.locator("#card")).to_be_hidden()
    expect_scrolled(page, top)
    page.get_by_role("button", name=re.compile("^Appearance")).tap()
    page.get_by_role("radio", name="Largest").tap()
    assert page.evaluate("document.documentElement.dataset.size") == "huge"
    page.keyboard.press("Escape")
    words = page.locator("#p1").evaluate(
        "p => { getSelection().selectAllChildren(p); return p.textContent }"
    )
    with page.expect_response("**/api/passages") as answer:
        page.get_by_role("button", name="Share passage").tap()
    page.goto(answer.value.json()["url"])
    assert "".join(page.locator("mark[data-passage]").all_text_contents()) == words
    page.go_back()
    expect(page).to_have_url(article)


@pytest.fixture
def zoomed(opened: Opened, marked: int) -> Page:
    """An article at 400 %."""
    return opened(f"/articles/{marked}", **ZOOMED)


def test_at_400_percent_every_setting_and_switch_is_reached(zoomed: Page) -> None:
    for button, place in (("Appearance", "#look"), ("Annotations", "#legend")):
        zoomed.get_by_role("button", name=re.compile(f"^{button}")).click()
        labels = zoomed.locator(f"{place} label:visible").all()
        assert len(labels) >= 9
        for label in labels:
            expect_reachable(label)
        zoomed.keyboard.press("Escape")
    zoomed.get_by_role("button", name="Menu").click()
    for link in zoomed.locator("#menu a:visible").all():
        expect_reachable(link)


def test_at_400_percent_cards_panels_help_and_palette_are_read_and_closed(zoomed: Page) -> None:
    name = zoomed.locator(NAME).first
    zoomed.keyboard.press("n")
    expect(zoomed.locator("#card.shown")).to_be_visible()
    for link in zoomed.locator("#card a:visible").all():
        expect_reachable(link)
    zoomed.keyboard.press("Escape")
    name.click()
    expect(zoomed.locator("#side.open")).to_be_visible()
    expect_reachable(zoomed.locator("#side.open p, #side.open li").last)
    expect_reachable(zoomed.locator("#side .close"))
    zoomed.locator("#side .close").click()
    for key, place in (("?", "dialog.keys"), ("Control+k", "#palette")):
        zoomed.keyboard.press(key)
        expect(zoomed.locator(place)).to_be_visible()
        expect_reachable(zoomed.locator(f"{place} input").last)
        expect_reachable(zoomed.locator(f"{place} .close"))
        zoomed.keyboard.press("Escape")
    assert zoomed.evaluate("document.documentElement.scrollWidth") <= 320

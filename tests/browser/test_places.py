"""Panels and sheets are places: in the address and in the history of the browser."""

import re

from playwright.sync_api import Page, expect

from tests.browser.conftest import NARROW, Opened
from tests.browser.test_marks import rest_on

NAME = "#article-text mark.person > a[data-categories^='entity-3']"
SPEECH = (
    "#article-text mark.quotation[data-categories^='quotation-3'] "
    "> a[data-categories='quotation-3']"
)
PHONE = {"viewport": NARROW, "has_touch": True, "is_mobile": True}
OPEN = "#side.open h2"


def scroll_to(page: Page, top: int) -> None:
    page.evaluate("(top) => scrollTo({top, behavior: 'instant'})", top)
    page.wait_for_timeout(150)


def expect_scrolled(page: Page, top: int) -> None:
    page.wait_for_function("(top) => Math.abs(scrollY - top) < 3", arg=top)


def test_back_and_forward_close_and_open_panels_where_the_reader_was(
    opened: Opened, marked: int
) -> None:
    page = opened("/")
    page.goto(f"/articles/{marked}?x=1")
    closed = page.locator("#side").inner_text()
    link = page.locator(NAME).nth(2)
    link.scroll_into_view_if_needed()
    page.wait_for_timeout(200)
    top = page.evaluate("scrollY")
    link.click()
    expect(page.locator(OPEN).first).to_be_focused()
    first = rf"/articles/{marked}\?x=1&panel=annotation/{link.get_attribute('data-card')}$"
    expect(page).to_have_url(re.compile(first))
    page.locator("#side.open [data-panel^='/panels/entity/']").first.click()
    expect(page).to_have_url(re.compile(rf"/articles/{marked}\?x=1&panel=entity/\d+$"))
    scroll_to(page, top + 300)
    page.go_back()
    expect(page).to_have_url(re.compile(first))
    page.go_back()
    expect(page.locator("#side.open")).to_have_count(0)
    assert page.locator("#side").inner_text() == closed
    assert page.url.endswith(f"/articles/{marked}?x=1")
    expect_scrolled(page, top)
    page.go_forward()
    expect(page.locator(OPEN).first).to_be_visible()
    # Closed by hand, the page stays where it is, and Back does not open it again.
    scroll_to(page, top + 200)
    page.keyboard.press("Escape")
    expect(page.locator("#side.open")).to_have_count(0)
    page.wait_for_timeout(300)
    expect_scrolled(page, top + 200)
    assert page.url.endswith(f"/articles/{marked}?x=1")
    page.go_back()
    expect(page).to_have_url(re.compile("/$"))


def test_an_address_with_a_panel_opens_it_and_a_reader_comes_back_to_it(
    opened: Opened, marked: int
) -> None:
    page = opened(f"/articles/{marked}")
    link = page.locator(NAME).nth(2)
    number = link.get_attribute("data-card")
    page.goto(f"/articles/{marked}?panel=annotation/{number}")
    expect(page.locator(OPEN).first).to_be_visible()
    expect(link).to_be_in_viewport()
    scroll_to(page, 700)
    page.locator("#side.open h2 a").first.click()
    expect(page).to_have_url(re.compile(r"/entities/\d+$"))
    page.go_back()
    expect(page.locator(OPEN).first).to_be_visible()
    expect_scrolled(page, 700)
    page.locator("#side .close").click()
    expect(page).to_have_url(re.compile(rf"/articles/{marked}$"))
    # Nothing but a panel of a number is asked for.
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"/articles/{marked}?panel=../../signin")
    page.wait_for_load_state("networkidle")
    assert [url for url in asked if "signin" in url] == [page.url]
    expect(page.locator("#side.open")).to_have_count(0)


def test_on_a_phone_back_closes_a_sheet_and_nothing_else(opened: Opened, marked: int) -> None:
    page = opened("/", **PHONE)
    page.goto(f"/articles/{marked}")
    link = page.locator(NAME).nth(1)
    link.scroll_into_view_if_needed()
    page.wait_for_timeout(200)
    top = page.evaluate("scrollY")
    link.tap()
    sheet = page.locator("#card.sheet.shown")
    expect(sheet).to_be_visible()
    page.go_back()
    expect(page.locator("#card")).to_be_hidden()
    assert page.url.endswith(f"/articles/{marked}")
    expect_scrolled(page, top)
    page.go_forward()
    expect(sheet).to_be_visible()
    sheet.locator("[data-panel]").first.tap()
    expect(page.locator(OPEN).first).to_be_visible()
    expect(page).to_have_url(re.compile(r"\?panel="))
    page.go_back()
    expect(sheet).to_be_visible()
    expect(page.locator("#side.open")).to_have_count(0)
    sheet.locator(".close").tap()
    expect(page.locator("#card")).to_be_hidden()
    page.go_back()
    expect(page).to_have_url(re.compile("/$"))


def test_on_a_phone_a_quotation_opens_by_its_margin_and_its_words_are_only_read(
    opened: Opened, marked: int
) -> None:
    page = opened(f"/articles/{marked}", **PHONE)
    words = page.locator(SPEECH).first
    words.evaluate("link => link.scrollIntoView({block: 'center', behavior: 'instant'})")
    page.wait_for_timeout(200)
    words.tap()
    page.wait_for_timeout(600)
    expect(page.locator("#card")).to_be_hidden()
    assert page.url.endswith(f"/articles/{marked}")
    middle = words.evaluate("e => { const r = e.getClientRects()[0]; return r.top + r.height / 2 }")
    edge = page.evaluate("document.getElementById('article-text').getBoundingClientRect().left")
    page.touchscreen.tap(edge / 2, middle)
    assert abs(page.evaluate("card.touch.clientX") - edge / 2) < 1
    expect(page.locator("#card.sheet.shown")).to_be_visible()
    page.wait_for_timeout(500)
    more = page.locator("#card").get_by_role("link", name="More about this quotation")
    expect(more).to_be_visible()


def test_on_a_phone_the_button_goes_away_while_one_reads_on(opened: Opened, marked: int) -> None:
    page = opened(f"/articles/{marked}", **PHONE)
    away = re.compile(r"\baway\b")
    button = page.locator(".marks-button")
    scroll_to(page, 600)
    expect(button).to_have_class(away)
    scroll_to(page, 500)
    expect(button).not_to_have_class(away)
    scroll_to(page, 900)
    expect(button).to_have_class(away)
    scroll_to(page, 100_000)
    expect(button).not_to_have_class(away)


def test_cards_on_hover_are_switched_off_and_on_again(opened: Opened, marked: int) -> None:
    page = opened(f"/articles/{marked}")
    rest_on(page, page.locator(NAME).first)
    page.locator("#card.shown").get_by_role("button", name="Don’t show on hover").click()
    expect(page.locator("#card")).to_be_hidden()
    expect(page.locator("#status")).to_contain_text("no longer")
    page.reload()
    switch = page.get_by_role("checkbox", name="Cards on hover")
    expect(switch).not_to_be_checked()
    rest_on(page, page.locator(NAME).first)
    page.wait_for_timeout(600)
    expect(page.locator("#card")).to_be_hidden()
    # Focus and a click still open what they did.
    page.locator(NAME).first.click()
    expect(page.locator(OPEN).first).to_be_visible()
    page.keyboard.press("Escape")
    switch.check()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    for _ in range(2):
        rest_on(page, page.locator(NAME).nth(1))
        expect(page.locator("#card.shown")).to_be_visible()
        page.mouse.move(5, 5)
        expect(page.locator("#card")).to_be_hidden()
    assert len([url for url in asked if "/cards/" in url]) == 1, "the same card, asked for again"

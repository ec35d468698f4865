"""Panels and sheets are places: in the address and in the history of the browser."""

import re

import pytest
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
    expect(page.locator("#card.sheet.shown")).to_be_visible()
    page.wait_for_timeout(500)
    more = page.locator("#card").get_by_role("link", name="More about this quotation")
    expect(more).to_be_visible()


def test_on_a_phone_the_words_that_were_tapped_stay_above_the_sheet(
    opened: Opened, marked: int
) -> None:
    page = opened(f"/articles/{marked}", **PHONE)
    last = page.locator(NAME).last
    last.evaluate("link => link.scrollIntoView({block: 'end', behavior: 'instant'})")
    page.wait_for_timeout(300)
    last.tap()
    sheet = page.locator("#card.sheet.shown")
    expect(sheet).to_be_visible()
    words, over = last.bounding_box(), sheet.bounding_box()
    assert words
    assert over
    assert words["y"] >= 0
    assert words["y"] + words["height"] <= over["y"]


def test_the_map_leads_to_the_place_that_is_tapped(opened: Opened, marked: int) -> None:
    page = opened(f"/articles/{marked}", **PHONE)
    box = page.locator(".sourcing svg").bounding_box()
    assert box
    assert box["height"] >= 44
    page.touchscreen.tap(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    middle = """() => {
      const { top, height } = document.getElementById("article-text").getBoundingClientRect()
      return (innerHeight / 4 - top) / height
    }"""
    page.wait_for_timeout(500)
    assert abs(page.evaluate(middle) - 0.5) < 0.05


def test_a_paragraph_shows_its_number_where_a_link_led(opened: Opened, marked: int) -> None:
    number = "id => getComputedStyle(document.getElementById(id), '::before').content"
    page = opened(f"/articles/{marked}#p3")
    assert "¶" in page.evaluate(number, "p3")
    assert "¶" not in page.evaluate(number, "p2")
    page.hover("#p2")
    assert "¶" in page.evaluate(number, "p2")


@pytest.mark.parametrize("width", [320, 390])
def test_the_largest_size_enlarges_all_of_an_article_and_nothing_sticks_out(
    opened: Opened, marked: int, width: int
) -> None:
    page = opened(f"/articles/{marked}", viewport={"width": width, "height": 700})
    size = "name => parseFloat(getComputedStyle(document.querySelector(name)).fontSize)"
    every = ("h1", ".byline", "#article-text p", "#side", "#card")
    before = [page.evaluate(size, name) for name in every]
    page.evaluate("document.documentElement.dataset.size = 'huge'")
    assert all(page.evaluate(size, n) > 1.2 * b for n, b in zip(every, before, strict=True))
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.get_by_role("button", name="Appearance").click()
    box = page.locator("#look").bounding_box()
    assert box
    assert 0 <= box["x"] <= box["x"] + box["width"] <= width


@pytest.mark.parametrize("path", ["/", "/articles/{}", "/entities"])
def test_on_a_phone_controls_are_large_enough_for_a_finger(
    opened: Opened, marked: int, path: str
) -> None:
    page = opened(path.format(marked), **PHONE)
    sizes = page.locator(".menu, .aa, .go-to, .bar input, .marks-button").evaluate_all(
        "all => all.map(e => e.getBoundingClientRect()).map(r => Math.min(r.width, r.height))"
    )
    assert min(sizes) >= 44
    links = page.locator(
        "main a:not(#article-text a, .skip), footer a, summary, button"
    ).evaluate_all(
        "all => all.filter(e => e.checkVisibility())"
        ".map(e => [e.textContent, e.getBoundingClientRect().height])"
    )
    assert [link for link in links if link[1] < 24] == []


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

"""Marks, cards and panels in a real browser: resting, focus, tapping, swiping, Escape."""

import re

import pytest
from playwright.sync_api import Locator, Page, Route, expect

from tests.browser.conftest import NARROW, Opened, Server

FIRST_NAME = "#article-text mark.entity > a[data-categories^='entity-3']"
FIRST_SPEECH = "#article-text mark.quotation > a[data-categories='quotation-3']"


def asked(page: Page) -> list[str]:
    """The cards and panels that the page asks for from now on, filled as it does."""
    found: list[str] = []
    page.on(
        "request",
        lambda request: (
            found.append(request.url) if re.search(r"/(cards|panels)/", request.url) else None
        ),
    )
    return found


def rest_on(page: Page, link: Locator) -> None:
    """Moves the pointer to where the link begins: its middle may lie between two of its lines.

    Only once the page stands still: what passes under the pointer while it scrolls opens nothing.
    """
    link.scroll_into_view_if_needed()
    page.wait_for_timeout(500)
    x, y = link.evaluate("""e => {
        const first = e.getClientRects()[0];
        return [first.x + 3, first.y + first.height / 2];
    }""")
    page.mouse.move(x, y)


@pytest.mark.parametrize(
    ("which", "says"), [(FIRST_NAME, "mention"), (FIRST_SPEECH, "introduced|words|reported")]
)
def test_a_pointer_that_rests_opens_the_card_of_that_mark(
    opened: Opened, marked: int, which: str, says: str
) -> None:
    page = opened(f"/articles/{marked}")
    link = page.locator(which).first
    requests = asked(page)
    rest_on(page, link)
    card = page.locator("#card.shown")
    expect(card).to_be_visible()
    expect(card).to_contain_text(re.compile(says))
    assert [r.rsplit("/", 1)[1] for r in requests] == [link.get_attribute("data-card")]


def test_the_card_of_a_name_names_it(opened: Opened, marked: int) -> None:
    page = opened(f"/articles/{marked}")
    link = page.locator("#article-text mark.person > a[data-categories^='entity-3']").first
    link.hover()
    surname = link.inner_text().split()[-1].removesuffix("’s").removesuffix("'s")
    expect(page.locator("#card.shown h2")).to_contain_text(surname)


def test_a_sweep_over_twenty_marks_asks_for_nothing(opened: Opened, marked: int) -> None:
    page = opened(f"/articles/{marked}")
    requests = asked(page)
    boxes = [
        b
        for b in (m.bounding_box() for m in page.locator("#article-text mark").all()[:40])
        if b and b["y"] < 880
    ]
    assert len(boxes) >= 20
    for box in boxes[:20]:
        page.mouse.move(box["x"] + 3, box["y"] + box["height"] / 2)
    page.mouse.move(5, 5)
    page.wait_for_timeout(600)
    assert requests == []
    expect(page.locator("#card")).to_be_hidden()


def test_a_card_stays_while_the_pointer_is_on_it(opened: Opened, marked: int) -> None:
    page = opened(f"/articles/{marked}")
    page.locator(FIRST_NAME).first.hover()
    card = page.locator("#card.shown")
    expect(card).to_be_visible()
    card.locator("h2").hover()
    page.wait_for_timeout(700)
    expect(card).to_be_visible()
    page.mouse.move(640, 5)
    expect(page.locator("#card")).to_be_hidden()


def test_what_shows_on_hover_obeys_wcag_1_4_13(opened: Opened, marked: int) -> None:
    """Dismissible, hoverable, persistent: https://www.w3.org/TR/WCAG22/#content-on-hover-or-focus."""
    page = opened(f"/articles/{marked}")
    card = page.locator("#card")
    rest_on(page, page.locator(FIRST_NAME).nth(2))
    expect(page.locator("#card.shown")).to_be_visible()
    # Persistent: it stays for as long as the pointer does.
    page.wait_for_timeout(1500)
    expect(page.locator("#card.shown")).to_be_visible()
    # Dismissible: without moving the pointer, and it stays away while the pointer rests.
    page.keyboard.press("Escape")
    expect(card).to_be_hidden()
    page.wait_for_timeout(500)
    expect(card).to_be_hidden()
    # Hoverable: the way from the mark to the card may be slow, and over the gap between them.
    rest_on(page, page.locator(FIRST_NAME).nth(3))
    expect(page.locator("#card.shown")).to_be_visible()
    mark = page.locator(FIRST_NAME).nth(3).bounding_box()
    box = card.bounding_box()
    assert mark
    assert box
    is_below = box["y"] > mark["y"]
    edge = box["y"] + 2 if is_below else box["y"] + box["height"] - 2
    page.mouse.move(box["x"] + 8, edge - 6 if is_below else edge + 6, steps=3)
    page.wait_for_timeout(150)
    page.mouse.move(box["x"] + 8, edge)
    page.wait_for_timeout(600)
    expect(page.locator("#card.shown")).to_be_visible()


def test_an_answer_that_comes_too_late_is_dropped(opened: Opened, marked: int) -> None:
    page = opened(f"/articles/{marked}")
    first, second = page.locator(FIRST_NAME).nth(0), page.locator(FIRST_NAME).nth(1)
    late = f"/cards/{first.get_attribute('data-card')}"

    def delayed(route: Route) -> None:
        page.wait_for_timeout(900)
        route.continue_()

    page.route(f"**{late}", delayed)
    second.scroll_into_view_if_needed()
    page.wait_for_timeout(300)  # what passes under the pointer while the page scrolls opens nothing
    first.hover()
    page.wait_for_timeout(250)
    second.hover()
    card = page.locator("#card.shown")
    expect(card).to_be_visible()
    page.wait_for_timeout(1200)
    expect(card.locator("[data-panel]").first).to_have_attribute(
        "data-panel", f"/panels/annotation/{second.get_attribute('data-card')}"
    )


def test_focus_by_keyboard_opens_the_card_and_escape_closes_it_where_the_reader_is(
    opened: Opened, marked: int
) -> None:
    page = opened(f"/articles/{marked}")
    page.locator("h1").click()
    for _ in range(40):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.hasAttribute('data-card')"):
            break
    here = page.evaluate("document.activeElement.dataset.card")
    expect(page.locator("#card.shown")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("#card")).to_be_hidden()
    assert page.evaluate("document.activeElement.dataset.card") == here


def test_the_keyboard_goes_from_mark_to_mark_and_the_card_stays_with_it(
    opened: Opened, marked: int
) -> None:
    page = opened(f"/articles/{marked}")
    page.locator("h1").click()
    on_marks = 0
    while on_marks < 3:
        page.keyboard.press("Tab")
        on_marks += bool(page.evaluate("document.activeElement.hasAttribute('data-card')"))
    page.wait_for_timeout(900)
    here = page.evaluate("document.activeElement.dataset.card")
    expect(page.locator("#card.shown")).to_be_visible()
    assert page.locator(f"#article-text mark.highlighted[data-annotations~='{here}']").count()


def test_escape_closes_the_panel_and_returns_focus(opened: Opened, marked: int) -> None:
    page = opened(f"/articles/{marked}")
    before = page.locator("#side").inner_text()
    top = page.locator("#article-text").bounding_box()
    link = page.locator("#article-text mark.person > a[data-categories^='entity-3']").first
    link.click()
    expect(page.locator("#side h2").first).to_be_focused()
    expect(page.locator("#side")).to_contain_text(re.compile("mention"))
    assert page.locator("#article-text").bounding_box() == top
    page.keyboard.press("Escape")
    assert page.locator("#side").inner_text() == before
    assert page.evaluate("document.activeElement.dataset.card") == link.get_attribute("data-card")


def test_links_in_the_panel_open_in_the_panel(opened: Opened, marked: int) -> None:
    page = opened(f"/articles/{marked}")
    page.locator("#article-text mark.person > a[data-categories^='entity-3']").first.click()
    expect(page.locator("#side.open h2").first).to_be_focused()
    other = page.locator("#side.open [data-panel^='/panels/entity/']").first
    name = other.inner_text()
    other.click()
    expect(page.locator("#side h2").first).to_have_text(name)
    assert re.search(rf"/articles/{marked}\?panel=entity/\d+$", page.url)


def test_a_tap_opens_the_right_card_as_a_sheet_and_a_swipe_closes_it(
    opened: Opened, marked: int
) -> None:
    page = opened(f"/articles/{marked}", viewport=NARROW, has_touch=True, is_mobile=True)
    link = page.locator("#article-text mark.person > a[data-categories^='entity-3']").first
    link.scroll_into_view_if_needed()
    link.tap()
    sheet = page.locator("#card.sheet.shown")
    expect(sheet).to_be_visible()
    expect(sheet.locator("h2")).to_contain_text(
        link.inner_text().split()[-1].removesuffix("’s").removesuffix("'s")
    )
    box = sheet.bounding_box()
    assert box
    assert round(box["y"] + box["height"]) == NARROW["height"]
    page.evaluate(
        """() => {
          const card = document.getElementById("card")
          const at = (y) => [new Touch({identifier: 1, target: card, clientX: 100, clientY: y})]
          const start = {touches: at(600), bubbles: true}
          const end = {changedTouches: at(760), bubbles: true}
          card.dispatchEvent(new TouchEvent("touchstart", start))
          card.dispatchEvent(new TouchEvent("touchend", end))
        }"""
    )
    expect(page.locator("#card")).to_be_hidden()


def test_a_layer_that_is_turned_off_stays_off_after_a_reload(opened: Opened, marked: int) -> None:
    page = opened(f"/articles/{marked}")
    page.locator("#show-quotation").uncheck()
    wash = (
        "getComputedStyle(document.querySelector('#article-text "
        "mark[data-categories~=quotation-3]:not(.entity, .date, .claim)')).backgroundColor"
    )
    assert page.evaluate(wash) == "rgba(0, 0, 0, 0)"
    page.reload()
    expect(page.locator("#show-quotation")).not_to_be_checked()
    assert page.evaluate(wash) == "rgba(0, 0, 0, 0)"
    assert (
        page.evaluate(
            "document.querySelector('#article-text mark[data-categories~=entity-3] a').tabIndex"
        )
        == 0
    )
    requests = asked(page)
    plain = page.locator("#article-text mark.quotation:not(.entity, .date, .claim)").first
    plain.hover()
    page.wait_for_timeout(500)
    assert requests == []


SORTS = ["entity", "quotation", "reported", "attitude", "claim", "date"]
FORMS = """(sorts) => {
  const marks = [...document.querySelectorAll("#article-text mark[data-categories]")]
  const only = (sort) => (mark) =>
    mark.dataset.categories.split(" ").every((token) => token.startsWith(sort + "-"))
  const form = (mark) => {
    const look = getComputedStyle(mark)
    const washed = look.backgroundColor !== "rgba(0, 0, 0, 0)"
    const decoration = [look.textDecorationStyle, look.textDecorationLine]
    return [look.borderBottomStyle, ...decoration, washed].join()
  }
  const found = sorts.map((sort) => [sort, marks.find(only(sort))]).filter(([, mark]) => mark)
  return Object.fromEntries(found.map(([sort, mark]) => [sort, form(mark)]))
}"""
"""The form of the first mark of each sort that is of no other sort too."""


def test_kinds_differ_without_colour(opened: Opened, server: Server) -> None:
    forms: dict[str, str] = {}
    for article in server.api("GET", "/api/articles?limit=200")["items"]:
        if len(forms) < len(SORTS):
            page = opened(f"/articles/{article['id']}")
            page.get_by_role("radio", name=re.compile("^All")).check()
            forms |= page.evaluate(FORMS, SORTS)
    assert forms.keys() == set(SORTS)
    assert len(set(forms.values())) == len(SORTS)

"""Failed requests, selections near the top, forced colours, narrow screens."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import NARROW, WIDE, Opened, Server

NAME = "#article-text mark.entity > a[data-card]:not([tabindex])"


def names(page: Page) -> tuple[str, str]:
    """The cards of two names that are not one."""
    cards = [link.get_attribute("data-card") or "" for link in page.locator(NAME).all()[:12]]
    said = {card: page.locator(f'a[data-card="{card}"]').inner_text() for card in cards}
    first = cards[0]
    return first, next(
        card for card in cards if said[card] not in said[first] and said[first] not in said[card]
    )


def test_a_card_that_fails_to_load_says_so_and_shows_no_other_mark(
    opened: Opened, marked: int
) -> None:
    page = opened(f"/articles/{marked}")
    first, second = names(page)
    page.locator(f'a[data-card="{first}"]').hover()
    card = page.locator("#card.shown")
    expect(card).to_contain_text("mention")
    page.mouse.move(5, 5)
    expect(page.locator("#card")).to_be_hidden()
    page.route("**/cards/*", lambda route: route.abort())
    page.locator(f'a[data-card="{second}"]').hover()
    expect(card).to_contain_text("could not be loaded")
    expect(card).not_to_contain_text("mention")
    page.unroute("**/cards/*")
    card.get_by_role("button", name="Try again").click()
    expect(card).to_contain_text("mention")
    assert page.locator(f"mark.highlighted[data-annotations~='{second}']").count()


def test_a_panel_that_fails_to_load_says_so_and_shows_no_other_mark(
    opened: Opened, marked: int
) -> None:
    page = opened(f"/articles/{marked}")
    first, second = names(page)
    page.locator(f'a[data-card="{first}"]').click()
    side = page.locator("#side.open")
    expect(side).to_contain_text("mention")
    page.route("**/panels/**", lambda route: route.abort())
    page.locator(f'a[data-card="{second}"]').click()
    expect(side).to_contain_text("could not be loaded")
    expect(side).not_to_contain_text("mention")
    page.unroute("**/panels/**")
    side.get_by_role("button", name="Try again").click()
    expect(side).to_contain_text("mention")
    assert page.url.endswith(f"?panel=annotation/{second}")
    side.locator(".close").click()
    expect(page.locator("#side.open")).to_have_count(0)


def test_words_near_the_top_are_selected_without_the_page_moving(
    opened: Opened, marked: int
) -> None:
    page = opened(f"/articles/{marked}", viewport={"width": 1280, "height": 700})
    page.evaluate("scrollTo(0, 400)")
    page.wait_for_timeout(200)
    block = page.evaluate(
        """() => {
          const paragraphs = [...document.querySelectorAll("#article-text > p")]
          const box = paragraphs.map((p) => p.getBoundingClientRect())
            .find((one) => one.top > 20 && one.top < 230)
          return box && [box.left, box.top + 14]
        }"""
    )
    assert block, "no paragraph begins in the upper third"
    left, top = block
    page.mouse.move(left + 40, top)
    page.mouse.down()
    for step in range(1, 12):
        page.mouse.move(left + 40 + 20 * step, top + 2)
        page.wait_for_timeout(20)
    assert page.evaluate("getSelection().toString().length") > 5
    assert page.evaluate("scrollY") == 400
    page.mouse.up()


def test_a_linked_paragraph_has_room_above_it(opened: Opened, marked: int) -> None:
    page = opened(f"/articles/{marked}#p6")
    page.wait_for_timeout(200)
    top = page.evaluate("document.querySelector('#p6').getBoundingClientRect().top")
    assert 100 < top < 500


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_in_forced_colours_every_word_differs_from_what_is_behind_it(
    opened: Opened, marked: int, scheme: str
) -> None:
    page = opened(f"/articles/{marked}", forced_colors="active", color_scheme=scheme)
    alike = page.evaluate(
        """() => {
          const clear = (colour) => /^rgba.*, 0\\)$/.test(colour)
          const behind = (node) => {
            for (let at = node; at; at = at.parentElement) {
              const colour = getComputedStyle(at).backgroundColor
              if (!clear(colour)) return colour
            }
            return "rgb(255, 255, 255)"
          }
          const written = (e) => [...e.childNodes].some((n) => n.nodeType === 3 && n.data.trim())
          return [...document.querySelectorAll("#article-text *")].filter(written)
            .filter((e) => {
              const look = getComputedStyle(e)
              return look.color === behind(e) || look.visibility === "hidden"
            })
            .map((e) => e.outerHTML.slice(0, 120))
        }"""
    )
    assert alike == []


@pytest.mark.parametrize("width", [320, 390])
def test_on_a_phone_the_header_is_one_row_with_a_usable_search(opened: Opened, width: int) -> None:
    page = opened("/", viewport=NARROW | {"width": width})
    bar = page.locator("header.bar").bounding_box()
    field = page.locator("#q").bounding_box()
    assert bar
    assert field
    assert bar["height"] <= 60
    assert field["width"] >= 140
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    expect(page.get_by_role("link", name="Quotes")).to_be_hidden()
    page.get_by_role("button", name="Menu").click()
    page.get_by_role("link", name="Quotes").click()
    expect(page).to_have_url(re.compile("/quotes"))


def test_on_a_wide_page_the_navigation_is_in_the_header(opened: Opened) -> None:
    page = opened("/")
    expect(page.get_by_role("link", name="Quotes")).to_be_visible()
    expect(page.get_by_role("button", name="Menu")).to_be_hidden()


def test_the_last_paragraph_is_shared_by_a_triple_click(
    opened: Opened, server: Server, marked: int
) -> None:
    page = opened(f"/articles/{marked}")
    last = page.locator("#article-text > p").last
    last.scroll_into_view_if_needed()
    last.click(click_count=3, position={"x": 4, "y": 10})
    expect(page.locator("#selection")).to_be_visible()
    with page.expect_response("**/api/passages") as answer:
        page.get_by_role("button", name="Share passage").click()
    code = answer.value.json()["code"]
    assert server.api("GET", f"/api/passages/{code}")["exact"] == last.inner_text().strip()


@pytest.mark.parametrize("view", [WIDE, NARROW])
def test_the_verdict_is_on_the_screen_when_a_passage_opens(
    opened: Opened, server: Server, marked: int, view: dict[str, int]
) -> None:
    text = server.api("GET", f"/api/articles/{marked}")["text"]
    words = text[-160:-60].strip()
    made = server.api("POST", "/api/passages", {"article": marked, "exact": words})
    page = opened(f"/p/{made['code']}", viewport=view)
    page.wait_for_timeout(300)
    expect(page.locator("#passage")).to_be_in_viewport()
    expect(page.locator("#verdict b")).to_be_in_viewport()


def test_line_breaks_of_verse_are_kept(opened: Opened, server: Server) -> None:
    words = (
        "<p>The tide is in,<br>the tide is out,<br>and nobody knows.</p>"
        + "<p>Another paragraph of the song, to stand alone.</p>" * 2
    )
    made = server.api(
        "POST",
        "/api/articles",
        {"html": f"<article><h1>A song</h1>{words}</article>", "title": "A song"},
    )
    page = opened(f"/articles/{made['id']}")
    box, size = (
        page.locator("#p1").bounding_box(),
        page.evaluate("parseFloat(getComputedStyle(document.querySelector('#p1')).lineHeight)"),
    )
    assert box
    assert box["height"] > 2.5 * size

"""The command palette: by keyboard, by touch, and what it asks the server."""

import re

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Route, expect

from tests.browser.conftest import NARROW, Opened


def test_the_palette_leads_by_keyboard_to_names_articles_and_pages(
    opened: Opened, marked: int
) -> None:
    page = opened(f"/articles/{marked}")
    loaded: list[str] = []
    page.on("request", lambda request: loaded.append(request.url))
    page.keyboard.press("Control+k")
    field = page.get_by_role("combobox")
    expect(field).to_be_focused()
    assert len([url for url in loaded if "/palette" in url]) == 2, "its script and its words"
    page.keyboard.type("hal")
    option = page.get_by_role("option", name=re.compile("Halloran")).first
    expect(option).to_be_visible()
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()
    active = field.get_attribute("aria-activedescendant")
    expect(page.locator(f"#{active}")).to_have_attribute("aria-selected", "true")
    page.keyboard.press("ArrowDown")
    assert field.get_attribute("aria-activedescendant") != active
    assert page.locator("[role=option][aria-selected=true]").count() == 1
    expect(page.locator("#palette [role=status]")).to_have_text(re.compile(r"\d"))
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"/entities/\d+$"))
    page.keyboard.press("Control+k")
    page.keyboard.type("quot")
    expect(page.get_by_role("option", name="Quotes")).to_have_attribute("aria-selected", "true")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("/quotes$"))


def test_the_palette_drops_old_requests_and_says_when_one_fails(
    opened: Opened, marked: int
) -> None:
    page = opened(f"/articles/{marked}")
    aborted: list[str] = []
    page.on("requestfailed", lambda request: aborted.append(request.url))

    def late(route: Route) -> None:
        page.wait_for_timeout(700)
        route.continue_()

    page.route("**/api/suggestions?q=ha", late)
    page.keyboard.press("Control+k")
    expect(page.get_by_role("combobox")).to_be_focused()
    page.keyboard.type("ha")
    page.wait_for_timeout(250)
    page.keyboard.type("llo")
    expect(page.get_by_role("option", name=re.compile("Halloran")).first).to_be_visible()
    assert "ha" in [url.rpartition("=")[2] for url in aborted]
    page.route("**/api/suggestions?*", lambda route: route.abort())
    page.keyboard.type("r")
    expect(page.locator("#palette [role=status]")).to_have_text("This could not be loaded")
    page.keyboard.press("Escape")
    expect(page.locator("#palette")).to_be_hidden()
    # What it does where the reader is, it does by its key.
    page.keyboard.press("Control+k")
    page.keyboard.type("dates")
    page.keyboard.press("Enter")
    expect(page.locator("#show-date")).not_to_be_checked()


def test_the_palette_says_what_was_not_found_and_what_may_be_meant(
    opened: Opened, marked: int
) -> None:
    page = opened(f"/articles/{marked}")
    page.keyboard.press("Control+k")
    expect(page.get_by_role("combobox")).to_be_focused()
    page.keyboard.type("qqzzqq")
    expect(page.locator("#palette [role=status]")).to_have_text("Nothing was found for “qqzzqq”.")
    page.get_by_role("combobox").fill("halloren")
    meant = page.get_by_role("group", name="Did you mean").get_by_role("option")
    expect(meant).to_have_text(re.compile("halloran"))
    expect(page.get_by_role("option", name="Ines Halloran")).to_be_visible()


def test_the_palette_opens_and_answers_by_touch(opened: Opened) -> None:
    page = opened("/", viewport=NARROW, has_touch=True, is_mobile=True)
    page.get_by_role("link", name="Quick search").tap()
    expect(page.locator("#palette")).to_be_visible()
    box = page.locator("#palette").bounding_box()
    assert box
    assert 0 <= box["x"] <= box["x"] + box["width"] <= NARROW["width"]
    page.get_by_role("option", name="Claims").tap()
    expect(page).to_have_url(re.compile("/claims$"))


def test_without_a_script_the_link_of_the_palette_leads_to_the_search(opened: Opened) -> None:
    page = opened("/", java_script_enabled=False)
    page.get_by_role("link", name="Quick search").click()
    expect(page).to_have_url(re.compile("/search$"))

"""What a page does while it loads: nothing on it moves, and it fetches what every reader needs."""

from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import NARROW, WIDE, Opened, Server

NOTHING = 0.001
"""What Lighthouse prints as a shift of 0; 0.1 is called good."""
# Shifts that nobody caused by a click or a key, with what moved.
SHIFTS = """() => new Promise((resolve) => {
  const found = []
  const observer = new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) {
      const moved = entry.sources.map(({ node }) => (node && node.nodeName) + " " + node?.className)
      if (!entry.hadRecentInput) found.push([entry.value, ...moved])
    }
  })
  observer.observe({ type: "layout-shift", buffered: true })
  setTimeout(() => resolve(found), 400)
})"""


@pytest.fixture(scope="module")
def paths(server: Server, marked: int) -> list[str]:
    """A page of each kind that readers open first."""
    text = server.api("GET", f"/api/articles/{marked}")["text"]
    words = {"article": marked, "exact": text[300:420].strip()}
    code = server.api("POST", "/api/passages", words)["code"]
    entity = server.api("GET", "/api/entities?limit=1")["items"][0]["id"]
    return ["/", f"/articles/{marked}", f"/p/{code}", f"/entities/{entity}"]


def check_steady(page: Page, path: str) -> None:
    """On a machine with much to do a page is painted before the whole of it has been read."""
    page.goto(path)
    page.wait_for_load_state("networkidle")
    found: list[list[float | str]] = page.evaluate(SHIFTS)
    assert sum(float(shift[0]) for shift in found) < NOTHING, (path, found)


@pytest.mark.parametrize("view", [WIDE, NARROW], ids=["wide", "narrow"])
def test_nothing_moves_while_a_page_loads(
    opened: Opened, paths: list[str], view: dict[str, int]
) -> None:
    page = opened("/keys", viewport=view)
    for path in paths:
        check_steady(page, path)
    # Nor where the editor's links are shown and every setting is another one.
    page.evaluate(
        "Object.assign(localStorage, {'gloss-editor': '1', 'gloss-size': 'large',"
        " 'gloss-face': 'sans', 'gloss-density': 'all', 'gloss-theme': 'dark'})"
    )
    for path in paths:
        check_steady(page, path)


def test_what_only_some_readers_need_is_not_loaded_with_a_page(opened: Opened, marked: int) -> None:
    page = opened("/keys")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(urlsplit(request.url).path))
    page.goto(f"/articles/{marked}")
    page.wait_for_load_state("networkidle")
    scripts = {path.rsplit("/", 1)[1] for path in asked if path.endswith(".js")}
    assert {name.split("?")[0] for name in scripts} == {
        "app.js",
        "article.js",
        "panel.js",
        "htmx.min.js",
    }
    assert [path for path in asked if "/palette" in path or "/cards/" in path] == []

"""Accessibility of every kind of page, by axe; page weight; hostile imports in a browser."""

import gzip
import re
import urllib.request
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlencode, urlsplit
from uuid import uuid4

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Dialog, Page, ViewportSize, expect

from tests.browser.conftest import NARROW, TOKEN, WIDE, Opened, Server, serving
from tests.browser.test_marks import rest_on
from tests.importers.hostile import VECTORS

KINDS = [
    "/",
    "/articles/{article}",
    "/articles/{article}/share",
    "/articles/{article}/revisions",
    "/articles/{revised}/revisions",
    "/articles/{revised}/revisions/1-2",
    "/articles/{revised}/revisions/1-2?view=side",
    "/annotations/{quotation}",
    "/annotations/{date}",
    "/annotations/{claim}",
    "/entities",
    "/entities/{entity}",
    "/entities/{entity}?show=said",
    "/entities/{entity}/reading?article={article}",
    "/quotes",
    "/quotes?about={entity}",
    "/claims",
    "/search?q=harbour",
    "/search?q=nothingofthekind",
    "/api",
    "/import",
    "/import/bookmarklet",
    "/import/received",
    "/signin",
    "/p/{code}",
    "/p/{code}/cite",
    "/verify",
    "/keys",
    "/b/{board}",
    "/articles/999999",
    "/articles/{withdrawn}",
    "/p/{withdrawn_code}",
    "/edit",
    "/quotes?q=nothingofthekind",
    "/entities?q=nothingofthekind",
    "/api/docs",
    "/de/",
    "/de/articles/{article}",
    "/de/p/{code}",
    "/de/entities/{entity}",
    "/de/keys",
    "/de/articles/999999",
]

FOR_THE_EDITOR = [
    "/boards",
    "/boards?code={code}",
    "/boards/{board_id}",
    "/edit",
    "/edit/articles/{article}",
    "/import",
    "/edit/annotations/{quotation}",
    "/edit/entities/{entity}",
    "/edit/proposals",
    "/edit/corrections",
    "/notes",
    "/notes/new?article={article}&revision=1&start=0&end=20",
    "/edit/feeds",
    "/edit/feeds/{feed}",
]
NARROWEST: ViewportSize = {"width": 320, "height": 256}
"""A window of 1280 × 1024 at 400 %."""
# Words that differ too little from what is behind them; axe takes the colours that are not forced.
FAINT = """() => {
  const parts = (colour) => colour.match(/[\\d.]+/g).map(Number)
  const linear = (part) => (part <= 10 ? part / 3294 : ((part / 255 + 0.055) / 1.055) ** 2.4)
  const luminance = (colour) => {
    const [red, green, blue] = parts(colour).map(linear)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
  }
  const behind = (element) => {
    for (let at = element; at; at = at.parentElement) {
      const colour = getComputedStyle(at).backgroundColor
      if (parts(colour)[3] !== 0) return colour
    }
    return "rgb(0, 0, 0)"
  }
  const contrast = (element) => {
    const both = [getComputedStyle(element).color, behind(element)].map(luminance)
    return (Math.max(...both) + 0.05) / (Math.min(...both) + 0.05)
  }
  return [...document.querySelectorAll("body *:not(script, template, svg *, :disabled, option)")]
    .filter((e) => [...e.childNodes].some((node) => node.nodeType === 3 && node.data.trim()))
    .filter((e) => e.checkVisibility() && contrast(e) < 4.5)
    .map((e) => e.outerHTML.slice(0, 120))
}"""
APPEARANCE = re.compile("^(?:Appearance|Darstellung)")
AS_EDITOR = {"extra_http_headers": {"Authorization": f"Bearer {TOKEN}"}}


def board_of(server: Server, code: str) -> tuple[str, str]:
    """A new board with a passage on it: its code and its id."""
    data = urlencode({"code": code, "title": "What was promised"}).encode()
    with urllib.request.urlopen(
        urllib.request.Request(f"{server.url}/boards/add", data, AS_EDITOR["extra_http_headers"])
    ) as answer:
        found = re.search(r'href="/b/([\w-]+)"', answer.read().decode())
        assert found
        return found[1], urlsplit(answer.url).path.rsplit("/", 1)[1]


def feed_of(server: Server) -> str:
    """A subscription, by its id."""
    outline = '<opml><body><outline xmlUrl="https://elm.example/feed" text="Elm"/></body></opml>'
    part = 'Content-Disposition: form-data; name="file"; filename="a.opml"'
    data = f"--x\r\n{part}\r\n\r\n{outline}\r\n--x--\r\n".encode()
    headers = AS_EDITOR["extra_http_headers"] | {"Content-Type": "multipart/form-data; boundary=x"}
    request = urllib.request.Request(f"{server.url}/edit/feeds/list", data, headers)
    with urllib.request.urlopen(request) as answer:
        found = re.search(r'href="/edit/feeds/(\d+)"', answer.read().decode())
        assert found
        return found[1]


@pytest.fixture(scope="module")
def known(server: Server, marked: int) -> dict[str, str]:
    def first(layer: str) -> dict[str, str]:
        found: dict[str, str] = server.api(
            "GET", f"/api/articles/{marked}/annotations?layer={layer}"
        )["items"][0]
        return found

    ids = {
        layer: str(first(layer)["id"]).rsplit("/", 1)[1]
        for layer in ("quotation", "date", "claim", "entity")
    }
    entity = str(server.api("GET", "/api/entities?limit=1")["items"][0]["id"])
    text = server.api("GET", f"/api/articles/{marked}")["text"]
    code = server.api("POST", "/api/passages", {"article": marked, "exact": text[:60]})["code"]
    board, board_id = board_of(server, code)
    gone = server.api("POST", "/api/articles", {"text": f"This article {uuid4()} is withdrawn."})[
        "id"
    ]
    of_gone = server.api("POST", "/api/passages", {"article": gone, "exact": "is withdrawn"})
    server.api("DELETE", f"/api/articles/{gone}")
    articles = [a["id"] for a in server.api("GET", "/api/articles?limit=200")["items"]]
    revised = next(
        i for i in articles if len(server.api("GET", f"/api/articles/{i}")["revisions"]) > 1
    )
    return ids | {
        "article": str(marked),
        "revised": str(revised),
        "entity": entity,
        "code": code,
        "board": board,
        "board_id": board_id,
        "withdrawn": str(gone),
        "withdrawn_code": of_gone["code"],
        "feed": feed_of(server),
    }


def check(page: Page, place: str | None = None) -> None:
    """What axe finds on a page, or in a place of it, is nothing.

    In light; in dark and in forced colours, where nothing but colours differs, of the contrast.
    """
    found = Axe().run(page, context=place)
    assert found.violations_count == 0, found.generate_report()
    page.emulate_media(color_scheme="dark")
    found = Axe().run(page, context=place, options={"runOnly": ["color-contrast"]})
    assert found.violations_count == 0, f"dark: {found.generate_report()}"
    page.emulate_media(color_scheme="dark", forced_colors="active")
    assert page.evaluate(FAINT) == []
    page.emulate_media(color_scheme="light", forced_colors="none")


def check_narrow(page: Page) -> None:
    """At 400 % nothing runs off the page, and the reading settings can be reached."""
    page.set_viewport_size(NARROWEST)
    assert page.evaluate("document.documentElement.scrollWidth") <= NARROWEST["width"]
    page.get_by_role("button", name=APPEARANCE).click(trial=True)


@pytest.mark.parametrize("kind", KINDS)
def test_axe_finds_nothing(opened: Opened, known: dict[str, str], kind: str) -> None:
    page = opened(kind.format(**known))
    check(page)
    check_narrow(page)


@pytest.mark.parametrize("kind", FOR_THE_EDITOR)
def test_axe_finds_nothing_on_the_editors_pages(
    opened: Opened, known: dict[str, str], kind: str
) -> None:
    page = opened(kind.format(**known), **AS_EDITOR)
    assert page.locator("h1").count() == 1
    check(page)
    check_narrow(page)


def test_axe_finds_nothing_where_a_citation_does_not_match(
    opened: Opened, known: dict[str, str]
) -> None:
    page = opened("/verify")
    page.locator("#citation").fill(f"“Other words than these” /p/{known['code']}\n/p/nosuchcode12")
    page.get_by_role("button", name="Check").click()
    expect(page.locator(".points .mismatch").first).to_be_visible()
    check(page)


@pytest.mark.parametrize("view", [WIDE, NARROW], ids=["wide", "narrow"])
def test_axe_finds_nothing_with_a_card_and_a_panel_open(
    opened: Opened, marked: int, view: dict[str, int]
) -> None:
    page = opened(f"/articles/{marked}", reduced_motion="reduce", viewport=view)
    rest_on(page, page.locator("#article-text mark.person > a[data-categories^='entity-3']").first)
    expect(page.locator("#card.shown")).to_be_visible()
    check(page, "#card")
    page.locator("#article-text mark.person > a[data-categories^='entity-3']").first.click()
    expect(page.locator("#side.open")).to_be_visible()
    check(page)


def test_axe_finds_nothing_with_settings_menu_help_palette_and_sharing_open(
    opened: Opened, marked: int
) -> None:
    page = opened(f"/articles/{marked}", viewport=NARROW)
    for button, place in ((APPEARANCE, "#look"), ("Menu", "#menu"), ("Annotations", "#legend")):
        page.get_by_role("button", name=button).click()
        expect(page.locator(place)).to_be_visible()
        check(page, place)
        page.keyboard.press("Escape")
    page.locator("#p1").click(click_count=3, position={"x": 4, "y": 10})
    expect(page.locator("#selection")).to_be_visible()
    check(page, "#selection")
    page.evaluate("getSelection().removeAllRanges()")
    for key, place in (("?", "dialog.keys"), ("Control+k", "#palette")):
        page.keyboard.press(key)
        expect(page.locator(place)).to_be_visible()
        check(page, place)
        page.keyboard.press("Escape")


def test_an_article_page_weighs_at_most_ninety_kilobytes_half_of_them_its_face(
    opened: Opened, marked: int
) -> None:
    known = opened("/signin")
    browser = known.context.browser
    assert browser
    page = browser.new_context(base_url=known.url).new_page()  # in which nothing is cached
    bodies: dict[str, bytes] = {}
    page.on("response", lambda r: bodies.__setitem__(r.url, r.body()) if r.status == 200 else None)
    page.goto(f"/articles/{marked}")
    page.wait_for_load_state("networkidle")
    assert len(bodies) >= 4
    weights = {url: len(gzip.compress(body)) for url, body in bodies.items()}
    faces = sum(weight for url, weight in weights.items() if ".woff2" in url)
    assert faces > 0
    assert sum(weights.values()) <= 90_000
    assert sum(weights.values()) - faces <= 50_000
    page.context.close()


def _refused(alarms: list[str]) -> Callable[[Dialog], None]:
    def refuse(dialog: Dialog) -> None:
        alarms.append(dialog.message)
        dialog.dismiss()

    return refuse


def test_hostile_imports_run_nothing_and_ask_nobody(browser: Browser, tmp_path: Path) -> None:
    assert len(VECTORS) >= 100
    with serving(tmp_path, GLOSS_MODEL="small") as server:
        context = browser.new_context(base_url=server.url)
        page = context.new_page()
        alarms: list[str] = []
        page.on("dialog", _refused(alarms))
        page.on(
            "request", lambda r: alarms.append(r.url) if not r.url.startswith(server.url) else None
        )
        page.on(
            "response", lambda r: alarms.append(f"{r.status} {r.url}") if r.status >= 500 else None
        )
        page.on(
            "console",
            lambda m: alarms.append(m.text) if "Content Security Policy" in m.text else None,
        )
        stored = 0
        for name, form, data in VECTORS:
            headers = {"Authorization": f"Bearer {TOKEN}"}
            suffix = {"text": "txt", "markdown": "md"}.get(form, form)
            answer = context.request.post(
                f"/api/import?filename=vector.{suffix}", data=data, headers=headers, timeout=120_000
            )
            assert answer.status < 500, name
            items = answer.json().get("items", []) if answer.ok else []
            for item in items:
                stored += 1
                page.goto(item["url"])
                assert (
                    page.evaluate(
                        "document.querySelectorAll('script:not([src]), iframe, object, embed, "
                        "base, form[action^=http]').length"
                    )
                    == 0
                ), name
                kept = context.request.get(f"/api/articles/{item['id']}").json()
                assert (
                    page.evaluate("document.getElementById('article-text').textContent")
                    == kept["text"]
                ), name
                for link in page.locator("#article-text a").all():
                    assert re.match(r"https?://|/", link.get_attribute("href") or ""), name
            assert alarms == [], name
        assert stored >= 40
        for path in ("/", "/entities", "/quotes", "/claims", "/search?q=script"):
            page.goto(path)
        assert alarms == []
        context.close()

"""Accessibility of every kind of page, by axe; page weight; hostile imports in a browser."""

import gzip
import re
import urllib.request
from collections.abc import Callable
from pathlib import Path
from typing import Literal
from urllib.parse import urlencode, urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Dialog, Page, expect

from tests.browser.conftest import NARROW, TOKEN, Opened, Server, serving
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
    "/edit",
]

FOR_THE_EDITOR = [
    "/boards",
    "/boards?code={code}",
    "/boards/{board_id}",
    "/edit",
    "/edit/articles/{article}",
]
SCHEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")
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
    }


def check_in_both_schemes(page: Page) -> None:
    """What axe finds on a page is nothing, light and dark."""
    for scheme in SCHEMES:
        page.emulate_media(color_scheme=scheme)
        found = Axe().run(page)
        assert found.violations_count == 0, f"{scheme}: {found.generate_report()}"


@pytest.mark.parametrize("kind", KINDS)
def test_axe_finds_nothing(opened: Opened, known: dict[str, str], kind: str) -> None:
    check_in_both_schemes(opened(kind.format(**known)))


@pytest.mark.parametrize("kind", FOR_THE_EDITOR)
def test_axe_finds_nothing_on_the_editors_pages(
    opened: Opened, known: dict[str, str], kind: str
) -> None:
    page = opened(kind.format(**known), **AS_EDITOR)
    assert page.locator("h1").count() == 1
    check_in_both_schemes(page)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_where_a_citation_does_not_match(
    opened: Opened, known: dict[str, str], scheme: str
) -> None:
    page = opened("/verify", color_scheme=scheme)
    page.locator("#citation").fill(f"“Other words than these” /p/{known['code']}\n/p/nosuchcode12")
    page.get_by_role("button", name="Check").click()
    expect(page.locator(".points .mismatch").first).to_be_visible()
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("narrow", [False, True])
def test_axe_finds_nothing_with_a_card_and_a_panel_open(
    opened: Opened, marked: int, scheme: str, narrow: bool
) -> None:
    options = {"viewport": NARROW} if narrow else {}
    page = opened(f"/articles/{marked}", color_scheme=scheme, reduced_motion="reduce", **options)
    rest_on(page, page.locator("#article-text mark.person > a[data-categories^='entity-3']").first)
    expect(page.locator("#card.shown")).to_be_visible()
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()
    page.locator("#article-text mark.person > a[data-categories^='entity-3']").first.click()
    expect(page.locator("#side.open")).to_be_visible()
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()


def test_nothing_runs_off_a_narrow_page(opened: Opened, known: dict[str, str]) -> None:
    for kind in KINDS:
        page = opened(kind.format(**known), viewport=NARROW)
        assert page.evaluate("document.documentElement.scrollWidth") <= NARROW["width"], kind
    for kind in FOR_THE_EDITOR:
        page = opened(kind.format(**known), viewport=NARROW, **AS_EDITOR)
        assert page.evaluate("document.documentElement.scrollWidth") <= NARROW["width"], kind


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

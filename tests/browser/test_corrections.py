"""Corrections in the browser, and undoing them: pointer, keyboard, no script, phone."""

import re
import time
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.browser.conftest import NARROW, TOKEN, Opened, Server

AS_EDITOR = {"extra_http_headers": {"Authorization": f"Bearer {TOKEN}"}}
TEXT = (
    "Pilot Odile Marchetti brought the ferry in. Sten Abernathy watched. Odile Marchetti did "
    "not look up.\n\n"
    "“Nobody asked me,” Sten Abernathy said. Odile Marchetti left the quay with Sten "
    "Abernathy at noon."
)


PILOTS = (
    "Marchetti Lindqvist Okonjo Delacroix Haverkamp Petrovic Moreland Whitlock Zelinka "
    "Tavares Rosenthal Kowalski"
).split()
OTHERS = (
    "Abernathy Brandvold Castellane Dunmore Eriksen Fontaine Grimaldi Hollister Ivanova "
    "Jankowski Kettering Lombardi"
).split()
PAIRS = zip(PILOTS, OTHERS, strict=True)


@pytest.fixture
def article(server: Server) -> dict[str, Any]:
    """An article of its own for each test: its id, and the two people that only it mentions."""
    pilot, other = next(PAIRS)
    text = TEXT.replace("Marchetti", pilot).replace("Abernathy", other)
    told = {
        "text": text,
        "title": f"The ferry of {pilot} and {other}",
        "source_url": f"https://quay.example/{pilot}/{other}",
    }
    id_ = server.api("POST", "/api/articles", told | {"published": "2031-09-09"})["id"]
    for _ in range(200):
        if server.api("GET", f"/api/articles/{id_}")["annotated"]:
            break
        time.sleep(0.1)
    return {
        "id": id_,
        "pilot": known(server, f"Odile {pilot}", id_),
        "other": known(server, f"Sten {other}", id_),
    }


def known(server: Server, name: str, article: int) -> dict[str, Any]:
    """Whom a name means in an article."""
    for item in server.api("GET", f"/api/articles/{article}/annotations?layer=entity&limit=200")[
        "items"
    ]:
        if any(x.get("exact") == name for x in item["target"]["selector"]):
            source = next(
                str(b["source"]) for b in item["body"] if "/entities/" in str(b.get("source"))
            )
            return entity(server, int(source.rsplit("/", 1)[1]))
    raise AssertionError(f"{name} is not named")


def entity(server: Server, id: int) -> dict[str, Any]:
    found: dict[str, Any] = server.api("GET", f"/api/entities/{id}")
    return found


def tab_to(page: Page, selector: str) -> None:
    for _ in range(200):
        page.keyboard.press("Tab")
        if page.evaluate("(s) => document.activeElement.matches(s)", selector):
            return
    raise AssertionError(f"no tab stop {selector}")


def clean(page: Page) -> None:
    """Nothing for axe to say, nothing off the page's edge."""
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()
    width = page.viewport_size["width"] if page.viewport_size else 0
    assert page.evaluate("document.documentElement.scrollWidth") <= width, page.url


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_mention_is_corrected_from_its_card_and_the_correction_undone(
    opened: Opened, server: Server, article: dict[str, Any], scheme: str
) -> None:
    pilot, other = article["pilot"], article["other"]
    page = opened(
        f"/articles/{article['id']}", color_scheme=scheme, reduced_motion="reduce", **AS_EDITOR
    )
    page.locator(
        "#article-text mark.person > a[data-categories^='entity-3']", has_text=pilot["name"]
    ).first.hover()
    page.locator("#card.shown .correct a").click()
    expect(page.locator("#side.open h2")).to_be_focused()
    expect(page.locator("#side h2")).to_contain_text(f"Correct “{pilot['name']}”")
    clean(page)
    page.locator("#side .choices button", has_text=other["name"]).click()
    expect(page.locator("#side.open h2", has_text="Confirm correction")).to_be_focused()
    expect(page.locator("#side .correction-sentence")).to_contain_text(
        f"is {other['name']}, not {pilot['name']}."
    )
    expect(page.locator("#side .scope")).to_contain_text("1 passage in 1 article")
    clean(page)
    assert entity(server, pilot["id"])["mentions"] == pilot["mentions"]
    page.get_by_label("Only this mention").check()
    page.get_by_role("button", name="Confirm").click()
    page.wait_for_url(re.compile(r"/edit/corrections/\d+\?article=\d+&paragraph=1$"))
    clean(page)
    assert entity(server, pilot["id"])["mentions"] == pilot["mentions"] - 1
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_role("status")).to_contain_text("Undone")
    clean(page)
    assert entity(server, pilot["id"])["mentions"] == pilot["mentions"]
    page.get_by_role("link", name="Back to the article").click()
    page.wait_for_url(re.compile(r"/articles/\d+#p1$"))


def test_cancelling_a_preview_changes_nothing(
    opened: Opened, server: Server, article: dict[str, Any]
) -> None:
    page = opened(f"/articles/{article['id']}", **AS_EDITOR)
    page.locator("#article-text mark.person > a[data-categories^='entity-3']").first.click()
    page.locator("#side .correct a").first.click()
    page.get_by_role("button", name="Not a name").click()
    expect(page.locator("#side .correction-sentence")).to_contain_text("was annotated by mistake.")
    page.get_by_role("link", name="Cancel").click()
    expect(page.locator("#side h2")).to_contain_text("Correct “")
    assert "/articles/" in page.url
    page.locator("#side input[name=to]").first.fill("nobody of that name")
    page.keyboard.press("Enter")
    expect(page.locator("#side [role=alert]")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("#side.open")).to_have_count(0)
    assert entity(server, article["pilot"]["id"])["mentions"] == article["pilot"]["mentions"]


def test_a_speaker_is_corrected_by_keyboard_alone(
    opened: Opened, server: Server, article: dict[str, Any]
) -> None:
    page = opened(f"/articles/{article['id']}", **AS_EDITOR)
    tab_to(page, "mark.quotation > a[data-card]")
    page.keyboard.press("Enter")
    expect(page.locator("#side.open h2").first).to_be_focused()
    tab_to(page, "#side .correct a")
    page.keyboard.press("Enter")
    expect(page.locator("#side h2", has_text="Correct “Nobody asked me")).to_be_focused()
    tab_to(page, f"#side .choices button[value='{article['pilot']['id']}']")
    page.keyboard.press("Enter")
    expect(page.locator("#side h2", has_text="Confirm correction")).to_be_focused()
    tab_to(page, "#side .button.primary")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"/edit/corrections/\d+\?"))
    expect(page.locator(".correction-sentence")).to_contain_text(
        f"was said by {article['pilot']['name']}."
    )
    said = server.api("GET", f"/api/quotes?speaker={article['pilot']['id']}")["items"]
    assert [(q["article"], q["exact"]) for q in said] == [(article["id"], "Nobody asked me,")]
    tab_to(page, "main form button")
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_contain_text("Undone")


@pytest.mark.parametrize("scripted", [True, False])
def test_a_merge_is_made_and_undone_from_the_entity_page(
    opened: Opened, server: Server, article: dict[str, Any], scripted: bool
) -> None:
    pilot, other = article["pilot"], article["other"]
    page = opened("/edit", java_script_enabled=scripted, **AS_EDITOR)
    page.goto(f"/entities/{other['id']}")
    if scripted:
        page.get_by_role("link", name="Make a correction").click()
    else:
        expect(page.get_by_role("link", name="Make a correction")).to_have_count(0)
        page.goto(f"/edit/entities/{other['id']}")
    page.get_by_label("Same as another entity").fill(pilot["name"])
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"/edit/corrections/new\?"))
    expect(page.locator(".correction-sentence")).to_contain_text(
        f"{other['name']} is the same as {pilot['name']}."
    )
    page.get_by_role("link", name="Swap").click()
    page.get_by_role("link", name="Swap").click()
    expect(page.locator(".scope")).to_contain_text(re.compile(r"\d+ passages in 1 article"))
    page.get_by_role("button", name="Confirm").click()
    page.wait_for_url(re.compile(r"/edit/corrections/\d+$"))
    made = page.url
    page.goto(f"/entities/{other['id']}")
    assert page.url.endswith(f"/entities/{pilot['id']}")
    page.goto(made)
    page.get_by_role("button", name="Undo").click()
    page.goto(f"/entities/{other['id']}")
    assert page.url.endswith(f"/entities/{other['id']}")
    expect(page.locator("h1")).to_have_text(other["name"])


def test_an_editor_without_a_script_names_a_new_speaker(
    opened: Opened, server: Server, article: dict[str, Any]
) -> None:
    page = opened(f"/articles/{article['id']}", java_script_enabled=False, **AS_EDITOR)
    quote = page.locator("#article-text mark.quotation > a").first.get_attribute("href") or ""
    page.goto(quote)
    page.get_by_role("link", name="Make a correction").click()
    page.wait_for_url(re.compile(r"/edit/annotations/\d+$"))
    page.get_by_label("Someone new").fill("a deckhand")
    page.get_by_role("button", name="Preview").click()
    expect(page.locator(".correction-sentence")).to_contain_text("was said by a deckhand.")
    page.get_by_role("button", name="Confirm").click()
    page.goto(quote)
    expect(page.locator(".answer h2")).to_have_text("a deckhand")


def test_an_entity_is_split_by_article(
    opened: Opened, server: Server, article: dict[str, Any]
) -> None:
    pilot, other = article["pilot"], article["other"]
    page = opened(f"/edit/entities/{pilot['id']}", **AS_EDITOR)
    page.get_by_label("The ferry").check()
    page.get_by_label("Name or number").fill(other["name"])
    expect(page.get_by_label("An entity in this library")).to_be_checked()
    page.get_by_role("button", name="Preview").click()
    expect(page.locator(".correction-sentence")).to_contain_text(
        f"What was linked to {pilot['name']} is {other['name']}."
    )


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_on_correction_pages_on_a_phone(
    opened: Opened, server: Server, article: dict[str, Any], scheme: str
) -> None:
    pilot, other = article["pilot"]["id"], article["other"]["id"]
    page = opened("/edit", color_scheme=scheme, viewport=NARROW, **AS_EDITOR)
    words = server.api("GET", f"/api/articles/{article['id']}/annotations?limit=200")["items"]
    ids = [str(item["id"]).rsplit("/", 1)[1] for item in words]
    page.goto(f"/edit/corrections/new?do=rekind&entity={other}&new_kind=place")
    page.get_by_role("button", name="Confirm").click()
    page.wait_for_url(re.compile(r"/edit/corrections/\d+$"))
    clean(page)
    asked = [
        f"do=merge&entity={pilot}&other={other}",
        "do=merge&entity=1&to=a",
        f"do=rename&entity={pilot}&value=X",
        f"do=rename&entity={pilot}",
    ]
    asked.append(f"do=split&entity={pilot}&value=X&article={article['id']}")
    addresses = [f"/edit/corrections/new?{one}" for one in asked] + [
        f"/edit/annotations/{one}" for one in ids
    ]
    for address in (
        *addresses,
        f"/edit/entities/{other}",
        "/edit/corrections",
        "/edit/proposals",
        "/edit",
        f"/entities/{pilot}",
    ):
        page.goto(address)
        assert page.locator("h1").count() == 1, address
        clean(page)
        assert page.evaluate("document.documentElement.scrollWidth") <= NARROW["width"], address


def test_on_a_phone_a_correction_is_made_in_the_sheet(
    opened: Opened, server: Server, article: dict[str, Any]
) -> None:
    page = opened(
        f"/articles/{article['id']}",
        viewport=NARROW,
        has_touch=True,
        reduced_motion="reduce",
        **AS_EDITOR,
    )
    page.locator("#article-text mark.person > a[data-categories^='entity-3']").first.tap()
    expect(page.locator("#card.sheet.shown")).to_be_visible()
    page.locator("#card .correct a").tap()
    expect(page.locator("#side.open h2")).to_contain_text("Correct “")
    page.locator("#side .choices button").first.tap()
    expect(page.locator("#side .correction-sentence")).to_be_visible()
    clean(page)
    page.locator("#side .close").tap()
    expect(page.locator("#side.open")).to_have_count(0)

"""Pages as a screen reader reads them out, line by line, from the browser's accessibility tree."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import Opened, Server

LANDMARKS = ("banner", "navigation", "search", "main", "article", "complementary", "contentinfo")
CONTROLS = ("link", "button", "checkbox", "radio", "searchbox", "combobox", "image")
"""What is named as a whole: nothing inside of it is read again."""
KINDS = "Person|Organization|Place|Group|Facility|Event|Product|Work|Other|Name"
MARK = re.compile(rf"link, (?:{KINDS}|Date|Quotation|Reported speech|Attitude|Claim|Note): .*\w")
FERRY = "Ferry strikes outer mole at Port Averil; one dead"


def read_out(page: Page) -> list[str]:
    """The lines that are heard: `role level, name, description`, or words alone for text."""
    devtools = page.context.new_cdp_session(page)
    nodes = devtools.send("Accessibility.getFullAXTree")["nodes"]
    devtools.detach()
    lines: list[str] = []
    for line in _heard(nodes[0], {node["nodeId"]: node for node in nodes}):
        is_text = not line.startswith("\N{NULL}")
        goes_on = is_text and lines and not lines[-1].startswith("\N{NULL}")
        lines[-1:] = [lines[-1] + line] if goes_on else [*lines[-1:], line]
    words = [" ".join(line.removeprefix("\N{NULL}").split()) for line in lines]
    return [line for line in words if line]


def _heard(node: dict[str, Any], nodes: dict[str, Any]) -> Iterator[str]:
    """What is not text begins with NUL, so that text on either side of it is not joined."""
    role = "" if node["ignored"] else node["role"]["value"]
    name = node.get("name", {}).get("value", "")
    if role == "StaticText":
        yield name
    elif role in CONTROLS or role == "heading":
        properties = {p["name"]: p["value"].get("value") for p in node.get("properties", [])}
        level = f" {properties['level']}" if "level" in properties else ""
        described = node.get("description", {}).get("value", "")
        parts = (role + level, name.strip(), described)
        yield "\0" + ", ".join(part for part in parts if part)
    else:
        boundary = f"{role}, {name}" if name else role
        if role in (*LANDMARKS, "status") or (role == "group" and name):
            yield "\0" + boundary
        elif role == "paragraph":
            yield "\0"
        for child in node.get("childIds", []):
            if child in nodes:
                yield from _heard(nodes[child], nodes)


def between(lines: list[str], first: str, last: str) -> list[str]:
    """The lines from one to another, both among them."""
    start = lines.index(first)
    return lines[start : lines.index(last, start) + 1]


@pytest.fixture(scope="module")
def ferry(server: Server) -> int:
    """The demo article of the accident."""
    articles = server.api("GET", "/api/articles?limit=200")["items"]
    return next(int(a["id"]) for a in articles if a["title"] == FERRY)


@pytest.fixture(scope="module")
def lines(browser: Browser, server: Server, ferry: int) -> list[str]:
    """What is heard of that article."""
    page = browser.new_page()
    page.goto(f"{server.url}/articles/{ferry}")
    heard = read_out(page)
    page.close()
    return heard


def test_an_article_is_heard_from_its_landmarks_to_its_footer(lines: list[str]) -> None:
    assert lines[0] == "link, Skip to the text"
    outline = [line for line in lines if re.match(rf"(?:{'|'.join(LANDMARKS)}|heading \d)\b", line)]
    assert outline == [
        "banner",
        "navigation, Library",
        "search",
        "main",
        "article",
        f"heading 1, {FERRY}",
        "complementary, Context",
        "heading 2, SPEAKERS",
        "heading 2, UNNAMED SPEAKERS",
        "heading 2, PEOPLE",
        "heading 2, ORGANIZATIONS",
        "heading 2, PLACES",
        "contentinfo",
    ]
    assert between(lines, "banner", f"heading 1, {FERRY}") == [
        "banner",
        "link, Gloss",
        "navigation, Library",
        "link, Library",
        "link, People and places",
        "link, Quotes",
        "link, Claims",
        "search",
        "searchbox, Search articles, people, quotes",
        "link, Quick search, Quick search (Ctrl+K)",
        "button, Appearance: theme and type",
        "main",
        "article",
        f"heading 1, {FERRY}",
    ]
    after = between(lines, "group, Annotations", "contentinfo")
    assert [line for line in after if line.startswith(("checkbox", "radio"))] == [
        "checkbox, Names",
        "checkbox, Dates",
        "checkbox, Quotations",
        "checkbox, Reported : reported speech, without quotation marks",
        "checkbox, Attitudes : opinions, wishes and feelings, not statements",
        "checkbox, Claims",
        "radio, Few : only the most certain and most important annotations",
        "radio, Some : also annotations that are likely to be correct",
        "radio, All : every annotation that was found",
        "checkbox, Cards on hover",
    ]


def test_a_quotation_is_heard_as_one_with_its_speaker_among_the_words_around_it(
    lines: list[str],
) -> None:
    first = "link, Quotation: There was no warning and no noise before it,, Moorcroft"
    last = "link, Quotation: Then the floor stopped and we didn't., Moorcroft"
    assert between(lines, first, last) == [
        first,
        '" said a passenger,',
        "link, Person: Ellis Moorcroft",
        ', who was travelling with two children. "',
        last,
    ]
    assert "link, Reported speech: that he had commanded the, Lenn Line" in lines
    assert "link, Quotation: first and last thought, Crane" in lines


def test_every_link_of_a_text_says_what_it_is_and_of_what(lines: list[str]) -> None:
    text = between(lines, "link, Skip past the article text", "link, Share a passage")
    marks = [line for line in text[1:-1] if line.startswith("link, ")]
    assert len(marks) > 60
    assert [line for line in marks if not MARK.match(line)] == []
    assert [line for line in lines if re.fullmatch(r"(?:link|button)(?:, \W*)?", line)] == []


def test_a_card_is_heard_when_its_mark_has_the_focus(opened: Opened, ferry: int) -> None:
    page = opened(f"/articles/{ferry}")
    page.locator("#article-text a[data-card]", has_text="Silas Thorne").focus()
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Tab")
    expect(page.locator("#card.shown")).to_be_visible()
    heard = read_out(page)
    said = heard[heard.index("status") + 1]
    assert re.match(r"Silas Thorne\. person", said), said
    card = between(heard, "group, Card", "contentinfo")
    assert "heading 2, Silas Thorne" in card


def test_the_verdict_of_a_passage_is_heard_before_its_article(
    opened: Opened, server: Server, ferry: int
) -> None:
    made = server.api("POST", "/api/passages", {"article": ferry, "exact": "I am not going to go"})
    lines = read_out(opened(f"/p/{made['code']}"))
    before = between(lines, "article", f"heading 1, {FERRY}")
    assert before[1].startswith("The passage is unchanged. Cited from revision")
    assert before[2:4] == ["link, Go to the passage", "·"]

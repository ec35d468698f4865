"""The five verdicts as readers see them, by keyboard, with a script and without."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import NARROW, Opened, Server

FIRST = "The ferry to Tolm was late again on Friday morning."
SECOND = "Its captain, Ida Fenwick, blamed the fog and a broken lamp on the outer mole."
THIRD = "The pier stayed open, and nobody was hurt, the harbour office said."
FOURTH = (
    "The next boat left at noon with all who had waited since seven, and with a new lamp for "
    "the mole in its hold."
)
TEXT = "\n\n".join([FIRST, SECOND, THIRD, FOURTH])
LATER = {
    "same": TEXT.replace("Ida Fenwick,", "Ida\u00a0Fenwick,"),
    "moved": "\n\n".join([FIRST, THIRD, FOURTH, SECOND]),
    "changed": TEXT.replace("a broken lamp", "no broken lamp"),
    "replaced": TEXT.replace(
        SECOND, "Nobody at the company would say why that was so on a clear day."
    ),
    "removed": "\n\n".join([FIRST, THIRD, FOURTH]),
}
SAYS = {
    "same": "The passage is unchanged.",
    "moved": "The passage moved to another place in the article.",
    "changed": "The passage has been reworded since it was cited.",
    "replaced": "The passage was replaced by other text on",
    "removed": "The passage was removed on",
}
LEADS_TO = {
    "same": "passage",
    "moved": "passage",
    "changed": "passage",
    "replaced": "replacement",
    "removed": "removed",
}


@pytest.fixture(scope="module")
def codes(server: Server) -> dict[str, str]:
    """A passage for each verdict."""
    found = {}
    for verdict, later in LATER.items():
        given = {
            "text": TEXT,
            "title": f"Late again: {verdict}",
            "source_url": f"https://tolm.example/{verdict}",
        }
        article = server.api("POST", "/api/articles", given)["id"]
        found[verdict] = server.api("POST", "/api/passages", {"article": article, "exact": SECOND})[
            "code"
        ]
        server.api("PUT", f"/api/articles/{article}", given | {"text": later})
    return found


@pytest.mark.parametrize("script", [True, False])
@pytest.mark.parametrize("verdict", LATER)
def test_a_verdict_comes_before_the_article_and_links_to_the_words(
    opened: Opened, codes: dict[str, str], verdict: str, script: bool
) -> None:
    page = opened(f"/p/{codes[verdict]}", java_script_enabled=script)
    told = page.get_by_role("note", name="State of the passage")
    expect(told).to_contain_text(SAYS[verdict])
    # A screen reader meets the verdict before the article's words.
    assert page.locator("#verdict").evaluate(
        "(v) => !!(v.compareDocumentPosition(document.getElementById('article-text')) & 4)"
    )
    told.get_by_role("link").first.focus()
    page.keyboard.press("Enter")
    expect(page.locator(f"#{LEADS_TO[verdict]}")).to_be_in_viewport()
    marked = page.locator("#article-text mark[data-passage]").all_text_contents()
    has_place = verdict not in ("replaced", "removed")
    assert bool(marked) == has_place
    assert SECOND in (
        page.locator("meta[property='og:description']").get_attribute("content") or ""
    )


def test_a_verdict_goes_along_when_one_reads_on_and_is_back_at_the_passage(
    opened: Opened, server: Server, marked: int
) -> None:
    text = server.api("GET", f"/api/articles/{marked}")["text"]
    words = {"article": marked, "exact": text[200:300].strip()}
    code = server.api("POST", "/api/passages", words)["code"]
    page = opened(f"/p/{code}", viewport=NARROW)
    verdict = page.locator("#verdict")
    expect(verdict).to_be_in_viewport()
    page.evaluate("document.querySelector('#article-text > :last-child').scrollIntoView()")
    expect(verdict).not_to_be_in_viewport()
    page.evaluate("document.getElementById('passage').scrollIntoView({block: 'center'})")
    expect(verdict).to_be_in_viewport()


def test_a_reworded_passage_shows_both_wordings(opened: Opened, codes: dict[str, str]) -> None:
    page = opened(f"/p/{codes['changed']}")
    expect(page.locator("#verdict del")).to_have_text("[deleted: a ]")
    expect(page.locator("#verdict ins")).to_have_text("[inserted: no ]")


def test_a_removed_passage_dims_the_article_and_marks_nothing_else(
    opened: Opened, server: Server, codes: dict[str, str]
) -> None:
    page = opened(f"/p/{codes['removed']}")
    assert page.locator("#article-text").evaluate("(a) => a.textContent") == TEXT
    assert page.locator("#article-text mark").all_text_contents() == [SECOND]
    expect(page.locator("#article-text mark")).to_have_class("removed")
    assert server.api("GET", f"/api/passages/{codes['removed']}")["text"] is None


def test_the_text_that_replaced_a_passage_is_shown(opened: Opened, codes: dict[str, str]) -> None:
    page = opened(f"/p/{codes['replaced']}")
    expect(page.locator("#verdict")).to_contain_text(SECOND)
    expect(page.locator("#verdict")).to_contain_text("Nobody at the company")
    shown = "".join(page.locator("#article-text mark.replacement").all_text_contents())
    assert shown.startswith("Nobody at the company")

"""Journeys from the library to a shared passage: by pointer, by keyboard, without a script."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Opened, Server

TRICKY = (
    "The crew of the 👩‍👩‍👧 ferry sang «né à Ålesund» and אור at noon.\n\n"
    "Second block: e\u0301clair, 🇳🇴 flags, and “twelve words” said Mara Quist on Tuesday.\n\n"
    "Third block stands alone here."
)
# Selects these words of the article, which may begin and end in different text nodes.
SELECT = """(words) => {
  const text = document.getElementById("article-text")
  const walk = document.createTreeWalker(text, NodeFilter.SHOW_TEXT)
  const nodes = []
  let all = ""
  while (walk.nextNode()) {
    nodes.push([all.length, walk.currentNode])
    all += walk.currentNode.data
  }
  const place = (at) => {
    const [from, node] = nodes.findLast(([start]) => start <= at)
    return [node, at - from]
  }
  const range = document.createRange()
  const first = all.indexOf(words)
  range.setStart(...place(first))
  range.setEnd(...place(first + words.length - 1))
  range.setEnd(range.endContainer, range.endOffset + 1)
  getSelection().removeAllRanges()
  getSelection().addRange(range)
}"""


@pytest.fixture(scope="module")
def tricky(server: Server) -> int:
    answer = server.api(
        "POST",
        "/api/articles",
        {"text": TRICKY, "title": "Song on the ferry", "published": "2030-05-03"},
    )
    return int(answer["id"])


@pytest.mark.parametrize(
    "words",
    [
        "Ålesund» and אור at",
        "e\u0301clair, 🇳🇴 flags, and “twelve",
        "sang «né",
        "noon.\n\nSecond block",
    ],
)
def test_selected_words_become_a_link_to_just_these_words(
    opened: Opened, tricky: int, words: str
) -> None:
    page = opened(f"/articles/{tricky}", permissions=["clipboard-read", "clipboard-write"])
    page.evaluate(SELECT, words)
    page.locator("#share").click()
    expect(page.locator("#status a")).to_be_visible()
    link = page.evaluate("navigator.clipboard.readText()")
    assert link == page.locator("#status a").get_attribute("href")
    page.goto(link)
    marked = page.evaluate(
        "[...document.querySelectorAll('#article-text mark[data-passage]')].map((m) => "
        "m.textContent).join('|')"
    )
    assert marked.replace("|", "") == words.replace("\n\n", "")
    expect(page.locator("#passage")).to_be_in_viewport()
    assert page.title().startswith("“" + words.split("\n")[0][:10])
    assert words.split("\n")[0] in (
        page.locator("meta[property='og:description']").get_attribute("content") or ""
    )


def test_the_articles_element_holds_its_words_and_nothing_else(
    opened: Opened, server: Server, tricky: int
) -> None:
    page = opened("/")
    ids = [a["id"] for a in server.api("GET", "/api/articles?limit=200")["items"]]
    assert len(ids) >= 25
    for article in ids:
        page.goto(f"/articles/{article}")
        shown = page.evaluate("document.getElementById('article-text').textContent")
        assert shown == server.api("GET", f"/api/articles/{article}")["text"]


def test_every_annotation_covers_its_words_on_the_page(
    opened: Opened, server: Server, marked: int
) -> None:
    page = opened(f"/articles/{marked}")
    gather = """() => {
      const words = {}
      for (const mark of document.querySelectorAll("#article-text mark[data-annotations]")) {
        for (const id of mark.dataset.annotations.split(" ")) {
          words[id] = (words[id] || "") + mark.textContent
        }
      }
      return words
    }"""
    shown = page.evaluate(gather)
    kept = {
        str(a["id"]).rsplit("/", 1)[1]: a
        for a in server.api("GET", f"/api/articles/{marked}/annotations?limit=200")["items"]
    }
    exact = {
        i: next(s["exact"] for s in a["target"]["selector"] if s["type"] == "TextQuoteSelector")
        for i, a in kept.items()
    }
    assert exact.keys() == shown.keys()
    for i, words in exact.items():
        assert shown[i] == words.replace("\n\n", ""), i


def test_a_reader_without_a_script_comes_from_the_library_to_a_shared_passage(
    opened: Opened,
) -> None:
    page = opened("/", java_script_enabled=False)
    page.locator("h2 a").first.click()
    expect(page).to_have_url(re.compile(r"/articles/\d+$"))
    page.locator("#article-text mark.quotation > a[data-categories='quotation-3']").first.click()
    expect(page).to_have_url(re.compile(r"/annotations/\d+$"))
    words = page.locator("blockquote b").inner_text()
    page.get_by_role("button", name="Share passage").click()
    expect(page).to_have_url(re.compile(r"/p/[\w-]{12,}$"))
    assert "".join(page.locator("mark[data-passage]").all_text_contents()) == words
    page.get_by_role("link", name="Full article").click()
    page.locator("#article-text mark.entity > a[data-categories^='entity-3']").first.click()
    expect(page).to_have_url(re.compile(r"/entities/\d+$"))


def test_a_reader_without_a_script_shares_words_by_writing_them(
    opened: Opened, tricky: int
) -> None:
    page = opened(f"/articles/{tricky}/share", java_script_enabled=False)
    page.locator("textarea").fill("Third block stands")
    page.get_by_role("button", name="Create link").click()
    assert "".join(page.locator("mark[data-passage]").all_text_contents()) == "Third block stands"


def test_without_a_script_words_that_occur_twice_are_chosen_from_a_list(
    opened: Opened, server: Server
) -> None:
    text = "The mole stood. Nobody saw it.\n\nThe pier fell, and nobody saw it. The mole stood on."
    article = server.api("POST", "/api/articles", {"text": text, "title": "The mole"})["id"]
    page = opened(f"/articles/{article}", java_script_enabled=False)
    page.get_by_role("link", name="Share a passage").click()
    page.locator("textarea").fill("The mole stood")
    page.get_by_role("button", name="Create link").click()
    expect(page.get_by_text("occur more than once")).to_be_visible()
    expect(page.locator("textarea")).to_have_value("The mole stood")
    second = page.locator("ol.lines li").nth(1)
    expect(second).to_contain_text("The mole stood on.")
    second.get_by_role("button", name="Share passage").click()
    expect(page.locator("#p2 mark[data-passage]")).to_have_text("The mole stood")
    page.get_by_role("link", name="Full article").click()
    expect(page).to_have_url(re.compile(rf"/articles/{article}$"))


def test_without_a_script_a_panel_is_a_page_and_back_leads_to_where_the_reader_was(
    opened: Opened, marked: int
) -> None:
    page = opened(f"/articles/{marked}", java_script_enabled=False)
    words = page.locator("#article-text mark > a[data-categories='quotation-3']").last
    words.click()
    expect(page).to_have_url(re.compile(r"/annotations/\d+$"))
    expect(page.locator(".answer h2")).to_be_visible()
    page.locator(".answer").get_by_role("link").first.click()
    page.go_back()
    page.go_back()
    expect(words).to_be_in_viewport()


def test_the_keyboard_alone_searches_reads_cards_and_panels_and_shares(
    opened: Opened, server: Server
) -> None:
    page = opened("/")
    page.keyboard.press("/")
    page.keyboard.type("dredging")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search?q=dredging")
    result = page.locator("ol.lines h2 a").first
    result.focus()
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"/articles/\d+"))
    page.keyboard.press("j")
    expect(page.locator("#p1")).to_be_focused()
    page.keyboard.press("n")
    card = page.locator("#card.shown")
    expect(card).to_be_visible()
    here = page.evaluate("document.activeElement.dataset.card")
    page.keyboard.press("ArrowDown")
    expect(page.locator("#card")).to_be_focused()
    page.keyboard.press("Escape")
    page.keyboard.press("Enter")
    expect(page.locator("#side.open h2").first).to_be_focused()
    expect(page).to_have_url(re.compile(r"\?panel=annotation/\d+$"))
    page.keyboard.press("Escape")
    assert page.evaluate("document.activeElement.dataset.card") == here
    page.keyboard.press("j")
    page.keyboard.press("s")
    expect(page.locator("#share")).to_be_focused()
    with page.expect_response("**/api/passages") as answer:
        page.keyboard.press("Enter")
    exact = server.api("GET", f"/api/passages/{answer.value.json()['code']}")["exact"]
    assert exact == page.locator(".current").inner_text().strip()
    page.keyboard.press("Control+k")
    expect(page.get_by_role("combobox")).to_be_focused()
    page.keyboard.type("claims")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("/claims$"))


def test_the_keyboard_alone_comes_from_the_library_to_a_shared_passage(opened: Opened) -> None:
    page = opened("/")

    def tab_to(selector: str) -> None:
        for _ in range(200):
            page.keyboard.press("Tab")
            if page.evaluate("(s) => document.activeElement.matches(s)", selector):
                return
        raise AssertionError(f"no tab stop {selector}")

    tab_to("h2 a")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"/articles/\d+$"))
    tab_to("mark.quotation > a[data-card]")
    expect(page.locator("#card.shown")).to_be_visible()
    page.keyboard.press("Enter")
    expect(page.locator("#side.open h2").first).to_be_focused()
    words = page.locator("#side .quoted").first.inner_text().strip().strip("“”")
    tab_to("#side form button")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"/p/[\w-]{12,}$"))
    assert "".join(page.locator("mark[data-passage]").all_text_contents()) == words


def test_an_edited_article_keeps_its_passage_and_says_so(opened: Opened, server: Server) -> None:
    text = (
        "The first sentence stands. The mole is nine metres wide. The third sentence stands "
        "as well.\n\nAnother paragraph ends it."
    )
    article = server.api(
        "POST", "/api/articles", {"text": text, "source_url": "https://wharf.example/mole"}
    )["id"]
    kept = server.api(
        "POST", "/api/passages", {"article": article, "exact": "The third sentence stands"}
    )["code"]
    gone = server.api(
        "POST", "/api/passages", {"article": article, "exact": "The mole is nine metres wide."}
    )["code"]
    server.api(
        "PUT",
        f"/api/articles/{article}",
        {
            "text": text.replace("The mole is nine metres wide. ", "").replace(
                "The first", "A line on top. The first"
            )
        },
    )
    page = opened(f"/p/{kept}")
    assert page.locator("mark[data-passage]").all_text_contents() == ["The third sentence stands"]
    page.goto(f"/p/{gone}")
    expect(page.locator("#verdict")).to_contain_text("was removed")
    expect(page.locator("#verdict")).to_contain_text("The mole is nine metres wide.")
    assert page.locator("mark[data-passage]").count() == 0


def test_the_slash_key_leads_to_the_search(opened: Opened) -> None:
    page = opened("/")
    page.keyboard.press("/")
    page.keyboard.type("dredging")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search?q=dredging")
    expect(page.locator("ol.lines li").first).to_be_visible()


def test_focused_reading_leads_from_article_to_article_without_a_script(
    opened: Opened, server: Server
) -> None:
    entity = server.api("GET", "/api/entities?limit=1")["items"][0]["id"]
    page = opened(f"/entities/{entity}", java_script_enabled=False)
    page.get_by_role("link", name="Focused reading, from the first article").click()
    for _ in range(2):
        article = page.locator("#article-text").get_attribute("data-article")
        assert (
            page.locator("#article-text").text_content()
            == server.api("GET", f"/api/articles/{article}")["text"]
        )
        assert page.locator("#article-text mark.about").count()
        page.locator("a[rel=next]").first.click()
        assert page.locator("#article-text").get_attribute("data-article") != article


def test_a_panel_leads_to_the_places_in_its_article(opened: Opened, marked: int) -> None:
    page = opened(f"/articles/{marked}")
    page.locator("#article-text mark.person > a[data-categories^='entity-3']").first.click()
    expect(page.locator("#side.open .bars")).to_be_visible()
    place = page.locator("#side .places a").last
    block = (place.get_attribute("href") or "").rpartition("#")[2]
    place.click()
    expect(page.locator(f"#{block}")).to_be_in_viewport()
    expect(page.locator("#side.open")).to_be_visible()

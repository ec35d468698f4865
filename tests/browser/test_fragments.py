"""Text fragments in Chromium: it scrolls to the words, for a hundred random selections."""

import random
import re
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser

from tests.browser.conftest import Server

SELECTIONS = 100
DEMO = sum(
    ".r" not in file.name for file in (Path(__file__).parents[2] / "demo" / "articles").glob("*.md")
)
SEED = 2031
TALL, LINE = 300, 45  # pixels: of the window, and how far from its middle the words may stand
# Room above and below, so that any words can come to the middle of the window.
ROOM = """document.addEventListener("DOMContentLoaded", () => {
  const style = document.createElement("style")
  style.textContent = `
    html { scroll-behavior: auto !important }
    body { padding-block: 600px !important }`
  document.head.append(style)
})"""
# How far the words stand from the window's middle: 0 for words that reach over it.
PLACE = """([start, end]) => {
  const text = document.getElementById("article-text")
  const walk = document.createTreeWalker(text, NodeFilter.SHOW_TEXT)
  const range = document.createRange()
  let at = 0
  for (let node = walk.nextNode(); node; node = walk.nextNode()) {
    const next = at + node.data.length
    if (at <= start && start < next) range.setStart(node, start - at)
    if (at < end && end <= next) { range.setEnd(node, end - at); break }
    at = next
  }
  const box = range.getBoundingClientRect(), middle = innerHeight / 2
  return [range.toString(), Math.max(0, box.top - middle, middle - box.bottom), scrollY]
}"""


def selections(articles: list[dict[str, Any]]) -> list[tuple[int, str, int, int]]:
    """Random stretches of the articles, mostly short, sometimes cut inside a word."""
    rng = random.Random(SEED)
    found = []
    for _ in range(SELECTIONS):
        article = rng.choice(articles)
        text: str = article["text"]
        words = list(re.finditer(r"\S+", text))
        first = rng.randrange(len(words))
        last = min(len(words) - 1, first + rng.choice([0, 0, 1, 2, 3, 5, 8, 13, 30, 60, 120]))
        cut = rng.random() < 0.2
        start, end = (
            words[first].start() + (cut and len(words[first][0]) > 3),
            words[last].end() - (cut and len(words[last][0]) > 3),
        )
        found.append((article["id"], text, start, max(end, start + 1)))
    return found


def utf16(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


def test_chromium_scrolls_to_the_words_of_a_hundred_fragments(
    server: Server, browser: Browser
) -> None:
    ids = sorted(a["id"] for a in server.api("GET", "/api/articles?limit=200")["items"])[
        :DEMO
    ]  # other tests add articles behind these
    articles = [server.api("GET", f"/api/articles/{i}") for i in ids]
    context = browser.new_context(base_url=server.url, viewport={"width": 800, "height": TALL})
    context.add_init_script(ROOM)
    page = context.new_page()
    missed = []
    for id_, text, start, end in selections(articles):
        made = server.api("POST", "/api/passages", {"article": id_, "start": start, "end": end})
        page.goto("about:blank")
        page.goto(f"/articles/{id_}{made['text_fragment']}")
        words, far, _ = page.evaluate(PLACE, [utf16(text[:start]), utf16(text[:end])])
        if far > LINE:
            page.wait_for_timeout(300)
            words, far, scrolled = page.evaluate(PLACE, [utf16(text[:start]), utf16(text[:end])])
            if far > LINE:
                missed.append(
                    (
                        id_,
                        text[start:end][:80],
                        words[:40],
                        made["text_fragment"][:160],
                        far,
                        scrolled,
                    )
                )
    context.close()
    assert missed == []


def test_words_that_are_also_in_the_title_are_found_in_the_text(
    server: Server, browser: Browser
) -> None:
    context = browser.new_context(base_url=server.url, viewport={"width": 800, "height": TALL})
    context.add_init_script(ROOM)
    page = context.new_page()
    tried, missed = 0, []
    for article in server.api("GET", "/api/articles?limit=12")["items"]:
        text = server.api("GET", f"/api/articles/{article['id']}")["text"]
        for word in re.findall(r"\w{4,}", article["title"])[:3]:
            places = [m.start() for m in re.finditer(rf"\b{word}\b", text, re.IGNORECASE)]
            if len(places) == 1:
                start, end, tried = places[0], places[0] + len(word), tried + 1
                made = server.api(
                    "POST", "/api/passages", {"article": article["id"], "start": start, "end": end}
                )
                page.goto("about:blank")
                page.goto(f"/articles/{article['id']}{made['text_fragment']}")
                page.wait_for_timeout(100)
                if page.evaluate(PLACE, [utf16(text[:start]), utf16(text[:end])])[1] > LINE:
                    missed.append(made["text_fragment"])
    context.close()
    assert tried >= 3
    assert missed == []

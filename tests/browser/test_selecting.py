"""Words selected at ten heights of the window are the words that are shared, by mouse and touch."""

from typing import Any
from urllib.parse import parse_qs, urlsplit

from playwright.sync_api import Page, expect

from tests.browser.conftest import NARROW, WIDE, Opened, Server

HEIGHTS = [0.05 + 0.1 * n for n in range(10)]
"""Of the window's."""
# Words of the line nearest to a height: where they begin and end, and what they are; with
# `isSelected` they are selected, as a telephone selects under a finger that rests.
WORDS = """([height, isSelected]) => {
  const text = document.getElementById("article-text")
  const walk = document.createTreeWalker(text, NodeFilter.SHOW_TEXT)
  const range = document.createRange(), found = []
  while (walk.nextNode()) {
    for (const { index, 0: word } of walk.currentNode.data.matchAll(/[A-Za-z]{3,}/g)) {
      range.setStart(walk.currentNode, index)
      range.setEnd(walk.currentNode, index + word.length)
      const boxes = range.getClientRects(), [box] = boxes
      const isSeen = boxes.length === 1 && box.top > 0 && box.bottom < innerHeight
      if (isSeen) found.push({ box, word, node: walk.currentNode, index })
    }
  }
  const far = ({ box }) => Math.abs(box.top + box.height / 2 - height * innerHeight)
  const nearest = found.reduce((a, b) => (far(b) < far(a) ? b : a))
  const line = found.filter(({ box }) => Math.abs(box.top - nearest.box.top) < 2)
  const [first, last] = [line[0], line[Math.min(2, line.length - 1)]]
  range.setStart(first.node, first.index)
  range.setEnd(last.node, last.index + last.word.length)
  if (isSelected) getSelection().addRange(range)
  const middle = first.box.top + first.box.height / 2
  return { from: first.box.left, to: last.box.right, middle, words: range.toString() }
}"""
CLEAR = "getSelection().removeAllRanges()"


def shared(page: Page, text: str) -> str:
    """The words that the bar beside the selection would share."""
    expect(page.locator("#selection")).to_be_visible()
    place = parse_qs(urlsplit(page.locator("#note").get_attribute("href") or "").query)
    return text[int(place["start"][0]) : int(place["end"][0])]


def midway(page: Page) -> None:
    page.evaluate("document.fonts.ready.then(() => scrollTo({top: 500, behavior: 'instant'}))")
    page.wait_for_timeout(200)


def test_the_mouse_selects_and_shares_just_these_words_at_ten_heights(
    opened: Opened, server: Server, marked: int
) -> None:
    text = server.api("GET", f"/api/articles/{marked}")["text"]
    page = opened(f"/articles/{marked}", viewport=WIDE)
    midway(page)
    wanted, got = [], []
    for height in HEIGHTS:
        at: dict[str, Any] = page.evaluate(WORDS, [height, False])
        page.mouse.move(at["from"] + 0.5, at["middle"])
        page.mouse.down()
        page.mouse.move(at["to"] - 0.5, at["middle"], steps=4)
        page.mouse.up()
        wanted.append(at["words"])
        got.append(shared(page, text))
        page.evaluate(CLEAR)
        expect(page.locator("#selection")).to_be_hidden()
        # A pointer that rests may open a card, which would lie over the next words.
        page.mouse.move(5, 5)
        expect(page.locator("#card")).to_be_hidden()
    assert got == wanted
    assert page.evaluate("scrollY") == 500
    expect(page.locator("#side.open")).to_have_count(0)


def test_touch_selects_and_shares_just_these_words_at_ten_heights(
    opened: Opened, server: Server, marked: int
) -> None:
    """A browser without a screen to touch selects nothing by a long press, so the test does."""
    text = server.api("GET", f"/api/articles/{marked}")["text"]
    page = opened(f"/articles/{marked}", viewport=NARROW, has_touch=True, is_mobile=True)
    midway(page)
    devtools = page.context.new_cdp_session(page)

    def touch(kind: str, *points: dict[str, float]) -> None:
        devtools.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": list(points)})

    wanted, got = [], []
    for height in HEIGHTS:
        at: dict[str, Any] = page.evaluate(WORDS, [height, False])
        touch("touchStart", {"x": at["from"] + 2, "y": at["middle"]})
        page.evaluate(WORDS, [height, True])
        touch("touchCancel")
        wanted.append(at["words"])
        got.append(shared(page, text))
        expect(page.locator("#share")).to_be_in_viewport(ratio=1)
        page.evaluate(CLEAR)
        expect(page.locator("#selection")).to_be_hidden()
    assert got == wanted
    assert page.evaluate("scrollY") == 500
    expect(page.locator("#card")).to_be_hidden()
    expect(page.locator("#side.open")).to_have_count(0)

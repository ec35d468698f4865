"""How soon a card and a panel are there: `python -m benchmarks.page_response`.

A page of 1,000 marks (demo articles, one after the other, in the demo library) in a Chromium,
served by `gloss serve`. The pointer moves to a mark and rests, or clicks one; every try takes a
mark of its own. Time runs from the event's own time stamp to the end of the frame that shows the
answer, so that driving the browser does not count; a card is *opaque* when it has faded in. The
first table row of each kind asks the server for what nobody asked before.

The machine should do nothing else: what other programs used of a core meanwhile is printed. Needs
what the browser tests need (`make lint` installs it). Options: `--tries N`, `--slower N` (the
browser's processor, as a telephone's).
"""

import argparse
import os
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from playwright.sync_api import Locator, Page, sync_playwright
from rich.console import Console
from rich.table import Table

from app import importers
from app.resources import DEMO_ARTICLES
from benchmarks.hostile.serving import added, wait_until_annotated
from benchmarks.load import servers
from benchmarks.load.driver import percentile
from benchmarks.load.servers import Server
from tests.browser.chromium import FLAGS, ensure

MARKS = 1_000
TRIES = 40
CARD_BAR_MS, PANEL_BAR_MS = 250, 120
"""From the pointer's last move, with the 150 ms of its rest; from the click."""
WIDTH, HEIGHT = 1280, 900
_SETTLE_MS = 400
"""Until what was scrolled stands still and what was open is gone: article.js waits up to 300."""
_TICKS = os.sysconf("SC_CLK_TCK")
LINKS = "#article-text mark > a[data-card]:not([tabindex='-1'])"
WATCH = """() => {
  const seen = (globalThis.seen = {})
  const note = (name, at = performance.now()) => { if (!(name in seen)) seen[name] = at }
  const atEndOfFrame = (name) => requestAnimationFrame(() => {
    const { port1, port2 } = new MessageChannel()
    port1.onmessage = () => note(name)
    port2.postMessage("")
  })
  for (const type of ["pointermove", "click"]) {
    addEventListener(type, (event) => note(type, event.timeStamp), true)
  }
  const [card, side] = ["card", "side"].map((id) => document.getElementById(id))
  const attributes = { attributes: true, attributeFilter: ["class"] }
  new MutationObserver(() => card.matches(".shown") && atEndOfFrame("card"))
    .observe(card, attributes)
  new MutationObserver(() => side.matches(".open") && atEndOfFrame("panel"))
    .observe(side, attributes)
  card.addEventListener("transitionend", () => card.matches(".shown") && note("opaque"))
}"""
FORGET = """() => {
  for (const name of Object.keys(seen)) delete seen[name]
  performance.clearResourceTimings()
}"""
TIMES = """() => {
  const entries = performance.getEntriesByType("resource")
  const asked = entries.find((entry) => /\\/(cards|panels)\\//.test(entry.name))
  return { ...seen, asked: asked ? asked.duration : 0 }
}"""


@dataclass(frozen=True, slots=True)
class Timed:
    """Milliseconds of tries of one kind; of the server's processor, for each try."""

    name: str
    bar: int | None
    milliseconds: list[float]
    server: float | None = None


@contextmanager
def long_page() -> Iterator[tuple[Server, str]]:
    """A server with the demo library, and the address of its page of as many marks."""
    with (
        tempfile.TemporaryDirectory() as folder,
        servers.gloss(Path(folder), demo="true") as server,
    ):
        article = added(server, long_text())
        wait_until_annotated(server, [article])
        address = f"http://127.0.0.1:{server.port}/articles/{article}"
        with urllib.request.urlopen(address, timeout=60) as answer:
            found = answer.read().decode().count("<mark ")
        if found < MARKS:
            raise RuntimeError(f"The page has {found:,} marks, not {MARKS:,}.")
        yield server, address


def long_text(characters: int = 34_000) -> str:
    """Demo articles until there are as many characters: a text of somewhat over 1,000 marks."""
    text = ""
    for file in sorted(DEMO_ARTICLES.glob("*.md")):
        if ".r" not in file.name and len(text) < characters:
            read = importers.read(file.read_bytes(), name=file.name, longest=10**6)
            text += read[0].text + "\n\n"
    return text


def opened(page: Page, address: str) -> list[Locator]:
    """The page, watched; links of marks from its beginning to its end, no annotation twice."""
    page.goto(address)
    page.wait_for_load_state("networkidle")
    page.evaluate(WATCH)
    ids = page.locator(LINKS).evaluate_all("all => all.map(a => a.dataset.card)")
    return [page.locator(f"#article-text a[data-card='{id_}']") for id_ in dict.fromkeys(ids)]


def hover(page: Page, link: Locator) -> dict[str, float]:
    """The times of a card; afterwards the pointer is elsewhere and nothing is open."""
    x, y = _ready(page, link)
    page.mouse.move(x, y)
    page.wait_for_function("() => seen.opaque && seen.card")
    times = _times(page)
    page.mouse.move(5, 5)
    page.wait_for_selector("#card", state="hidden")
    return times


def click(page: Page, link: Locator) -> dict[str, float]:
    """The times of a panel; afterwards nothing is open."""
    x, y = _ready(page, link)
    page.mouse.click(x, y)
    page.wait_for_function("() => seen.panel")
    times = _times(page)
    page.mouse.move(5, 5)
    page.keyboard.press("Escape")
    page.wait_for_selector("#side:not(.open)")
    return times


def _ready(page: Page, link: Locator) -> tuple[float, float]:
    """The middle of the link's first line, once the page stands still."""
    link.evaluate("e => e.scrollIntoView({block: 'center', behavior: 'instant'})")
    page.wait_for_timeout(_SETTLE_MS)
    page.evaluate(FORGET)
    box = link.evaluate("e => { const r = e.getClientRects()[0]; return r.toJSON() }")
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def _times(page: Page) -> dict[str, float]:
    found: dict[str, float] = page.evaluate(TIMES)
    return found


def cards(page: Page, server: Server, links: Sequence[Locator]) -> Iterator[Timed]:
    """Cards that nobody asked for before, and the same again."""
    before = server.processor_seconds
    first = [hover(page, link) for link in links]
    cost = _per_try(server, before, links)
    yield Timed("hover to card", CARD_BAR_MS, _since(first, "pointermove", "card"), cost)
    yield Timed("hover to card, opaque", CARD_BAR_MS, _since(first, "pointermove", "opaque"))
    yield Timed("… of it, the request", None, [times["asked"] for times in first])
    again = [hover(page, link) for link in links]
    yield Timed("hover again", CARD_BAR_MS, _since(again, "pointermove", "card"))


def panels(page: Page, server: Server, links: Sequence[Locator]) -> Iterator[Timed]:
    """Panels that nobody asked for before, and the same again."""
    before = server.processor_seconds
    first = [click(page, link) for link in links]
    cost = _per_try(server, before, links)
    yield Timed("click to panel", PANEL_BAR_MS, _since(first, "click", "panel"), cost)
    yield Timed("… of it, the request", None, [times["asked"] for times in first])
    again = [click(page, link) for link in links]
    yield Timed("click again", PANEL_BAR_MS, _since(again, "click", "panel"))


def _since(tries: Sequence[dict[str, float]], start: str, end: str) -> list[float]:
    return [times[end] - times[start] for times in tries]


def _per_try(server: Server, before: float, links: Sequence[Locator]) -> float:
    return (server.processor_seconds - before) * 1000 / len(links)


class OtherPrograms:
    """What programs that are not of this benchmark use of the machine's processors."""

    def __init__(self) -> None:
        self._started, self._before = time.monotonic(), self._seconds()

    @staticmethod
    def _seconds() -> float:
        """All processors' busy seconds, but those of this process and its descendants."""
        user, nice, system, _idle, _waiting, *interrupts = (
            int(ticks) for ticks in Path("/proc/stat").read_text().split("\n", 1)[0].split()[1:]
        )
        busy = (user + nice + system + sum(interrupts[:2])) / _TICKS
        return busy - servers.processor_seconds(os.getpid())

    @property
    def cores(self) -> float:
        """Of one core, since this was made."""
        return (self._seconds() - self._before) / (time.monotonic() - self._started)


def table(measured: Sequence[Timed]) -> Table:
    """One row a kind."""
    made = Table(
        "milliseconds, page of 1,000 marks", "median", "p95", "most", "bar", "server's processor"
    )
    for one in measured:
        times = [percentile(one.milliseconds, share) for share in (0.5, 0.95, 1.0)]
        bar = f"≤ {one.bar}" if one.bar else ""
        cost = f"{one.server:.1f}" if one.server is not None else ""
        made.add_row(one.name, *(f"{ms:.0f}" for ms in times), bar, cost)
    return made


def measured(tries: int, slower: float) -> Iterator[Timed]:
    """All rows. Hovered and clicked marks take turns along the page."""
    with long_page() as (server, address), sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=ensure(), args=FLAGS)
        page = browser.new_page(viewport={"width": WIDTH, "height": HEIGHT})
        devtools = page.context.new_cdp_session(page)
        devtools.send("Emulation.setCPUThrottlingRate", {"rate": slower})
        links = opened(page, address)
        stride = len(links) // (2 * tries)
        chosen = links[:: max(1, stride)][: 2 * tries]
        yield from cards(page, server, chosen[::2])
        yield from panels(page, server, chosen[1::2])
        browser.close()


def main(arguments: Sequence[str] | None = None) -> int:
    """Prints the table."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.page_response")
    parser.add_argument("--tries", type=int, default=TRIES)
    parser.add_argument("--slower", type=float, default=1.0)
    options: Any = parser.parse_args(arguments)
    others = OtherPrograms()
    found = list(measured(options.tries, options.slower))
    Console(width=100).print(table(found))
    print(
        f"{options.tries} tries each; other programs used {others.cores:.2f} of a core meanwhile."
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())

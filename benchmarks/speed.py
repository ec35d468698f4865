"""Speed, as ratios measured side by side in one run: `python -m benchmarks.speed`.

The unit is one rendering of a constant page by bare Starlette on this machine; figures in milliseconds are for orientation only.
"""

import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from starlette.applications import Starlette
from starlette.responses import HTMLResponse
from starlette.routing import Route
from starlette.testclient import TestClient

from app import layers, pipeline
from app.layers.base import Doc
from app.main import create_app
from app.settings import Settings
from app.store import articles, migrating
from app.store.access import ANYONE
from app.store.engine import Library
from app.text.markup import Mark, article_html
from app.text.spans import Block

DEMO = Path(__file__).parent.parent / "demo" / "articles"
ROUNDS = 60


def median_ms(work: Callable[[], object]) -> float:
    """The median of `ROUNDS` runs after three to warm up, in milliseconds."""
    taken = []
    for n in range(ROUNDS + 3):
        started = time.perf_counter()
        work()
        if n >= 3:
            taken.append((time.perf_counter() - started) * 1000)
    return statistics.median(taken)


def bare() -> TestClient:
    """Starlette with a constant page of 24 kB."""
    page = HTMLResponse("x" * 24_000)
    return TestClient(Starlette(routes=[Route("/", lambda _: page)]))


def marked(marks: int, characters: int) -> Callable[[], object]:
    """The markup of one text with evenly spread annotations."""
    text = ("word " * (characters // 5)).strip()
    step = len(text) // marks
    found = [Mark(n, n * step, n * step + step // 2, "entity", "person", f"/entities/{n}") for n in range(marks)]
    return lambda: article_html(text, [Block("paragraph", 0, len(text))], found)


def rows(folder: Path) -> list[tuple[str, float]]:
    """What is measured, on the demo library."""
    settings = Settings(data=folder, base_url="http://testserver")
    migrating.upgrade(settings)
    library = Library(settings)
    pipeline.load_demo(library, DEMO)
    with library.reading() as s:
        newest = articles.newest(s, ANYONE, limit=1).items[0]
        text = articles.revision(s, newest).text
    client = TestClient(create_app(settings, library))
    plain = bare()
    measured = [
        ("bare Starlette, constant 24 kB", median_ms(lambda: plain.get("/"))),
        ("article page", median_ms(lambda: client.get(f"/articles/{newest.id}"))),
        ("library page", median_ms(lambda: client.get("/"))),
        ("card", median_ms(lambda: client.get("/cards/1"))),
        ("panel", median_ms(lambda: client.get("/panels/annotation/1"))),
        ("quotes", median_ms(lambda: client.get("/quotes"))),
        ("search", median_ms(lambda: client.get("/search?q=harbour"))),
        ("every layer, one demo article", median_ms(lambda: layers.annotate(Doc.bare(text)))),
        ("markup, 4.4 kB and 100 marks", median_ms(marked(100, 4_400))),
        ("markup, 400 kB and 10,000 marks", median_ms(marked(10_000, 400_000))),
    ]
    library.close()
    return measured


def main() -> None:
    """Prints the table."""
    with tempfile.TemporaryDirectory() as folder:
        measured = rows(Path(folder))
    unit = measured[0][1]
    print(f"| {'what':<34} | {'ms':>8} | {'× bare':>7} |\n|{'-' * 36}|{'-' * 9}:|{'-' * 8}:|")
    for name, ms in measured:
        print(f"| {name:<34} | {ms:8.2f} | {ms / unit:7.1f} |")


if __name__ == "__main__":
    main()

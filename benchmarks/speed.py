"""Speed as ratios measured in one run, and the cost of the model: `python -m benchmarks.speed`.

The unit is one rendering of a constant page by bare Starlette on this machine; figures in
milliseconds are for orientation only. The model's are on one thread, each with the bar that it is
held against on an idle machine.
"""

import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from starlette.applications import Starlette
from starlette.responses import HTMLResponse
from starlette.routing import Route
from starlette.testclient import TestClient

from app import layers, pipeline
from app.cli import server
from app.engines.model import tagger
from app.layers.base import Doc
from app.main import create_app
from app.resources import MODEL
from app.settings import Settings
from app.store.admin import migrations
from app.store.articles import articles
from app.store.articles.access import ANYONE
from app.store.db.library import Library
from app.text.markup import article_html
from app.text.segments import MarkedSpan
from app.text.spans import Block

ROOT = Path(__file__).parent.parent
DEMO = ROOT / "demo" / "articles"
ROUNDS = 60
WORDS = 700
FRESH = """
import time
started = time.perf_counter()
from app.layers.base import Doc
Doc.bare("The Kremlin said no.").reading
print((time.perf_counter() - started) * 1000)
"""
RESIDENT = """
import resource, sys
import app.cli.server
from app import layers
from app.layers.base import Doc
from app.text.language import detect
text = sys.stdin.read()
layers.annotate(Doc.bare(text, detect(text) if {detects} else "en"))
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
"""


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
    spans = [
        MarkedSpan(n, n * step, n * step + step // 2, "entity", "person", f"/entities/{n}")
        for n in range(marks)
    ]
    return lambda: article_html(text, [Block("paragraph", 0, len(text))], spans)


def article(library: Library) -> str:
    """Paragraphs of the demo library, together of `WORDS` words and a few."""
    with library.reading() as s:
        texts = [articles.revision(s, a).text for a in articles.newest(s, ANYONE, limit=10).items]
    taken: list[str] = []
    for paragraph in "\n\n".join(texts).split("\n\n"):
        if sum(len(p.split()) for p in taken) < WORDS:
            taken.append(paragraph)
    return "\n\n".join(taken)


def told(program: str, text: str = "") -> float:
    """The median of the numbers that five fresh processes print."""
    run = [sys.executable, "-W", "ignore", "-c", program]
    return statistics.median(
        float(subprocess.run(run, input=text, capture_output=True, text=True, check=True).stdout)
        for _ in range(5)
    )


def model_rows(text: str) -> list[tuple[str, float, str, float]]:
    """What the model costs: what is measured, figure, unit, bar."""
    doc = Doc.bare(text)
    parts = [(b.start, b.end) for b in doc.blocks]
    size = (MODEL / "tagger.onnx").stat().st_size
    return [
        (
            f"{len(text.split())} words, every layer and rule",
            median_ms(lambda: layers.annotate(Doc.bare(text))),
            "ms",
            110,
        ),
        ("of these the model's pass", median_ms(lambda: tagger.load().read(text, parts)), "ms", 92),
        ("cold start, to the first reading", told(FRESH), "ms", 500),
        ("resident, language declared", told(RESIDENT.format(detects=False), text), "MB", 250),
        ("resident, language detected", told(RESIDENT.format(detects=True), text), "MB", 250),
        ("model file", size / 1e6, "MB", 25),
    ]


def rows(library: Library, settings: Settings) -> list[tuple[str, float]]:
    """What is measured, on the demo library."""
    with library.reading() as s:
        newest = articles.newest(s, ANYONE, limit=1).items[0]
        text = articles.revision(s, newest).text
    client = TestClient(create_app(settings, library))
    plain = bare()
    return [
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


def main() -> None:
    """Prints the two tables."""
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings(data=Path(folder), base_url="http://testserver")
        migrations.upgrade(settings)
        library = Library(settings)
        pipeline.load_demo(library, DEMO)
        server.freeze_loaded_objects()
        measured, costs = rows(library, settings), model_rows(article(library))
        library.close()
    unit = measured[0][1]
    print(f"| {'what':<34} | {'ms':>8} | {'× bare':>7} |\n|{'-' * 36}|{'-' * 9}:|{'-' * 8}:|")
    for name, ms in measured:
        print(f"| {name:<34} | {ms:8.2f} | {ms / unit:7.1f} |")
    print(
        f"\n| {'the model, one thread':<34} | {'figure':>8} |    | {'at most':>7} "
        f"|\n|{'-' * 36}|{'-' * 9}:|----|{'-' * 8}:|"
    )
    for name, figure, what, bar in costs:
        print(f"| {name:<34} | {figure:8.1f} | {what} | {bar:7.0f} |")


if __name__ == "__main__":
    main()

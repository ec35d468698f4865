"""Speed as ratios measured in one run, and the cost of the model: `python -m benchmarks.speed`.

The unit is one rendering of a constant page by bare Starlette on this machine; figures in
milliseconds are for orientation only. The two models take turns, on one thread each.
"""

import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from starlette.applications import Starlette
from starlette.responses import HTMLResponse
from starlette.routing import Route
from starlette.testclient import TestClient

from app import layers
from app.cli import demo
from app.engines.model import tagger
from app.engines.model.tagger import ModelChoice
from app.layers.base import Doc
from app.main import create_app
from app.resources import MODELS
from app.serving import web_process
from app.settings import ModelName, Settings
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
from dataclasses import replace
started = time.perf_counter()
from app.engines.model.tagger import ModelChoice
from app.layers.base import Doc
replace(Doc.bare("The Kremlin said no."), model=ModelChoice("{model}")).reading
print((time.perf_counter() - started) * 1000)
"""
RESIDENT = """
import re, sys
from dataclasses import replace
import app.serving.web_process
from app import layers
from app.engines.model.tagger import ModelChoice
from app.layers.base import Doc
from app.text.language import detect
text = sys.stdin.read()
layers.annotate(replace(Doc.bare(text, detect(text)), model=ModelChoice("{model}")))
print(int(re.search(r"VmHWM:\\s+(\\d+)", open("/proc/self/status").read())[1]) / 1024)
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


def model_rows(text: str) -> list[tuple[str, str, float, float]]:
    """What the models cost: what is measured, its unit, the figures of small and standard."""
    words = len(text.split())
    parts = [(b.start, b.end) for b in Doc.bare(text).blocks]
    small, standard = ModelChoice("small"), ModelChoice("standard")

    def annotate(model: ModelChoice) -> Callable[[], object]:
        return lambda: layers.annotate(replace(Doc.bare(text), model=model))

    def read(model: ModelChoice) -> Callable[[], object]:
        return lambda: tagger.chosen(model).read(text, parts)

    def file(model: ModelName) -> float:
        return (MODELS / model / "tagger.onnx").stat().st_size / 1e6

    def fresh(program: str, model: ModelName, given: str = "") -> float:
        return told(program.format(model=model), given)

    return [
        (f"{words} words, every layer", "ms", *side_by_side(annotate(small), annotate(standard))),
        ("of these the model's pass", "ms", *side_by_side(read(small), read(standard))),
        ("to the first reading", "ms", fresh(FRESH, "small"), fresh(FRESH, "standard")),
        ("resident", "MB", fresh(RESIDENT, "small", text), fresh(RESIDENT, "standard", text)),
        ("model file", "MB", file("small"), file("standard")),
    ]


def side_by_side(one: Callable[[], object], other: Callable[[], object]) -> tuple[float, float]:
    """The medians of two pieces of work that take turns, in milliseconds."""
    taken: tuple[list[float], list[float]] = ([], [])
    for n in range(ROUNDS + 3):
        for work, times in zip((one, other), taken, strict=True):
            started = time.perf_counter()
            work()
            if n >= 3:
                times.append((time.perf_counter() - started) * 1000)
    return statistics.median(taken[0]), statistics.median(taken[1])


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
        demo.load(library, DEMO)
        web_process.freeze_loaded_objects()
        measured, costs = rows(library, settings), model_rows(article(library))
        library.close()
    unit = measured[0][1]
    print(f"| {'what':<34} | {'ms':>8} | {'× bare':>7} |\n|{'-' * 36}|{'-' * 9}:|{'-' * 8}:|")
    for name, ms in measured:
        print(f"| {name:<34} | {ms:8.2f} | {ms / unit:7.1f} |")
    print(f"\n| {'the models, one thread':<34} |    | {'small':>8} | {'standard':>8} | ratio |")
    print(f"|{'-' * 36}|----|{'-' * 9}:|{'-' * 9}:|{'-' * 6}:|")
    for name, of, small, standard in costs:
        ratio = standard / small
        print(f"| {name:<34} | {of} | {small:8.1f} | {standard:8.1f} | {ratio:5.2f} |")


if __name__ == "__main__":
    main()

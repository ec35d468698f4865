"""What texts cost: the layers, the markup, and the models: `python -m benchmarks.speed`.

In this process and without a server; what readers wait for is `benchmarks.load`'s. The two models
take turns, on one thread each.
"""

import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterable
from dataclasses import replace

from app import importers, layers
from app.engines.model import tagger
from app.engines.model.choice import ModelChoice
from app.layers.base import Doc
from app.resources import DEMO_ARTICLES, MODELS
from app.settings import ModelName
from app.text.markup import article_html
from app.text.segments import MarkedSpan
from app.text.spans import Block

ROUNDS = 60
WORDS = 700
FRESH = """
import time
from dataclasses import replace
started = time.perf_counter()
from app.engines.model.choice import ModelChoice
from app.layers.base import Doc
replace(Doc.bare("The Kremlin said no."), model=ModelChoice("{model}")).reading
print((time.perf_counter() - started) * 1000)
"""
RESIDENT = """
import re, sys
from dataclasses import replace
import app.serving.web_process
from app import layers
from app.engines.model.choice import ModelChoice
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


def marked(marks: int, characters: int) -> Callable[[], object]:
    """The markup of one text with evenly spread annotations."""
    text = ("word " * (characters // 5)).strip()
    step = len(text) // marks
    spans = [
        MarkedSpan(n, n * step, n * step + step // 2, "entity", "person", f"/entities/{n}")
        for n in range(marks)
    ]
    return lambda: article_html(text, [Block("paragraph", 0, len(text))], spans)


def demo_texts() -> list[str]:
    """The texts of the demo library."""
    return [
        draft.text
        for file in sorted(DEMO_ARTICLES.glob("*.md"))
        for draft in importers.read(file.read_bytes(), name=file.name, longest=1_000_000)
    ]


def article(texts: Iterable[str]) -> str:
    """Paragraphs of these texts, together of `WORDS` words and a few."""
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


def rows(text: str) -> list[tuple[str, float]]:
    """What is measured of one demo article and of markup."""
    return [
        ("every layer, one demo article", median_ms(lambda: layers.annotate(Doc.bare(text)))),
        ("markup, 4.4 kB and 100 marks", median_ms(marked(100, 4_400))),
        ("markup, 400 kB and 10,000 marks", median_ms(marked(10_000, 400_000))),
    ]


def main() -> None:
    """Prints the two tables."""
    texts = demo_texts()
    measured, costs = rows(texts[-1]), model_rows(article(texts))
    print(f"| {'what':<34} | {'ms':>8} |\n|{'-' * 36}|{'-' * 9}:|")
    for name, ms in measured:
        print(f"| {name:<34} | {ms:8.2f} |")
    print(f"\n| {'the models, one thread':<34} |    | {'small':>8} | {'standard':>8} | ratio |")
    print(f"|{'-' * 36}|----|{'-' * 9}:|{'-' * 9}:|{'-' * 6}:|")
    for name, of, small, standard in costs:
        ratio = standard / small
        print(f"| {name:<34} | {of} | {small:8.1f} | {standard:8.1f} | {ratio:5.2f} |")


if __name__ == "__main__":
    main()

"""How well an article's text is found on its page: `python -m benchmarks.extraction`.

Reads `extraction/gold.jsonl` (`id, url, html, articleBody`) and the gzipped pages it names. The
measure is that of the public article-extraction benchmark: precision and recall of the multiset of
four-word shingles, averaged over pages. Captions count against precision there, for its gold has
few.
"""

import gzip
import json
import os
import re
import statistics
import sys
import time
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from rich.console import Console
from rich.table import Table

from app.errors import GlossError
from app.importers import read
from app.settings import Settings

SHINGLE = 4


@dataclass(frozen=True, slots=True)
class Extraction:
    """Averages over pages, counts of what was kept, and the median time of one page."""

    pages: int
    precision: float
    recall: float
    f1: float
    exact: float
    titles: int
    dates: int
    blocks: Counter[str]
    milliseconds: float


def shingles(text: str) -> Counter[tuple[str, ...]]:
    """The multiset of four words in a row."""
    words = re.findall(r"\w+", text)
    return (
        Counter(tuple(words[i : i + SHINGLE]) for i in range(max(1, len(words) - SHINGLE + 1)))
        if words
        else Counter()
    )


def fit(gold: str, extracted: str) -> tuple[float, float]:
    """Precision and recall of the shingles of one page; an empty page found empty is right."""
    a, b = shingles(gold), shingles(extracted)
    both = (a & b).total()
    return both / b.total() if b else float(not a), both / a.total() if a else 1.0


def measure(folder: Path) -> Extraction:
    """The figures over all pages in `folder`."""
    longest = Settings().text_max_characters
    fits, times, blocks, exact, titles, dates = [], [], Counter[str](), 0, 0, 0
    for line in (folder / "gold.jsonl").read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        page = gzip.decompress((folder / row["html"]).read_bytes())
        began = time.perf_counter()
        try:
            draft = read(page, url=row["url"], media_type="text/html", longest=longest)[0]
        except GlossError:
            fits.append(fit(row["articleBody"], ""))
            continue
        times.append(time.perf_counter() - began)
        fits.append(fit(row["articleBody"], draft.text))
        blocks.update(b.kind for b in draft.blocks)
        exact += re.findall(r"\w+", row["articleBody"]) == re.findall(r"\w+", draft.text)
        titles += draft.title is not None
        dates += draft.declared_date is not None
    p, r = (statistics.fmean(f[i] for f in fits) for i in (0, 1))
    return Extraction(
        len(fits),
        p,
        r,
        2 * p * r / (p + r),
        exact / len(fits),
        titles,
        dates,
        blocks,
        1_000 * statistics.median(times),
    )


def main() -> int:
    """Prints one table."""
    root = os.environ.get("GLOSS_CORPORA")
    if not root:
        print("GLOSS_CORPORA is not set: there is nothing to measure on.", file=sys.stderr)
        return 2
    results = measure(Path(root) / "extraction")
    kept = ("titles", "dates", "headings", "captions", "list items", "quotes", "tables")
    table = Table("pages", "precision", "recall", "F1", "exact", *kept, "median ms")
    kinds = (results.blocks[k] for k in ("heading", "caption", "list_item", "block_quote", "table"))
    figures = (f"{x:.4f}" for x in (results.precision, results.recall, results.f1, results.exact))
    table.add_row(
        str(results.pages),
        *figures,
        str(results.titles),
        str(results.dates),
        *map(str, kinds),
        f"{results.milliseconds:.0f}",
    )
    Console(width=140).print(table)
    return 0


if __name__ == "__main__":
    sys.exit(main())

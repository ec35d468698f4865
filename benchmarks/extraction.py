"""How well an article's text is found on its page: `python -m benchmarks.extraction`.

Reads `extraction/gold.jsonl` under GLOSS_CORPORA (`id, url, html, articleBody`) and the gzipped
pages it names. The measure is that of the public article-extraction benchmark: precision and recall
of the multiset of four-word shingles, averaged over pages, and their F1. That gold leaves captions
out, so those of Gloss are not compared; trafilatura keeps hardly any and does not mark them.

Pages whose own F1 is below .5 are listed. `--folder F` names another folder, `--hosts 67-100` a
share of the hosts.
"""

import argparse
import re
import statistics
import sys
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from rich.console import Console
from rich.table import Table

from benchmarks import page_readers, saved_pages
from benchmarks.page_measures import shingles
from benchmarks.page_readers import PageReader, Timed
from benchmarks.saved_pages import SavedPage

CORPUS = "extraction"
READERS: dict[str, PageReader] = {
    "Gloss": page_readers.by_gloss,
    "trafilatura": page_readers.by_trafilatura,
}
LOW = 0.5
"""F1 below which a page is listed: most of its article is lost, or most of its text is not it."""
KINDS = {
    "heading": "headings",
    "caption": "captions",
    "list_item": "items",
    "block_quote": "quotes",
    "table": "tables",
}
"""Kinds of blocks, and what the table calls them."""


class Fit(NamedTuple):
    """Precision and recall of the shingles of one page."""

    precision: float
    recall: float

    @property
    def f1(self) -> float:
        """The harmonic mean of both."""
        total = self.precision + self.recall
        return 2 * self.precision * self.recall / total if total else 0.0


@dataclass
class Extraction:
    """One reader's fits by page, counts of what it kept, and its processor seconds by page."""

    fits: dict[str, Fit] = field(default_factory=dict)
    urls: dict[str, str] = field(default_factory=dict)
    seconds: list[float] = field(default_factory=list)
    blocks: Counter[str] = field(default_factory=Counter)
    exact: int = 0
    titles: int = 0
    dates: int = 0

    def count(self, page: SavedPage, timed: Timed) -> None:
        """Adds one page."""
        reading, body = timed.reading, page.row["articleBody"]
        text = reading.without("caption")
        self.fits[page.id], self.urls[page.id] = fit(body, text), page.url
        self.seconds.append(timed.seconds)
        self.blocks.update(piece.kind for piece in reading.pieces)
        self.exact += re.findall(r"\w+", body) == re.findall(r"\w+", text)
        self.titles += reading.title is not None
        self.dates += reading.date is not None

    @property
    def mean(self) -> Fit:
        """Precision and recall, each averaged over pages."""
        fits = self.fits.values()
        return Fit(
            statistics.fmean(fit.precision for fit in fits),
            statistics.fmean(fit.recall for fit in fits),
        )

    @property
    def low(self) -> list[str]:
        """The pages that fit badly, the worst first."""
        return sorted(
            (id_ for id_, fit in self.fits.items() if fit.f1 < LOW),
            key=lambda id_: self.fits[id_].f1,
        )


def fit(gold: str, extracted: str) -> Fit:
    """How one page's text fits its body; an empty page found empty is right."""
    a, b = shingles(gold), shingles(extracted)
    both = (a & b).total()
    return Fit(both / b.total() if b else float(not a), both / a.total() if a else 1.0)


def measured(pages: Iterable[SavedPage]) -> dict[str, Extraction]:
    """Every page read by every reader."""
    found = {name: Extraction() for name in READERS}
    for page in pages:
        for name, reader in READERS.items():
            found[name].count(page, reader(page.html, page.url))
    return found


def table(found: dict[str, Extraction]) -> Table:
    """One row a reader."""
    columns = ("precision", "recall", "F1", "exact", f"below {LOW:.1f}", "titles", "dates")
    made = Table("reader", "pages", *columns, *KINDS.values(), "median ms")
    for name, one in found.items():
        mean = one.mean
        shares = (mean.precision, mean.recall, mean.f1, one.exact / len(one.fits))
        counts = (len(one.low), one.titles, one.dates, *(one.blocks[kind] for kind in KINDS))
        made.add_row(
            name,
            str(len(one.fits)),
            *(f"{share:.4f}" for share in shares),
            *map(str, counts),
            f"{1_000 * statistics.median(one.seconds):.0f}",
        )
    return made


def main(arguments: Sequence[str] | None = None) -> int:
    """Prints one table, and the pages that fit badly."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.extraction")
    saved_pages.add_options(parser, CORPUS)
    options = parser.parse_args(arguments)
    folder = saved_pages.folder(options.folder, CORPUS)
    found = measured(saved_pages.pages(folder, options.hosts))
    if not found["Gloss"].fits:
        print("No page of these hosts: nothing measured.", file=sys.stderr)
        return 2
    Console(width=150).print(table(found))
    for name, one in found.items():
        for id_ in one.low:
            print(f"{name} below {LOW}: {one.fits[id_].f1:.3f} {id_} {one.urls[id_]}")
    return 0


if __name__ == "__main__":
    sys.exit(main())

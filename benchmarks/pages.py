"""How well pages are read, beside trafilatura: `python -m benchmarks.pages`.

Reads `pages/gold.jsonl` under GLOSS_CORPORA (`page_measures` describes its rows) and the gzipped
pages it names, and prints one table of Gloss's importer and of trafilatura with its metadata, from
one run over the same bytes.

A field's first figure is the share of pages on which it is right, of those on which it is known;
`wrong` are answers that contradict what is known, so that silence is told from a mistake. `words`
are passages that must be there and passages that must not; `body` is the mean F1 of four-word
shingles; `first` are texts that begin with the words they should; `empty` pages without any text.
Times are of the processor, so that other programs on the machine do not count.

Options: `--folder F` another folder; `--hosts 67-100` a share of the hosts; `--worst` lists the
bodies that fit worst; `--misses title` (date, authors, first, language, direction) lists what was
not read right; `--json` prints JSON.
"""

import argparse
import json
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from benchmarks import page_measures, page_readers, saved_pages
from benchmarks.page_measures import Scores, Share
from benchmarks.page_readers import PageReader
from benchmarks.saved_pages import Hosts

CORPUS = "pages"
READERS: dict[str, PageReader] = {
    "Gloss": page_readers.by_gloss,
    "trafilatura": page_readers.by_trafilatura,
}
WITH_WRONG = ("title", "date", "authors")
WORST = 15


@dataclass
class Run:
    """What one reader reached, and the processor seconds that it took."""

    scores: Scores = field(default_factory=Scores)
    seconds: float = 0.0

    @property
    def pages_per_second(self) -> float:
        """On one core."""
        return self.scores.pages / self.seconds if self.seconds else 0.0


def measured(folder: Path, share: Hosts, readers: Mapping[str, PageReader]) -> dict[str, Run]:
    """Every page of these hosts read by every reader."""
    runs = {name: Run() for name in readers}
    for page in saved_pages.pages(folder, share):
        for name, reader in readers.items():
            timed = reader(page.html, page.url)
            runs[name].seconds += timed.seconds
            runs[name].scores.count(page.row, timed.reading)
    return runs


def figures(run: Run) -> dict[str, Any]:
    """All that is measured of one reader, by the names of the table."""
    scores = run.scores
    found: dict[str, Any] = {}
    for name, share in scores.fields.items():
        if share.known:
            found[name] = _of(share.right, share)
        if share.known and name in WITH_WRONG:
            found[f"{name}, wrong"] = _of(share.wrong, share)
    if scores.passages.wanted:
        found["words, recall"] = scores.passages.recall
        found["words, precision"] = scores.passages.precision
        found["words, F1"] = scores.passages.f1
    if scores.body is not None:
        found["body"] = scores.body
    return found | {
        "empty": scores.empty,
        "refused": scores.refused,
        "pages per second and core": run.pages_per_second,
    }


def _of(count: int, share: Share) -> float:
    return count / share.known


def examples(scores: Scores) -> dict[str, int]:
    """How many pages, or passages, a figure rests on."""
    known = {name: share.known for name, share in scores.fields.items()}
    return known | {
        "words": scores.passages.wanted + scores.passages.unwanted,
        "body": len(scores.bodies),
    }


def table(runs: Mapping[str, Run]) -> Table:
    """One row a figure, one column a reader."""
    by_reader = {name: figures(run) for name, run in runs.items()}
    some = next(iter(runs.values())).scores
    counts = examples(some)
    made = Table("figure", *runs, "examples", title=f"Reading of {some.pages} pages")
    for name in next(iter(by_reader.values())):
        shown = [_shown(by_reader[reader][name]) for reader in runs]
        made.add_row(name, *shown, str(counts.get(name.partition(",")[0], some.pages)))
    return made


def _shown(figure: float) -> str:
    if isinstance(figure, int):
        return str(figure)
    return f"{figure:.4f}" if figure <= 1 else f"{figure:.1f}"


def lines_of_worst(runs: Mapping[str, Run]) -> list[str]:
    """The bodies that fit worst, of each reader."""
    return [
        f"{name}: {body.f1:.3f} {body.id} {body.url}"
        for name, run in runs.items()
        for body in page_measures.worst(run.scores.bodies, WORST)
    ]


def lines_of_misses(runs: Mapping[str, Run], wanted: str) -> list[str]:
    """What was not read right of one field, of each reader."""
    return [
        f"{name}: {miss.id} {miss.url}\n    known {miss.known!r}, read {miss.answer!r}"
        for name, run in runs.items()
        for miss in run.scores.misses
        if miss.field == wanted
    ]


def main(arguments: Sequence[str] | None = None) -> int:
    """Prints the table, and what else is asked for."""
    options = _options(arguments)
    runs = measured(saved_pages.folder(options.folder, CORPUS), options.hosts, READERS)
    if not next(iter(runs.values())).scores.pages:
        print("No page of these hosts: nothing measured.", file=sys.stderr)
        return 2
    if options.json:
        print(json.dumps({name: figures(run) for name, run in runs.items()}))
        return 0
    Console(width=100).print(table(runs))
    lines = lines_of_worst(runs) if options.worst else []
    lines += lines_of_misses(runs, options.misses) if options.misses else []
    print(*lines, sep="\n")
    return 0


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.pages")
    saved_pages.add_options(parser, CORPUS)
    parser.add_argument("--worst", action="store_true", help="list the bodies that fit worst")
    parser.add_argument(
        "--misses", choices=page_measures.FIELDS, help="list what was not read right of a field"
    )
    parser.add_argument("--json", action="store_true", help="one JSON object instead of a table")
    return parser.parse_args(arguments)


if __name__ == "__main__":
    sys.exit(main())

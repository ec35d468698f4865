"""Date-of-record doubts on dated news: false alarms and catches, in one table.

False alarms under the true dates, catches with the dates set back. Reads the development parts of
tempeval3 and polnear under GLOSS_CORPORA; says so and stops without them.
"""

import gzip
import json
import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from app.layers.base import Doc
from app.layers.dates import LAYER
from app.text.spans import Doubt

SHIFTS = (0, 1, 2, 4, 6, 8)
MARKED = "tempeval3_evalonly"
PARTS = (MARKED, "polnear")


@dataclass(frozen=True, slots=True)
class Article:
    """A text, the day it is from, and the words in which it may name a year."""

    text: str
    true: date
    times: list[str]


def articles(folder: Path, part: str) -> Iterator[Article]:
    """The articles of a part that have a date."""
    with gzip.open(folder / part / "dev.jsonl.gz", "rt", encoding="utf-8") as lines:
        for line in lines:
            article = json.loads(line)
            meta = article.get("meta") or {}
            day = meta.get("dct") or meta.get("publication_date")
            if day:
                times = [
                    article["text"][s["start"] : s["end"]]
                    for s in article["spans"]
                    if s["layer"] == "timex"
                ]
                yield Article(
                    article["text"],
                    date.fromisoformat(day[:10]),
                    times if part == MARKED else [article["text"]],
                )


def is_doubted(article: Article, years: int) -> bool:
    """Whether the article, declared `years` before its true date, gets a doubt."""
    true = article.true
    declared = true.replace(year=true.year - years, day=min(true.day, 28))
    return any(
        isinstance(f, Doubt) for f in LAYER.find(Doc.bare(article.text, declared=declared), {})
    )


def names_a_later_year(article: Article, years: int) -> bool:
    """Whether it names a year between the date that was set back and the true one.

    In a marked expression, where they are marked.
    """
    true = article.true.year
    return any(
        true - years < int(year) <= true
        for words in article.times
        for year in re.findall(r"\b(?:19|20)\d\d\b", words)
    )


def main() -> None:
    """One row for each part and shift."""
    folder = os.environ.get("GLOSS_CORPORA")
    if not folder:
        raise SystemExit("GLOSS_CORPORA names no folder of corpora: nothing measured.")
    print(
        "data               | years set back | articles | doubted | name a later year | of "
        "these doubted"
    )
    for part in PARTS:
        read = list(articles(Path(folder), part))
        for years in SHIFTS:
            doubted = [is_doubted(a, years) for a in read]
            later = [names_a_later_year(a, years) for a in read]
            caught = sum(d and n for d, n in zip(doubted, later, strict=True))
            print(
                f"{part:18} | {years:14} | {len(read):8} | {sum(doubted):7} | {sum(later):17} "
                f"| {caught:16}"
            )


if __name__ == "__main__":
    main()

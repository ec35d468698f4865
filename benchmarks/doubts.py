"""Date-of-record doubts on tempeval3 dev: false alarms under the true dates, catches with the dates set back. Prints one table.

Reads `tempeval3_evalonly/dev.jsonl.gz` under GLOSS_CORPORA; says so and stops without it.
"""

import gzip
import json
import os
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

from app.layers.base import Doc
from app.layers.dates import LAYER
from app.text.spans import Doubt

SHIFTS = (0, 1, 2, 4, 6, 8)


def articles(folder: Path) -> Iterator[dict[str, Any]]:
    """The articles of the corpus that have a date."""
    with gzip.open(folder / "tempeval3_evalonly" / "dev.jsonl.gz", "rt", encoding="utf-8") as lines:
        for line in lines:
            article = json.loads(line)
            if (article.get("meta") or {}).get("dct"):
                yield article


def is_doubted(article: dict[str, Any], years: int) -> bool:
    """Whether the article, declared `years` before its true date, gets a doubt."""
    true = date.fromisoformat(article["meta"]["dct"][:10])
    declared = true.replace(year=true.year - years, day=min(true.day, 28))
    return any(isinstance(f, Doubt) for f in LAYER.find(Doc.bare(article["text"], declared=declared), {}))


def names_a_later_year(article: dict[str, Any], years: int) -> bool:
    """Whether a marked expression names a year after the date that was set back and up to the true one."""
    true = int(article["meta"]["dct"][:4])
    marked = [article["text"][s["start"] : s["end"]] for s in article["spans"] if s["layer"] == "timex"]
    return any(true - years < int(year) <= true for words in marked for year in re.findall(r"\b(?:19|20)\d\d\b", words))


def main() -> None:
    """One row for each shift."""
    folder = os.environ.get("GLOSS_CORPORA")
    if not folder:
        raise SystemExit("GLOSS_CORPORA names no folder of corpora: nothing measured.")
    read = list(articles(Path(folder)))
    print("years set back | articles | doubted | name a later year | of these doubted")
    for years in SHIFTS:
        doubted = [is_doubted(a, years) for a in read]
        later = [names_a_later_year(a, years) for a in read]
        caught = sum(d and n for d, n in zip(doubted, later, strict=True))
        print(f"{years:14} | {len(read):8} | {sum(doubted):7} | {sum(later):17} | {caught:16}")


if __name__ == "__main__":
    main()

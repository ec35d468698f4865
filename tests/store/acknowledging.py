"""A program that imports articles until a test kills it, and prints what is stored by then."""

import sys
from itertools import count
from pathlib import Path

from app import pipeline
from app.importers.base import Draft
from app.settings import Settings
from app.store.db.library import Library
from app.text.spans import one_paragraph_a_gap


def text(seed: int, n: int) -> str:
    """The text of one article, long enough to fill several pages of the file."""
    return "\n\n".join(
        f"Article {seed}-{n}, paragraph {p}: " + f"words of {seed} and {n} " * 20
        for p in range(1 + n % 20)
    ).strip()


def main(folder: str, seed: int) -> None:
    """Imports and acknowledges until killed.

    Every third article gets a second revision, every fifth is withdrawn.
    """
    library = Library(Settings(data=Path(folder), model="small"))
    for n in count():
        url = f"https://press.example/{seed}/{n}"
        stored = pipeline.ingest(
            library,
            Draft(text(seed, n), one_paragraph_a_gap(text(seed, n)), source_url=url, language="en"),
        )
        print("stored", stored.article_id, stored.number, n, flush=True)
        if n % 3 == 0:
            changed = text(seed, n) + " Changed."
            stored = pipeline.ingest(
                library, Draft(changed, one_paragraph_a_gap(changed), source_url=url, language="en")
            )
            print("stored", stored.article_id, stored.number, n, flush=True)
        if n % 5 == 0:
            pipeline.withdraw(library, stored.article_id)
            print("withdrawn", stored.article_id, 0, n, flush=True)


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))

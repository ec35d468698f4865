"""How much of an article's structure is kept: `python -m benchmarks.article_structure`.

Reads the corpora `extraction` and `pages` under GLOSS_CORPORA (of the latter the pages whose body
is known), derives from each page's own HTML inside its body which headings, list items, block
quotes, tables and captions the article has (`structure_gold` says how, and what that cannot see),
and prints for Gloss and for trafilatura how many of each kind are kept with kind and text, how
many words are there without being a block of that kind, and how many are lost.

An element is kept where its words stand in the text in a row, or nine of ten of them near each
other, nearly all of them in blocks of its kind, which have few words more. Of one kind at most
twenty elements a page count. `--folder F` (may be repeated) and `--hosts 67-100` say which pages,
`--lost KIND` lists what Gloss did not keep.
"""

import argparse
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal, NamedTuple

from rich.console import Console
from rich.table import Table

from benchmarks import page_readers, saved_pages, structure_gold
from benchmarks.page_readers import PageReader, Reading
from benchmarks.saved_pages import SavedPage
from benchmarks.structure_gold import Structure, words_of

CORPORA = ("extraction", "pages")
READERS: dict[str, PageReader] = {
    "Gloss": page_readers.by_gloss,
    "trafilatura": page_readers.by_trafilatura,
}
BARS = {"heading": 0.95, "list_item": 0.90, "block_quote": 0.92, "table": 0.90, "caption": 0.85}
"""The share of each kind that is to be kept."""
FOUND = 0.9
"""The share of an element's words that must be there, and of those in blocks of its kind."""
LONGER, MORE = 1.25, 2
"""How much longer those blocks may be than the element, and how many words more."""
MOST = 20
"""Elements of one kind that count on one page, the first ones: no long list outweighs all pages."""

Verdict = Literal["kept", "other kind", "lost"]


class Place(NamedTuple):
    """A run of a text's words, half-open."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Words:
    """A reading's words in order, and the number of the block that each is in."""

    words: tuple[str, ...]
    blocks: tuple[int, ...]
    kinds: tuple[str, ...]
    lengths: tuple[int, ...]

    @classmethod
    def of(cls, reading: Reading) -> "Words":
        """The words of all blocks."""
        by_block = [words_of(piece.words) for piece in reading.pieces]
        return cls(
            tuple(word for words in by_block for word in words),
            tuple(number for number, words in enumerate(by_block) for _ in words),
            tuple(piece.kind for piece in reading.pieces),
            tuple(map(len, by_block)),
        )

    def places(self, wanted: Sequence[str]) -> Iterator[Place]:
        """Where the wanted words stand in a row, else where enough of them stand together."""
        length = len(wanted)
        in_row = [
            at
            for at, word in enumerate(self.words)
            if word == wanted[0] and self.words[at : at + length] == tuple(wanted)
        ]
        yield from (Place(at, at + length) for at in in_row)
        if not in_row:
            yield from self._alike(wanted)

    def _alike(self, wanted: Sequence[str]) -> Iterator[Place]:
        """Every place as long as the wanted words that shares enough with them."""
        length = len(wanted)
        missing, shared = Counter(wanted), 0
        for at, word in enumerate(self.words):
            shared += missing[word] > 0
            missing[word] -= 1
            if at >= length:
                gone = self.words[at - length]
                missing[gone] += 1
                shared -= missing[gone] > 0
            if shared >= FOUND * length:
                yield Place(max(0, at - length + 1), at + 1)

    def is_block(self, place: Place, kind: str, length: int) -> bool:
        """Whether the words of a place are blocks of a kind with few words beside them."""
        numbers = self.blocks[place.start : place.end]
        of_kind = [number for number in numbers if self.kinds[number] == kind]
        if len(of_kind) < FOUND * len(numbers):
            return False
        return sum(self.lengths[number] for number in set(of_kind)) <= LONGER * length + MORE


def judge(element: Structure, words: Words) -> Verdict:
    """What became of one element in a reading."""
    places = list(words.places(element.words))
    if not places:
        return "lost"
    is_kept = any(words.is_block(place, element.kind, element.length) for place in places)
    return "kept" if is_kept else "other kind"


class NotKept(NamedTuple):
    """An element that a reading does not have as such."""

    element: Structure
    verdict: Verdict
    page: SavedPage


@dataclass
class Kept:
    """What became of the elements of each kind."""

    verdicts: dict[str, Counter[Verdict]] = field(
        default_factory=lambda: {kind: Counter() for kind in BARS}
    )
    pages: Counter[str] = field(default_factory=Counter)
    not_kept: list[NotKept] = field(default_factory=list)

    def count(self, page: SavedPage, elements: Sequence[Structure], reading: Reading) -> None:
        """Adds one page."""
        words = Words.of(reading)
        self.pages.update({element.kind for element in elements})
        for element in elements:
            verdict = judge(element, words)
            self.verdicts[element.kind][verdict] += 1
            if verdict != "kept":
                self.not_kept.append(NotKept(element, verdict, page))


def body_of(page: SavedPage) -> str:
    """The body that people wrote down; empty where the gold has none."""
    return page.row.get("articleBody") or page.row.get("body") or ""


def counted(elements: Sequence[Structure]) -> list[Structure]:
    """The elements without what is beyond `MOST` of a kind."""
    seen: Counter[str] = Counter()
    kept: list[Structure] = []
    for element in elements:
        seen[element.kind] += 1
        if seen[element.kind] <= MOST:
            kept.append(element)
    return kept


def measured(pages: Iterator[SavedPage]) -> dict[str, Kept]:
    """What became of every element of these pages with every reader."""
    found = {name: Kept() for name in READERS}
    for page in pages:
        body = body_of(page)
        elements = counted(structure_gold.structure(page.html, body)) if body else []
        if elements:
            for name, reader in READERS.items():
                found[name].count(page, elements, reader(page.html, page.url).reading)
    return found


def table(found: dict[str, Kept]) -> Table:
    """One row a reader and kind."""
    headings = ("kept", "share", "bar", "other kind or text", "lost")
    made = Table("reader", "kind", "n", "pages", *headings, title="Structure of articles")
    for name, kept in found.items():
        for kind, verdicts in kept.verdicts.items():
            share = f"{verdicts['kept'] / verdicts.total():.3f}" if verdicts else "–"
            counts = (verdicts["other kind"], verdicts["lost"])
            made.add_row(
                name,
                kind.replace("_", " "),
                str(verdicts.total()),
                str(kept.pages[kind]),
                str(verdicts["kept"]),
                share,
                f"{BARS[kind]:.2f}",
                *map(str, counts),
            )
        made.add_section()
    return made


def main(arguments: Sequence[str] | None = None) -> int:
    """Prints one table, and what was not kept where that is asked for."""
    options = _options(arguments)
    folders = [saved_pages.folder(given, corpus) for given, corpus in _wanted(options)]
    found = measured(
        page for folder in folders for page in saved_pages.pages(folder, options.hosts)
    )
    Console(width=100).print(table(found))
    for element, verdict, page in found["Gloss"].not_kept:
        if element.kind == options.lost:
            print(f"{verdict}: {page.id[:16]} {page.url}\n    {' '.join(element.words)[:200]}")
    return 0


def _wanted(options: argparse.Namespace) -> list[tuple[Path | None, str]]:
    """The folders that are named, else those of the corpora."""
    if options.folder:
        return [(folder, "") for folder in options.folder]
    return [(None, corpus) for corpus in CORPORA]


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.article_structure")
    parser.add_argument(
        "--folder",
        type=Path,
        action="append",
        help="a folder with gold.jsonl and its pages, may be repeated (default: extraction and "
        "pages in GLOSS_CORPORA)",
    )
    saved_pages.add_hosts(parser)
    parser.add_argument(
        "--lost", choices=tuple(BARS), help="list what Gloss did not keep of a kind"
    )
    return parser.parse_args(arguments)


if __name__ == "__main__":
    sys.exit(main())

"""Passages after edits: the revision map against plain offsets and a fuzzy search.

`python -m benchmarks.passages`. Twelve kinds of edit on demo articles, for names, phrases,
sentences and paragraphs, then 3, 6 and 10 random edits on top of each other, and how fast the map
is. The truth comes from the edits themselves. With `--real`: edits that publishers made, under
GLOSS_CORPORA.
"""

import argparse
import os
import random
import statistics
import sys
import time
import tracemalloc
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from functools import partial
from itertools import pairwise
from pathlib import Path
from typing import get_args

from app import importers
from app.text.diff.anchor_state import AnchorState, Verdict
from app.text.diff.revision_map import RevisionMap, follow
from app.text.spans import Span
from benchmarks.edits import REWORDED, SINGLE, Edit, stacked
from benchmarks.real_edits import Sentence, followed, read
from benchmarks.rivals import Found, by_offsets, by_search
from benchmarks.tracked_edits import Tracked, Truth, passages, units

DEMO = Path(__file__).parent.parent / "demo" / "articles"
ARTICLES = (
    *(
        "dredging-four-point-two",
        "penn-interview",
        "hestray-census",
        "net-loft-songs",
        "vance-resigns",
        "budget-2031-passed",
    ),
)
"""Curly and straight marks, an interview, lists, tables, verses, dispatches."""
STACKS = (3, 6, 10)
ROUNDS = 10  # rows of random edits for each article and height
SEED = 20310401
WAYS = ("offsets", "search", "the map")
Case = tuple[str, Span, list[str], list[RevisionMap], Truth]


def texts() -> list[str]:
    """The articles' texts, as Gloss stores them."""
    return [
        importers.read((DEMO / f"{name}.md").read_bytes(), name=f"{name}.md", longest=10**6)[0].text
        for name in ARTICLES
    ]


def single(edit: Edit) -> Iterator[Case]:
    """Every passage of every article after this one edit."""
    for number, text in enumerate(texts()):
        for n, (kind, span) in enumerate(passages(text)):
            tracked = Tracked.of(text)
            edit(tracked, span, random.Random(f"{SEED} {number} {n}"))
            yield (
                kind,
                span,
                [text, tracked.text],
                [RevisionMap(text, tracked.text)],
                tracked.truth(span),
            )


def heaped(count: int) -> Iterator[Case]:
    """Every passage after `count` random edits, followed through each of them."""
    for number, text in enumerate(texts()):
        for n in range(ROUNDS):
            tracked = Tracked.of(text)
            row = stacked(tracked, random.Random(f"{SEED} {number} {n} {count}"), count)
            maps = [RevisionMap(old, new) for old, new in pairwise(row)]
            for kind, span in passages(text):
                yield kind, span, row, maps, tracked.truth(span)


def answers(row: list[str], maps: list[RevisionMap], span: Span) -> tuple[Found, ...]:
    """What each way says."""
    fate = follow(maps, span)
    return (
        by_offsets(row[-1], span),
        by_search(row[0], row[-1], span),
        Found(fate.verdict, fate.span, fate.words_changed),
    )


def place(truth: Truth, answer: Found, text: str) -> str:
    """Whether the place is right: `right`, `wrong` words altogether, `inexact` words, `lost`."""
    if truth.span is None:
        return "right" if answer.span is None else "wrong"
    if answer.span is None:
        return "lost"
    letters = _letters(text, answer.span)
    if not letters & truth.core:
        return "wrong"
    if truth.words_changed:
        about = truth.about or truth.span
        is_exact = letters >= truth.core and about.covers(answer.span)
    else:
        is_exact = letters == _letters(text, truth.span)
    return "right" if is_exact else "inexact"


def _letters(text: str, span: Span) -> set[int]:
    """The offsets of a span's characters, white space apart."""
    return {at for at in range(span.start, span.end) if not text[at].isspace()}


class Tally:
    """Counts of one row of the table."""

    def __init__(self) -> None:
        self.standing = self.gone = 0
        self.counts: Counter[tuple[str, str, bool]] = Counter()

    def add(self, truth: Truth, replies: tuple[Found, ...], text: str) -> None:
        """One passage."""
        stands = truth.span is not None
        self.standing += stands
        self.gone += not stands
        for way, answer in zip(WAYS, replies, strict=True):
            self.counts[way, place(truth, answer, text), stands] += 1
            self.counts[way, "label", stands] += answer.verdict == truth.verdict
            self.counts[way, "words", stands] += answer.words_changed == truth.words_changed

    def of(self, way: str, what: str) -> int:
        """How many, standing and gone together."""
        return self.counts[way, what, True] + self.counts[way, what, False]

    def row(self, name: str) -> str:
        """The row as printed: for each way found right, on wrong words, label right."""
        line = f"| {name:<34} | {self.standing:6} | {self.gone:6} |"
        for way in WAYS:
            line += (
                f" {self.of(way, 'right'):6} {self.of(way, 'wrong'):6} {self.of(way, 'label'):6} |"
            )
        return line

    def found(self, way: str) -> float:
        """The share of what stands that was attached to words of its own."""
        return (self.counts[way, "right", True] + self.counts[way, "inexact", True]) / max(
            1, self.standing
        )

    def attached(self, way: str) -> float:
        """The share of what is gone that was attached to anything."""
        return self.counts[way, "wrong", False] / max(1, self.gone)

    def labelled(self, way: str) -> float:
        """The share of right verdicts."""
        return self.of(way, "label") / max(1, self.standing + self.gone)

    def worded(self, way: str) -> float:
        """The share of the passages whose words are rightly said to be changed or not."""
        return self.of(way, "words") / max(1, self.standing + self.gone)

    def __iadd__(self, other: "Tally") -> "Tally":
        """Together with another row."""
        self.standing += other.standing
        self.gone += other.gone
        self.counts += other.counts
        return self


def measured(cases: Iterator[Case], kinds: dict[str, Tally]) -> Tally:
    """One row; every passage counts for its kind too."""
    tally = Tally()
    for kind, span, row, maps, truth in cases:
        replies = answers(row, maps, span)
        for into in (tally, kinds.setdefault(kind, Tally())):
            into.add(truth, replies, row[-1])
    return tally


def edits() -> None:
    """Prints the table of edits and what it comes to."""
    kinds: dict[str, Tally] = {}
    ones = {name: measured(single(edit), kinds) for name, edit in SINGLE}
    reworded = {name: measured(single(edit), {}) for name, edit in REWORDED}
    heaps = {f"{count} random edits": measured(heaped(count), {}) for count in STACKS}
    by_kind = {f"single edits, {kind}s": tally for kind, tally in kinds.items()}
    _print_edits(ones | by_kind | heaps)
    _print_together(*(_sum(tallies) for tallies in (ones, reworded, heaps)))


def _sum(tallies: dict[str, Tally]) -> Tally:
    total = Tally()
    for tally in tallies.values():
        total += tally
    return total


def _print_edits(tallies: dict[str, Tally]) -> None:
    """One row for each kind of edit."""
    head = " ".join(f"{f'{way}: right, wrong, label':>20} |" for way in WAYS)
    print(
        f"| {'edit':<34} | stands |   gone | "
        f"{head}\n|{'-' * 36}|-------:|-------:|{('-' * 22 + ':|') * 3}"
    )
    for name, tally in tallies.items():
        print(tally.row(name))


def _print_together(one: Tally, new: Tally, heap: Tally) -> None:
    """What single edits, rewordings and heaps of edits come to, beside the bar for the map."""
    print(
        f"\n| {'together':<49} | bar      | {' | '.join(f'{way:>8}' for way in WAYS)} "
        f"|\n|{'-' * 51}|----------|{('-' * 9 + ':|') * 3}"
    )
    figures: tuple[tuple[str, str, Callable[[str], str]], ...] = (
        ("single edits: passages on wrong words", "0", lambda way: str(one.of(way, "wrong"))),
        ("single edits: of what stands, found", "", lambda way: f"{one.found(way):.2%}"),
        ("single edits: verdict right", ">= 97%", lambda way: f"{one.labelled(way):.2%}"),
        ("single edits: words_changed right", ">= 99.5%", lambda way: f"{one.worded(way):.2%}"),
        ("reworded: passages on wrong words", "0", lambda way: str(new.of(way, "wrong"))),
        ("reworded: of what stands, found", ">= 99.5%", lambda way: f"{new.found(way):.2%}"),
        ("reworded: verdict right", ">= 97%", lambda way: f"{new.labelled(way):.2%}"),
        ("reworded: words_changed right", ">= 99.5%", lambda way: f"{new.worded(way):.2%}"),
        (
            "random edits: of what is gone, attached",
            "<= 1%",
            lambda way: f"{heap.attached(way):.2%}",
        ),
        ("random edits: of what stands, found", ">= 99.5%", lambda way: f"{heap.found(way):.2%}"),
        ("random edits: verdict right", ">= 97%", lambda way: f"{heap.labelled(way):.2%}"),
        ("random edits: words_changed right", ">= 99.5%", lambda way: f"{heap.worded(way):.2%}"),
    )
    for what, bar, figure in figures:
        print(f"| {what:<49} | {bar:<8} | {' | '.join(f'{figure(way):>8}' for way in WAYS)} |")


def _counts(s: Sentence) -> dict[str, int]:
    """What one sentence counts for, by column."""
    stands_once = s.stands and not s.twice
    return {
        "sentences": 1,
        "stand": s.stands,
        "found": s.stands and s.right_words,
        "stand once": stands_once,
        "found once": stands_once and s.right_words,
        "gone": s.gone,
        "attached": s.gone and s.fate.span is not None,
        s.fate.verdict: 1,
    }


def real(corpora: Path) -> None:
    """Prints what became of the sentences of real edits, by how much of the text was kept."""
    buckets: dict[str, Counter[str]] = defaultdict(Counter)
    for sentence in followed(read(corpora)):
        for row in (buckets[sentence.bucket], buckets["all"]):
            row.update(_counts(sentence))
    columns = (
        "sentences",
        "stand",
        "found",
        "stand once",
        "found once",
        "gone",
        "attached",
        *get_args(Verdict),
    )
    print(
        f"| kept  | {' | '.join(columns)} "
        f"|\n|-------|{''.join('-' * (len(c) + 1) + ':|' for c in columns)}"
    )
    for name in sorted(buckets):
        print(f"| {name:<5} | {' | '.join(f'{buckets[name][c]:{len(c)}}' for c in columns)} |")


def median_ms(work: Callable[[], object], rounds: int = 40) -> float:
    """The median of some runs after three to warm up."""
    taken = []
    for _ in range(rounds + 3):
        started = time.perf_counter()
        work()
        taken.append((time.perf_counter() - started) * 1000)
    return statistics.median(taken[3:])


def long_text(words: int) -> str:
    """Paragraphs of the articles, again and again, each with a number that makes it another one."""
    written: list[str] = []
    paragraphs = [p for text in texts() for p in text.split("\n\n")]
    while sum(len(p.split()) for p in written) < words:
        written.append(f"{paragraphs[len(written) % len(paragraphs)]} ({len(written)})")
    return "\n\n".join(written)


def edited(text: str, every: int) -> str:
    """The text with a word replaced in every so many sentences."""
    tracked, rng = Tracked.of(text), random.Random(SEED)
    for sentence in units(text)[::-every]:
        dict(SINGLE)["one word replaced"](tracked, sentence, rng)
    return tracked.text


def speed() -> None:
    """Prints the time of the map, in milliseconds and as a ratio.

    Against one look at every character of the text.
    """
    rows: list[tuple[str, float, str]] = []
    text = long_text(700)
    look = median_ms(lambda: Counter(text))
    spans = [span for _, span in passages(text)]
    for name, every in (("a word in one sentence", 1000), ("a word in every sentence", 1)):
        new = edited(text, every)
        alone = median_ms(partial(all_of, text, new, spans[7:8]))
        page = median_ms(partial(all_of, text, new, spans)) / len(spans)
        rows.append((f"700 words, {name}: map and one passage", alone, "1"))
        rows.append((f"700 words, {name}: a passage, with its share of the map", page, "1"))
    long = long_text(20_000)
    some = random.Random(SEED).sample([span for _, span in passages(long)], 200)
    for name, new in (
        ("a word in every sentence", edited(long, 1)),
        ("no sentence kept", long[::-1]),
    ):
        rows.append(
            (
                f"20,000 words, 200 passages, {name}",
                median_ms(partial(all_of, long, new, some), 5),
                "2000",
            )
        )
    tracemalloc.start()
    new = edited(long, 1)
    before = tracemalloc.get_traced_memory()[0]
    step = RevisionMap(long, new)
    size = tracemalloc.get_traced_memory()[0] - before
    tracemalloc.stop()
    words = len(step.old)
    print(
        f"| {'speed':<72} | {'ms':>8} | at most | × a look "
        f"|\n|{'-' * 74}|{'-' * 9}:|--------:|---------:|"
    )
    for what, ms, bar in rows:
        print(f"| {what:<72} | {ms:8.3f} | {bar:>7} | {ms / look:8.2f} |")
    print(
        f"\nThe map of {words} words and marks takes {size / (len(long) + len(new)):.0f} "
        "bytes a character of both texts."
    )


def all_of(old: str, new: str, spans: list[Span]) -> list[AnchorState]:
    """The map and all these passages' fates."""
    step = RevisionMap(old, new)
    return [step.anchor_state(span) for span in spans]


def main() -> None:
    """Prints the tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--real", action="store_true", help="measure on real edits, under GLOSS_CORPORA"
    )
    parser.add_argument("--speed", action="store_true", help="measure speed only")
    asked = parser.parse_args()
    if asked.real:
        if "GLOSS_CORPORA" not in os.environ:
            sys.exit("GLOSS_CORPORA names no folder of corpora.")
        real(Path(os.environ["GLOSS_CORPORA"]))
        return
    if not asked.speed:
        edits()
        print()
    speed()


if __name__ == "__main__":
    main()

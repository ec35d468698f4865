"""Sentences of articles that publishers edited: which are kept, and what the map says.

The pairs lie under GLOSS_CORPORA, in the format that `training/README.md` defines. What is true is
read off the texts alone, for nobody knows the edits: a sentence stands when all its words stand in
a row, typography apart; it is gone when no stretch twice as long as the sentence holds a third of
its letters in words of its own, the commonest words apart.
"""

import gzip
import json
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from app.text.diff.anchor_state import AnchorState
from app.text.diff.revision_map import RevisionMap
from app.text.diff.tokens import Tokens, joined
from app.text.spans import Span
from benchmarks.tracked_edits import units

PAIRS = Path("revisions") / "dev.jsonl.gz"
GONE = 1 / 3
_COMMON = 150  # words of the corpus that say nothing of what a sentence is about


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of `before`, whether it stands in `after` or is gone from it, and its fate."""

    bucket: str
    before: str
    after: str
    span: Span
    stands: bool
    twice: bool
    gone: bool
    fate: AnchorState

    @property
    def right_words(self) -> bool:
        """Whether the map attached it to the very words."""
        words = self.fate.span.of(self.after) if self.fate.span else ""
        return Tokens(words).folds == Tokens(self.span.of(self.before)).folds


def read(corpora: Path) -> list[dict[str, str]]:
    """The pairs."""
    with gzip.open(corpora / PAIRS, "rt", encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def followed(pairs: list[dict[str, str]]) -> Iterator[Sentence]:
    """Every sentence of every `before`."""
    counts = Counter(word for pair in pairs for word in _words(pair["before"]))
    common = {word for word, _ in counts.most_common(_COMMON)}
    for pair in pairs:
        yield from _followed(pair, common)


def _followed(pair: dict[str, str], common: set[str]) -> Iterator[Sentence]:
    before, after = pair["before"], pair["after"]
    step = RevisionMap(before, after)
    held, had = joined(Tokens(after).folds), joined(Tokens(before).folds)
    words = [word for word in _words(after) if word not in common]
    for span in units(before):
        row = joined(Tokens(span.of(before)).folds)
        if len(row) > 2:
            gone = held.count(row) == 0 and _share(span.of(before), words, common) < GONE
            yield Sentence(
                pair["bucket"],
                before,
                after,
                span,
                row in held,
                had.count(row) > 1,
                gone,
                step.anchor_state(span),
            )


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", text.lower())


def _share(sentence: str, words: list[str], common: set[str]) -> float:
    """The largest share of its letters in the same words of a stretch twice as long."""
    wanted = Counter(word for word in _words(sentence) if word not in common)
    total = sum(len(word) * count for word, count in wanted.items())
    if not total:
        return 1.0
    size, best, now = 2 * wanted.total(), 0, 0
    window: Counter[str] = Counter()
    for at, word in enumerate(words):
        window[word] += 1
        now += len(word) if window[word] <= wanted[word] else 0
        if at >= size:
            last = words[at - size]
            now -= len(last) if window[last] <= wanted[last] else 0
            window[last] -= 1
        best = max(best, now)
    return best / total

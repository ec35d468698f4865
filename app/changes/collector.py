"""The changes between two texts as they are collected.

Keeps track of the edits that a change accounts for, so that nothing is described twice.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate, takewhile

from rapidfuzz.distance import Indel

from app.store.annotations.rows import AnnotationRow
from app.text.diff.comparison import Comparison, Edit, Part, edits_between, inline
from app.text.diff.tokens import Tokens
from app.text.display import shorten
from app.text.sentences import sentences
from app.text.spans import Span

NOTE = re.compile(
    r"\W*(?:corrections?|corrected|clarifications?|updated?|editor[’']?s[’']? note|an earlier "
    r"version of"
    r"|this (?:article|story|report) (?:was|has been))\b",
    re.I,
)
"""How a paragraph begins that is about the article itself: a correction or an update."""
LONGEST_WORDS = 160
"""Characters shown of one side of a change: about two lines."""
_AROUND = 36  # characters of unchanged words kept on either side of what changed
_SHORTEST = 12  # characters: a shorter sentence may occur elsewhere by chance
_APART = 24  # characters: shorter words are shown whole, old → new,
_SIMILAR = 0.5  # and so are those that share less than this part of their words


@dataclass(frozen=True, slots=True)
class Change:
    """One change: its kind (see `report.WORDS`) and the words concerned, before and after.

    None on a side that has no words.
    """

    kind: str
    old: str | None = None
    new: str | None = None

    @property
    def parts(self) -> list[Part]:
        """The words as a reader sees them: stretches that are same, inserted or deleted.

        What is unchanged is cut short; an arrow separates short words.
        """
        old, new = self._one_line(self.old), self._one_line(self.new)
        if not old and not new:
            return []
        if not new:
            return [("deleted", shorten(old, LONGEST_WORDS))]
        if not old:
            return [("inserted", shorten(new, LONGEST_WORDS))]
        if old == new:
            return [("same", shorten(old, LONGEST_WORDS))]
        if _are_apart(old, new):
            old, new = shorten(old, LONGEST_WORDS), shorten(new, LONGEST_WORDS)
            return [("deleted", old), ("same", " → "), ("inserted", new)]
        return _cut(inline(old, new, edits_between(old, new)))

    @property
    def plain(self) -> str:
        """The words without any markup: `“old” → “new”`."""
        if self.kind == "restored":
            return f"revision {self.new}"
        sides = [side for side in dict.fromkeys((self.old, self.new)) if side]
        return " → ".join(f"“{shorten(self._one_line(side), LONGEST_WORDS)}”" for side in sides)

    def _one_line(self, words: str | None) -> str:
        return " ".join((words or "").split())


def _are_apart(old: str, new: str) -> bool:
    """Whether two wordings are easier to read one after the other than merged."""
    if max(len(old), len(new)) <= _APART:
        return True
    return Indel.normalized_similarity(only_words(old), only_words(new)) < _SIMILAR


def _cut(parts: Sequence[Part]) -> list[Part]:
    """Parts with the long ones shortened: what is the same keeps its ends that touch a change."""
    shortened: list[Part] = []
    for n, (op, words) in enumerate(parts):
        if op == "same":
            words = _ends_of(words, is_first=n == 0, is_last=n == len(parts) - 1)
        else:
            words = shorten(words, LONGEST_WORDS)
        shortened.append((op, words))
    return shortened


def _ends_of(words: str, *, is_first: bool, is_last: bool) -> str:
    """Unchanged words without their middle: the ends that touch a change are kept."""
    if len(words) <= 2 * _AROUND or (is_first and is_last):
        return words
    head = "…" if is_first else shorten(words, _AROUND)
    tail = "" if is_last else words[-_AROUND:].partition(" ")[2]
    return f"{head.rstrip('…')}… {tail}" if tail else head


class AccountedSpans:
    """Disjoint stretches of a text, for asking how much of a span they cover."""

    def __init__(self, spans: Iterable[Span]) -> None:
        self._spans: list[Span] = []
        for span in sorted(s for s in spans if s.start < s.end):
            if self._spans and span.start <= self._spans[-1].end:
                self._spans[-1] = Span(self._spans[-1].start, max(self._spans[-1].end, span.end))
            else:
                self._spans.append(span)
        self._starts = [s.start for s in self._spans]
        self._sums = list(accumulate((s.end - s.start for s in self._spans), initial=0))

    def covered(self, span: Span) -> int:
        """How many characters of `span` lie in the stretches."""
        return self._before(span.end) - self._before(span.start) if self._spans else 0

    def holds(self, span: Span, share: float = 0.5) -> bool:
        """Whether at least this share of `span` does."""
        return self.covered(span) >= max(1, share * (span.end - span.start))

    def _before(self, at: int) -> int:
        n = bisect_right(self._starts, at)
        if not n:
            return 0
        return self._sums[n - 1] + min(at, self._spans[n - 1].end) - self._spans[n - 1].start


class ChangeCollector:
    """A comparison with the annotations of both texts.

    `edits` are its edits without what was moved; `moved` has the sentences that were, in both
    texts. `undescribed` are the numbers of the edits that no change describes so far, `dated` of
    those described as dates; `speakers` are the pairs described as a change of speaker. `removed`
    and `inserted` are the words that edits removed and inserted; `touched` the old paragraphs in
    which there are any; `notes` the new paragraphs that say they are corrections.
    """

    def __init__(
        self,
        comparison: Comparison,
        old_rows: Sequence[AnnotationRow],
        new_rows: Sequence[AnnotationRow],
    ) -> None:
        self.comparison = comparison
        self.old_text, self.new_text = comparison.old.text, comparison.new.text
        self.old_rows, self.new_rows = old_rows, new_rows
        self.notes = AccountedSpans(_notes(comparison))
        self._sentences: dict[int, list[Span]] = {}
        self.moved = list(self._moved_sentences(comparison.edits))
        self.edits = list(self._without_moved(comparison.edits))
        self.undescribed = set(range(len(self.edits)))
        self.dated = set[int]()
        self.speakers = set[tuple[str | None, str | None]]()
        self.removed = AccountedSpans(edit.old for edit in self.edits)
        self.inserted = AccountedSpans(
            edit.new for edit in self.edits if not self.notes.holds(edit.new)
        )
        self.touched = AccountedSpans(
            comparison.old.span(row.old)
            for row in comparison.rows
            if row.kind in ("changed", "dropped")
        )
        self._by_old = sorted((e.old.start, e.old.end, n) for n, e in enumerate(self.edits))
        self._by_new = sorted((e.new.start, e.new.end, n) for n, e in enumerate(self.edits))

    def edits_in(self, old: Span | None = None, new: Span | None = None) -> list[int]:
        """The numbers of the edits that remove words of `old` or insert words into `new`.

        An edit that has no words on a side counts where it lies inside the span.
        """
        numbers = set[int]()
        if old is not None:
            numbers.update(_overlapping(self._by_old, old))
        if new is not None:
            numbers.update(_overlapping(self._by_new, new))
        return sorted(numbers)

    def mark_described(self, numbers: Iterable[int]) -> None:
        """Marks these edits as described by a change."""
        self.undescribed.difference_update(numbers)

    def mark_described_inside(self, numbers: Iterable[int], old: Span, new: Span) -> None:
        """Marks as described those of these edits that lie wholly in the two spans."""
        self.mark_described(
            n for n in numbers if old.covers(self.edits[n].old) and new.covers(self.edits[n].new)
        )

    def words_of(self, edit: Edit) -> tuple[str, str]:
        """The words that an edit removes and those that it inserts."""
        return edit.old.of(self.old_text), edit.new.of(self.new_text)

    def _moved_sentences(self, edits: Sequence[Edit]) -> Iterator[tuple[Span, Span]]:
        """The sentences in edits that are elsewhere now, reworded or not, with their places."""
        for edit in edits:
            for sentence in self._sentences_in(edit.old):
                state = self.comparison.anchor_state(sentence)
                if state.verdict == "moved" and state.span and not self.notes.holds(state.span):
                    yield sentence, state.span

    def _without_moved(self, edits: Sequence[Edit]) -> Iterator[Edit]:
        """The edits without the sentences that moved."""
        if not self.moved:
            yield from edits
            return
        moved_from = sorted(old for old, _ in self.moved)
        moved_to = sorted(new for _, new in self.moved)
        for edit in edits:
            old = _without(edit.old, moved_from, self.old_text)
            new = _without(edit.new, moved_to, self.new_text)
            yield from _edits_of(edit, old, new)

    def _sentences_in(self, span: Span) -> list[Span]:
        """The whole sentences of the old text that lie in a span."""
        if len(span.of(self.old_text)) < _SHORTEST:
            return []
        body = self.comparison.old
        inside: list[Span] = []
        for number in range(body.number(span.start), body.number(span.end - 1) + 1):
            of_block = self._sentences_of(number)
            first = bisect_left(of_block, span.start, key=_start)
            last = bisect_left(of_block, span.end, key=_start)
            inside += takewhile(span.covers, of_block[first:last])
        return [sentence for sentence in inside if sentence.end - sentence.start >= _SHORTEST]

    def _sentences_of(self, number: int) -> list[Span]:
        """The sentences of an old block, split once.

        A paragraph may be the whole article and have thousands of edits.
        """
        if number not in self._sentences:
            block = self.comparison.old.blocks[number]
            self._sentences[number] = list(sentences(self.old_text, block.start, block.end))
        return self._sentences[number]


def _notes(comparison: Comparison) -> Iterator[Span]:
    """The added paragraphs that say they are corrections."""
    for row in comparison.rows:
        if row.kind == "added" and NOTE.match(comparison.new.words(row.new)):
            yield comparison.new.span(row.new)


def _overlapping(edits: Sequence[tuple[int, int, int]], span: Span) -> Iterator[int]:
    """The numbers of the edits, sorted as `(start, end, number)`, that have part of a span."""
    first = max(0, bisect_right(edits, (span.start,)) - 1)
    for start, end, number in edits[first : bisect_right(edits, (span.end,))]:
        if start == end:
            is_part = span.start < start < span.end
        else:
            is_part = start < span.end and span.start < end
        if is_part:
            yield number


def _edits_of(edit: Edit, old: Sequence[Span], new: Sequence[Span]) -> Iterator[Edit]:
    """What is left of an edit: `old` and `new` are the rests of its sides."""
    if len(old) <= 1 and len(new) <= 1:
        if old or new:
            old_rest = old[0] if old else Span(edit.old.start, edit.old.start)
            new_rest = new[0] if new else Span(edit.new.start, edit.new.start)
            yield Edit(old_rest, new_rest)
        return
    for span in old:
        yield Edit(span, Span(edit.new.start, edit.new.start))
    for span in new:
        yield Edit(Span(edit.old.end, edit.old.end), span)


def _start(span: Span) -> int:
    return span.start


def _without(span: Span, cuts: Sequence[Span], text: str) -> list[Span]:
    """What is left of `span` without `cuts`, which are in order; white space alone is left out."""
    rest, at = [], span.start
    for cut in cuts[max(0, bisect_right(cuts, Span(span.start, span.start)) - 1) :]:
        if cut.start >= span.end:
            break
        if cut.end <= at:
            continue
        if at < cut.start:
            rest.append(Span(at, cut.start))
        at = max(at, cut.end)
    if at < span.end:
        rest.append(Span(at, span.end))
    return [part for part in rest if part.of(text).strip()]


def only_words(text: str) -> list[str]:
    """The words of a text without case and punctuation.

    Two texts with equal words differ in form only.
    """
    return [fold.casefold() for fold in Tokens(text).folds if any(c.isalnum() for c in fold)]

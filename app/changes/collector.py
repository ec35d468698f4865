"""One comparison on its way to being told: the changes found, and which edits they account for, so that nothing is told twice."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
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
"""How a paragraph begins that is about the article itself."""
LONGEST_WORDS = 160
"""Characters shown of one side of a change: about two lines."""
_AROUND = 36  # characters of unchanged words kept on either side of what changed
_SHORTEST = 12  # characters: a shorter sentence may stand elsewhere by chance
_APART = 24  # characters: shorter words are shown whole, old → new
_LIKE = 0.5  # of the words: so are those that share less


@dataclass(frozen=True, slots=True)
class Change:
    """One change: its kind (see `changes.WORDS`) and the words concerned, before and after; None on a side that has none."""

    kind: str
    old: str | None = None
    new: str | None = None

    @property
    def parts(self) -> list[Part]:
        """The words as a reader sees them: stretches same, inserted or deleted, with the unchanged cut short. A `→` parts short words."""
        old, new = self._plain(self.old), self._plain(self.new)
        if not old or not new:
            only: Part = (
                ("deleted", shorten(old, LONGEST_WORDS))
                if old
                else ("inserted", shorten(new, LONGEST_WORDS))
            )
            return [only] if only[1] else []
        if old == new:
            return [("same", shorten(old, LONGEST_WORDS))]
        if (
            max(len(old), len(new)) <= _APART
            or Indel.normalized_similarity(only_words(old), only_words(new)) < _LIKE
        ):
            old, new = shorten(old, LONGEST_WORDS), shorten(new, LONGEST_WORDS)
            return [("deleted", old), ("same", " → "), ("inserted", new)]
        return _cut(inline(old, new, edits_between(old, new)))

    @property
    def plain(self) -> str:
        """The words without any markup: `“old” → “new”`."""
        if self.kind == "restored":
            return f"revision {self.new}"
        sides = [
            f"“{shorten(self._plain(side), LONGEST_WORDS)}”"
            for side in dict.fromkeys((self.old, self.new))
            if side
        ]
        return " → ".join(sides)

    def _plain(self, words: str | None) -> str:
        return " ".join((words or "").split())


def _cut(parts: Sequence[Part]) -> list[Part]:
    """Parts with the long ones shortened: what is the same keeps its ends that touch a change."""
    found: list[Part] = []
    last = len(parts) - 1
    for n, (op, words) in enumerate(parts):
        if op != "same":
            found.append((op, shorten(words, LONGEST_WORDS)))
            continue
        head = (
            words
            if n == last == 0 or len(words) <= 2 * _AROUND
            else (shorten(words, _AROUND) if n else "…")
        )
        tail = words[-_AROUND:].partition(" ")[2] if n < last and head != words else ""
        found.append((op, head if not tail else f"{head.rstrip('…')}… {tail}"))
    return found


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

    `edits` are its edits without what was moved; `open` the numbers of those that nothing told so
    far accounts for, `dated` of those that were told as dates; `speakers` the pairs told as such;
    `touched` are the old paragraphs in which words went or came, `notes` the new ones that came and
    say that they are corrections.
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
        self.notes = AccountedSpans(
            comparison.new.span(row.new)
            for row in comparison.rows
            if row.kind == "added" and NOTE.match(comparison.new.words(row.new))
        )
        self.moved: list[tuple[Span, Span]] = []
        self._sentences: dict[int, list[Span]] = {}
        self.edits = list(self._unmoved(comparison.edits))
        self.open = set(range(len(self.edits)))
        self.dated = set[int]()
        self.speakers = set[tuple[str | None, str | None]]()
        self.gone = AccountedSpans(e.old for e in self.edits)
        self.fresh = AccountedSpans(e.new for e in self.edits if not self.notes.holds(e.new))
        self.touched = AccountedSpans(
            comparison.old.span(row.old)
            for row in comparison.rows
            if row.kind in ("changed", "dropped")
        )
        self._orders = [
            sorted((e[side].start, e[side].end, n) for n, e in enumerate(self.edits))
            for side in (0, 1)
        ]

    def edits_in(self, old: Span | None = None, new: Span | None = None) -> list[int]:
        """The numbers of the edits that take words from `old` or put words into `new`; inside of it, where they only do the other."""
        found = set[int]()
        for span, order in zip((old, new), self._orders, strict=True):
            if span is None:
                continue
            for start, end, n in order[
                max(0, bisect_right(order, (span.start,)) - 1) : bisect_right(order, (span.end,))
            ]:
                within = (
                    span.start < start < span.end
                    if start == end
                    else start < span.end and span.start < end
                )
                if within:
                    found.add(n)
        return sorted(found)

    def account(self, numbers: Iterable[int]) -> None:
        """These edits have been told."""
        self.open.difference_update(numbers)

    def words_of(self, edit: Edit) -> tuple[str, str]:
        """The words that went and the words that came."""
        return edit.old.of(self.old_text), edit.new.of(self.new_text)

    def _unmoved(self, edits: Sequence[Edit]) -> list[Edit]:
        """The edits without the sentences that stand elsewhere now, reworded or not; those are kept in `moved`."""
        for edit in edits:
            for sentence in self._sentences_in(edit.old):
                fate = self.comparison.step.anchor_state(sentence)
                if fate.verdict != "moved" or fate.span is None or self.notes.holds(fate.span):
                    continue
                self.moved.append((sentence, fate.span))
        if not self.moved:
            return list(edits)
        from_, to = sorted(s for s, _ in self.moved), sorted(s for _, s in self.moved)
        found: list[Edit] = []
        for edit in edits:
            olds, news = (
                _without(edit.old, from_, self.old_text),
                _without(edit.new, to, self.new_text),
            )
            if len(olds) <= 1 and len(news) <= 1:
                old = olds[0] if olds else Span(edit.old.start, edit.old.start)
                new = news[0] if news else Span(edit.new.start, edit.new.start)
                found += [Edit(old, new)] if olds or news else []
            else:
                found += [Edit(old, Span(edit.new.start, edit.new.start)) for old in olds]
                found += [Edit(Span(edit.old.end, edit.old.end), new) for new in news]
        return found

    def _sentences_in(self, span: Span) -> list[Span]:
        """The whole sentences of the old text that lie in a span."""
        if len(span.of(self.old_text)) < _SHORTEST:
            return []
        body = self.comparison.old
        found: list[Span] = []
        for number in range(body.number(span.start), body.number(span.end - 1) + 1):
            held = self._sentences_of(number)
            first = bisect_left(held, span.start, key=lambda x: x.start)
            found += takewhile(
                span.covers, held[first : bisect_left(held, span.end, key=lambda x: x.start)]
            )
        return [x for x in found if x.end - x.start >= _SHORTEST]

    def _sentences_of(self, number: int) -> list[Span]:
        """The sentences of an old block, looked for once: a paragraph may be the whole article and hold thousands of edits."""
        if number not in self._sentences:
            block = self.comparison.old.blocks[number]
            self._sentences[number] = list(sentences(self.old_text, block.start, block.end))
        return self._sentences[number]


def _without(span: Span, cuts: Sequence[Span], text: str) -> list[Span]:
    """What is left of `span` when `cuts`, which are in order, are taken out; white space alone is nothing."""
    found, at = [], span.start
    for cut in cuts[max(0, bisect_right(cuts, Span(span.start, span.start)) - 1) :]:
        if cut.start >= span.end:
            break
        if cut.end <= at:
            continue
        if at < cut.start:
            found.append(Span(at, cut.start))
        at = max(at, cut.end)
    if at < span.end:
        found.append(Span(at, span.end))
    return [s for s in found if s.of(text).strip()]


def only_words(text: str) -> list[str]:
    """The words of a text, folded, without punctuation: what must be alike for a difference to be one of form."""
    return [fold.casefold() for fold in Tokens(text).folds if any(c.isalnum() for c in fold)]

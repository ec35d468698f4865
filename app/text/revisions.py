"""What became of a passage: same, moved, changed, replaced or removed. Owns that judgement; knows revisions only as texts.

The alignment of both texts is walked; kept text is never searched for the old words, since words found elsewhere are not the
passage. Only text that a revision brought in may hold a passage that was moved.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from copy import copy
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, Literal

from app.text.diffing import Run, Tokens, align
from app.text.spans import Span

Verdict = Literal["same", "moved", "changed", "replaced", "removed"]
Op = Literal["same", "inserted", "deleted"]

VERSION = 1
"""Of the judgement: raised whenever a verdict, or a trail's state, may come out otherwise than before."""
_ENOUGH = 0.5  # of the cited words' characters: FACTS recipe, right on 83 of 83 passages for 12 kinds of edit
_UNMISTAKABLE = 20  # characters; a shorter quote counts as moved only when it stands once in the new text
_SMALL = 0.2  # of the cited characters
_FAR = 4  # times its own length away: such a piece at the end of a passage stands there by chance
_AT_MOST = 3  # times as long as what it replaced, and a little: such an insertion at a passage's edge belongs to it
_LITTLE = 20  # characters
_ILLEGIBLE = 8  # characters; "the" kept between two new sentences tells a reader nothing
_SEPARATOR = "\x00"


@dataclass(frozen=True, slots=True)
class Fate:
    """`span` is the place in the new text, None when replaced or removed; `kept` the share (0–1) of the cited characters that stand."""

    verdict: Verdict
    span: Span | None
    replaced_by: Span | None
    kept: float


class RevisionMap:
    """One text's words laid on the next text's. Building it costs the comparison; asking for a fate costs next to nothing."""

    def __init__(self, old: str, new: str) -> None:
        self.old, self.new = Tokens(old), Tokens(new)
        self.runs = align(self.old, self.new)
        self.to = [-1] * len(self.old)
        self.gaps = _gaps(self.runs, len(self.old), len(self.new))
        self._gap_before = {here.stop: (here, there) for here, there in self.gaps}
        self._gap_behind = {here.start: (here, there) for here, there in self.gaps}
        for run in self.runs:
            self.to[run.old : run.old + run.length] = range(run.new, run.new + run.length)
        self._inserted = [
            (there.start, _SEPARATOR + _SEPARATOR.join(self.new.folds[there.start : there.stop]) + _SEPARATOR)
            for _, there in self.gaps
            if there
        ]

    def fate(self, span: Span) -> Fate:
        """What became of `span` from the old text to the new one."""
        return follow([self], span)

    def find_inserted(self, folds: Sequence[str]) -> range | None:
        """Where `folds` stand inside text that is new, as token numbers."""
        wanted = _SEPARATOR + _SEPARATOR.join(folds) + _SEPARATOR
        sure = len(wanted) - len(folds) - 1 >= _UNMISTAKABLE
        if not sure and (_SEPARATOR + _SEPARATOR.join(self.new.folds) + _SEPARATOR).count(wanted) != 1:
            return None
        for start, words in self._inserted:
            at = words.find(wanted)
            if at >= 0:
                first = start + words.count(_SEPARATOR, 0, at)
                return range(first, first + len(folds))
        return None

    def put_in_place_of(self, gone: range) -> range | None:
        """The insertion that stands exactly where `gone` was deleted: what else was deleted there must be the smaller part."""
        gaps = [(here, there) for here, there in self.gaps if here.start < gone.stop and gone.start < here.stop]
        deleted = sum(self.old.weight(here) for here, _ in gaps)
        ours = sum(self.old.weight(range(max(here.start, gone.start), min(here.stop, gone.stop))) for here, _ in gaps)
        put = [there for _, there in gaps if there]
        if not put or 2 * ours < deleted:
            return None
        start, stop, kept = put[0].start, put[-1].stop, {self.to[i] for i in gone}
        while start - 1 in kept and start:  # a full stop that both sentences share is part of what stands there now
            start -= 1
        while stop in kept:
            stop += 1
        return range(start, stop)

    def most_of(self, stretch: range) -> range | None:
        """Where `stretch` stands now, if at least half of its words do."""
        standing = [self.to[i] for i in stretch if self.to[i] >= 0]
        return range(standing[0], standing[-1] + 1) if 2 * len(standing) >= len(stretch) else None

    def widened_down(self, at: int, floor: int) -> int:
        """The new token where a passage begins whose first word known to stand is the old token `at`, and which began at `floor`.

        What was put in place of words of the passage belongs to it; what replaced more than these words does not.
        """
        to = self.to[at]
        while at > floor:
            if self.to[at - 1] == to - 1 >= 0:
                at, to = at - 1, to - 1
                continue
            here, there = self._gap_before[at]
            if here.start < floor or not self._fits(here, there):
                break
            at, to = here.start, there.start
        return to

    def widened_up(self, at: int, roof: int) -> int:
        """As `widened_down`, for the end: `at` is behind the last word known to stand, `roof` where the passage ended."""
        to = self.to[at - 1] + 1
        while at < roof:
            if self.to[at] == to:
                at, to = at + 1, to + 1
                continue
            here, there = self._gap_behind[at]
            if here.stop > roof or not self._fits(here, there):
                break
            at, to = here.stop, there.stop
        return to

    def _fits(self, here: range, there: range) -> bool:
        return self.new.weight(there) <= _AT_MOST * self.old.weight(here) + _LITTLE

    def legible_runs(self) -> list[Run]:
        """The runs without those too short to help a reader between two longer changes."""
        found: list[Run] = []
        last = Run(0, 0, 0)
        for run, following in pairwise([*self.runs, Run(len(self.old), len(self.new), 0)]):
            length = self.old.weight(range(run.old, run.old + run.length))
            if length > _ILLEGIBLE or length >= self._change(last, run) or length >= self._change(run, following):
                found.append(run)
                last = run
        return found

    def _change(self, one: Run, following: Run) -> int:
        deleted = self.old.weight(range(one.old + one.length, following.old))
        return max(deleted, self.new.weight(range(one.new + one.length, following.new)))


def compose(texts: Sequence[str], span: Span) -> Fate:
    """What became of a span of the first text through all the others in turn, counted against the words first cited."""
    return follow([RevisionMap(old, new) for old, new in pairwise(texts)], span)


def follow(maps: Sequence[RevisionMap], span: Span) -> Fate:
    """As `compose`, with maps that exist already; each begins at the text where the one before it ends."""
    *_, last = fates(maps, span)
    return last


def fates(maps: Sequence[RevisionMap], span: Span) -> Iterator[Fate]:
    """What had become of a span before the first map and after each of them; every map is walked once.

    A text that equals an earlier one takes its fate, and what follows goes on from there: an edit undone never happened.
    """
    trail = Trail(maps[0].old, span) if maps else None
    yield trail.fate() if trail else Fate("same", span, None, 1.0)
    known = {trail.tokens.text: trail} if trail else {}
    for step in maps:
        trail = copy(known.get(step.new.text, trail))
        if trail and step.new.text not in known:
            trail.go(step)
            known[step.new.text] = trail
        if trail:
            yield trail.fate()


class Trail:
    """A passage on its way through the revisions: the cited words, where each of them stands now, and the stretch they span."""

    def __init__(self, cited: str | Tokens, span: Span) -> None:
        self.origin = tokens = cited if isinstance(cited, Tokens) else Tokens(cited)
        self.span = span
        words = range(bisect_right(tokens.ends, span.start), bisect_left(tokens.starts, span.end))
        self.cited = tokens.folds[words.start : words.stop]
        self.weights = [min(tokens.ends[i], span.end) - max(tokens.starts[i], span.start) for i in words]
        # A passage may begin or end inside a word: how many characters of its first and last word are not cited.
        self.skipped = (max(0, span.start - tokens.starts[words[0]]), max(0, tokens.ends[words[-1]] - span.end)) if words else (0, 0)
        self._words = words
        self._begin()

    def _begin(self) -> None:
        self.tokens = self.origin
        self.where = list(self._words)  # the token that each cited word is now, or -1
        self.now: range | None = self._words or None
        self.instead: range | None = None
        self.moved = False

    def go(self, step: RevisionMap) -> None:
        """Follow the passage into the next revision; the cited text itself, when it comes back, is where the trail began."""
        if step.new.text == self.origin.text:
            self._begin()
            return
        kept = [step.to[i] if i >= 0 else -1 for i in self.where]
        pieces = self._pieces(kept, step.new) if self.now else []
        if self.now and pieces and self._share(k for piece in pieces for k in piece) >= _ENOUGH:
            self._stay(step, self.now, kept, pieces[0][0], pieces[-1][-1])
        else:
            self._lose(step, kept)
        self.tokens = step.new

    def state(self) -> dict[str, Any]:
        """The trail as small JSON, for `resume`: runs of words `[cited, now, count]`, stretches `[first, stop]`, all in tokens."""
        runs: list[list[int]] = []
        for k, i in enumerate(self.where):
            if i >= 0 and runs and runs[-1][0] + runs[-1][2] == k and runs[-1][1] + runs[-1][2] == i:
                runs[-1][2] += 1
            elif i >= 0:
                runs.append([k, i, 1])
        sizes = [len(self.origin), len(self.cited), len(self.tokens)]
        now, instead = ([r.start, r.stop] if r else None for r in (self.now, self.instead))
        return {"version": VERSION, "sizes": sizes, "runs": runs, "now": now, "instead": instead, "moved": self.moved}

    @classmethod
    def resume(cls, cited: str | Tokens, span: Span, now: str | Tokens, state: dict[str, Any]) -> "Trail":
        """The trail that `state` was taken from, standing in the text `now`. Raises ValueError for the state of another one."""
        trail = cls(cited, span)
        trail.tokens = now if isinstance(now, Tokens) else Tokens(now)
        try:
            trail._restore(state)
        except (LookupError, TypeError, AttributeError, ValueError) as error:
            raise ValueError(f"This is not the state of this trail: {error}") from error
        if trail.state() != state:
            raise ValueError("This state belongs to another passage, to other texts or to another version.")
        return trail

    def _restore(self, state: dict[str, Any]) -> None:
        self.where = [-1] * len(self.cited)
        for k, i, count in state["runs"]:
            if self.cited[k : k + count] != self.tokens.folds[i : i + count]:
                raise ValueError("its words stand elsewhere.")
            self.where[k : k + count] = range(i, i + count)
        self.now, self.instead = (range(*state[name]) if state[name] else None for name in ("now", "instead"))
        for stretch in (self.now, self.instead):
            if stretch is not None and not 0 <= stretch.start < stretch.stop <= len(self.tokens):
                raise ValueError("its stretch lies outside the text.")
        self.moved = state["moved"] is True

    def _pieces(self, kept: list[int], tokens: Tokens) -> list[range]:
        """The cited words that stand, in unbroken pieces; a small one far off at either end is a chance likeness and left out."""
        pieces: list[range] = []
        for k, i in enumerate(kept):
            if i >= 0 and pieces and pieces[-1].stop == k and kept[k - 1] == i - 1:
                pieces[-1] = range(pieces[-1].start, k + 1)
            elif i >= 0:
                pieces.append(range(k, k + 1))
        while len(pieces) > 1 and self._astray(pieces[0], tokens.starts[kept[pieces[1][0]]] - tokens.ends[kept[pieces[0][-1]]]):
            del pieces[0]
        while len(pieces) > 1 and self._astray(pieces[-1], tokens.starts[kept[pieces[-1][0]]] - tokens.ends[kept[pieces[-2][-1]]]):
            del pieces[-1]
        return pieces

    def _astray(self, piece: range, distance: int) -> bool:
        return self._share(piece) < _SMALL and distance > _FAR * sum(self.weights[piece.start : piece.stop])

    def _share(self, words: Iterable[int]) -> float:
        return sum(self.weights[k] for k in words) / max(1, sum(self.weights))

    def _stay(self, step: RevisionMap, now: range, kept: list[int], first: int, last: int) -> None:
        # Words left out as astray bound the stretch, so that widening does not bring them back.
        low = max((i + 1 for i, j in zip(self.where[:first], kept[:first], strict=True) if j >= 0), default=now.start)
        high = min((i for i, j in zip(self.where[last + 1 :], kept[last + 1 :], strict=True) if j >= 0), default=now.stop)
        self.now = range(step.widened_down(self.where[first], low), step.widened_up(self.where[last] + 1, high))
        self.where = [j if first <= k <= last else -1 for k, j in enumerate(kept)]
        unbroken = step.new.find(self.cited, self.now)
        if unbroken:
            self.now, self.where = unbroken, list(unbroken)

    def _lose(self, step: RevisionMap, kept: list[int]) -> None:
        found = step.find_inserted(self.cited) if self.cited else None
        if found:
            self.now, self.where, self.moved, self.instead = found, list(found), True, None
            return
        if self.now:
            self.instead = step.put_in_place_of(self.now)
        elif self.instead:
            self.instead = step.most_of(self.instead)
        self.now, self.where = None, kept

    def fate(self) -> Fate:
        """The verdict, in offsets of the last revision."""
        if self.tokens.text == self.origin.text:
            return Fate("same", self.span, None, 1.0)
        kept = self._share(k for k, i in enumerate(self.where) if i >= 0)
        if self.now is None:
            instead = self.tokens.span(self.instead) if self.instead else None
            return Fate("replaced" if instead else "removed", None, instead, kept)
        span = self._trimmed(self.tokens.span(self.now), self.now)
        if self.tokens.folds[self.now.start : self.now.stop] != self.cited:
            return Fate("changed", span, None, kept)
        return Fate("moved" if self.moved else "same", span, None, 1.0)

    def _trimmed(self, span: Span, now: range) -> Span:
        """Without the uncited ends of the first and last word, where these words still stand at the ends."""
        head = self.skipped[0] if self.where[0] == now[0] else 0
        tail = self.skipped[1] if self.where[-1] == now[-1] else 0
        cut = Span(span.start + head, span.end - tail)
        return cut if cut.start < cut.end else span


def word_diff(old: str, new: str) -> list[tuple[Op, str]]:
    """What a reader sees of the change: stretches of text, each the same, inserted or deleted.

    Same and inserted together are exactly `new`; what differs in typography only is the same.
    """
    step = RevisionMap(old, new)
    told: list[tuple[Op, str]] = []
    at, to = 0, 0
    for run in [*step.legible_runs(), Run(len(step.old), len(step.new), 0)]:
        told.append(("deleted", step.old.chunk(at, run.old)))
        told.append(("inserted", step.new.chunk(to, run.new)))
        told.append(("same", step.new.chunk(run.new, run.new + run.length)))
        at, to = run.old + run.length, run.new + run.length
    if not len(step.new):
        told.append(("same", new))
    return [part for part in told if part[1]]


def _gaps(runs: list[Run], old: int, new: int) -> list[tuple[range, range]]:
    """What lies between the runs: deleted tokens and, in their place, inserted ones."""
    gaps: list[tuple[range, range]] = []
    at, to = 0, 0
    for run in [*runs, Run(old, new, 0)]:
        if (at, to) != (run.old, run.new):
            gaps.append((range(at, run.old), range(to, run.new)))
        at, to = run.old + run.length, run.new + run.length
    return gaps

"""What became of a passage: same, moved, changed, replaced or removed.

Owns that judgement; knows revisions only as texts.

The alignment of both texts is walked; kept text is never searched for the old words, since words
found elsewhere are not the passage. Only text that a revision brought in may hold a passage that
was moved.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from copy import copy
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import Any, Literal

from app.text.diff.alignment import kept_tokens, likeness
from app.text.diff.figures import figure_around
from app.text.diff.positions import AlignedTexts
from app.text.diff.tokens import Run, Tokens, common
from app.text.spans import Span

Verdict = Literal["same", "moved", "changed", "replaced", "removed"]
Outcome = Literal["same", "moved", "moved-reworded", "changed", "replaced", "removed"]
Op = Literal["same", "inserted", "deleted"]

VERSION = 2
"""Of the judgement: raised whenever a verdict, or a trail's state, may come out otherwise than
before."""
# of the cited words' characters: FACTS recipe, right on 83 of 83 passages for 12 kinds of edit
_ENOUGH = 0.5
_SMALL, _CHANCE = (
    0.2,
    15,
)  # of the cited characters, and characters: what is smaller may be alike by chance
_FAR = 4  # times its own length away: such a piece at the end of a passage stands there by chance
_TOUCHING = (
    3  # words between: a piece that changed its place inside the passage still belongs to it
)


@dataclass(frozen=True, slots=True)
class AnchorState:
    """`span` is the place in the new text, None when replaced or removed; `kept` the share (0–1) of the cited characters that stand.

    `reworded` says whether the words there differ from those cited in more than white space and the form of quotation marks and dashes.
    """

    verdict: Verdict
    span: Span | None
    replaced_by: Span | None
    kept: float
    reworded: bool = False

    @property
    def words_changed(self) -> bool | None:
        """`reworded`, whatever the verdict; None where the passage has no place."""
        return self.reworded if self.span else None

    @property
    def outcome(self) -> Outcome:
        """What readers are told; see `outcome`."""
        return anchor_state(self.verdict, self.words_changed)


def anchor_state(verdict: Verdict, words_changed: bool | None) -> Outcome:
    """The verdict as readers are told it: what moved and says something else now is never told as moved alone."""
    return "moved-reworded" if verdict == "moved" and words_changed else verdict


class RevisionMap(AlignedTexts):
    """One text's words laid on the next text's.

    Building it costs the comparison; asking for a fate costs next to nothing.
    """

    def fate(self, span: Span) -> AnchorState:
        """What became of `span` from the old text to the new one."""
        return follow([self], span)


def compose(texts: Sequence[str], span: Span) -> AnchorState:
    """What became of a span of the first text through all the others in turn, counted against the words first cited."""
    maps: list[RevisionMap] = []
    for old, new in pairwise(texts):
        maps.append(RevisionMap(maps[-1].new if maps else old, new))
    return follow(maps, span)


def follow(maps: Sequence[RevisionMap], span: Span) -> AnchorState:
    """As `compose`, with maps that exist already; each begins at the text where the one before it ends."""
    *_, last = anchor_states(maps, span)
    return last


def anchor_states(maps: Sequence[RevisionMap], span: Span) -> Iterator[AnchorState]:
    """What had become of a span before the first map and after each of them; every map is walked once.

    A text that equals an earlier one takes its fate, and what follows goes on from there: an edit undone never happened.
    """
    trail = Trail(maps[0].old, span) if maps else None
    yield trail.fate() if trail else AnchorState("same", span, None, 1.0)
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
        self.weights = [
            min(tokens.ends[i], span.end) - max(tokens.starts[i], span.start) for i in words
        ]
        # A passage may begin or end inside a word: how many characters of its first and last word
        # are not cited.
        self.skipped = (
            (
                max(0, span.start - tokens.starts[words[0]]),
                max(0, tokens.ends[words[-1]] - span.end),
            )
            if words
            else (0, 0)
        )
        self._words = words
        self._cut = any(self.skipped) or bool(words and self._cuts_figure(tokens, words))
        self._begin()

    @staticmethod
    def _cuts_figure(tokens: Tokens, words: range) -> bool:
        """Whether the passage begins or ends inside a figure: what stands beside it then is not meant."""
        first, last = figure_around(tokens, words[0]), figure_around(tokens, words[-1])
        return first.start < words.start or words.stop < last.stop

    def _begin(self) -> None:
        self.tokens = self.origin
        self.where = list(self._words)  # the token that each cited word is now, or -1
        self.now: range | None = self._words or None
        self.instead: range | None = None
        self.left: int | None = None  # before which token the passage stood, once it is gone
        self.moved = False

    def go(self, step: RevisionMap) -> None:
        """Follow the passage into the next revision; the cited text itself, when it comes back, is where the trail began."""
        if step.new.text == self.origin.text:
            self._begin()
            return
        kept = [step.to[i] if i >= 0 else -1 for i in self.where]
        chosen = self._together(kept, step) if self.now else []
        if self.now and chosen and self._share(chosen, kept, step.new) >= _ENOUGH:
            self._stay(step, self.now, kept, chosen)
        else:
            self._lose(step, kept)
        self.tokens = step.new

    def state(self) -> dict[str, Any]:
        """The trail as small JSON, for `resume`: runs of words `[cited, now, count]`, stretches `[first, stop]`, all in tokens."""
        runs: list[list[int]] = []
        for k, i in enumerate(self.where):
            if (
                i >= 0
                and runs
                and runs[-1][0] + runs[-1][2] == k
                and runs[-1][1] + runs[-1][2] == i
            ):
                runs[-1][2] += 1
            elif i >= 0:
                runs.append([k, i, 1])
        texts = [self.origin.digest, self.tokens.digest, self.span.start, self.span.end]
        now, instead = ([r.start, r.stop] if r else None for r in (self.now, self.instead))
        return {
            "version": VERSION,
            "of": texts,
            "runs": runs,
            "now": now,
            "instead": instead,
            "left": self.left,
            "moved": self.moved,
        }

    @classmethod
    def resume(
        cls, cited: str | Tokens, span: Span, now: str | Tokens, state: dict[str, Any]
    ) -> "Trail":
        """The trail that `state` was taken from, standing in the text `now`.

        Raises ValueError for the state of another one.
        """
        trail = cls(cited, span)
        trail.tokens = now if isinstance(now, Tokens) else Tokens(now)
        try:
            trail._restore(state)
        except (LookupError, TypeError, AttributeError, ValueError) as error:
            raise ValueError(f"This is not the state of this trail: {error}") from error
        if trail.state() != state:
            raise ValueError(
                "This state belongs to another passage, to other texts or to another version."
            )
        return trail

    def _restore(self, state: dict[str, Any]) -> None:
        self.where = [-1] * len(self.cited)
        for k, i, count in state["runs"]:
            if not (
                0 <= k < k + count <= len(self.cited) and 0 <= i < i + count <= len(self.tokens)
            ):
                raise ValueError("its words lie outside the text.")
            self.where[k : k + count] = range(i, i + count)
        self.now, self.instead = (
            range(*state[name]) if state[name] else None for name in ("now", "instead")
        )
        for stretch in (self.now, self.instead):
            if stretch is not None and not 0 <= stretch.start < stretch.stop <= len(self.tokens):
                raise ValueError("its stretch lies outside the text.")
        self.left = None if state["left"] is None else int(state["left"])
        self.moved = state["moved"] is True

    def _together(self, kept: list[int], step: RevisionMap) -> list[int]:
        """The numbers of the cited words that stand together: most of those that stand in order, or most of those carried elsewhere."""
        pieces = _pieces(kept, [bool(i >= 0 and step.carried[i]) for i in self.where])
        sides = [[p for p in pieces if step.carried[self.where[p[0]]] == side] for side in (0, 1)]
        weights = [self._share((k for p in side for k in p), kept, step.new) for side in sides]
        main = (
            self._one_place(sides[1], kept, step.new)
            if weights[1] > weights[0]
            else self._near(sides[0], kept, step.new)
        )
        inside = {p.start for p in main}
        return (
            self._with_touching(main, [p for p in pieces if p.start not in inside], kept)
            if main
            else []
        )

    def _near(self, pieces: list[range], kept: list[int], tokens: Tokens) -> list[range]:
        """Without a small piece far off at either end: a chance likeness."""
        low, high = 0, len(pieces)
        while high - low > 1 and self._astray(
            pieces[low],
            tokens.starts[kept[pieces[low + 1][0]]] - tokens.ends[kept[pieces[low][-1]]],
        ):
            low += 1
        while high - low > 1 and self._astray(
            pieces[high - 1],
            tokens.starts[kept[pieces[high - 1][0]]] - tokens.ends[kept[pieces[high - 2][-1]]],
        ):
            high -= 1
        return pieces[low:high]

    def _astray(self, piece: range, distance: int) -> bool:
        ours = sum(self.weights[piece.start : piece.stop])
        return ours < min(_CHANCE, _SMALL * sum(self.weights)) and distance > _FAR * ours

    def _one_place(self, pieces: list[range], kept: list[int], tokens: Tokens) -> list[range]:
        """Of pieces that were carried, the most that went to one place in their order."""
        places: list[list[range]] = []
        for piece in pieces:
            last = kept[places[-1][-1][-1]] if places else 0
            first = kept[piece[0]]
            if (
                places
                and last < first
                and tokens.starts[first] - tokens.ends[last] <= sum(self.weights)
            ):
                places[-1].append(piece)
            else:
                places.append([piece])
        return max(places, key=lambda place: self._share(_all(place), kept, tokens))

    def _with_touching(self, main: list[range], others: list[range], kept: list[int]) -> list[int]:
        """With the pieces that stand between or next to these."""
        words = _all(main)
        low, high = min(kept[k] for k in words), max(kept[k] for k in words)
        others = sorted(others, key=lambda p: kept[p[0]])
        for piece in [*others, *others[::-1]]:
            first, last = kept[piece[0]], kept[piece[-1]]
            if low - _TOUCHING <= last + 1 and first - 1 <= high + _TOUCHING:
                low, high = min(low, first), max(high, last)
                words.extend(piece)
        return sorted(set(words))

    def _share(self, words: Iterable[int], kept: list[int], tokens: Tokens) -> float:
        """The share of the cited characters that these words hold as they stand now; a figure holds its own with another value."""
        return sum(
            self.weights[k] * kept_tokens(self.cited[k], tokens.folds[kept[k]]) for k in words
        ) / max(1, sum(self.weights))

    def _stay(self, step: RevisionMap, now: range, kept: list[int], chosen: list[int]) -> None:
        standing = [(kept[k], self.where[k]) for k in chosen]
        (_, first), (_, last) = min(standing), max(standing)
        # Words left out bound the stretch, so that widening does not bring them back.
        others = set(chosen)
        out = [self.where[k] for k, j in enumerate(kept) if j >= 0 and k not in others]
        low = max((i + 1 for i in out if i < first), default=now.start)
        high = min((i for i in out if i > last), default=now.stop)
        self.now = range(step.widened_down(first, low), step.widened_up(last + 1, high))
        if not self._cut:
            self.now = step.whole(self.now)
        carried = self._share((k for k in chosen if step.carried[self.where[k]]), kept, step.new)
        self.moved = self.moved or 2 * carried > self._share(chosen, kept, step.new)
        self.where = [j if k in others else -1 for k, j in enumerate(kept)]
        self.left = None
        unbroken = step.new.find(self.cited, self.now)
        if unbroken:
            self.now, self.where = unbroken, list(unbroken)

    def _lose(self, step: RevisionMap, kept: list[int]) -> None:
        left = self.left if self.now is None else self.now.start
        place = step.place_between(left) if left is not None else (-1, 0)
        found = self._come_back(step)
        where = list(found) if found else []
        if not found and self.now is None:
            found, where = self._come_back_reworded(step)
        if found:
            self.moved = self.moved or not place[0] < found.start < found.stop <= place[1]
            self.now, self.where, self.instead, self.left = found, where, None, None
            return
        if self.now:
            self.instead = step.put_in_place_of(self.now)
        elif self.instead:
            self.instead = step.most_of(self.instead)
        self.left = place[1] if left is not None else None
        self.now, self.where = None, kept

    @cached_property
    def _sentences(self) -> list[range]:
        """The sentences in which the passage stands."""
        starts, first = self.origin.paragraphs, self._words.start
        at, behind = bisect_right(starts, first), bisect_left(starts, self._words.stop)
        inside = range(starts[at - 1], starts[behind] if behind < len(starts) else len(self.origin))
        return [
            part
            for part in self.origin.parts(inside, 1)
            if part.start < self._words.stop and first < part.stop
        ]

    def _come_back(self, step: RevisionMap) -> range | None:
        """Where the cited words stand in new text, alone or inside the sentence that they were cited from."""
        found = step.find_inserted(self.cited)
        if found or not self._words:
            return found
        sentence = self._sentences[0]
        if sentence.stop < self._words.stop:
            return None
        found = step.find_inserted(self.origin.folds[sentence.start : sentence.stop])
        first = found.start + self._words.start - sentence.start if found else 0
        return range(first, first + len(self._words)) if found else None

    def _come_back_reworded(self, step: RevisionMap) -> tuple[range | None, list[int]]:
        """Where the cited sentences stand in new text with some words changed, and each cited word's place there."""
        where = [-1] * len(self.cited)
        for sentence in self._sentences if self._words else []:
            words = self.origin.folds[sentence.start : sentence.stop]
            there = step.near(words) or range(0)
            for i, j, count in common(words, step.new.folds[there.start : there.stop]):
                for n in range(count):
                    k = sentence.start + i + n - self._words.start
                    if 0 <= k < len(where):
                        where[k] = there.start + j + n
        places = [j for j in where if j >= 0]
        kept = self._share((k for k, j in enumerate(where) if j >= 0), where, step.new)
        if (
            kept < _ENOUGH
            or places != sorted(places)
            or places[-1] - places[0] >= 2 * len(where) + _TOUCHING
        ):
            return None, []
        return range(places[0], places[-1] + 1), where

    def fate(self) -> AnchorState:
        """The verdict, in offsets of the last revision."""
        if self.tokens.text == self.origin.text:
            return AnchorState("same", self.span, None, 1.0)
        words = (
            (self.weights[k] * likeness(self.cited[k], self.tokens.folds[i]))
            for k, i in enumerate(self.where)
            if i >= 0
        )
        kept = sum(words) / max(1, sum(self.weights))
        if self.now is None:
            instead = self.tokens.span(self.instead) if self.instead else None
            return AnchorState("replaced" if instead else "removed", None, instead, kept)
        span = self._trimmed(self.tokens.span(self.now), self.now)
        changed = self._reworded(span, self.now)
        return AnchorState(
            "moved" if self.moved else "changed" if changed else "same",
            span,
            None,
            kept if changed else 1.0,
            changed,
        )

    def _reworded(self, span: Span, now: range) -> bool:
        """Whether other words stand there; of a word that is cited in part only that part counts."""
        if self.tokens.folds[now.start : now.stop] == self.cited:
            return False
        return not any(self.skipped) or words_changed(
            self.span.of(self.origin.text), span.of(self.tokens.text)
        )

    def _trimmed(self, span: Span, now: range) -> Span:
        """Without the uncited ends of the first and last word, where these words still stand at the ends."""
        head = self.skipped[0] if self.where[0] == now[0] else 0
        tail = self.skipped[1] if self.where[-1] == now[-1] else 0
        cut = Span(span.start + head, span.end - tail)
        return cut if cut.start < cut.end else span


def words_changed(cited: str, standing: str) -> bool:
    """Whether two wordings differ in more than white space and the form of quotation marks and dashes."""
    return Tokens(cited).folds != Tokens(standing).folds


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


def _pieces(kept: list[int], carried: list[bool]) -> list[range]:
    """The cited words that stand, in unbroken pieces of the same kind."""
    pieces: list[range] = []
    for k, i in enumerate(kept):
        if (
            i >= 0
            and pieces
            and pieces[-1].stop == k
            and kept[k - 1] == i - 1
            and carried[k - 1] == carried[k]
        ):
            pieces[-1] = range(pieces[-1].start, k + 1)
        elif i >= 0:
            pieces.append(range(k, k + 1))
    return pieces


def _all(pieces: Iterable[range]) -> list[int]:
    return [k for piece in pieces for k in piece]

"""One passage on its way through the revisions of a text, step by step."""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from functools import cached_property
from typing import Any

from app.text.diff.align.figures import figure_around
from app.text.diff.align.positions import AlignedTexts
from app.text.diff.align.respelling import likeness
from app.text.diff.align.subsequences import Run, common_subsequence, joined_runs
from app.text.diff.anchor_state import AnchorState, Verdict
from app.text.diff.kept_words import KeptWords
from app.text.diff.tokens import SENTENCES, Tokens
from app.text.diff.word_diff import words_changed
from app.text.spans import Span

VERSION = 2
"""Of the judgement: raised whenever a verdict, or a tracker's snapshot, may come out otherwise than
before."""
# Of the cited words' characters: FACTS recipe, right on 83 of 83 passages for 12 kinds of edit.
_ENOUGH = 0.5
_REACH = 3  # words more than twice the passage's, within which a reworded passage must lie


class AnchorTracker:
    """The words cited from a text, where each of them is now, and the stretch they span.

    `origin` is the text cited from and `span` the place there; `tokens` the text reached so far.
    `places` is the token that each cited word is now, or -1; `now` the stretch of the passage, None
    when it is gone, and then `instead` what is in its place and `left` the token before which it
    was.
    """

    def __init__(self, cited_from: str | Tokens, span: Span) -> None:
        self.origin = cited_from if isinstance(cited_from, Tokens) else Tokens(cited_from)
        self.span = span
        tokens = self.origin
        words = range(bisect_right(tokens.ends, span.start), bisect_left(tokens.starts, span.end))
        self.cited = tokens.folds[words.start : words.stop]
        self.weights = [
            min(tokens.ends[i], span.end) - max(tokens.starts[i], span.start) for i in words
        ]
        self.skipped = _skipped(tokens, words, span)
        self._words = words
        self._cuts_word_or_figure = any(self.skipped) or _cuts_figure(tokens, words)
        self._restart()

    def _restart(self) -> None:
        self.tokens = self.origin
        self.places = list(self._words)
        self.now: range | None = self._words or None
        self.instead: range | None = None
        self.left: int | None = None
        self.moved = False

    def advance(self, step: AlignedTexts) -> None:
        """Follows the passage into the next revision.

        When the cited text itself comes back, the passage is where it was.
        """
        if step.new.text == self.origin.text:
            self._restart()
            return
        places = [step.new_of[i] if i >= 0 else -1 for i in self.places]
        moved = [i >= 0 and bool(step.moved[i]) for i in self.places]
        words = KeptWords(self.cited, self.weights, places, moved, step.new)
        chosen = words.together() if self.now else []
        if self.now and chosen and words.share(chosen) >= _ENOUGH:
            self._keep(step, self.now, words, chosen)
        else:
            self._lose(step, places)
        self.tokens = step.new

    def snapshot(self) -> dict[str, Any]:
        """The tracker as small JSON, for `restore`.

        `runs` are `[cited word, token, count]`, stretches `[first, stop]`, all in tokens.
        """
        standing = (Run(k, i, 1) for k, i in enumerate(self.places) if i >= 0)
        return {
            "version": VERSION,
            "of": [self.origin.digest, self.tokens.digest, self.span.start, self.span.end],
            "runs": [[run.old, run.new, run.length] for run in joined_runs(standing)],
            "now": _ends(self.now),
            "instead": _ends(self.instead),
            "left": self.left,
            "moved": self.moved,
        }

    @classmethod
    def restore(
        cls, cited_from: str | Tokens, span: Span, text: str | Tokens, snapshot: dict[str, Any]
    ) -> "AnchorTracker":
        """The tracker that a snapshot was taken of, at the text it had reached.

        Raises ValueError for the snapshot of another one.
        """
        tracker = cls(cited_from, span)
        tracker.tokens = text if isinstance(text, Tokens) else Tokens(text)
        try:
            tracker._restore(snapshot)
        except (LookupError, TypeError, AttributeError, ValueError) as error:
            raise ValueError(f"Not a valid state of this passage: {error}") from error
        if tracker.snapshot() != snapshot:
            raise ValueError(
                "This state belongs to another passage, other texts or another version."
            )
        return tracker

    def _restore(self, snapshot: dict[str, Any]) -> None:
        size = len(self.tokens)
        self.places = [-1] * len(self.cited)
        for k, i, count in snapshot["runs"]:
            is_cited = 0 <= k < k + count <= len(self.cited)
            if not (is_cited and 0 <= i < i + count <= size):
                raise ValueError("its words lie outside the text.")
            self.places[k : k + count] = range(i, i + count)
        self.now = _stretch(snapshot["now"], size)
        self.instead = _stretch(snapshot["instead"], size)
        self.left = None if snapshot["left"] is None else int(snapshot["left"])
        self.moved = snapshot["moved"] is True

    def _keep(
        self, step: AlignedTexts, now: range, words: KeptWords, chosen: Sequence[int]
    ) -> None:
        """The passage is still there: finds the stretch that its chosen words span."""
        stretch = self._stretch_of(step, now, words, chosen)
        moved = words.share(k for k in chosen if words.moved[k])
        self.moved = self.moved or 2 * moved > words.share(chosen)
        unbroken = step.new.find(self.cited, stretch)
        if unbroken:
            self.now, self.places = unbroken, list(unbroken)
        else:
            is_chosen = set(chosen)
            places = [place if k in is_chosen else -1 for k, place in enumerate(words.places)]
            self.now, self.places = stretch, places
        self.left = None

    def _stretch_of(
        self, step: AlignedTexts, now: range, words: KeptWords, chosen: Sequence[int]
    ) -> range:
        """From the first of the chosen words to the last, widened to the passage's old edges."""
        kept = [(words.places[k], self.places[k]) for k in chosen]
        (_, first), (_, last) = min(kept), max(kept)
        # Words that were left out bound the stretch, so that widening does not bring them back.
        left_out = [self.places[k] for k in words.left_out(chosen)]
        low = max((i + 1 for i in left_out if i < first), default=now.start)
        high = min((i for i in left_out if i > last), default=now.stop)
        stretch = range(step.widened_down(first, low), step.widened_up(last + 1, high))
        return stretch if self._cuts_word_or_figure else step.with_whole_figures(stretch)

    def _lose(self, step: AlignedTexts, places: list[int]) -> None:
        """The passage is not where it was: looks for it in new text, or notes what is instead."""
        left = self.left if self.now is None else self.now.start
        between = step.place_between(left) if left is not None else (-1, 0)
        refound = self._find_again(step)
        if refound:
            now, found_places = refound
            is_back = between[0] < now.start < now.stop <= between[1]
            self.moved = self.moved or not is_back
            self.now, self.places, self.instead, self.left = now, found_places, None, None
            return
        if self.now:
            self.instead = step.inserted_in_place_of(self.now)
        elif self.instead:
            self.instead = step.most_of(self.instead)
        self.left = between[1] if left is not None else None
        self.now, self.places = None, places

    def _find_again(self, step: AlignedTexts) -> tuple[range, list[int]] | None:
        """Where the passage is in inserted text; reworded only if it was gone before."""
        unbroken = self._find_unbroken(step)
        if unbroken:
            return unbroken, list(unbroken)
        return self._find_reworded(step) if self.now is None else None

    @cached_property
    def _sentences(self) -> list[range]:
        """The sentences of the text cited from in which the passage lies."""
        starts, first = self.origin.paragraphs, self._words.start
        at, behind = bisect_right(starts, first), bisect_left(starts, self._words.stop)
        stop = starts[behind] if behind < len(starts) else len(self.origin)
        return [
            part
            for part in self.origin.parts(range(starts[at - 1], stop), SENTENCES)
            if part.start < self._words.stop and first < part.stop
        ]

    def _find_unbroken(self, step: AlignedTexts) -> range | None:
        """Where the cited words are in inserted text, alone or inside their whole sentence."""
        inserted = step.find_inserted(self.cited)
        if inserted or not self._words:
            return inserted
        sentence = self._sentences[0]
        if sentence.stop < self._words.stop:
            return None
        inserted = step.find_inserted(self.origin.folds[sentence.start : sentence.stop])
        if not inserted:
            return None
        first = inserted.start + self._words.start - sentence.start
        return range(first, first + len(self._words))

    def _find_reworded(self, step: AlignedTexts) -> tuple[range, list[int]] | None:
        """Where the cited sentences are in inserted text with some words changed.

        With the place of each cited word there, or -1.
        """
        places = [-1] * len(self.cited)
        for sentence in self._sentences if self._words else []:
            self._place_words_of(sentence, step, places)
        kept = [(k, place) for k, place in enumerate(places) if place >= 0]
        words = KeptWords(self.cited, self.weights, places, [], step.new)
        in_order = [place for _, place in kept]
        if words.share(k for k, _ in kept) < _ENOUGH or in_order != sorted(in_order):
            return None
        if in_order[-1] - in_order[0] >= 2 * len(places) + _REACH:
            return None
        return range(in_order[0], in_order[-1] + 1), places

    def _place_words_of(self, sentence: range, step: AlignedTexts, places: list[int]) -> None:
        """Notes in `places` where the cited words of a sentence are in one that is similar."""
        folds = self.origin.folds[sentence.start : sentence.stop]
        similar = step.find_similar_inserted(folds) or range(0)
        matches = common_subsequence(folds, step.new.folds[similar.start : similar.stop])
        for i, j, count in matches:
            for n in range(count):
                k = sentence.start + i + n - self._words.start
                if 0 <= k < len(places):
                    places[k] = similar.start + j + n

    def anchor_state(self) -> AnchorState:
        """The verdict, in offsets of the text reached so far."""
        if self.tokens.text == self.origin.text:
            return AnchorState("same", self.span, None, 1.0)
        kept = self._kept()
        if self.now is None:
            instead = self.tokens.span(self.instead) if self.instead else None
            return AnchorState("replaced" if instead else "removed", None, instead, kept)
        span = self._trimmed(self.tokens.span(self.now), self.now)
        reworded = self._is_reworded(span, self.now)
        verdict: Verdict = "changed" if reworded else "same"
        if self.moved:
            verdict = "moved"
        return AnchorState(verdict, span, None, kept if reworded else 1.0, reworded)

    def _kept(self) -> float:
        """The share of the cited characters that are still there, in words spelt otherwise too."""
        kept = sum(
            self.weights[k] * likeness(self.cited[k], self.tokens.folds[i])
            for k, i in enumerate(self.places)
            if i >= 0
        )
        return kept / max(1, sum(self.weights))

    def _is_reworded(self, span: Span, now: range) -> bool:
        """Whether other words are there; of a word cited in part only that part counts."""
        if self.tokens.folds[now.start : now.stop] == self.cited:
            return False
        if not any(self.skipped):
            return True
        return words_changed(self.span.of(self.origin.text), span.of(self.tokens.text))

    def _trimmed(self, span: Span, now: range) -> Span:
        """Without the uncited ends of the first and last word, if these are still at the ends."""
        head = self.skipped[0] if self.places[0] == now[0] else 0
        tail = self.skipped[1] if self.places[-1] == now[-1] else 0
        trimmed = Span(span.start + head, span.end - tail)
        return trimmed if trimmed.start < trimmed.end else span


def _skipped(tokens: Tokens, words: range, span: Span) -> tuple[int, int]:
    """How many characters of its first and last word a passage leaves out."""
    if not words:
        return 0, 0
    head = span.start - tokens.starts[words[0]]
    tail = tokens.ends[words[-1]] - span.end
    return max(0, head), max(0, tail)


def _cuts_figure(tokens: Tokens, words: range) -> bool:
    """Whether a passage begins or ends inside a figure: the rest of it is then not meant."""
    if not words:
        return False
    first, last = figure_around(tokens, words[0]), figure_around(tokens, words[-1])
    return first.start < words.start or words.stop < last.stop


def _ends(stretch: range | None) -> list[int] | None:
    return [stretch.start, stretch.stop] if stretch else None


def _stretch(ends: Any, size: int) -> range | None:
    """The stretch of a snapshot. Raises ValueError when it lies outside a text of `size` tokens."""
    if not ends:
        return None
    stretch = range(*ends)
    if not 0 <= stretch.start < stretch.stop <= size:
        raise ValueError("its stretch lies outside the text.")
    return stretch

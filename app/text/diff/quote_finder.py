"""Finds quoted words in a text that may be another version of the one they were quoted from.

Knows words with what stood around them, as annotation services keep them. The same words are
searched for through what typography makes of them; changed ones are followed from their context
into the text by the map that follows passages from revision to revision.
"""

import re
import time
import unicodedata
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterator
from copy import copy
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from app.text.diff.anchor_tracker import AnchorTracker
from app.text.diff.revision_map import RevisionMap
from app.text.diff.tokens import TYPOGRAPHY, Tokens
from app.text.diff.word_diff import words_changed
from app.text.selectors import Quote
from app.text.spans import Span

CONTEXT_MAX_CHARACTERS = 200
"""Of what stands around the words no more is compared, on either side."""
CHANGED_MAX_CHARACTERS = 2_000_000
"""Of all quotes that are searched for in one text as changed words; others are not found. It keeps
a hostile file to some seconds."""
SEARCH_SECONDS = 3.0
"""Processor time for all quotes that are searched for in one text; the rest are not found, for
whoever searches may hold the only writer. In an article of 600 words a quote takes 0.1 ms, and
one that was reworded 3 ms."""
_MATCHES = 200  # places of the same words that are compared by their context
_LONGEST_CHANGED = 20_000  # characters; changed words that are longer are not searched for
_UNMISTAKABLE = 15  # characters that hardly stand inside other words by chance
_COMMON = 40  # a word that occurs more often in the text says little about where a quote stands
_WINDOWS = 2  # places that are compared, those that share the most rare words with the quote
_SLACK = 20  # words around the place where a quote should be
# Shares (0–1) of characters that must be kept: of the changed words, and of their context where
# there is any. Measured once, by hand, on 300 sentences of the demo library: with three words
# changed 295 are found beside their context and 205 alone; of 300 that are of other articles 3
# and none.
_KEPT = 0.5
_KEPT_ALONE = 0.75
_CONTEXT_KEPT = 0.5
_NEAR = 8  # words between changed words and kept context that still is beside them
_LIGATURE = re.compile("[\ufb00-\ufb06]")
_PIECE = re.compile(r"\S+")
_UNSPACED = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u2e80-\u9fff\uac00-\ud7af]")


@dataclass(frozen=True, slots=True)
class FoundQuote:
    """Where quoted words stand.

    `reworded` says that they differ in more than white space, marks, dashes and ligatures.
    `ambiguous` that they stand in several places, and nothing says which is meant.
    """

    span: Span
    reworded: bool = False
    ambiguous: bool = False


class QuoteFinder:
    """One text in which many quotes are searched for; what that needs is made once."""

    def __init__(self, text: str) -> None:
        self.text = text
        self._changed_characters = 0
        self._seconds = 0.0

    @cached_property
    def _folded(self) -> "_Folded":
        return _Folded(self.text)

    @cached_property
    def _lower(self) -> "_Folded":
        return self._folded.in_lower_case()

    @cached_property
    def _tokens(self) -> Tokens:
        return Tokens(self.text)

    @cached_property
    def _places_of(self) -> dict[str, list[int]]:
        """The tokens at which each word stands."""
        places: defaultdict[str, list[int]] = defaultdict(list)
        for number, fold in enumerate(self._tokens.folds):
            places[fold].append(number)
        return dict(places)

    def find(self, quote: Quote, start: int | None = None) -> FoundQuote | None:
        """Where the words stand; None where they do not.

        Of several places the one whose context agrees most, then the nearest to the offset `start`
        that their source gives, then the first. None, too, after `SEARCH_SECONDS`.
        """
        if self._seconds >= SEARCH_SECONDS:
            return None
        began = time.thread_time()
        try:
            return self._find(quote, start)
        finally:
            self._seconds += time.thread_time() - began

    def _find(self, quote: Quote, start: int | None) -> FoundQuote | None:
        prefix, suffix = quote.prefix[-CONTEXT_MAX_CHARACTERS:], quote.suffix
        quote = Quote(quote.exact, prefix, suffix[:CONTEXT_MAX_CHARACTERS])
        found = self._find_same(self._folded, quote, start)
        if found is None:
            found = self._find_same(self._lower, quote, start)
        return found or self._find_changed(quote, start)

    def _find_same(self, folded: "_Folded", quote: Quote, start: int | None) -> FoundQuote | None:
        search = _Search(folded, quote, start)
        ranked = sorted((search.rank(at), -at) for at in search.places())
        if not ranked:
            return None
        best = ranked[-1]
        is_ambiguous = len(ranked) > 1 and ranked[-2][0] == best[0]
        span = self._literal(folded.span(-best[1], len(search.wanted)), quote.exact)
        # With other capital letters they are other words.
        return FoundQuote(span, reworded=folded.is_lower, ambiguous=is_ambiguous)

    def _literal(self, span: Span, exact: str) -> Span:
        """The span of the very words, with the white space at their ends, where it stands there."""
        around = len(exact) - len(exact.lstrip()) + 2
        at = self.text.find(exact, max(0, span.start - around), span.end + len(exact))
        is_there = 0 <= at < span.end and span.start < at + len(exact)
        return Span(at, at + len(exact)) if is_there else span

    def _find_changed(self, quote: Quote, start: int | None) -> FoundQuote | None:
        self._changed_characters += len(quote.exact)
        if len(quote.exact) > _LONGEST_CHANGED or self._changed_characters > CHANGED_MAX_CHARACTERS:
            return None
        old = Tokens(quote.prefix + quote.exact + quote.suffix)
        first = len(quote.prefix)
        cited = Span(first, first + len(quote.exact))
        best: tuple[float, Span] | None = None
        for window in self._windows(old, start):
            found = self._followed(old, cited, window)
            if found is not None and (best is None or found[0] > best[0]):
                best = found
        if best is None:
            return None
        span = best[1]
        return FoundQuote(span, reworded=words_changed(quote.exact, span.of(self.text)))

    def _windows(self, old: Tokens, start: int | None) -> Iterator[Span]:
        """The stretches of the text that share the most rare words with a quote."""
        size = len(old)
        votes: Counter[int] = Counter()
        width = max(_SLACK, size)
        for number, fold in enumerate(old.folds):
            places = self._places_of.get(fold, ())
            if len(places) > _COMMON or not fold[0].isalnum():
                continue
            for place in places:
                # Two bins, as the place may be at the edge of one.
                bin_ = (place - number) // width
                votes[bin_] += len(fold)
                votes[bin_ + 1] += len(fold)
        likely = [bin_ for bin_, _ in votes.most_common(_WINDOWS)]
        if start is not None:
            likely.append(bisect_left(self._tokens.starts, start) // width)
        for bin_ in dict.fromkeys(likely):
            low = max(0, (bin_ - 1) * width - _SLACK)
            high = min(len(self._tokens), (bin_ + 2) * width + _SLACK)
            if low < high:
                yield self._tokens.span(range(low, high))

    def _followed(self, old: Tokens, cited: Span, window: Span) -> tuple[float, Span] | None:
        """The kept share and the place of changed words in a stretch, if they are there."""
        step = RevisionMap(old, window.of(self.text))
        tracker = AnchorTracker(step.old, cited)
        tracker.advance(step)
        state = tracker.anchor_state()
        if state.span is None or tracker.now is None:
            return None
        context = _context_kept(step, tracker, cited)
        enough = _KEPT_ALONE if context is None else _KEPT
        if state.kept < enough or (context is not None and context < _CONTEXT_KEPT):
            return None
        start = window.start + state.span.start
        return state.kept + (context or 0.0), Span(start, window.start + state.span.end)


def _context_kept(step: RevisionMap, tracker: AnchorTracker, cited: Span) -> float | None:
    """The share (0–1) of the context's characters that are kept beside the words.

    None without context.
    """
    old, now = step.old, tracker.now
    outside = [
        i for i in range(len(old)) if old.ends[i] <= cited.start or old.starts[i] >= cited.end
    ]
    weight = sum(len(old.folds[i]) for i in outside)
    if not weight or now is None:
        return None
    low, high = now.start - len(outside) - _NEAR, now.stop + len(outside) + _NEAR
    kept = sum(len(old.folds[i]) for i in outside if low <= step.new_of[i] < high)
    return kept / weight


class _Search:
    """The places of one quote's words in a text, and how well each fits."""

    def __init__(self, folded: "_Folded", quote: Quote, start: int | None) -> None:
        self.folded, self.start = folded, start
        self.wanted = folded.like(quote.exact)
        self.before, self.behind = folded.like(quote.prefix), folded.like(quote.suffix)

    def places(self) -> Iterator[int]:
        """Where the words stand and can be meant: with all of their context, else anywhere."""
        if not self.wanted:
            return
        whole = self.before + self.wanted + self.behind
        at = -1
        if len(whole) > len(self.wanted):
            for at in self.folded.places(whole):
                yield at + len(self.before)
        if at < 0:
            found = self.folded.places(self.wanted)
            yield from filter(self._is_meant, sorted({*self._around(), *found}))

    def _around(self) -> Iterator[int]:
        """The places before and behind the offset, which may not be among the first ones."""
        if self.start is None:
            return
        near = bisect_left(self.folded.starts, self.start)
        words, length = self.folded.words, len(self.wanted)
        for at in (words.find(self.wanted, near), words.rfind(self.wanted, 0, near + length - 1)):
            if at >= 0:
                yield at

    def rank(self, at: int) -> tuple[int, bool, int]:
        """How well a place fits: by its context, as whole words, by its distance."""
        distance = 0 if self.start is None else abs(self.folded.starts[at] - self.start)
        return sum(self._agreeing(at)), all(self._is_whole(at)), -distance

    def _is_meant(self, at: int) -> bool:
        """Whether a place is one that begins or ends inside a word.

        Of a few letters the context or the offset must say so.
        """
        is_whole = self._is_whole(at)
        is_long = len(self.wanted) >= _UNMISTAKABLE
        if all(is_whole) or is_long or self.folded.starts[at] == self.start:
            return True
        agreeing = self._agreeing(at)
        return all(whole or agrees for whole, agrees in zip(is_whole, agreeing, strict=True))

    def _is_whole(self, at: int) -> tuple[bool, bool]:
        """Whether a place begins, and ends, at the edge of a word."""
        text, span = self.folded.text, self.folded.span(at, len(self.wanted))
        return not _cuts_word(text, span.start), not _cuts_word(text, span.end)

    def _agreeing(self, at: int) -> tuple[int, int]:
        """How many characters directly before and behind a place are as they should be."""
        words, stop = self.folded.words, at + len(self.wanted)
        return (
            _common(words[max(0, at - len(self.before)) : at][::-1], self.before[::-1]),
            _common(words[stop : stop + len(self.behind)], self.behind),
        )


class _Folded:
    """A text without white space, its marks, dashes and ligatures written in one way.

    `words` is that; `starts` and `ends` are where each of its characters is in the text.
    """

    def __init__(self, text: str) -> None:
        self.text = text
        self.is_lower = False
        pieces: list[str] = []
        self.starts: list[int] = []
        self.ends: list[int] = []
        for match in _PIECE.finditer(text):
            word, at = match.group(), match.start()
            if word.isascii() and "`" not in word and "--" not in word:
                pieces.append(word)
                self.starts += range(at, at + len(word))
                self.ends += range(at + 1, at + len(word) + 1)
                continue
            for folded, start, end in _folded_characters(word, at):
                pieces.append(folded)
                self.starts += [start] * len(folded)
                self.ends += [end] * len(folded)
        self.words = "".join(pieces)

    def in_lower_case(self) -> "_Folded":
        """The same without capital letters, those that one small letter stands for."""
        made = copy(self)
        made.words, made.is_lower = "".join(map(_lower, self.words)), True
        return made

    def like(self, words: str) -> str:
        """Other words, folded as these are."""
        folded = _Folded(words).words
        return "".join(map(_lower, folded)) if self.is_lower else folded

    def places(self, wanted: str) -> Iterator[int]:
        """Where words occur, in order."""
        at = self.words.find(wanted)
        for _ in range(_MATCHES):
            if at < 0:
                return
            yield at
            at = self.words.find(wanted, at + 1)

    def span(self, at: int, length: int) -> Span:
        """The place in the text."""
        return Span(self.starts[at], self.ends[at + length - 1])


def _lower(letter: str) -> str:
    lower = letter.lower()
    return lower if len(lower) == 1 else letter


def _common(one: str, other: str) -> int:
    """How many characters two strings have in common at their beginning."""
    low, high = 0, min(len(one), len(other))
    if one[:high] == other[:high]:
        return high
    while low < high:
        middle = (low + high + 1) // 2
        if one[low:middle] == other[low:middle]:
            low = middle
        else:
            high = middle - 1
    return low


def _folded_characters(word: str, at: int) -> Iterator[tuple[str, int, int]]:
    """Each letter with the marks on it, folded, with its place; a run of dashes is one."""
    start = 0
    was_dash = False
    while start < len(word):
        end = start + 1
        while end < len(word) and unicodedata.combining(word[end]):
            end += 1
        letter = word[start:end]
        form: Literal["NFKD", "NFD"] = "NFKD" if _LIGATURE.match(letter) or letter == "…" else "NFD"
        folded = unicodedata.normalize(form, letter).translate(TYPOGRAPHY)
        is_dash = folded == "-"
        if folded and not (is_dash and was_dash):
            yield folded, at + start, at + end
        was_dash = is_dash
        start = end


def _cuts_word(text: str, at: int) -> bool:
    """Whether an offset lies inside a word."""
    if not 0 < at < len(text):
        return False
    before, behind = text[at - 1], text[at]
    is_inside = before.isalnum() and behind.isalnum()
    return is_inside and not _UNSPACED.match(before) and not _UNSPACED.match(behind)

"""Sentences as words, signs and stretches in marks, and the noun phrases in them. Owns form only: word lists, no names and no parser."""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from app.engines.cues import ADVERBS, AUXILIARIES, CONJUNCTIONS, DAYS, DETERMINERS, MEDIA, OBJECTS, PREPOSITIONS, PRONOUNS, VERBS
from app.text.spans import Span

_WORD = re.compile(r"[^\W_]+(?:[.'’&/-][^\W_]+)*(?:\.(?=[ ,\u00a0][^\s]))?|[^\w\s]|_")
_LONGEST_PHRASE = 24  # words; longer subjects are misread, and the cap keeps every walk short
_SMALL = PRONOUNS | DETERMINERS | PREPOSITIONS | CONJUNCTIONS | AUXILIARIES | ADVERBS | DAYS - {"march", "may", "august"}
_BREAKS = AUXILIARIES | CONJUNCTIONS
_LINKS = frozenset("for at from in with on to".split())
_NOT_PAST = frozenset(
    "united red need speed seed feed weed creed breed accused wounded convicted registered retired elected proposed".split()
)
_NOT_ADVERB = frozenset(
    "family early daily elderly weekly monthly ally reply only supply assembly rally friendly likely deadly lovely".split()
)
_WITH_DAY = frozenset("on last this next early late in since by earlier".split())


@dataclass(frozen=True)
class Token:
    """A word, a sign, or (`quote` ≥ 0) a whole stretch in marks, whose `start` and `end` then include the marks."""

    start: int
    end: int
    text: str
    quote: int = -1

    @cached_property
    def lower(self) -> str:
        """The word in small letters, for the lists."""
        return self.text.lower()

    @property
    def is_word(self) -> bool:
        """Whether it is a word outside marks."""
        return self.text[:1].isalnum()

    @cached_property
    def is_name(self) -> bool:
        """Whether it has a capital and is no small word or day."""
        return self.text[:1].isupper() and self.lower not in _SMALL

    @cached_property
    def is_adverb(self) -> bool:
        """Whether it is an adverb in small letters."""
        ly = self.lower.endswith("ly") and self.text[:1].islower() and self.lower not in _NOT_ADVERB
        return self.lower in ADVERBS or ly

    @cached_property
    def is_past(self) -> bool:
        """Whether it looks like a verb that ends a subject: a reporting verb, or a small word in -ed."""
        if not self.text[:1].islower():
            return False
        verb = VERBS.get(self.lower)
        return (verb is not None and verb.form in ("past", "finite")) or (self.lower.endswith("ed") and self.lower not in _NOT_PAST)


Phrase = tuple[int, int]  # the first and last index of a noun phrase's tokens


def sentences_of(text: str, sentences: Sequence[Span], marked: Sequence[Span]) -> list[list[Token]]:
    """The tokens of each sentence of one block. A sentence's border inside `marked` (outer spans, in order) is none."""
    starts = [m.start for m in marked]
    out: list[list[Token]] = []
    reach = -1
    for sentence in sentences:
        fresh = list(_tokens(text, max(sentence.start, reach), sentence.end, marked, starts))
        if out and sentence.start < reach:
            out[-1] += fresh
        elif fresh:
            out.append(fresh)
        reach = max(reach, fresh[-1].end if fresh else sentence.end)
    return out


def _tokens(text: str, start: int, end: int, marked: Sequence[Span], starts: Sequence[int]) -> Iterator[Token]:
    """Tokens from `start` to `end`, or to the end of the stretch in marks that reaches beyond it."""
    n = bisect_left(starts, start)
    while start < end:
        stop = min(end, starts[n]) if n < len(starts) else end
        for word in _WORD.finditer(text, start, stop):
            yield Token(word.start(), word.end(), word[0])
        if n >= len(starts) or starts[n] >= end:
            return
        yield Token(marked[n].start, marked[n].end, "", quote=n)
        start, n = marked[n].end, n + 1


def phrase_from(tokens: Sequence[Token], at: int) -> Phrase | None:
    """The noun phrase that begins at `at`."""
    if at >= len(tokens) or not tokens[at].is_word:
        return None
    if tokens[at].lower in PRONOUNS and not (at + 1 < len(tokens) and tokens[at].lower in DETERMINERS and _carries_on(tokens, at + 1)):
        return at, at
    last = at
    while last + 1 < min(len(tokens), at + _LONGEST_PHRASE) and _carries_on(tokens, last + 1):
        last += 1
    if last > at and last + 1 < len(tokens) and tokens[last + 1].lower in OBJECTS and not tokens[last].is_name:
        last -= 1  # `people stop us`: what has an object is the verb
    while last > at and (tokens[last].lower in PREPOSITIONS or tokens[last].lower in DETERMINERS or not tokens[last].is_word):
        last -= 1
    return (at, last) if any(_is_nominal(t) for t in tokens[at : last + 1]) and tokens[at].lower not in _BREAKS | PREPOSITIONS else None


def _is_nominal(token: Token) -> bool:
    return token.is_word and token.lower not in _SMALL and not token.is_adverb and not token.text.isdigit() and token.lower not in OBJECTS


def _carries_on(tokens: Sequence[Token], k: int) -> bool:
    """Whether a phrase that has come to the token before `k` goes on with `k`."""
    token, before = tokens[k], tokens[k - 1]
    if token.text in "'’" and token.text and before.lower.endswith("s"):
        return k + 1 < len(tokens) and tokens[k + 1].is_word
    if token.lower == "and" and before.is_name and k + 2 < len(tokens) and tokens[k + 1].is_name and tokens[k + 2].text[:1].islower():
        return _is_nominal(tokens[k + 2])  # the name within `one Harbour and Land member`
    if not token.is_word or token.lower in _BREAKS or token.lower in DAYS or token.lower in OBJECTS:
        return False
    if token.lower == "of":
        return True
    if token.lower in PREPOSITIONS:
        return token.lower in _LINKS and not before.is_name and _is_nominal(before) and not _is_medium(tokens, k + 1)
    if token.lower in PRONOUNS and token.lower not in DETERMINERS:
        return False
    if token.lower in DETERMINERS:
        return before.lower in PREPOSITIONS or before.lower in ("all", "both")
    return before.lower in DETERMINERS or not (token.is_past or token.is_adverb)


def _is_medium(tokens: Sequence[Token], at: int) -> bool:
    """Whether `at` begins `a statement`, `her last interview`, or a day."""
    return any(t.lower in MEDIA or t.lower in DAYS for t in tokens[at : at + 3])


def before_cue(tokens: Sequence[Token], at: int, low: int) -> int:
    """The index of what stands before a verb at `at`, past its auxiliaries, adverbs and days."""
    k = at - 1
    while k >= low:
        token = tokens[k]
        if token.is_word and (token.lower in AUXILIARIES or token.is_adverb):
            k -= 1
        elif token.lower == "to" and k > low and tokens[k - 1].lower == "used":
            k -= 2  # `he used to say`
        elif token.lower in DAYS and k > low:
            k -= 1
            while k >= low and (tokens[k].lower in _WITH_DAY or tokens[k].lower in DAYS):
                k -= 1
        else:
            break
    return k


def phrase_to(tokens: Sequence[Token], last: int, low: int) -> Phrase | None:
    """The noun phrase that ends at `last`, not reaching before `low`."""
    if last < low or not tokens[last].is_word:
        return None
    if tokens[last].lower in PRONOUNS or tokens[last].lower in DETERMINERS:
        whole = last > low and tokens[last].lower not in PRONOUNS - DETERMINERS and tokens[last - 1].lower in ("the", "these", "those")
        return (last - 1, last) if whole else (last, last) if tokens[last].lower in PRONOUNS else None
    if not _is_nominal(tokens[last]):
        return None
    first = last
    while first - 1 >= max(low, last - _LONGEST_PHRASE) and _reaches_back(tokens, first - 1, low):
        first -= 1
    return _trimmed(tokens, first, last)


def _reaches_back(tokens: Sequence[Token], k: int, low: int) -> bool:
    token = tokens[k]
    determined = k > low and tokens[k - 1].lower in DETERMINERS
    if token.text in ("'", "’"):
        return k > low and tokens[k - 1].lower.endswith("s")
    if not token.is_word or token.lower in _BREAKS or (token.lower in PRONOUNS and token.lower not in DETERMINERS):
        return False
    return determined or not (token.lower in DAYS or token.is_adverb or token.is_past)


def _trimmed(tokens: Sequence[Token], first: int, last: int) -> Phrase | None:
    """A run of words without what stands before its last independent noun phrase (`in a statement | the ministry`)."""
    for p in range(last, first, -1):
        before = tokens[p - 1].lower
        if tokens[p].lower in DETERMINERS and before not in PREPOSITIONS and before not in DETERMINERS:
            return p, last
    while first < last and (tokens[first].lower in PREPOSITIONS or not tokens[first].is_word):
        first += 1
    return (first, last) if any(_is_nominal(t) for t in tokens[first : last + 1]) else None


def with_apposition(tokens: Sequence[Token], comma: int, low: int) -> Phrase | None:
    """The noun phrase that `, the minister,` or `, who leads it,` describes, whose last comma is at `comma`."""
    phrase = phrase_from(tokens, low)
    if not (phrase and phrase[1] + 1 < comma and tokens[phrase[1] + 1].text == ","):
        near = _described(tokens, comma, low)
        if near:
            return near
    at = low
    while at < comma:
        phrase = phrase_from(tokens, at)
        if phrase and phrase[1] + 1 < comma and tokens[phrase[1] + 1].text == ",":
            return phrase
        at = next((k + 1 for k in range(at, comma) if tokens[k].text == "," or tokens[k].lower in ("and", "but")), comma)
    return None


def _described(tokens: Sequence[Token], comma: int, low: int) -> Phrase | None:
    """What a name, a description or an age right before `comma` stands beside: `In four lines Farr, 63,`, `that the chair, Ana Holt,`."""
    first = next((k for k in range(comma - 1, max(low, comma - _LONGEST_PHRASE), -1) if tokens[k].text == ","), None)
    if first is None or comma - first < 2:
        return None
    age = comma - first == 2 and tokens[first + 1].text.isdigit()
    if not age and phrase_from(tokens, first + 1) != (first + 1, comma - 1):
        return None
    whole = phrase_to(tokens, first - 1, low)
    if whole is None or (not age and not (tokens[first + 1].is_name and tokens[whole[0]].lower in DETERMINERS)):
        return None
    return _name_at_end(tokens, whole)


def _name_at_end(tokens: Sequence[Token], whole: Phrase) -> Phrase:
    """The name in `a statement of four lines | Farr`: a plural noun before it ends another phrase."""
    first = whole[1]
    while first > whole[0] and tokens[first].is_name:
        first -= 1
    return (first + 1, whole[1]) if first < whole[1] and tokens[first].lower.endswith("s") and tokens[first].text.islower() else whole


def main_subject(tokens: Sequence[Token], high: int, low: int = 0) -> Phrase | None:
    """The first noun phrase of the clause from `low`, past what introduces it up to a comma; ends before `high`."""
    at = low
    while at < high:
        phrase = phrase_from(tokens, at)
        if phrase and phrase[1] < high:
            return phrase
        at = next(
            (k + 1 for k in range(at, high) if tokens[k].text == "," or tokens[k].quote >= 0 or tokens[k].lower in ("and", "but")), high
        )
    return None

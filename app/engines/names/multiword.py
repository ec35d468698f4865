"""Names that capitals alone do not show: quoted titles, `Harbour and Land`, datelines.

Also numbered things (`Appendix F`), which are no names.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from app.engines import word_lists
from app.engines.names.candidates import is_headed
from app.engines.names.capitalized import Name, Word
from app.engines.places import gazetteer
from app.text.spans import Span

_QUOTED = re.compile(r"[“„«‹‘\"][^“”„«»‹›‘\"\n.,;:!?]{4,60}[”“»›’\"]")
_LONGEST_SMALL_WORD = 3  # letters of the words that a title writes in lower case
# Words before a number or a letter that label a thing: `Section 379`.
_LABELS = word_lists.words(
    """
    appendix annex section chapter figure table page volume part article clause schedule exhibit
    room gate platform plan option grade class type recommendation group item line phase stage block
    box row column level form model version vitamin hepatitis
    """
)
_NUMERALS = frozenset({"II", "III", "IV", "VI"})
# Near a pair such as `Harbour and Land` these words say that it is a party.
_PARTY = word_lists.words(
    "party parties member members leader leaders candidate group coalition voters mp mps"
)
_NEAR_A_PAIR = 3  # words on either side in which they are looked for
_OWNED_BY = frozenset({"of", "whose", "for"})  # before a pair, these take it as one thing
_DATELINE = re.compile(
    r"(?P<places>[A-Z][^\n()]{1,60}?)\s?(?:\((?P<agency>[^()\n]{2,30})\)\s?)?[-–—]{1,2}\s"
)
_FIRST_WORD = re.compile(r"[^\W\d_]+")
_DATED = re.compile(r"\b(?:Jan|Feb|Mar|Apr|May|June?|July?|Aug|Sept?|Oct|Nov|Dec)")


def dateline(text: str, start: int) -> tuple[Span, Span]:
    """The places and the agency of a dateline (`PORT ORLE, 3 Jan (ABC) -`) that opens at `start`.

    Empty spans where there is none.
    """
    nothing = Span(start, start)
    match = _DATELINE.match(text, start)
    if match is None or not _is_dateline(match):
        return nothing, nothing
    agency = Span(*match.span("agency")) if match["agency"] else nothing
    return Span(*match.span("places")), agency


def _is_dateline(match: re.Match[str]) -> bool:
    """Whether it begins with a word in capitals and has an agency or a date."""
    first = _FIRST_WORD.match(match["places"])
    if first is None or len(first.group()) < 2 or not first.group().isupper():
        return False
    return bool(match["agency"] or _DATED.search(match["places"]))


def joined(
    text: str, words: Sequence[Word], candidates: Iterable[Name], common: frozenset[str]
) -> list[Name]:
    """The candidates without numbered things, quoted titles and coordinated names as one."""
    kept = [name for name in candidates if not is_numbered(words, name)]
    return _with_pairs(words, _with_quoted_titles(text, words, kept), common)


def is_numbered(words: Sequence[Word], name: Name) -> bool:
    """Whether it is a numbered thing: `Appendix F`, `Section 379`."""
    if name.last - name.first != 2 or words[name.first].lower not in _LABELS:
        return False
    number = words[name.last - 1].text
    return len(number) == 1 or number in _NUMERALS or number.isdigit()


def _with_quoted_titles(text: str, words: Sequence[Word], names: list[Name]) -> list[Name]:
    """The names, with every quoted title in place of the names inside it."""
    merged: list[Name] = []
    k = 0
    for title in _quoted_titles(text, words):
        while k < len(names) and names[k].first < title.first:
            merged.append(names[k])
            k += 1
        while k < len(names) and names[k].first < title.last:
            k += 1
        merged.append(title)
    return merged + names[k:]


def _quoted_titles(text: str, words: Sequence[Word]) -> Iterator[Name]:
    """Every run of words in quotation marks that is a title: `“The Miller's Long Goodbye”`."""
    first_at = {word.start: k for k, word in enumerate(words)}
    last_at = {word.end: k + 1 for k, word in enumerate(words)}
    for match in _QUOTED.finditer(text):
        first = first_at.get(match.start() + 1)
        last = last_at.get(match.end() - 1)
        if first is None or last is None or not _is_title(words, first, last):
            continue
        names_a_ship = first > 0 and words[first - 1].lower in word_lists.SHIPS
        if not names_a_ship:
            yield Name(first, last, quoted=True)


def _is_title(words: Sequence[Word], first: int, last: int) -> bool:
    """Whether the words are written like a title and name no person, place or organization."""
    inside = [word for word in words[first:last] if word.text != "s"]
    if not _is_in_title_case(inside) or all(word.text.isupper() for word in inside):
        return False
    if inside[-1].lower in word_lists.HEADS or is_headed(words, first, last):
        return False
    return inside[0].lower not in word_lists.GIVEN and not _is_known(inside[0])


def _is_in_title_case(words: Sequence[Word]) -> bool:
    """Whether the first and at least one more have capitals, and only small words have none."""
    lower_case = [word for word in words if not word.capital]
    if len(words) - len(lower_case) < 2 or not words[0].capital:
        return False
    return all(len(word.text) <= _LONGEST_SMALL_WORD for word in lower_case)


Pair = tuple[str, str]


@dataclass(frozen=True, slots=True)
class _PairCounts:
    """How often words stand alone as names, and how often in which pair."""

    alone: Counter[str]
    together: Counter[Pair]
    seconds: Counter[str]
    openings: Counter[str]
    """Pairs by their first word, where a sentence opens with it."""

    @classmethod
    def of(
        cls, words: Sequence[Word], names: Sequence[Name], pairs: Mapping[int, Pair]
    ) -> "_PairCounts":
        singles = [n.first for n in names if n.last - n.first == 1]
        # What opens a sentence with a pair is counted in `openings`.
        alone = [k for k in singles if not (k in pairs and words[k].opens)]
        return cls(
            Counter(words[k].text for k in alone),
            Counter(pairs.values()),
            Counter(second for _, second in pairs.values()),
            Counter(first for k, (first, _) in pairs.items() if words[k].opens),
        )

    def are_never_apart(self, pair: Pair) -> bool:
        """Whether neither word is a name outside the pair."""
        first, second = pair
        first_is_bound = self.alone[first] <= self.together[pair] - self.openings[first]
        second_is_bound = self.alone[second] == self.together[pair] == self.seconds[second]
        return first_is_bound and second_is_bound


def _with_pairs(words: Sequence[Word], names: list[Name], common: frozenset[str]) -> list[Name]:
    """The names, each coordinated pair such as `Harbour and Land` as one.

    Its parts are plain words that are no names elsewhere, and the text repeats the pair or calls it
    a party.
    """
    # Each pair by the place of its first word: first word, `and`, second word.
    pairs = {
        name.first - 2: (words[name.first - 2].text, words[name.first].text)
        for name in names
        if _ends_pair(words, name)
    }
    counts = _PairCounts.of(words, names, pairs)
    merged = {
        k
        for k, pair in pairs.items()
        if counts.are_never_apart(pair) and _is_unit(words, k, counts.together[pair], common)
    }
    kept = [n for n in names if n.first not in merged and n.first - 2 not in merged]
    return sorted([*kept, *(Name(k, k + 3) for k in merged)], key=lambda n: n.first)


def _ends_pair(words: Sequence[Word], name: Name) -> bool:
    """Whether the name is the second of two plain capitalised words with `and` between them."""
    k = name.first - 2
    if k < 0 or name.last - name.first != 1 or name.titled:
        return False
    link, second = words[k + 1], words[name.first]
    is_linked = link.text == "and" and link.gap == " " == second.gap
    return is_linked and _may_begin_pair(words, k) and not _is_known(second)


def _may_begin_pair(words: Sequence[Word], k: int) -> bool:
    """Whether the word may be the first of a pair: a plain one that does not end a longer name."""
    word = words[k]
    if not word.capital or word.lower in word_lists.OPENERS or _is_known(word):
        return False
    if k == 0 or word.opens:
        return True
    return not (words[k - 1].capital and word.gap in {" ", "-"})


def _is_known(word: Word) -> bool:
    """Whether the word is a name that the lists have, or is written in capitals."""
    if word.text.isupper() or word.lower in word_lists.GIVEN:
        return True
    is_place = word.text in gazetteer.places() or word.text in gazetteer.groups()
    return is_place or word.text in word_lists.ORGANIZATIONS


def _is_unit(words: Sequence[Word], k: int, times: int, common: frozenset[str]) -> bool:
    """Whether the pair at `k`, which the text has so many times, is treated as one name."""
    plain = [
        word
        for word in (words[k], words[k + 2])
        if word.lower in common or word.lower in word_lists.HEADS
    ]
    if len(plain) != 1:
        return len(plain) == 2
    # One of the two may be a name by itself, so the text must say that they are one.
    return times > 1 or words[k].opens or _is_treated_as_one(words, k)


def _is_treated_as_one(words: Sequence[Word], k: int) -> bool:
    """Whether a word near the pair calls it a party, or the word before it takes one thing."""
    before = [word.lower for word in words[max(0, k - _NEAR_A_PAIR) : k]]
    after = [word.lower for word in words[k + 3 : k + 3 + _NEAR_A_PAIR]]
    if _PARTY & {*before, *after}:
        return True
    return bool(before) and before[-1] in _OWNED_BY

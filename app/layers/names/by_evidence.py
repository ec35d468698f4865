"""Names in a language that the model has not learnt: listed names, and people who are introduced.

A capital says little: German gives one to every noun, and every language to the first word of a
sentence. So a place and a body must be on a list, and a person must have a reporting clause, a form
of address, an office, or a known given name before the surname. Anything else is left out. Mentions
are joined elsewhere.
"""

from collections.abc import Iterator, Sequence

from app.engines import word_lists
from app.engines.names import kind_evidence
from app.engines.names.capitalized import Name, Sighting, Word
from app.engines.places import gazetteer
from app.engines.reporting.clause_words import (
    ADDRESSES,
    ARTICLES,
    GERMAN_NOBODY,
    OFFICES,
    PARTICLES,
)
from app.engines.reporting.reporting_clauses import is_german_office, is_noun
from app.layers.base import Doc
from app.layers.speech.by_rule import speaker_names
from app.layers.speech.marks.quotation_marks import quotations
from app.linking.names.first_names import FEMALE, MALE
from app.text.spans import Span

# Weights of the reasons, on the scale of `kind_evidence.evidence`.
_SPEAKER, _INTRODUCED, _KNOWN, _AGAIN = 4.0, 3.0, 3.0, 1.5
_GIVEN = word_lists.GIVEN | MALE | FEMALE
_LONGEST = 5  # words of a known name
# Where nouns have capitals too, the one behind a surname is no name.
_MOST_SURNAMES = {"de": 1}
# Names on the lists that are also common nouns or forms of words, with a capital or at the
# beginning of a sentence.
_AMBIGUOUS = word_lists.words(
    """
    Welt Mundo Mondo Monde Fez Male Malé Split Hue Acre Cork Nice Man Natal Porto Victoria Salvador
    Orange West Bari Sucre Santiago Nome Center Reading Bath Mobile Tours Essen Halle Singen Hagen
    Kiel Regina Phoenix Constantine Mendoza Rosario Concepción Fortaleza
    """
)
_NO_GIVEN = word_lists.words(
    "mark rose ernst art will may august wolf heide max sommer christian jean-pierre-"
)
_HYPHENS = frozenset({"-", "\u2011"})
_GAPS = frozenset({" ", "\u00a0"}) | _HYPHENS
_GAPS_AFTER_ADDRESS = frozenset({" ", "\u00a0", ". ", ".\u00a0"})
# A small word of so few letters may be anything, as `me` or `pan`.
_LONGEST_SMALL_ADDRESS = 3
_SHORT_ADDRESSES = frozenset({"don", "sr", "dr"})
_DETERMINERS = word_lists.words(
    """
    der die das den dem des ein eine einen einem einer eines kein keine keinen keinem keiner dieser
    diese dieses diesen diesem jede jeder jedes jeden jene jener mein meine meinen meiner dein deine
    sein seine seinen seiner seinem seines ihr ihre ihren ihrer ihrem unser unsere unseren euer eure
    viele vielen einige mehrere manche alle allen im am zum zur beim vom ins ans
    """
)


def sightings(doc: Doc, words: Sequence[Word]) -> list[Sighting]:
    """The names among the words of the text, in order."""
    taken: dict[int, Sighting] = {}
    for sighting in _persons(doc, words):
        _take(taken, sighting)
    surnames = {words[s.name.last - 1].text for s in taken.values()}
    for sighting in (*_known(doc, words), *_again(words, surnames, doc.language)):
        _take(taken, sighting)
    in_order = [taken[first] for first in sorted(taken)]
    return [
        sighting
        for n, sighting in enumerate(in_order)
        if n == 0 or in_order[n - 1].name.last <= sighting.name.first
    ]


def _take(taken: dict[int, Sighting], sighting: Sighting) -> None:
    """Add it unless an earlier one has one of its words."""
    name = sighting.name
    overlapping = (
        other
        for other in _near(taken, sighting)
        if other.name.first < name.last and name.first < other.name.last
    )
    if not any(overlapping):
        taken[name.first] = sighting


def _near(taken: dict[int, Sighting], sighting: Sighting) -> Iterator[Sighting]:
    for first in range(sighting.name.first - _LONGEST, sighting.name.last):
        if first in taken:
            yield taken[first]


def _persons(doc: Doc, words: Sequence[Word]) -> Iterator[Sighting]:
    """The people of reporting clauses, and those whom an address or a given name shows."""
    starts = {w.start: k for k, w in enumerate(words)}
    ends = {w.end: k + 1 for k, w in enumerate(words)}
    in_marks = quotations(doc.text, doc.blocks)
    for span in speaker_names(doc.text, in_marks, doc.blocks, doc.language):
        if span.start in starts and span.end in ends:
            name = Name(starts[span.start], ends[span.end])
            yield Sighting(name, span, (("person", _SPEAKER),))
    loud = _in_capitals(words)
    for k in range(len(words)):
        last = 0 if k in loud else _introduced_end(words, k, doc.language)
        if last:
            yield _sighting(words, k, last, "person", _INTRODUCED)


def _sighting(words: Sequence[Word], first: int, last: int, kind: str, weight: float) -> Sighting:
    span = Span(words[first].start, words[last - 1].end)
    return Sighting(Name(first, last), span, ((kind, weight),))


def _introduced_end(words: Sequence[Word], k: int, language: str) -> int:
    """Where the name of a person ends that begins with word `k`; 0 where nothing shows it."""
    word = words[k]
    if not word.text[0].isupper() or word.lower in ADDRESSES:
        return 0
    is_addressed = _is_addressed(words, k)
    is_given = word.lower in _GIVEN and word.lower not in _NO_GIVEN
    surname = k if is_addressed and not is_given else k + 1
    last = _surname_end(words, k, language, begin=surname)
    if is_given and last - k > 1:
        return last
    return last if is_addressed and _may_be_person(words[k:last], language) else 0


def _is_addressed(words: Sequence[Word], k: int) -> bool:
    """Whether a form of address is right before the word."""
    if k == 0 or words[k].gap not in _GAPS_AFTER_ADDRESS:
        return False
    return words[k - 1].lower in ADDRESSES and _addresses(words, k - 1)


def _addresses(words: Sequence[Word], k: int) -> bool:
    """Whether the word addresses somebody: `Frau` behind an article means a woman."""
    word = words[k]
    is_short = len(word.text) <= _LONGEST_SMALL_ADDRESS
    if is_short and not word.text[0].isupper() and word.lower not in _SHORT_ADDRESSES:
        return False
    before = words[k - 1].lower if k and word.gap == " " else ""
    return before not in ARTICLES and before not in _DETERMINERS


def _may_be_person(name: Sequence[Word], language: str) -> bool:
    """Whether the words behind an address are a name, and no noun and no listed body."""
    if not name or _is_common(name[-1], language):
        return False
    return " ".join(word.text for word in name) not in word_lists.ORGANIZATIONS


def _surname_end(words: Sequence[Word], k: int, language: str, begin: int) -> int:
    """The end of the surnames from `begin` of a name that begins at `k`.

    What a hyphen joins counts as one surname.
    """
    most = _MOST_SURNAMES.get(language, 3)
    limit = min(len(words), begin + _LONGEST)
    n, count = begin, 0
    while n < limit and _is_joined(words, k, n):
        if _is_particle(words, k, n):
            n += 1
            continue
        is_new = not _is_hyphenated(words, k, n)
        if (is_new and count == most) or not _may_be_surname(words[n], language):
            break
        if is_new and not _is_before_surname(words, k, n, count):
            count += 1
        n += 1
    return n if count else begin


def _is_hyphenated(words: Sequence[Word], k: int, n: int) -> bool:
    """Whether a hyphen joins word `n` to the one before in the name that begins at `k`."""
    return n > k and words[n].gap in _HYPHENS


def _may_be_surname(word: Word, language: str) -> bool:
    return word.text[0].isupper() and not _is_common(word, language)


def _is_joined(words: Sequence[Word], k: int, n: int) -> bool:
    """Whether word `n` may belong to the name that begins at `k`.

    Not where a border is between, and no word in capitals.
    """
    word = words[n]
    if word.text.isupper() and len(word.text) > 1:
        return False
    is_after_initial = word.gap == ". " and len(words[n - 1].text) == 1
    return n == k or word.gap in _GAPS or is_after_initial


def _is_particle(words: Sequence[Word], k: int, n: int) -> bool:
    """Whether word `n` is the `von` or `de` of a surname."""
    return n > k and words[n].text in PARTICLES and _is_capital(words, n + 1)


def _is_before_surname(words: Sequence[Word], k: int, n: int, count: int) -> bool:
    """Whether word `n` is an initial or a further given name before the first surname."""
    word = words[n]
    if len(word.text.rstrip(".")) == 1:
        return True
    return n > k and count == 0 and word.lower in _GIVEN and _is_capital(words, n + 1)


def _is_capital(words: Sequence[Word], n: int) -> bool:
    """Whether the word at `n` is joined to the one before and has a capital."""
    return n < len(words) and words[n].gap in _GAPS and words[n].text[0].isupper()


def _is_common(word: Word, language: str) -> bool:
    """Whether a capitalised word is no surname: an office, an abstract noun, a month or a day."""
    if word.lower in ADDRESSES or word.text in GERMAN_NOBODY or word.lower in OFFICES:
        return True
    return language == "de" and (is_noun(word.text) or is_german_office(word.lower))


def _known(doc: Doc, words: Sequence[Word]) -> Iterator[Sighting]:
    """Places and bodies on the lists, the longest first; none that a longer name holds."""
    places = gazetteer.places(doc.language) - _AMBIGUOUS
    loud = _in_capitals(words)
    k = 0
    while k < len(words):
        last, kind = 0, ""
        if k not in loud and words[k].capital:
            last, kind = _listed(words, k, places)
        if last and not _is_part(words, k, last, doc.language):
            yield _sighting(words, k, last, kind, _KNOWN)
        k = last or k + 1


def _listed(words: Sequence[Word], k: int, places: frozenset[str]) -> tuple[int, str]:
    """The end and kind of the longest known name at word `k`; 0 where there is none."""
    for last in range(min(len(words), k + _LONGEST), k, -1):
        if any(w.gap not in _GAPS for w in words[k + 1 : last]):
            continue
        written = kind_evidence.phrase(words, k, last)
        if written in word_lists.ACRONYMS:
            return last, word_lists.ACRONYMS[written]
        if written in word_lists.ORGANIZATIONS:
            return last, "organization"
        if written in places:
            return last, "place"
    return 0, ""


def _is_part(words: Sequence[Word], first: int, last: int, language: str) -> bool:
    """Whether a capitalised word next to it makes a longer name: `Juan Mendoza`.

    In German, where nouns have capitals, only a given name does.
    """
    before = words[first - 1] if first > 0 else None
    if language == "de":
        return before is not None and words[first].gap == " " and before.lower in _GIVEN
    if _is_capital(words, last):
        return True
    if before is None or words[first].gap not in _GAPS:
        return False
    return before.text[0].isupper() and not before.opens


def _again(words: Sequence[Word], surnames: set[str], language: str) -> Iterator[Sighting]:
    """The surnames of people who were introduced, alone; in German not behind an article."""
    for k, word in enumerate(words):
        if word.text not in surnames:
            continue
        before = words[k - 1].lower if k and word.gap == " " else ""
        if before not in _DETERMINERS and (language == "de" or before not in ARTICLES):
            yield _sighting(words, k, k + 1, "person", _AGAIN)


def _in_capitals(words: Sequence[Word]) -> set[int]:
    """The words in runs of capitals: there nothing says what is a name."""
    loud: set[int] = set()
    for k in range(1, len(words)):
        pair = (words[k - 1].text, words[k].text)
        if all(text.isupper() and len(text) > 1 for text in pair):
            loud |= {k - 1, k}
    return loud

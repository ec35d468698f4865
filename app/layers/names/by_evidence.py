"""Names in a language that the model has not learnt: what a list knows, and whom the text introduces. Form alone names nobody.

A capital says little: German gives one to every noun, and every language to the first word of a sentence. So a place must be a known place,
a body a known body, and a person have a reporting clause, a form of address, an office or a known given name beside the surname. What has
none of these is left out. Joins no mentions.
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
from app.layers.speech.quotation_marks import quotations
from app.linking.names.first_names import FEMALE, MALE
from app.text.spans import Span

_SAID, _INTRODUCED, _KNOWN, _AGAIN = (
    4.0,
    3.0,
    3.0,
    1.5,
)  # weights of the reasons, as those of `kinds.evidence`
_GIVEN = word_lists.GIVEN | MALE | FEMALE
_LONGEST = 5  # words of a known name
_MOST_SURNAMES = 3
# Names on the lists that are also common nouns or forms of words, with a capital or at the
# beginning of a sentence.
_AMBIGUOUS = word_lists.words(
    """Welt Mundo Mondo Monde Fez Male Malé Split Hue Acre Cork Nice Man Natal Porto Victoria Salvador Orange West Bari Sucre Santiago Nome
    Center Reading Bath Mobile Tours Essen Halle Singen Hagen Kiel Regina Phoenix Constantine Mendoza Rosario Concepción Fortaleza"""
)
_NO_GIVEN = word_lists.words(
    "mark rose ernst art will may august wolf heide max sommer christian jean-pierre-"
)
_GAPS = frozenset({" ", "\u00a0", "-", "\u2011"})


def sightings(doc: Doc, found: Sequence[Word]) -> list[Sighting]:
    """The names among the text's words `found`, in order."""
    taken: dict[int, Sighting] = {}
    for sighting in _persons(doc, found):
        _take(taken, sighting)
    surnames = {found[s.name.last - 1].text for s in taken.values()}
    for sighting in (*_known(doc, found), *_again(found, surnames, doc.language)):
        _take(taken, sighting)
    made = [taken[first] for first in sorted(taken)]
    return [s for n, s in enumerate(made) if n == 0 or made[n - 1].name.last <= s.name.first]


def _take(taken: dict[int, Sighting], sighting: Sighting) -> None:
    """Adds it unless an earlier one stands on one of its words."""
    if not any(
        s.name.first < sighting.name.last and sighting.name.first < s.name.last
        for s in _near(taken, sighting)
    ):
        taken[sighting.name.first] = sighting


def _near(taken: dict[int, Sighting], sighting: Sighting) -> Iterator[Sighting]:
    for first in range(sighting.name.first - _LONGEST, sighting.name.last):
        if first in taken:
            yield taken[first]


def _persons(doc: Doc, found: Sequence[Word]) -> Iterator[Sighting]:
    """People whom a reporting clause names, and those whom their address or given name shows."""
    starts = {w.start: k for k, w in enumerate(found)}
    ends = {w.end: k + 1 for k, w in enumerate(found)}
    for span in speaker_names(doc.text, quotations(doc.text, doc.blocks), doc.blocks, doc.language):
        if span.start in starts and span.end in ends:
            name = Name(starts[span.start], ends[span.end])
            yield Sighting(name, span, (("person", _SAID),))
    loud = _loud(found)
    for k in range(len(found)):
        last = 0 if k in loud else _introduced(found, k, doc.language)
        if last:
            yield _sighting(found, k, last, "person", _INTRODUCED)


def _sighting(found: Sequence[Word], first: int, last: int, kind: str, weight: float) -> Sighting:
    return Sighting(
        Name(first, last), Span(found[first].start, found[last - 1].end), ((kind, weight),)
    )


def _introduced(found: Sequence[Word], k: int, language: str) -> int:
    """Where the name of a person that begins with word `k` ends; 0 where nothing shows that it is one."""
    word = found[k]
    if not word.text[0].isupper() or word.lower in ADDRESSES:
        return 0
    addressed = (
        k > 0
        and word.gap in _SPACES_AFTER_ADDRESS
        and found[k - 1].lower in ADDRESSES
        and _addresses(found, k - 1)
    )
    given = word.lower in _GIVEN and word.lower not in _NO_GIVEN
    last = _surname_end(found, k, language, begin=k if addressed and not given else k + 1)
    if last - k > 1 and given:
        return last
    whole = " ".join(w.text for w in found[k:last])
    return (
        last
        if addressed
        and not _is_common(found[last - 1], language)
        and whole not in word_lists.ORGANIZATIONS
        else 0
    )


_SPACES_AFTER_ADDRESS = frozenset({" ", "\u00a0", ". ", ".\u00a0"})


def _addresses(found: Sequence[Word], k: int) -> bool:
    """Whether the word addresses somebody: `Frau` behind an article is a woman, a small `me` or `pan` may be anything."""
    before = found[k - 1].lower if k and found[k].gap == " " else ""
    if (
        not found[k].text[0].isupper()
        and len(found[k].text) < len("don") + 1
        and found[k].lower not in ("don", "sr", "dr")
    ):
        return False
    return before not in ARTICLES and before not in _DETERMINERS


_DETERMINERS = word_lists.words(
    """der die das den dem des ein eine einen einem einer eines kein keine keinen keinem keiner dieser diese dieses diesen diesem jede jeder
    jedes jeden jene jener mein meine meinen meiner dein deine sein seine seinen seiner seinem seines ihr ihre ihren ihrer ihrem unser
    unsere unseren euer eure viele vielen einige mehrere manche alle allen im am zum zur beim vom ins ans"""
)


def _surname_end(found: Sequence[Word], k: int, language: str, begin: int) -> int:
    """The end of the surnames behind `k`; in German one, with what a hyphen joins, for the noun behind it is no name."""
    at, count = begin, 0
    most = 1 if language == "de" else _MOST_SURNAMES
    while at < min(len(found), begin + _LONGEST):
        word = found[at]
        inside = at == k or word.gap in _GAPS or (word.gap == ". " and len(found[at - 1].text) == 1)
        if not inside or (word.text.isupper() and len(word.text) > 1):
            break
        if word.text in PARTICLES and at > k and _is_capital(found, at + 1):
            at += 1
            continue
        joined = word.gap in ("-", "\u2011") and at > k
        initial = len(word.text.rstrip(".")) == 1
        if (
            not word.text[0].isupper()
            or (count >= most and not joined)
            or _is_common(word, language)
        ):
            break
        count += not (
            joined
            or initial
            or (at > k and word.lower in _GIVEN and _is_capital(found, at + 1) and count == 0)
        )
        at += 1
    return at if count else k + 1 if begin > k else k


def _is_capital(found: Sequence[Word], at: int) -> bool:
    return at < len(found) and found[at].gap in _GAPS and found[at].text[0].isupper()


def _is_common(word: Word, language: str) -> bool:
    """Whether a capitalised word is surely no surname: an office, an abstract noun, a month or a day."""
    if word.lower in ADDRESSES or word.text in GERMAN_NOBODY or word.lower in OFFICES:
        return True
    return language == "de" and (is_noun(word.text) or is_german_office(word.lower))


def _known(doc: Doc, found: Sequence[Word]) -> Iterator[Sighting]:
    """Places and bodies on the lists, the longest first; not a single word that a sentence opens or a longer name holds."""
    places = gazetteer.places(doc.language) - _AMBIGUOUS
    loud = _loud(found)
    k = 0
    while k < len(found):
        last, kind = (0, "") if k in loud or not found[k].capital else _listed(found, k, places)
        if last and not _is_part(found, k, last, doc.language):
            yield _sighting(found, k, last, kind, _KNOWN)
        k = last or k + 1


def _listed(found: Sequence[Word], k: int, places: frozenset[str]) -> tuple[int, str]:
    """The end and kind of the longest known name at word `k`; 0 where there is none."""
    for last in range(min(len(found), k + _LONGEST), k, -1):
        if any(w.gap not in _GAPS for w in found[k + 1 : last]):
            continue
        written = kind_evidence.phrase(found, k, last)
        if written in word_lists.ACRONYMS:
            return last, word_lists.ACRONYMS[written]
        if written in word_lists.ORGANIZATIONS:
            return last, "organization"
        if written in places:
            return last, "place"
    return 0, ""


def _is_part(found: Sequence[Word], first: int, last: int, language: str) -> bool:
    """Whether a capitalised word beside it makes a longer name of it: `Juan Mendoza`, `Bilbao Capital`; in German nouns stand beside."""
    if language == "de":
        return first > 0 and found[first].gap == " " and found[first - 1].lower in _GIVEN
    before = (
        first > 0
        and found[first].gap in _GAPS
        and found[first - 1].text[0].isupper()
        and not found[first - 1].opens
    )
    return before or _is_capital(found, last)


def _again(found: Sequence[Word], surnames: set[str], language: str) -> Iterator[Sighting]:
    """The surnames of people who were introduced, where they stand alone; in German not behind an article."""
    for k, word in enumerate(found):
        if word.text not in surnames:
            continue
        before = found[k - 1].lower if k and word.gap == " " else ""
        if before not in _DETERMINERS and (language == "de" or before not in ARTICLES):
            yield _sighting(found, k, k + 1, "person", _AGAIN)


def _loud(found: Sequence[Word]) -> set[int]:
    """The words in runs of capitals: there nothing says what is a name."""
    loud: set[int] = set()
    for k in range(1, len(found)):
        both = (found[k - 1].text, found[k].text)
        if all(w.isupper() and len(w) > 1 for w in both):
            loud |= {k - 1, k}
    return loud

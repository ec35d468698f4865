"""What is no name despite its capital, and organizations that are named after a person.

Not a name: a letter alone (`the B team`), a small word with a capital (`But`), and an abbreviation
that the text uses as a common noun (`no FIR had been filed`, `an initial public offering (IPO)`).
"""

from collections.abc import Iterator, Sequence

from app.engines import word_lists
from app.engines.names.capitalized import Name, Sighting, Word
from app.text.spans import Span

_SMALL_WORDS = word_lists.words(
    """
    and but or nor so yet the a an this that these those it he she we they you my his her our their
    its if when while as at by for from in into of on onto to with without than then there here not
    no yes what which whom whose why how because although though since unless until
    """
)
_INDEFINITE = word_lists.words("no a an any each every another")
# Common nouns for groups that news names after their leader: `the Haqqani network`.
_NAMED_AFTER_PEOPLE = word_lists.words(
    "network cartel gang militia syndicate faction brigade group"
)
_NOUNS_OF_ORGANIZATIONS = word_lists.ORGANIZATION_HEADS | word_lists.BODIES
_SHORTEST_ACRONYM, _LONGEST_ACRONYM = 3, 6  # letters
_AUXILIARIES = word_lists.words("had has have was were is are will can could may")
# A title whose name was marked apart from it, or not at all, names nobody.
_TITLES = word_lists.words(
    "mr mrs ms miss mx dr prof sir dame capt col gen lt sgt maj cpl sen rep gov rev hon"
)
_NAMED_AFTER = 5.0  # weight of such a noun; more than the model gives any kind
ScoredSighting = tuple[Sighting, float]


def is_no_name(words: Sequence[Word], name: Name, nouns: frozenset[str]) -> bool:
    """Whether the words name nothing.

    `nouns` are the abbreviations and phrases that the text uses as common nouns.
    """
    inside = words[name.first : name.last]
    written = " ".join(word.text for word in inside)
    if len(inside) > 1:
        return written.lower() in nouns and not all(word.capital for word in inside)
    if name.quoted:
        return False
    is_letter = len(written.strip(".")) == 1
    return is_letter or written in nouns or _is_small_word_or_title(written)


def _is_small_word_or_title(written: str) -> bool:
    low = written.lower()
    return written.istitle() and (low in _SMALL_WORDS or low.rstrip(".") in _TITLES)


def common_acronyms(words: Sequence[Word]) -> frozenset[str]:
    """Abbreviations that the text uses as common nouns, with their phrases in lower case.

    Either a phrase in lower case stands before their brackets, or `no`, `any`, `each` before them.
    """
    nouns: set[str] = set()
    for k, word in enumerate(words):
        if not _is_acronym(word):
            continue
        if word.gap == " (":
            nouns |= _spelt_out(words, k)
        elif k > 0 and word.gap == " " and _is_countable(words, k):
            nouns.add(word.text)
    return frozenset(nouns)


def _is_acronym(word: Word) -> bool:
    """Whether it is an abbreviation in capitals, and none that names something everywhere."""
    is_short = _SHORTEST_ACRONYM <= len(word.text) <= _LONGEST_ACRONYM
    return is_short and word.text.isupper() and word.text not in word_lists.ACRONYMS


def _spelt_out(words: Sequence[Word], k: int) -> set[str]:
    """The abbreviation in brackets at `k` and the phrase before it, where that is a common noun.

    Its words begin with the letters of the abbreviation, and only an opening one has a capital.
    """
    letters = words[k].text.lower()
    phrase = words[max(0, k - len(letters)) : k]
    if [word.lower[:1] for word in phrase] != list(letters):
        return set()
    names_a_body = phrase[-1].lower in _NOUNS_OF_ORGANIZATIONS
    opens_small = phrase[0].opens or not phrase[0].capital
    if names_a_body or not opens_small or any(word.capital for word in phrase[1:]):
        return set()
    return {words[k].text, " ".join(word.lower for word in phrase)}


def _is_countable(words: Sequence[Word], k: int) -> bool:
    """Whether an indefinite word precedes the abbreviation and no noun follows it.

    `no FIR had` is countable, `a BBC report` is not; behind `a` and `an` only punctuation is sure.
    """
    determiner = words[k - 1].lower
    if determiner not in _INDEFINITE:
        return False
    if k + 1 == len(words) or words[k + 1].gap != " ":
        return True
    return determiner not in {"a", "an"} and words[k + 1].lower in _AUXILIARIES


def named_after(
    words: Sequence[Word], sightings: Sequence[ScoredSighting]
) -> Iterator[ScoredSighting]:
    """The sightings, those of organizations named after a person of the text with their noun.

    `the Haqqani network` does not mean Haqqani.
    """
    surnames = {
        words[sighting.name.last - 1].text
        for sighting, _ in sightings
        if sighting.name.last - sighting.name.first > 1 and _leading_kind(sighting) == "person"
    }
    for sighting, confidence in sightings:
        if _is_named_after(words, sighting.name, surnames):
            yield _with_noun(words, sighting), confidence
        else:
            yield sighting, confidence


def _is_named_after(words: Sequence[Word], name: Name, surnames: set[str]) -> bool:
    """Whether the name is one of these surnames, and the noun of a group follows it."""
    if name.last - name.first != 1 or name.last == len(words):
        return False
    noun = words[name.last]
    is_group = noun.gap == " " and noun.text in _NAMED_AFTER_PEOPLE
    return is_group and words[name.first].text in surnames


def _with_noun(words: Sequence[Word], sighting: Sighting) -> Sighting:
    """The organization: the name and the noun behind it."""
    name = Name(sighting.name.first, sighting.name.last + 1)
    span = Span(sighting.span.start, words[sighting.name.last].end)
    return Sighting(name, span, (("organization", _NAMED_AFTER),))


def _leading_kind(sighting: Sighting) -> str:
    """The kind with the strongest reason, or nothing without reasons."""
    kind, _ = max(sighting.reasons, key=lambda reason: reason[1], default=("", 0.0))
    return kind

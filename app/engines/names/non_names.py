"""What is no name though it has a capital, and what is a body though it bears a person's name.

Joins no mentions.

A letter alone names nothing (`the B team`), nor does a small word that a capital opens (`But`), nor
an abbreviation that the text itself uses as a common noun (`no FIR had been filed`, `an initial
public offering (IPO)`).
"""

from collections.abc import Iterator, Sequence

from app.engines import word_lists
from app.engines.names.capitalized import Name, Sighting, Word
from app.text.spans import Span

_SMALL = word_lists.words(
    """and but or nor so yet the a an this that these those it he she we they you my his her our their its if when while as at by for from
    in into of on onto to with without than then there here not no yes what which whom whose why how because although though since unless
    until"""
)
_INDEFINITE = word_lists.words("no a an any each every another")
_BODIES = word_lists.words("network cartel gang militia syndicate faction brigade group")
_HEADS_OF_BODIES = word_lists.ORGANIZATION_HEADS | word_lists.BODIES
_LONGEST_ACRONYM = 6  # letters
# A title whose name was marked apart from it, or not at all, names nobody.
_TITLES = word_lists.words(
    "mr mrs ms miss mx dr prof sir dame capt col gen lt sgt maj cpl sen rep gov rev hon"
)
_BODY = 5.0  # weight; more than the model gives any kind
Read = tuple[Sighting, float]


def is_no_name(found: Sequence[Word], name: Name, nouns: frozenset[str]) -> bool:
    """Whether the words name nothing; `nouns` are abbreviations and phrases that the text uses as common nouns."""
    inside = found[name.first : name.last]
    written = " ".join(w.text for w in inside)
    if len(inside) > 1:
        return written.lower() in nouns and not all(w.capital for w in inside)
    is_letter = len(written.strip(".")) == 1
    is_small = written.istitle() and written.lower() in _SMALL
    is_title = written.lower().rstrip(".") in _TITLES and written.istitle()
    return not name.quoted and (is_letter or is_small or is_title or written in nouns)


def common_acronyms(found: Sequence[Word]) -> frozenset[str]:
    """Abbreviations that stand for common nouns, by a phrase in small letters before their brackets or by `no`, `any`, `each` before them.

    With the phrases, in small letters.
    """
    nouns: set[str] = set()
    for k, word in enumerate(found):
        if not (
            word.text.isupper()
            and 2 < len(word.text) <= _LONGEST_ACRONYM
            and word.text not in word_lists.ACRONYMS
        ):
            continue
        if word.gap == " (":
            nouns |= _spelt_out(found, k)
        elif (
            k and word.gap == " " and found[k - 1].lower in _INDEFINITE and _stands_alone(found, k)
        ):
            nouns.add(word.text)
    return frozenset(nouns)


def _spelt_out(found: Sequence[Word], at: int) -> set[str]:
    """The abbreviation and the phrase before its brackets, where the words begin with its letters and only an opening one has a capital."""
    letters = found[at].text.lower()
    words = found[max(0, at - len(letters)) : at]
    if [w.lower[:1] for w in words] != list(letters) or words[-1].lower in _HEADS_OF_BODIES:
        return set()
    if any(w.capital for w in words[1:]) or (words[0].capital and not words[0].opens):
        return set()
    return {found[at].text, " ".join(w.lower for w in words)}


def _stands_alone(found: Sequence[Word], at: int) -> bool:
    """Whether no noun follows that the abbreviation may describe: `no FIR had`, but not `a BBC report`; of `a` and `an` only at a mark."""
    after = found[at + 1] if at + 1 < len(found) else None
    if after is None or after.gap != " ":
        return True
    return found[at - 1].lower not in {"a", "an"} and after.lower in word_lists.words(
        "had has have was were is are will can could may"
    )


def named_after(found: Sequence[Word], read: Sequence[Read]) -> Iterator[Read]:
    """What was read, with the body's noun taken into a name that is a person's of the text: `the Haqqani network` is no Haqqani."""
    last = {
        found[s.name.last - 1].text
        for s, _ in read
        if s.name.last - s.name.first > 1 and _leads(s) == "person"
    }
    for s, sure in read:
        noun = found[s.name.last] if s.name.last < len(found) else None
        single = s.name.last - s.name.first == 1
        if (
            single
            and noun
            and noun.gap == " "
            and noun.text in _BODIES
            and (found[s.name.first].text in last)
        ):
            name = Name(s.name.first, s.name.last + 1)
            yield Sighting(name, Span(s.span.start, noun.end), (("organization", _BODY),)), sure
        else:
            yield s, sure


def _leads(s: Sighting) -> str:
    """The kind of which the name's own reasons say most."""
    return max(s.reasons, key=lambda r: r[1], default=("", 0.0))[0]

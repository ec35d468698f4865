"""Evidence for the kind of a candidate name: its own form, and with `context_evidence` its context.

Joins nothing and decides nothing alone: each reason has a weight, and weights add up over the
mentions of one name.
"""

from collections.abc import Iterator, Sequence

from app.engines import word_lists
from app.engines.names import context_evidence
from app.engines.names.capitalized import Name, Word
from app.engines.places import gazetteer

Evidence = tuple[str, float]
HEADED = 2.5  # the weight of a head
_SURE_HEAD = 2.0  # what a head that is a sure word for an organization adds to the other reasons
# Heads that make an organization of a name wherever they stand in it.
_SURE_BODIES = word_lists.words("university college ministry parliament")
# First words that give a kind: `Mount X`, `Hurricane X`.
_LEADS = {
    **dict.fromkeys(
        ("mount", "lake", "cape", "port", "river", "isle", "gulf", "fort", "point"), "place"
    ),
    **dict.fromkeys(("operation", "hurricane", "typhoon", "cyclone", "storm", "copa"), "event"),
    **dict.fromkeys(("hotel", "camp"), "facility"),
    **dict.fromkeys(("hms", "uss", "mv", "ss"), "product"),
}
# The kind that a head gives; the first list that has it decides.
_KIND_OF_HEAD = (
    ("organization", word_lists.ORGANIZATION_HEADS),
    ("facility", word_lists.FACILITY_HEADS),
    ("event", word_lists.EVENT_HEADS),
    ("place", word_lists.PLACE_HEADS),
    ("work", word_lists.WORK_HEADS),
)
# Endings of a single word that is likely a place: `Tollnesshire`.
_PLACE_ENDINGS = tuple("land shire stan burg ville grad abad pur istan".split())
_LONGEST_ACRONYM = 6  # letters


def evidence(
    words: Sequence[Word],
    name: Name,
    places: frozenset[str],
    common: frozenset[str] = frozenset(),
    form: float = 1.0,
) -> list[Evidence]:
    """Every reason for a kind, with its weight.

    `common` are the text's lower-case words; `form` is the factor for what the name's own words
    look like.
    """
    if name.quoted:
        return [("work", 2.5)]
    own = list(_known(words, name, places))
    if not own:
        own = [(kind, form * weight) for kind, weight in _form(words, name, common)]
    return [
        *own,
        *_called_a_body(words, name),
        *context_evidence.before(words, name),
        *context_evidence.after(words, name, places),
    ]


def phrase(words: Sequence[Word], first: int, last: int) -> str:
    """The words as written, with single spaces or the hyphens between them."""
    written = ""
    for k in range(first, last):
        if k > first:
            written += "-" if words[k].gap in {"-", "\u2011"} else " "
        written += words[k].text
    return written


def _known(words: Sequence[Word], name: Name, places: frozenset[str]) -> Iterator[Evidence]:
    """What general knowledge says of the name. A title before it overrules that (`Mr Jordan`)."""
    if name.titled:
        return
    written = phrase(words, name.first, name.last)
    written = written.removeprefix("The ").removeprefix("the ")
    if written.isupper() and len(written) > 4:
        written = written.title()
    if written in word_lists.ACRONYMS:
        yield word_lists.ACRONYMS[written], 4.0
    elif written in word_lists.ORGANIZATIONS:
        yield "organization", 3.0
    elif written in gazetteer.groups() or _is_group_with_direction(written):
        yield "group", 3.0
    elif written in places:
        yield "place", 3.0


def _is_group_with_direction(written: str) -> bool:
    """Whether it is a people of a part of the world: `Central African`, `South Sudanese`."""
    direction, _, rest = written.partition(" ")
    return direction in word_lists.DIRECTIONS and rest in gazetteer.groups()


def _called_a_body(words: Sequence[Word], name: Name) -> Iterator[Evidence]:
    """Evidence for an organization: its head is a sure word for one.

    The head is the word before `of` or `for`, else the last: `American University of Kabul`.
    """
    inside = words[name.first : name.last]
    head_end = next((k for k, w in enumerate(inside) if w.text in {"of", "for"}), len(inside))
    if len(inside) > 1 and head_end > 0 and inside[head_end - 1].lower in _SURE_BODIES:
        yield "organization", _SURE_HEAD


def _form(words: Sequence[Word], name: Name, common: frozenset[str]) -> Iterator[Evidence]:
    """What the name's own words look like."""
    inside = words[name.first : name.last]
    if name.titled:
        yield "person", 4.0
    elif len(inside) > 1:
        yield from _form_of_several(inside, common)
    else:
        yield from _form_of_one(inside[0])


def _form_of_several(inside: Sequence[Word], common: frozenset[str]) -> Iterator[Evidence]:
    """By a given name or initials, else by a head."""
    if inside[0].lower in word_lists.GIVEN or _has_initials(inside):
        yield "person", 2.5
        if inside[-1].lower in word_lists.HEADS:  # "the Ellen River": the article decides
            yield from ((kind, weight - 1.0) for kind, weight in _headed(inside, common))
    else:
        yield from _headed(inside, common)


def _form_of_one(word: Word) -> Iterator[Evidence]:
    """By being a given name or an acronym, by its ending, by digits and inner capitals."""
    has_stops = "." in word.text
    is_short = 2 <= len(word.text) <= _LONGEST_ACRONYM
    if word.lower in word_lists.GIVEN:
        yield "person", 1.0
    elif word.text.isupper() and is_short and not has_stops:
        yield "organization", 1.5
    elif word.lower.endswith(_PLACE_ENDINGS):
        yield "place", 1.0
    elif _is_like_a_model(word.text):
        yield "product", 0.5


def _is_like_a_model(written: str) -> bool:
    """Whether it has a digit or an inner capital, as names of products have (`A320`, `iPad`)."""
    if any(c.isdigit() for c in written):
        return True
    return "." not in written and any(c.isupper() for c in written[1:])


def _has_initials(inside: Sequence[Word]) -> bool:
    """Whether a word before the last is an initial: `J. Hale`, and not `World War II`."""
    has_initial = any(_is_initial(word) for word in inside[:-1])
    return has_initial and inside[-1].text not in {"II", "III"}


def _is_initial(word: Word) -> bool:
    is_letter = len(word.text.rstrip(".")) == 1 and word.capital
    is_abbreviation = word.text.endswith(".") and word.text not in word_lists.ACRONYMS
    return is_letter or is_abbreviation


def _headed(inside: Sequence[Word], common: frozenset[str]) -> Iterator[Evidence]:
    """The kind of the head, which is the word before `of` or else the last word."""
    small_word = next((k for k, w in enumerate(inside) if w.text in {"of", "for", "on"}), None)
    head = inside[small_word - 1] if small_word else inside[-1]
    kind = next((kind for kind, heads in _KIND_OF_HEAD if head.lower in heads), None)
    if kind is not None:
        yield kind, HEADED
    else:
        yield from _without_head(inside, common)


def _without_head(inside: Sequence[Word], common: frozenset[str]) -> Iterator[Evidence]:
    """The kind of several words of which none is a head."""
    first, last = inside[0].lower, inside[-1]
    if last.lower in word_lists.TRADES or any(word.text == "and" for word in inside):
        yield "organization", 1.5
    elif first in _LEADS:
        yield _LEADS[first], 2.5
    elif last.text in {"II", "I"} and inside[-2].text == "War":
        yield "event", 2.5
    elif any(word.text in word_lists.INNER_PARTICLES for word in inside[1:-1]):
        yield "person", 1.2
    elif _is_like_a_person(inside):
        yield from _person_unless_common(last.lower, common)
    else:
        yield "organization", 0.5


def _is_like_a_person(inside: Sequence[Word]) -> bool:
    """Whether it is two or three words of letters, each with one capital at its beginning."""
    is_written_so = all(word.text.isalpha() and word.text[1:].islower() for word in inside)
    return is_written_so and len(inside) <= 3


def _person_unless_common(last: str, common: frozenset[str]) -> Iterator[Evidence]:
    """A person, unless the last word also occurs in lower case or is a gerund.

    Then the words around the name must say what it is.
    """
    is_gerund = last.endswith("ing") and len(last) > 6
    if last in common or is_gerund:
        yield "person", 0.3
        yield "organization", 0.4
    else:
        yield "person", 0.8

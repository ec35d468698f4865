"""Evidence for the kind of a candidate name, from its own form and from the words beside it.

Joins nothing, decides nothing alone.
"""

from collections.abc import Iterator, Sequence

from app.engines import word_lists
from app.engines.names.capitalized import Name, Word
from app.engines.places import gazetteer

Evidence = tuple[str, float]
HEADED = 2.5  # the weight of a head
ACTS = 3.0  # the weight of acting as only organizations do
_SURE_BODIES = word_lists.words("university college ministry parliament")
_MEDIA = word_lists.words(
    "broadcaster newspaper airline magazine manufacturer retailer carmaker lender insurer"
)
_SHIP_PARTS = word_lists.words("skipper crew captain hull deck bow stern bridge cargo mast engines")
_SHIP_ACTS = word_lists.words("sank capsized foundered berthed docked")
_BOARDED = word_lists.words("aboard boarded boarding")
_SETTLEMENTS = word_lists.words(
    "city cities town towns village villages district districts constituency constituencies "
    "suburb suburbs province provinces hamlet"
)
_LONGEST_DESCRIPTION = 5  # words of `, the two northern constituencies`
_BESIDE = {" ", "\u00a0", " “", ' "', " „", " «", " ‘", " ‹", " '"}
_HEADS_OF = word_lists.words(
    "director manager chairman chair coach captain executive shareholders member members "
    "founder owner leader employees"
)
_LEADS = {
    **dict.fromkeys(
        ("mount", "lake", "cape", "port", "river", "isle", "gulf", "fort", "point"), "place"
    ),
    **dict.fromkeys(("operation", "hurricane", "typhoon", "cyclone", "storm", "copa"), "event"),
    **dict.fromkeys(("hotel", "camp"), "facility"),
    **dict.fromkeys(("hms", "uss", "mv", "ss"), "product"),
}


def evidence(
    found: Sequence[Word],
    name: Name,
    places: frozenset[str],
    common: frozenset[str] = frozenset(),
    form: float = 1.0,
) -> list[Evidence]:
    """Every reason for a kind, with its weight; weights add up over the mentions of one name.

    `common` are the text's lower-case words, `form` how much the look of the name's own words
    counts.
    """
    if name.quoted:
        return [("work", 2.5)]
    reasons = list(_known(found, name, places)) or [
        (kind, form * weight) for kind, weight in _form(found, name, common)
    ]
    return [
        *reasons,
        *_called_a_body(found, name),
        *_before(found, name),
        *_after(found, name, places),
    ]


def phrase(found: Sequence[Word], first: int, last: int) -> str:
    """The words as written, with single spaces or the hyphens between them."""
    parts = [
        w.text if k == first else ("-" if w.gap in {"-", "\u2011"} else " ") + w.text
        for k, w in enumerate(found[first:last], first)
    ]
    return "".join(parts)


def _known(found: Sequence[Word], name: Name, places: frozenset[str]) -> Iterator[Evidence]:
    """A name that general knowledge decides. A title before it overrules that (`Mr Jordan`)."""
    if name.titled:
        return
    written = phrase(found, name.first, name.last)
    written = written.removeprefix("The ").removeprefix("the ")
    if written.isupper() and len(written) > 4:
        written = written.title()
    if written in word_lists.ACRONYMS:
        yield word_lists.ACRONYMS[written], 4.0
    elif written in word_lists.ORGANIZATIONS:
        yield "organization", 3.0
    elif written in gazetteer.groups() or _of_a_region(written):
        yield "group", 3.0
    elif written in places:
        yield "place", 3.0


def _called_a_body(found: Sequence[Word], name: Name) -> Iterator[Evidence]:
    """`American University of Kabul` is a body, wherever it stands."""
    inside = found[name.first : name.last]
    of = next((k for k, w in enumerate(inside) if w.text in {"of", "for"}), len(inside))
    if len(inside) > 1 and of and inside[of - 1].lower in _SURE_BODIES:
        yield "organization", 2.0


def _of_a_region(written: str) -> bool:
    """`Central African`, `South Sudanese`."""
    direction, _, rest = written.partition(" ")
    return direction in word_lists.DIRECTIONS and rest in gazetteer.groups()


def _form(found: Sequence[Word], name: Name, common: frozenset[str]) -> Iterator[Evidence]:
    """What its own words say: heads, given names, initials, capitals throughout."""
    inside = found[name.first : name.last]
    first, last, count = inside[0].lower, inside[-1].lower, len(inside)
    if name.titled:
        yield "person", 4.0
    elif count > 1 and (first in word_lists.GIVEN or _initials(inside)):
        yield "person", 2.5
        if last in word_lists.HEADS:  # "the Ellen River": the article decides
            yield from ((kind, weight - 1.0) for kind, weight in _headed(inside, common))
    elif count > 1:
        yield from _headed(inside, common)
    elif first in word_lists.GIVEN:
        yield "person", 1.0
    elif inside[0].text.isupper() and 2 <= len(inside[0].text) <= 6 and "." not in inside[0].text:
        yield "organization", 1.5
    elif last.endswith(("land", "shire", "stan", "burg", "ville", "grad", "abad", "pur", "istan")):
        yield "place", 1.0
    elif any(c.isdigit() for c in inside[0].text) or (
        "." not in inside[0].text and any(c.isupper() for c in inside[0].text[1:])
    ):
        yield "product", 0.5


def _initials(inside: Sequence[Word]) -> bool:
    return any(
        (len(w.text.rstrip(".")) == 1 and w.capital)
        or (w.text.endswith(".") and w.text not in word_lists.ACRONYMS)
        for w in inside[:-1]
    ) and inside[-1].text not in {"II", "III"}


def _headed(inside: Sequence[Word], common: frozenset[str]) -> Iterator[Evidence]:
    """The kind that a head gives: the word before `of`, else the last word, else the first of `Mount X`."""
    of = next((k for k, w in enumerate(inside) if w.text in {"of", "for", "on"}), None)
    head = inside[of - 1].lower if of else inside[-1].lower
    for kind, heads in _KINDS:
        if head in heads:
            yield kind, HEADED
            return
    if inside[-1].lower in word_lists.TRADES or any(w.text == "and" for w in inside):
        yield "organization", 1.5
    elif inside[0].lower in _LEADS:
        yield _LEADS[inside[0].lower], 2.5
    elif inside[-1].text in {"II", "I"} and inside[-2].text == "War":
        yield "event", 2.5
    elif any(w.text in word_lists.INNER_PARTICLES for w in inside[1:-1]):
        yield "person", 1.2
    elif (
        len(inside) <= 3
        and all(w.text[1:].islower() for w in inside)
        and all(w.text.isalpha() for w in inside)
    ):
        yield from _of_two(inside[-1].lower, common)
    else:
        yield "organization", 0.5


def _of_two(last: str, common: frozenset[str]) -> Iterator[Evidence]:
    """A person, unless the last word is one that the text also writes small, or a gerund: then what stands beside it must say so."""
    if last in common or (last.endswith("ing") and len(last) > 6):
        yield "person", 0.3
        yield "organization", 0.4
    else:
        yield "person", 0.8


_KINDS = (
    ("organization", word_lists.ORGANIZATION_HEADS),
    ("facility", word_lists.FACILITY_HEADS),
    ("event", word_lists.EVENT_HEADS),
    ("place", word_lists.PLACE_HEADS),
    ("work", word_lists.WORK_HEADS),
)


_WORDS_BEFORE: dict[str, Evidence] = {
    **dict.fromkeys(
        word_lists.SPEECH_VERBS | {"named", "called", "whose", "and", "with"}, ("person", 0.3)
    ),
    **dict.fromkeys(("a", "an"), ("person", -1.0)),
    **dict.fromkeys(word_lists.LOCATIVES, ("place", 0.5)),
    **dict.fromkeys(("in", "near", "across", "outside", "inside", "throughout"), ("place", 1.2)),
    **dict.fromkeys(_BOARDED, ("product", 3.0)),
}
# Common nouns, which stand in small letters.
_NOUNS_BEFORE: dict[str, Evidence] = {
    **dict.fromkeys(word_lists.ROLES, ("person", 2.5)),
    **dict.fromkeys(word_lists.KIN, ("person", 1.5)),
    **dict.fromkeys(word_lists.BODIES, ("organization", 2.0)),
    **dict.fromkeys(_MEDIA, ("organization", 4.0)),
}


def _before(found: Sequence[Word], name: Name) -> Iterator[Evidence]:
    """What the words before it say."""
    at = name.first - 1
    gap = found[name.first].gap
    if at < 0 or gap not in _BESIDE:
        return
    word, before = found[at].text, found[at].text.lower()
    if found[at].lower in word_lists.SHIPS:
        yield "product", 6.0
    elif gap not in {" ", "\u00a0"}:
        return
    elif before in {"of", "the", "on"}:
        yield from _behind_small(found, name, before, found[at - 1].lower if at else "")
    elif before == "during" and not _owns(found, name):
        yield "event", 2.5
        yield "place", -2.0
    elif before in _WORDS_BEFORE:
        yield _WORDS_BEFORE[before]
    elif word in _NOUNS_BEFORE:
        yield _NOUNS_BEFORE[word]


def _owns(found: Sequence[Word], name: Name) -> bool:
    """Whether a possessive stands behind the name."""
    return (
        name.last < len(found)
        and found[name.last].text == "s"
        and found[name.last].gap in {"'", "’"}
    )


def _behind_small(found: Sequence[Word], name: Name, word: str, earlier: str) -> Iterator[Evidence]:
    """What `of`, `on` and `the` say of the name behind them, `earlier` before them."""
    single = name.last - name.first == 1
    if word == "of" and earlier in word_lists.REGION_NOUNS:
        yield "place", 2.0
    elif word == "of" and earlier in _HEADS_OF:
        yield "organization", 1.0
    elif word == "on" and single:
        yield "place", 0.6
    elif word == "the" and earlier in _BOARDED:
        yield "product", 3.0
    elif word == "the":
        yield (
            "organization",
            0.3 if single else 0.6 if found[name.last - 1].lower not in word_lists.HEADS else 0.0,
        )
        yield "person", -1.5


def _after(found: Sequence[Word], name: Name, places: frozenset[str]) -> Iterator[Evidence]:
    """What the words behind it say."""
    if name.last >= len(found):
        return
    after = found[name.last]
    if _is_a_ship(found, name):
        yield "product", 3.0
        yield "place", -1.0
    elif after.gap == " ":
        yield from _beside(after, name, found[name.last - 1].lower)
    elif after.gap == ", ":
        yield from _behind_comma(found, name.last, places)
    elif after.gap == " (" and after.text.isupper() and len(after.text) > 1:
        yield "organization", 0.8


def _is_a_ship(found: Sequence[Word], name: Name) -> bool:
    """`the Guillemot's skipper`, `the Guillemot sank`."""
    if _owns(found, name):
        return name.last + 1 < len(found) and found[name.last + 1].lower in _SHIP_PARTS
    return found[name.last].gap == " " and found[name.last].lower in _SHIP_ACTS


def _beside(after: Word, name: Name, head: str) -> Iterator[Evidence]:
    """What the next word says: `said`, `region`, `people`, `party`, and of a place's ending `voted`."""
    if after.lower in word_lists.SPEECH_VERBS:
        yield "person", 0.8
    elif after.lower in word_lists.REGION_NOUNS:
        yield "place", 1.5
    elif after.lower in word_lists.PEOPLE_NOUNS:
        yield "group", 1.2
    elif (after.text in {"group", "party"} and not name.titled) or (
        after.lower in word_lists.AGENCY_VERBS and head in word_lists.PLACE_HEADS
    ):
        yield "organization", ACTS


def _behind_comma(found: Sequence[Word], at: int, places: frozenset[str]) -> Iterator[Evidence]:
    """What an apposition says: `, who`, `, 61,`, `, the firm`, `, Portugal`."""
    after = found[at].text
    if _is_called_a_place(found, at):
        yield "place", 2.5
    elif after == "which":
        yield "person", -1.0
    elif after in {"who", "whose"}:
        yield "person", 1.0
    elif _is_called_a_body(found, at):
        yield "organization", 1.5
    elif after.isdigit() and 2 <= len(after) <= 3 and not _is_day(found, at):
        yield "person", 2.0
    elif phrase(found, at, at + 1) in places and after not in word_lists.ACRONYMS:
        yield "place", 0.6


def _is_day(found: Sequence[Word], at: int) -> bool:
    """Whether the number is of a date: `PORT ORLE, 13 Sept`."""
    return at + 1 < len(found) and found[at + 1].text in word_lists.CALENDAR


def _is_called_a_place(found: Sequence[Word], at: int) -> bool:
    """`, the two northern constituencies`, `, a town in the west`."""
    if found[at].text not in {"the", "a", "an"}:
        return False
    for k in range(at + 1, min(at + _LONGEST_DESCRIPTION, len(found))):
        if found[k].gap != " " or found[k].lower in word_lists.ROLES:
            return False
        if found[k].text in _SETTLEMENTS:
            return True
    return False


def _is_called_a_body(found: Sequence[Word], at: int) -> bool:
    """`, the firm that`, `, a towing company`."""
    if found[at].text not in {"the", "a", "an"}:
        return False
    for k in range(at + 1, min(at + 5, len(found))):
        if found[k].gap != " " or found[k].lower in word_lists.ROLES:
            return False
        if found[k].text in word_lists.BODIES:
            return True
    return False

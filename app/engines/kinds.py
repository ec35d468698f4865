"""Evidence for the kind of a candidate name, from its own form and from the words beside it. Joins nothing, decides nothing alone."""

from collections.abc import Iterator, Sequence

from app.engines import rules
from app.engines.names import Name, Word

Evidence = tuple[str, float]
_LEADS = {
    **dict.fromkeys(("mount", "lake", "cape", "port", "river", "isle", "gulf", "fort", "point"), "place"),
    **dict.fromkeys(("operation", "hurricane", "typhoon", "cyclone", "storm"), "event"),
    **dict.fromkeys(("hotel", "camp"), "facility"),
    **dict.fromkeys(("hms", "uss", "mv", "ss"), "product"),
}


def evidence(found: Sequence[Word], name: Name, places: frozenset[str]) -> list[Evidence]:
    """Every reason for a kind, with its weight; weights add up over the mentions of one name."""
    reasons = list(_known(found, name, places)) or list(_form(found, name))
    return reasons + list(_before(found, name)) + list(_after(found, name, places))


def phrase(found: Sequence[Word], first: int, last: int) -> str:
    """The words as written, with single spaces or the hyphens between them."""
    parts = [w.text if k == first else ("-" if w.gap in {"-", "\u2011"} else " ") + w.text for k, w in enumerate(found[first:last], first)]
    return "".join(parts)


def _known(found: Sequence[Word], name: Name, places: frozenset[str]) -> Iterator[Evidence]:
    """A name that general knowledge decides. A title before it overrules that (`Mr Jordan`)."""
    if name.title is not None:
        return
    written = phrase(found, name.first, name.last)
    written = written.removeprefix("The ").removeprefix("the ")
    if written.isupper() and len(written) > 4:
        written = written.title()
    if written in rules.ACRONYMS:
        yield rules.ACRONYMS[written], 4.0
    elif written in rules.ORGANIZATIONS:
        yield "organization", 3.0
    elif written in rules.groups() or _of_a_region(written):
        yield "group", 3.0
    elif written in places:
        yield "place", 3.0


def _of_a_region(written: str) -> bool:
    """`Central African`, `South Sudanese`."""
    direction, _, rest = written.partition(" ")
    return direction in rules.DIRECTIONS and rest in rules.groups()


def _form(found: Sequence[Word], name: Name) -> Iterator[Evidence]:
    """What its own words say: heads, given names, initials, capitals throughout."""
    inside = found[name.first : name.last]
    first, last, count = inside[0].lower, inside[-1].lower, len(inside)
    if name.title is not None:
        yield "person", 4.0
    elif count > 1 and (first in rules.GIVEN or _initials(inside)):
        yield "person", 2.5
        if last in rules.HEADS:  # "the Ellen River": the article decides
            yield from ((kind, weight - 1.0) for kind, weight in _headed(inside))
    elif count > 1:
        yield from _headed(inside)
    elif first in rules.GIVEN:
        yield "person", 1.0
    elif inside[0].text.isupper() and 2 <= len(inside[0].text) <= 6:
        yield "organization", 1.5
    elif last.endswith(("land", "shire", "stan", "burg", "ville", "grad", "abad", "pur", "istan")):
        yield "place", 1.0
    elif any(c.isdigit() for c in inside[0].text) or any(c.isupper() for c in inside[0].text[1:]):
        yield "product", 0.5


def _initials(inside: Sequence[Word]) -> bool:
    return any(
        (len(w.text.rstrip(".")) == 1 and w.capital) or (w.text.endswith(".") and w.text not in rules.ACRONYMS) for w in inside[:-1]
    ) and inside[-1].text not in {"II", "III"}


def _headed(inside: Sequence[Word]) -> Iterator[Evidence]:
    """The kind that a head gives: the word before `of`, else the last word, else the first of `Mount X`."""
    of = next((k for k, w in enumerate(inside) if w.text in {"of", "for"}), None)
    head = inside[of - 1].lower if of else inside[-1].lower
    for kind, heads in _KINDS:
        if head in heads:
            yield kind, 2.5
            return
    if inside[0].lower in _LEADS:
        yield _LEADS[inside[0].lower], 2.5
    elif inside[-1].text in {"II", "I"} and inside[-2].text == "War":
        yield "event", 2.5
    elif any(w.text in rules.INNER_PARTICLES for w in inside[1:-1]):
        yield "person", 1.2
    elif len(inside) <= 3 and all(w.text[1:].islower() for w in inside) and all(w.text.isalpha() for w in inside):
        yield "person", 0.8
    else:
        yield "organization", 0.5


_KINDS = (
    ("organization", rules.ORGANIZATION_HEADS),
    ("facility", rules.FACILITY_HEADS),
    ("event", rules.EVENT_HEADS),
    ("place", rules.PLACE_HEADS),
    ("work", rules.WORK_HEADS),
)


def _before(found: Sequence[Word], name: Name) -> Iterator[Evidence]:
    """What the words before it say."""
    at = name.first - 1
    if at < 0 or found[name.first].gap not in {" ", "\u00a0"}:
        return
    before = found[at].text.lower()
    count = name.last - name.first
    if before == "of" and at and found[at - 1].lower in rules.REGION_NOUNS:
        yield "place", 2.0
    elif before in {"in", "near", "across", "outside", "inside", "throughout"}:
        yield "place", 1.2
    elif before in rules.LOCATIVES:
        yield "place", 0.5
    elif before in rules.ROLES and found[at].text.islower():
        yield "person", 2.5
    elif before == "the":
        yield "organization", 0.3 if count == 1 else 0.6 if found[name.last - 1].lower not in rules.HEADS else 0.0
        yield "person", -1.5
    elif before in {"a", "an"}:
        yield "person", -1.0
    elif before in rules.SPEECH_VERBS or before in {"named", "called", "whose", "husband", "wife", "son", "daughter", "and", "with"}:
        yield "person", 0.3


def _after(found: Sequence[Word], name: Name, places: frozenset[str]) -> Iterator[Evidence]:
    """What the words behind it say."""
    if name.last >= len(found):
        return
    after = found[name.last]
    if after.gap == " " and after.lower in rules.SPEECH_VERBS:
        yield "person", 0.8
    elif after.gap == " " and after.lower in rules.REGION_NOUNS:
        yield "place", 1.5
    elif after.gap == " " and after.lower in rules.PEOPLE_NOUNS:
        yield "group", 1.2
    elif after.gap == ", " and after.text in {"who", "whose"}:
        yield "person", 1.0
    elif after.gap == ", " and after.text.isdigit() and 2 <= len(after.text) <= 3:
        yield "person", 2.0
    elif after.gap == ", " and phrase(found, name.last, name.last + 1) in places and after.text not in rules.ACRONYMS:
        yield "place", 0.6
    elif after.gap == " (" and after.text.isupper() and len(after.text) > 1:
        yield "organization", 0.8

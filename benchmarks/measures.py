"""The measures of accuracy: what people marked in an article beside what Gloss prints for it.

Pure; reads no file and runs no layer.

Marked spans are rows of the corpora (training/README.md), annotations those of `gloss annotate
--stdin`; offsets are half-open code points. A name's right borders and kind, a quotation's content,
source and cue are compared as they stand; what is looser says so.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple

Place = tuple[int, int]
Row = Mapping[str, Any]

KINDS = {
    "person": "person",
    "org": "organization",
    "organization": "organization",
    "loc": "place",
    "place": "place",
    "norp": "group",
    "fac": "facility",
    "event": "event",
    "product": "product",
}
"""Labels of the corpora, in lower case, and the entity kind each means; other labels are not
compared."""

MARKS = "\"'`“”‘’„«» \xa0"
"""What stands around quoted words and is not theirs."""


@dataclass(frozen=True, slots=True)
class Case:
    """One article: its text, the spans that people marked, the annotations that Gloss printed."""

    text: str
    marked: Sequence[Row]
    found: Sequence[Row]

    def marked_as(self, layer: str) -> list[Row]:
        """The marked spans of one layer of the corpora."""
        return [s for s in self.marked if s["layer"] == layer]

    def found_as(self, layer: str) -> list[Row]:
        """The annotations of one layer of Gloss."""
        return [a for a in self.found if a["layer"] == layer]


class Figure(NamedTuple):
    """A measured share between 0 and 1, and how many marked examples it rests on."""

    value: float
    examples: int


@dataclass
class Tally:
    """Counts of one comparison: what was found, what was there, and how much of each is right."""

    found: int = 0
    there: int = 0
    found_right: int = 0
    there_right: int = 0

    def compare(self, there: Collection[Hashable], found: Collection[Hashable]) -> None:
        """Adds two sets, in which only equals are right."""
        right = len(set(there) & set(found))
        self.count(len(set(found)), right, len(set(there)), right)

    def count(self, found: int, found_right: int, there: int, there_right: int) -> None:
        """Adds to all four counts."""
        self.found, self.found_right = self.found + found, self.found_right + found_right
        self.there, self.there_right = self.there + there, self.there_right + there_right

    @property
    def precision(self) -> Figure:
        """The share of what was found that is right."""
        return Figure(self.found_right / max(1, self.found), self.there)

    @property
    def recall(self) -> Figure:
        """The share of what was there that was found right."""
        return Figure(self.there_right / max(1, self.there), self.there)

    @property
    def f1(self) -> Figure:
        """The harmonic mean of both."""
        p, r = self.precision.value, self.recall.value
        return Figure(2 * p * r / (p + r) if p + r else 0.0, self.there)


def entities(cases: Sequence[Case]) -> dict[str, Figure]:
    """F1 of names with exactly the right borders, typed and by kind.

    A kind that nobody marked in these articles is not compared.
    """
    marked = [_marked_names(case) for case in cases]
    kinds = {name.kind for names in marked for name in names}
    tallies: dict[str, Tally] = defaultdict(Tally)
    for case, there in zip(cases, marked, strict=True):
        found_names = {name for name in _found_names(case) if name.kind in kinds}
        tallies["typed"].compare(there, found_names)
        for kind in kinds:
            tallies[kind].compare(_of_kind(there, kind), _of_kind(found_names, kind))
    return {name: tallies[name].f1 for name in ("typed", *sorted(kinds))}


class TypedName(NamedTuple):
    """A name's borders and its kind."""

    start: int
    end: int
    kind: str


def _marked_names(case: Case) -> set[TypedName]:
    """The names that people marked, of the labels that mean a kind."""
    return {
        TypedName(s["start"], s["end"], KINDS[s["label"].lower()])
        for s in case.marked_as("ner")
        if s["label"].lower() in KINDS
    }


def _found_names(case: Case) -> set[TypedName]:
    return {TypedName(a["start"], a["end"], a["body"]["kind"]) for a in case.found_as("entity")}


def _of_kind(names: set[TypedName], kind: str) -> set[TypedName]:
    return {name for name in names if name.kind == kind}


@dataclass(frozen=True)
class Attribution:
    """What somebody is said to have said, in one or more pieces with their sources.

    As people marked it, or as Gloss found it.
    """

    pieces: tuple[tuple[Place, tuple[Place, ...]], ...]
    cues: tuple[Place, ...]
    type: str | None

    @cached_property
    def letters(self) -> frozenset[int]:
        """The offsets of all characters of its content."""
        return frozenset(n for (start, end), _ in self.pieces for n in range(start, end))

    @cached_property
    def sources(self) -> tuple[Place, ...]:
        """The sources of all pieces, in order."""
        return tuple(source for _, sources in self.pieces for source in sources)

    def is_within(self, other: "Attribution") -> bool:
        """Whether at least half of its content is the other's content too."""
        return 2 * len(self.letters & other.letters) >= len(self.letters)

    def likeness(self, other: "Attribution") -> float:
        """How well the two contents fit: shared characters by all characters of both."""
        return len(self.letters & other.letters) / (len(self.letters) + len(other.letters))

    def sources_for(self, other: "Attribution") -> tuple[Place, ...]:
        """The sources of the piece that shares most with the other's content."""
        return max(self.pieces, key=lambda piece: len(other.letters & set(range(*piece[0]))))[1]


def quotations(cases: Sequence[Case]) -> dict[str, Figure]:
    """How attributions are found: whole with the right source, and their parts with exact borders.

    A marked attribution is found by the most similar of those that hold half of its content; it is
    right if that names one of its sources, or none where none is marked: recall. One found is right
    if at least half of it lies in a marked one and the sources agree: precision.
    """
    whole = Tally()
    parts, types = defaultdict[str, Tally](Tally), defaultdict[str | None, Tally](Tally)
    for case in cases:
        marked, attributions = _marked_attributions(case), _found_attributions(case)
        right = [_is_rightly_found(m, attributions) for m in marked]
        found_right = sum(_is_rightly_placed(f, marked) for f in attributions)
        whole.count(len(attributions), found_right, len(marked), sum(right))
        for m, is_right in zip(marked, right, strict=True):
            types[m.type].count(0, 0, 1, is_right)
        for name, places in _places(case.text).items():
            parts[name].compare(_all_places(marked, places), _all_places(attributions, places))
    return {
        "attribution": whole.f1,
        "attribution, precision": whole.precision,
        "right source": whole.recall,
        **{
            f"right source, {kind}": types[kind].recall
            for kind in ("direct", "indirect", "mixed")
            if kind in types
        },
        **{name: tally.f1 for name, tally in parts.items()},
    }


def _all_places(
    attributions: Iterable[Attribution], places: Callable[[Attribution], Iterable[Place]]
) -> set[Place]:
    return {place for attribution in attributions for place in places(attribution)}


def _places(text: str) -> dict[str, Callable[[Attribution], Iterable[Place]]]:
    """The parts of an attribution whose borders are compared."""
    return {
        "content": lambda a: (place for place, _ in a.pieces),
        "content without marks": lambda a: (bare(text, place) for place, _ in a.pieces),
        "source": lambda a: a.sources,
        "cue": lambda a: a.cues,
    }


def bare(text: str, place: Place) -> Place:
    """The place without the quotation marks and spaces at its ends.

    Corpora count these to the content, Gloss does not.
    """
    words = text[place[0] : place[1]]
    start = place[0] + len(words) - len(words.lstrip(MARKS))
    return start, max(start, place[1] - len(words) + len(words.rstrip(MARKS)))


def _is_rightly_found(marked: Attribution, found: Sequence[Attribution]) -> bool:
    near = [f for f in found if marked.is_within(f)]
    if not near:
        return False
    best = max(near, key=marked.likeness)
    return _agree(best.sources_for(marked), marked.sources)


def _is_rightly_placed(found: Attribution, marked: Sequence[Attribution]) -> bool:
    named = found.sources[:1]
    return any(found.is_within(m) and _agree(named, m.sources) for m in marked)


def _agree(found: Sequence[Place], marked: Sequence[Place]) -> bool:
    """Whether the source found touches a marked one, or neither is there."""
    return any(shared(f, m) for f in found for m in marked) if found or marked else True


def _marked_attributions(case: Case) -> list[Attribution]:
    groups: dict[Any, list[Row]] = defaultdict(list)
    for s in case.marked_as("quote"):
        groups[s["attrs"].get("attribution")].append(s)
    return [a for rows in groups.values() if (a := _marked_attribution(rows)).pieces]


def _marked_attribution(rows: Sequence[Row]) -> Attribution:
    contents, sources, cues = (
        tuple(place(s) for s in rows if s["label"] == label)
        for label in ("content", "source", "cue")
    )
    kinds = [s["attrs"]["quote_type"] for s in rows if s["attrs"].get("quote_type")]
    return Attribution(tuple((c, sources) for c in contents), cues, kinds[0] if kinds else None)


def _found_attributions(case: Case) -> list[Attribution]:
    """Those printed: pieces that share an id are one, a piece without an id stands alone."""
    groups: dict[Any, list[Row]] = defaultdict(list)
    for n, a in enumerate(case.found_as("quotation")):
        groups[a["body"].get("attribution") or n].append(a)
    return [
        Attribution(
            tuple((place(a), _named(a, "source")) for a in rows),
            tuple(place for a in rows for place in _named(a, "cue")),
            rows[0]["body"].get("type"),
        )
        for rows in groups.values()
    ]


def _named(annotation: Row, part: str) -> tuple[Place, ...]:
    inside = annotation["body"].get(part)
    return (place(inside),) if inside else ()


def dates(cases: Sequence[Case]) -> dict[str, Figure]:
    """F1 of dates that touch a marked one, and the share of those with the marked value.

    A date found on another marked time is no fault.
    """
    touched, valued = Tally(), Tally()
    for case in cases:
        times, expressions = case.marked_as("timex"), case.found_as("date")
        marked = [s for s in times if s["label"] == "DATE"]
        hits = [_touching(s, expressions) for s in marked]
        right = sum(bool(_touching(a, times)) for a in expressions)
        touched.count(len(expressions), right, len(marked), sum(map(bool, hits)))
        for s, near in zip(marked, hits, strict=True):
            _count_value(valued, (s.get("attrs") or {}).get("value"), near)
    return {"dates, touched": touched.f1, "value of those touched": valued.recall}


def _count_value(valued: Tally, value: object, near: Sequence[Row]) -> None:
    """Counts whether a date that touches a marked one has its value, if it has one."""
    if near and value:
        valued.count(0, 0, 1, any(a["body"].get("value") == value for a in near))


def _touching(row: Row, others: Sequence[Row]) -> list[Row]:
    return [other for other in others if shared(place(row), place(other))]


def chains(cases: Sequence[Case]) -> dict[str, Figure]:
    """B-cubed F1 (Bagga and Baldwin 1998) of chains inside articles.

    Over the mentions whose borders both agree on.
    """
    precision, recall, total = 0.0, 0.0, 0
    for case in cases:
        marked = _marked_chains(case)
        chain_of = {place(a): a["body"].get("chain") or place(a) for a in case.found_as("entity")}
        both = marked.keys() & chain_of.keys()
        for mention in both:
            there = {m for m in both if marked[m] == marked[mention]}
            own_chain = {m for m in both if chain_of[m] == chain_of[mention]}
            precision += len(there & own_chain) / len(own_chain)
            recall += len(there & own_chain) / len(there)
        total += len(both)
    p, r = precision / max(1, total), recall / max(1, total)
    return {"chains, B-cubed": Figure(2 * p * r / (p + r) if p + r else 0.0, total)}


def _marked_chains(case: Case) -> dict[Place, Any]:
    """The place of every marked mention → its entity."""
    mentions = [s for s in case.marked if s["layer"] in ("ner", "link")]
    return {place(s): entity for s in mentions if (entity := _entity(s))}


def _entity(span: Row) -> Any:
    """The entity of a marked mention: its knowledge-base entry, else its chain in the article."""
    attrs = span.get("attrs") or {}
    return next(
        (
            attrs[key]
            for key in ("wikidata", "wikipedia", "coref")
            if attrs.get(key) not in (None, "", True)
        ),
        None,
    )


def place(row: Row) -> Place:
    """Where a marked span or an annotation stands."""
    return row["start"], row["end"]


def shared(one: Place, other: Place) -> int:
    """How many characters two places share."""
    return max(0, min(one[1], other[1]) - max(one[0], other[0]))

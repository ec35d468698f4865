"""How an article is sourced: how much is quoted, reported or the writer's own, and who speaks.

Computed from the annotations that the page draws by default, without the store.
"""

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from app.layers import density
from app.layers.statements import Statement, is_speech, statements
from app.store.annotations.rows import AnnotationRow
from app.text.spans import Span
from app.translations import N_

LISTED_KINDS = (
    ("person", N_("People")),
    ("organization", N_("Organizations")),
    ("place", N_("Places")),
    ("group", N_("Groups")),
)
NAMES_PER_KIND = 12
KEPT_OF_BODY = (
    "act",
    "attribution",
    "chain",
    "found_speaker",
    "named",
    "polarity",
    "speaker",
    "speaker_confidence",
    "speakers",
    "whole",
)
"""What a quotation's body says of who speaks and how."""
NamesByKind = list[tuple[str, list[tuple[str, int, int]]]]
"""By kind: its label and (name, entity id, mentions), most first."""
Key = tuple[int | None, str | None]
"""An entity's id, or None and the words for the speaker; both None for an unknown speaker."""


@dataclass(frozen=True, slots=True)
class Share:
    """A share in whole per cent of the text's characters, and the paragraphs that have them."""

    percent: int
    places: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Voice:
    """A speaker: `statements` counts what the page draws by default.

    Among it `denied` are denials, and `refused` what they declined to say.

    `name` is None for all that nobody in particular says; `is_named` distinguishes a name from a
    description; `is_sure` says whether any statement is surely theirs.
    """

    name: str | None
    entity_id: int | None
    is_named: bool
    is_sure: bool
    statements: int
    denied: int
    refused: int
    direct: Share
    reported: Share


@dataclass(frozen=True, slots=True)
class Sourcing:
    """Shares in whole per cent of the text's characters that add up to 100.

    `by` are the speakers, those with a name first, then the most quoted.
    """

    direct: int
    reported: int
    own: int
    words: int
    by: tuple[Voice, ...]

    @property
    def voices(self) -> int:
        """How many speak, by name or by description."""
        return sum(v.name is not None for v in self.by)

    @property
    def unnamed(self) -> int:
        """How many of them are described only."""
        return sum(v.name is not None and not v.is_named for v in self.by)


@dataclass(slots=True)
class _Heard:
    """What one speaker says, while it is collected."""

    statements: list[Statement[AnnotationRow]] = field(default_factory=list)
    rows: list[AnnotationRow] = field(default_factory=list)


def sourcing(
    text: str, words: int, starts: Sequence[int], rows: Sequence[AnnotationRow]
) -> Sourcing:
    """How `text`, whose blocks start at `starts`, is sourced by its quotations.

    Of the other `rows` only names with a chain matter, of a body no more than `KEPT_OF_BODY`.
    """
    said = [row for row in rows if is_speech(row) and density.is_shown(row)]
    direct = _covered(row for row in said if row.kind == "direct")
    direct_share = _percent(direct, text)
    reported_share = _percent(_covered(said) - direct, text)
    names = _entity_names(rows, said)
    voices = [
        _voice(key, names.get(key[0] or 0), heard, text, starts)
        for key, heard in _by_speaker(rows, said).items()
    ]
    own_share = 100 - direct_share - reported_share
    return Sourcing(
        direct_share, reported_share, own_share, words, tuple(sorted(voices, key=_rank))
    )


def _entity_names(rows: Sequence[AnnotationRow], said: Iterable[AnnotationRow]) -> dict[int, str]:
    """The names of the entities that are mentioned or speak."""
    names = dict(named(rows).values())
    for row in said:
        if row.entity_id and row.entity_name:
            names[row.entity_id] = row.entity_name
    return names


def _by_speaker(rows: Sequence[AnnotationRow], said: Iterable[AnnotationRow]) -> dict[Key, _Heard]:
    """The statements and quotations of each speaker."""
    heard: dict[Key, _Heard] = {}
    known = named(rows)
    for statement in statements(rows):
        for key in keys(statement.lead, known) if statement.is_speech else ():
            heard.setdefault(key, _Heard()).statements.append(statement)
    for row in said:
        for key in keys(row, known):
            if key in heard:
                heard[key].rows.append(row)
    return heard


def named(rows: Iterable[AnnotationRow]) -> dict[str, tuple[int, str]]:
    """For each coreference chain the entity that its names are linked to, with its name."""
    names = (r for r in rows if r.layer == "entity" and r.entity_id and r.entity_name)
    return {
        str(r.body["chain"]): (r.entity_id or 0, r.entity_name or "")
        for r in names
        if r.body.get("chain")
    }


def keys(row: AnnotationRow, known: Mapping[str, tuple[int, str]]) -> list[Key]:
    """The speakers of a quotation: its own, and those who say it together with them.

    `known` are the entities of the chains (see `named`).
    """
    name = row.entity_name or row.body.get("speaker")
    first: Key = (row.entity_id, None if row.entity_id else name)
    return list(
        dict.fromkeys([first, *(_joint(other, known) for other in row.body.get("speakers") or [])])
    )


def _joint(other: object, known: Mapping[str, tuple[int, str]]) -> Key:
    if not isinstance(other, dict):
        return None, str(other)
    entity = known.get(str(other.get("chain")))
    return (entity[0], None) if entity else (None, _name(other))


def _name(other: Mapping[str, Any]) -> str | None:
    name = other.get("name") or other.get("speaker")
    return str(name) if name else None


def further_speakers(body: Mapping[str, Any]) -> list[str]:
    """The names of those who say something together with the speaker."""
    listed = [
        _name(one) if isinstance(one, dict) else str(one) for one in body.get("speakers") or []
    ]
    return [name for name in dict.fromkeys(listed) if name and name != body.get("speaker")]


def _voice(
    key: Key, entity_name: str | None, heard: _Heard, text: str, starts: Sequence[int]
) -> Voice:
    leads = [s.lead for s in heard.statements]
    entity_id, described = key
    name = described if entity_id is None else entity_name
    direct = [r for r in heard.rows if r.kind == "direct"]
    own = _covered(direct)
    polarities = Counter(map(_polarity, leads))
    return Voice(
        name,
        entity_id,
        is_named=entity_id is not None or any(density.is_named(r) for r in leads),
        is_sure=any(density.is_speaker_sure(r) for r in leads),
        statements=len(leads),
        denied=polarities["denied"],
        refused=polarities["refused"],
        direct=Share(_percent(own, text), _places(direct, starts)),
        reported=Share(
            _percent(_covered(heard.rows) - own, text),
            _places([r for r in heard.rows if r.kind != "direct"], starts),
        ),
    )


def _polarity(row: AnnotationRow) -> str | None:
    """Whether words are affirmed (also None), denied or refused."""
    return row.body.get("polarity")


def _rank(voice: Voice) -> tuple[bool, bool, int]:
    return voice.name is None, not voice.is_named, -voice.statements


def _places(rows: Iterable[AnnotationRow], starts: Sequence[int]) -> tuple[int, ...]:
    """The numbers of the paragraphs, as on the page, in which the rows begin."""
    return tuple(dict.fromkeys(max(1, bisect_right(starts, r.start)) for r in rows))


def _percent(characters: int, text: str) -> int:
    return round(100 * characters / max(1, len(text)))


def _covered(rows: Iterable[AnnotationRow]) -> int:
    """How many characters lie under any of the rows."""
    total, at = 0, 0
    for span in sorted(Span(r.start, r.end) for r in rows):
        total += max(0, span.end - max(span.start, at))
        at = max(at, span.end)
    return total


class MentionsByKind:
    """Counts who and what is mentioned."""

    def __init__(self) -> None:
        self._of: dict[str, Counter[tuple[str, int]]] = {
            kind: Counter() for kind, _ in LISTED_KINDS
        }

    def add(self, row: AnnotationRow) -> None:
        """One mention."""
        if row.kind in self._of and row.entity_id and row.entity_name:
            self._of[row.kind][row.entity_name, row.entity_id] += 1

    def most(self) -> NamesByKind:
        """The most mentioned of each kind."""
        by_kind = []
        for kind, label in LISTED_KINDS:
            most = self._of[kind].most_common(NAMES_PER_KIND)
            if most:
                by_kind.append((label, [(name, entity, count) for (name, entity), count in most]))
        return by_kind


def voice_name(name: str, kind: str) -> str:
    """A speaker's name in the margin: the last name of a person, else the whole name."""
    return name.split()[-1] if kind == "person" and name.split() else name

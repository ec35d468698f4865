"""How an article is sourced: shares of its words that are quoted, reported, or the writer's own, and whose voices they are.

Computed from the annotations that the page has already, and only from those that it draws by default; asks nothing of the store.
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

CAST_KINDS = (
    ("person", "People"),
    ("organization", "Organizations"),
    ("place", "Places"),
    ("group", "Groups"),
)
CAST_LONGEST = 12
DENIALS = ("denied", "refused")
"""The values of `polarity` that say no to the words."""
Key = tuple[int | None, str | None]
"""An entity's id, or none and the words for who speaks; both none where nobody is told."""


@dataclass(frozen=True, slots=True)
class Share:
    """Whole per cent of the text's characters, and the numbers of the paragraphs where they stand."""

    percent: int
    places: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Voice:
    """Who speaks: `statements` counts what the page draws by default, `denied` those of them that say no.

    `name` is None for all that nobody in particular says; `is_named` tells a name from a description, `is_sure` whether any of it is surely
    theirs.
    """

    name: str | None
    entity_id: int | None
    is_named: bool
    is_sure: bool
    statements: int
    denied: int
    direct: Share
    reported: Share


@dataclass(frozen=True, slots=True)
class Sourcing:
    """Shares in whole per cent of the text's characters that add up to 100.

    `by` is who speaks, the named first, the most quoted first.
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
    """What one voice says, while it is gathered."""

    statements: list[Statement[AnnotationRow]] = field(default_factory=list)
    rows: list[AnnotationRow] = field(default_factory=list)


def sourcing(
    text: str, words: int, blocks: Sequence[dict[str, Any]], rows: Sequence[AnnotationRow]
) -> Sourcing:
    """How `text`, in its blocks as they are stored, is sourced by its quotations."""
    said = [r for r in rows if is_speech(r) and density.is_shown(r)]
    direct = _covered(r for r in said if r.kind == "direct")
    either = _covered(said)
    share, reported = _percent(direct, text), _percent(either - direct, text)
    starts = [b["start"] for b in blocks]
    heard = _heard(rows, said)
    names = dict(named(rows).values()) | {
        r.entity_id: r.entity_name for r in said if r.entity_id and r.entity_name
    }
    by = sorted(
        (_voice(key, names.get(key[0] or 0), one, text, starts) for key, one in heard.items()),
        key=_rank,
    )
    return Sourcing(share, reported, 100 - share - reported, words, tuple(by))


def _heard(rows: Sequence[AnnotationRow], said: Iterable[AnnotationRow]) -> dict[Key, _Heard]:
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
    """Chain → the entity that the article's names by it are linked to, and its name."""
    names = (r for r in rows if r.layer == "entity" and r.entity_id and r.entity_name)
    return {
        str(r.body["chain"]): (r.entity_id or 0, r.entity_name or "")
        for r in names
        if r.body.get("chain")
    }


def keys(row: AnnotationRow, known: Mapping[str, tuple[int, str]]) -> list[Key]:
    """The voices of a quotation: its speaker, and those who say it with them; `known` is the chains' entities (`named`)."""
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
    """The names of those who say it together with the speaker."""
    listed = [
        _name(one) if isinstance(one, dict) else str(one) for one in body.get("speakers") or []
    ]
    return [name for name in dict.fromkeys(listed) if name and name != body.get("speaker")]


def is_denied(row: AnnotationRow) -> bool:
    """Whether the speaker says no to the words, or refuses them."""
    return row.body.get("polarity") in DENIALS


def _voice(
    key: Key, entity_name: str | None, heard: _Heard, text: str, starts: Sequence[int]
) -> Voice:
    leads = [s.lead for s in heard.statements]
    entity_id, described = key
    name = described if entity_id is None else entity_name
    direct = [r for r in heard.rows if r.kind == "direct"]
    own = _covered(direct)
    return Voice(
        name,
        entity_id,
        is_named=entity_id is not None or any(density.is_named(r) for r in leads),
        is_sure=any(density.is_speaker_sure(r) for r in leads),
        statements=len(leads),
        denied=sum(map(is_denied, leads)),
        direct=Share(_percent(own, text), _places(direct, starts)),
        reported=Share(
            _percent(_covered(heard.rows) - own, text),
            _places([r for r in heard.rows if r.kind != "direct"], starts),
        ),
    )


def _rank(voice: Voice) -> tuple[bool, bool, int]:
    return voice.name is None, not voice.is_named, -voice.statements


def _places(rows: Iterable[AnnotationRow], starts: Sequence[int]) -> tuple[int, ...]:
    """The numbers of the paragraphs, as the page counts them, in which the rows begin."""
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


def cast(rows: Sequence[AnnotationRow]) -> list[tuple[str, list[tuple[str, int, int]]]]:
    """Who and what is named, by kind: label and (name, entity id, mentions), the most named first."""
    found = []
    for kind, label in CAST_KINDS:
        named = Counter(
            (r.entity_name, r.entity_id)
            for r in rows
            if r.layer == "entity" and r.kind == kind and r.entity_id and r.entity_name
        )
        listed = [
            (name, entity, count)
            for (name, entity), count in named.most_common(CAST_LONGEST)
            if name and entity
        ]
        if listed:
            found.append((label, listed))
    return found


def voice_name(name: str, kind: str) -> str:
    """What stands in the margin for a speaker: a person's last name, everything else by its whole name."""
    return name.split()[-1] if kind == "person" and name.split() else name

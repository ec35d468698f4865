"""How an article is sourced: shares of its words that are quoted, reported, or the writer's own, and whose voices they are.

Computed from the annotations that the page has already; asks nothing of the store.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from app.store.annotations import AnnotationRow

CAST_KINDS = (("person", "People"), ("organization", "Organizations"), ("place", "Places"), ("group", "Groups"))
CAST_LONGEST = 12


@dataclass(frozen=True, slots=True)
class Sourcing:
    """Shares in whole per cent of the text's characters that add up to 100; `voices` counts speakers, `unnamed` those without a name."""

    direct: int
    reported: int
    own: int
    voices: int
    unnamed: int
    words: int


def sourcing(text: str, words: int, rows: Iterable[AnnotationRow]) -> Sourcing:
    """How `text` is sourced by its quotations."""
    said = [r for r in rows if _is_speech(r)]
    direct = _covered((r.start, r.end) for r in said if r.kind == "direct")
    either = _covered((r.start, r.end) for r in said)
    whole = max(1, len(text))
    share, reported = round(100 * direct / whole), round(100 * (either - direct) / whole)
    named = {r.entity_id or r.body.get("speaker") for r in said} - {None}
    unnamed = len({r.body.get("attribution") for r in said if not r.entity_id and not r.body.get("speaker")})
    return Sourcing(share, reported, 100 - share - reported, len(named) + unnamed, unnamed, words)


def _is_speech(row: AnnotationRow) -> bool:
    return row.layer == "quotation" and row.body.get("act", "speech") == "speech"


def _covered(spans: Iterable[tuple[int, int]]) -> int:
    total, at = 0, 0
    for start, end in sorted(spans):
        total += max(0, end - max(start, at))
        at = max(at, end)
    return total


def voices(rows: Iterable[AnnotationRow]) -> list[tuple[str, int | None, int]]:
    """Who speaks: name, entity id, number of quotations; the most quoted first. What is hoped or wanted is not spoken."""
    said: Counter[tuple[str, int | None]] = Counter()
    seen = set()
    for r in rows:
        name = r.entity_name or r.body.get("speaker")
        if _is_speech(r) and name and (name, r.body.get("attribution")) not in seen:
            seen.add((name, r.body.get("attribution")))
            said[name, r.entity_id] += 1
    return [(name, entity, count) for (name, entity), count in said.most_common(8)]


def cast(rows: Sequence[AnnotationRow]) -> list[tuple[str, list[tuple[str, int, int]]]]:
    """Who and what is named, by kind: label and (name, entity id, mentions), the most named first."""
    found = []
    for kind, label in CAST_KINDS:
        named = Counter(
            (r.entity_name, r.entity_id) for r in rows if r.layer == "entity" and r.kind == kind and r.entity_id and r.entity_name
        )
        listed = [(name, entity, count) for (name, entity), count in named.most_common(CAST_LONGEST) if name and entity]
        if listed:
            found.append((label, listed))
    return found


def voice(name: str, kind: str) -> str:
    """What stands in the margin for a speaker: a person's last name, everything else by its whole name."""
    return name.split()[-1] if kind == "person" and name.split() else name

"""Statements: the pieces of one attribution together, nothing twice.

Pages, lists and exports count and list these, by one rule for findings and for stored rows.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Generic, Protocol, TypeVar

from app.layers.density import DEFAULT, Drawn, Step, is_shown, is_whole
from app.translations import N_

QUOTATION = "quotation"
_SAY_NO = re.compile(
    r"(?:\bnot\b|n['’]t\b|\bnever\b|\bno\b|\bden[iy]|\brefus|\bdeclin|\breject|\brefut|\bdismiss"
    r"|\bdisput|\bcontradict)",
    re.IGNORECASE,
)
_NO: dict[str, str] = {"denied": N_("denied"), "refused": N_("declined to say")}


class StatementPiece(Drawn, Protocol):
    """A quotation: a finding or a stored row."""

    @property
    def start(self) -> int: ...  # noqa: D102 - explained by the class

    @property
    def end(self) -> int: ...  # noqa: D102 - explained by the class


AnySaid = TypeVar("AnySaid", bound=StatementPiece)


@dataclass(frozen=True, slots=True)
class Statement(Generic[AnySaid]):
    """What one attribution says: its pieces in reading order, at least one, none inside another."""

    pieces: tuple[AnySaid, ...]

    @property
    def lead(self) -> AnySaid:
        """The piece that represents them: it has the link and the position in a list."""
        return self.pieces[0]

    @property
    def is_whole(self) -> bool:
        """Whether any piece is more than a fragment."""
        return any(is_whole(piece) for piece in self.pieces)

    @property
    def is_speech(self) -> bool:
        """Whether it was said, not merely hoped, wanted or feared."""
        return is_speech(self.lead)


def is_speech(row: Drawn) -> bool:
    """Whether a quotation was said; one without an `act` was."""
    return row.layer == QUOTATION and row.body.get("act", "speech") == "speech"


def voice_of(row: Drawn) -> str | None:
    """What identifies a speaker within an article: the chain, else the words for the speaker."""
    voice = row.body.get("chain") or row.body.get("speaker")
    return str(voice) if voice else None


def statements(rows: Iterable[AnySaid], step: Step = DEFAULT) -> list[Statement[AnySaid]]:
    """The statements that a step draws, in reading order. Rows of other layers are left out.

    Words inside a longer quotation belong to it, unless another speaker says them there.
    """
    shown = [row for row in rows if row.layer == QUOTATION and is_shown(row, step)]
    groups: dict[Any, list[AnySaid]] = {}
    for n, row in enumerate(_outermost(shown)):
        # A row without an attribution is a statement by itself.
        groups.setdefault(row.body.get("attribution") or n, []).append(row)
    return [Statement(tuple(pieces)) for pieces in groups.values()]


def _outermost(rows: Sequence[AnySaid]) -> list[AnySaid]:
    """In reading order, without those inside a longer one of the same voice."""
    kept: list[AnySaid] = []
    around: list[AnySaid] = []  # those that have not ended yet
    for row in sorted(rows, key=lambda r: (r.start, -r.end)):
        around = [outer for outer in around if outer.end > row.start]
        if any(outer.end >= row.end and _is_same_voice(outer, row) for outer in around):
            continue
        kept.append(row)
        around.append(row)
    return kept


def _is_same_voice(outer: StatementPiece, inner: StatementPiece) -> bool:
    own = inner.body.get("attribution")
    if own and own == outer.body.get("attribution"):
        return True
    return voice_of(inner) in (None, voice_of(outer))


def denial(body: Mapping[str, Any]) -> str | None:
    """The negation before the words: the text's own (`denied`, `did not say`) where it has one.

    None for what is affirmed.
    """
    plain = _NO.get(str(body.get("polarity")))
    if plain is None:
        return None
    cue = " ".join(str((body.get("cue") or {}).get("exact") or "").split())
    return cue if _SAY_NO.search(cue) else plain

"""Statements: what an attribution says, its pieces together and nothing twice.

What pages, lists and exports count and list.

Pure: the same rule for findings before they are stored and for the rows of a page.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Generic, Protocol, TypeVar

from app.layers.density import DEFAULT, Drawn, Step, is_shown, is_whole

QUOTATION = "quotation"
_SAY_NO = re.compile(
    r"(?:\bnot\b|n['’]t\b|\bnever\b|\bno\b|\bden[iy]|\brefus|\bdeclin|\breject|\brefut|\bdismiss|\bdisput|\bcontradict)",
    re.IGNORECASE,
)
_NO: dict[str, str] = {"denied": "denied", "refused": "refused to say"}


class StatementPiece(Drawn, Protocol):
    """A quotation, wherever it comes from."""

    @property
    def start(self) -> int: ...  # noqa: D102 - said by the class

    @property
    def end(self) -> int: ...  # noqa: D102


AnySaid = TypeVar("AnySaid", bound=StatementPiece)


@dataclass(frozen=True, slots=True)
class Statement(Generic[AnySaid]):
    """What one attribution says: its pieces in reading order, at least one, none inside another."""

    pieces: tuple[AnySaid, ...]

    @property
    def lead(self) -> AnySaid:
        """The piece that stands for all: it has the link and the place in a list."""
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
    """Whether a quotation was said; one that tells no act was."""
    return row.layer == QUOTATION and row.body.get("act", "speech") == "speech"


def voice_of(row: Drawn) -> str | None:
    """What tells one voice of an article from another: the chain, else the words for who speaks."""
    found = row.body.get("chain") or row.body.get("speaker")
    return str(found) if found else None


def statements(rows: Iterable[AnySaid], step: Step = DEFAULT) -> list[Statement[AnySaid]]:
    """The statements that a step draws, in reading order. Rows of other layers are left out.

    Words inside a longer quotation are one with it, unless somebody else says them there.
    """
    groups: dict[Any, list[AnySaid]] = {}
    for n, row in enumerate(
        _outermost([r for r in rows if r.layer == QUOTATION and is_shown(r, step)])
    ):
        groups.setdefault(row.body.get("attribution") or n, []).append(row)
    return [Statement(tuple(pieces)) for pieces in groups.values()]


def _outermost(rows: Sequence[AnySaid]) -> list[AnySaid]:
    """In reading order, without those that lie in a longer one of the same voice."""
    kept: list[AnySaid] = []
    around: list[AnySaid] = []  # those that have not ended yet
    for row in sorted(rows, key=lambda r: (r.start, -r.end)):
        around = [outer for outer in around if outer.end > row.start]
        if any(outer.end >= row.end and _is_one(outer, row) for outer in around):
            continue
        kept.append(row)
        around.append(row)
    return kept


def _is_one(outer: StatementPiece, inner: StatementPiece) -> bool:
    own = inner.body.get("attribution")
    if own and own == outer.body.get("attribution"):
        return True
    return voice_of(inner) in (None, voice_of(outer))


def denial(body: Mapping[str, Any]) -> str | None:
    """What says no before the words said: the text's own (`denied`, `did not say`) where it does; None of what is affirmed."""
    plain = _NO.get(str(body.get("polarity")))
    if plain is None:
        return None
    cue = " ".join(str((body.get("cue") or {}).get("exact") or "").split())
    return cue if _SAY_NO.search(cue) else plain

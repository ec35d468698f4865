"""What a page draws only when everything is asked for, and why.

Computed from the annotations that the page has already, without the store.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from app.layers import density
from app.reading.mark_context import LABELS
from app.store.annotations.rows import AnnotationRow
from app.translations import N_

MOST = 200
"""Lines of the list; a design choice: the page of a long article stays readable, and the step "all"
draws the rest."""
_WORDS = 80  # characters of a line


@dataclass(frozen=True, slots=True)
class BelowDefaultMark:
    """One annotation below the default step.

    `percent` is how sure it is, `bar` from how many per cent on it is drawn; `lacks` what it lacks.
    """

    id: int
    label: str
    words: str
    percent: int
    bar: int
    lacks: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class BelowDefaultList:
    """The lines in reading order, and how many there are in all."""

    lines: list[BelowDefaultMark]
    total: int


class BelowDefaultRows:
    """Collects the annotations of `text` that are below the default step, in reading order."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._lines: list[BelowDefaultMark] = []
        self._total = 0

    def add(self, row: AnnotationRow) -> None:
        """One that no page draws by default."""
        self._total += 1
        if self._total <= MOST:
            self._lines.append(_line(self._text, row))

    def listed(self) -> BelowDefaultList:
        """The first of them, and how many there are."""
        return BelowDefaultList(self._lines, self._total)


def _line(text: str, row: AnnotationRow) -> BelowDefaultMark:
    bars = density.thresholds(row)
    words = " ".join(text[row.start : row.end][: 2 * _WORDS].split())
    bar = round(100 * bars.some) if bars else 0
    return BelowDefaultMark(
        row.id,
        LABELS.get(row.layer, row.layer),
        words,
        round(100 * row.confidence),
        bar,
        tuple(_lacks(row)),
    )


def _lacks(row: AnnotationRow) -> Iterable[str]:
    """What readers are shown besides the figure: phrases of their own, through gettext."""
    if row.layer != "quotation":
        return
    if not density.is_whole(row):
        yield N_("a sentence fragment")
    if row.body.get("act") == "attitude":
        yield N_("an opinion or a wish, not a statement")
    if not row.body.get("source"):
        yield N_("no speaker found")
    if not row.body.get("cue"):
        yield N_("no speech verb found")

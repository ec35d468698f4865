"""The measures of two pictures: mentions over time as bars, and who is named with whom as arcs.

Pure; the templates draw them as SVG.

Every picture comes with what it shows in numbers, so that its text alternative says the same.
"""

from calendar import monthrange
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Literal

Unit = Literal["month", "year"]
MOST_MONTHS = 96
"""Months that are drawn one by one, unless more are asked for: in a card each bar is then still two
pixels wide."""
ASKED_MONTHS = 120
MOST_ARCS = 12
"""Pairs that are joined, those that stand together most: more are a tangle."""
MOST_BARS = 60
"""Bars of years; over a longer time a bar is several years."""
STEP, GAP, TALL = 8, 2, 32
ROW, REACH = 30, 110
"""Height of a name's row and the room for arcs beside the names, in the picture's own units, which
are pixels on a wide page."""


@dataclass(frozen=True, slots=True)
class Period:
    """A month or some years, by its days, with how often something is named then, in how many articles, and how many of doubtful date."""

    label: str
    since: str
    until: str
    mentions: int
    articles: int
    doubted: int = 0


@dataclass(frozen=True, slots=True)
class Bar:
    """A bar of the picture: what it tells and where it stands; a period with no mention has no height."""

    period: Period
    x: int
    y: float
    height: float


@dataclass(frozen=True, slots=True)
class BarChart:
    """Mentions over time: every period from the first to the last, `most` the one with the most mentions, `told` those with any."""

    unit: Unit
    bars: list[Bar]
    most: Period
    width: int
    height: int = TALL
    bar: int = STEP - GAP

    @property
    def told(self) -> list[Period]:
        """The periods that have a mention, newest first."""
        return [bar.period for bar in reversed(self.bars) if bar.period.mentions]

    @property
    def doubted(self) -> int:
        """In how many of the articles that are drawn the date is doubtful."""
        return sum(bar.period.doubted for bar in self.bars)


@dataclass(frozen=True, slots=True)
class ArcRow:
    """A name of the picture: which entity it is, in how many articles they stand together, where its dot is and how large."""

    id: int
    name: str
    articles: int
    y: int
    dot: float


@dataclass(frozen=True, slots=True)
class Arc:
    """Two names that stand together: the path from dot to dot, how thick, and what it tells."""

    path: str
    thick: float
    names: tuple[str, str]
    articles: int


@dataclass(frozen=True, slots=True)
class ArcDiagram:
    """Who is named with whom: names one below the other, arcs at their side."""

    rows: list[ArcRow]
    arcs: list[Arc]
    width: int
    height: int
    reach: int = REACH


def bar_chart(
    months: Iterable[tuple[str, int, int, int]], unit: Unit | None = None
) -> BarChart | None:
    """The picture of (month `2031-03`, mentions, articles, of doubtful date), oldest first; None when there is nothing to compare.

    Without a `unit`, by months where they are few, else by years.
    """
    known = [
        (_number(month), mentions, articles, doubted)
        for month, mentions, articles, doubted in months
    ]
    span = known[-1][0] - known[0][0] + 1 if known else 0
    if span < 2:
        return None
    by: Unit = (
        unit
        if unit and (unit == "year" or span <= ASKED_MONTHS)
        else ("month" if span <= MOST_MONTHS else "year")
    )
    long = (
        1 if by == "month" else 12 * -(-(known[-1][0] // 12 - known[0][0] // 12 + 1) // MOST_BARS)
    )
    told = _periods(known, long)
    most = max(told, key=lambda p: p.mentions)
    drawn = []
    for n, period in enumerate(told):
        height = (
            round(max(2.0, TALL * period.mentions / most.mentions), 1) if period.mentions else 0.0
        )
        drawn.append(Bar(period, n * STEP, round(TALL - height, 1), height))
    return BarChart(by, drawn, most, len(drawn) * STEP - GAP)


def _number(month: str) -> int:
    return int(month[:4]) * 12 + int(month[5:7]) - 1


def _periods(known: Sequence[tuple[int, int, int, int]], long: int) -> list[Period]:
    """Every stretch of `long` months from the first to the last; years begin in January."""
    first = known[0][0] // 12 * 12 if long > 1 else known[0][0]
    sums = {n: [*held] for n, held in groupby(known, key=lambda month: (month[0] - first) // long)}
    last = (known[-1][0] - first) // long
    return [_period(first + n * long, long, sums.get(n, [])) for n in range(last + 1)]


def _period(first: int, long: int, held: Sequence[tuple[int, int, int, int]]) -> Period:
    year, month = divmod(first, 12)
    last_year, last_month = divmod(min(first + long - 1, 9999 * 12 + 11), 12)
    days = monthrange(last_year, last_month + 1)[1]
    label = (
        f"{date(year, month + 1, 1):%B} {year}"
        if long == 1
        else str(year)
        if long == 12
        else f"{year}–{last_year}"
    )
    since, until = f"{year:04}-{month + 1:02}-01", f"{last_year:04}-{last_month + 1:02}-{days:02}"
    return Period(label, since, until, *(sum(month[n] for month in held) for n in (1, 2, 3)))


def arc_diagram(
    members: Sequence[tuple[int, str, int]], pairs: Mapping[tuple[int, int], int]
) -> ArcDiagram | None:
    """The picture of (entity, name, articles shared with the one it is about) and of what two of them share; None for nobody."""
    if not members:
        return None
    most = max(shared for _, _, shared in members)
    rows = [
        ArcRow(id_, name, shared, n * ROW + ROW // 2, round(3 + 4 * (shared / most) ** 0.5, 1))
        for n, (id_, name, shared) in enumerate(members)
    ]
    at = {row.id: row for row in rows}
    joined = [
        (at[a], at[b], n)
        for (a, b), n in sorted(pairs.items(), key=lambda pair: (-pair[1], pair[0]))
        if a in at and b in at and n
    ]
    joined = joined[:MOST_ARCS]
    thickest = max([n for *_, n in joined], default=1)
    widest = max([abs(a.y - b.y) for a, b, _ in joined], default=ROW)
    drawn = [
        _arc(min(a, b, key=_height), max(a, b, key=_height), n, thickest, widest)
        for a, b, n in joined
    ]
    return ArcDiagram(rows, drawn, 360, len(rows) * ROW)


def _height(row: ArcRow) -> int:
    return row.y


def _arc(upper: ArcRow, lower: ArcRow, shared: int, thickest: int, widest: int) -> Arc:
    """A half ellipse from dot to dot; the furthest pair reaches to the edge."""
    out = round((REACH - 16) * (lower.y - upper.y) / widest, 1)
    path = (
        f"M{REACH} {upper.y}C{REACH - out * 4 / 3:.1f} {upper.y} {REACH - out * 4 / 3:.1f} "
        f"{lower.y} {REACH} {lower.y}"
    )
    return Arc(path, round(0.75 + 2.75 * shared / thickest, 2), (upper.name, lower.name), shared)

"""The geometry of two charts: mentions over time as bars, co-occurrence as arcs.

Pure; the templates draw them as SVG. Every chart comes with its numbers, so that the text
alternative says the same.
"""

from calendar import monthrange
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from math import ceil
from typing import Literal

Unit = Literal["month", "year"]
MOST_MONTHS = 96
"""Months that are drawn one by one, unless more are asked for: in a card each bar is then still two
pixels wide."""
ASKED_MONTHS = 120
MOST_ARCS = 12
"""Pairs that are joined, those that co-occur most: more would be a tangle."""
MOST_BARS = 60
"""Bars of years; over a longer time a bar is several years."""
STEP, GAP, TALL = 8, 2, 32
ROW, REACH = 30, 110
"""The height of a name's row and the room for arcs next to the names, in the chart's own units:
pixels on a wide page."""


@dataclass(frozen=True, slots=True)
class Period:
    """A month or some years: its first and last day, the mentions, and the articles that have them.

    `doubted` counts those of the articles whose date is doubtful.
    """

    label: str
    since: str
    until: str
    mentions: int
    articles: int
    doubted: int = 0


@dataclass(frozen=True, slots=True)
class Bar:
    """The bar of a period and its place; without mentions it has no height."""

    period: Period
    x: int
    y: float
    height: float


@dataclass(frozen=True, slots=True)
class BarChart:
    """Mentions over time, every period from the first to the last.

    `most` is the one with the most mentions, `with_mentions` are those with any.
    """

    unit: Unit
    bars: list[Bar]
    most: Period
    width: int
    height: int = TALL
    bar: int = STEP - GAP

    @property
    def with_mentions(self) -> list[Period]:
        """The periods that have a mention, newest first."""
        return [bar.period for bar in reversed(self.bars) if bar.period.mentions]

    @property
    def doubted(self) -> int:
        """How many of the articles that are drawn have a doubtful date."""
        return sum(bar.period.doubted for bar in self.bars)


@dataclass(frozen=True, slots=True)
class ArcRow:
    """A name of the diagram: its entity, the articles shared with it, its dot's place and size."""

    id: int
    name: str
    articles: int
    y: int
    dot: float


@dataclass(frozen=True, slots=True)
class Arc:
    """Two names that co-occur: the path from dot to dot, its thickness, and the articles shared."""

    path: str
    thick: float
    names: tuple[str, str]
    articles: int


@dataclass(frozen=True, slots=True)
class ArcDiagram:
    """Co-occurrence: names one below the other, arcs at their side."""

    rows: list[ArcRow]
    arcs: list[Arc]
    width: int
    height: int
    reach: int = REACH


def bar_chart(
    months: Iterable[tuple[str, int, int, int]], unit: Unit | None = None
) -> BarChart | None:
    """The chart of (month `2031-03`, mentions, articles, of doubtful date), oldest first.

    None when there is nothing to compare. Without a `unit`, by months where they are few, else by
    years.
    """
    known = [
        (_number(month), mentions, articles, doubted)
        for month, mentions, articles, doubted in months
    ]
    span = known[-1][0] - known[0][0] + 1 if known else 0
    if span < 2:
        return None
    drawn_by = _unit(span, unit)
    # Years, several to a bar where there are too many.
    years = known[-1][0] // 12 - known[0][0] // 12 + 1
    months_a_bar = 1 if drawn_by == "month" else 12 * ceil(years / MOST_BARS)
    periods = _periods(known, months_a_bar)
    most = max(periods, key=lambda period: period.mentions)
    bars = [_bar(n, period, most.mentions) for n, period in enumerate(periods)]
    return BarChart(drawn_by, bars, most, len(bars) * STEP - GAP)


def _unit(months: int, asked: Unit | None) -> Unit:
    """What a bar of a chart over so many months stands for: what was asked, as far as it fits."""
    if asked == "year":
        return "year"
    return "month" if months <= (ASKED_MONTHS if asked else MOST_MONTHS) else "year"


def _bar(number: int, period: Period, most: int) -> Bar:
    height = round(max(2.0, TALL * period.mentions / most), 1) if period.mentions else 0.0
    return Bar(period, number * STEP, round(TALL - height, 1), height)


def _number(month: str) -> int:
    """Months since the year 0."""
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
    if long == 1:
        label = f"{date(year, month + 1, 1):%B} {year}"
    elif long == 12:
        label = str(year)
    else:
        label = f"{year}–{last_year}"
    since = f"{year:04}-{month + 1:02}-01"
    until = f"{last_year:04}-{last_month + 1:02}-{days:02}"
    return Period(label, since, until, *(sum(month[n] for month in held) for n in (1, 2, 3)))


def arc_diagram(
    members: Sequence[tuple[int, str, int]], pairs: Mapping[tuple[int, int], int]
) -> ArcDiagram | None:
    """The diagram of entities that co-occur with one, and with each other.

    `members` are (entity, name, articles shared with the one), `pairs` the articles that two of
    them share. None for no members.
    """
    if not members:
        return None
    most = max(shared for _, _, shared in members)
    rows = [
        ArcRow(id_, name, shared, n * ROW + ROW // 2, round(3 + 4 * (shared / most) ** 0.5, 1))
        for n, (id_, name, shared) in enumerate(members)
    ]
    joined = _joined(rows, pairs)
    thickest = max((shared for *_, shared in joined), default=1)
    widest = max((lower.y - upper.y for upper, lower, _ in joined), default=ROW)
    arcs = [_arc(upper, lower, shared, thickest, widest) for upper, lower, shared in joined]
    return ArcDiagram(rows, arcs, 360, len(rows) * ROW)


def _joined(
    rows: Sequence[ArcRow], pairs: Mapping[tuple[int, int], int]
) -> list[tuple[ArcRow, ArcRow, int]]:
    """The pairs that are drawn, those that share most first, as (upper, lower, shared)."""
    row_of = {row.id: row for row in rows}
    joined: list[tuple[ArcRow, ArcRow, int]] = []
    for (a, b), shared in sorted(pairs.items(), key=lambda pair: (-pair[1], pair[0])):
        if a in row_of and b in row_of and shared:
            upper, lower = sorted((row_of[a], row_of[b]), key=lambda row: row.y)
            joined.append((upper, lower, shared))
    return joined[:MOST_ARCS]


def _arc(upper: ArcRow, lower: ArcRow, shared: int, thickest: int, widest: int) -> Arc:
    """A half ellipse from dot to dot; the furthest pair reaches to the edge."""
    bulge = round((REACH - 16) * (lower.y - upper.y) / widest, 1)
    path = (
        f"M{REACH} {upper.y}C{REACH - bulge * 4 / 3:.1f} {upper.y} {REACH - bulge * 4 / 3:.1f} "
        f"{lower.y} {REACH} {lower.y}"
    )
    return Arc(path, round(0.75 + 2.75 * shared / thickest, 2), (upper.name, lower.name), shared)

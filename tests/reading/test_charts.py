"""The geometry of the charts, and that each shows exactly the numbers it was made of."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from app.reading.charts import MOST_BARS, REACH, TALL, arc_diagram, bar_chart

MONTHS = st.dictionaries(
    st.tuples(st.integers(1, 9999), st.integers(1, 12)),
    st.tuples(st.integers(1, 500), st.integers(1, 50), st.integers(0, 1)),
    max_size=40,
).map(
    lambda found: [(f"{year:04}-{month:02}", *found[year, month]) for year, month in sorted(found)]
)


def test_months_without_a_mention_keep_their_place() -> None:
    drawn = bar_chart([("2031-01", 2, 1, 0), ("2031-04", 8, 3, 0)])
    assert drawn is not None
    assert (drawn.unit, drawn.width) == ("month", 30)
    assert [(b.period.label, b.period.mentions, b.x, b.y, b.height) for b in drawn.bars] == [
        ("January 2031", 2, 0, 24.0, 8.0),
        ("February 2031", 0, 8, 32.0, 0.0),
        ("March 2031", 0, 16, 32.0, 0.0),
        ("April 2031", 8, 24, 0.0, 32.0),
    ]
    assert [(p.label, p.since, p.until) for p in drawn.with_mentions] == [
        ("April 2031", "2031-04-01", "2031-04-30"),
        ("January 2031", "2031-01-01", "2031-01-31"),
    ]
    assert drawn.most.label == "April 2031"


def test_a_long_time_is_drawn_by_years_and_a_longer_one_by_several() -> None:
    years = bar_chart([("2014-11", 1, 1, 0), ("2024-02", 3, 2, 0)])
    assert years is not None
    assert (years.unit, [b.period.label for b in years.bars]) == (
        "year",
        [str(year) for year in range(2014, 2025)],
    )
    ages = bar_chart([("1900-11", 1, 1, 0), ("2024-02", 3, 2, 0)])
    assert ages is not None
    assert ages.bars[0].period.label == "1900–1902"
    assert len(ages.bars) <= MOST_BARS


def test_months_or_years_may_be_asked_for() -> None:
    months = [("2020-01", 1, 1, 0), ("2024-01", 1, 1, 0)]
    by_month, by_year = (
        bar_chart(months, "month"),
        bar_chart([("2031-01", 2, 1, 0), ("2031-04", 8, 3, 0)], "year"),
    )
    assert by_month is not None
    assert by_year is not None
    assert (by_month.unit, len(by_month.bars)) == ("month", 49)
    assert [(b.period.label, b.period.mentions) for b in by_year.bars] == [("2031", 10)]


def test_one_month_alone_is_no_picture() -> None:
    assert bar_chart([]) is None
    assert bar_chart([("2031-01", 9, 2, 0)]) is None


@given(MONTHS, st.sampled_from([None, "month", "year"]))
def test_every_mention_is_drawn_once(
    months: list[tuple[str, int, int, int]], unit: str | None
) -> None:
    drawn = bar_chart(months, unit)  # type: ignore[arg-type]
    if drawn is None:
        return
    assert sum(b.period.mentions for b in drawn.bars) == sum(m for _, m, _, _ in months)
    assert sum(b.period.articles for b in drawn.bars) == sum(a for _, _, a, _ in months)
    assert drawn.doubted == sum(d for *_, d in months)
    assert len(drawn.bars) <= 120
    for bar in drawn.bars:
        assert bar.period.since <= bar.period.until
        assert 0 <= bar.y <= TALL
        assert abs(bar.y + bar.height - TALL) < 0.2
        assert (bar.height >= 2) == bool(bar.period.mentions)
    ends = [(b.period.since, b.period.until) for b in drawn.bars]
    assert ends == sorted(ends)
    assert all(a[1] < b[0] for a, b in pairwise(ends))


def test_names_stand_below_each_other_and_arcs_join_those_that_stand_together() -> None:
    drawn = arc_diagram(
        [(7, "Ann", 4), (3, "Ben", 1), (5, "Cid", 1)], {(3, 7): 1, (5, 7): 2, (7, 99): 3}
    )
    assert drawn is not None
    assert [(r.id, r.y, r.dot) for r in drawn.rows] == [(7, 15, 7.0), (3, 45, 5.0), (5, 75, 5.0)]
    assert [(a.names, a.articles, a.thick) for a in drawn.arcs] == [
        (("Ann", "Cid"), 2, 3.5),
        (("Ann", "Ben"), 1, 2.12),
    ]
    assert drawn.arcs[0].path.startswith(f"M{REACH} 15C")
    assert drawn.height == 90


def test_nobody_is_no_picture_and_strangers_have_no_arcs() -> None:
    assert arc_diagram([], {}) is None
    alone = arc_diagram([(1, "Ann", 1), (2, "Ben", 1)], {})
    assert alone is not None
    assert alone.arcs == []


def test_only_those_who_stand_together_most_are_joined() -> None:
    everybody = [(n, str(n), 9) for n in range(10)]
    drawn = arc_diagram(everybody, {(a, b): a + b for a in range(10) for b in range(a + 1, 10)})
    assert drawn is not None
    assert [a.articles for a in drawn.arcs] == [17, 16, 15, 15, 14, 14, 13, 13, 13, 12, 12, 12]

"""Who is named with whom, when and in which order: counted for who reads."""

from typing import Any

import pytest
from sqlmodel import Session

from app.store.articles import articles
from app.store.articles.access import ANYONE, EDITOR, Reader
from app.store.db.library import Library
from app.store.entities import cooccurrence, entities
from app.store.entities.cooccurrence import (
    End,
    Ends,
    Month,
    NeighbouringArticle,
    OverTime,
    Position,
)
from app.store.statements import statements
from app.text.spans import Doubt
from tests.building import ingest

pytestmark = pytest.mark.usefixtures("stub_layers")


def named(s: Session, name: str, reader: Reader = EDITOR) -> int:
    return next(e.id for e in entities.find_all(s, reader, limit=200).items if e.name == name)


def test_months_and_ends_are_by_the_articles_days(library: Library) -> None:
    last = ingest(library, "Ann Ash came. Ann Ash left.", date="2031-03-30")
    first = ingest(library, "Ann Ash slept.", date="2030-12-01")
    ingest(library, "Ann Ash woke.", date="2031-03-02")
    ingest(library, "Ann Ash hid.", date="2032-01-01", visibility="private")
    with library.reading() as s:
        ann = named(s, "Ann Ash")
        assert [
            (m.month, m.mentions, m.articles) for m in cooccurrence.over_time(s, ANYONE, ann).months
        ] == [("2030-12", 1, 1), ("2031-03", 3, 2)]
        assert cooccurrence.first_and_last(s, ANYONE, ann) == Ends(
            End("2030-12-01", first.article_id), End("2031-03-30", last.article_id)
        )
        assert [m.month for m in cooccurrence.over_time(s, EDITOR, ann).months] == [
            "2030-12",
            "2031-03",
            "2032-01",
        ]
        assert cooccurrence.first_and_last(s, Reader(public=False), ann) is None
        assert cooccurrence.over_time(s, Reader(public=False), ann) == OverTime([])


def test_company_elsewhere_leaves_out_the_article_that_asks(library: Library) -> None:
    here = ingest(library, "Ann Ash met Ben Birch and Cid Cedar.")
    ingest(library, "Ann Ash met Cid Cedar.")
    with library.reading() as s:
        found = cooccurrence.cooccurring(s, ANYONE, named(s, "Ann Ash"), but=here.article_id)
    assert [(e.name, shared) for e, shared in found.members] == [("Cid Cedar", 1)]


def test_company_says_who_stands_with_whom(library: Library) -> None:
    ingest(library, "Ann Ash met Ben Birch and Cid Cedar.")
    ingest(library, "Ann Ash met Ben Birch. Ben Birch met Dan Doe.")
    ingest(library, "Ben Birch met Cid Cedar.")
    ingest(library, "Ann Ash met Cid Cedar and Dan Doe.", visibility="private")
    with library.reading() as s:
        ids = {name: named(s, name) for name in ("Ann Ash", "Ben Birch", "Cid Cedar", "Dan Doe")}
        found = cooccurrence.cooccurring(s, ANYONE, ids["Ann Ash"])
        assert [(e.name, n) for e, n in found.members] == [
            ("Ben Birch", 2),
            ("Cid Cedar", 1),
            ("Dan Doe", 1),
        ]
        ben = ids["Ben Birch"]
        pair = {frozenset(p): n for p, n in found.pairs.items()}
        assert pair == {frozenset((ben, ids["Cid Cedar"])): 1, frozenset((ben, ids["Dan Doe"])): 1}
        everything = cooccurrence.cooccurring(s, EDITOR, ids["Ann Ash"], 2)
        assert len(everything.members) == 2
        assert cooccurrence.cooccurring(s, Reader(public=False), ids["Ann Ash"]).members == []


def test_the_way_through_the_articles_of_an_entity_is_by_day(library: Library) -> None:
    days = ("2031-05-01", "2030-01-01", "2031-05-01", "2032-01-01")
    ids = [
        ingest(library, f"Ann Ash came {n} times.", title=f"No. {n}", date=day).article_id
        for n, day in enumerate(days)
    ]
    ingest(library, "Ann Ash hid.", date="2031-05-01", visibility="private")
    other = ingest(library, "Nobody came.", date="2031-12-01").article_id
    with library.reading() as s:
        ann = named(s, "Ann Ash")

        def way(article: int | None) -> Position:
            return cooccurrence.position(
                s, ANYONE, ann, articles.get(s, ANYONE, article) if article else None
            )

        one = [
            NeighbouringArticle(id_, f"No. {n}", days[n], False, days[n], "en")
            for n, id_ in enumerate(ids)
        ]
        assert way(None) == Position(4, 0, None, one[1])
        assert way(ids[0]) == Position(4, 1, one[1], one[2])
        assert way(ids[3]) == Position(4, 3, one[2], None)
        assert way(other) == Position(4, 3, one[2], one[3])


@pytest.mark.slow
def test_undated_articles_stand_on_no_day_and_come_last_on_the_way(library: Library) -> None:
    ids = [
        ingest(library, f"Ann Ash came {n} times.", title=f"No. {n}", date=day).article_id
        for n, day in enumerate([None, "2031-05-01", None])
    ]
    with library.reading() as s:
        ann = named(s, "Ann Ash")
        assert cooccurrence.over_time(s, ANYONE, ann) == OverTime(
            [Month("2031-05", 1, 1)], undated=2
        )
        assert cooccurrence.first_and_last(s, ANYONE, ann) == Ends(
            End("2031-05-01", ids[1]), End("2031-05-01", ids[1])
        )
        seen, at = [], cooccurrence.position(s, ANYONE, ann).later
        while at is not None:
            way = cooccurrence.position(s, ANYONE, ann, articles.get(s, ANYONE, at.id))
            seen.append(
                (at.id, at.published_on, way.before, way.earlier.id if way.earlier else None)
            )
            at = way.later
        assert seen == [
            (ids[1], "2031-05-01", 0, None),
            (ids[0], None, 1, ids[1]),
            (ids[2], None, 2, ids[0]),
        ]
        assert [line.article.id for line in entities.articles_of(s, ANYONE, ann).items] == [
            ids[1],
            ids[2],
            ids[0],
        ]
        either: tuple[Any, ...] = ({"since": "2000-01-01"}, {"until": "2999-01-01"})
        for days in either:
            assert [
                line.article.id for line in entities.articles_of(s, ANYONE, ann, **days).items
            ] == [ids[1]]
            assert [a.id for a in articles.newest(s, ANYONE, **days).items] == [ids[1]]
            assert [line.article.id for line in statements.claims(s, ANYONE, **days).items] == [
                ids[1]
            ]


def test_an_entity_of_undated_articles_alone_has_no_first_day(library: Library) -> None:
    ingest(library, "Ann Ash came.")
    with library.reading() as s:
        ann = named(s, "Ann Ash")
        assert cooccurrence.first_and_last(s, ANYONE, ann) is None
        assert cooccurrence.over_time(s, ANYONE, ann) == OverTime([], undated=1)


def test_a_doubt_on_a_date_is_counted_where_the_date_is_used(library: Library) -> None:
    doubt = Doubt("declared-date-conflict", "Its page gives another day.")
    first = ingest(library, "Ann Ash came.", date="2031-05-01", doubts=(doubt,)).article_id
    last = ingest(library, "The captain Ann Ash left.", date="2031-05-09").article_id
    with library.reading() as s:
        ann = named(s, "Ann Ash")
        assert cooccurrence.over_time(s, ANYONE, ann).months == [Month("2031-05", 2, 2, doubted=1)]
        assert cooccurrence.first_and_last(s, ANYONE, ann) == Ends(
            End("2031-05-01", first, date_doubted=True), End("2031-05-09", last)
        )
        way = cooccurrence.position(s, ANYONE, ann, articles.get(s, ANYONE, last))
        assert way.earlier is not None
        assert way.earlier.date_doubted


def test_what_undated_articles_describe_is_on_no_side_of_a_day(library: Library) -> None:
    ingest(library, "The captain Silas Thorne came.", date="2020-01-01")
    ingest(library, "The minister Silas Thorne came.")
    with library.reading() as s:
        thorne = named(s, "Silas Thorne")
        for until in ("2010-01-01", "2025-01-01", None):
            lines = entities.roles(s, ANYONE, thorne, until=until)
            assert [(r.role, r.published_on) for r in lines] == [
                ("captain", "2020-01-01"),
                ("minister", None),
            ]


def test_roles_up_to_a_day_are_not_crowded_out_by_later_ones(library: Library) -> None:
    ingest(library, "The captain Silas Thorne came.", date="2020-01-01")
    for n in range(4):
        ingest(library, f"The minister Silas Thorne came {n} times.", date=f"2030-01-0{n + 1}")
    with library.reading() as s:
        thorne = named(s, "Silas Thorne")
        assert [r.role for r in entities.roles(s, ANYONE, thorne, 1)] == ["minister"]
        lines = entities.roles(s, ANYONE, thorne, 1, until="2025-01-01")
        assert [(r.role, r.sorted_on) for r in lines] == [
            ("minister", "2030-01-04"),
            ("captain", "2020-01-01"),
        ]
        assert (lines[1].start, lines[1].end) == (4, 11)


def test_statements_of_an_entity_are_the_newest_of_each_sort(library: Library) -> None:
    for n in range(3):
        text = (
            f"“Nothing {n},” Ann Ash said. “now Ann Ash left,” Ben Birch said. later Ann Ash "
            f"counted {n + 2} ships."
        )
        ingest(library, text, date=f"2031-01-0{n + 1}")
    with library.reading() as s:
        found = statements.of_entity(s, ANYONE, named(s, "Ann Ash"), 2)
        assert [line.excerpt.words for line in found.said] == ["Nothing 2,", "Nothing 1,"]
        assert [
            (line.article.sorted_on, [x.of(line.excerpt.words) for x in line.evidence])
            for line in found.about
        ] == [
            ("2031-01-03", ["Ann Ash"]),
            ("2031-01-02", ["Ann Ash"]),
        ]
        assert {"said", "about"} <= found.more
        assert statements.of_entity(s, Reader(public=False), named(s, "Ann Ash"), 2).said == []


def test_evidence_is_where_the_words_name_whom(library: Library) -> None:
    ingest(library, "“Ann Ash met Cid Cedar, said Ann Ash,” Ben Birch said.")
    with library.reading() as s:
        (line,) = statements.quotes(s, ANYONE, about="Ann Ash").items
        assert [(x.start, x.of(line.excerpt.words)) for x in line.evidence] == [
            (0, "Ann Ash"),
            (28, "Ann Ash"),
        ]
        assert statements.quotes(s, ANYONE, speaker="Ben Birch").items[0].evidence == ()

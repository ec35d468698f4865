"""Summaries say what a count of everything would say, whatever was done to the library."""

import pytest
from sqlmodel import Session, select

from app import pipeline
from app.layers.creators import PersonCreator
from app.linking.corrections.correction import Correction
from app.store.annotations import notes
from app.store.articles import articles
from app.store.articles.access import ANYONE, EDITOR
from app.store.corrections import corrections
from app.store.db.library import Library
from app.store.entities import cooccurrence, entities
from app.store.ingest import lifecycle
from app.store.schema.summaries import EntityMonth, EntityWord, PublisherCount, SpeakerInArticle
from app.store.summaries import months, publishers, rebuilding, speakers
from app.text.spans import Span
from tests.building import ingest, some_url

pytestmark = pytest.mark.usefixtures("stub_layers")

TEXT = "“We sail,” Ida Fenwick said. Silas Thorne counted 40 ships. Ida Fenwick left."


TABLES = (PublisherCount, EntityMonth, SpeakerInArticle, EntityWord)


def any_count(row: dict[str, object]) -> bool:
    """Whether a row counts anything: one that was moved to nothing stays."""
    return bool(row.get("articles", True))


def wrong(s: Session) -> list[int]:
    """How many summaries are not what a count gives."""
    every = articles.newest(s, EDITOR, limit=100).items
    said = sum(not speakers.agree(s, article.id or 0) for article in every)
    return [publishers.differ(s), months.differ(s), said]


def fill(library: Library) -> list[int]:
    """Four articles of two months and two publishers; their ids."""
    stored = [
        ingest(library, TEXT, url=some_url(), date=f"2030-0{1 + n % 2}-05", publisher=press)
        for n, press in enumerate(("Post", "Post", "Herald", "Herald"))
    ]
    return [one.article_id for one in stored]


def named(s: Session, name: str) -> int:
    return entities.find_all(s, EDITOR, q=name).items[0].id


@pytest.mark.parametrize("kept_from", [1, 3, 100])
def test_summaries_follow_what_is_done_to_articles(
    library: Library, monkeypatch: pytest.MonkeyPatch, kept_from: int
) -> None:
    monkeypatch.setattr(months, "KEPT_FROM", kept_from)
    first, second, third, _ = fill(library)
    with library.writing() as s:
        lifecycle.set_visibility(s, first, "private")
        assert publishers.listed(s, ANYONE) == [("Herald", 2), ("Post", 1)]
        assert wrong(s) == [0, 0, 0]
    pipeline.withdraw(library, second)
    with library.writing() as s:
        moved = [row.model_dump() for table in TABLES for row in s.scalars(select(table))]
        rebuilding.rebuild(s)
        rebuilt = [row.model_dump() for table in TABLES for row in s.scalars(select(table))]
        assert [row for row in moved if row not in rebuilt and any_count(row)] == []
        assert [row for row in rebuilt if row not in moved] == []
        revision = articles.revision(s, articles.get(s, EDITOR, third))
        note = notes.write(s, "person:1", revision, Span(0, 5), "Mine.", "private")
        counts = publishers.annotations(s, ANYONE), publishers.annotations(s, EDITOR)
        assert counts[0] < counts[1]
        notes.remove(s, note.id or 0)
        timeline = cooccurrence.over_time(s, EDITOR, named(s, "Fenwick"))
        assert [(m.month, m.articles) for m in timeline.months] == [("2030-01", 2), ("2030-02", 1)]
        assert wrong(s) == [0, 0, 0]
    with library.reading() as s:
        assert wrong(s) == [0, 0, 0]


def test_summaries_follow_merges_and_their_undoing(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(months, "KEPT_FROM", 2)
    fill(library)
    with library.writing() as s:
        ida, silas = named(s, "Fenwick"), named(s, "Thorne")
        before = cooccurrence.over_time(s, ANYONE, ida)
        merge = Correction("merge", ida, silas)
        made = corrections.make(s, merge, PersonCreator(1))
        assert wrong(s) == [0, 0, 0]
        assert cooccurrence.over_time(s, ANYONE, ida).months == []
        assert sum(m.mentions for m in cooccurrence.over_time(s, ANYONE, silas).months) == 12
        corrections.undo(s, made, PersonCreator(1))
        assert cooccurrence.over_time(s, ANYONE, ida) == before
        assert wrong(s) == [0, 0, 0]


def test_a_name_is_found_by_the_beginning_of_each_of_its_words(library: Library) -> None:
    fill(library)
    with library.reading() as s:
        for start in ("id", "fenw", "ida fen", "ida fenwick"):
            assert [e.name for e in entities.find_all(s, ANYONE, q=start).items] == ["Ida Fenwick"]
        for nothing in ("enw", "fenwick ida", "ida x"):
            assert entities.find_all(s, ANYONE, q=nothing).items == []

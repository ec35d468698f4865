"""What is recorded of stored items, and a new article's columns."""

import pytest
from sqlmodel import select

from app import pipeline
from app.store.annotations import runs
from app.store.articles import article_date
from app.store.db.library import Library
from app.store.ingest import imported_items
from app.store.ingest.imported_items import FileState, StoredItem
from app.store.schema.articles import Article
from app.text.spans import Doubt, Span
from tests.building import draft, ingest, some_url, stub_layers

__all__ = ["stub_layers"]

STATE = FileState(12, 2_000_000_000_000_000_000, 2_000_000_000_000_000_001)


def test_an_item_is_known_only_while_each_of_its_articles_is_stored(library: Library) -> None:
    stored = [
        ingest(library, f"Ferry number {n} left.", url=some_url(), annotated=False)
        for n in range(2)
    ]
    with library.writing() as s:
        imported_items.put(
            s,
            {
                "a": StoredItem(STATE, "digest", "reader", tuple(stored)),
                "b": StoredItem(STATE, "digest", "other reader", (stored[0],)),
            },
        )
    with library.reading() as s:
        known = imported_items.find(s, ["a", "b", "c"])
        assert known.keys() == {"a", "b"}
        assert known["a"].state == STATE
        assert [r.revision_id for r in known["a"].stored] == [r.revision_id for r in stored]
        assert not any(revision.created for revision in known["a"].stored)
        assert imported_items.find_same(s, "digest", "reader") == known["a"].stored
        assert imported_items.find_same(s, "digest", "third reader") is None
    pipeline.withdraw(library, stored[1].article_id)
    with library.reading() as s:
        assert imported_items.find(s, ["a", "b"]).keys() == {"b"}
        assert imported_items.find_same(s, "digest", "reader") is None


def test_the_same_bytes_count_only_while_they_are_the_newest_revision(library: Library) -> None:
    url = some_url()
    first = ingest(library, "The ferry sailed.", url=url, annotated=False)
    with library.writing() as s:
        imported_items.put(s, {"a": StoredItem(STATE, "digest", "reader", (first,))})
    ingest(library, "The ferry sank.", url=url, annotated=False)
    with library.reading() as s:
        assert imported_items.find_same(s, "digest", "reader") is None
        assert imported_items.find(s, ["a"]).keys() == {"a"}


def test_times_are_recorded_and_items_forgotten(library: Library) -> None:
    stored = ingest(library, "The ferry sailed.", annotated=False)
    later = FileState(12, 5, 6)
    with library.writing() as s:
        imported_items.put(s, {"a": StoredItem(STATE, "digest", "reader", (stored,))})
        imported_items.put_state(s, "a", later)
        assert imported_items.find(s, ["a"])["a"].state == later
        imported_items.forget(s, ["a"])
        assert imported_items.find(s, ["a"]) == {}


@pytest.mark.usefixtures("stub_layers")
def test_only_what_no_layer_ever_ran_on_is_new(sqlite_library: Library) -> None:
    ingest(sqlite_library, "Ida Fenwick sailed.")
    left = ingest(sqlite_library, "Mara Quist sailed.", annotated=False)
    with sqlite_library.reading() as s:
        assert runs.pending(s, {"entity": ("stub", "2")}, only_new=True) == [left.revision_id]
        assert runs.count_pending(s, {}, only_new=True) == 1
    assert pipeline.annotate_pending(sqlite_library, only_new=True) == 1
    assert pipeline.annotate_pending(sqlite_library, only_new=True) == 0


@pytest.mark.parametrize("date", [None, "2031-05-06"])
@pytest.mark.parametrize("kinds", [(), ("declared-date-conflict",), ("extraction", "language")])
def test_a_new_article_has_the_columns_that_an_update_would_give(
    library: Library, date: str | None, kinds: tuple[str, ...]
) -> None:
    doubts = tuple(Doubt(kind, "It is doubted.", (Span(0, 1),)) for kind in kinds)
    stored = pipeline.ingest(library, draft("The ferry sailed.", date=date, doubts=doubts))
    with library.writing() as s:
        article = s.scalars(select(Article).where(Article.id == stored.article_id)).one()
        names = ("published_on", "date_doubted", "date_settled", "sorted_on", "doubts")
        before = [getattr(article, name) for name in names]
        article_date.refresh(s, article)
        assert [getattr(article, name) for name in names] == before

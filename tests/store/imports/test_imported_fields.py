"""What other services kept about an article is kept, merged, and erased with it."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from sqlalchemy import select

from app import pipeline
from app.importers.base import NO_FIELDS, ImportedFields
from app.store.db.library import Library
from app.store.imports import imported_fields
from app.store.schema.imports import ArticleFields
from tests.building import draft

AT = datetime(2022, 1, 2, 3, 4, 5, tzinfo=UTC)
ARTICLE = draft("The mole fell.", url="https://ostra.example/mole")


def test_a_second_source_adds_and_one_that_says_nothing_changes_nothing(library: Library) -> None:
    first = ImportedFields(("harbour", "mole"), is_archived=True, saved_at=AT, read_at=AT)
    later = AT + timedelta(days=1)
    second = ImportedFields(("mole", " ferry "), None, True, later, later)
    for fields in (first, second, NO_FIELDS):
        stored = pipeline.ingest(library, replace(ARTICLE, fields=fields))
        assert stored.highlights is None
    with library.reading() as s:
        assert imported_fields.find(s, stored.article_id) == ImportedFields(
            ("harbour", "mole", "ferry"), True, True, AT, later
        )


def test_they_go_with_the_article(library: Library) -> None:
    stored = pipeline.ingest(library, replace(ARTICLE, fields=ImportedFields(("mole",))))
    pipeline.withdraw(library, stored.article_id)
    with library.reading() as s:
        assert s.scalars(select(ArticleFields)).all() == []
        assert imported_fields.find(s, stored.article_id) == NO_FIELDS

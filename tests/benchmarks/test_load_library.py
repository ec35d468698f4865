"""A made library is what the program itself would have stored, and always the same."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select
from sqlmodel import Session, SQLModel

from app import pipeline
from app.layers import AnnotatedText
from app.settings import Settings
from app.store.admin import migrations
from app.store.admin.doctor import examination
from app.store.db.library import Library
from app.store.ingest import adding, annotation_store
from app.store.ingest.captures import Capture
from app.store.passages import passages
from app.store.schema.articles import Article, Revision
from app.store.schema.entities import Entity, SpelledName
from benchmarks.load.library import article as articles
from benchmarks.load.library import bulk, rows, words
from benchmarks.load.library.sentences import Shape

ARTICLES, COMPARED, ANNOTATIONS = 30, 11, 60
SHAPE = bulk.shape(ARTICLES, ANNOTATIONS)
NOT_COMPARED = {
    *("id", "uid", "code", "trail"),
    *("created_at", "captured_at", "finished_at"),
    *("basis", "confidence"),
}
"""Columns that are drawn, are the time of day, or say how a name was linked."""
TABLES = (
    *(str(table.__tablename__) for table in rows.TABLES),
    *("entity", "entity_name", "spelled_name"),
)
OF_ENTITIES = ("entity_id", "linked_id")


def test_the_doctor_finds_nothing_in_a_built_library(library: Library) -> None:
    bulk.build(library.settings, ARTICLES, SHAPE, workers=0)
    checks = examination.examine(library, pipeline.versions(library))
    assert [check.message for check in checks if not check.ok] == []
    messages = {check.message for check in checks}
    assert {"Every article is annotated.", "All passages and notes are up to date."} <= messages


def test_a_built_library_has_the_rows_that_the_pipeline_stores(
    library: Library, tmp_path: Path
) -> None:
    bulk.build(library.settings, COMPARED, SHAPE, workers=0)
    settings = Settings(data=tmp_path / "stored", model=library.settings.model)
    migrations.upgrade(settings)
    stored = Library(settings)
    for number in range(1, COMPARED + 1):
        with stored.writing() as s:
            _store(s, number, pipeline.versions(stored))
    for table in (*TABLES, "anchor_state"):
        assert _rows(library, table) == _rows(stored, table), table
    stored.close()


def _store(s: Session, number: int, versions: Mapping[str, tuple[str, str]]) -> None:
    """One made article, by the functions that every import uses."""
    made = articles.make(number, SHAPE)
    for revision in made.revisions:
        added = adding.add(s, Capture(revision.draft, language="en"))
        annotation_store.keep(s, added.revision_id, AnnotatedText(revision.findings), versions)
        if made.passage and added.number == 1:
            article = s.get_one(Article, added.article_id)
            passages.share(s, article, s.get_one(Revision, added.revision_id), made.passage)


def _rows(library: Library, table: str) -> list[Any]:
    """What a table holds, in some order, with the names of entities in place of their ids."""
    with library.reading() as s:
        names = {entity.id: entity.name for entity in s.scalars(select(Entity))}
        spelled = {name.id: name.name for name in s.scalars(select(SpelledName))}
        found = [row._asdict() for row in s.execute(select(SQLModel.metadata.tables[table]))]
    for row in found:
        row.update({name: names.get(row[name]) for name in OF_ENTITIES if name in row})
        if "name_id" in row:
            row["name_id"] = spelled[row["name_id"]]
    return sorted(
        repr({k: v for k, v in sorted(row.items()) if k not in NOT_COMPARED}) for row in found
    )


def test_an_article_is_the_same_whenever_it_is_made() -> None:
    assert articles.make(20, SHAPE) == articles.make(20, SHAPE)
    assert articles.make(20, SHAPE) != articles.make(21, SHAPE)


@pytest.mark.parametrize("annotations", [10, 120])
def test_an_article_has_the_annotations_and_entities_asked_for(annotations: int) -> None:
    shape = Shape(annotations, 2_000)
    for number in (1, 10):
        for revision in articles.make(number, shape).revisions:
            assert len(revision.findings) == annotations
            assert len(revision.rank_of) == shape.named
            assert 4_000 <= len(revision.draft.text) <= 5_100
    assert Shape(120, 2_000).named == 60


def test_findings_cover_the_words_that_they_are_about() -> None:
    made = articles.make(10, SHAPE).revisions[1]
    body = made.draft.text
    for found in made.findings:
        for part in ("role", "source", "cue"):
            place = found.body.get(part)
            if place:
                assert body[place["start"] : place["end"]] == place["exact"]
        if found.layer == "entity":
            name = words.entity(made.rank_of[found.body["chain"]])
            assert found.span.of(body) in (name.name, name.short)
        if found.kind == "direct":
            assert body[found.start - 1] == "“"
            assert body[found.end] == "”"


def test_no_two_entities_have_the_same_name() -> None:
    for ranks in (range(5_000), range(400_000, 405_000)):
        names = [words.entity(rank).name for rank in ranks]
        assert len(set(names)) == len(names)

"""Runs are facts: what is pending is what has no finished run of today's version."""

import pytest
from sqlmodel import select

from app import pipeline
from app.store.annotations import runs
from app.store.db.library import Library
from app.store.schema.annotations import AnnotationRun
from tests.building import ingest, some_url

pytestmark = pytest.mark.usefixtures("stub_layers")


def pending(library: Library, versions: runs.Versions | None = None, **asked: object) -> list[int]:
    with library.reading() as s:
        found = runs.pending(s, versions or pipeline.versions(library), **asked)  # type: ignore[arg-type]
        if not asked:
            assert runs.count_pending(s, versions or pipeline.versions(library)) == len(found)
        return found


def test_a_new_revision_is_pending_until_every_layer_has_run(library: Library) -> None:
    stored = ingest(library, "Text.", annotated=False)
    assert pending(library) == [stored.revision_id]
    pipeline.annotate_revision(library, stored.revision_id)
    assert pending(library) == []
    assert pending(library, everything=True) == [stored.revision_id]


def test_every_revision_of_an_article_that_is_there_is_pending(library: Library) -> None:
    url = some_url()
    first = ingest(library, "One.", annotated=False, url=url)
    newest = ingest(library, "Two.", annotated=False, url=url)
    withdrawn = ingest(library, "Three.", annotated=False)
    pipeline.withdraw(library, withdrawn.article_id)
    assert pending(library) == [first.revision_id, newest.revision_id]


def test_a_new_version_of_one_layer_makes_everything_pending(library: Library) -> None:
    stored = ingest(library, "Text.")
    assert pending(library, pipeline.versions(library) | {"claim": ("stub", "2")}) == [
        stored.revision_id
    ]
    assert pending(library, pipeline.versions(library) | {"new": ("stub", "1")}) == [
        stored.revision_id
    ]


def test_a_failed_run_is_pending_and_counts_as_annotated(library: Library) -> None:
    stored = ingest(library, "Text.", annotated=False)
    layers = list(pipeline.versions(library))
    with library.writing() as s:
        assert not runs.finished(s, stored.revision_id, layers)
        runs.record(
            s, stored.revision_id, pipeline.versions(library), {"claim": "ValueError: boom"}
        )
        assert runs.finished(s, stored.revision_id, layers)
        (failed,) = s.exec(select(AnnotationRun).where(AnnotationRun.state == "failed")).all()
        assert (failed.layer, failed.error) == ("claim", "ValueError: boom")
    assert pending(library) == [stored.revision_id]


def test_pending_goes_on_after_an_id(library: Library) -> None:
    ids = [ingest(library, f"Text {n}.", annotated=False).revision_id for n in range(4)]
    assert pending(library, limit=2) == ids[:2]
    assert pending(library, after=ids[1], limit=2) == ids[2:]

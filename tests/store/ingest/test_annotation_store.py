"""A stored revision as the layers read it."""

import pytest

from app import pipeline
from app.store.db.library import Library
from app.store.ingest import annotation_store
from app.text.spans import Doubt
from tests.building import draft, stub_layers

__all__ = ["stub_layers"]


@pytest.mark.parametrize(
    ("kind", "is_doubted"), [("declared-date-conflict", True), ("declared-language", False)]
)
def test_a_doubt_of_the_importer_on_the_date_reaches_the_layers(
    library: Library, stub_layers: None, kind: str, is_doubted: bool
) -> None:
    stored = pipeline.ingest(
        library,
        draft(
            "Ann Ash came on Friday.",
            date="2031-05-01",
            doubts=(Doubt(kind, "It says two things."),),
        ),
    )
    with library.reading() as s:
        doc = annotation_store.doc(s, stored.revision_id)
    assert doc is not None
    assert doc.date_doubted is is_doubted

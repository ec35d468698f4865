"""Choosing another model makes pending what a model reads; a missing one leaves it so."""

from pathlib import Path

import pytest

from app import layers, pipeline
from app.annotating.pending_queue import PendingQueue
from app.engines.model import choice, tagger
from app.engines.model.choice import ENGINE, ModelChoice
from app.store.annotations import runs
from app.store.db.library import Library
from tests.building import draft, ingest


def test_with_another_model_everything_that_a_model_reads_is_pending(library: Library) -> None:
    stored = ingest(library, "“The mole will stand,” Mara Quist said.")
    own, other = layers.versions(ModelChoice("small")), layers.versions(ModelChoice("standard"))
    assert pipeline.versions(library) == own
    with library.reading() as s:
        assert runs.pending(s, own) == []
        assert runs.pending(s, other) == [stored.revision_id]
    changed = {layer for layer in own if own[layer] != other[layer]}
    by_model = {layer.name for layer in layers.LAYERS if layer.engine == ENGINE}
    assert changed == by_model


def test_what_reads_with_a_missing_model_stays_pending(
    sqlite_library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stored = pipeline.ingest(sqlite_library, draft("Ingrid Vale said on 2 May 2031: no."))
    versions = pipeline.versions(sqlite_library)
    with monkeypatch.context() as without:
        without.setattr(choice, "MODELS", tmp_path)
        without.setattr(tagger, "MODELS", tmp_path)
        pipeline.annotate_revision(sqlite_library, stored.revision_id)
        assert PendingQueue(sqlite_library).next() is None  # not again before the model is back
    with sqlite_library.reading() as s:
        states = {layer: runs.state(s, stored.revision_id, layer) for layer in versions}
        assert states == dict.fromkeys(versions) | {"date": "finished"}
        assert not runs.finished(s, stored.revision_id, list(versions))
    assert PendingQueue(sqlite_library).next() == stored.revision_id

"""Choosing another model makes pending what a model reads."""

from app import layers, pipeline
from app.engines.model.choice import ENGINE, ModelChoice
from app.store.annotations import runs
from app.store.db.library import Library
from tests.building import ingest


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

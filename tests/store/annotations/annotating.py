"""Annotations put into a library without a run, and read from it."""

from collections.abc import Iterable

from app.layers.base import Finding
from app.store.annotations import annotations, reannotation
from app.store.articles.access import ANYONE, Reader
from app.store.db.library import Library
from app.store.schema.articles import Revision


def finding(
    start: int, end: int, *, layer: str = "claim", kind: str = "claim", confidence: float = 0.7
) -> Finding:
    return Finding(layer, start, end, kind, {}, confidence, "test@1")


def put(
    library: Library,
    revision_id: int,
    findings: Iterable[Finding],
    layers: tuple[str, ...] = ("claim",),
) -> None:
    with library.writing() as s:
        revision = s.get(Revision, revision_id)
        assert revision is not None
        reannotation.replace(s, revision, findings, {}, layers)


def rows(library: Library, revision_id: int, reader: Reader = ANYONE) -> list[tuple[int, str, str]]:
    with library.reading() as s:
        revision = s.get(Revision, revision_id)
        assert revision is not None
        return [
            (r.id, r.layer, revision.text[r.start : r.end])
            for r in annotations.of_revision(s, reader, revision_id)
        ]

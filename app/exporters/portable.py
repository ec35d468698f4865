"""An article and a board as JSON objects that our own formats carry and `gloss import` reads.

Everything that one reader may see of the newest revision. What only the editor sees (notes without
a place, imported fields, what editors set) is null for others. Owns the shape; the formats embed
it. `app/importers/own_formats/portable.py` reads it.
"""

from collections.abc import Mapping
from typing import Any

from app.exporters.base import AnnotatedArticle, ArticleBoard, ArticleDetails
from app.exporters.wire import wire
from app.importers.base import NOTE_LAYER
from app.importers.own_formats.contents import VERSION
from app.store.annotations.exported import LostNote
from app.store.annotations.rows import AnnotationRow
from app.store.db.ids import id_of
from app.store.schema.articles import Article, Revision, StoredDoubt
from app.store.schema.passages import Passage
from app.text.display import utc_time
from app.text.spans import Span


def whole(a: AnnotatedArticle) -> dict[str, Any]:
    """The article with its text and annotations."""
    text = {"text": a.revision.text}
    return fields(a) | text | {"annotations": annotations(a)}


def fields(a: AnnotatedArticle) -> dict[str, Any]:
    """The article without its text and annotations."""
    r, details = a.revision, a.details
    return {
        "gloss": VERSION,
        "id": a.article.id,
        "url": a.url,
        "identity": a.article.identity,
        "source_url": a.article.source_url,
        "visibility": a.article.visibility,
        "revision": r.number,
        "revisions": details.revisions,
        "captured_at": utc_time(r.captured_at),
        "by_person": r.creator is not None,
        "as_found": details.is_found,
        **_declared(r),
        "given_date": details.given_date,
        "sha256": r.sha256,
        "blocks": r.blocks,
        "inlines": r.inlines,
        "doubts": [_doubt(doubt, r.text) for doubt in details.doubts],
        "runs": [
            {"layer": layer, "engine": engine, "version": version}
            for layer, (engine, version) in sorted(details.runs.items())
        ],
        **_for_editor(r, details),
    }


def _declared(r: Revision) -> dict[str, Any]:
    return {
        "title": r.title,
        "byline": list(r.byline),
        "publisher": r.publisher,
        "section": r.section,
        "language": r.declared_language,
        "declared_date": _date(r, "declared_date"),
        "modified_date": _date(r, "modified_date"),
        "provenance": dict(r.provenance),
    }


def _date(r: Revision, name: str) -> dict[str, str | None] | None:
    value = getattr(r, name)
    return {"value": value, "provenance": r.provenance.get(name)} if value else None


def _doubt(doubt: StoredDoubt, text: str) -> dict[str, Any]:
    evidence = [
        {"start": start, "end": end, "exact": text[start:end]} for start, end in doubt.evidence
    ]
    return {
        "kind": doubt.kind,
        "message": doubt.message,
        "layer": doubt.layer,
        "evidence": evidence,
    }


def _for_editor(r: Revision, details: ArticleDetails) -> dict[str, Any]:
    if not details.for_editor:
        return {"set_fields": None, "imported": None, "unplaced": None}
    return {
        "set_fields": dict(r.replaced),
        "imported": details.imported,
        "unplaced": [_unplaced(note) for note in details.lost_notes],
    }


def _unplaced(note: LostNote) -> dict[str, Any]:
    return {
        "kind": note.kind,
        "text": note.text,
        "exact": note.exact,
        "prefix": note.prefix,
        "suffix": note.suffix,
        "start": note.start,
        "end": note.end,
        "tags": list(note.tags),
        "origin": note.origin,
        "visibility": note.visibility,
        "written_at": utc_time(note.created_at),
    }


def annotations(a: AnnotatedArticle) -> list[dict[str, Any]]:
    """Every annotation on the wire."""
    return [annotation(a, row) for row in a.annotations]


def annotation(a: AnnotatedArticle, row: AnnotationRow) -> dict[str, Any]:
    """One on the wire, with its kind and, for what a person wrote, when and for whom."""
    exact = a.revision.text[row.start : row.end]
    value = wire(row, exact, id_of(a.article), a.article.source_url, a.revision.number)
    return value | only_exported(row, a.details.visibilities)


def only_exported(row: AnnotationRow, visibilities: Mapping[int, str]) -> dict[str, Any]:
    """What exports say of an annotation and lists do not."""
    is_note = row.layer == NOTE_LAYER
    return {
        "kind": row.kind,
        "visibility": visibilities.get(row.id, "public"),
        "written_at": utc_time(row.created_at) if is_note else None,
    }


def board(b: ArticleBoard) -> dict[str, Any]:
    """A board with its passages in order."""
    revoked = b.board.revoked_at
    return {
        "gloss": VERSION,
        "code": b.board.code,
        "title": b.board.title,
        "notes": b.board.notes,
        "created_at": utc_time(b.board.created_at),
        "changed_at": utc_time(b.board.changed_at),
        "revoked_at": utc_time(revoked) if revoked else None,
        "passages": [
            passage(one.passage, one.article, one.sha256, one.now) | {"note": one.note}
            for one in b.passages
        ],
    }


def passage(p: Passage, of: Article, sha256: str, now: Span | None) -> dict[str, Any]:
    """A shared passage; `now` is where its words are in the newest revision, if they are."""
    return {
        "code": p.code,
        "article": of.identity,
        "source_url": of.source_url,
        "sha256": sha256,
        "start": p.start,
        "end": p.end,
        "exact": p.exact,
        "prefix": p.prefix,
        "suffix": p.suffix,
        "opened": p.opened,
        "created_at": utc_time(p.created_at),
        "now": {"start": now.start, "end": now.end} if now else None,
    }

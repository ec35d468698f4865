"""Stored rows as JSON objects of the API. Owns the names of fields.

Absolute addresses are made from the base address alone.
"""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from app.bulk_import.failures import address_as_json
from app.exporters.wire import wire
from app.importers.base import Skipped
from app.settings import Settings
from app.store.annotations.rows import QuoteLine
from app.store.articles.article_date import of_revision
from app.store.articles.articles import RevisionLine
from app.store.entities.entities import EntityArticle, EntityRow, RoleLine
from app.store.ingest.captures import Imported, StoredRevision
from app.store.schema.articles import Article, Revision, StoredDoubt
from app.store.search.full_text import Hit
from app.text.language import primary


def iso_time(moment: datetime | None) -> str | None:
    """ISO 8601 with zone."""
    return moment.isoformat() if moment else None


def article_url(settings: Settings, article_id: int | None) -> str:
    """The address of an article's page."""
    return f"{settings.base_url}/articles/{article_id}"


def stored(settings: Settings, s: StoredRevision) -> dict[str, Any]:
    """Where a Draft was stored."""
    return s.as_json(settings.base_url)


def imported(settings: Settings, results: Sequence[Imported]) -> dict[str, Any]:
    """What became of an import."""
    return {
        "items": [stored(settings, r.stored) for r in results if r.stored is not None],
        "failed": [{"item": r.item, "message": r.error} for r in results if r.error is not None],
        "not_fetched": [address_as_json(r.awaited) for r in results if r.awaited is not None],
        "skipped": _counted([r.skipped for r in results]),
        "also_imported": _counted([r.also_imported for r in results]),
    }


def _counted(parts: Sequence[Skipped | None]) -> list[dict[str, Any]]:
    counts: Counter[str] = Counter()
    for part in parts:
        if part is not None:
            counts[part.what] += part.count
    return [{"what": what, "count": count} for what, count in counts.items()]


def article_line(settings: Settings, a: Article) -> dict[str, Any]:
    """An article in a list, without its text.

    An undated one has `published` null and was captured at `created_at`.
    """
    return {
        "id": a.id,
        "url": article_url(settings, a.id),
        "title": a.title,
        "publisher": a.publisher,
        "source_url": a.source_url,
        "published": a.published_on,
        "date_doubted": a.date_doubted,
        "date_settled": a.date_settled,
        "lede": a.lede,
        "words": a.words,
        "doubts": a.doubts,
        "visibility": a.visibility,
        "created_at": iso_time(a.created_at),
    }


def article(
    settings: Settings,
    a: Article,
    r: Revision,
    revisions: list[RevisionLine],
    doubts: list[StoredDoubt],
    annotated: bool,
) -> dict[str, Any]:
    """One revision of an article with the Draft's fields.

    `language` is the one that it is read in, `declared_date` what the source says, `published` the
    date that we hold: the editor's, else the declared. `creator` is the person who made the
    revision, null for a capture; `set_by_editor` names the fields that stay so at later captures.
    """
    on = of_revision(a, r.declared_date, r.captured_at)
    return {
        "id": a.id,
        "url": article_url(settings, a.id),
        "revision": r.number,
        "revisions": [_revision_line(v) for v in revisions],
        "annotated": annotated,
        "visibility": a.visibility,
        "title": r.title,
        "byline": r.byline,
        "publisher": r.publisher,
        "source_url": a.source_url,
        "language": _language(r),
        "declared_language": r.declared_language,
        "declared_date": _dated(r.declared_date, r.provenance.get("declared_date")),
        "modified_date": _dated(r.modified_date, r.provenance.get("modified_date")),
        "section": r.section,
        "published": on.published_on,
        "date_doubted": on.date_doubted,
        "date_settled": a.date_settled,
        "text": r.text,
        "sha256": r.sha256,
        "captured_at": iso_time(r.captured_at),
        "blocks": r.blocks,
        "inlines": r.inlines,
        "doubts": [doubt(d, r.text) for d in doubts],
        "provenance": r.provenance,
        "creator": r.creator,
        "set_by_editor": sorted(r.replaced),
    }


def _revision_line(r: RevisionLine) -> dict[str, Any]:
    return {
        "number": r.number,
        "captured_at": iso_time(r.captured_at),
        "sha256": r.sha256,
        "creator": r.creator,
    }


def _language(r: Revision) -> str:
    """The language that a revision is read in, with its region where the source declares one."""
    if r.declared_language and primary(r.declared_language) == r.language:
        return r.declared_language
    return r.language


def _dated(day: str | None, provenance: str | None) -> dict[str, Any] | None:
    return {"value": day, "provenance": provenance} if day else None


def doubt(d: StoredDoubt, text: str) -> dict[str, Any]:
    """A recorded contradiction; `layer` is null when the importer raised it."""
    evidence = [{"start": start, "end": end, "exact": text[start:end]} for start, end in d.evidence]
    return {"kind": d.kind, "message": d.message, "evidence": evidence, "layer": d.layer}


def statement(settings: Settings, line: QuoteLine) -> dict[str, Any]:
    """A quotation or claim in a list: the annotation on the wire, with its article and sentence.

    `evidence` are the spans that name whom it is about.
    """
    row, a = line.annotation, line.article
    return wire(row, line.excerpt.words, a.id, a.source_url, a.revision) | {
        "url": f"{settings.base_url}/annotations/{row.id}",
        "title": a.title,
        "publisher": a.publisher,
        "published": a.published_on,
        "date_doubted": a.date_doubted,
        "entity_name": row.entity_name,
        "before": line.excerpt.before,
        "after": line.excerpt.after,
        "evidence": [
            {
                "start": row.start + span.start,
                "end": row.start + span.end,
                "exact": span.of(line.excerpt.words),
            }
            for span in line.evidence
        ],
    }


def entity_line(settings: Settings, e: EntityRow) -> dict[str, Any]:
    """An entity in a list; counts are of what the reader may see."""
    return {
        "id": e.id,
        "url": f"{settings.base_url}/entities/{e.id}",
        "uid": e.uid,
        "name": e.name,
        "kind": e.kind,
        "mentions": e.mentions,
        "articles": e.articles,
        "merged_into": e.merged_into,
    }


def role_line(settings: Settings, line: RoleLine) -> dict[str, Any]:
    """How an article describes an entity, and where those words are."""
    return {
        "role": line.role,
        "date": line.published_on,
        "date_doubted": line.date_doubted,
        "start": line.start,
        "end": line.end,
        "article": line.article_id,
        "url": f"{settings.base_url}/annotations/{line.annotation_id}",
        "title": line.title,
    }


def search_hit(settings: Settings, hit: Hit) -> dict[str, Any]:
    """An article that a search found, with the words around the match in pieces."""
    snippet = [{"text": words, "match": match} for words, match in hit.snippet]
    return article_line(settings, hit.article) | {"snippet": snippet}


def named_in(settings: Settings, line: EntityArticle) -> dict[str, Any]:
    """An article that names an entity."""
    sentences = [{"before": e.before, "words": e.words, "after": e.after} for e in line.sentences]
    return article_line(settings, line.article) | {
        "mentions": line.mentions,
        "role": line.role,
        "sentences": sentences,
    }

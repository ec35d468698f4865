"""Stored rows as JSON objects of the API. Owns the names of fields; absolute addresses come from the base address alone."""

from datetime import datetime
from typing import Any

from app.exporters.jsonl import wire
from app.pipeline import Imported
from app.settings import Settings
from app.store.annotations.rows import QuoteLine
from app.store.articles.article_date import of_revision
from app.store.articles.articles import RevisionLine
from app.store.entities.entities import EntityArticle, EntityRow, RoleLine
from app.store.ingest.lifecycle import StoredRevision
from app.store.schema.articles import Article, Revision, StoredDoubt
from app.text.language import primary


def iso_time(moment: datetime | None) -> str | None:
    """ISO 8601 with zone."""
    return moment.isoformat() if moment else None


def article_url(settings: Settings, article_id: int | None) -> str:
    """The address of an article's page."""
    return f"{settings.base_url}/articles/{article_id}"


def stored(settings: Settings, s: StoredRevision) -> dict[str, Any]:
    """Where a Draft went."""
    return {
        "id": s.article_id,
        "url": article_url(settings, s.article_id),
        "revision": s.number,
        "created": s.created,
    }


def imported(settings: Settings, one: Imported) -> dict[str, Any]:
    """What became of one item of an import: where it went, or the reason why it was not stored."""
    where = (
        stored(settings, one.stored)
        if one.stored
        else dict.fromkeys(("id", "url", "revision", "created"))
    )
    return {"item": one.item} | where | {"error": one.error}


def article_line(settings: Settings, a: Article) -> dict[str, Any]:
    """An article in a list, without its text; an undated one has `published` null and was captured at `created_at`."""
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
    """One revision of an article with the Draft's fields. `language` is the one that it is read in.

    `declared_date` is what the source says, `published` the date that we hold: a person's, else the
    declared.
    """
    on = of_revision(a, r.declared_date, r.captured_at)
    date = (
        {"value": r.declared_date, "provenance": r.provenance.get("declared_date")}
        if r.declared_date
        else None
    )
    return {
        "id": a.id,
        "url": article_url(settings, a.id),
        "revision": r.number,
        "revisions": [
            {"number": v.number, "captured_at": iso_time(v.captured_at), "sha256": v.sha256}
            for v in revisions
        ],
        "annotated": annotated,
        "visibility": a.visibility,
        "title": r.title,
        "byline": r.byline,
        "publisher": r.publisher,
        "source_url": a.source_url,
        "language": r.declared_language
        if primary(r.declared_language) == r.language
        else r.language,
        "declared_language": r.declared_language,
        "declared_date": date,
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
    }


def doubt(d: StoredDoubt, text: str) -> dict[str, Any]:
    """A recorded contradiction; `layer` is null when the importer raised it."""
    evidence = [{"start": start, "end": end, "exact": text[start:end]} for start, end in d.evidence]
    return {"kind": d.kind, "message": d.message, "evidence": evidence, "layer": d.layer}


def statement(settings: Settings, line: QuoteLine) -> dict[str, Any]:
    """A quotation or claim in a list: the annotation on the wire, with its sentence, its article's title, and where it names whom."""
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
                "start": row.start + x.start,
                "end": row.start + x.end,
                "exact": x.of(line.excerpt.words),
            }
            for x in line.evidence
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
    """What an article describes an entity as, and where those words stand."""
    where = {
        "article": line.article_id,
        "url": f"{settings.base_url}/annotations/{line.annotation_id}",
        "title": line.title,
    }
    return {
        "role": line.role,
        "date": line.published_on,
        "date_doubted": line.date_doubted,
        "start": line.start,
        "end": line.end,
    } | where


def named_in(settings: Settings, line: EntityArticle) -> dict[str, Any]:
    """An article that names an entity."""
    sentences = [{"before": x.before, "words": x.words, "after": x.after} for x in line.sentences]
    return article_line(settings, line.article) | {
        "mentions": line.mentions,
        "role": line.role,
        "sentences": sentences,
    }

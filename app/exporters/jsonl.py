"""JSON Lines: one annotation a line in the wire shape of the contract.

Owns that shape; `web` lists use it too.
"""

import json
from collections.abc import Sequence
from typing import Any

from app.exporters.base import AnnotatedArticle, Exporter, LeftOut
from app.layers import density
from app.store.annotations.rows import AnnotationRow
from app.store.db.ids import id_of
from app.translations import N_


def wire(
    row: AnnotationRow, exact: str, article: int, source_url: str | None, revision: int
) -> dict[str, Any]:
    """One annotation on the wire; `entity` is what it names, who speaks, or who claims."""
    return {
        "id": row.id,
        "article": article,
        "source_url": source_url,
        "revision": revision,
        "entity": row.entity_id,
        "layer": row.layer,
        "start": row.start,
        "end": row.end,
        "exact": exact,
        "confidence": row.confidence,
        "creator": row.creator,
        "body": row.body | _corrected(row),
        "shown": density.shown(row),
    }


def _corrected(row: AnnotationRow) -> dict[str, Any]:
    """What editors corrected: the kind of an entity, or the speaker, who is an entity then."""
    if row.layer == "entity" and row.body.get("kind", row.kind) != row.kind:
        return {"kind": row.kind}
    if "found_speaker" in row.body and row.entity_name:
        return {"speaker": row.entity_name}
    return {}


class JsonLines(Exporter):
    """One annotation a line. An article that was left out has a line with the key `left_out`."""

    name = "jsonl"
    label = N_("JSON Lines, one annotation per line")
    media_type = "application/jsonl; charset=utf-8"
    suffix = ".jsonl"

    def items(self, a: AnnotatedArticle) -> Sequence[str]:
        """A line for each annotation."""
        text, article_id, url = a.revision.text, id_of(a.article), a.article.source_url
        lines = (
            wire(r, text[r.start : r.end], article_id, url, a.revision.number)
            for r in a.annotations
        )
        return [_line(line) for line in lines]

    def instead(self, left: LeftOut) -> Sequence[str]:
        """A line that says so."""
        return [_line({"left_out": {"article": left.article_id, "message": left.message}})]


def _line(value: dict[str, Any]) -> str:
    return json.dumps(value, ensure_ascii=False) + "\n"

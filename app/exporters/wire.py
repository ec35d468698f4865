"""One annotation in the wire shape of the contract. `web` lists use it too."""

from typing import Any

from app.layers import density
from app.store.annotations.rows import AnnotationRow


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
        "body": row.body | corrected(row),
        "shown": density.shown(row),
    }


def corrected(row: AnnotationRow) -> dict[str, Any]:
    """What editors corrected: the kind of an entity, or the speaker, who is an entity then."""
    if row.layer == "entity" and row.body.get("kind", row.kind) != row.kind:
        return {"kind": row.kind}
    if "found_speaker" in row.body and row.entity_name:
        return {"speaker": row.entity_name}
    return {}

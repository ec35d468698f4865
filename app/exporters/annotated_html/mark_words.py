"""What a mark says in words, where no card can say it."""

from collections.abc import Iterable

from app.layers.density import category, is_named, is_speaker_sure
from app.store.annotations.rows import AnnotationRow
from app.text import display

_KINDS = {
    "person": "Person",
    "organization": "Organization",
    "place": "Place",
    "group": "Group",
    "facility": "Facility",
    "event": "Event",
    "product": "Product",
    "work": "Work",
    "other": "Name",
}
_CATEGORIES = {
    "quotation": "Quotation",
    "reported": "Reported speech",
    "attitude": "Attitude",
    "claim": "Claim that can be checked",
    "date": "Date",
    "note": "Note",
}


def said(row: AnnotationRow) -> str:
    """In one line what an annotation says."""
    if row.layer == "entity":
        return f"{kind_word(row)}: {name_of(row)}"
    what = _CATEGORIES.get(category(row), row.layer)
    more = {
        "quotation": speaker(row),
        "date": row.body.get("value"),
        "note": row.body.get("text"),
    }.get(row.layer)
    return f"{what}: {more}" if more else what


def kind_word(row: AnnotationRow) -> str:
    """What a named thing is."""
    return _KINDS.get(row.kind, _KINDS["other"])


def name_of(row: AnnotationRow) -> str:
    """By which name a mention is known."""
    return row.entity_name or str(row.body.get("name") or "")


def speaker(row: AnnotationRow) -> str | None:
    """Who speaks, and whether that is sure; None where nobody is named."""
    name = row.entity_name or row.body.get("speaker")
    if not name:
        return None
    return str(name) if is_speaker_sure(row) else f"possibly {name}"


def kinds_of_named(rows: Iterable[AnnotationRow]) -> dict[int, str]:
    """The entities that a text names, each with its kind."""
    return {r.entity_id: r.kind for r in rows if r.layer == "entity" and r.entity_id is not None}


def voice(row: AnnotationRow, kinds: dict[int, str]) -> str | None:
    """Who speaks, for the margin: only where that is surely an entity that the text names."""
    if row.layer != "quotation" or not row.entity_name or row.entity_id not in kinds:
        return None
    if not is_named(row) or not is_speaker_sure(row):
        return None
    is_person = kinds[row.entity_id] == "person"
    return row.entity_name.split()[-1] if is_person else row.entity_name


def in_marks(row: AnnotationRow, words: str) -> str:
    """The words of a quotation, in marks where they stood in marks."""
    return display.in_marks(words, row.kind)

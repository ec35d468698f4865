"""The object of an article, as all our formats carry it, read into a Draft with its annotations.

`app/exporters/portable.py` writes it. An article that is wrong is unreadable; an annotation or a
note that is wrong is left out and counted.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from app.errors import Unprocessable
from app.importers.base import DeclaredDate, Draft, ImportedFields, Part, Skipped, Unreadable
from app.importers.own_formats import exported_marks, exported_text, values
from app.importers.own_formats.contents import OwnContents
from app.importers.own_formats.exported_marks import ExportedMarks
from app.importers.own_formats.exported_text import ExportedText
from app.importers.urls import canonical_url
from app.text.spans import Doubt, Span
from app.translations import N_

_DAY = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
NOT_VALID = N_("annotations or notes that are not valid")
TOO_DEEP = N_("annotations or notes on words that have too many")
_SET_FIELDS = (*("title", "byline", "publisher", "declared_date", "declared_language", "text"),)


def parts(value: Any, item: str, annotations: Any = None) -> Iterator[Part]:
    """The article in an object; `annotations` where they came beside it and not in it."""
    try:
        draft, marks = _draft(values.mapping(value, "article"), annotations)
    except (Unprocessable, RecursionError) as error:
        message = error.message if isinstance(error, Unprocessable) else "It is nested too deeply."
        yield Unreadable(item, message)
        return
    yield draft
    if marks.wrong:
        yield Skipped(NOT_VALID, marks.wrong)
    if marks.deep:
        yield Skipped(TOO_DEEP, marks.deep)


def _draft(value: Mapping[str, Any], annotations: Any) -> tuple[Draft, ExportedMarks]:
    body = exported_text.read(value)
    found = value.get("annotations") if annotations is None else annotations
    marks = exported_marks.read(value, values.items(found, "annotations"), body)
    doubts = [_doubt(one, len(body.text)) for one in values.items(value.get("doubts"), "doubts")]
    url = values.optional_text(value.get("source_url"), "source_url")
    if url:
        canonical_url(url)  # raises for what is no web address
    return (
        Draft(
            body.text,
            body.blocks,
            title=values.optional_text(value.get("title"), "title"),
            byline=values.texts(value.get("byline"), "byline"),
            publisher=values.optional_text(value.get("publisher"), "publisher"),
            source_url=url or None,
            language=values.optional_text(value.get("language"), "language", 100),
            declared_date=_date(value.get("declared_date"), "declared_date"),
            inlines=body.inlines,
            doubts=tuple(doubt for layer, doubt in doubts if layer is None and body.is_whole),
            provenance=_provenance(value.get("provenance")),
            section=values.optional_text(value.get("section"), "section"),
            modified_date=_date(value.get("modified_date"), "modified_date"),
            captured_at=values.time(value.get("captured_at"), "captured_at"),
            highlights=tuple(marks.searched),
            fields=_imported(value.get("imported")),
            own=_own(value, body, marks, doubts),
        ),
        marks,
    )


def _own(
    value: Mapping[str, Any],
    body: ExportedText,
    marks: ExportedMarks,
    doubts: Sequence[tuple[str | None, Doubt]],
) -> OwnContents:
    is_whole = body.is_whole
    return OwnContents(
        body.sha256,
        identity=_identity(value.get("identity")),
        is_private=value.get("visibility") == "private",
        by_person=values.is_true(value.get("by_person")),
        annotations=tuple(marks.annotations) if is_whole else (),
        runs=_runs(value.get("runs")) if is_whole else {},
        doubts=tuple((layer, doubt) for layer, doubt in doubts if layer) if is_whole else (),
        notes=tuple(marks.notes) if is_whole else (),
        given_date=_day(value.get("given_date")),
        set_fields=_set_fields(value.get("set_fields")),
        revision=values.integer(value.get("revision", 1), "revision", least=1),
        revisions=values.integer(value.get("revisions", 1), "revisions", least=1),
        previous_sha256=values.optional_text(value.get("previous_sha256"), "previous_sha256", 64),
        is_found=values.is_true(value.get("as_found")),
    )


def _date(value: Any, what: str) -> DeclaredDate | None:
    """A day; None for what is none. Raises Unprocessable for another type."""
    if value is None:
        return None
    stated = values.mapping(value, what)
    day = _day(stated.get("value"))
    provenance = values.optional_text(stated.get("provenance"), "provenance") or ""
    return DeclaredDate(day, provenance) if day else None


def _day(value: Any) -> str | None:
    """A day `YYYY-MM-DD`; None for anything else."""
    if not isinstance(value, str) or _DAY.fullmatch(value) is None:
        return None
    try:
        return date.fromisoformat(value).isoformat()
    except ValueError:
        return None


def _provenance(value: Any) -> dict[str, str]:
    stated = values.mapping(value or {}, "provenance")
    return {values.text(k, "provenance"): values.text(v, "provenance") for k, v in stated.items()}


def _identity(value: Any) -> str | None:
    """That of a text without an address; an address is in `source_url`."""
    is_of_text = isinstance(value, str) and value.startswith("sha256:") and len(value) == 71
    return value if is_of_text else None


def _doubt(value: Any, length: int) -> tuple[str | None, Doubt]:
    """A doubt and the layer that raised it. Raises Unprocessable."""
    doubt = values.mapping(value, "doubt")
    evidence = []
    for one in values.items(doubt.get("evidence"), "evidence"):
        place = values.mapping(one, "evidence")
        start = values.integer(place.get("start"), "start", most=length)
        end = values.integer(place.get("end"), "end", least=start, most=length)
        evidence.append(Span(start, end))
    kind, message = values.text(doubt.get("kind"), "kind", 200), doubt.get("message")
    layer = values.optional_text(doubt.get("layer"), "layer", 200)
    return layer, Doubt(kind, values.text(message, "message"), tuple(evidence))


def _runs(value: Any) -> dict[str, tuple[str, str]]:
    runs: dict[str, tuple[str, str]] = {}
    for one in values.items(value, "runs"):
        run = values.mapping(one, "run")
        layer, engine, version = (
            values.text(run.get(key), key, 200) for key in ("layer", "engine", "version")
        )
        runs[layer] = (engine, version)
    return runs


def _imported(value: Any) -> ImportedFields:
    fields = values.mapping(value or {}, "imported")
    flags = {}
    for name in ("is_archived", "is_favourite"):
        flag = fields.get(name)
        flags[name] = flag if isinstance(flag, bool) else None
    return ImportedFields(
        tags=values.texts(fields.get("tags"), "tags"),
        saved_at=values.time(fields.get("saved_at"), "saved_at"),
        read_at=values.time(fields.get("read_at"), "read_at"),
        **flags,
    )


def _set_fields(value: Any) -> dict[str, Any] | None:
    """What editors set, each with the source's value and where that was read; None if not said."""
    if value is None:
        return None
    stated = values.mapping(value, "set_fields")
    fields: dict[str, Any] = {}
    for name in _SET_FIELDS:
        if name not in stated:
            continue
        source = values.mapping(stated[name], name)
        if name == "byline":
            said: Any = list(values.texts(source.get("value"), name))
        else:
            said = values.optional_text(source.get("value"), name)
        provenance = values.optional_text(source.get("provenance"), "provenance")
        fields[name] = {"value": said, "provenance": provenance}
    return fields

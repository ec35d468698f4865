"""The annotations and notes of an exported article; one that is wrong is left out and counted."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from app.errors import Unprocessable
from app.importers.base import NOTE_LAYER, Highlight
from app.importers.own_formats import annotation_bodies, values
from app.importers.own_formats.contents import ExportedAnnotation, ExportedNote
from app.importers.own_formats.exported_text import TEXT_MAX_CHARACTERS, ExportedText
from app.text.segments import too_deep
from app.text.spans import Span

OVERLAPPING_MAX = 200
"""Annotations and notes on the same words; a library of ours has far fewer."""
_NOTE_MAX_CHARACTERS = 20_000


@dataclass(slots=True)
class ExportedMarks:
    """The annotations of an article, sorted by what they are.

    Notes without a place are `searched` for; `wrong` counts what was left out, `deep` what lay on
    too many others.
    """

    annotations: list[ExportedAnnotation] = field(default_factory=list)
    notes: list[ExportedNote] = field(default_factory=list)
    searched: list[Highlight] = field(default_factory=list)
    wrong: int = 0
    deep: int = 0

    def add(self, note: ExportedNote) -> None:
        """Adds a note, which has no place where the text is another."""
        if note.start is None:
            self.searched.append(_searched(note))
        else:
            self.notes.append(note)

    def leave_out_the_deepest(self) -> None:
        """Leaves out those that begin on words with `OVERLAPPING_MAX` others."""
        spans = [Span(one.start, one.end) for one in self.annotations]
        spans += [Span(one.start or 0, one.end or 0) for one in self.notes]
        deep = too_deep(spans, OVERLAPPING_MAX)
        first = len(self.annotations)
        self.annotations = [one for n, one in enumerate(self.annotations) if n not in deep]
        self.notes = [one for n, one in enumerate(self.notes, first) if n not in deep]
        self.deep = len(deep)


def read(article: Mapping[str, Any], found: Iterable[Any], body: ExportedText) -> ExportedMarks:
    """What was found and written on an article's text; `found` are annotations on the wire."""
    marks = ExportedMarks()
    wires: list[Mapping[str, Any]] = [one for one in found if isinstance(one, dict)]
    mentions = _mentions(wires)
    for one in wires:
        try:
            if one.get("layer") == NOTE_LAYER:
                marks.add(_placed_note(one, body))
            else:
                marks.annotations.append(_annotation(one, body, mentions))
        except Unprocessable:
            marks.wrong += 1
    marks.leave_out_the_deepest()
    for one in values.items(article.get("unplaced"), "unplaced"):
        try:
            marks.searched.append(_unplaced(values.mapping(one, "unplaced")))
        except Unprocessable:
            marks.wrong += 1
    return marks


def _mentions(wires: Iterable[Mapping[str, Any]]) -> dict[Any, tuple[int, int]]:
    """Where the text first names each entity of the library that it came from."""
    places: dict[Any, tuple[int, int]] = {}
    for one in wires:
        entity, start, end = one.get("entity"), one.get("start"), one.get("end")
        if one.get("layer") != "entity" or not isinstance(entity, int):
            continue
        if isinstance(start, int) and isinstance(end, int):
            places.setdefault(entity, (start, end))
    return places


def _annotation(
    one: Mapping[str, Any], body: ExportedText, mentions: Mapping[Any, tuple[int, int]]
) -> ExportedAnnotation:
    start, end = values.span(one, len(body.text))
    layer = values.text(one.get("layer"), "layer", 200)
    said = dict(values.mapping(one.get("body"), "body"))
    default_kind = values.first((said.get("kind"), said.get("type"), layer))
    kind = values.text(one.get("kind") or default_kind, "kind", 200)
    said = annotation_bodies.checked(layer, kind, said)
    is_name = layer == "entity"
    if is_name and end - start > annotation_bodies.NAME_MAX_CHARACTERS:
        raise Unprocessable("A name is too long.")
    creator = _engine(one.get("creator"))
    speaker = None
    if "found_speaker" in said:
        speaker, said["speaker"] = said.get("speaker"), said.pop("found_speaker")
    return ExportedAnnotation(
        layer,
        start,
        end,
        kind,
        said,
        values.share(one.get("confidence"), "confidence"),
        creator,
        speaker=speaker,
        mention=mentions.get(one.get("entity")) if speaker else None,
    )


def _engine(value: Any) -> str:
    """The engine and version that made an annotation. Raises Unprocessable for a person."""
    creator = values.text(value, "creator", 200)
    if creator.startswith("person:") or not creator.strip():
        raise Unprocessable("An engine’s annotation cannot have a person as its creator.")
    return creator


def _placed_note(one: Mapping[str, Any], body: ExportedText) -> ExportedNote:
    """A note on words: at its offsets where the text is the same, else by what they were."""
    exact = one.get("exact")
    if not body.is_whole:
        start, end, words = None, None, values.text(exact, "exact", TEXT_MAX_CHARACTERS)
    else:
        start, end = values.span(one, len(body.text))
        words = body.text[start:end]
    said = annotation_bodies.checked_note(one.get("body"))
    more = {key: value for key, value in said.items() if key != "text"}
    return _note(one, said.get("text") or "", words, start, end, more)


def _note(
    one: Mapping[str, Any],
    text: Any,
    exact: str,
    start: int | None = None,
    end: int | None = None,
    more: Mapping[str, Any] | None = None,
) -> ExportedNote:
    return ExportedNote(
        kind="highlight" if one.get("kind") == "highlight" else "comment",
        text=values.text(text, "note", _NOTE_MAX_CHARACTERS),
        exact=exact,
        prefix=values.text(one.get("prefix") or "", "prefix"),
        suffix=values.text(one.get("suffix") or "", "suffix"),
        start=start,
        end=end,
        is_public=one.get("visibility") == "public",
        written_at=values.time(one.get("written_at"), "written_at"),
        more=more or {},
    )


def _unplaced(one: Mapping[str, Any]) -> Highlight:
    """A note without a place: its words are searched for again."""
    exact = values.text(one.get("exact") or "", "exact", TEXT_MAX_CHARACTERS)
    note = _note(one, one.get("text") or "", exact)
    tags = values.texts(one.get("tags"), "tags")
    found = _searched(note, tags, values.optional_text(one.get("origin"), "origin"))
    if one.get("start") is None or one.get("end") is None:
        return found
    start = values.integer(one.get("start"), "start")
    return replace(found, start=start, end=values.integer(one.get("end"), "end"))


def _searched(
    note: ExportedNote, tags: tuple[str, ...] = (), origin: str | None = None
) -> Highlight:
    return Highlight(
        note.exact,
        note.prefix,
        note.suffix,
        note=note.text,
        tags=tags,
        created_at=note.written_at,
        origin=origin,
        is_public=note.is_public,
    )

"""The object of an article, as all our formats carry it, read into a Draft with its annotations.

`app/exporters/portable.py` writes it. An article that is wrong is unreadable; an annotation or a
note that is wrong is left out and counted.
"""

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, get_args

from app.errors import Unprocessable
from app.importers.base import (
    DeclaredDate,
    Draft,
    Highlight,
    ImportedFields,
    Part,
    Skipped,
    Unreadable,
)
from app.importers.blocks import TextPiece, join
from app.importers.own_formats import annotation_bodies, values
from app.importers.own_formats.contents import ExportedAnnotation, ExportedNote, OwnContents
from app.importers.urls import absolute
from app.text.spans import Block, BlockKind, Doubt, Inline, InlineKind, Picture, Span

NOTE = "note"
_BLOCK_KINDS: tuple[str, ...] = get_args(BlockKind)
_INLINE_KINDS: tuple[str, ...] = get_args(InlineKind)
_TEXT_MAX_CHARACTERS = 100_000_000
"""More than any limit of texts, which is asked later and says what it is."""
_NOTE_MAX_CHARACTERS = 20_000
_DEEPEST = 100
_DAY = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
_WRONG = "annotations or notes that are not valid"
_SET_FIELDS = (*("title", "byline", "publisher", "declared_date", "declared_language", "text"),)


@dataclass(slots=True)
class _Left:
    """How many parts of an article were left out because they are wrong."""

    wrong: int = 0


@dataclass(frozen=True, slots=True)
class _Body:
    """The text with what has offsets in it; `is_whole` when it is the text that was exported."""

    text: str
    blocks: tuple[Block, ...]
    inlines: tuple[Inline, ...]
    sha256: str
    is_whole: bool


@dataclass(frozen=True, slots=True)
class _Marks:
    """The annotations of an article, sorted by what they are."""

    annotations: list[ExportedAnnotation] = field(default_factory=list)
    notes: list[ExportedNote] = field(default_factory=list)


def parts(value: Any, item: str, annotations: Any = None) -> Iterator[Part]:
    """The article in an object; `annotations` where they came beside it and not in it."""
    try:
        draft, wrong = _draft(values.mapping(value, "article"), annotations)
    except (Unprocessable, RecursionError) as error:
        message = error.message if isinstance(error, Unprocessable) else "It is nested too deep."
        yield Unreadable(item, message)
        return
    yield draft
    if wrong:
        yield Skipped(_WRONG, wrong)


def _draft(value: Mapping[str, Any], annotations: Any) -> tuple[Draft, int]:
    left = _Left()
    body = _body(value)
    found = value.get("annotations") if annotations is None else annotations
    marks = _marks(values.items(found, "annotations"), body, left)
    doubts = [_doubt(one, len(body.text)) for one in values.items(value.get("doubts"), "doubts")]
    url = values.optional_text(value.get("source_url"), "source_url")
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
            highlights=tuple(_highlights(value, marks, body, left)),
            fields=_imported(value.get("imported")),
            own=_own(value, body, marks, doubts),
        ),
        left.wrong,
    )


def _own(
    value: Mapping[str, Any],
    body: _Body,
    marks: _Marks,
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
        is_found=values.is_true(value.get("as_found")),
    )


def _body(value: Mapping[str, Any]) -> _Body:
    """The text, with the blocks that it was exported with or, where they don't fit, others."""
    text = values.text(value.get("text"), "text", _TEXT_MAX_CHARACTERS)
    blocks = _blocks(value.get("blocks"), text)
    inlines: tuple[Inline, ...] = ()
    if blocks is None:
        made = join(TextPiece("paragraph", words) for words in text.split("\n\n"))
        text, blocks = made.text, made.blocks
    else:
        inlines = tuple(_inlines(value.get("inlines"), len(text)))
    sha256 = hashlib.sha256(text.encode()).hexdigest()
    return _Body(text, blocks, inlines, sha256, sha256 == value.get("sha256"))


def _blocks(value: Any, text: str) -> tuple[Block, ...] | None:
    """The blocks; None where they don't cover the text, joined by blank lines."""
    try:
        blocks = [_block(one, len(text)) for one in values.items(value, "blocks")]
    except Unprocessable:
        return None
    at = 0
    for number, block in enumerate(blocks):
        gap = text[at : block.start]
        if block.start < at or gap != ("\n\n" if number else ""):
            return None
        at = block.end
    return tuple(blocks) if blocks and at == len(text) else None


def _block(value: Any, length: int) -> Block:
    block = values.mapping(value, "block")
    kind: Any = block.get("kind")
    start, end = values.span(block, length)
    if kind not in _BLOCK_KINDS:
        raise Unprocessable("A block is of no known kind.")
    level = block.get("level")
    if level is not None:
        level = values.integer(level, "level", least=1, most=_DEEPEST)
    picture = _picture(block["picture"]) if block.get("picture") else None
    return Block(kind, start, end, level, picture, values.is_true(block.get("line_breaks")))


def _picture(value: Any) -> Picture:
    picture = values.mapping(value, "picture")
    return Picture(
        absolute(values.optional_text(picture.get("url"), "url"), None),
        values.optional_text(picture.get("alt"), "alt"),
        values.optional_text(picture.get("credit"), "credit"),
    )


def _inlines(value: Any, length: int) -> Iterator[Inline]:
    """The source's own links and emphasis; one that is wrong is none."""
    for one in values.items(value, "inlines"):
        try:
            mark = values.mapping(one, "inline")
            start, end = values.span(mark, length)
            href = absolute(values.optional_text(mark.get("href"), "href"), None)
        except Unprocessable:
            continue
        kind: Any = mark.get("kind")
        if kind in _INLINE_KINDS and (kind == "link") == (href is not None):
            yield Inline(kind, start, end, href)


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


def _marks(found: Iterable[Any], body: _Body, left: _Left) -> _Marks:
    """The annotations and notes; one that is wrong is counted and left out."""
    marks = _Marks()
    wires: list[Mapping[str, Any]] = [one for one in found if isinstance(one, dict)]
    mentions = _mentions(wires)
    for one in wires:
        try:
            if one.get("layer") == NOTE:
                marks.notes.append(_placed_note(one, body))
            else:
                marks.annotations.append(_annotation(one, body, mentions))
        except Unprocessable:
            left.wrong += 1
    return marks


def _mentions(wires: Iterable[Mapping[str, Any]]) -> dict[Any, tuple[int, int]]:
    """Where the text first names each entity of the library that it came from."""
    places: dict[Any, tuple[int, int]] = {}
    for one in wires:
        entity, start, end = one.get("entity"), one.get("start"), one.get("end")
        is_place = type(entity) is int and type(start) is int and type(end) is int
        if is_place and one.get("layer") == "entity":
            places.setdefault(entity, (start, end))
    return places


def _annotation(
    one: Mapping[str, Any], body: _Body, mentions: Mapping[Any, tuple[int, int]]
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
    creator = values.text(one.get("creator"), "creator", 200)
    if creator.startswith("person:") or not creator.strip():
        raise Unprocessable("What an engine found is not signed by a person.")
    speaker = said.get("speaker") if "found_speaker" in said else None
    if "found_speaker" in said:
        said = {k: v for k, v in said.items() if k != "found_speaker"} | {
            "speaker": said["found_speaker"]
        }
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


def _placed_note(one: Mapping[str, Any], body: _Body) -> ExportedNote:
    """A note on words: at its offsets where the text is the same, else by what they were."""
    exact = one.get("exact")
    if not body.is_whole:
        start, end, words = None, None, values.text(exact, "exact", _TEXT_MAX_CHARACTERS)
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


def _highlights(
    value: Mapping[str, Any], marks: _Marks, body: _Body, left: _Left
) -> Iterator[Highlight]:
    """Notes whose words have to be searched for: those without a place, and all of a changed text."""
    if not body.is_whole:
        for note in marks.notes:
            yield _searched(note, (), None)
    for one in values.items(value.get("unplaced"), "unplaced"):
        try:
            unplaced = values.mapping(one, "unplaced")
            exact = values.text(unplaced.get("exact") or "", "exact", _TEXT_MAX_CHARACTERS)
            note = _note(unplaced, unplaced.get("text") or "", exact)
            tags = values.texts(unplaced.get("tags"), "tags")
            yield _searched(note, tags, values.optional_text(unplaced.get("origin"), "origin"))
        except Unprocessable:
            left.wrong += 1


def _searched(note: ExportedNote, tags: tuple[str, ...], origin: str | None) -> Highlight:
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

"""What comes back with an article from one of our own exports, in the transaction that stores it.

Annotations come back as runs of the engines that made them, so that nothing is annotated again
before it is stale. Whatever an export says, notes by anyone become notes of this library's editor.
Besides this `reader_data` stores what comes from other services too.
"""

from collections.abc import Callable, Iterable, Sequence

from sqlalchemy import select
from sqlalchemy.exc import DataError, IntegrityError
from sqlmodel import Session, col

from app.errors import FAULTS, GlossError
from app.importers.base import Draft, Highlight
from app.importers.own_formats.contents import ExportedAnnotation, ExportedNote, OwnContents
from app.layers import AnnotatedText
from app.layers.base import Finding
from app.layers.creators import parse_creator
from app.linking.corrections.correction import Correction, Target
from app.store.annotations import exported, notes
from app.store.annotations.notes import PlacedNote
from app.store.articles import article_date
from app.store.corrections import corrections
from app.store.db.columns import now
from app.store.db.ids import id_of
from app.store.ingest import annotation_store
from app.store.ingest.captures import StoredRevision
from app.store.schema.annotations import Annotation, AnnotationRun
from app.store.schema.articles import Revision
from app.store.schema.entities import Entity
from app.text.spans import Span

MOST_SPEAKERS = 500
"""Corrected speakers of one article that are stored as corrections: more than anybody corrects."""
_REFUSALS = (GlossError, DataError, IntegrityError, ValueError, LookupError, TypeError)
"""What storing annotations raises that no engine made. They are then found anew."""

EditorCreator = Callable[[Session], str]
"""Gives the editor as rows name their creator; asked where something is stored as theirs."""


def store(s: Session, draft: Draft, stored: StoredRevision, creator: EditorCreator) -> bool:
    """Adds what an export of ours says of an article that was just stored, or was there already.

    Nothing that the revision has already is changed. A Draft of another source has nothing to add.
    Whether annotations came with it.
    """
    own = draft.own
    if own is None:
        return False
    revision = s.get_one(Revision, stored.revision_id)
    if stored.created and own.by_person:
        revision.creator = creator(s)
    if own.given_date is not None and not own.is_found:
        _give_date(s, stored.article_id, own.given_date, creator)
    # What a person corrected in this library since has offsets of its own.
    if revision.sha256 != own.sha256:
        return False
    with _Savepoint(s) as kept:
        _keep_annotations(s, revision, own, creator)
    _write_notes(s, revision, own.notes, creator)
    return bool(own.runs) and not kept.is_refused


class _Savepoint:
    """A savepoint that is rolled back, and nothing else happens, where the library refuses."""

    def __init__(self, s: Session) -> None:
        self._nested = s.begin_nested()
        self.is_refused = False

    def __enter__(self) -> "_Savepoint":
        self._nested.__enter__()
        return self

    def __exit__(self, kind: type[BaseException] | None, *error: object) -> bool:
        self._nested.__exit__(kind, *error)
        is_refusal = kind is not None and issubclass(kind, _REFUSALS)
        self.is_refused = is_refusal and not issubclass(kind or Exception, FAULTS)
        return self.is_refused


def _give_date(s: Session, article_id: int, value: str, creator: EditorCreator) -> None:
    settled = article_date.settled(s, article_id)
    if settled is not None:  # the editor of this library has decided
        return
    correction = Correction("date", value=value, targets=(Target(article_id),))
    with _Savepoint(s):
        corrections.make(s, correction, parse_creator(creator(s)))


def _keep_annotations(
    s: Session, revision: Revision, own: OwnContents, creator: EditorCreator
) -> None:
    """Stores the annotations of layers that have not run on the revision yet."""
    revision_id = id_of(revision)
    ran = set(
        s.scalars(
            select(col(AnnotationRun.layer)).where(col(AnnotationRun.revision_id) == revision_id)
        )
    )
    versions = {layer: of for layer, of in own.runs.items() if layer not in ran}
    if not versions:
        return
    found = [one for one in own.annotations if one.layer in versions]
    doubts = tuple((layer, doubt) for layer, doubt in own.doubts if layer in versions)
    annotated = AnnotatedText(tuple(map(_finding, found)), doubts)
    annotation_store.keep(s, revision_id, annotated, versions)
    _correct_speakers(s, revision, found, creator)


def _finding(one: ExportedAnnotation) -> Finding:
    return Finding(one.layer, one.start, one.end, one.kind, one.body, one.confidence, one.creator)


def _correct_speakers(
    s: Session, revision: Revision, found: Iterable[ExportedAnnotation], creator: EditorCreator
) -> None:
    """What an editor said of speakers, as corrections of this library: they can be undone here."""
    corrected = [one for one in found if one.speaker][:MOST_SPEAKERS]
    if not corrected:
        return
    ids = exported.ids_by_place(s, id_of(revision))
    for one in corrected:
        annotation_id = ids.get((one.layer, one.start, one.end))
        if (
            annotation_id is None
            or s.get_one(Annotation, annotation_id).body.get("speaker") == one.speaker
        ):
            continue  # another piece of a statement that was corrected with the first
        mention = ids.get(("entity", *one.mention)) if one.mention else None
        speaker_id = _entity_of(s, mention, one.speaker)
        correction = Correction(
            "speaker",
            other_id=speaker_id,
            value=None if speaker_id else one.speaker,
            targets=(Target(revision.article_id, annotation_id=annotation_id),),
        )
        with _Savepoint(s):
            corrections.make(s, correction, parse_creator(creator(s)))


def _entity_of(s: Session, mention: int | None, name: str | None) -> int | None:
    """The entity that a mention names, if it goes by this name."""
    if mention is None:
        return None
    entity_id = s.get_one(Annotation, mention).entity_id
    entity = s.get(Entity, entity_id) if entity_id is not None else None
    return entity.id if entity is not None and entity.name == name else None


def _write_notes(
    s: Session, revision: Revision, exported_notes: Iterable[ExportedNote], creator: EditorCreator
) -> None:
    """Stores the notes that the article does not have yet."""
    placed = [one for one in exported_notes if one.start is not None and one.end is not None]
    if not placed:
        return
    there = notes.on_words(s, revision.article_id)
    new: list[tuple[ExportedNote, PlacedNote]] = []
    for one in placed:
        note = _note(one, creator(s))
        if notes.words_of(revision.text, note.span, note.text) not in there:
            new.append((one, note))
    rows = notes.write_all(s, revision, [note for _, note in new])
    for (one, _), row in zip(new, rows, strict=True):
        row.kind = one.kind
    s.flush()


def unknown(s: Session, article_id: int, highlights: Sequence[Highlight]) -> list[Highlight]:
    """The notes without a place that an article does not have yet, as such or at their place."""
    there = notes.on_words(s, article_id)
    return [one for one in highlights if _words(one) not in there]


def _words(one: Highlight) -> notes.Words:
    return (one.exact, one.note) if one.note else (one.exact, one.prefix, one.suffix, "")


def _note(one: ExportedNote, creator: str) -> PlacedNote:
    span = Span(one.start or 0, one.end or 0)
    visibility = "public" if one.is_public else "private"
    return PlacedNote(creator, span, one.text, visibility, one.written_at or now(), one.more)

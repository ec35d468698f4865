"""One annotation at its address: read by whoever may; the editor's notes changed and deleted."""

from typing import Any

from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import Response

from app.errors import Conflict, Gone, MethodNotAllowed
from app.exporters import w3c
from app.importers.base import NOTE_LAYER
from app.layers.creators import is_person
from app.store.annotations import annotations, notes
from app.store.articles.access import Reader
from app.store.schema.annotations import Annotation
from app.store.schema.articles import Article, Revision
from app.text.spans import Span
from app.web.api.web_annotations import protocol
from app.web.api.web_annotations import request as requests
from app.web.api.web_annotations.request import NewAnnotation, NewAnnotationDep
from app.web.http.dependencies import (
    AnnotatingEditorDep,
    Id,
    LibraryDep,
    ReaderDep,
    Reading,
    SettingsDep,
    new_router,
)

router = new_router("/api/annotations")


@router.get("/{id}")
def one(request: Request, id: Id, s: Reading, reader: ReaderDep, settings: SettingsDep) -> Response:
    """One annotation; a retired one is gone and names its successor."""
    base = settings.base_url
    found = _found(s, reader, id, base)
    allow = protocol.NOTES_ALLOW if _is_note(found[0]) else protocol.READ_ALONE
    value = _document(*found, base)
    return protocol.answer(request, value, protocol.RESOURCE_LINK, allow, private=reader.editor)


@router.options("/{id}")
def methods(id: Id, s: Reading, reader: ReaderDep, settings: SettingsDep) -> Response:
    """What may be done with an annotation."""
    is_note = _is_note(_found(s, reader, id, settings.base_url)[0])
    allow = protocol.NOTES_ALLOW if is_note else protocol.READ_ALONE
    return protocol.options(protocol.RESOURCE_LINK, allow)


@router.put("/{id}")
def change(
    request: Request,
    id: Id,
    editor: AnnotatingEditorDep,
    annotation: NewAnnotationDep,
    library: LibraryDep,
    settings: SettingsDep,
) -> Response:
    """Changes a note's text, motivation or visibility; it stays on its words.

    With `If-Match`, only if it has not changed since.
    """
    base = settings.base_url
    with library.writing() as s:
        found = _note(s, editor, id, base)
        protocol.check_unchanged(request, _document(*found, base))
        _check_target(annotation, found, base)
        visibility = found[0].visibility
        if "visibility" in annotation.model_fields_set:
            visibility = annotation.visibility
        highlight = "highlighting" in requests.motivations(annotation)
        notes.edit(s, id, requests.words_of(annotation), visibility, highlight=highlight)
        value = _document(*annotations.get(s, editor, id), base)
    link, allow = protocol.RESOURCE_LINK, protocol.NOTES_ALLOW
    return protocol.answer(request, value, link, allow, private=True)


@router.delete("/{id}")
def remove(
    request: Request,
    id: Id,
    editor: AnnotatingEditorDep,
    library: LibraryDep,
    settings: SettingsDep,
) -> Response:
    """Deletes a note; its address answers that it is gone.

    With `If-Match`, only if it has not changed since.
    """
    base = settings.base_url
    with library.writing() as s:
        protocol.check_unchanged(request, _document(*_note(s, editor, id, base), base))
        notes.remove(s, id)
    return Response(status_code=204)


def _found(s: Session, reader: Reader, id: int, base: str) -> tuple[Annotation, Article, Revision]:
    try:
        return annotations.get(s, reader, id)
    except Gone as gone:
        successor = f"{base}/api/annotations/{gone.successor}" if gone.successor else None
        raise Gone(gone.message, gone.detail, successor) from gone


def _note(s: Session, editor: Reader, id: int, base: str) -> tuple[Annotation, Article, Revision]:
    """A person's own note. Raises MethodNotAllowed for what a layer found."""
    found = _found(s, editor, id, base)
    if not _is_note(found[0]):
        raise MethodNotAllowed(
            "This annotation was made by a layer, and cannot be changed or deleted here.",
            "Reject it with POST /api/corrections.",
            protocol.READ_ALONE,
        )
    return found


def _is_note(row: Annotation) -> bool:
    return row.layer == NOTE_LAYER and is_person(row.creator)


def _document(row: Annotation, article: Article, revision: Revision, base: str) -> dict[str, Any]:
    return {"@context": w3c.CONTEXT} | w3c.annotation(row, article, revision, base)


def _check_target(
    annotation: NewAnnotation, found: tuple[Annotation, Article, Revision], base: str
) -> None:
    """Raises Conflict where a note would be moved to other words."""
    row, article, revision = found
    target = requests.target_of(annotation)
    article_id, number = requests.article_of(target.source, base)
    is_here = article_id == article.id and number in (None, revision.number)
    own = Span(row.start, row.end)
    if not is_here or requests.span_of(revision.text, target.selector) != own:
        raise Conflict(
            "A note stays on its words.", "Delete it, and write another one on the other words."
        )

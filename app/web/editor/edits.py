"""Pages for the editor: one article's fields and text, its visibility, its withdrawal.

A form knows the revision it was made on: where that is not the newest any more, nothing is stored,
and both versions are shown. Never cached.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Annotated, Any, Literal

from fastapi import Depends, Form, Query, Request
from sqlmodel import Session
from starlette.responses import RedirectResponse, Response

from app import editing, pipeline
from app.corrections import text_source
from app.corrections.resolving import creator_of
from app.corrections.text_changes import edited_body
from app.errors import FAULTS, GlossError, TooLarge, Unprocessable
from app.importers.base import NO_FIELDS, ImportedFields
from app.importers.blocks import BlockText
from app.importers.declared_fields import line
from app.store.articles import article_date, articles
from app.store.db.ids import id_of
from app.store.imports import imported_fields
from app.store.ingest import lifecycle
from app.store.ingest.person_fields import TEXT, RevisionEdit
from app.store.schema.articles import Article, Revision
from app.text.canonical import canonical
from app.text.spans import Block, Inline
from app.translations import N_
from app.web.editor import article_fields
from app.web.editor.article_fields import TypedFields
from app.web.http.background import AnnotateLaterDep
from app.web.http.dependencies import (
    EditorDep,
    Id,
    LibraryDep,
    Reading,
    SettingsDep,
    WritingEditorDep,
    new_router,
)
from app.web.http.templating import page

router = new_router("/edit/articles")

EDITED = ("title", "byline", "publisher", "language", "text")
COLUMNS = {"language": "declared_language"}
"""Fields of the form whose column has another name."""
CHANGED_MEANWHILE = N_(
    "The article has changed since you opened this form, and nothing was stored. Where both "
    "changed, what is stored now stands beside what you entered. Save again to keep yours."
)

From = Annotated[int | None, Query(alias="from", ge=1, lt=10**9)]


@dataclass(frozen=True, slots=True)
class SentEdit:
    """The form's fields by name, and the number of the revision that it was made on."""

    typed: Mapping[str, str]
    base: int


@dataclass(frozen=True, slots=True)
class ShownEdit:
    """What the form shows: values, what is wrong with which, and what is stored instead of which.

    `base` is the revision that it is made on, by its number.
    """

    base: int
    values: Mapping[str, str]
    problems: Mapping[str, str] = field(default_factory=dict)
    stored: Mapping[str, str] = field(default_factory=dict)


async def sent_edit(
    request: Request,
    editor: WritingEditorDep,  # noqa: ARG001 - asked before the body is read
    settings: SettingsDep,
) -> SentEdit:
    """The form's fields. Raises Unprocessable where it does not say what it was made on."""
    async with request.form(max_part_size=settings.import_max_bytes) as form:
        typed = {n: canonical(v) for n, v in form.items() if isinstance(v, str)}
    base = typed.get("revision", "")
    if not (base.isascii() and base.isdigit() and len(base) < 10):
        raise Unprocessable("The form does not say which revision it was made on.")
    return SentEdit(typed, int(base))


@router.get("/{id}")
def edit(request: Request, s: Reading, editor: EditorDep, id: Id, from_: From = None) -> Response:
    """The fields and the text of an article to be edited, those of an earlier revision if asked."""
    article, newest = articles.with_revision(s, editor, id)
    shown = articles.revision(s, article, from_) if from_ else newest
    values = values_of(article, shown)
    restored = None if shown.id == newest.id else shown.number
    return _form(request, s, article, newest, ShownEdit(newest.number, values), restored=restored)


@router.post("/{id}")
def save(
    request: Request,
    editor: WritingEditorDep,
    library: LibraryDep,
    id: Id,
    sent: Annotated[SentEdit, Depends(sent_edit)],
    annotate_later: AnnotateLaterDep,
) -> Response:
    """Stores the edited fields and text as a new revision, and leads to the article."""
    with library.reading() as s:
        article, newest = articles.with_revision(s, editor, id)
        if newest.number != sent.base:
            return _both(request, s, article, newest, sent)
        wanted, fields, problems = _wanted(article, newest, sent.typed)
        if problems:
            shown = ShownEdit(newest.number, dict(sent.typed), problems)
            return _form(request, s, article, newest, shown, status=422)
    try:
        stored = editing.edit(
            library,
            id,
            wanted,
            base=sent.base,
            creator=creator_of(library, editor),
            address=fields.source_url,
        )
    except FAULTS:
        raise
    except GlossError as error:
        with library.reading() as s:
            article, newest = articles.with_revision(s, editor, id)
            if newest.number != sent.base:
                return _both(request, s, article, newest, sent)
            name = "text" if isinstance(error, TooLarge) or not fields.source_url else "source_url"
            shown = ShownEdit(newest.number, dict(sent.typed), {name: error.message})
            return _form(request, s, article, newest, shown, status=422)
    annotate_later(stored)
    return RedirectResponse(f"/articles/{id}", 303)


@router.post("/{id}/visibility")
def set_visibility(
    library: LibraryDep,
    editor: WritingEditorDep,
    id: Id,
    visibility: Annotated[Literal["public", "private"], Form()],
) -> Response:
    """Makes an article public or private."""
    with library.writing() as s:
        articles.get(s, editor, id)
        lifecycle.set_visibility(s, id, visibility)
    return RedirectResponse(f"/edit/articles/{id}", 303)


@router.post("/{id}/withdraw")
def withdraw(
    library: LibraryDep,
    editor: WritingEditorDep,
    id: Id,
    sure: Annotated[Literal["yes"], Form()],  # noqa: ARG001 - the form must confirm
) -> Response:
    """Withdraws an article permanently."""
    with library.reading() as s:
        articles.get(s, editor, id)
    pipeline.withdraw(library, id)
    return RedirectResponse("/edit", 303)


def values_of(article: Article, revision: Revision) -> dict[str, str]:
    """What the form shows of a revision."""
    return {
        "title": revision.title or "",
        "byline": "\n".join(revision.byline),
        "publisher": revision.publisher or "",
        "language": revision.declared_language or "",
        "source_url": article.source_url or "",
        "text": text_source.write(revision.text, _blocks(revision)),
    }


def _wanted(
    article: Article, newest: Revision, typed: Mapping[str, str]
) -> tuple[RevisionEdit, TypedFields, dict[str, str]]:
    """What a form makes of the newest revision, and what is wrong with it.

    A field that is not in the form, or that was left as it was shown, stays exactly as it is.
    """
    shown = values_of(article, newest)
    sent = shown | {name: typed[name] for name in shown if name in typed}
    if article.source_url:  # it identifies the article, and stays
        sent["source_url"] = ""
    fields, problems = article_fields.read(sent)
    for name in _kept(sent, shown):
        problems.pop(name, None)
    wanted = _with_kept(newest, fields, _kept(sent, shown))
    try:
        return replace(wanted, body=_body(newest, sent["text"])), fields, problems
    except GlossError as error:
        return wanted, fields, problems | {"text": error.message}


def _kept(sent: Mapping[str, str], shown: Mapping[str, str]) -> set[str]:
    """The fields that came back as they were shown."""
    return {name for name in EDITED if _is_shown(name, sent[name], shown[name])}


def _with_kept(newest: Revision, fields: TypedFields, kept: set[str]) -> RevisionEdit:
    """What was typed; a field that was kept is exactly what is stored."""
    return RevisionEdit(
        newest.title if "title" in kept else fields.title,
        tuple(newest.byline) if "byline" in kept else fields.byline,
        newest.publisher if "publisher" in kept else fields.publisher,
        newest.declared_language if "language" in kept else fields.language,
    )


def _body(newest: Revision, source: str) -> BlockText | None:
    inlines = [Inline(**mark) for mark in newest.inlines]
    return edited_body(newest.text, _blocks(newest), inlines, source)


def _is_shown(name: str, sent: str, shown: str) -> bool:
    """Whether a field came back as it was shown; browsers drop line ends in fields of one line."""
    has_lines = name in ("byline", "text")
    return sent == shown or (not has_lines and line(sent) == line(shown))


def _blocks(revision: Revision) -> list[Block]:
    return [Block.from_json(block) for block in revision.blocks]


def _both(
    request: Request, s: Session, article: Article, newest: Revision, sent: SentEdit
) -> Response:
    """The form with both versions: what was typed, and beside it what others stored meanwhile."""
    base = values_of(article, articles.revision(s, article, sent.base))
    now = values_of(article, newest)
    values, stored = dict(now), {}
    for name in now:
        typed = sent.typed.get(name, base[name])
        is_changed_here = not _is_shown(name, typed, base[name])
        if is_changed_here:
            values[name] = typed
        if is_changed_here and now[name] not in (base[name], typed):
            stored[name] = now[name]
    shown = ShownEdit(newest.number, values, {}, stored)
    return _form(request, s, article, newest, shown, status=409, problem=CHANGED_MEANWHILE)


def _form(
    request: Request,
    s: Session,
    article: Article,
    newest: Revision,
    shown: ShownEdit,
    *,
    status: int = 200,
    problem: str | None = None,
    restored: int | None = None,
) -> Response:
    doubts = articles.doubts(s, id_of(newest))
    settled = article_date.settled(s, id_of(article))
    return page(
        request,
        "edit.html",
        private=True,
        status=status,
        article=article,
        revision=newest,
        shown=shown,
        problem=problem,
        restored=restored,
        source_says=_source_says(newest),
        doubts=[doubt for doubt in doubts if doubt.kind in article_date.ABOUT_DATES],
        settled=settled,
        imported=_imported(s, id_of(article)),
    )


def _imported(s: Session, article_id: int) -> ImportedFields | None:
    """What other services kept about the article, None where there is nothing."""
    fields = imported_fields.find(s, article_id)
    return fields if fields != NO_FIELDS else None


def _source_says(revision: Revision) -> dict[str, Any]:
    """What the source says of each field that a person set; of the text only that it differs."""
    said: dict[str, Any] = {}
    for name in EDITED:
        source = revision.replaced.get(COLUMNS.get(name, name))
        if source is None:
            continue
        value = source["value"]
        said[name] = True if name == TEXT else ", ".join(value) if name == "byline" else value
    return said

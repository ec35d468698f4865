"""Pages for the editor: notes and highlights, listed, searched, written and changed.

And an article read with the private ones.
"""

from typing import Annotated, Literal

from fastapi import Depends, Request
from pydantic import BaseModel, Field
from starlette.responses import RedirectResponse, Response

from app.layers.creators import PersonCreator
from app.reading import article_page
from app.store.admin import people
from app.store.annotations import notes
from app.store.articles import articles
from app.store.db.ids import id_of, stored_id
from app.store.imports import unplaced_notes
from app.text.spans import Span
from app.web.http import target_span
from app.web.http.dependencies import (
    AnnotatingEditorDep,
    EditorDep,
    Id,
    LibraryDep,
    ListingDep,
    Reading,
    RevisionNumber,
    SettingsDep,
    Words,
    new_router,
)
from app.web.http.query import next_page_url
from app.web.http.request_bodies import form_of
from app.web.http.templating import page

router = new_router()

Number = Annotated[int, Field(ge=0, lt=10**9)]


class Written(BaseModel):
    """What the form of a note says."""

    text: str = ""
    visibility: Literal["public", "private"] = "private"


class NewNote(Written):
    """A note on a span of a revision."""

    article: Annotated[int, Field(ge=1, lt=10**18)]
    revision: Annotated[int, Field(ge=1, lt=10**9)]
    start: Number
    end: Number


WrittenDep = Annotated[Written, Depends(form_of(Written))]
NewNoteDep = Annotated[NewNote, Depends(form_of(NewNote))]


@router.get("/notes")
def listed(
    request: Request,
    s: Reading,
    editor: EditorDep,
    listing: ListingDep,
    q: Words = None,
    article: int | None = None,
) -> Response:
    """Every note and highlight, newest first, or those with these words, or on one article."""
    on = articles.get(s, editor, stored_id(article)) if article is not None else None
    on_page = notes.newest(
        s, editor, q=q, article=on.id if on else None, cursor=listing.cursor, limit=listing.limit
    )
    is_first = listing.cursor is None and not q
    return page(
        request,
        "notes.html",
        private=True,
        notes=on_page,
        q=q,
        on=on,
        unplaced=unplaced_notes.newest(s, on.id if on else None) if is_first else [],
        unplaced_count=unplaced_notes.count(s, on.id if on else None) if is_first else 0,
        more=next_page_url(request, on_page.next),
    )


@router.get("/notes/new")
def new(
    request: Request,
    s: Reading,
    editor: EditorDep,
    article: int,
    start: int = 0,
    end: int = 0,
    exact: str = "",
    revision: RevisionNumber = None,
) -> Response:
    """The form for a note on a span, or on words that occur once."""
    annotated, shown_revision = articles.with_revision(s, editor, stored_id(article), revision)
    text = shown_revision.text
    if exact.strip():
        span = target_span.by_quote(text, exact.strip())
    else:
        span = target_span.by_position(text, start, end)
    return page(
        request,
        "note.html",
        private=True,
        article=annotated,
        revision=shown_revision,
        span=span,
        exact=span.of(shown_revision.text),
        note=None,
    )


@router.post("/notes")
def write(editor: AnnotatingEditorDep, library: LibraryDep, form: NewNoteDep) -> Response:
    """Stores a note, and leads to its words."""
    with library.writing() as s:
        article, revision = articles.with_revision(
            s, editor, stored_id(form.article), form.revision
        )
        span = target_span.by_position(revision.text, form.start, form.end)
        creator = str(PersonCreator(editor.person_id or id_of(people.editor(s))))
        notes.write(s, creator, revision, span, form.text.strip(), form.visibility)
    private = "private" in (form.visibility, article.visibility)
    address = f"/notes/on/{article.id}" if private else f"/articles/{article.id}"
    return RedirectResponse(address + _paragraph(revision.blocks, span), 303)


@router.get("/notes/on/{id}")
def with_private_notes(
    request: Request,
    s: Reading,
    library: LibraryDep,
    editor: EditorDep,
    settings: SettingsDep,
    id: Id,
) -> Response:
    """The page of an article with the notes that only the editor sees."""
    article, revision = articles.with_revision(s, editor, id)
    context = article_page.load(library, s, editor, article, revision, settings.base_url)
    return page(
        request,
        "article.html",
        private=True,
        in_parts=context["is_long"],
        passage=None,
        unplaced=unplaced_notes.newest(s, id),
        **context,
    )


@router.post("/notes/unplaced/{id}/remove")
def remove_unplaced(editor: AnnotatingEditorDep, library: LibraryDep, id: Id) -> Response:  # noqa: ARG001 - only the editor may
    """Removes a note that has no place in its article's text."""
    with library.writing() as s:
        article_id = unplaced_notes.remove(s, id)
    return RedirectResponse(f"/notes/on/{article_id}", 303)


@router.get("/notes/{id}")
def form(request: Request, s: Reading, editor: EditorDep, id: Id) -> Response:
    """A note, to be changed or removed."""
    note = notes.get(s, editor, id)
    article, revision = articles.with_revision(s, editor, note.article.id, note.revision)
    return page(
        request,
        "note.html",
        private=True,
        article=article,
        revision=revision,
        span=None,
        exact=note.exact,
        note=note,
    )


@router.post("/notes/{id}")
def change(editor: AnnotatingEditorDep, library: LibraryDep, id: Id, form: WrittenDep) -> Response:  # noqa: ARG001 - only the editor may
    """Other words or another visibility for a note."""
    with library.writing() as s:
        notes.edit(s, id, form.text.strip(), form.visibility)
    return RedirectResponse("/notes", 303)


@router.post("/notes/{id}/remove")
def remove(editor: AnnotatingEditorDep, library: LibraryDep, id: Id) -> Response:  # noqa: ARG001 - only the editor may
    """Removes a note."""
    with library.writing() as s:
        notes.remove(s, id)
    return RedirectResponse("/notes", 303)


def _paragraph(blocks: list[dict[str, int]], span: Span) -> str:
    """The fragment that leads to the paragraph in which a span begins."""
    number = max((n for n, b in enumerate(blocks, 1) if b["start"] <= span.start), default=0)
    return f"#p{number}" if number else ""

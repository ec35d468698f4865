"""Pages for the editor: import, the desk, one article's visibility and withdrawal.

Never kept by a cache.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated, Any, Literal

from fastapi import APIRouter, BackgroundTasks, Depends, Form, Request
from starlette.datastructures import UploadFile
from starlette.responses import RedirectResponse, Response

from app import pipeline
from app.importers import IMPORTERS
from app.pipeline import Imported
from app.settings import Settings
from app.store.annotations import runs
from app.store.articles import article_date, articles
from app.store.db.library import Library
from app.store.ingest import lifecycle
from app.web.api.articles import annotate_later
from app.web.http.dependencies import EditorDep, Id, LibraryDep, ListingDep, Reading, SettingsDep
from app.web.http.query import next_page_url
from app.web.http.templating import page
from app.web.pages.article_context import SAID

router = APIRouter()
PASTED = "pasted text"


@dataclass(frozen=True, slots=True)
class ImportForm:
    """What the import form was sent with."""

    url: str
    text: str
    visibility: str
    files: Sequence[tuple[str | None, bytes]]


async def given_by(request: Request, editor: EditorDep, settings: SettingsDep) -> ImportForm:  # noqa: ARG001 - asked before the body is read
    """The form's fields; FastAPI's own `Form` would read 20 MB from anybody before asking who sends them."""
    async with request.form(max_part_size=settings.import_max_bytes) as form:
        words = {name: value for name, value in form.items() if isinstance(value, str)}
        uploads = [f for f in form.getlist("files") if isinstance(f, UploadFile) and f.filename]
        files = [(f.filename, await f.read()) for f in uploads]
    visibility = "private" if words.get("private") else "public"
    return ImportForm(words.get("url", "").strip(), words.get("text", ""), visibility, files)


@router.get("/import")
def import_form(request: Request) -> Response:
    """The form; the same for everybody."""
    return _form(request)


@router.post("/import")
def import_(
    request: Request,
    given: Annotated[ImportForm, Depends(given_by)],
    library: LibraryDep,
    settings: SettingsDep,
    later: BackgroundTasks,
) -> Response:
    """Imports what was given; one article leads to itself, several to a list of what became of each."""
    done = _import(library, settings, given)
    if not done:
        return _form(
            request,
            private=True,
            status=422,
            problem="There is nothing to import: give an address, some text or a file.",
        )
    stored = [one.stored for one in done if one.stored]
    for one in stored:
        annotate_later(later, library, one)
    if len(done) == 1 and stored:
        return RedirectResponse(f"/articles/{stored[0].article_id}", 303)
    return _form(request, private=True, status=200 if stored else 422, done=done)


def _form(request: Request, *, private: bool = False, status: int = 200, **told: Any) -> Response:
    return page(
        request,
        "import.html",
        private=private,
        status=status,
        importers=IMPORTERS,
        **({"done": None, "problem": None} | told),
    )


def _import(library: Library, settings: Settings, given: ImportForm) -> list[Imported]:
    how: dict[str, Any] = {"visibility": given.visibility, "annotate": False}
    done: list[Imported] = (
        list(pipeline.import_url(library, settings, given.url, **how)) if given.url else []
    )
    if given.text.strip():
        done += pipeline.import_bytes(
            library,
            settings,
            given.text.encode("utf-8", "replace"),
            name=PASTED,
            format="text",
            **how,
        )
    for name, data in given.files:
        done += pipeline.import_bytes(library, settings, data, name=name, **how)
    return done


@router.get("/edit")
def desk(request: Request, s: Reading, editor: EditorDep, listing: ListingDep) -> Response:
    """Every article, private ones too."""
    found = articles.newest(s, editor, cursor=listing.cursor, limit=listing.limit)
    unread = runs.unread(s, found.items, SAID)
    return page(
        request,
        "desk.html",
        private=True,
        articles=found,
        unread=unread,
        more=next_page_url(request, found.next),
    )


@router.get("/edit/articles/{id}")
def edit(request: Request, s: Reading, editor: EditorDep, id: Id) -> Response:
    """What the editor may do with an article."""
    article, revision = articles.with_revision(s, editor, id)
    doubts = [
        doubt
        for doubt in articles.doubts(s, revision.id or 0)
        if doubt.kind in article_date.ABOUT_DATES
    ]
    told: dict[str, Any] = {
        "article": article,
        "revision": revision,
        "doubts": doubts,
        "settled": article_date.settled(s, id),
    }
    return page(request, "edit.html", private=True, **told)


@router.post("/edit/articles/{id}/visibility")
def set_visibility(
    library: LibraryDep,
    editor: EditorDep,
    id: Id,
    visibility: Annotated[Literal["public", "private"], Form()],
) -> Response:
    """Opens or closes an article."""
    with library.writing() as s:
        articles.get(s, editor, id)
        lifecycle.set_visibility(s, id, visibility)
    return RedirectResponse(f"/edit/articles/{id}", 303)


@router.post("/edit/articles/{id}/withdraw")
def withdraw(
    library: LibraryDep,
    editor: EditorDep,
    id: Id,
    sure: Annotated[Literal["yes"], Form()],  # noqa: ARG001
) -> Response:
    """Withdraws an article for good."""
    with library.reading() as s:
        articles.get(s, editor, id)
    pipeline.withdraw(library, id)
    return RedirectResponse("/edit", 303)

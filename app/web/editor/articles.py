"""Pages for the editor: import, the desk, one article's visibility and withdrawal.

Never cached, but for the empty import form.
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
from app.reading.article_page import SOURCING_LAYER
from app.settings import Settings
from app.store.annotations import runs
from app.store.articles import article_date, articles
from app.store.db.ids import id_of
from app.store.db.library import Library
from app.store.ingest import lifecycle
from app.translations import N_
from app.web.http.background import annotate_later
from app.web.http.dependencies import EditorDep, Id, LibraryDep, ListingDep, Reading, SettingsDep
from app.web.http.query import next_page_url
from app.web.http.templating import page

router = APIRouter()
PASTED = "pasted text"


@dataclass(frozen=True, slots=True)
class ImportForm:
    """What was sent with the import form."""

    url: str
    text: str
    visibility: str
    replace: bool
    files: Sequence[tuple[str | None, bytes]]


async def sent_form(
    request: Request,
    editor: EditorDep,  # noqa: ARG001 - asked before the body is read
    settings: SettingsDep,
) -> ImportForm:
    """The form's fields.

    FastAPI's own `Form` would read 20 MB from anybody before asking who sends them.
    """
    async with request.form(max_part_size=settings.import_max_bytes) as form:
        words = {name: value for name, value in form.items() if isinstance(value, str)}
        uploads = [f for f in form.getlist("files") if isinstance(f, UploadFile) and f.filename]
        files = [(f.filename, await f.read()) for f in uploads]
    visibility = "private" if words.get("private") else "public"
    replace = bool(words.get("replace"))
    url, text = words.get("url", "").strip(), words.get("text", "")
    return ImportForm(url, text, visibility, replace, files)


@router.get("/import")
def import_form(request: Request) -> Response:
    """The form; the same for everybody."""
    return _form(request)


@router.post("/import")
def import_(
    request: Request,
    form: Annotated[ImportForm, Depends(sent_form)],
    library: LibraryDep,
    settings: SettingsDep,
    later: BackgroundTasks,
) -> Response:
    """Imports what was sent; leads to a single article, else lists the result for each item."""
    results = _import(library, settings, form)
    if not results:
        problem = N_("Nothing to import: enter an address, paste some text or choose a file.")
        return _form(request, private=True, status=422, problem=problem)
    stored = [result.stored for result in results if result.stored]
    for revision in stored:
        annotate_later(later, library, revision)
    if len(results) == 1 and stored:
        return RedirectResponse(f"/articles/{stored[0].article_id}", 303)
    return _form(request, private=True, status=200 if stored else 422, done=results)


def _form(
    request: Request,
    *,
    private: bool = False,
    status: int = 200,
    done: list[Imported] | None = None,
    problem: str | None = None,
) -> Response:
    return page(
        request,
        "import.html",
        private=private,
        status=status,
        importers=IMPORTERS,
        done=done,
        problem=problem,
    )


def _import(library: Library, settings: Settings, form: ImportForm) -> list[Imported]:
    """Imports the address, the pasted text and the files of a form, whichever there are."""
    options: dict[str, Any] = {
        "visibility": form.visibility,
        "annotate": False,
        "replace": form.replace,
    }
    results: list[Imported] = []
    if form.url:
        results += pipeline.import_url(library, settings, form.url, **options)
    if form.text.strip():
        text = form.text.encode("utf-8", "replace")
        results += pipeline.import_bytes(
            library, settings, text, name=PASTED, format="text", **options
        )
    for name, data in form.files:
        results += pipeline.import_bytes(library, settings, data, name=name, **options)
    return results


@router.get("/edit")
def desk(request: Request, s: Reading, editor: EditorDep, listing: ListingDep) -> Response:
    """Every article, private ones too."""
    on_page = articles.newest(s, editor, cursor=listing.cursor, limit=listing.limit)
    unannotated = runs.unannotated(s, on_page.items, SOURCING_LAYER)
    return page(
        request,
        "desk.html",
        private=True,
        articles=on_page,
        unannotated=unannotated,
        more=next_page_url(request, on_page.next),
    )


@router.get("/edit/articles/{id}")
def edit(request: Request, s: Reading, editor: EditorDep, id: Id) -> Response:
    """What the editor may do with an article."""
    article, revision = articles.with_revision(s, editor, id)
    doubts = articles.doubts(s, id_of(revision))
    return page(
        request,
        "edit.html",
        private=True,
        article=article,
        revision=revision,
        doubts=[doubt for doubt in doubts if doubt.kind in article_date.ABOUT_DATES],
        settled=article_date.settled(s, id),
    )


@router.post("/edit/articles/{id}/visibility")
def set_visibility(
    library: LibraryDep,
    editor: EditorDep,
    id: Id,
    visibility: Annotated[Literal["public", "private"], Form()],
) -> Response:
    """Makes an article public or private."""
    with library.writing() as s:
        articles.get(s, editor, id)
        lifecycle.set_visibility(s, id, visibility)
    return RedirectResponse(f"/edit/articles/{id}", 303)


@router.post("/edit/articles/{id}/withdraw")
def withdraw(
    library: LibraryDep,
    editor: EditorDep,
    id: Id,
    sure: Annotated[Literal["yes"], Form()],  # noqa: ARG001 - the form must confirm
) -> Response:
    """Withdraws an article permanently."""
    with library.reading() as s:
        articles.get(s, editor, id)
    pipeline.withdraw(library, id)
    return RedirectResponse("/edit", 303)

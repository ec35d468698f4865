"""Pages for the editor: import, the desk, one article's visibility and withdrawal. Never kept by a cache."""

from collections.abc import Sequence
from typing import Annotated, Any, Literal

from fastapi import APIRouter, BackgroundTasks, File, Form, Request, UploadFile
from starlette.concurrency import run_in_threadpool
from starlette.responses import RedirectResponse, Response

from app import pipeline
from app.errors import TooLarge, Unprocessable
from app.importers import IMPORTERS
from app.pipeline import Imported
from app.settings import Settings
from app.store import articles
from app.store.engine import Library
from app.web.addresses import further
from app.web.api_articles import annotate_later
from app.web.deps import EditorDep, Id, LibraryDep, ListingDep, Reading, SettingsDep
from app.web.templating import page

router = APIRouter()
PASTED = "pasted text"


@router.get("/import")
def import_form(request: Request) -> Response:
    """The form; the same for everybody."""
    return page(request, "import.html", importers=IMPORTERS, done=None)


@router.post("/import")
async def import_(
    request: Request,
    library: LibraryDep,
    settings: SettingsDep,
    editor: EditorDep,  # noqa: ARG001 - asked for its refusal
    later: BackgroundTasks,
    url: Annotated[str, Form()] = "",
    text: Annotated[str, Form()] = "",
    private: Annotated[str, Form()] = "",
    files: Annotated[list[UploadFile] | None, File()] = None,
) -> Response:
    """Imports what was given; one article leads to itself, several to a list of what became of each."""
    given = [(f.filename, await f.read()) for f in files or [] if f.filename]
    if sum(len(data) for _, data in given) > settings.import_max_bytes:
        raise TooLarge(f"Files of more than {settings.import_max_bytes:,} bytes cannot be imported at once.")
    visibility = "private" if private else "public"
    done = await run_in_threadpool(_import, library, settings, url.strip(), text, given, visibility)
    if not done:
        raise Unprocessable("There is nothing to import: give an address, some text or a file.")
    stored = [one.stored for one in done if one.stored]
    for one in stored:
        annotate_later(later, library, one)
    if len(done) == 1 and stored:
        return RedirectResponse(f"/articles/{stored[0].article_id}", 303)
    status = 200 if stored else 422
    return page(request, "import.html", private=True, status=status, importers=IMPORTERS, done=done)


def _import(
    library: Library, settings: Settings, url: str, text: str, files: Sequence[tuple[str | None, bytes]], visibility: str
) -> list[Imported]:
    how: dict[str, Any] = {"visibility": visibility, "annotate": False}
    done = pipeline.import_url(library, settings, url, **how) if url else []
    if text.strip():
        done += pipeline.import_bytes(library, settings, text.encode("utf-8", "replace"), name=PASTED, format="text", **how)
    for name, data in files:
        done += pipeline.import_bytes(library, settings, data, name=name, **how)
    return done


@router.get("/edit")
def desk(request: Request, s: Reading, editor: EditorDep, listing: ListingDep) -> Response:
    """Every article, private ones too."""
    found = articles.newest(s, editor, cursor=listing.cursor, limit=listing.limit)
    return page(request, "desk.html", private=True, articles=found, more=further(request, found.next))


@router.get("/edit/articles/{id}")
def edit(request: Request, s: Reading, editor: EditorDep, id: Id) -> Response:
    """What the editor may do with an article."""
    return page(request, "edit.html", private=True, article=articles.get(s, editor, id))


@router.post("/edit/articles/{id}/visibility")
def set_visibility(library: LibraryDep, editor: EditorDep, id: Id, visibility: Annotated[Literal["public", "private"], Form()]) -> Response:
    """Opens or closes an article."""
    with library.writing() as s:
        articles.get(s, editor, id)
        articles.set_visibility(s, id, visibility)
    return RedirectResponse(f"/edit/articles/{id}", 303)


@router.post("/edit/articles/{id}/withdraw")
def withdraw(library: LibraryDep, editor: EditorDep, id: Id, sure: Annotated[Literal["yes"], Form()]) -> Response:  # noqa: ARG001
    """Withdraws an article for good."""
    with library.reading() as s:
        articles.get(s, editor, id)
    pipeline.withdraw(library, id)
    return RedirectResponse("/edit", 303)

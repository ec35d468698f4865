"""Pages for the editor: addresses that imports named and that are not fetched yet. Never cached."""

from typing import Annotated, Literal

from fastapi import Form, Request
from starlette.responses import RedirectResponse, Response

from app.bulk_import.awaited import fetch_awaited
from app.store.imports import awaited_addresses
from app.web.http.background import AnnotateLaterDep
from app.web.http.dependencies import (
    EditorDep,
    Id,
    LibraryDep,
    Reading,
    WritingEditorDep,
    new_router,
)
from app.web.http.templating import page

router = new_router("/edit/addresses")


@router.get("")
def listed(request: Request, s: Reading, editor: EditorDep) -> Response:  # noqa: ARG001 - only the editor may
    """The addresses that wait, those that came last first."""
    return page(
        request,
        "addresses.html",
        private=True,
        addresses=awaited_addresses.newest(s),
        count=awaited_addresses.count(s),
    )


@router.post("")
def fetch_all(
    editor: WritingEditorDep,  # noqa: ARG001 - only the editor may
    library: LibraryDep,
) -> Response:
    """Has the server fetch every address."""
    with library.writing() as s:
        awaited_addresses.request_all(s)
    return RedirectResponse("/edit/addresses", 303)


@router.post("/{id}")
def change(
    editor: WritingEditorDep,  # noqa: ARG001 - only the editor may
    library: LibraryDep,
    id: Id,
    do: Annotated[Literal["fetch", "remove"], Form()],
    annotate_later: AnnotateLaterDep,
) -> Response:
    """Fetches an address now and leads to its article, else to the reason; or removes it."""
    if do == "remove":
        with library.writing() as s:
            awaited_addresses.remove(s, id)
        return RedirectResponse("/edit/addresses", 303)
    with library.reading() as s:
        awaited_addresses.get(s, id)
    for result in fetch_awaited(library, [id]):
        if result.stored is not None:
            annotate_later(result.stored)
            return RedirectResponse(f"/articles/{result.stored.article_id}", 303)
    return RedirectResponse("/edit/addresses", 303)

"""Pages for the editor: entities that may be one, to be judged."""

from fastapi import APIRouter, Request
from starlette.responses import RedirectResponse, Response

from app.store import people, proposals
from app.web.addresses import further
from app.web.deps import EditorDep, Id, LibraryDep, ListingDep, Reading
from app.web.templating import page

router = APIRouter()


@router.get("/edit/proposals")
def listed(request: Request, s: Reading, editor: EditorDep, listing: ListingDep) -> Response:  # noqa: ARG001
    """The pairs that wait for a judgement, surest first."""
    found = proposals.waiting(s, cursor=listing.cursor, limit=listing.limit)
    return page(request, "proposals.html", private=True, proposals=found, more=further(request, found.next))


@router.post("/edit/proposals/{id}/reject")
def reject(editor: EditorDep, library: LibraryDep, id: Id) -> Response:
    """These are two: they are not proposed again."""
    with library.writing() as s:
        proposals.reject(s, id, f"person:{editor.person_id or people.editor(s).id}")
    return RedirectResponse("/edit/proposals", 303)

"""Pages for the editor: entities that may be one, to be judged."""

from fastapi import APIRouter, Request
from starlette.responses import RedirectResponse, Response

from app import pipeline
from app.corrections.requests import creator_of
from app.linking.corrections.correction import Correction
from app.store.corrections import choices
from app.store.entities import merge_proposals
from app.web.http.dependencies import EditorDep, Id, LibraryDep, ListingDep, Reading
from app.web.http.query import next_page_url
from app.web.http.templating import page

router = APIRouter()


@router.get("/edit/proposals")
def listed(request: Request, s: Reading, editor: EditorDep, listing: ListingDep) -> Response:  # noqa: ARG001
    """The pairs that wait for a judgement, surest first."""
    found = merge_proposals.waiting(s, cursor=listing.cursor, limit=listing.limit)
    return page(
        request,
        "proposals.html",
        private=True,
        proposals=found,
        more=next_page_url(request, found.next),
    )


@router.post("/edit/proposals/{id}/reject")
def reject(editor: EditorDep, library: LibraryDep, id: Id) -> Response:
    """These are two: a correction, and they are not proposed again."""
    with library.reading() as s:
        first, second = choices.pair(s, id)
    pipeline.correct(library, Correction("apart", first, second), creator_of(library, editor))
    return RedirectResponse("/edit/proposals", 303)

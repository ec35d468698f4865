"""Pages for the editor: pairs of entities that may be the same, to be judged."""

from fastapi import Request
from starlette.responses import RedirectResponse, Response

from app import pipeline
from app.corrections.resolving import creator_of
from app.linking.corrections.correction import Correction
from app.store.corrections import choices
from app.store.entities import merge_proposals
from app.web.http.dependencies import (
    EditorDep,
    Id,
    LibraryDep,
    ListingDep,
    Reading,
    WritingEditorDep,
    new_router,
)
from app.web.http.query import next_page_url
from app.web.http.templating import page

router = new_router()


@router.get("/edit/proposals")
def listed(
    request: Request,
    s: Reading,
    editor: EditorDep,  # noqa: ARG001 - only the editor sees them
    listing: ListingDep,
) -> Response:
    """The pairs that nobody judged yet, the most likely first."""
    proposals = merge_proposals.waiting(s, cursor=listing.cursor, limit=listing.limit)
    more = next_page_url(request, proposals.next)
    return page(request, "proposals.html", private=True, proposals=proposals, more=more)


@router.post("/edit/proposals/{id}/reject")
def reject(editor: WritingEditorDep, library: LibraryDep, id: Id) -> Response:
    """Tells the two apart: a correction, after which they are not proposed again."""
    with library.reading() as s:
        first, second = choices.pair(s, id)
    pipeline.correct(library, Correction("apart", first, second), creator_of(library, editor))
    return RedirectResponse("/edit/proposals", 303)

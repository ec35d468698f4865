"""Pages: the library, an article."""

from fastapi import APIRouter, Request
from starlette.responses import Response

from app.store.annotations import annotations, runs
from app.store.articles import articles
from app.web.http.dependencies import Id, ListingDep, ReaderDep, Reading, RevisionNumber, Words
from app.web.http.query import Anyone, IsoDay, is_private, next_page_url
from app.web.http.templating import page
from app.web.pages.article_context import SAID, context

router = APIRouter()


@router.get("/")
def library(
    request: Request,
    s: Reading,
    reader: Anyone,
    listing: ListingDep,
    publisher: Words = None,
    since: IsoDay = None,
    until: IsoDay = None,
) -> Response:
    """The articles, newest first."""
    found = articles.newest(
        s,
        reader,
        publisher=publisher,
        since=since,
        until=until,
        cursor=listing.cursor,
        limit=listing.limit,
    )
    return page(
        request,
        "library.html",
        articles=found,
        unread=runs.unread(s, found.items, SAID),
        publishers=articles.publishers(s, reader),
        publisher=publisher,
        since=since,
        until=until,
        filtered=bool(publisher or since or until),
        more=next_page_url(request, found.next),
        here="library",
    )


@router.get("/articles/{id}")
@router.get("/articles/{id}/{slug}")
def article(
    request: Request,
    s: Reading,
    reader: ReaderDep,
    anyone: Anyone,
    id: Id,
    slug: str = "",  # noqa: ARG001 - it is for people
    revision: RevisionNumber = None,
) -> Response:
    """The reading page; a private article's only for the editor. Four queries."""
    found, held = articles.with_revision(s, reader, id, revision)
    private = is_private(found)
    rows = annotations.of_revision(s, reader if private else anyone, held.id or 0)
    doubts, state = articles.doubts(s, held.id or 0), runs.state(s, held.id or 0, SAID)
    shown = context(request, found, held, rows, doubts, state=state)
    return page(request, "article.html", private=private, passage=None, **shown)

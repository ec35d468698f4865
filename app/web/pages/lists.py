"""Pages: quotes, claims, search."""

from typing import Any

from fastapi import Request
from sqlmodel import Session
from starlette.responses import Response

from app.store.annotations import runs
from app.store.articles.access import Reader
from app.store.search import full_text, spelling
from app.store.statements import statements
from app.web.http.audience import Anyone, entity_by_id
from app.web.http.dependencies import ListingDep, Reading, SettingsDep, Words, new_router
from app.web.http.query import IsoDay, SaidOrDenied, SpeechOrAttitude, feed_of, next_page_url
from app.web.http.templating import page

router = new_router()
MOST_WAITING = 5
"""Articles that a list names which are not annotated yet."""


@router.get("/quotes")
def quotes(
    request: Request,
    s: Reading,
    reader: Anyone,
    listing: ListingDep,
    speaker: Words = None,
    about: Words = None,
    act: SpeechOrAttitude = None,
    polarity: SaidOrDenied = None,
    q: Words = None,
    since: IsoDay = None,
    until: IsoDay = None,
) -> Response:
    """Who said what about whom, with the words that show it."""
    filters: Any = {
        "speaker": speaker,
        "about": about,
        "act": act,
        "polarity": polarity,
        "q": q,
        "since": since,
        "until": until,
    }
    on_page = statements.quotes(
        s, reader, **filters, listed=True, cursor=listing.cursor, limit=listing.limit
    )
    return page(
        request,
        "quotes.html",
        quotes=on_page,
        **filters,
        by=entity_by_id(s, reader, speaker),
        of=entity_by_id(s, reader, about),
        filtered=any(filters.values()),
        waiting=_waiting(s, reader, "quotation"),
        more=next_page_url(request, on_page.next),
        feed=feed_of(request, "/quotes.atom"),
        here="quotes",
    )


@router.get("/claims")
def claims(
    request: Request,
    s: Reading,
    reader: Anyone,
    listing: ListingDep,
    about: Words = None,
    q: Words = None,
    since: IsoDay = None,
    until: IsoDay = None,
) -> Response:
    """Sentences that assert something checkable, with the words that say about whom."""
    filters: Any = {"about": about, "q": q, "since": since, "until": until}
    on_page = statements.claims(
        s, reader, **filters, listed=True, cursor=listing.cursor, limit=listing.limit
    )
    return page(
        request,
        "claims.html",
        claims=on_page,
        **filters,
        of=entity_by_id(s, reader, about),
        filtered=any(filters.values()),
        waiting=_waiting(s, reader, "claim"),
        more=next_page_url(request, on_page.next),
        feed=feed_of(request, "/claims.atom"),
        here="claims",
    )


def _waiting(s: Session, reader: Reader, layer: str) -> dict[str, Any]:
    """The first articles whose layer is still to be read, and whether there are more."""
    waiting = runs.waiting(s, reader, layer, MOST_WAITING + 1)
    return {"articles": waiting[:MOST_WAITING], "more": len(waiting) > MOST_WAITING}


@router.get("/search")
def find(
    request: Request,
    s: Reading,
    reader: Anyone,
    settings: SettingsDep,
    listing: ListingDep,
    q: Words = None,
) -> Response:
    """Articles that hold all of the words."""
    longest = settings.search_max_characters
    query = (q or "")[:longest]
    hits = full_text.Hits([])
    if query:
        hits = full_text.find(
            s, reader, query, cursor=listing.cursor, limit=listing.limit, longest=longest
        )
    is_found = bool(hits.items) or listing.cursor or not query
    return page(
        request,
        "search.html",
        q=query,
        hits=hits,
        meant=None if is_found else spelling.nearest(s, reader, query),
        most_ranked=full_text.MOST_RANKED,
        cut=len(q or "") > longest,
        more=next_page_url(request, hits.next),
        feed=feed_of(request, "/search.atom"),
    )

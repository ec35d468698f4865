"""Pages: quotes, claims, search."""

from typing import Any

from fastapi import APIRouter, Request
from sqlmodel import Session
from starlette.responses import Response

from app.errors import NotFound
from app.store.annotations import runs, statements
from app.store.articles.access import Reader
from app.store.db.ids import LARGEST_ID
from app.store.db.pagination import Page
from app.store.entities import entities
from app.store.entities.entities import EntityRow
from app.store.search import full_text
from app.web.http.dependencies import ListingDep, Reading, SettingsDep, Words
from app.web.http.query import Anyone, IsoDay, SaidOrDenied, SpeechOrAttitude, next_page_url
from app.web.http.templating import page

router = APIRouter()
MOST_WAITING = 5
"""Articles that are not read yet which a list names."""


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
    asked: Any = {
        "speaker": speaker,
        "about": about,
        "act": act,
        "polarity": polarity,
        "q": q,
        "since": since,
        "until": until,
    }
    found = statements.quotes(
        s, reader, **asked, listed=True, cursor=listing.cursor, limit=listing.limit
    )
    return page(
        request,
        "quotes.html",
        quotes=found,
        **asked,
        by=_known(s, reader, speaker),
        of=_known(s, reader, about),
        filtered=any(asked.values()),
        waiting=_waiting(s, reader, "quotation"),
        more=next_page_url(request, found.next),
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
    asked: Any = {"about": about, "q": q, "since": since, "until": until}
    found = statements.claims(
        s, reader, **asked, listed=True, cursor=listing.cursor, limit=listing.limit
    )
    told: dict[str, Any] = {
        "of": _known(s, reader, about),
        "waiting": _waiting(s, reader, "claim"),
        "more": next_page_url(request, found.next),
    }
    return page(
        request,
        "claims.html",
        claims=found,
        **told,
        **asked,
        filtered=any(asked.values()),
        here="claims",
    )


def _waiting(s: Session, reader: Reader, layer: str) -> dict[str, Any]:
    """Articles that a list knows nothing of yet, some by their titles, and whether there are more."""
    found = runs.waiting(s, reader, layer, MOST_WAITING + 1)
    return {"articles": found[:MOST_WAITING], "more": len(found) > MOST_WAITING}


def _known(s: Session, reader: Reader, who: str | None) -> EntityRow | None:
    """The entity that a list was asked for by its id."""
    if not who or not (who.isascii() and who.isdigit() and len(who) <= 9) or int(who) > LARGEST_ID:
        return None
    try:
        return entities.get(s, reader, int(who))
    except NotFound:
        return None


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
    asked = (q or "")[:longest]
    hits = (
        full_text.find(
            s, reader, asked, cursor=listing.cursor, limit=listing.limit, longest=longest
        )
        if asked
        else Page([])
    )
    cut = len(q or "") > longest
    return page(
        request, "search.html", q=asked, hits=hits, cut=cut, more=next_page_url(request, hits.next)
    )

"""Pages: entities, one entity, quotes, claims, search."""

from fastapi import APIRouter, Request
from starlette.responses import RedirectResponse, Response

from app.errors import NotFound
from app.layers.entities import LAYER as ENTITY_LAYER
from app.panels.entity import full
from app.store import annotations, entities, search
from app.store.lists import Page
from app.web.addresses import Anyone, SpeechOrAttitude, further
from app.web.deps import Id, ListingDep, ReaderDep, Reading, SettingsDep, Words
from app.web.templating import page

router = APIRouter()
QUOTES_ON_A_PAGE = 12


@router.get("/entities")
def all_entities(request: Request, s: Reading, reader: Anyone, listing: ListingDep, q: Words = None, kind: Words = None) -> Response:
    """Who and what the library names, the most mentioned first."""
    known = kind if kind in ENTITY_LAYER.kinds else None
    found = entities.find_all(s, reader, q=q, kind=known, cursor=listing.cursor, limit=listing.limit)
    return page(
        request,
        "entities.html",
        entities=found,
        q=q,
        kind=known,
        kinds=ENTITY_LAYER.kinds,
        more=further(request, found.next),
        filtered=bool(q or known),
        here="entities",
    )


@router.get("/entities/{id}")
def entity(request: Request, s: Reading, anyone: Anyone, reader: ReaderDep, listing: ListingDep, id: Id) -> Response:
    """One entity; a merged one leads to what it was merged into. One that only private articles name is shown to the editor alone."""
    private = False
    try:
        told = full(s, anyone, id, listing.limit, QUOTES_ON_A_PAGE, listing.cursor)
    except NotFound:
        if not reader.editor:
            raise
        private, told = True, full(s, reader, id, listing.limit, QUOTES_ON_A_PAGE, listing.cursor)
    if told["entity"].merged_into:
        return RedirectResponse(f"/entities/{told['entity'].merged_into}", 301)
    more = further(request, told["articles"].next)
    return page(request, "entity.html", private=private, more=more, here="entities", **told)


@router.get("/quotes")
def quotes(
    request: Request,
    s: Reading,
    reader: Anyone,
    listing: ListingDep,
    speaker: Words = None,
    about: Words = None,
    act: SpeechOrAttitude = None,
    q: Words = None,
) -> Response:
    """Who said what about whom."""
    found = annotations.quotes(
        s, reader, speaker=speaker, about=about, act=act, q=q, outermost=True, cursor=listing.cursor, limit=listing.limit
    )
    return page(
        request,
        "quotes.html",
        quotes=found,
        speaker=speaker,
        about=about,
        act=act,
        q=q,
        filtered=bool(speaker or about or act or q),
        more=further(request, found.next),
        here="quotes",
    )


@router.get("/claims")
def claims(request: Request, s: Reading, reader: Anyone, listing: ListingDep, q: Words = None) -> Response:
    """Sentences that assert something checkable."""
    found = annotations.claims(s, reader, q=q, cursor=listing.cursor, limit=listing.limit)
    more = further(request, found.next)
    return page(request, "claims.html", claims=found, q=q, filtered=bool(q), more=more, here="claims")


@router.get("/search")
def find(request: Request, s: Reading, reader: Anyone, settings: SettingsDep, listing: ListingDep, q: Words = None) -> Response:
    """Articles that hold all of the words."""
    longest = settings.search_max_characters
    asked = (q or "")[:longest]
    hits = search.find(s, reader, asked, cursor=listing.cursor, limit=listing.limit, longest=longest) if asked else Page([])
    cut = len(q or "") > longest
    return page(request, "search.html", q=asked, hits=hits, cut=cut, more=further(request, hits.next))

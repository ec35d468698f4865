"""The lists over the API: entities, quotes, claims, search.

Owns their query parameters; what they hold is the store's.
"""

from typing import Annotated, Any

from fastapi import Query
from starlette.requests import Request
from starlette.responses import Response

from app.store.entities import entities, name_index
from app.store.search import full_text
from app.store.statements import statements
from app.web.api import serializers
from app.web.http.caching import respond_json
from app.web.http.dependencies import (
    Id,
    ListingDep,
    ReaderDep,
    Reading,
    SettingsDep,
    Words,
    new_router,
)
from app.web.http.query import SaidOrDenied, SpeechOrAttitude

router = new_router("/api")


@router.get("/entities")
def all_entities(
    request: Request,
    s: Reading,
    reader: ReaderDep,
    settings: SettingsDep,
    listing: ListingDep,
    q: Words = None,
    kind: Words = None,
) -> Response:
    """Entities, the most mentioned first; `q` is a part of a name."""
    page = entities.find_all(s, reader, q=q, kind=kind, cursor=listing.cursor, limit=listing.limit)
    items = [serializers.entity_line(settings, e) for e in page.items]
    return respond_json(request, {"items": items, "next": page.next}, private=reader.editor)


@router.get("/entities/{id}")
def one_entity(
    request: Request,
    id: Id,
    s: Reading,
    reader: ReaderDep,
    settings: SettingsDep,
    listing: ListingDep,
) -> Response:
    """An entity with its aliases and a page of its articles; a merged one says into what."""
    entity = entities.get(s, reader, id)
    page = entities.articles_of(s, reader, id, cursor=listing.cursor, limit=listing.limit)
    roles = entities.roles(s, reader, id)
    value = serializers.entity_line(settings, entity) | {
        "is_moving": entity.is_moving,
        "aliases": name_index.aliases(s, reader, id),
        "described_as": [serializers.role_line(settings, line) for line in roles],
        "items": [serializers.named_in(settings, line) for line in page.items],
        "next": page.next,
    }
    return respond_json(request, value, private=reader.editor)


@router.get("/quotes")
def quotes(
    request: Request,
    s: Reading,
    reader: ReaderDep,
    settings: SettingsDep,
    listing: ListingDep,
    speaker: Words = None,
    about: Words = None,
    act: SpeechOrAttitude = None,
    polarity: SaidOrDenied = None,
    q: Words = None,
) -> Response:
    """Quotations, newest article first, each piece by itself.

    `speaker` and `about` take an entity id or a name; `act` is speech or attitude, `polarity`
    affirmed, denied or refused.
    """
    filters: Any = {"speaker": speaker, "about": about, "act": act, "polarity": polarity, "q": q}
    page = statements.quotes(s, reader, **filters, cursor=listing.cursor, limit=listing.limit)
    items = [serializers.statement(settings, line) for line in page.items]
    return respond_json(request, {"items": items, "next": page.next}, private=reader.editor)


@router.get("/claims")
def claims(
    request: Request,
    s: Reading,
    reader: ReaderDep,
    settings: SettingsDep,
    listing: ListingDep,
    about: Words = None,
    q: Words = None,
) -> Response:
    """Claims, newest article first; `about` takes an entity id or a name."""
    page = statements.claims(
        s, reader, about=about, q=q, cursor=listing.cursor, limit=listing.limit
    )
    items = [serializers.statement(settings, line) for line in page.items]
    return respond_json(request, {"items": items, "next": page.next}, private=reader.editor)


@router.get("/search")
def find(
    request: Request,
    s: Reading,
    reader: ReaderDep,
    settings: SettingsDep,
    listing: ListingDep,
    q: Annotated[str, Query()] = "",
) -> Response:
    """Articles that contain every word of `q`, best first.

    `cut` says whether the query was longer than the limit and was shortened, `newest_only` whether
    more articles match than were ranked: then these are the best of those that were added last.
    """
    longest = settings.search_max_characters
    page = full_text.find(s, reader, q, cursor=listing.cursor, limit=listing.limit, longest=longest)
    items = [serializers.search_hit(settings, hit) for hit in page.items]
    value = {
        "items": items,
        "next": page.next,
        "cut": len(q) > longest,
        "newest_only": page.newest_only,
    }
    return respond_json(request, value, private=reader.editor)

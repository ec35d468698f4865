"""Feeds of articles: the library's, with its filters, and those that hold some words."""

from fastapi import Request
from starlette.responses import Response

from app.store.articles import articles
from app.store.search import full_text
from app.web.http import atom
from app.web.http.audience import Anyone
from app.web.http.dependencies import ListingDep, Reading, SettingsDep, Words, new_router
from app.web.http.query import IsoDay
from app.web.pages.feeds.article_entries import of_articles

router = new_router()


@router.get("/feed.atom")
def library(
    request: Request,
    s: Reading,
    reader: Anyone,
    settings: SettingsDep,
    listing: ListingDep,
    publisher: Words = None,
    since: IsoDay = None,
    until: IsoDay = None,
) -> Response:
    """The articles as an Atom feed, newest first, with the filters of the library's page."""
    filters = {"publisher": publisher, "since": since, "until": until}
    listed = articles.newest(s, reader, **filters, cursor=listing.cursor, limit=listing.limit)
    body = atom.feed(
        atom.addresses(request, "/feed.atom", "/", listed.next),
        title=f"Articles by {publisher}" if publisher else "Gloss",
        entries=of_articles(s, settings.base_url, [(a, a.lede) for a in listed.items]),
    )
    return atom.respond(request, body, private=False)


@router.get("/search.atom")
def search(
    request: Request,
    s: Reading,
    reader: Anyone,
    settings: SettingsDep,
    listing: ListingDep,
    q: Words = None,
) -> Response:
    """Articles that hold all of the words as an Atom feed, those that were added last first."""
    longest = settings.search_max_characters
    query = (q or "")[:longest]
    hits = full_text.find(
        s,
        reader,
        query,
        cursor=listing.cursor,
        limit=listing.limit,
        longest=longest,
        newest_first=True,
    )
    found = [(hit.article, "".join(words for words, _ in hit.snippet)) for hit in hits.items]
    body = atom.feed(
        atom.addresses(request, "/search.atom", "/search", hits.next),
        title=f"Articles containing “{query}”",
        entries=of_articles(s, settings.base_url, found),
    )
    return atom.respond(request, body, private=False)

"""Feeds of quotations and claims, with the filters of their pages; a speaker's are one of them."""

from typing import Any

from fastapi import Request
from sqlmodel import Session
from starlette.responses import Response

from app.store.annotations.rows import QuoteLine
from app.store.articles.access import Reader
from app.store.statements import statements
from app.text.display import shorten
from app.web.http import atom
from app.web.http.audience import Anyone, entity_by_id
from app.web.http.dependencies import ListingDep, Reading, SettingsDep, Words, new_router
from app.web.http.query import IsoDay, SaidOrDenied, SpeechOrAttitude
from app.web.http.templating import first_words
from app.web.pages.feeds.article_entries import known_language, published_at

router = new_router()
TITLE_CHARACTERS = 120


@router.get("/quotes.atom")
def quotes(
    request: Request,
    s: Reading,
    reader: Anyone,
    settings: SettingsDep,
    listing: ListingDep,
    speaker: Words = None,
    about: Words = None,
    act: SpeechOrAttitude = None,
    polarity: SaidOrDenied = None,
    q: Words = None,
    since: IsoDay = None,
    until: IsoDay = None,
) -> Response:
    """Quotations as an Atom feed, newest article first, with the filters of their page."""
    filters: Any = {
        "speaker": speaker,
        "about": about,
        "act": act,
        "polarity": polarity,
        "q": q,
        "since": since,
        "until": until,
    }
    listed = statements.quotes(
        s, reader, **filters, listed=True, cursor=listing.cursor, limit=listing.limit
    )
    who, topic = _name(s, reader, speaker), _name(s, reader, about)
    said = f"What {who} said" if who else "Quotations"
    body = atom.feed(
        atom.addresses(request, "/quotes.atom", "/quotes", listed.next),
        title=f"{said} about {topic}" if topic else said,
        entries=[_entry(settings.base_url, line) for line in listed.items],
    )
    return atom.respond(request, body, private=False)


@router.get("/claims.atom")
def claims(
    request: Request,
    s: Reading,
    reader: Anyone,
    settings: SettingsDep,
    listing: ListingDep,
    about: Words = None,
    q: Words = None,
    since: IsoDay = None,
    until: IsoDay = None,
) -> Response:
    """Claims as an Atom feed, newest article first, with the filters of their page."""
    filters: Any = {"about": about, "q": q, "since": since, "until": until}
    listed = statements.claims(
        s, reader, **filters, listed=True, cursor=listing.cursor, limit=listing.limit
    )
    topic = _name(s, reader, about)
    body = atom.feed(
        atom.addresses(request, "/claims.atom", "/claims", listed.next),
        title=f"Claims about {topic}" if topic else "Claims",
        entries=[_entry(settings.base_url, line) for line in listed.items],
    )
    return atom.respond(request, body, private=False)


def _name(s: Session, reader: Reader, who: str | None) -> str | None:
    """Whom a filter names, by an id or by the name itself."""
    entity = entity_by_id(s, reader, who)
    return entity.name if entity else who


def _entry(base: str, line: QuoteLine) -> atom.FeedEntry:
    """The words in their sentence, with who said them and where."""
    row, article = line.annotation, line.article
    words = shorten(" ".join(line.excerpt.words.split()), TITLE_CHARACTERS)
    speaker = row.entity_name or row.body.get("speaker") or row.body.get("claimant")
    source = " · ".join(
        filter(None, [article.title or first_words(article.lede), article.publisher])
    )
    return atom.FeedEntry(
        f"{base}/annotations/{row.id}",
        f"{speaker}: {words}" if speaker else words,
        row.created_at,
        f"{''.join(line.excerpt)}\n{source}",
        published_at(article.published_on, article.date_doubted) or row.created_at,
        known_language(article.language),
    )

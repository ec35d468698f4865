"""Pages: entities, one entity and its lists, its feed, and what articles say of it as one stream."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Query, Request
from pydantic import BeforeValidator
from sqlmodel import Session
from starlette.responses import RedirectResponse, Response

from app.errors import NotFound
from app.layers.entities import LAYER as ENTITY_LAYER
from app.panels.entity import described, over_time, overview
from app.reading.charts import Unit, arc_diagram, bar_chart
from app.reading.entity_focus import EntityFocus, entity_focus, sentences_about
from app.store.annotations import annotations, statements
from app.store.articles import articles
from app.store.articles.access import Reader
from app.store.entities import cooccurrence, entities
from app.store.entities.cooccurrence import Position
from app.store.entities.entities import LETTERS, EntityArticle, EntityRow
from app.store.schema.articles import Article
from app.text.display import ArticleDate
from app.web.http import atom
from app.web.http.caching import PUBLIC, respond
from app.web.http.dependencies import (
    Id,
    ListingDep,
    ListQuery,
    OfArticle,
    ReaderDep,
    Reading,
    Words,
)
from app.web.http.query import Anyone, IsoDay, SpeechOrAttitude, is_private, next_page_url
from app.web.http.templating import first_words, page
from app.web.pages.article_context import context

router = APIRouter()
STATEMENTS, ARTICLES = 5, 8
"""What the first page of an entity shows of each list; each is a page of its own."""
NAME_IN_PICTURE_CHARACTERS = 28
Part = Literal["all", "articles", "said", "about", "claims"]
Show = Annotated[Part | None, BeforeValidator(lambda given: given or None), Query()]
By = Annotated[Unit | None, BeforeValidator(lambda given: given or None), Query()]


@dataclass(frozen=True, slots=True)
class Only:
    """An article as it is read for one entity: which, where it stands there, how many sentences are shown, what comes before and after."""

    entity: EntityRow
    here: EntityFocus
    sentences: int
    way: Position


@router.get("/entities")
def all_entities(
    request: Request,
    s: Reading,
    reader: Anyone,
    listing: ListingDep,
    q: Words = None,
    kind: Words = None,
    letter: Words = None,
) -> Response:
    """Who and what the library names, the most mentioned first."""
    known = kind if kind in ENTITY_LAYER.kinds else None
    initial = letter if letter in LETTERS else None
    found = entities.find_all(
        s, reader, q=q, kind=known, letter=initial, cursor=listing.cursor, limit=listing.limit
    )
    return page(
        request,
        "entities.html",
        entities=found,
        q=q,
        kind=known,
        kinds=ENTITY_LAYER.kinds,
        letter=initial,
        letters=LETTERS,
        more=next_page_url(request, found.next),
        filtered=bool(q or known or initial),
        here="entities",
    )


@router.get("/entities/{id}.atom")
def feed(
    request: Request, s: Reading, reader: ReaderDep, anyone: Anyone, listing: ListingDep, id: Id
) -> Response:
    """The newest articles that name an entity as an Atom feed, each with its sentences."""
    found, eyes, private = entity_as_seen(s, reader, anyone, id)
    if found.merged_into:
        return _moved(f"/entities/{found.merged_into}.atom")
    lines = entities.articles_of(s, eyes, id, limit=listing.limit).items
    base = request.app.state.settings.base_url
    made = atom.feed(
        url=f"{base}/entities/{id}.atom",
        page=f"{base}/entities/{id}",
        title=f"Articles about {found.name}",
        updated=max(
            (line.article.created_at for line in lines), default=datetime.fromtimestamp(0, UTC)
        ),
        entries=[_entry(base, line) for line in lines],
    )
    return respond(
        request,
        made,
        f"{atom.MEDIA_TYPE}; charset=utf-8",
        private=private,
        headers={"X-Robots-Tag": "noindex"},
    )


def _entry(base: str, line: EntityArticle) -> atom.FeedEntry:
    a = line.article
    words = "\n".join([_day(a), *("".join(sentence) for sentence in line.sentences)])
    return atom.FeedEntry(
        f"{base}/articles/{a.id}", a.title or first_words(a.lede), a.created_at, words
    )


def _day(a: Article) -> str:
    """When the article is from, in words: an entry's own time is that of its capture."""
    told = ArticleDate(a.published_on, a.date_doubted, a.sorted_on).words
    return f"{told[0].upper()}{told[1:]}."


@router.get("/entities/{id}")
def entity(
    request: Request,
    s: Reading,
    anyone: Anyone,
    reader: ReaderDep,
    listing: ListingDep,
    id: Id,
    show: Show = None,
    q: Words = None,
    since: IsoDay = None,
    until: IsoDay = None,
    act: SpeechOrAttitude = None,
    by: By = None,
) -> Response:
    """One entity; a merged one leads to what it was merged into.

    One that only private articles name is shown to the editor alone.
    """
    found, eyes, private = entity_as_seen(s, reader, anyone, id)
    if found.merged_into:
        return _moved(f"/entities/{found.merged_into}")
    asked = {"q": q, "since": since, "until": until, "act": act}
    part = show or ("articles" if any(asked.values()) or listing.cursor else "all")
    told = (
        _all(s, eyes, id) if part == "all" else _part(request, s, eyes, id, part, listing, **asked)
    )
    drawn = bar_chart(told["months"], by)
    filtered = any(asked.values())
    shown = (
        told
        | asked
        | {
            "bars": drawn,
            "by": by,
            "show": part,
            "private": private,
            "filtered": filtered,
            "here": "entities",
        }
    )
    return page(request, "entity.html", entity=found, **shown)


def _moved(address: str) -> Response:
    """Where a merged entity lives on; asked again every time, for a merge can be undone."""
    return RedirectResponse(address, 301, {"Cache-Control": PUBLIC})


def entity_as_seen(
    s: Session, reader: Reader, anyone: Reader, id: int
) -> tuple[EntityRow, Reader, bool]:
    """The entity, who it is read as, and whether that is the editor alone. Raises NotFound."""
    try:
        return entities.get(s, anyone, id), anyone, False
    except NotFound:
        if not reader.editor:
            raise
    return entities.get(s, reader, id), reader, True


def _all(s: Session, reader: Reader, id: int) -> dict[str, Any]:
    """Something of everything."""
    told = overview(s, reader, id, STATEMENTS, ARTICLES)
    members = [(e.id, _short(e.name), shared) for e, shared in told["company"].members]
    drawn = {"arcs": arc_diagram(members, told["company"].pairs), "lines": None, "more": None}
    return told | drawn | {"ask": "form" if reader.editor else "link"}


def _short(name: str) -> str:
    return (
        name
        if len(name) <= NAME_IN_PICTURE_CHARACTERS
        else name[: NAME_IN_PICTURE_CHARACTERS - 1].rstrip() + "…"
    )


def _part(
    request: Request,
    s: Session,
    reader: Reader,
    id: int,
    part: str,
    listing: ListQuery,
    *,
    q: str | None,
    since: str | None,
    until: str | None,
    act: Any,
) -> dict[str, Any]:
    """One list in full, with the same head."""
    asked: Any = {"since": since, "until": until, "cursor": listing.cursor, "limit": listing.limit}
    lines: Any
    if part == "articles":
        lines = entities.articles_of(s, reader, id, **asked)
    elif part == "claims":
        lines = statements.claims(s, reader, about=id, q=q, listed=True, **asked)
    else:
        who: Any = {"speaker" if part == "said" else "about": id}
        lines = statements.quotes(s, reader, **who, act=act, q=q, listed=True, **asked)
    head = {"aliases": entities.aliases(s, reader, id), "described": described(s, reader, id)}
    return (
        head
        | over_time(s, reader, id)
        | {"arcs": None, "lines": lines, "more": next_page_url(request, lines.next)}
    )


@router.get("/entities/{id}/reading")
def reading(
    request: Request,
    s: Reading,
    reader: ReaderDep,
    anyone: Anyone,
    id: Id,
    article: OfArticle = None,
) -> Response:
    """An article with all dimmed but the sentences about one entity, and the way to the next article about it; the first without one."""
    if article is None:
        found, eyes, _ = entity_as_seen(s, reader, anyone, id)
        first = cooccurrence.position(s, eyes, found.merged_into or id).later
        if first is None:
            raise NotFound("No article names it.")
        return RedirectResponse(
            f"/entities/{found.merged_into or id}/reading?article={first.id}", 302
        )
    at, revision = articles.with_revision(s, reader, article)
    private = is_private(at)
    eyes = reader if private else anyone
    found = entities.get(s, eyes, id)
    if found.merged_into:
        return _moved(f"/entities/{found.merged_into}/reading?article={article}")
    rows = annotations.of_revision(s, eyes, revision.id or 0)
    held = sentences_about(revision, rows, id)
    inside = [r for r in rows if any(x.start < r.end and r.start < x.end for x in held)]
    only = Only(
        found,
        entity_focus(at, revision, rows, id),
        len(held),
        cooccurrence.position(s, eyes, id, at),
    )
    shown = context(request, at, revision, inside, [], held, "about") | {
        "only": only,
        "here": "entities",
    }
    return page(request, "article.html", private=private, passage=None, **shown)

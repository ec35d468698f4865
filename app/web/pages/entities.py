"""Pages: entities, one entity with its lists and its feed, and an article read for one entity."""

from dataclasses import dataclass
from typing import Annotated, Any, Literal

from fastapi import Query, Request
from sqlmodel import Session
from starlette.responses import RedirectResponse, Response

from app.errors import NotFound
from app.layers.entities import LAYER as ENTITY_LAYER
from app.panels.dependencies import of_entity
from app.panels.entity import described, over_time, overview
from app.preview_images import page_preview, subjects
from app.preview_images.page_preview import PagePreview
from app.reading import article_page
from app.reading.charts import Unit, arc_diagram, bar_chart
from app.reading.entity_focus import EntityFocus, entity_focus, is_inside, sentences_about
from app.store.annotations import annotations
from app.store.articles import articles
from app.store.db.ids import id_of
from app.store.entities import cooccurrence, entities, name_index
from app.store.entities.cooccurrence import Position
from app.store.entities.entities import LETTERS, EntityArticle, EntityRow
from app.store.statements import statements
from app.web.http import atom
from app.web.http.audience import Anyone, VisibleEntity, is_private, visible_entity
from app.web.http.caching import PUBLIC, WHERE_ASKED
from app.web.http.dependencies import (
    Id,
    LibraryDep,
    ListingDep,
    ListQuery,
    OfArticle,
    ReaderDep,
    Reading,
    SettingsDep,
    Words,
    new_router,
)
from app.web.http.kept.rendering import Kept
from app.web.http.query import EMPTY_IS_NONE, IsoDay, SpeechOrAttitude, next_page_url
from app.web.http.templating import page
from app.web.pages.feeds.article_entries import of_articles
from app.web.wording import image_words, prefix

router = new_router()
STATEMENTS, ARTICLES = 5, 8
"""What the first page of an entity shows of each list; each is a page of its own."""
NAME_IN_PICTURE_CHARACTERS = 28
Part = Literal["all", "articles", "said", "about", "claims"]
Show = Annotated[Part | None, EMPTY_IS_NONE, Query()]
By = Annotated[Unit | None, EMPTY_IS_NONE, Query()]


@dataclass(frozen=True, slots=True)
class Only:
    """An article as it is read for one entity.

    `here` says where the article names it, `sentences` how many are shown, `way` which articles
    about it come before and after.
    """

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
    on_page = entities.find_all(
        s, reader, q=q, kind=known, letter=initial, cursor=listing.cursor, limit=listing.limit
    )
    return page(
        request,
        "entities.html",
        entities=on_page,
        q=q,
        kind=known,
        kinds=ENTITY_LAYER.kinds,
        letter=initial,
        letters=LETTERS,
        more=next_page_url(request, on_page.next),
        filtered=bool(q or known or initial),
        here="entities",
    )


@router.get("/entities/{id}.atom")
def feed(
    request: Request, s: Reading, reader: ReaderDep, anyone: Anyone, listing: ListingDep, id: Id
) -> Response:
    """The newest articles that name an entity as an Atom feed, each with its sentences."""
    visible = visible_entity(s, reader, anyone, id)
    if visible.entity.merged_into:
        return _moved(f"/entities/{visible.entity.merged_into}.atom")
    reading = visible.reader
    listed = entities.articles_of(s, reading, id, cursor=listing.cursor, limit=listing.limit)
    lines = [(line.article, _sentences(line)) for line in listed.items]
    body = atom.feed(
        atom.addresses(request, f"/entities/{id}.atom", f"/entities/{id}", listed.next),
        title=f"Articles about {visible.entity.name}",
        entries=of_articles(s, request.app.state.settings.base_url, lines),
    )
    return atom.respond(request, body, private=visible.private)


def _sentences(line: EntityArticle) -> str:
    return "\n".join("".join(sentence) for sentence in line.sentences)


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
    visible = visible_entity(s, reader, anyone, id)
    if visible.entity.merged_into:
        return _moved(f"/entities/{visible.entity.merged_into}")
    filters = {"q": q, "since": since, "until": until, "act": act}
    filtered = any(filters.values())
    part = show or ("articles" if filtered or listing.cursor else "all")
    kept = WHERE_ASKED
    if part == "all":
        context = _first_page(s, visible)
        kept = Kept(of_entity(context | {"entity": visible.entity}))
    else:
        context = _one_list(request, s, visible, part, listing, **filters)
    context["preview"] = None if visible.private else _preview(request, visible.entity, context)
    context |= filters
    context |= {"bars": bar_chart(context["months"], by), "by": by, "show": part}
    return page(
        request,
        "entity.html",
        entity=visible.entity,
        private=visible.private,
        kept=kept,
        filtered=filtered,
        here="entities",
        **context,
    )


def _preview(request: Request, entity: EntityRow, context: dict[str, Any]) -> PagePreview:
    """The image of an entity; only the first page has read the entries that it may quote."""
    found = context["described"]
    roles = (*found.then, *found.undated)
    image = subjects.of_entity(entity, roles, context.get("facts", ()), image_words(request))
    return page_preview.of_page(f"{prefix(request)}/entities/{entity.id}/preview.png", image)


def _moved(address: str) -> Response:
    """A redirect to what a merged entity is merged into.

    Asked again every time, for a merge can be undone.
    """
    return RedirectResponse(address, 301, {"Cache-Control": PUBLIC})


def _first_page(s: Session, visible: VisibleEntity) -> dict[str, Any]:
    """The first page of an entity: some of every list."""
    reader = visible.reader
    context = overview(s, reader, visible.entity.id, STATEMENTS, ARTICLES)
    neighbours = context["cooccurrence"]
    members = [(e.id, _name_in_picture(e.name), shared) for e, shared in neighbours.members]
    return context | {
        "arcs": arc_diagram(members, neighbours.pairs),
        # No filtered list on the first page.
        "lines": None,
        "more": None,
        "ask": "form" if reader.editor else "link",
    }


def _name_in_picture(name: str) -> str:
    if len(name) <= NAME_IN_PICTURE_CHARACTERS:
        return name
    return name[: NAME_IN_PICTURE_CHARACTERS - 1].rstrip() + "…"


def _one_list(
    request: Request,
    s: Session,
    visible: VisibleEntity,
    part: str,
    listing: ListQuery,
    *,
    q: str | None,
    since: str | None,
    until: str | None,
    act: Any,
) -> dict[str, Any]:
    """One list of an entity in full, with the same head."""
    reader, entity_id = visible.reader, visible.entity.id
    limits: Any = {"since": since, "until": until, "cursor": listing.cursor, "limit": listing.limit}
    lines: Any
    if part == "articles":
        lines = entities.articles_of(s, reader, entity_id, **limits)
    elif part == "claims":
        lines = statements.claims(s, reader, about=entity_id, q=q, listed=True, **limits)
    elif part == "said":
        lines = statements.quotes(s, reader, speaker=entity_id, act=act, q=q, listed=True, **limits)
    else:
        lines = statements.quotes(s, reader, about=entity_id, act=act, q=q, listed=True, **limits)
    return over_time(s, reader, entity_id) | {
        "aliases": name_index.aliases(s, reader, entity_id),
        "described": described(s, reader, entity_id),
        "arcs": None,
        "lines": lines,
        "more": next_page_url(request, lines.next),
    }


@router.get("/entities/{id}/reading")
def reading(
    request: Request,
    s: Reading,
    reader: ReaderDep,
    anyone: Anyone,
    settings: SettingsDep,
    library: LibraryDep,
    id: Id,
    article: OfArticle = None,
) -> Response:
    """An article with all dimmed but the sentences about one entity; without one, the first.

    With the way to the next article about it.
    """
    if article is None:
        return _first_reading(s, visible_entity(s, reader, anyone, id))
    shown_article, revision = articles.with_revision(s, reader, article)
    private = is_private(shown_article)
    audience = reader if private else anyone
    entity = entities.get(s, audience, id)
    if entity.merged_into:
        return _moved(f"/entities/{entity.merged_into}/reading?article={article}")
    rows = article_page.rows_of(library, s, audience, revision)
    own = annotations.of_entity(s, audience, id_of(revision), article, id)
    shown = sentences_about(revision, own, id)
    only = Only(
        entity,
        entity_focus(shown_article, revision, own, id),
        len(shown),
        cooccurrence.position(s, audience, id, shown_article),
    )
    inside = rows.only(lambda row: is_inside(row, shown))
    context = article_page.context(
        settings.base_url, shown_article, revision, inside, [], shown, "about"
    )
    context |= {"only": only, "here": "entities", "preview": None}
    if not private:
        image = subjects.of_article(shown_article, revision, image_words(request))
        path = f"{prefix(request)}/articles/{article}/preview.png"
        context["preview"] = page_preview.of_page(path, image)
    return page(
        request,
        "article.html",
        private=private,
        in_parts=context["is_long"],
        passage=None,
        **context,
    )


def _first_reading(s: Session, visible: VisibleEntity) -> Response:
    """Leads to the first article that names an entity. Raises NotFound."""
    entity_id = visible.entity.merged_into or visible.entity.id
    first = cooccurrence.position(s, visible.reader, entity_id).later
    if first is None:
        raise NotFound("No article mentions this entity.")
    return RedirectResponse(f"/entities/{entity_id}/reading?article={first.id}", 302)

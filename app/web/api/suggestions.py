"""What the command palette offers while a reader types: a few of everything, never a whole list."""

from typing import Any
from urllib.parse import urlencode

from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import Response

from app.settings import Settings
from app.store.annotations.rows import QuoteLine
from app.store.articles.access import Reader
from app.store.entities import entities
from app.store.entities.entities import EntityRow
from app.store.schema.articles import Article
from app.store.search import spelling, titles
from app.store.statements import statements
from app.text.display import ArticleDate, shorten
from app.web.api.serializers import article_url
from app.web.http.caching import respond_json
from app.web.http.dependencies import ReaderDep, Reading, SettingsDep, Words, new_router
from app.web.http.templating import first_words

router = new_router(prefix="/api")
NAMES, ARTICLES, QUOTATIONS = 6, 5, 4
"""How many of each are offered: what a screen shows."""
LONGEST = 200
"""Characters of a query that are looked at."""
SHORTEST, SHORTEST_QUOTED = 2, 4
"""Letters from which names and titles are looked up, and the words of quotations: of fewer there
is too much."""
WORDS_SHOWN = 120


@router.get("/suggestions")
def suggestions(
    request: Request, s: Reading, reader: ReaderDep, settings: SettingsDep, q: Words = None
) -> Response:
    """Names by mentions, then articles by title and quotations by words, the newest first.

    Each has a `group` (entity, article, quotation), a `title`, a `detail` and the `url` where a
    reader finds it. `q` may end within a word. Where nothing has these words but there are much the
    same in names, the first item (spelling) says so, and the others are for those.
    """
    asked = (q or "")[:LONGEST]
    items = _found(s, reader, settings, asked)
    meant = None if items else spelling.nearest(s, reader, asked)
    if meant and (others := _found(s, reader, settings, meant)):
        items = [_spelling(settings, meant), *others]
    return respond_json(request, {"items": items, "next": None}, private=reader.editor)


def _found(s: Session, reader: Reader, settings: Settings, asked: str) -> list[dict[str, Any]]:
    """A few of everything that has these words."""
    items: list[dict[str, Any]] = []
    if len(asked) >= SHORTEST:
        named = entities.find_all(s, reader, q=asked, limit=NAMES).items
        items += [_name(settings, entity) for entity in named]
        titled = titles.beginning(s, reader, asked, ARTICLES)
        items += [_article(settings, article) for article in titled]
    if len(asked) >= SHORTEST_QUOTED:
        said = statements.quotes(s, reader, q=asked, listed=True, limit=QUOTATIONS).items
        items += [_quotation(settings, line) for line in said]
    return items


def _spelling(settings: Settings, meant: str) -> dict[str, Any]:
    """Other words than were asked for; they are searched for where it leads."""
    return {
        "group": "spelling",
        "title": meant,
        "detail": "",
        "language": None,
        "mentions": None,
        "url": f"{settings.base_url}/search?{urlencode({'q': meant})}",
    }


def _name(settings: Settings, entity: EntityRow) -> dict[str, Any]:
    return {
        "group": "entity",
        "title": entity.name,
        "detail": entity.kind,
        "language": None,
        "mentions": entity.mentions,
        "url": f"{settings.base_url}/entities/{entity.id}",
    }


def _article(settings: Settings, article: Article) -> dict[str, Any]:
    on = ArticleDate(article.published_on, article.date_doubted, article.sorted_on).words
    return {
        "group": "article",
        "title": article.title or first_words(article.lede),
        "detail": " · ".join(filter(None, [article.publisher, on])),
        "language": article.language,
        "mentions": None,
        "url": article_url(settings, article.id),
    }


def _quotation(settings: Settings, line: QuoteLine) -> dict[str, Any]:
    """It is found in its article, with its panel open."""
    row, article = line.annotation, line.article
    speaker = row.entity_name or row.body.get("speaker")
    title = article.title or first_words(article.lede)
    place = f"{article_url(settings, article.id)}?panel=annotation/{row.id}"
    return {
        "group": "quotation",
        "title": shorten(" ".join(line.excerpt.words.split()), WORDS_SHOWN),
        "detail": " · ".join(filter(None, [speaker, title])),
        "language": article.language,
        "mentions": None,
        "url": place,
    }

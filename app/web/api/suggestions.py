"""What the command palette offers while a reader types: a few of everything, never a whole list."""

from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from app.settings import Settings
from app.store.annotations.rows import QuoteLine
from app.store.entities import entities
from app.store.entities.entities import EntityRow
from app.store.schema.articles import Article
from app.store.search import titles
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
    reader finds it. `q` may end within a word.
    """
    asked = (q or "")[:LONGEST]
    items: list[dict[str, Any]] = []
    if len(asked) >= SHORTEST:
        named = entities.find_all(s, reader, q=asked, limit=NAMES).items
        items += [_name(settings, entity) for entity in named]
        titled = titles.beginning(s, reader, asked, ARTICLES)
        items += [_article(settings, article) for article in titled]
    if len(asked) >= SHORTEST_QUOTED:
        said = statements.quotes(s, reader, q=asked, listed=True, limit=QUOTATIONS).items
        items += [_quotation(settings, line) for line in said]
    return respond_json(request, {"items": items, "next": None}, private=reader.editor)


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

"""Selects the articles to export that a reader may see, and reads them one by one.

Each article is read in a session of its own and as it is at that moment, so that a slow download
does not keep a connection.
"""

from collections.abc import Iterable, Iterator

from app.errors import Gone, NotFound
from app.exporters.base import AnnotatedArticle
from app.store.annotations import annotations
from app.store.articles import articles
from app.store.articles.access import Reader
from app.store.db.ids import id_of
from app.store.db.library import Library
from app.store.db.pagination import LONGEST_PAGE


def chosen(
    library: Library, reader: Reader, ids: Iterable[int], base_url: str
) -> Iterator[AnnotatedArticle]:
    """These articles in this order. Raises NotFound or Gone for one that the reader may not see."""
    return (_annotated(library, reader, article_id, base_url) for article_id in ids)


def everything(library: Library, reader: Reader, base_url: str) -> Iterator[AnnotatedArticle]:
    """All articles that the reader may see, newest first.

    Without those withdrawn or made private before their turn.
    """
    for article_id in _ids(library, reader):
        try:
            article = _annotated(library, reader, article_id, base_url)
        except (NotFound, Gone):
            continue
        yield article


def _ids(library: Library, reader: Reader) -> Iterator[int]:
    """Page by page, as they are asked for: a library is larger than memory."""
    cursor = None
    while True:
        with library.reading() as s:
            page = articles.newest(s, reader, cursor=cursor, limit=LONGEST_PAGE)
        yield from (id_of(article) for article in page.items)
        cursor = page.next
        if cursor is None:
            return


def _annotated(
    library: Library, reader: Reader, article_id: int, base_url: str
) -> AnnotatedArticle:
    with library.reading() as s:
        article, revision = articles.with_revision(s, reader, article_id)
        return AnnotatedArticle(
            article, revision, annotations.of_revision(s, reader, id_of(revision)), base_url
        )

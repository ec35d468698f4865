"""Selects the articles to export that a reader may see, and reads them one by one.

Each article is read in a session of its own and as it is at that moment, so that a slow download
does not keep a connection. One that is damaged is left out, and the rest goes on.
"""

from collections.abc import Iterable, Iterator

from app.errors import Gone, NotFound
from app.exporters.base import NOT_EXPORTABLE, AnnotatedArticle, Selected, left_out
from app.store.annotations import annotations
from app.store.articles import articles
from app.store.articles.access import Reader
from app.store.db.ids import id_of
from app.store.db.library import Library
from app.store.db.pagination import LONGEST_PAGE


def chosen(
    library: Library, reader: Reader, ids: Iterable[int], base_url: str
) -> Iterator[Selected]:
    """These articles in this order. Raises NotFound or Gone for one that the reader may not see."""
    return (_selected(library, reader, article_id, base_url) for article_id in ids)


def everything(library: Library, reader: Reader, base_url: str) -> Iterator[Selected]:
    """All articles that the reader may see, newest first.

    Without those withdrawn or made private before their turn.
    """
    for article_id in _ids(library, reader):
        try:
            selected = _selected(library, reader, article_id, base_url)
        except (NotFound, Gone):
            continue
        yield selected


def _ids(library: Library, reader: Reader) -> Iterator[int]:
    """Page by page, as they are asked for: a library is larger than memory."""
    cursor = None
    while True:
        with library.reading() as s:
            page = articles.newest_ids(s, reader, cursor=cursor, limit=LONGEST_PAGE)
        yield from page.items
        cursor = page.next
        if cursor is None:
            return


def _selected(library: Library, reader: Reader, article_id: int, base_url: str) -> Selected:
    try:
        with library.reading() as s:
            article, revision = articles.with_revision(s, reader, article_id)
            rows = annotations.of_revision(s, reader, id_of(revision))
    except NOT_EXPORTABLE as error:
        return left_out(article_id, error)
    return AnnotatedArticle(article, revision, rows, base_url)

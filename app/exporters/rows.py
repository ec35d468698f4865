"""What the exporters are given: the articles that a reader may see, one by one. Owns the walk; writes no SELECT itself."""

from collections.abc import Iterable, Iterator

from sqlmodel import Session

from app.exporters.base import Annotated
from app.store import annotations, articles
from app.store.access import Reader
from app.store.lists import LONGEST_PAGE
from app.store.tables import Article


def chosen(s: Session, reader: Reader, ids: Iterable[int], base_url: str) -> Iterator[Annotated]:
    """These articles in this order. Raises NotFound or Gone for one that the reader may not see."""
    for article_id in ids:
        yield _annotated(s, reader, articles.get(s, reader, article_id), base_url)


def everything(s: Session, reader: Reader, base_url: str) -> Iterator[Annotated]:
    """All articles that the reader may see, newest first, read page by page as they are asked for."""
    cursor = None
    while True:
        page = articles.newest(s, reader, cursor=cursor, limit=LONGEST_PAGE)
        for article in page.items:
            yield _annotated(s, reader, article, base_url)
        cursor = page.next
        if cursor is None:
            return


def _annotated(s: Session, reader: Reader, article: Article, base_url: str) -> Annotated:
    revision = articles.revision(s, article, None)
    found = annotations.of_revision(s, reader, revision.id or 0)
    s.expunge_all()  # a library is larger than memory
    return Annotated(article, revision, found, base_url)

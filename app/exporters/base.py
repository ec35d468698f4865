"""What an exporter is and what it gets: articles with their annotations, one at a time.

So a library never needs to fit in memory.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Protocol

from app.store.annotations.rows import AnnotationRow
from app.store.schema.articles import Article, Revision


@dataclass(frozen=True, slots=True)
class AnnotatedArticle:
    """One article as its reader sees it: a revision and the live annotations of that revision.

    `base_url` makes addresses absolute.
    """

    article: Article
    revision: Revision
    annotations: list[AnnotationRow]
    base_url: str

    @property
    def url(self) -> str:
        """The address of the article here."""
        return f"{self.base_url}/articles/{self.article.id}"


class Exporter(Protocol):
    """One output format.

    Registered in `exporters.EXPORTERS`, which forms, menus and CLI choices read.
    """

    name: str
    label: str
    media_type: str
    suffix: str

    def write(self, articles: Iterable[AnnotatedArticle], base_url: str) -> Iterator[bytes]:
        """The file, piece by piece, at least one for each article."""
        ...

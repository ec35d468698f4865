"""What an exporter is and what it gets: articles with their annotations, one at a time.

So a library never needs to fit in memory. An article that cannot be read or written is left out and
named, and the rest goes on.
"""

import logging
from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from app.errors import Damaged, LibraryDamaged
from app.store.annotations.rows import AnnotationRow
from app.store.db import damage
from app.store.db.ids import id_of
from app.store.schema.articles import Article, Revision

log = logging.getLogger(__name__)


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


@dataclass(frozen=True, slots=True)
class LeftOut:
    """An article that is not in the export, and why in one sentence.

    `message` stands in the file, which anybody may read. `reason` is for whoever runs the program,
    and may name the library's file.
    """

    article_id: int
    message: str
    reason: str


Selected = AnnotatedArticle | LeftOut


@dataclass(slots=True)
class WrittenItems:
    """What a file contains so far: how many items, and the articles that were left out of it."""

    items: int = 0
    left_out: list[LeftOut] = field(default_factory=list)


NOT_EXPORTABLE: tuple[type[Exception], ...] = (Damaged, *damage.FAILURES)
"""What reading or writing a damaged article raises."""


class Exporter(ABC):
    """One output format.

    Registered in `exporters.EXPORTERS`, which forms, menus and CLI choices read.
    """

    name: str
    label: str
    media_type: str
    suffix: str
    separator = ""
    """What stands between two items."""

    def write(
        self, articles: Iterable[Selected], base_url: str, written: WrittenItems | None = None
    ) -> Iterator[bytes]:
        """The file, piece by piece, at least one for each article.

        What was left out stands in the file, and afterwards in `written`.
        """
        so_far = WrittenItems() if written is None else written
        yield _encoded(self.head(base_url))
        for selected in articles:
            items = self._written(selected, so_far)
            before = self.separator if so_far.items and items else ""
            yield _encoded(before + self.separator.join(items))
            so_far.items += len(items)
        yield _encoded(self.tail(so_far))

    def _written(self, selected: Selected, so_far: WrittenItems) -> Sequence[str]:
        if isinstance(selected, AnnotatedArticle):
            try:
                return self.items(selected)
            except NOT_EXPORTABLE as error:
                selected = left_out(id_of(selected.article), error)
        so_far.left_out.append(selected)
        return self.instead(selected)

    def head(self, base_url: str) -> str:  # noqa: ARG002 - for those that need it
        """What the file begins with."""
        return ""

    @abstractmethod
    def items(self, a: AnnotatedArticle) -> Sequence[str]:
        """The items of one article, whole."""

    def instead(self, left: LeftOut) -> Sequence[str]:  # noqa: ARG002 - for those that need it
        """What stands in the place of an article that was left out."""
        return ()

    def tail(self, written: WrittenItems) -> str:  # noqa: ARG002 - for those that need it
        """What the file ends with."""
        return ""


def left_out(article_id: int, error: Exception) -> LeftOut:
    """The article as one that is left out, for a reason that is also logged."""
    if isinstance(error, Damaged):
        reason = error.message
    else:
        kind = type(error).__name__
        reason = f"The stored data of article {article_id} is damaged and cannot be read ({kind})."
    log.error("article %d was left out of an export: %s", article_id, reason, exc_info=error)
    message = error.FOR_READERS if isinstance(error, LibraryDamaged) else reason
    return LeftOut(article_id, message, reason)


def _encoded(words: str) -> bytes:
    return words.encode("utf-8", "replace")

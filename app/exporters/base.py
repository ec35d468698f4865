"""What an exporter is and what it gets: articles with their annotations, one at a time.

So a library never needs to fit in memory. An article that cannot be read or written is left out and
named, and the rest goes on.
"""

import logging
from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from app.errors import Damaged, LibraryDamaged
from app.store.annotations.exported import LostNote
from app.store.annotations.rows import AnnotationRow
from app.store.db import damage
from app.store.db.ids import id_of
from app.store.schema.articles import Article, Revision, StoredDoubt
from app.store.schema.passages import Board, Passage
from app.text.spans import Span

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class ArticleDetails:
    """What comes back only with our own formats, besides the annotations.

    `runs` map a layer to the engine and version that finished, `visibilities` a note to who may
    read it. `given_date` is the editor's. `imported` is what another service kept of the article.
    `revisions` is how many the export has of it; `is_found` says that annotations are as they were
    before any correction.
    """

    doubts: Sequence[StoredDoubt] = ()
    runs: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    visibilities: Mapping[int, str] = field(default_factory=dict)
    given_date: str | None = None
    lost_notes: Sequence[LostNote] = ()
    imported: Mapping[str, Any] | None = None
    for_editor: bool = False
    revisions: int = 1
    is_found: bool = False


NO_DETAILS = ArticleDetails()


@dataclass(frozen=True, slots=True)
class AnnotatedArticle:
    """One article as its reader sees it: a revision and the live annotations of that revision.

    `base_url` makes addresses absolute.
    """

    article: Article
    revision: Revision
    annotations: list[AnnotationRow]
    base_url: str
    details: ArticleDetails = NO_DETAILS

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


@dataclass(frozen=True, slots=True)
class BoardPassage:
    """A passage on a board with its article, and the SHA-256 of the text that was cited.

    `now` is its place in the article's newest revision, if it has one.
    """

    passage: Passage
    article: Article
    sha256: str
    note: str
    now: Span | None


@dataclass(frozen=True, slots=True)
class ArticleBoard:
    """A board of the editor with its passages in order, without those of withdrawn articles."""

    board: Board
    passages: Sequence[BoardPassage]


@dataclass(frozen=True, slots=True)
class ArchiveFile:
    """A file of an archive that is no article, in pieces."""

    name: str
    pieces: Iterable[str]


Selected = AnnotatedArticle | LeftOut | ArticleBoard | ArchiveFile
"""What is exported; boards come after the last article."""


@dataclass(slots=True)
class WrittenItems:
    """What a file contains so far: how many items, and the articles that were left out of it."""

    items: int = 0
    boards: int = 0
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
    is_importable: bool
    """Whether Gloss reads the file again, without loss."""
    is_whole = False
    """Whether it writes all revisions and what is the library's, and not only articles."""
    before_boards = ""
    """What stands between the last article and the first board."""

    def write(
        self, articles: Iterable[Selected], base_url: str, written: WrittenItems | None = None
    ) -> Iterator[bytes]:
        """The file, piece by piece, at least one for each article.

        What was left out stands in the file, and afterwards in `written`.
        """
        so_far = WrittenItems() if written is None else written
        yield _encoded(self.head(base_url))
        for selected in articles:
            if isinstance(selected, ArticleBoard | ArchiveFile):
                if isinstance(selected, ArticleBoard):
                    yield _encoded(self._board(selected, so_far))
                continue
            items = self._written(selected, so_far)
            before = self.separator if so_far.items and items else ""
            yield _encoded(before + self.separator.join(items))
            so_far.items += len(items)
        yield _encoded(self.tail(so_far))

    def _board(self, board: ArticleBoard, so_far: WrittenItems) -> str:
        items = self.board(board)
        before = self.separator if so_far.boards else self.before_boards
        so_far.boards += len(items)
        return before + self.separator.join(items) if items else ""

    def _written(self, selected: AnnotatedArticle | LeftOut, so_far: WrittenItems) -> Sequence[str]:
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

    def board(self, board: ArticleBoard) -> Sequence[str]:  # noqa: ARG002 - for those that have any
        """The items of a board; formats for reading have none."""
        return ()

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

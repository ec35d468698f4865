"""Selects the articles to export that a reader may see, and reads them one by one.

Each article is read in a session of its own and as it is at that moment, so that a slow download
does not keep a connection. One that is damaged is left out, and the rest goes on.
"""

from collections.abc import Iterable, Iterator
from typing import Any

from sqlmodel import Session

from app.errors import Gone, NotFound
from app.exporters.base import (
    NOT_EXPORTABLE,
    AnnotatedArticle,
    ArticleBoard,
    ArticleDetails,
    BoardPassage,
    Selected,
    left_out,
)
from app.importers.base import NO_FIELDS
from app.store.annotations import annotations, exported
from app.store.annotations.exported import LostNote
from app.store.annotations.rows import AnnotationRow
from app.store.articles import article_date, articles
from app.store.articles.access import Reader
from app.store.db.ids import id_of
from app.store.db.library import Library
from app.store.db.pagination import LONGEST_PAGE
from app.store.imports import imported_fields, unplaced_notes
from app.store.passages import boards
from app.store.passages.boards import BoardLine
from app.store.schema.articles import Article, Revision
from app.store.schema.imports import UnplacedNote
from app.text.display import utc_time


def chosen(
    library: Library, reader: Reader, ids: Iterable[int], base_url: str
) -> Iterator[Selected]:
    """These articles in this order. Raises NotFound or Gone for one that the reader may not see."""
    return (_selected(library, reader, article_id, base_url) for article_id in ids)


def everything(library: Library, reader: Reader, base_url: str) -> Iterator[Selected]:
    """All articles that the reader may see, newest first; then, for the editor, every board.

    Without those withdrawn or made private before their turn.
    """
    for article_id in _ids(library, reader):
        try:
            selected = _selected(library, reader, article_id, base_url)
        except (NotFound, Gone):
            continue
        yield selected
    if reader.editor:
        yield from every_board(library, reader)


def every_board(library: Library, reader: Reader) -> Iterator[ArticleBoard]:
    """The editor's boards, the oldest first, each read when it is its turn."""
    with library.reading() as s:
        ids = sorted(id_of(summary.board) for summary in boards.listed(s))
    for board_id in ids:
        with library.reading() as s:
            try:
                board = boards.get(s, board_id)
            except NotFound:
                continue
            passages = [_board_passage(line) for line in boards.lines(s, reader, board)]
        yield ArticleBoard(board, [one for one in passages if one is not None])


def _board_passage(line: BoardLine) -> BoardPassage | None:
    """A passage on a board; None where its article was withdrawn."""
    if line.state is None or line.source is None:
        return None
    return BoardPassage(
        line.passage, line.state.article, line.source.sha256, line.item.note, line.state.span
    )


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
            known = details(s, reader, article, revision, rows)
    except NOT_EXPORTABLE as error:
        return left_out(article_id, error)
    return AnnotatedArticle(article, revision, rows, base_url, known)


def details(
    s: Session, reader: Reader, article: Article, revision: Revision, rows: list[AnnotationRow]
) -> ArticleDetails:
    """What else comes back of an article, as far as the reader may see it."""
    revision_id = id_of(revision)
    given = article_date.settled(s, id_of(article)) if article.date_settled else None
    return ArticleDetails(
        doubts=articles.doubts(s, revision_id),
        runs=exported.finished_runs(s, revision_id),
        visibilities=exported.visibilities(s, rows),
        given_date=given.value if given else None,
        lost_notes=_lost_notes(s, article) if reader.editor else (),
        imported=_imported(s, article) if reader.editor else None,
        for_editor=reader.editor,
    )


def _lost_notes(s: Session, article: Article) -> list[LostNote]:
    """The notes without a place: of this library, then those that came from others."""
    return [*exported.lost_notes(s, article), *imported_notes(s, article)]


def imported_notes(s: Session, article: Article) -> list[LostNote]:
    """The notes without a place that came from other services."""
    return [_unplaced(row) for row in unplaced_notes.of_article(s, id_of(article))]


def _unplaced(row: UnplacedNote) -> LostNote:
    return LostNote(
        "comment" if row.text else "highlight",
        row.text,
        row.exact,
        row.prefix,
        row.suffix,
        row.visibility,
        row.created_at,
        tuple(row.tags),
        row.origin,
        row.start,
        row.end,
    )


def _imported(s: Session, article: Article) -> dict[str, Any] | None:
    """What another service kept of the article, on the wire; None for nothing."""
    fields = imported_fields.find(s, id_of(article))
    if fields == NO_FIELDS:
        return None
    return {
        "tags": list(fields.tags),
        "is_archived": fields.is_archived,
        "is_favourite": fields.is_favourite,
        "saved_at": utc_time(fields.saved_at) if fields.saved_at else None,
        "read_at": utc_time(fields.read_at) if fields.read_at else None,
    }

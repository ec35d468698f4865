"""Boards of evidence: passages from several articles under one link, in the editor's order.

Owns their codes and their order. The state of a passage, and whether the reader may see it, comes
from `passages`: what a reader may not see is not on the board.
"""

import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlmodel import Session, col

from app.errors import Gone, NotFound, Unprocessable
from app.store.articles import article_date
from app.store.articles.access import Reader
from app.store.articles.citation_data import Source, sources
from app.store.db.columns import now
from app.store.db.ids import id_of
from app.store.passages import passages
from app.store.passages.passages import CODE_BYTES, PassageState
from app.store.schema.passages import Board, BoardItem, Passage
from app.text.display import ArticleDate

MOST_ITEMS = 50
"""Passages on one board. Each costs two queries when the board is read (three for a reader of an
opened passage alone). Not tuned."""
TITLE_CHARACTERS, NOTES_CHARACTERS, NOTE_CHARACTERS = 200, 10_000, 2_000


@dataclass(frozen=True, slots=True)
class BoardLine:
    """A passage on a board as one reader sees it.

    Without `state` and `source` its article was withdrawn, which only the editor sees.
    """

    item: BoardItem
    passage: Passage
    state: PassageState | None
    source: Source | None

    @property
    def date(self) -> ArticleDate | None:
        """Its article's date by the revision that was cited; None for one that was withdrawn."""
        if self.state is None or self.source is None:
            return None
        return article_date.of_revision(
            self.state.article, self.source.declared_date, self.source.captured_at
        )


@dataclass(frozen=True, slots=True)
class BoardSummary:
    """A board in the editor's list, with the number of its passages."""

    board: Board
    items: int


def create(s: Session, title: str, creator: str, notes: str = "", code: str | None = None) -> Board:
    """A new board, empty; it may have a code already. Raises Unprocessable without a title."""
    board = Board(
        code=code or secrets.token_urlsafe(CODE_BYTES),
        title=_titled(title),
        notes=notes,
        creator=creator,
    )
    s.add(board)
    s.flush()
    return board


def get(s: Session, id: int) -> Board:
    """The board, revoked ones too. Raises NotFound."""
    board = s.get(Board, id)
    if board is None:
        raise NotFound("The board was not found.")
    return board


def shared(s: Session, code: str) -> Board:
    """The board with this code. Raises NotFound, or Gone for one that was revoked."""
    board = s.scalars(select(Board).where(col(Board.code) == code)).one_or_none()
    if board is None:
        raise NotFound("The board was not found.")
    if board.revoked_at is not None:
        raise Gone("This board was revoked.", "revoked")
    return board


def listed(s: Session) -> list[BoardSummary]:
    """Every board, the last changed first. One query."""
    items = (
        select(func.count())
        .select_from(BoardItem)
        .where(col(BoardItem.board_id) == col(Board.id))
        .scalar_subquery()
    )
    rows = s.execute(
        select(Board, items).order_by(col(Board.changed_at).desc(), col(Board.id).desc())
    )
    return [BoardSummary(board, count) for board, count in rows]


def lines(s: Session, reader: Reader, board: Board) -> list[BoardLine]:
    """The passages that this reader may see, in order.

    Two queries, and those of `passages.state` for each passage. The editor also sees what was
    withdrawn.
    """
    rows = s.execute(
        select(BoardItem, Passage)
        .join(Passage, col(Passage.id) == col(BoardItem.passage_id))
        .where(col(BoardItem.board_id) == board.id)
        .order_by(col(BoardItem.place))
    ).all()
    known = sources(
        s, (passage.revision_id for _, passage in rows if passage.revision_id is not None)
    )
    readable = (_line(s, reader, item, passage, known) for item, passage in rows)
    return [line for line in readable if line is not None]


def _line(
    s: Session, reader: Reader, item: BoardItem, passage: Passage, known: Mapping[int, Source]
) -> BoardLine | None:
    if passage.revision_id is None:
        return BoardLine(item, passage, None, None) if reader.editor else None
    try:
        return BoardLine(
            item, passage, passages.state(s, reader, passage), known.get(passage.revision_id)
        )
    except (NotFound, Gone):
        return None


def edit(s: Session, board: Board, title: str, notes: str) -> None:
    """Gives a board another title and other notes. Raises Unprocessable without a title."""
    board.title, board.notes = _titled(title), notes
    _changed(s, board)


def add(s: Session, board: Board, passage: Passage, note: str = "") -> bool:
    """Puts a passage at the end of a board; false when it is there already.

    Raises Unprocessable when the board is full.
    """
    places = list(
        s.execute(
            select(col(BoardItem.passage_id)).where(col(BoardItem.board_id) == board.id)
        ).scalars()
    )
    if passage.id in places:
        return False
    if len(places) >= MOST_ITEMS:
        raise Unprocessable(f"A board holds at most {MOST_ITEMS} passages.")
    added = BoardItem(
        board_id=id_of(board), passage_id=id_of(passage), place=len(places), note=note
    )
    s.add(added)
    _changed(s, board)
    return True


def item(s: Session, board: Board, id: int) -> BoardItem:
    """One passage on a board. Raises NotFound."""
    board_item = s.get(BoardItem, id)
    if board_item is None or board_item.board_id != board.id:
        raise NotFound("The passage was not found on this board.")
    return board_item


def note(s: Session, board: Board, item: BoardItem, words: str) -> None:
    """Replaces the editor's note on a passage on a board."""
    if item.note != words:
        item.note = words
        _changed(s, board)


def move(s: Session, board: Board, item: BoardItem, by: int) -> None:
    """Moves a passage up (-1) or down (1); at either end it stays where it is."""
    items = _items(s, board)
    at = items.index(item)
    to = at + by
    if 0 <= to < len(items):
        items[at], items[to] = items[to], items[at]
        _number(items)
        _changed(s, board)


def remove(s: Session, board: Board, item: BoardItem) -> None:
    """Removes a passage from a board; those after it move up."""
    s.delete(item)
    _number([one for one in _items(s, board) if one.id != item.id])
    _changed(s, board)


def revoke(s: Session, board: Board) -> None:
    """Closes a board's address; what is on it stays."""
    board.revoked_at = board.revoked_at or now()
    s.flush()


def restore(s: Session, board: Board) -> None:
    """Opens a revoked board's address again."""
    board.revoked_at = None
    s.flush()


def _items(s: Session, board: Board) -> list[BoardItem]:
    return list(
        s.scalars(
            select(BoardItem)
            .where(col(BoardItem.board_id) == board.id)
            .order_by(col(BoardItem.place))
        )
    )


def _number(items: Iterable[BoardItem]) -> None:
    for place, one in enumerate(items):
        one.place = place


def _changed(s: Session, board: Board) -> None:
    board.changed_at = now()
    s.flush()


def _titled(title: str) -> str:
    words = " ".join(title.split())
    if not words:
        raise Unprocessable("A board needs a title.")
    return words[:TITLE_CHARACTERS]

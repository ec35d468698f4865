"""Boards: their order, who sees what on them, and what reading one costs."""

import base64
from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest

from app import pipeline
from app.errors import Gone, NotFound, Unprocessable
from app.store.articles import articles
from app.store.articles.access import ANYONE, EDITOR, Reader
from app.store.db.library import Library
from app.store.passages import boards, passages
from app.text.spans import Span
from tests.building import ingest, some_url

pytestmark = pytest.mark.usefixtures("stub_layers")
Counting = Callable[[Library], AbstractContextManager[list[str]]]
NOBODY = Reader(public=False)
TEXT = (
    "The harbour opens at dawn on Monday. The harbour master promised it would stay open all "
    "winter."
)

FIRST = Span(0, 36)


def passage(library: Library, article_id: int, span: Span = FIRST, *, opened: bool = False) -> str:
    with library.writing() as s:
        article, revision = articles.with_revision(s, EDITOR, article_id)
        return passages.share(s, article, revision, span, opened=opened)[0].code


def board(library: Library, *codes: str) -> int:
    with library.writing() as s:
        made = boards.create(s, " What  was promised ", "person:1")
        for code in codes:
            boards.add(s, made, passages.get(s, code))
        return made.id or 0


def shown(library: Library, id: int, reader: Reader = EDITOR) -> list[str]:
    """The codes on a board as a reader sees it."""
    with library.reading() as s:
        return [line.passage.code for line in boards.lines(s, reader, boards.get(s, id))]


def places(library: Library, id: int) -> list[int]:
    with library.reading() as s:
        return [line.item.place for line in boards.lines(s, EDITOR, boards.get(s, id))]


def test_a_boards_code_carries_72_random_bits_and_its_title_no_waste(library: Library) -> None:
    id_ = board(library)
    with library.reading() as s:
        made = boards.get(s, id_)
        assert len(base64.urlsafe_b64decode(made.code)) * 8 >= 72
        assert made.title == "What was promised"
        assert boards.shared(s, made.code).id == id_
    with library.writing() as s, pytest.raises(Unprocessable):
        boards.create(s, "  ", "person:1")
    with library.reading() as s:
        with pytest.raises(NotFound):
            boards.get(s, 99)
        with pytest.raises(NotFound):
            boards.shared(s, "nosuchboards")


def test_passages_are_added_once_moved_and_taken_off_without_gaps(library: Library) -> None:
    article = ingest(library, TEXT, annotated=False).article_id
    codes = [passage(library, article, Span(n, n + 5)) for n in range(4)]
    a, b, c, d = codes
    id_ = board(library, *codes, a)
    assert (shown(library, id_), places(library, id_)) == (codes, [0, 1, 2, 3])

    def change(code: str, by: int | None) -> list[str]:
        with library.writing() as s:
            made = boards.get(s, id_)
            found = next(
                line.item for line in boards.lines(s, EDITOR, made) if line.passage.code == code
            )
            if by is None:
                boards.remove(s, made, found)
            else:
                boards.move(s, made, found, by)
        assert places(library, id_) == list(range(len(shown(library, id_))))
        return shown(library, id_)

    assert change(c, -1) == [a, c, b, d]
    assert change(a, -1) == [a, c, b, d]
    assert change(d, 1) == [a, c, b, d]
    assert change(a, 1) == [c, a, b, d]
    assert change(a, None) == [c, b, d]
    with library.writing() as s:
        assert boards.add(s, boards.get(s, id_), passages.get(s, a))
    assert shown(library, id_) == [c, b, d, a]


def test_an_item_belongs_to_its_board(library: Library) -> None:
    article = ingest(library, TEXT, annotated=False).article_id
    one, other = board(library, passage(library, article)), board(library)
    with library.writing() as s:
        (line,) = boards.lines(s, EDITOR, boards.get(s, one))
        boards.note(s, boards.get(s, one), line.item, "Kept?")
        assert boards.item(s, boards.get(s, one), line.item.id or 0).note == "Kept?"
        with pytest.raises(NotFound):
            boards.item(s, boards.get(s, other), line.item.id or 0)


def test_a_board_is_full_one_day(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(boards, "MOST_ITEMS", 1)
    article = ingest(library, TEXT, annotated=False).article_id
    id_ = board(library, passage(library, article))
    other = passage(library, article, Span(0, 3))
    with library.writing() as s, pytest.raises(Unprocessable, match="at most 1"):
        boards.add(s, boards.get(s, id_), passages.get(s, other))


def test_a_revoked_board_is_gone_until_it_is_restored(library: Library) -> None:
    id_ = board(library)
    with library.writing() as s:
        made = boards.get(s, id_)
        boards.revoke(s, made)
        with pytest.raises(Gone):
            boards.shared(s, made.code)
        assert [one.board.id for one in boards.listed(s)] == [id_]
        boards.restore(s, made)
        assert boards.shared(s, made.code).id == id_


def test_the_last_changed_board_is_listed_first_with_its_passages(library: Library) -> None:
    article = ingest(library, TEXT, annotated=False).article_id
    first, second = board(library), board(library)
    with library.writing() as s:
        made = boards.get(s, first)
        boards.edit(s, made, "Another title", "With notes")
    code = passage(library, article)
    with library.writing() as s:
        boards.add(s, boards.get(s, first), passages.get(s, code))
    with library.reading() as s:
        assert [(one.board.id, one.items) for one in boards.listed(s)] == [(first, 1), (second, 0)]


def test_each_reader_sees_on_a_board_what_they_may_read(library: Library) -> None:
    public = ingest(library, TEXT, annotated=False, url=some_url()).article_id
    private = ingest(
        library, TEXT + " Quietly.", annotated=False, visibility="private", url=some_url()
    ).article_id
    gone = ingest(library, TEXT + " Gone.", annotated=False, url=some_url()).article_id
    plain, shut, opened, lost = (
        passage(library, public),
        passage(library, private),
        passage(library, private, Span(0, 11), opened=True),
        passage(library, gone),
    )
    id_ = board(library, plain, shut, opened, lost)
    pipeline.withdraw(library, gone)
    assert shown(library, id_, ANYONE) == [plain, opened]
    assert shown(library, id_, NOBODY) == [opened]
    assert shown(library, id_, EDITOR) == [plain, shut, opened, lost]
    with library.reading() as s:
        lines = boards.lines(s, EDITOR, boards.get(s, id_))
        assert [(line.state is None, line.source is None) for line in lines] == [
            (False, False)
        ] * 3 + [(True, True)]


def test_a_board_asks_two_questions_and_two_for_each_passage(
    library: Library, count_queries: Counting
) -> None:
    def asked(id_: int) -> int:
        with count_queries(library) as queries, library.reading() as s:
            boards.lines(s, ANYONE, boards.get(s, id_))
        return len(queries)

    article = ingest(library, TEXT, annotated=False).article_id
    codes = [passage(library, article, Span(n, n + 5)) for n in range(5)]
    costs = [asked(board(library, *codes[:n])) for n in (1, 2, 5)]
    assert costs == [5, 7, 13]  # the board itself, its passages, their sources, and each one's fate

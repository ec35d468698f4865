"""Pages of the editor's boards: all of them, one to edit, and the forms that change them.

Never cached.
"""

from collections.abc import Sequence
from typing import Annotated, Literal

from fastapi import Depends, Request
from pydantic import BaseModel, Field
from sqlmodel import Session
from starlette.responses import RedirectResponse, Response

from app.citations.parsing import parse
from app.citations.verification import current_state
from app.errors import GlossError, Unprocessable
from app.layers.creators import PersonCreator
from app.store.admin import people
from app.store.articles.access import Reader
from app.store.db.ids import LARGEST_ID, id_of
from app.store.passages import boards, passages
from app.store.passages.boards import NOTE_CHARACTERS, NOTES_CHARACTERS, TITLE_CHARACTERS
from app.store.schema.passages import Board
from app.web.http.dependencies import (
    AnnotatingEditorDep,
    EditorDep,
    Id,
    LibraryDep,
    Reading,
    Words,
    new_router,
)
from app.web.http.request_bodies import form_of
from app.web.http.templating import page

router = new_router("/boards")
LIMITS = {"title": TITLE_CHARACTERS, "notes": NOTES_CHARACTERS, "note": NOTE_CHARACTERS}


class NewBoard(BaseModel):
    """A board's title and notes."""

    title: Annotated[str, Field(max_length=TITLE_CHARACTERS)] = ""
    notes: Annotated[str, Field(max_length=NOTES_CHARACTERS)] = ""


class Addition(BaseModel):
    """A passage and the board to put it on; without one a new board of that title."""

    code: str
    board: Annotated[int | None, Field(ge=1, le=LARGEST_ID)] = None
    title: Annotated[str, Field(max_length=TITLE_CHARACTERS)] = ""


class Pasted(BaseModel):
    """Links to passages, with any words around them."""

    links: str = ""


class BoardChange(BaseModel):
    """A passage's note on a board, and whether to move or remove the passage."""

    do: Literal["save", "up", "down", "remove"] = "save"
    note: Annotated[str, Field(max_length=NOTE_CHARACTERS)] = ""


NewBoardDep = Annotated[NewBoard, Depends(form_of(NewBoard))]


@router.get("")
def every_board(
    request: Request,
    s: Reading,
    editor: EditorDep,  # noqa: ARG001 - only the editor sees them
    code: Words = None,
) -> Response:
    """All boards, the last changed first, and a form for a new one.

    With a passage's `code`, also buttons to put it on each of them.
    """
    passage = passages.get(s, code) if code else None
    return page(
        request,
        "boards.html",
        private=True,
        boards=boards.listed(s),
        passage=passage,
        limits=LIMITS,
    )


@router.post("")
def create(editor: AnnotatingEditorDep, library: LibraryDep, form: NewBoardDep) -> Response:
    """A new board."""
    with library.writing() as s:
        return _to(boards.create(s, form.title, _creator(s, editor), form.notes))


@router.post("/add")
def add(
    editor: AnnotatingEditorDep,
    library: LibraryDep,
    form: Annotated[Addition, Depends(form_of(Addition))],
) -> Response:
    """Puts a passage on a board, or on a new one, and leads there.

    The title must be the editor's own words, never the article's: whoever has the link reads it,
    even where the passage is private or its article was withdrawn.
    """
    with library.writing() as s:
        passage = passages.get(s, form.code)
        if form.board:
            board = boards.get(s, form.board)
        else:
            board = boards.create(s, form.title, _creator(s, editor))
        boards.add(s, board, passage)
        return _to(board, passage.code)


@router.get("/{id}")
def edit(request: Request, s: Reading, editor: EditorDep, id: Id) -> Response:
    """A board with its forms."""
    return _edited(request, s, editor, boards.get(s, id))


@router.post("/{id}")
def rename(editor: AnnotatingEditorDep, library: LibraryDep, id: Id, form: NewBoardDep) -> Response:  # noqa: ARG001 - only the editor may
    """Changes a board's title and notes."""
    with library.writing() as s:
        board = boards.get(s, id)
        boards.edit(s, board, form.title, form.notes)
        return _to(board)


@router.post("/{id}/passages")
def paste(
    request: Request,
    editor: AnnotatingEditorDep,
    library: LibraryDep,
    id: Id,
    form: Annotated[Pasted, Depends(form_of(Pasted))],
) -> Response:
    """Puts every passage on the board that the pasted text links to, and lists those refused."""
    codes = list(dict.fromkeys(cited.code for cited in parse(form.links)))
    if not codes:
        raise Unprocessable(
            "No link to a passage found.",
            "Paste the address of a passage, or a citation of it.",
        )
    with library.writing() as s:
        board = boards.get(s, id)
        refused = _add_all(s, board, codes)
        if not refused:
            return _to(board, codes[0])
    with library.reading() as s:
        return _edited(request, s, editor, boards.get(s, id), refused)


def _add_all(s: Session, board: Board, codes: Sequence[str]) -> list[tuple[str, str]]:
    """Puts passages on a board; the codes that were refused, each with the reason."""
    refused: list[tuple[str, str]] = []
    for code in codes:
        try:
            boards.add(s, board, passages.get(s, code))
        except GlossError as error:
            refused.append((code, error.message))
    return refused


@router.post("/{id}/passages/{item}")
def change(
    editor: AnnotatingEditorDep,  # noqa: ARG001 - only the editor may
    library: LibraryDep,
    id: Id,
    item: Id,
    form: Annotated[BoardChange, Depends(form_of(BoardChange))],
) -> Response:
    """Stores a passage's note, then moves or removes the passage.

    The note is stored first, so that moving a passage does not lose a note half written.
    """
    with library.writing() as s:
        board = boards.get(s, id)
        entry = boards.item(s, board, item)
        boards.note(s, board, entry, form.note)
        if form.do == "remove":
            boards.remove(s, board, entry)
            return _to(board)
        if form.do != "save":
            boards.move(s, board, entry, -1 if form.do == "up" else 1)
        return RedirectResponse(f"/boards/{id}#item-{item}", 303)


@router.post("/{id}/revoke")
def revoke(editor: AnnotatingEditorDep, library: LibraryDep, id: Id) -> Response:  # noqa: ARG001 - only the editor may
    """Closes the board's public address."""
    with library.writing() as s:
        board = boards.get(s, id)
        boards.revoke(s, board)
        return _to(board)


@router.post("/{id}/restore")
def restore(editor: AnnotatingEditorDep, library: LibraryDep, id: Id) -> Response:  # noqa: ARG001 - only the editor may
    """Opens the board's public address again."""
    with library.writing() as s:
        board = boards.get(s, id)
        boards.restore(s, board)
        return _to(board)


def _edited(
    request: Request,
    s: Session,
    editor: Reader,
    board: Board,
    refused: Sequence[tuple[str, str]] = (),
) -> Response:
    lines = [
        (line, current_state(line.state) if line.state else None)
        for line in boards.lines(s, editor, board)
    ]
    return page(
        request,
        "board_edit.html",
        private=True,
        status=422 if refused else 200,
        board=board,
        lines=lines,
        refused=refused,
        limits=LIMITS,
        base_url=request.app.state.settings.base_url,
    )


def _creator(s: Session, editor: Reader) -> str:
    return str(PersonCreator(editor.person_id or id_of(people.editor(s))))


def _to(board: Board, code: str = "") -> Response:
    return RedirectResponse(f"/boards/{board.id}" + (f"#{code}" if code else ""), 303)

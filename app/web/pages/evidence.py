"""Pages of evidence: a passage as a citation, citations checked against the library, boards as their readers see them."""

from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request
from pydantic import BaseModel
from sqlmodel import Session
from starlette.responses import Response

from app.citations import board_files as exported
from app.citations import formats
from app.citations.parsing import parse
from app.citations.verification import current_state, verify
from app.exporters.w3c import MEDIA_TYPE
from app.store.articles.access import Reader
from app.store.articles.citation_data import sources
from app.store.passages import boards, passages
from app.store.passages.boards import BoardLine
from app.store.schema.passages import Board
from app.web.http.caching import respond, respond_json
from app.web.http.dependencies import Code, ReaderDep, Reading, SettingsDep
from app.web.http.query import Anyone, is_private
from app.web.http.request_bodies import form_of
from app.web.http.templating import page

router = APIRouter()
MOST_AT_ONCE = 20
"""Citations that the page checks at once; each costs up to five queries. The command has no such
limit. Not tuned."""


@router.get("/p/{code}/cite")
def cite(
    request: Request,
    s: Reading,
    reader: ReaderDep,
    settings: SettingsDep,
    code: Code,
    form: Annotated[str | None, Query(alias="format", max_length=100)] = None,
) -> Response:
    """A passage as a citation in every form, or one form as a file.

    Whoever may see the passage may cite it.
    """
    fate = passages.state(s, reader, passages.get(s, code))
    source = sources(s, [fate.passage.revision_id or 0])[fate.passage.revision_id or 0]
    cited = formats.citation(fate, source, settings.base_url)
    private = fate.whole and is_private(fate.article)
    if form is None:
        written = [(one, one.made(cited).strip()) for one in formats.FORMS]
        return page(
            request,
            "cite.html",
            private=private,
            cited=cited,
            became=current_state(fate),
            outcome=fate.outcome,
            written=written,
        )
    one = formats.form(form)
    attached = {
        "Content-Disposition": f'attachment; filename="gloss-{code}{one.suffix}"',
        "X-Robots-Tag": "noindex",
    }
    return respond(request, one.made(cited), one.media_type, private=private, headers=attached)


@router.get("/verify")
def verify_form(request: Request) -> Response:
    """The form to check citations; the same for everybody."""
    return page(request, "verify.html", given="", checked=None, cut=None)


class VerifyForm(BaseModel):
    """What is to be checked."""

    citation: str = ""


@router.post("/verify")
def verify_given(
    request: Request,
    s: Reading,
    reader: ReaderDep,
    settings: SettingsDep,
    given: Annotated[VerifyForm, Depends(form_of(VerifyForm))],
) -> Response:
    """Checks what was pasted; changes nothing."""
    found = list(dict.fromkeys(parse(given.citation)))
    checked = [verify(s, reader, one, settings.base_url) for one in found[:MOST_AT_ONCE]]
    cut = MOST_AT_ONCE if len(found) > MOST_AT_ONCE else None
    status = 200 if checked else 422
    return page(
        request,
        "verify.html",
        private=True,
        status=status,
        given=given.citation,
        checked=checked,
        cut=cut,
    )


@router.get("/b/{code}.json")
def as_collection(
    request: Request, s: Reading, reader: Anyone, settings: SettingsDep, code: Code
) -> Response:
    """A board as a Web Annotation collection."""
    board, lines = _shared(s, reader, code)
    return respond_json(
        request, exported.collection(board, lines, settings.base_url), media_type=MEDIA_TYPE
    )


@router.get("/b/{code}.md")
def as_markdown(
    request: Request, s: Reading, reader: Anyone, settings: SettingsDep, code: Code
) -> Response:
    """A board in Markdown."""
    board, lines = _shared(s, reader, code)
    return respond(request, exported.written(board, lines, settings.base_url), exported.MARKDOWN)


@router.get("/b/{code}")
def board(
    request: Request, s: Reading, reader: Anyone, settings: SettingsDep, code: Code
) -> Response:
    """A board as anyone sees it: what the reader may not see is not on it."""
    found, lines = _shared(s, reader, code)
    base = settings.base_url
    told = [
        (x, current_state(x.fate), formats.citation(x.fate, x.source, base))
        for x in lines
        if x.fate and x.source
    ]
    return page(request, "board.html", board=found, lines=told)


def _shared(s: Session, reader: Reader, code: str) -> tuple[Board, list[BoardLine]]:
    found = boards.shared(s, code)
    return found, [line for line in boards.lines(s, reader, found) if line.fate]

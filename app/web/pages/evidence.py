"""Pages of evidence: citing a passage, checking citations against the library, shared boards."""

from typing import Annotated

from fastapi import Depends, Query, Request
from pydantic import BaseModel
from sqlmodel import Session
from starlette.responses import Response

from app.citations import board_files, formats
from app.citations.parsing import parse
from app.citations.verification import current_state, verify
from app.exporters.w3c import MEDIA_TYPE
from app.store.articles.access import Reader
from app.store.articles.citation_data import sources
from app.store.passages import boards, passages
from app.store.passages.boards import BoardLine
from app.store.schema.passages import Board
from app.web.http.audience import Anyone, is_private
from app.web.http.caching import respond, respond_json
from app.web.http.dependencies import Code, ReaderDep, Reading, SettingsDep, new_router
from app.web.http.request_bodies import form_of
from app.web.http.templating import page

router = new_router()
MOST_AT_ONCE = 20
"""Citations that the page checks at once; each costs up to five queries. The command `gloss verify`
has no such limit. Not tuned."""


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
    state = passages.state(s, reader, passages.get(s, code))
    cited_revision = state.passage.revision_id
    assert cited_revision is not None  # noqa: S101 - only a withdrawn passage, which is gone, has none
    source = sources(s, [cited_revision])[cited_revision]
    cited = formats.citation(state, source, settings.base_url)
    private = state.whole and is_private(state.article)
    if form is None:
        written = [(style, style.made(cited).strip()) for style in formats.FORMS]
        return page(
            request,
            "cite.html",
            private=private,
            cited=cited,
            current=current_state(state),
            outcome=state.outcome,
            written=written,
        )
    chosen = formats.form(form)
    headers = {
        "Content-Disposition": f'attachment; filename="gloss-{code}{chosen.suffix}"',
        "X-Robots-Tag": "noindex",
    }
    body = chosen.made(cited)
    return respond(request, body, chosen.media_type, private=private, headers=headers)


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
    form: Annotated[VerifyForm, Depends(form_of(VerifyForm))],
) -> Response:
    """Checks what was pasted; changes nothing."""
    citations = list(dict.fromkeys(parse(form.citation)))
    checked = [verify(s, reader, cited, settings.base_url) for cited in citations[:MOST_AT_ONCE]]
    return page(
        request,
        "verify.html",
        private=True,
        status=200 if checked else 422,
        given=form.citation,
        checked=checked,
        cut=MOST_AT_ONCE if len(citations) > MOST_AT_ONCE else None,
    )


@router.get("/b/{code}.json")
def as_collection(
    request: Request, s: Reading, reader: Anyone, settings: SettingsDep, code: Code
) -> Response:
    """A board as a Web Annotation collection."""
    board, lines = _shared(s, reader, code)
    collection = board_files.collection(board, lines, settings.base_url)
    return respond_json(request, collection, media_type=MEDIA_TYPE)


@router.get("/b/{code}.md")
def as_markdown(
    request: Request, s: Reading, reader: Anyone, settings: SettingsDep, code: Code
) -> Response:
    """A board in Markdown."""
    board, lines = _shared(s, reader, code)
    markdown = board_files.written(board, lines, settings.base_url)
    return respond(request, markdown, board_files.MARKDOWN)


@router.get("/b/{code}")
def board(
    request: Request, s: Reading, reader: Anyone, settings: SettingsDep, code: Code
) -> Response:
    """A board as anyone sees it: what the reader may not see is not on it."""
    shared, lines = _shared(s, reader, code)
    base = settings.base_url
    shown = [
        (line, current_state(line.state), formats.citation(line.state, line.source, base))
        for line in lines
        if line.state and line.source
    ]
    return page(request, "board.html", board=shared, lines=shown)


def _shared(s: Session, reader: Reader, code: str) -> tuple[Board, list[BoardLine]]:
    """The board at an open address, with the passages that the reader may see."""
    shared = boards.shared(s, code)
    return shared, [line for line in boards.lines(s, reader, shared) if line.state]

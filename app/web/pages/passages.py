"""Pages: a shared passage, and sharing without a script."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Depends, Request
from pydantic import BaseModel, Field
from starlette.responses import RedirectResponse, Response

from app.citations.verification import current_state
from app.errors import Unprocessable
from app.store.annotations import annotations
from app.store.articles import articles
from app.store.ingest import runs
from app.store.passages import passages
from app.store.passages.passages import PassageState, RevisionPoint
from app.text.diff.word_diff import word_diff
from app.text.markup import Standing
from app.text.spans import Span
from app.web.api.passages import NewPassage, counted, fragment, make
from app.web.http.dependencies import Code, Id, LibraryDep, ReaderDep, Reading, SettingsDep
from app.web.http.query import Anyone, is_private
from app.web.http.request_bodies import form_of
from app.web.http.templating import page
from app.web.pages.article_context import SAID, context

router = APIRouter()


@dataclass(frozen=True, slots=True)
class PassageView:
    """A passage as its page tells it: the words as cited and when, what became of them, and the difference, piece by piece."""

    path: str
    exact: str
    verdict: str
    outcome: str
    words_changed: bool | None
    cited: int
    made_on: datetime
    since: datetime
    diff: Sequence[tuple[str, str]]
    kept: int
    replaced_by: str | None
    gone: bool
    held: RevisionPoint
    fragment: str | None

    @property
    def dimmed(self) -> bool:
        """Whether the article is shown as it was when it last held the words, and no more than that."""
        return self.verdict == "removed"


def _view(fate: PassageState, code: str) -> PassageView:
    words = fate.text
    return PassageView(
        path=f"/p/{code}",
        exact=fate.passage.exact,
        verdict=fate.verdict,
        outcome=fate.outcome,
        words_changed=fate.words_changed,
        cited=fate.made_on.revision,
        made_on=fate.made_on.at,
        since=fate.since.at,
        diff=word_diff(fate.passage.exact, words) if fate.words_changed and words else [],
        kept=round(100 * fate.kept),
        replaced_by=fate.instead,
        gone=fate.verdict in ("removed", "replaced"),
        held=fate.held[0],
        fragment=fragment(fate.article, fate.revision, fate.span)
        if fate.span and fate.whole
        else None,
    )


@router.get("/p/{code}")
def passage(
    request: Request, s: Reading, reader: ReaderDep, anyone: Anyone, code: Code
) -> Response:
    """The article with the passage marked, or, when it is gone, as it last held it: dimmed, with nothing else marked."""
    fate = passages.state(s, reader, passages.get(s, code))
    view = _view(fate, code)
    if not fate.whole:
        return page(
            request,
            "passage.html",
            passage=view,
            article=fate.article,
            paragraph=_paragraph(fate),
            became=current_state(fate),
        )
    private = is_private(fate.article)
    if view.dimmed:
        held, span = fate.held
        shown = context(
            request,
            fate.article,
            articles.revision(s, fate.article, held.revision),
            [],
            [],
            span,
            "gone",
        )
        return page(request, "article.html", private=private, passage=view, **shown)
    rows = annotations.of_revision(s, reader if private else anyone, fate.revision.id or 0)
    doubts = articles.doubts(s, fate.revision.id or 0)
    span_or_instead = fate.span or fate.replaced_by
    state = runs.state(s, fate.revision.id or 0, SAID)
    where: Standing = "passage" if fate.span else "instead"
    shown = context(
        request, fate.article, fate.revision, rows, doubts, span_or_instead, where, state=state
    )
    return page(request, "article.html", private=private, passage=view, **shown)


def _paragraph(fate: PassageState) -> tuple[str, str, str] | None:
    """The block around the passage, in three parts; all that a reader sees of a closed library."""
    if fate.span is None:
        return None
    span, text = fate.span, fate.revision.text
    inside = [
        Span(b["start"], b["end"])
        for b in fate.revision.blocks
        if Span(b["start"], b["end"]).overlaps(span)
    ]
    start = min([b.start for b in inside] + [span.start])
    end = max([b.end for b in inside] + [span.end])
    return text[start : span.start], span.of(text), text[span.end : end]


@router.get("/articles/{id}/share")
def share_form(request: Request, s: Reading, reader: ReaderDep, id: Id) -> Response:
    """A form to share a passage by its words."""
    article = articles.get(s, reader, id)
    return page(request, "share.html", private=is_private(article), article=article)


class SharedByForm(BaseModel):
    """What the form says: an article, and a span of it or its words."""

    article: Annotated[int, Field(ge=1, lt=10**18)]
    revision: Annotated[int | None, Field(ge=1, lt=10**9)] = None
    start: Annotated[int | None, Field(ge=0, lt=10**9)] = None
    end: Annotated[int | None, Field(ge=0, lt=10**9)] = None
    exact: str = ""


SharedByFormDep = Annotated[SharedByForm, Depends(form_of(SharedByForm))]


@router.post("/share", dependencies=[Depends(counted)])
def share(
    library: LibraryDep, reader: ReaderDep, settings: SettingsDep, given: SharedByFormDep
) -> Response:
    """Makes a passage from a span or from its words, and leads to it."""
    words = given.exact.strip()
    if given.start is None and not words:
        raise Unprocessable("Which words? Copy them from the article.")
    if given.start is not None and given.end is None:
        raise Unprocessable("A span has a start and an end.")
    span = {"exact": words} if given.start is None else {"start": given.start, "end": given.end}
    wanted = NewPassage.model_validate(
        {"article": given.article, "revision": given.revision} | span
    )
    return RedirectResponse(f"/p/{make(wanted, reader, library, settings)[0]}", 303)

"""Pages: a shared passage, and sharing without a script."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Any

from fastapi import Depends, Request
from pydantic import BaseModel, Field
from sqlmodel import Session
from starlette.responses import RedirectResponse, Response

from app.citations.verification import current_state
from app.errors import Conflict, GlossError, Unprocessable
from app.preview_images import page_preview, passage_speaker, subjects
from app.preview_images.page_preview import PagePreview
from app.reading import article_page
from app.reading.long_text import at_once
from app.store.articles import articles
from app.store.articles.access import Reader
from app.store.change_log import dependencies
from app.store.change_log.dependencies import Dependencies
from app.store.db.ids import id_of, stored_id
from app.store.db.library import Library
from app.store.passages import passages
from app.store.passages.passages import PassageState, RevisionPoint
from app.text.diff.word_diff import word_diff
from app.text.markup import SpanRole
from app.text.spans import Span
from app.web.http import passage_sharing
from app.web.http.audience import Anyone, is_private
from app.web.http.dependencies import (
    Code,
    Id,
    LibraryDep,
    ReaderDep,
    Reading,
    SettingsDep,
    SharingReaderDep,
    count_sharing,
    new_router,
)
from app.web.http.kept.rendering import Kept
from app.web.http.passage_sharing import NewPassage
from app.web.http.request_bodies import form_of
from app.web.http.templating import page
from app.web.wording import image_words, prefix

router = new_router()


@dataclass(frozen=True, slots=True)
class PassageView:
    """A passage as its page shows it: the words as cited, their state now, and the difference.

    `kept` is the share of the words that are still there, in per cent.
    """

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
    is_missing: bool
    held: RevisionPoint
    fragment: str | None

    @property
    def dimmed(self) -> bool:
        """Whether the article is shown, dimmed, in the last revision that held the words."""
        return self.verdict == "removed"


def _view(state: PassageState, code: str) -> PassageView:
    return PassageView(
        path=f"/p/{code}",
        exact=state.passage.exact,
        verdict=state.verdict,
        outcome=state.outcome,
        words_changed=state.words_changed,
        cited=state.made_on.revision,
        made_on=state.made_on.at,
        since=state.since.at,
        diff=_difference(state),
        kept=round(100 * state.kept),
        replaced_by=state.replacement,
        is_missing=state.verdict in ("removed", "replaced"),
        held=state.held[0],
        fragment=_fragment(state),
    )


def _difference(state: PassageState) -> Sequence[tuple[str, str]]:
    words_now = state.text
    if not state.words_changed or not words_now:
        return []
    return word_diff(state.passage.exact, words_now)


def _fragment(state: PassageState) -> str | None:
    """The text fragment of the words in the article's page, where the reader may see that page."""
    if state.span is None or not state.whole:
        return None
    return passage_sharing.text_fragment(state.article, state.revision, state.span)


@router.get("/p/{code}")
def passage(
    request: Request,
    s: Reading,
    reader: ReaderDep,
    anyone: Anyone,
    settings: SettingsDep,
    library: LibraryDep,
    code: Code,
) -> Response:
    """The article with the passage marked.

    Of a removed passage the page shows the last revision that held it, dimmed and without marks.
    """
    state = passages.state(s, reader, passages.get(s, code))
    view = _view(state, code)
    private = is_private(state.article)
    audience = reader if private else anyone
    preview = None if private and state.whole else _preview(request, s, audience, state, code)
    if not state.whole:
        return page(
            request,
            "passage.html",
            passage=view,
            article=state.article,
            paragraph=_paragraph(state),
            current=current_state(state),
            preview=preview,
        )
    context = _in_article(library, s, audience, state, settings.base_url)
    return page(
        request,
        "article.html",
        private=private,
        kept=Kept(_read(state, context)),
        in_parts=context["is_long"],
        passage=view,
        preview=preview,
        **context,
    )


def _preview(
    request: Request, s: Session, reader: Reader, state: PassageState, code: str
) -> PagePreview:
    """The image of the passage as it is now. One query for its speaker."""
    quotation = passage_speaker.find(s, reader, state)
    image = subjects.of_passage(state, quotation, image_words(request))
    return page_preview.of_page(f"{prefix(request)}/p/{code}/preview.png", image)


def _read(state: PassageState, context: dict[str, Any]) -> Dependencies:
    """What the page of a passage depends on."""
    own = {dependencies.article(id_of(state.article)), dependencies.passage(id_of(state.passage))}
    return dependencies.names(context["mentioned"]) | own


def _in_article(
    library: Library, s: Session, reader: Reader, state: PassageState, base_url: str
) -> dict[str, Any]:
    """The article around the passage, or around what replaced it; else as it was with the words."""
    span = state.span or state.replaced_by
    if span is None:
        return _as_it_was(s, state, base_url)
    role: SpanRole = "passage" if state.span else "replacement"
    return article_page.load(
        library, s, reader, state.article, state.revision, base_url, span, role
    )


def _as_it_was(s: Session, state: PassageState, base_url: str) -> dict[str, Any]:
    """The article in the last revision that held the words, without its annotations."""
    point, span = state.held
    revision = articles.revision(s, state.article, point.revision)
    return article_page.context(base_url, state.article, revision, at_once([]), [], span, "removed")


def _paragraph(state: PassageState) -> tuple[str, str, str] | None:
    """The block around the passage, in three parts: all that a reader sees of a closed library."""
    if state.span is None:
        return None
    span, text = state.span, state.revision.text
    blocks = [Span(b["start"], b["end"]) for b in state.revision.blocks]
    around = [block for block in blocks if block.overlaps(span)]
    start = min([block.start for block in around] + [span.start])
    end = max([block.end for block in around] + [span.end])
    return text[start : span.start], span.of(text), text[span.end : end]


@router.get("/articles/{id}/share")
def share_form(request: Request, s: Reading, reader: ReaderDep, id: Id) -> Response:
    """A form to share a passage by its words."""
    article = articles.get(s, reader, id)
    private = is_private(article)
    nothing: dict[str, Any] = {"words": "", "refused": None, "places": []}
    return page(request, "share.html", private=private, article=article, **nothing)


class SharedByForm(BaseModel):
    """What the form says: an article, and a span of it or its words."""

    article: Annotated[int, Field(ge=1, lt=10**18)]
    revision: Annotated[int | None, Field(ge=1, lt=10**9)] = None
    start: Annotated[int | None, Field(ge=0, lt=10**9)] = None
    end: Annotated[int | None, Field(ge=0, lt=10**9)] = None
    exact: str = ""


SharedByFormDep = Annotated[SharedByForm, Depends(form_of(SharedByForm))]


@router.post("/share", dependencies=[Depends(count_sharing)])
def share(
    request: Request,
    library: LibraryDep,
    reader: SharingReaderDep,
    settings: SettingsDep,
    form: SharedByFormDep,
) -> Response:
    """Shares a passage by its span or by its words, and leads to it.

    Words that are not there, or more than once, are asked for again.
    """
    if form.start is not None and form.end is None:
        raise Unprocessable("Give both start and end.")
    words = form.exact.strip()
    target = {"exact": words} if form.start is None else {"start": form.start, "end": form.end}
    wanted = NewPassage.model_validate(
        {"article": form.article, "revision": form.revision} | target
    )
    try:
        if form.start is None and not words:
            raise Unprocessable("Enter text copied from the article.")
        shared = passage_sharing.share(wanted, reader, library, settings)
    except (Conflict, Unprocessable) as refused:
        if form.start is not None:
            raise
        return _ask_again(request, library, reader, wanted, refused)
    return RedirectResponse(f"/p/{shared.code}", 303)


def _ask_again(
    request: Request, library: Library, reader: Reader, wanted: NewPassage, refused: GlossError
) -> Response:
    """The form with the words that were sent; where they occur several times, a choice."""
    revision, places = passage_sharing.places(wanted, reader, library)
    with library.reading() as s:
        article = articles.get(s, reader, stored_id(wanted.article))
    return page(
        request,
        "share.html",
        private=True,
        status=refused.status,
        article=article,
        revision=revision,
        words=wanted.exact,
        refused=refused.message,
        places=places if len(places) > 1 else [],
    )

"""Passages over the API: shared by whoever may read the words, and what became of them.

Owns the limits on sharing.
"""

from typing import Annotated, Any

from fastapi import APIRouter, Depends
from pydantic import BaseModel, Field, StrictBool, StrictInt, StrictStr, model_validator
from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import Response

from app.errors import Forbidden, Unprocessable
from app.settings import Settings
from app.store.articles import articles
from app.store.articles.access import Reader
from app.store.db.ids import stored_id
from app.store.db.library import Library
from app.store.passages import passages
from app.store.passages.passages import PassageState, RevisionPoint
from app.store.schema.articles import Article, Revision
from app.text import selectors
from app.text.spans import Block, Span
from app.web.api import serializers
from app.web.http import target_span
from app.web.http.caching import respond_json
from app.web.http.dependencies import (
    Code,
    LibraryDep,
    ReaderDep,
    Reading,
    RevisionNumber,
    SettingsDep,
)
from app.web.http.limits import client_address
from app.web.http.request_bodies import body_of
from app.web.http.templating import LEDE_AS_TITLE_CHARACTERS, day, first_words

router = APIRouter(prefix="/api/passages")

SKIP = "Skip to the text"
"""The first words of every page (templates/base.html)."""
Offset = Annotated[StrictInt, Field(ge=0, lt=10**9)]


class NewPassage(BaseModel):
    """A span of an article, by position or by its words.

    `opened` lets everybody see it although the article is closed to them.
    """

    article: Annotated[StrictInt, Field(ge=1, lt=10**18)]
    revision: Annotated[StrictInt, Field(ge=1, lt=10**9)] | None = None
    start: Offset | None = None
    end: Offset | None = None
    exact: StrictStr | None = None
    prefix: StrictStr | None = None
    suffix: StrictStr | None = None
    opened: StrictBool = False

    @model_validator(mode="after")
    def _one_way(self) -> "NewPassage":
        by_position = self.start is not None and self.end is not None
        if by_position == (self.exact is not None) or (self.start is None) != (self.end is None):
            raise ValueError("either start and end, or exact is wanted")
        return self


NewPassageDep = Annotated[NewPassage, Depends(body_of(NewPassage))]


async def counted(request: Request, reader: ReaderDep, settings: SettingsDep) -> None:
    """Counts one sharing for the address that asks, before its body is read; the editor and programs with a token are not counted.

    Raises TooOften.
    """
    if not reader.editor:
        request.app.state.sharing.count(client_address(request, settings))


@router.post("", dependencies=[Depends(counted)])
def share(
    request: Request,
    given: NewPassageDep,
    reader: ReaderDep,
    library: LibraryDep,
    settings: SettingsDep,
) -> Response:
    """A permanent code for a span; the same span of the same revision always has the same one."""
    code, created, directive = make(given, reader, library, settings)
    value = {"code": code, "url": f"{settings.base_url}/p/{code}", "text_fragment": directive}
    return respond_json(request, value, private=True, status=201 if created else 200)


def make(
    given: NewPassage, reader: Reader, library: Library, settings: Settings
) -> tuple[str, bool, str | None]:
    """The code of a passage, whether it is new, and its text fragment.

    Raises Forbidden, Unprocessable, Conflict, NotFound.
    """
    if given.opened and not reader.editor:
        raise Forbidden("Only the editor may open a passage of a closed article.")
    with library.reading() as s:  # refusals cost no write lock
        _find(s, reader, given, settings)
    with library.writing() as s:
        article, revision, span = _find(s, reader, given, settings)
        passage, created = passages.share(s, article, revision, span, opened=given.opened)
        return passage.code, created, fragment(article, revision, span)


def _find(
    s: Session, reader: Reader, given: NewPassage, settings: Settings
) -> tuple[Article, Revision, Span]:
    article, revision = articles.with_revision(s, reader, stored_id(given.article), given.revision)
    span = _span(revision.text, given)
    if span.end - span.start > settings.passage_max_characters:
        raise Unprocessable(
            f"A passage has at most {settings.passage_max_characters:,} characters."
        )
    if not span.of(revision.text).strip():
        raise Unprocessable("A passage holds at least one word.")
    return article, revision, span


def _span(text: str, given: NewPassage) -> Span:
    if given.exact is not None:
        return target_span.by_quote(text, given.exact, given.prefix or "", given.suffix or "")
    return target_span.by_position(text, given.start or 0, given.end or 0)


def fragment(article: Article, revision: Revision, span: Span) -> str | None:
    """`#p12:~:text=…`, to be put behind the article's address; browsers without text fragments go to the paragraph. None for no words."""
    blocks = [Block(**b) for b in revision.blocks]
    number = next((n for n, b in enumerate(blocks, 1) if b.start <= span.start < b.end), None)
    if (
        not article.title and span.start < LEDE_AS_TITLE_CHARACTERS
    ):  # these words are the page's heading too, and would be found there
        return f"#p{number}" if number else None
    directive = selectors.text_fragment(
        revision.text, span, blocks, above=_above(article, revision)
    )
    return f"#{f'p{number}' if number else ''}{directive}" if directive else None


def _above(article: Article, revision: Revision) -> str:
    """What the article's page says above its text, a line each: a browser goes to the first place where the words stand."""
    on = day(article.published_on if article.date_settled else revision.declared_date)
    said = [
        SKIP,
        article.title or first_words(article.lede),
        *revision.byline,
        revision.publisher,
        on,
    ]
    return "\n".join(words for words in said if words)


@router.get("/{code}")
def one(
    request: Request, code: Code, s: Reading, reader: ReaderDep, revision: RevisionNumber = None
) -> Response:
    """What became of a passage, in the newest revision or the one asked for."""
    fate = passages.state(s, reader, passages.get(s, code), revision)
    return respond_json(request, shown(fate), private=reader.editor)


def shown(fate: PassageState) -> dict[str, Any]:
    """The verdict on the wire; `start`, `end` and `text` are null when the words have no place."""
    return {
        "verdict": fate.verdict,
        "words_changed": fate.words_changed,
        "article": fate.article.id,
        "exact": fate.passage.exact,
        "made_on": _at(fate.made_on),
        "revision": fate.revision.number,
        "start": fate.span.start if fate.span else None,
        "end": fate.span.end if fate.span else None,
        "text": fate.text,
        "since": _at(fate.since),
        "replaced_by": _stretch(fate.revision.text, fate.replaced_by),
    }


def _at(at: RevisionPoint) -> dict[str, Any]:
    return {"revision": at.revision, "at": serializers.iso_time(at.at)}


def _stretch(text: str, span: Span | None) -> dict[str, Any] | None:
    return {"start": span.start, "end": span.end, "text": span.of(text)} if span else None

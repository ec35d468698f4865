"""Articles over the API: sent, read, revised, withdrawn, opened or closed.

Owns how a request becomes a Draft.
"""

import re
from dataclasses import replace
from datetime import date
from typing import Annotated, Any, Literal

from fastapi import Depends
from pydantic import BaseModel, Field, StrictStr, field_validator, model_validator
from starlette.requests import Request
from starlette.responses import Response

from app import fetch, importers, pipeline
from app.corrections.resolving import creator_of
from app.errors import Conflict, Unprocessable
from app.fetch.requests import Fetched
from app.importers.base import DeclaredDate, Draft
from app.importers.urls import canonical_url
from app.layers import LAYERS
from app.linking.corrections.rules import is_day
from app.settings import Settings
from app.store.annotations import runs
from app.store.articles import addresses, articles
from app.store.db.ids import id_of
from app.store.ingest import lifecycle
from app.web.api import serializers
from app.web.http.background import AnnotateLaterDep
from app.web.http.caching import respond_json
from app.web.http.dependencies import (
    Id,
    LibraryDep,
    ListingDep,
    ReaderDep,
    Reading,
    RevisionNumber,
    SettingsDep,
    Words,
    WritingEditorDep,
    new_router,
)
from app.web.http.query import IsoDay
from app.web.http.request_bodies import body_of

router = new_router("/api/articles")

REQUEST = "api"
"""The provenance of what a request declares."""
ISO_DATE = re.compile(r"\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}\S{0,30})?", re.ASCII)
LANGUAGE_TAG = r"^[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8}){0,7}$"

Name = Annotated[StrictStr, Field(max_length=500)]


class NewArticle(BaseModel):
    """An article as a program sends it: one of text, html and url.

    The rest overrides what the source says.
    """

    text: StrictStr | None = None
    html: StrictStr | None = None
    url: StrictStr | None = None
    title: Annotated[StrictStr, Field(max_length=2000)] | None = None
    source_url: StrictStr | None = None
    byline: Name | Annotated[list[Name], Field(max_length=100)] | None = None
    publisher: Name | None = None
    published: StrictStr | None = None
    language: Annotated[StrictStr, Field(pattern=LANGUAGE_TAG)] | None = None
    visibility: Literal["public", "private"] | None = None
    replace: bool = False
    """Whether a capture is stored that shares next to nothing with the article's newest revision;
    text that is sent as such is meant, and stored in any case."""

    @field_validator("title", "source_url", "publisher", "published", "language", mode="before")
    @classmethod
    def _blank_is_none(cls, value: object) -> object:
        return None if isinstance(value, str) and not value.strip() else value

    @field_validator("published")
    @classmethod
    def _a_day(cls, value: str | None) -> str | None:
        if value is None:
            return None
        if not ISO_DATE.fullmatch(value):
            raise ValueError("must be a date (YYYY-MM-DD) or an ISO 8601 date and time")
        return date.fromisoformat(value[:10]).isoformat()

    @model_validator(mode="after")
    def _one_source(self) -> "NewArticle":
        if sum(v is not None for v in (self.text, self.html, self.url)) != 1:
            raise ValueError("give exactly one of text, html and url")
        return self


class ArticleChange(BaseModel):
    """What may be changed of a stored article: who may read it, and its date.

    A date of null restores the one that the source declares.
    """

    visibility: Literal["public", "private"] | None = None
    published: StrictStr | None = None

    @field_validator("published")
    @classmethod
    def _a_day(cls, value: str | None) -> str | None:
        if value is not None and not is_day(value):
            raise ValueError("must be a date, YYYY-MM-DD")
        return value

    @model_validator(mode="after")
    def _something(self) -> "ArticleChange":
        if self.visibility is None and "published" not in self.model_fields_set:
            raise ValueError("give visibility or published")
        return self


NewArticleDep = Annotated[NewArticle, Depends(body_of(NewArticle))]
ChangeDep = Annotated[ArticleChange, Depends(body_of(ArticleChange))]


def page_of(new_article: NewArticle, settings: Settings) -> Fetched | None:
    """The page at the address that a request gives, if it gives one. Raises FetchFailed."""
    return fetch.fetch(new_article.url, settings) if new_article.url is not None else None


def draft_of(new_article: NewArticle, page: Fetched | None, settings: Settings) -> Draft:
    """What the importers make of a request and the page that it names. Raises Unprocessable."""
    source_url = canonical_url(new_article.source_url) if new_article.source_url else None
    source = _source(new_article, page, new_article.source_url)
    drafts = importers.read(**source, longest=settings.text_max_characters)
    if len(drafts) != 1:
        raise Unprocessable(
            f"This contains {len(drafts)} articles; only one is accepted here.",
            "Use POST /api/import for files with several articles.",
        )
    return _overridden(drafts[0], new_article, source_url)


def _source(
    new_article: NewArticle, page: Fetched | None, source_url: str | None
) -> dict[str, Any]:
    """The arguments for `importers.read`."""
    if page is not None:
        return {
            "data": page.data,
            "media_type": page.content_type,
            "url": page.url,
            "fetched": True,
        }
    if new_article.html is not None:
        return {
            "data": new_article.html.encode(),
            "media_type": "text/html; charset=utf-8",
            "url": source_url,
            "format": "html",
        }
    return {
        "data": (new_article.text or "").encode(),
        "media_type": "text/plain; charset=utf-8",
        "url": source_url,
        "format": "text",
    }


def _overridden(draft: Draft, new_article: NewArticle, source_url: str | None) -> Draft:
    """The Draft with what the request declares in place of what the source says."""
    declared: dict[str, Any] = {
        "title": new_article.title,
        "source_url": source_url,
        "byline": _names(new_article.byline),
        "publisher": new_article.publisher,
        "declared_date": DeclaredDate(new_article.published, REQUEST)
        if new_article.published
        else None,
        "language": new_article.language,
    }
    declared = {name: value for name, value in declared.items() if value is not None}
    provenance = {**draft.provenance, **dict.fromkeys(declared, REQUEST)}
    spellings = (new_article.source_url,) if new_article.source_url else draft.spellings
    return replace(draft, **declared, provenance=provenance, spellings=spellings)


def _given(new_article: NewArticle) -> set[str]:
    """The fields of a revision that a request sets itself, also where a person had set them."""
    columns = {
        "title": new_article.title,
        "byline": new_article.byline,
        "publisher": new_article.publisher,
        "declared_date": new_article.published,
        "declared_language": new_article.language,
        "text": new_article.text or new_article.html,
    }
    return {name for name, value in columns.items() if value is not None}


def _names(byline: str | list[str] | None) -> tuple[str, ...] | None:
    """The names of a byline without blank ones; None where the request gives none."""
    if byline is None:
        return None
    names = [byline] if isinstance(byline, str) else byline
    return tuple(name for name in names if name.strip())


@router.post("")
def create(
    request: Request,
    editor: WritingEditorDep,  # noqa: ARG001 - asked before the body is read
    new_article: NewArticleDep,
    library: LibraryDep,
    settings: SettingsDep,
    annotate_later: AnnotateLaterDep,
) -> Response:
    """Stores an article, or a new revision of one, or nothing when it is the same as before."""
    page = page_of(new_article, settings)
    draft = draft_of(new_article, page, settings)
    visibility = new_article.visibility or "public"
    # Under an address of the request's own the page is not the article's to be asked again.
    asked_again = page if new_article.source_url is None else None
    stored = pipeline.ingest(
        library,
        draft,
        origin=new_article.url,
        visibility=visibility,
        page=asked_again,
        replace=new_article.replace or new_article.text is not None,
    )
    annotate_later(stored)
    return respond_json(
        request,
        serializers.stored(settings, stored),
        private=True,
        status=201 if stored.created else 200,
    )


@router.get("")
def newest(
    request: Request,
    s: Reading,
    reader: ReaderDep,
    settings: SettingsDep,
    listing: ListingDep,
    publisher: Words = None,
    since: IsoDay = None,
    until: IsoDay = None,
) -> Response:
    """Articles, newest first."""
    page = articles.newest(
        s,
        reader,
        publisher=publisher,
        since=since,
        until=until,
        cursor=listing.cursor,
        limit=listing.limit,
    )
    items = [serializers.article_line(settings, a) for a in page.items]
    return respond_json(request, {"items": items, "next": page.next}, private=reader.editor)


@router.get("/{id}")
def one(
    request: Request,
    id: Id,
    s: Reading,
    reader: ReaderDep,
    settings: SettingsDep,
    revision: RevisionNumber = None,
) -> Response:
    """One article with its text, the newest revision or the one asked for."""
    article, shown_revision = articles.with_revision(s, reader, id, revision)
    revision_id = id_of(shown_revision)
    value = serializers.article(
        settings,
        article,
        shown_revision,
        articles.revisions(s, id),
        articles.doubts(s, revision_id),
        annotated=runs.finished(s, revision_id, [layer.name for layer in LAYERS]),
    )
    return respond_json(request, value, private=reader.editor)


@router.put("/{id}")
def revise(
    request: Request,
    id: Id,
    editor: WritingEditorDep,
    new_article: NewArticleDep,
    library: LibraryDep,
    settings: SettingsDep,
    annotate_later: AnnotateLaterDep,
) -> Response:
    """A new revision of this article, whatever its text.

    Its source_url stays; a different one is a conflict.
    """
    with library.reading() as s:
        article = articles.get(s, editor, id)
    draft = draft_of(new_article, page_of(new_article, settings), settings)
    if new_article.source_url and not addresses.is_same_page(draft.source_url, article.source_url):
        raise Conflict(
            "source_url cannot be changed: it is not this article's address.", article.source_url
        )
    draft = replace(draft, source_url=article.source_url)
    given = _given(new_article)
    stored = pipeline.revise(library, id, draft, origin=new_article.url, given=given)
    annotate_later(stored)
    return respond_json(
        request,
        serializers.stored(settings, stored),
        private=True,
        status=201 if stored.created else 200,
    )


@router.patch("/{id}")
def change(
    request: Request,
    id: Id,
    editor: WritingEditorDep,
    changes: ChangeDep,
    library: LibraryDep,
    settings: SettingsDep,
) -> Response:
    """Makes an article public or private, and sets its date or removes the one that was set."""
    with library.writing() as s:
        articles.get(s, editor, id)
        if changes.visibility is not None:
            lifecycle.set_visibility(s, id, changes.visibility)
    if "published" in changes.model_fields_set:
        pipeline.date(library, id, changes.published, creator_of(library, editor))
    with library.reading() as s:
        value = serializers.article_line(settings, articles.get(s, editor, id))
    return respond_json(request, value, private=True)


@router.delete("/{id}")
def withdraw(id: Id, editor: WritingEditorDep, library: LibraryDep) -> Response:
    """Erases an article and leaves a tombstone."""
    with library.reading() as s:
        articles.get(s, editor, id)
    pipeline.withdraw(library, id)
    return Response(status_code=204)

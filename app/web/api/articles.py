"""Articles over the API: sent, read, revised, withdrawn, opened or closed.

Owns how a request becomes a Draft.
"""

import logging
import re
from dataclasses import replace
from datetime import date
from typing import Annotated, Any, Literal

from fastapi import APIRouter, BackgroundTasks, Depends
from pydantic import BaseModel, Field, StrictStr, field_validator, model_validator
from starlette.requests import Request
from starlette.responses import Response

from app import fetch, importers, pipeline
from app.corrections.requests import creator_of
from app.errors import Conflict, GlossError, Unprocessable
from app.importers.base import DeclaredDate, Draft
from app.importers.urls import canonical_url
from app.layers import LAYERS
from app.linking.across.corrections import is_day
from app.settings import Settings
from app.store.annotations import runs
from app.store.articles import articles
from app.store.db.library import Library
from app.store.ingest import lifecycle
from app.store.ingest.lifecycle import StoredRevision
from app.web.api import serializers
from app.web.http.caching import respond_json
from app.web.http.dependencies import (
    EditorDep,
    Id,
    LibraryDep,
    ListingDep,
    ReaderDep,
    Reading,
    RevisionNumber,
    SettingsDep,
    Words,
)
from app.web.http.query import IsoDay
from app.web.http.request_bodies import body_of

router = APIRouter(prefix="/api/articles")
log = logging.getLogger(__name__)

GIVEN = "api"
"""The provenance of what a request declares."""


Name = Annotated[StrictStr, Field(max_length=500)]


class NewArticle(BaseModel):
    """An article as a program sends it: one of text, html and url; the rest overrides what the source says."""

    text: StrictStr | None = None
    html: StrictStr | None = None
    url: StrictStr | None = None
    title: Annotated[StrictStr, Field(max_length=2000)] | None = None
    source_url: StrictStr | None = None
    byline: Name | Annotated[list[Name], Field(max_length=100)] | None = None
    publisher: Name | None = None
    published: StrictStr | None = None
    language: (
        Annotated[StrictStr, Field(pattern=r"^[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8}){0,7}$")] | None
    ) = None
    visibility: Literal["public", "private"] | None = None

    @field_validator("title", "source_url", "publisher", "published", "language", mode="before")
    @classmethod
    def _blank_is_none(cls, value: object) -> object:
        return None if isinstance(value, str) and not value.strip() else value

    @field_validator("published")
    @classmethod
    def _a_day(cls, value: str | None) -> str | None:
        if value is None:
            return None
        if not re.fullmatch(r"\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}\S{0,30})?", value, re.ASCII):
            raise ValueError("a date is written YYYY-MM-DD, or with its time as ISO 8601")
        return date.fromisoformat(value[:10]).isoformat()

    @model_validator(mode="after")
    def _one_source(self) -> "NewArticle":
        if sum(v is not None for v in (self.text, self.html, self.url)) != 1:
            raise ValueError("exactly one of text, html and url is wanted")
        return self


class ArticleChange(BaseModel):
    """What may be changed of an article as it is held here: who may read it, and its date, which null gives back to the source."""

    visibility: Literal["public", "private"] | None = None
    published: StrictStr | None = None

    @field_validator("published")
    @classmethod
    def _a_day(cls, value: str | None) -> str | None:
        if value is not None and not is_day(value):
            raise ValueError("a date is written YYYY-MM-DD")
        return value

    @model_validator(mode="after")
    def _something(self) -> "ArticleChange":
        if self.visibility is None and "published" not in self.model_fields_set:
            raise ValueError("visibility or published is wanted")
        return self


NewArticleDep = Annotated[NewArticle, Depends(body_of(NewArticle))]
ChangeDep = Annotated[ArticleChange, Depends(body_of(ArticleChange))]


def draft_of(given: NewArticle, settings: Settings) -> Draft:
    """What the importers make of a request. Raises Unprocessable, FetchFailed."""
    source = canonical_url(given.source_url) if given.source_url else None
    found = importers.read(**_source(given, source, settings), longest=settings.text_max_characters)
    if len(found) != 1:
        raise Unprocessable(
            f"One article is wanted here, and this holds {len(found)}.",
            "POST /api/import takes files of many.",
        )
    return _overridden(found[0], given, source)


def _source(given: NewArticle, source: str | None, settings: Settings) -> dict[str, Any]:
    """The arguments for `importers.read`."""
    if given.url is not None:
        page = fetch.fetch(given.url, settings)
        return {"data": page.data, "media_type": page.content_type, "url": page.url}
    if given.html is not None:
        return {
            "data": given.html.encode(),
            "media_type": "text/html; charset=utf-8",
            "url": source,
            "format": "html",
        }
    return {
        "data": (given.text or "").encode(),
        "media_type": "text/plain; charset=utf-8",
        "url": source,
        "format": "text",
    }


def _overridden(draft: Draft, given: NewArticle, source: str | None) -> Draft:
    byline = [given.byline] if isinstance(given.byline, str) else given.byline
    said: dict[str, Any] = {
        "title": given.title,
        "source_url": source,
        "byline": tuple(b for b in byline if b.strip()) if byline is not None else None,
        "publisher": given.publisher,
        "declared_date": DeclaredDate(given.published, GIVEN) if given.published else None,
        "language": given.language,
    }
    said = {name: value for name, value in said.items() if value is not None}
    return replace(draft, **said, provenance=dict(draft.provenance) | dict.fromkeys(said, GIVEN))


def annotate_later(tasks: BackgroundTasks, library: Library, stored: StoredRevision) -> None:
    """Annotates a new revision after the answer is sent; until then it counts as pending, and `gloss annotate` finds it."""
    if stored.created:
        tasks.add_task(_annotate, library, stored.revision_id)


def _annotate(library: Library, revision_id: int) -> None:
    try:
        pipeline.annotate_revision(library, revision_id)
    except GlossError as error:  # withdrawn meanwhile, or the library is busy
        log.warning("revision %d was not annotated: %s", revision_id, error.message)


@router.post("")
def create(
    request: Request,
    editor: EditorDep,  # noqa: ARG001 - asked before the body is read
    given: NewArticleDep,
    library: LibraryDep,
    settings: SettingsDep,
    tasks: BackgroundTasks,
) -> Response:
    """Stores an article, or a new revision of one, or nothing when it says the same as before."""
    draft = draft_of(given, settings)
    stored = pipeline.ingest(
        library, draft, origin=given.url, visibility=given.visibility or "public"
    )
    annotate_later(tasks, library, stored)
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
    article, r = articles.with_revision(s, reader, id, revision)
    annotated = runs.finished(s, r.id or 0, [layer.name for layer in LAYERS])
    value = serializers.article(
        settings, article, r, articles.revisions(s, id), articles.doubts(s, r.id or 0), annotated
    )
    return respond_json(request, value, private=reader.editor)


@router.put("/{id}")
def revise(
    request: Request,
    id: Id,
    editor: EditorDep,
    given: NewArticleDep,
    library: LibraryDep,
    settings: SettingsDep,
    tasks: BackgroundTasks,
) -> Response:
    """A new revision of this very article, whatever its text.

    Its address stays; another one is a conflict.
    """
    with library.reading() as s:
        article = articles.get(s, editor, id)
    draft = draft_of(given, settings)
    if given.source_url and draft.source_url != article.source_url:
        raise Conflict(
            "An article keeps its address: source_url is not this article's.", article.source_url
        )
    stored = pipeline.revise(
        library, id, replace(draft, source_url=article.source_url), origin=given.url
    )
    annotate_later(tasks, library, stored)
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
    editor: EditorDep,
    given: ChangeDep,
    library: LibraryDep,
    settings: SettingsDep,
) -> Response:
    """Opens an article to everybody or closes it; gives it a date, or takes back what was given."""
    with library.writing() as s:
        articles.get(s, editor, id)
        if given.visibility is not None:
            lifecycle.set_visibility(s, id, given.visibility)
    if "published" in given.model_fields_set:
        pipeline.date(library, id, given.published, creator_of(library, editor))
    with library.reading() as s:
        value = serializers.article_line(settings, articles.get(s, editor, id))
    return respond_json(request, value, private=True)


@router.delete("/{id}")
def withdraw(id: Id, editor: EditorDep, library: LibraryDep) -> Response:
    """Erases an article and leaves a tombstone."""
    with library.reading() as s:
        articles.get(s, editor, id)
    pipeline.withdraw(library, id)
    return Response(status_code=204)

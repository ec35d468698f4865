"""When the address of each article was last asked, and how to ask it again."""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from sqlalchemy import ColumnElement, func, or_, select
from sqlmodel import Session, col

from app.store.db.columns import now
from app.store.schema.addresses import FetchState
from app.store.schema.articles import Article, Revision

ERROR_MAX_CHARACTERS = 500


class PageAsFetched(Protocol):
    """What a fetch says of a page; the rooms above have more of it."""

    @property
    def url(self) -> str:
        """Where it was in the end."""
        ...

    @property
    def etag(self) -> str | None:
        """The validator of the server."""
        ...

    @property
    def last_modified(self) -> str | None:
        """When the server says that it changed."""
        ...


@dataclass(frozen=True, slots=True)
class AskedPage:
    """The address of a fetched page, and what asks it whether the page has changed."""

    url: str
    etag: str | None = None
    last_modified: str | None = None

    @classmethod
    def of(cls, page: PageAsFetched | None) -> "AskedPage | None":
        """That of a page; None where nothing was fetched."""
        return cls(page.url, page.etag, page.last_modified) if page else None


@dataclass(frozen=True, slots=True)
class Refreshable:
    """An article whose newest revision came from an address, and how to ask for the next one.

    `source_url` is the article's own address, `url` the one to ask.
    """

    article_id: int
    revision_id: int
    number: int
    source_url: str
    url: str
    etag: str | None
    last_modified: str | None


def due(s: Session, before: datetime) -> list[int]:
    """The articles to ask for: not asked since `before`, the one that was asked longest ago first.

    An article counts whose newest revision came from an address: what a person wrote here is not
    replaced by the page. One that was never asked for again counts from its capture.
    """
    asked_at = func.coalesce(col(FetchState.asked_at), col(Revision.captured_at))
    statement = (
        select(col(Article.id))
        .join(Revision, col(Revision.id) == col(Article.newest_revision_id))
        .outerjoin(FetchState, col(FetchState.article_id) == col(Article.id))
        .where(_came_from_an_address(), asked_at <= before)
        .order_by(asked_at, col(Article.id))
    )
    return [article_id for article_id in s.scalars(statement) if article_id is not None]


def find(s: Session, article_id: int) -> Refreshable | None:
    """How to ask for one article; None where there is nothing to ask any more."""
    statement = (
        select(
            col(Article.source_url),
            col(Revision.id),
            col(Revision.number),
            col(Revision.origin),
            FetchState,
        )
        .select_from(Article)
        .join(Revision, col(Revision.id) == col(Article.newest_revision_id))
        .outerjoin(FetchState, col(FetchState.article_id) == col(Article.id))
        .where(col(Article.id) == article_id, _came_from_an_address())
    )
    row = s.execute(statement).one_or_none()
    if row is None:
        return None
    source_url, revision_id, number, origin, state = row
    asked = (state.url, state.etag, state.last_modified) if state else (origin, None, None)
    return Refreshable(article_id, revision_id, number, source_url, *asked)


def record(s: Session, article_id: int, page: AskedPage, *, has_changed: bool) -> None:
    """Remembers that the address was asked now and gave the page, and how to ask it again."""
    state = _state(s, article_id, page.url)
    state.url, state.etag, state.last_modified = page.url, page.etag, page.last_modified
    state.asked_at, state.outcome, state.error = now(), "unchanged", None
    if has_changed:
        state.outcome = "changed"
    s.flush()


def record_unchanged(s: Session, article_id: int, url: str) -> None:
    """Remembers that the address was asked now and had nothing new; its validators stay."""
    state = _state(s, article_id, url)
    state.asked_at, state.outcome, state.error = now(), "unchanged", None
    s.flush()


def record_failure(s: Session, article_id: int, url: str, error: str) -> None:
    """Remembers that the address was asked now in vain; how to ask it stays."""
    state = _state(s, article_id, url)
    state.asked_at, state.outcome = now(), "failed"
    state.error = error[:ERROR_MAX_CHARACTERS]
    s.flush()


def forget(s: Session, article_id: int) -> None:
    """Forgets the address of an article."""
    state = s.get(FetchState, article_id)
    if state is not None:
        s.delete(state)
        s.flush()


def _state(s: Session, article_id: int, url: str) -> FetchState:
    state = s.get(FetchState, article_id)
    if state is None:
        state = FetchState(article_id=article_id, url=url, asked_at=now(), outcome="unchanged")
        s.add(state)
    return state


def _came_from_an_address() -> ColumnElement[bool]:
    """Whether an article with an address was fetched: the newest revision's origin is one too."""
    origin = col(Revision.origin)
    has_address = col(Article.source_url).is_not(None)
    return has_address & or_(origin.startswith("http://"), origin.startswith("https://"))

"""What routes depend on: settings, the library, a database session, the reader, the editor.

Owns bearer tokens, and what is asked before every route. FastAPI reads the parameters of every
dependency anew for every route that has it, so what many routes need takes the request alone: with
the settings and the library as parameters of their own, the routes took twice as long to make.
"""

import hmac
import re
from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Depends, Path, Query
from pydantic import AfterValidator, BeforeValidator
from sqlmodel import Session
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request

from app.errors import Forbidden, NotFound, NotSignedIn
from app.settings import Settings
from app.store.admin import people
from app.store.articles.access import ANYONE, Reader
from app.store.db.ids import LARGEST_ID, NOTHING_HERE, stored_id
from app.store.db.library import Library
from app.store.db.pagination import LONGEST_PAGE
from app.store.schema.people import TOKEN_SCOPES, TokenScope
from app.text.canonical import canonical
from app.web.http.rate_limit import RateLimits, client_address
from app.web.security.checks import SAFE_METHODS
from app.web.security.sessions import COOKIE, Sessions

OPEN_WITHOUT_SIGNING_IN = re.compile(
    r"/healthz|/readyz|/signin(/[^/]*)?|/signout|/p/[^/]+(/cite|/preview\.png)?|/b/[^/]+"
    r"|/api/passages/[^/]+|/favicon\.ico|/apple-touch-icon\.png|/robots\.txt|/manifest\.webmanifest"
    r"|/opensearch\.xml",
    re.ASCII,
)


async def settings_of(request: Request) -> Settings:
    """The settings of this application."""
    settings: Settings = request.app.state.settings
    return settings


async def library_of(request: Request) -> Library:
    """The library of this application."""
    library: Library = request.app.state.library
    return library


SettingsDep = Annotated[Settings, Depends(settings_of)]
LibraryDep = Annotated[Library, Depends(library_of)]


async def reading(request: Request) -> AsyncIterator[Session]:
    """A session on a read connection, returned before the answer is sent.

    A client that reads slowly holds none. It connects at the first question, in the handler's
    thread. Ending its transaction takes SQLite microseconds, so that no thread is needed for it.
    """
    library: Library = request.app.state.library
    with library.reading() as session:
        try:
            yield session
        finally:
            if not library.is_sqlite:
                await run_in_threadpool(session.close)


Reading = Annotated[Session, Depends(reading, scope="function")]


async def sessions_of(request: Request) -> Sessions:
    """The sign-in sessions of this application."""
    sessions: Sessions = request.app.state.sessions
    return sessions


SessionsDep = Annotated[Sessions, Depends(sessions_of)]


HOW_TO_SIGN_IN = "Sign in, or send a token."


async def reader_of(request: Request) -> Reader:
    """Who reads: by a bearer token, else by the session cookie, else anyone.

    Raises NotSignedIn for an unknown token.
    """
    settings, library = await settings_of(request), await library_of(request)
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() == "bearer":
        return await _bearer(token.strip(), settings, library)
    cookie = request.cookies.get(COOKIE)
    sessions = await sessions_of(request)
    person = await run_in_threadpool(sessions.person_of, cookie) if cookie else None
    if person is not None:
        return Reader(person, True)
    return ANYONE if settings.public_reading else Reader(public=False)


async def _bearer(token: str, settings: Settings, library: Library) -> Reader:
    admin_token = settings.admin_token
    if admin_token and hmac.compare_digest(token.encode("utf-8", "replace"), admin_token.encode()):
        return Reader(None, True)
    reader = await run_in_threadpool(_reader_by_token, library, token) if token else None
    if reader is None:
        raise NotSignedIn("Unknown token.")
    return reader


def _reader_by_token(library: Library, token: str) -> Reader | None:
    with library.reading() as s:
        stored = people.find_token(s, token)
        return Reader(stored.person_id, True, scope=stored.scope) if stored else None


ReaderDep = Annotated[Reader, Depends(reader_of)]


async def editor_of(reader: ReaderDep) -> Reader:
    """The editor. Raises NotSignedIn for everybody else."""
    if not reader.editor:
        raise NotSignedIn(
            "Only the editor can do this.",
            HOW_TO_SIGN_IN,
        )
    return reader


EditorDep = Annotated[Reader, Depends(editor_of)]
"""Of routes that show what the editor alone may see. Routes that write say which scope a token
needs, with one of the next three."""


async def annotating_editor(editor: EditorDep) -> Reader:
    """The editor, unless by a token for reading. Raises NotSignedIn, Forbidden."""
    return with_scope(editor, "annotate")


AnnotatingEditorDep = Annotated[Reader, Depends(annotating_editor)]


async def writing_editor(editor: EditorDep) -> Reader:
    """The editor, unless by a token with a narrower scope. Raises NotSignedIn, Forbidden."""
    return with_scope(editor, "edit")


WritingEditorDep = Annotated[Reader, Depends(writing_editor)]


async def sharing_reader(reader: ReaderDep) -> Reader:
    """Anybody who reads, unless by a token for reading. Raises Forbidden."""
    return with_scope(reader, "annotate")


SharingReaderDep = Annotated[Reader, Depends(sharing_reader)]


def with_scope(reader: Reader, needed: TokenScope) -> Reader:
    """The reader, unless by a token with a narrower scope. Raises Forbidden."""
    if TOKEN_SCOPES.index(reader.scope) < TOKEN_SCOPES.index(needed):
        raise Forbidden(
            f"This token has the scope “{reader.scope}”; this needs “{needed}”.",
            f"Create one with `gloss token create NAME --scope {needed}`.",
        )
    return reader


def closed_to(reader: Reader) -> bool:
    """Whether this reader sees only passages that the editor opened."""
    return not reader.public and not reader.editor


async def gate(request: Request, reader: ReaderDep) -> None:
    """Runs before every route: with public reading off, refuses everybody but the editor.

    Signing in and probes are open; passages and boards decide for themselves.
    """
    if closed_to(reader) and not OPEN_WITHOUT_SIGNING_IN.fullmatch(request.scope["path"]):
        raise NotSignedIn(
            "This library is private.",
            HOW_TO_SIGN_IN,
        )


async def count_sharing(request: Request, reader: ReaderDep) -> None:
    """Counts one passage shared from the client's address, before the request's body is read.

    Raises RateLimitExceeded.
    """
    if not reader.editor:
        _limits(request).passages.count(await _address_of(request))


async def count_preview(request: Request, reader: ReaderDep) -> None:
    """Counts one preview image that is drawn; kept ones are answered without.

    Raises RateLimitExceeded.
    """
    if not reader.editor:
        _limits(request).previews.count(await _address_of(request))


async def count_request(request: Request, reader: ReaderDep) -> None:
    """Counts a search or a write, before it is done.

    Raises RateLimitExceeded.
    """
    if reader.editor:
        return
    if request.method not in SAFE_METHODS:
        _limits(request).writes.count(await _address_of(request))
    elif request.scope["query_string"] and request.query_params.get("q", "").strip():
        _limits(request).searches.count(await _address_of(request))


def _limits(request: Request) -> RateLimits:
    limits: RateLimits = request.app.state.rate_limits
    return limits


async def _address_of(request: Request) -> str:
    return client_address(request, await settings_of(request))


def new_router(prefix: str = "") -> APIRouter:
    """A router whose every route is behind the gate and counted.

    It is never included in another one, which would read the parameters of all routes once more.
    """
    return APIRouter(prefix=prefix, dependencies=[Depends(gate), Depends(count_request)])


def _id(value: object) -> int:
    if isinstance(value, str) and re.fullmatch(r"[0-9]{1,18}", value, re.ASCII):
        return stored_id(int(value))
    raise ValueError("Not a valid id.")


def _clean(words: str | None) -> str | None:
    return canonical(words).strip() or None if words else None


Id = Annotated[int, Path(), BeforeValidator(_id)]
OfArticle = Annotated[int | None, Query(ge=1, le=LARGEST_ID)]
Words = Annotated[str | None, AfterValidator(_clean), Query()]
RevisionNumber = Annotated[int | None, Query(ge=1, lt=10**9)]


@dataclass(frozen=True, slots=True)
class ListQuery:
    """Where a list starts and how long it is."""

    cursor: str | None
    limit: int


async def listing_of(
    request: Request,
    cursor: Annotated[str | None, Query(max_length=1000)] = None,
    limit: Annotated[int | None, Query(ge=1, le=LONGEST_PAGE)] = None,
) -> ListQuery:
    """The part of a list that is requested."""
    settings = await settings_of(request)
    return ListQuery(cursor or None, limit or settings.page_size)


ListingDep = Annotated[ListQuery, Depends(listing_of)]


async def known_code(code: str) -> str:
    """A passage or sign-in code of valid form. Raises NotFound."""
    if not re.fullmatch(r"[A-Za-z0-9_-]{12,128}", code, re.ASCII):
        raise NotFound(NOTHING_HERE)
    return code


Code = Annotated[str, Depends(known_code)]

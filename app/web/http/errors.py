"""Errors as answers: JSON for programs, a page or fragment for readers, never a traceback.

Owns the map from error to HTTP.
"""

import logging
from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from jinja2 import TemplateError, UndefinedError
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.routing import Route

from app.errors import (
    Damaged,
    GlossError,
    Gone,
    LibraryDamaged,
    MethodNotAllowed,
    NotSignedIn,
)
from app.reading import damaged_rows
from app.store.db import damage, faults
from app.store.db.ids import NOTHING_HERE
from app.store.db.library import Library
from app.web.http import templating
from app.web.http.rate_limit import RateLimitExceeded
from app.web.security import checks
from app.web.security.fault_log import FaultLog

log = logging.getLogger(__name__)
_fault_log = FaultLog(log)

MOST_PROBLEMS = 5
"""Refused fields that one answer names."""

SENTENCES = {
    400: "The request could not be read.",
    404: NOTHING_HERE,
    405: "This address does not support that method.",
    422: "The request is not valid.",
    500: "Something went wrong in Gloss. The error was logged, and nothing was stored.",
}


def install(app: FastAPI) -> None:
    """Registers the handlers on `app`."""
    app.add_exception_handler(GlossError, _gloss_error)
    app.add_exception_handler(Damaged, _damaged)
    for failure in (*damage.FAILURES, UndefinedError):
        app.add_exception_handler(failure, _perhaps_damaged)
    app.add_exception_handler(RequestValidationError, _unreadable)
    app.add_exception_handler(HTTPException, _http_error)
    app.add_exception_handler(RecursionError, _too_deep)
    for kind in (MemoryError, OSError, RuntimeError):
        app.add_exception_handler(kind, _fault)
    app.add_exception_handler(ClientDisconnect, _client_left)
    app.add_exception_handler(Exception, _unexpected)


def answer(
    request: Request,
    status: int,
    message: str,
    detail: str | None = None,
    headers: Mapping[str, str] | None = None,
    **more: str | None,
) -> Response:
    """The error in the form that fits its address; never stored by a cache.

    `more` are fields for programs alone, left out when None.
    """
    all_headers = {"Cache-Control": "no-store", **(headers or {})}
    message = _encodable(message)
    detail = _encodable(detail) if detail else None
    if not checks.is_api(request.scope["path"]):
        return HTMLResponse(_page(request, status, message, detail), status, all_headers)
    error = {"status": status, "message": message, "detail": detail}
    error |= {name: value for name, value in more.items() if value is not None}
    return JSONResponse({"error": error}, status, all_headers)


def _encodable(words: str) -> str:
    """The words without lone surrogates, which no answer could be encoded with."""
    return words.encode("utf-8", "replace").decode()


def _page(request: Request, status: int, message: str, detail: str | None) -> str:
    try:
        return templating.error(request, status, message, detail)
    except (TemplateError, RecursionError):
        log.exception("the error page could not be rendered")
        return checks.plain_page(status, message, detail)


async def _gloss_error(request: Request, error: Exception) -> Response:
    assert isinstance(error, GlossError)  # noqa: S101 - the registration says so
    if error.status in (503, 507):  # every request meets it
        _fault_log.error(type(error).__name__, error.message)
    elif error.status >= 500:
        log.error("%s: %s", type(error).__name__, error.message)
    successor = _successor(error)
    return answer(
        request, error.status, error.message, error.detail, _headers(error), successor=successor
    )


async def _explanation(request: Request) -> str | None:
    library: Library = request.app.state.library
    return await run_in_threadpool(damaged_rows.explanation, library, request.scope["path"])


async def _damaged(request: Request, error: Exception) -> Response:
    assert isinstance(error, Damaged)  # noqa: S101 - the registration says so
    log.error("%s", error.message)
    if isinstance(error, LibraryDamaged):
        return answer(request, error.status, error.FOR_READERS)
    named = await _explanation(request)
    return answer(request, error.status, named or error.message, error.detail)


async def _perhaps_damaged(request: Request, error: Exception) -> Response:
    """A failure that damaged rows explain; any other is unexpected."""
    named = await _explanation(request)
    if named is None:
        raise error
    log.error("%s: %s", type(error).__name__, error)
    return answer(request, 500, named)


def _successor(error: GlossError) -> str | None:
    """The address, or the id, of what replaced something that is gone."""
    if isinstance(error, Gone) and error.successor:
        return _encodable(error.successor)
    return None


def _headers(error: GlossError) -> dict[str, str]:
    successor = _successor(error)
    if isinstance(error, RateLimitExceeded):
        return {"Retry-After": str(error.retry_after)}
    if isinstance(error, MethodNotAllowed):
        return {"Allow": error.allowed}
    if isinstance(error, NotSignedIn):
        return {"WWW-Authenticate": "Bearer"}
    if successor and "/" in successor:
        return {"Link": f'<{successor}>; rel="successor-version"'}
    return {"Retry-After": "5"} if error.status == 503 else {}


async def _unreadable(request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)  # noqa: S101 - the registration says so
    problems = [_problem(one) for one in error.errors()[:MOST_PROBLEMS]]
    if any(source == "path" for source, _ in problems):
        return answer(request, 404, SENTENCES[404])
    detail = "; ".join(description for _, description in problems)
    return answer(request, 422, SENTENCES[422], detail[:1000])


def _problem(error: Mapping[str, Any]) -> tuple[str, str]:
    """Where a refused value came from (path, query, body, …), and `field: what is wrong`."""
    source, *field = map(str, error.get("loc") or ("body",))
    return source, f"{'.'.join(field) or 'body'}: {error.get('msg', '')}"


async def _http_error(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)  # noqa: S101 - the registration says so
    status = error.status_code
    if status < 400 or status in (204, 304):
        return Response(status_code=status, headers=error.headers)
    headers = {"Allow": _allowed(request)} if status == 405 else error.headers
    message = SENTENCES.get(status) or HTTPStatus(status).phrase + "."
    detail = None if error.detail == HTTPStatus(status).phrase else str(error.detail)
    return answer(request, status, message, detail, headers)


def _allowed(request: Request) -> str:
    """The methods of an address, of all routes that it has: each route knows its own alone."""
    path = request.scope["path"]
    routes = [r for r in request.app.routes if isinstance(r, Route) and r.path_regex.match(path)]
    methods = {method for route in routes for method in route.methods or ()}
    return ", ".join(sorted(methods | {"HEAD"} if "GET" in methods else methods))


async def _too_deep(request: Request, _error: Exception) -> Response:
    return answer(request, 400, SENTENCES[400], "The JSON is nested too deeply.")


async def _client_left(request: Request, _error: Exception) -> Response:
    """Nobody reads this: the client disconnected while it was sending."""
    return answer(request, 400, SENTENCES[400])


async def _fault(request: Request, error: Exception) -> Response:
    """What the machine lacks: descriptors, memory, threads, room on the disk.

    Raises the error again where it is something else.
    """
    fault = faults.of(error)
    if fault is None:
        raise error
    return await _gloss_error(request, fault)


async def _unexpected(request: Request, error: Exception) -> Response:
    fault = faults.of(error)
    if fault is not None:
        return await _gloss_error(request, fault)
    log.error("an unexpected error at %s", request.scope["path"], exc_info=error)
    return answer(request, 500, SENTENCES[500], None, checks.HEADERS)

"""Errors as answers: JSON for programs, a page or fragment for readers, never a traceback.

Owns the map from error to HTTP.
"""

import logging
from collections.abc import Mapping
from http import HTTPStatus

from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from jinja2 import TemplateError
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request
from starlette.responses import HTMLResponse, JSONResponse, Response

from app.errors import GlossError, Gone, NotSignedIn
from app.web.http import security, templating
from app.web.http.limits import RateLimitExceeded

log = logging.getLogger(__name__)

SENTENCES = {
    400: "The request cannot be read.",
    404: "There is nothing at this address.",
    405: "This address does not answer to that method.",
    422: "The request makes no sense here.",
    500: "Something went wrong in Gloss. It was logged, and nothing was stored.",
}


def install(app: FastAPI) -> None:
    """Registers the handlers on `app`."""
    app.add_exception_handler(GlossError, _gloss_error)
    app.add_exception_handler(RequestValidationError, _unreadable)
    app.add_exception_handler(HTTPException, _http_error)
    app.add_exception_handler(RecursionError, _too_deep)
    app.add_exception_handler(ClientDisconnect, _left)
    app.add_exception_handler(Exception, _unexpected)


def answer(
    request: Request,
    status: int,
    message: str,
    detail: str | None = None,
    headers: Mapping[str, str] | None = None,
    **more: str | None,
) -> Response:
    """The error in the shape that fits its address; never kept by a cache.

    `more` are fields for programs alone, left out when None.
    """
    given = {"Cache-Control": "no-store"} | dict(headers or {})
    if security.is_api(request.scope["path"]):
        error = {
            "status": status,
            "message": _plain(message),
            "detail": _plain(detail) if detail else None,
        }
        error |= {name: value for name, value in more.items() if value is not None}
        return JSONResponse({"error": error}, status, given)
    return HTMLResponse(
        _page(request, status, _plain(message), _plain(detail) if detail else None), status, given
    )


def _plain(words: str) -> str:
    return words.encode("utf-8", "replace").decode()


def _page(request: Request, status: int, message: str, detail: str | None) -> str:
    try:
        return templating.error(request, status, message, detail)
    except (TemplateError, RecursionError):
        log.exception("the error page could not be made")
        return security.plain_page(status, message, detail)


async def _gloss_error(request: Request, error: Exception) -> Response:
    assert isinstance(error, GlossError)  # noqa: S101 - the registration says so
    if error.status >= 500:
        log.error("%s: %s", type(error).__name__, error.message)
    successor = _plain(error.successor) if isinstance(error, Gone) and error.successor else None
    return answer(
        request, error.status, error.message, error.detail, _headers(error), successor=successor
    )


def _headers(error: GlossError) -> dict[str, str]:
    if isinstance(error, RateLimitExceeded):
        return {"Retry-After": str(error.retry_after)}
    if isinstance(error, NotSignedIn):
        return {"WWW-Authenticate": "Bearer"}
    if isinstance(error, Gone) and error.successor and "/" in error.successor:
        return {"Link": f'<{error.successor}>; rel="successor-version"'}
    return {"Retry-After": "5"} if error.status == 503 else {}


async def _unreadable(request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)  # noqa: S101 - the registration says so
    problems = [
        (tuple(map(str, e.get("loc", ()))), str(e.get("msg", ""))) for e in error.errors()[:5]
    ]
    if any(place[:1] == ("path",) for place, _ in problems):
        return answer(request, 404, SENTENCES[404])
    detail = "; ".join(f"{'.'.join(place[1:]) or 'body'}: {what}" for place, what in problems)
    return answer(request, 422, SENTENCES[422], detail[:1000])


async def _http_error(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)  # noqa: S101 - the registration says so
    status = error.status_code
    if status < 400 or status in (204, 304):
        return Response(status_code=status, headers=error.headers)
    message = SENTENCES.get(status) or HTTPStatus(status).phrase + "."
    detail = None if error.detail == HTTPStatus(status).phrase else str(error.detail)
    return answer(request, status, message, detail, error.headers)


async def _too_deep(request: Request, _error: Exception) -> Response:
    return answer(request, 400, SENTENCES[400], "It is nested too deeply.")


async def _left(request: Request, _error: Exception) -> Response:
    """Nobody reads this: the client went away while it was sending."""
    return answer(request, 400, SENTENCES[400])


async def _unexpected(request: Request, error: Exception) -> Response:
    log.error("an unexpected error at %s", request.scope["path"], exc_info=error)
    return answer(request, 500, SENTENCES[500], None, security.HEADERS)

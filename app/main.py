"""Assembles the web application: settings, library, middleware, routes."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import FastAPI
from fastapi.telemetry import TelemetryConfig
from starlette.middleware.gzip import GZipMiddleware

from app.resources import STATIC
from app.settings import Settings
from app.store.db.library import Library
from app.web import ROUTES
from app.web.api.health import CachedTotals, Counted
from app.web.http import errors
from app.web.http.background import AnnotatesHere, NewRevisions
from app.web.http.caching import KeptFiles
from app.web.http.kept.page_cache import PageCache
from app.web.http.kept.representations import COMPRESSION_LEVEL, SMALLEST_COMPRESSED_BYTES
from app.web.http.kept.serving import ServeKept
from app.web.http.rate_limit import RateLimits
from app.web.languages import PageLanguages
from app.web.security.body_limits import BodyLimits
from app.web.security.checks import ClosedPages, HeadRequests, RequestChecks
from app.web.security.overload import Overload
from app.web.security.rendering_queue import RenderingQueue
from app.web.security.sessions import Sessions
from app.web.security.shared_counts import SharedCounts

NO_TELEMETRY: TelemetryConfig = {
    "tracing": False,
    "metrics": False,
    "logs": False,
    "operation_spans": False,
    "auto_configure": False,
}
"""Only `app.fetch` opens outgoing connections: no environment variable may add an exporter."""


def create_app(
    settings: Settings,
    library: Library | None = None,
    *,
    new_revisions: NewRevisions | None = None,
    counts: SharedCounts | None = None,
) -> FastAPI:
    """The application for a library.

    A library that is passed stays open; without one the application opens its own and closes it.
    `new_revisions` decides who annotates what requests store, by default a thread of this process;
    `counts` are what it counts together with other processes.
    """
    app = FastAPI(
        title="Gloss",
        openapi_url=None,
        redirect_slashes=False,  # its redirects would be built from the Host header
        routes=list(ROUTES),
        lifespan=_lifespan,
        telemetry=NO_TELEMETRY,
    )
    app.state.settings = settings
    app.state.library = library or Library(settings)
    app.state.owns_library = library is None
    app.state.sessions = Sessions(app.state.library, settings)
    app.state.new_revisions = new_revisions or AnnotatesHere()
    app.state.counts = counts or SharedCounts()
    app.state.totals = CachedTotals()
    app.state.api_document = None  # made when it is first asked for
    app.state.rate_limits = RateLimits(settings, app.state.counts)
    app.state.page_cache = PageCache(app.state.library, settings.page_cache_bytes)
    _add_middleware(app, settings)
    errors.install(app)
    app.mount("/static", KeptFiles(directory=STATIC), name="static")
    return app


def _add_middleware(app: FastAPI, settings: Settings) -> None:
    """Adds the middleware from the inside out: the last one added sees a request first."""
    app.add_middleware(BodyLimits, settings=settings)
    app.add_middleware(
        GZipMiddleware,
        minimum_size=SMALLEST_COMPRESSED_BYTES,
        compresslevel=COMPRESSION_LEVEL,
    )
    app.add_middleware(RequestChecks, settings=settings)
    app.add_middleware(RenderingQueue, settings=settings)
    app.add_middleware(Overload, settings=settings)
    app.add_middleware(HeadRequests)
    app.add_middleware(ClosedPages)
    app.add_middleware(PageLanguages)
    app.add_middleware(ServeKept, settings=settings, cache=app.state.page_cache)
    app.add_middleware(Counted, counts=app.state.counts)


@asynccontextmanager
async def _lifespan(app: FastAPI) -> AsyncIterator[None]:
    yield
    if app.state.owns_library:
        app.state.library.close()

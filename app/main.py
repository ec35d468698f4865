"""Assembles the application: settings, library, middlewares, routes.

The only module that knows every other.
"""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from fastapi import Depends, FastAPI
from fastapi.telemetry import TelemetryConfig
from starlette.middleware.gzip import GZipMiddleware

from app.settings import Settings
from app.store.db.library import Library
from app.web import ROUTERS
from app.web.api.health import Answers, Counted
from app.web.http import errors
from app.web.http.body_limits import BodyLimits
from app.web.http.caching import KeptFiles
from app.web.http.dependencies import gate
from app.web.http.rate_limit import RateLimit
from app.web.http.security import ClosedPages, HeadRequests, RequestChecks
from app.web.http.sessions import Sessions

STATIC = Path(__file__).parent.parent / "static"
NO_TELEMETRY: TelemetryConfig = {
    "tracing": False,
    "metrics": False,
    "logs": False,
    "operation_spans": False,
    "auto_configure": False,
}
"""`app.fetch` alone opens outgoing connections; an environment variable must not add an exporter.
"""


def create_app(settings: Settings, library: Library | None = None) -> FastAPI:
    """The application over `library`, which stays open; without one it opens its own and closes it at the end."""
    app = FastAPI(
        title="Gloss",
        openapi_url=None,
        redirect_slashes=False,  # they would be made from the Host header
        dependencies=[Depends(gate)],
        lifespan=_lifespan,
        telemetry=NO_TELEMETRY,
    )
    app.state.settings = settings
    app.state.library = library or Library(settings)
    app.state.owns_library = library is None
    app.state.sessions = Sessions(app.state.library, settings)
    app.state.answers = Answers()
    app.state.sharing = RateLimit(settings.passages_per_minute)
    _middlewares(app, settings)
    errors.install(app)
    for router in ROUTERS:
        app.include_router(router)
    app.mount("/static", KeptFiles(directory=STATIC), name="static")
    return app


def _middlewares(app: FastAPI, settings: Settings) -> None:
    """The last added is the outermost."""
    app.add_middleware(BodyLimits, settings=settings)
    app.add_middleware(GZipMiddleware, minimum_size=500, compresslevel=6)
    app.add_middleware(RequestChecks, settings=settings)
    app.add_middleware(HeadRequests)
    app.add_middleware(ClosedPages)
    app.add_middleware(Counted, answers=app.state.answers)


@asynccontextmanager
async def _lifespan(app: FastAPI) -> AsyncIterator[None]:
    yield
    if app.state.owns_library:
        app.state.library.close()

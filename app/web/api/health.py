"""Probes and metrics for machines: is the process alive, is it ready, how much does it hold.

`Counted` counts the answers.
"""

import threading
import time

from anyio import CapacityLimiter, to_thread
from anyio.lowlevel import RunVar
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app import pipeline
from app.engines.model import choice
from app.errors import LibraryBusy, NotSignedIn
from app.settings import Settings
from app.store.admin import migrations, storage
from app.store.annotations import runs
from app.store.articles.access import ANYONE
from app.store.db.library import Library
from app.store.summaries import publishers
from app.web.http.background import NewRevisions, one_thread
from app.web.http.dependencies import LibraryDep, ReaderDep, SettingsDep, new_router
from app.web.security.shared_counts import SharedCounts

router = new_router()

_probes: RunVar[CapacityLimiter] = RunVar("probes")

PENDING_CACHED_SECONDS = 30.0
"""What is pending is what no run finished: counting that reads a row for each revision and layer,
and scrapers ask every few seconds."""


class CachedTotals:
    """How much the library holds, as this process counted it last."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.pending: tuple[float, int] | None = None


class Counted:
    """Middleware that counts every answer by its status."""

    def __init__(self, app: ASGIApp, counts: SharedCounts) -> None:
        self.app = app
        self.counts = counts

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Passes one request through."""
        if scope["type"] != "http":
            return await self.app(scope, receive, send)

        async def counted(message: Message) -> None:
            if message["type"] == "http.response.start":
                self.counts.count_answer(message["status"])
            await send(message)

        return await self.app(scope, receive, counted)


@router.get("/healthz")
async def healthz() -> Response:
    """The process answers; this waits for no thread."""
    return JSONResponse({"status": "ok"}, headers={"Cache-Control": "no-store"})


@router.get("/readyz")
async def readyz(request: Request, settings: SettingsDep, library: LibraryDep) -> Response:
    """The library can be read and its schema is current. Raises LibraryBusy otherwise.

    It says whether new articles are annotated, by which model, and whether anything can be stored;
    pages are served in any case.
    """
    new_revisions: NewRevisions = request.app.state.new_revisions
    # A thread of its own: probes are answered while all others are busy.
    state = await to_thread.run_sync(
        _readiness, settings, library, new_revisions, limiter=one_thread(_probes)
    )
    return JSONResponse(state, headers={"Cache-Control": "no-store"})


def _readiness(
    settings: Settings, library: Library, new_revisions: NewRevisions
) -> dict[str, str | bool]:
    if not migrations.is_current(settings):
        raise LibraryBusy(
            "The library's schema does not match this version of Gloss.", "Run `gloss migrate`."
        )
    return {
        "status": "ready",
        "annotating": new_revisions.is_annotated(library),
        "model": settings.model if choice.is_readable(settings.model) else "missing",
        "storage": storage.failure(library) or "writable",
    }


@router.get("/metrics")
def metrics(
    request: Request, reader: ReaderDep, library: LibraryDep, settings: SettingsDep
) -> Response:
    """Counts in the Prometheus text format: of what anyone may read.

    With a token also how many revisions are still to be annotated, private ones included. Without
    one they are answered only where `metrics_public` is set. Raises NotSignedIn.
    """
    if not (reader.editor or settings.metrics_public):
        raise NotSignedIn(
            "Metrics need a token.", "GLOSS_METRICS_PUBLIC=true opens those of public articles."
        )
    counts: SharedCounts = request.app.state.counts
    lines: list[str] = []
    totals = _count(library)
    if reader.editor:
        totals["pending_revisions"] = _cached_pending(request.app.state.totals, library)
    for name, value in totals.items():
        lines += [f"# TYPE gloss_{name} gauge", f"gloss_{name} {value}"]
    lines.append("# TYPE gloss_answers_total counter")
    for status, count in sorted(counts.answers().items()):
        lines.append(f'gloss_answers_total{{status="{status}"}} {count}')
    return PlainTextResponse(
        "\n".join(lines) + "\n",
        headers={"Cache-Control": "no-store"},
        media_type="text/plain; version=0.0.4; charset=utf-8",
    )


def _cached_pending(cached: CachedTotals, library: Library) -> int:
    with cached.lock:
        now = time.monotonic()
        if cached.pending is None or cached.pending[0] < now - PENDING_CACHED_SECONDS:
            with library.reading() as s:
                cached.pending = (now, runs.count_pending(s, pipeline.versions(library)))
        return cached.pending[1]


def _count(library: Library) -> dict[str, int]:
    with library.reading() as s:
        return {
            "articles": publishers.articles(s, ANYONE),
            "annotations": publishers.annotations(s, ANYONE),
        }

"""Probes and metrics for machines: is the process alive, is it ready, how much does it hold.

`Counted` counts the answers.
"""

import threading
import time

from anyio import CapacityLimiter, to_thread
from anyio.lowlevel import RunVar
from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app import pipeline
from app.engines.model import choice
from app.errors import LibraryBusy
from app.settings import Settings
from app.store.admin import migrations, totals
from app.store.annotations import runs
from app.store.articles.access import ANYONE
from app.store.db.library import Library
from app.web.http.background import NewRevisions
from app.web.http.dependencies import LibraryDep, ReaderDep, SettingsDep
from app.web.security.shared_counts import SharedCounts

router = APIRouter()

_probes: RunVar[CapacityLimiter] = RunVar("probes")

FOR_THE_EDITOR = "pending_revisions"
COUNTS_CACHED_SECONDS = 30.0
"""Counting a hundred million rows takes a while, and scrapers ask every few seconds."""


class CachedTotals:
    """How much the library holds, as this process counted it last."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.counted: tuple[float, dict[str, int]] | None = None


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

    It says whether new articles are annotated, and by which model; pages are served in any case.
    """
    new_revisions: NewRevisions = request.app.state.new_revisions
    # A thread of its own: probes are answered while all others are busy.
    state = await to_thread.run_sync(
        _readiness, settings, library, new_revisions, limiter=_probe_limiter()
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
    }


def _probe_limiter() -> CapacityLimiter:
    """The limiter of the running event loop for probes: one thread."""
    try:
        return _probes.get()
    except LookupError:
        _probes.set(limiter := CapacityLimiter(1))
        return limiter


@router.get("/metrics")
def metrics(request: Request, reader: ReaderDep, library: LibraryDep) -> Response:
    """Counts in the Prometheus text format: of what anyone may read.

    With a token also how many revisions are still to be annotated, private ones included.
    """
    counts: SharedCounts = request.app.state.counts
    lines: list[str] = []
    for name, value in _cached_totals(request.app.state.totals, library).items():
        if name != FOR_THE_EDITOR or reader.editor:
            lines += [f"# TYPE gloss_{name} gauge", f"gloss_{name} {value}"]
    lines.append("# TYPE gloss_answers_total counter")
    for status, count in sorted(counts.answers().items()):
        lines.append(f'gloss_answers_total{{status="{status}"}} {count}')
    return PlainTextResponse(
        "\n".join(lines) + "\n",
        headers={"Cache-Control": "no-store"},
        media_type="text/plain; version=0.0.4; charset=utf-8",
    )


def _cached_totals(totals: CachedTotals, library: Library) -> dict[str, int]:
    with totals.lock:
        now = time.monotonic()
        if totals.counted is None or totals.counted[0] < now - COUNTS_CACHED_SECONDS:
            totals.counted = (now, _count(library))
        return totals.counted[1]


def _count(library: Library) -> dict[str, int]:
    with library.reading() as s:
        return {
            "articles": totals.articles(s, ANYONE),
            "annotations": totals.annotations(s, ANYONE),
            FOR_THE_EDITOR: runs.count_pending(s, pipeline.versions(library)),
        }

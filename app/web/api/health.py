"""Probes and metrics for machines: is the process alive, is it ready, how much does it hold.

Owns the count of answers by status.
"""

import threading
import time
from collections import Counter

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app import pipeline
from app.errors import LibraryBusy
from app.store.admin import migrations
from app.store.annotations import runs
from app.store.articles.access import ANYONE
from app.store.db.library import Library
from app.store.summaries import publishers
from app.web.http.dependencies import LibraryDep, ReaderDep, SettingsDep

router = APIRouter()

PENDING_CACHED_SECONDS = 30.0
"""What is pending is what no run finished: counting that reads a row for each revision and layer,
and scrapers ask every few seconds."""


class Answers:
    """How many answers this process has given, by status."""

    def __init__(self) -> None:
        self.by_status: Counter[int] = Counter()
        self.lock = threading.Lock()
        self.pending: tuple[float, int] | None = None


class Counted:
    """Middleware that counts every answer by its status."""

    def __init__(self, app: ASGIApp, answers: Answers) -> None:
        self.app = app
        self.answers = answers

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Passes one request through."""
        if scope["type"] != "http":
            return await self.app(scope, receive, send)

        async def counted(message: Message) -> None:
            if message["type"] == "http.response.start":
                self.answers.by_status[message["status"]] += 1
            await send(message)

        return await self.app(scope, receive, counted)


@router.get("/healthz")
def healthz() -> Response:
    """The process answers."""
    return JSONResponse({"status": "ok"}, headers={"Cache-Control": "no-store"})


@router.get("/readyz")
def readyz(settings: SettingsDep) -> Response:
    """The library can be read and its schema is current. Raises LibraryBusy otherwise."""
    if not migrations.is_current(settings):
        raise LibraryBusy(
            "The library's schema does not match this version of Gloss.", "Run `gloss migrate`."
        )
    return JSONResponse({"status": "ready"}, headers={"Cache-Control": "no-store"})


@router.get("/metrics")
def metrics(request: Request, reader: ReaderDep, library: LibraryDep) -> Response:
    """Counts in the Prometheus text format: of what anyone may read.

    With a token also how many revisions are still to be annotated, private ones included.
    """
    answers: Answers = request.app.state.answers
    lines: list[str] = []
    counts = _count(library)
    if reader.editor:
        counts["pending_revisions"] = _cached_pending(answers, library)
    for name, value in counts.items():
        lines += [f"# TYPE gloss_{name} gauge", f"gloss_{name} {value}"]
    lines.append("# TYPE gloss_answers_total counter")
    for status, count in sorted(answers.by_status.items()):
        lines.append(f'gloss_answers_total{{status="{status}"}} {count}')
    return PlainTextResponse(
        "\n".join(lines) + "\n",
        headers={"Cache-Control": "no-store"},
        media_type="text/plain; version=0.0.4; charset=utf-8",
    )


def _cached_pending(answers: Answers, library: Library) -> int:
    with answers.lock:
        now = time.monotonic()
        if answers.pending is None or answers.pending[0] < now - PENDING_CACHED_SECONDS:
            with library.reading() as s:
                answers.pending = (now, runs.count_pending(s, pipeline.versions(library)))
        return answers.pending[1]


def _count(library: Library) -> dict[str, int]:
    with library.reading() as s:
        return {
            "articles": publishers.articles(s, ANYONE),
            "annotations": publishers.annotations(s, ANYONE),
        }

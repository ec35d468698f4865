"""Annotating on a Dask cluster: a scheduler and two workers, as processes of their own."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, closing
from pathlib import Path

import pytest
from sqlmodel import col, select

from app import pipeline
from app.settings import Settings
from app.store.admin import backup
from app.store.annotations import runs
from app.store.db.library import Library
from app.store.schema.annotations import Annotation
from tests.building import ingest
from tests.cli.running import ROOT, gloss

pytestmark = pytest.mark.slow  # each test starts processes

ARTICLES = 12
TEXT = "“The buoy {n} was dark,” Ida Fenwick said on Monday. Leo Marchant said that it was not.\n\n"


def dask(stack: ExitStack, ready: str, *arguments: str) -> subprocess.Popen[str]:
    """A process of the cluster once it has said that it is ready; it ends with the test."""
    process = subprocess.Popen(
        [sys.executable, "-m", *arguments],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stderr is not None
    stack.callback(process.stderr.close)
    stack.callback(process.wait)
    stack.callback(process.kill)
    for line in process.stderr:
        if ready in line:
            break
    return process


@pytest.fixture
def cluster(tmp_path: Path) -> Iterator[tuple[str, list[subprocess.Popen[str]]]]:
    """A scheduler's address and its two workers, one thread each."""
    file = tmp_path / "scheduler.json"
    known = ("--scheduler-file", str(file))
    with ExitStack() as stack:
        scheduler = ("distributed.cli.dask_scheduler", "--host", "127.0.0.1", "--port", "0")
        dask(stack, "Scheduler at", *scheduler, "--no-dashboard", *known)
        one_thread = ("--nworkers", "1", "--nthreads", "1", "--no-nanny", "--no-dashboard")
        workers = [
            dask(
                stack,
                "Registered to",
                "distributed.cli.dask_worker",
                "--host",
                "127.0.0.1",
                *one_thread,
                *known,
            )
            for _ in range(2)
        ]
        while not file.exists():
            time.sleep(0.05)
        yield json.loads(file.read_text())["address"], workers


def annotated(library: Library) -> dict[int, list[tuple[object, ...]]]:
    """The annotations of each revision that every layer has finished on."""
    with library.reading() as s:
        pending = runs.pending(s, pipeline.versions(library))
        rows = s.scalars(select(Annotation).order_by(col(Annotation.start), col(Annotation.layer)))
        found: dict[int, list[tuple[object, ...]]] = {}
        for row in rows:
            if row.revision_id not in pending:
                said = (row.layer, row.start, row.end, row.kind, row.confidence, row.body)
                found.setdefault(row.revision_id, []).append(said)
        return found


def test_a_killed_worker_loses_and_doubles_nothing(
    sqlite_library: Library,
    tmp_path: Path,
    cluster: tuple[str, list[subprocess.Popen[str]]],
) -> None:
    address, workers = cluster
    for n in range(ARTICLES):
        ingest(sqlite_library, TEXT.format(n=n), annotated=False)
    alone = Settings(data=tmp_path / "alone", model="small")
    alone.data.mkdir()
    backup.backup(sqlite_library.settings, alone.data / "gloss.db")
    workers[0].send_signal(signal.SIGSTOP)  # what it is given it never answers
    environ = {"GLOSS_DATA": str(sqlite_library.settings.data), "GLOSS_MODEL": "small"}
    command = [sys.executable, "-m", "app", "annotate", "--scheduler", address]
    with ExitStack() as stack:
        annotating = subprocess.Popen(
            command, cwd=ROOT, env=os.environ | environ, stdout=subprocess.DEVNULL
        )
        stack.callback(annotating.wait)
        stack.callback(annotating.kill)
        while annotating.poll() is None and not annotated(sqlite_library):
            time.sleep(0.05)
        assert annotating.poll() is None, "it ended without what the stopped worker had"
        workers[0].kill()
        assert annotating.wait(timeout=120) == 0
    with closing(Library(alone)) as library:
        pipeline.annotate_pending(library)
        assert annotated(sqlite_library) == annotated(library)
    assert len(annotated(sqlite_library)) == ARTICLES


def test_an_address_without_a_scheduler_is_named(tmp_path: Path) -> None:
    run = gloss(tmp_path, "annotate", "--scheduler", "tcp://127.0.0.1:9")
    assert run.returncode == 1
    assert "No Dask scheduler answers at tcp://127.0.0.1:9" in run.stderr.decode()

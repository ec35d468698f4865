"""How annotating a library speeds up with processes on one machine, and with Dask workers.

The texts are paragraphs of the demo library in other orders: the model's cost is that of real text.
"""

import json
import os
import random
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from importlib import import_module
from pathlib import Path
from typing import Any

from app import pipeline
from app.importers.base import Draft
from app.settings import Settings
from app.store.admin import migrations
from app.store.db.library import Library
from app.text.spans import one_paragraph_a_gap
from benchmarks.load import servers
from benchmarks.load.driver import ROOT
from benchmarks.load.report import Report
from benchmarks.speed import demo_texts

ARTICLES = 60
CHARACTERS = 4_500
_SHORTEST_PARAGRAPH = 100
_WARM = 0.2
"""The share of texts after which time counts: until then processes start and load the model."""
_BARS = {"2 processes": "≥ 1.8", "Dask, 2 workers": "≥ 1.6"}
_DASK_SECONDS = 60


def annotate(report: Report, articles: int = ARTICLES) -> None:
    """Texts a second with one process, two, and two Dask workers."""
    report.title("Annotating")
    with tempfile.TemporaryDirectory() as folder:
        _stored(Path(folder), articles)
        rates = {"1 process": _rate(folder, 1), "2 processes": _rate(folder, 2)}
        if servers.has("distributed"):
            with _cluster() as scheduler:
                rates["Dask, 2 workers"] = _rate(folder, 1, scheduler)
    alone = rates["1 process"]
    rows = [[name, rate, rate / alone, _BARS.get(name, "–")] for name, rate in rates.items()]
    report.table(["annotated by", "texts a second", "× one process", "bar"], rows)
    report.note(
        f"{articles} texts of about {CHARACTERS:,} characters with the standard model, stored in "
        f"SQLite; counted from the first {_WARM:.0%} on, when every process has its model. "
        f"{'' if 'Dask, 2 workers' in rates else 'Dask is not installed.'}"
    )


def _stored(folder: Path, articles: int) -> None:
    """A library of texts, none annotated."""
    texts = "\n\n".join(demo_texts())
    paragraphs = [words for words in texts.split("\n\n") if len(words) > _SHORTEST_PARAGRAPH]
    settings = Settings(data=folder)
    migrations.upgrade(settings)
    rng = random.Random(1)
    with closing(Library(settings)) as library:
        for number in range(articles):
            text = f"This is report number {number}."
            while len(text) < CHARACTERS:
                text += "\n\n" + rng.choice(paragraphs)
            pipeline.ingest(library, Draft(text, one_paragraph_a_gap(text), language="en"))


def _rate(folder: str, workers: int, scheduler: str | None = None) -> float:
    """Texts a second, measured in a process of its own."""
    given = json.dumps({"folder": folder, "workers": workers, "scheduler": scheduler})
    command = [sys.executable, "-W", "ignore", "-m", "benchmarks.load.annotate"]
    run = subprocess.run(command, input=given, capture_output=True, text=True, check=True, cwd=ROOT)
    return float(run.stdout.splitlines()[-1])


def _annotated(folder: str, workers: int, scheduler: str | None) -> float:
    """Annotates everything; texts a second, once every process is at work."""
    times: list[float] = []
    with closing(Library(Settings(data=Path(folder)))) as library:
        count = pipeline.annotate_pending(
            library,
            everything=True,
            workers=workers,
            scheduler=scheduler,
            progress=lambda _done, _total: times.append(time.perf_counter()),
        )
    first = round(count * _WARM)
    return (count - 1 - first) / (times[-1] - times[first])


@contextmanager
def _cluster() -> Iterator[str]:
    """A Dask scheduler and two workers of one thread each, as processes of their own."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, "scheduler.json")
        environ = os.environ | {"PYTHONPATH": str(ROOT)}
        dask = [sys.executable, "-W", "ignore", "-m", "distributed.cli.dask_"]
        where = ["--scheduler-file", str(file), "--no-dashboard"]
        commands = [[*dask[:-1], dask[-1] + "scheduler", *where, "--port", "0"]]
        alone = ["--nthreads", "1", "--no-nanny", "--local-directory", folder]
        commands += [[*dask[:-1], dask[-1] + "worker", *where, *alone] for _ in range(2)]
        quiet = subprocess.DEVNULL
        running = [
            subprocess.Popen(command, cwd=ROOT, env=environ, stdout=quiet, stderr=quiet)
            for command in commands
        ]
        try:
            yield _scheduler(file)
        finally:
            for process in reversed(running):
                process.terminate()
                process.wait(timeout=30)


def _scheduler(file: Path) -> str:
    """The scheduler's address, once it has two workers. Raises RuntimeError."""
    until = time.monotonic() + _DASK_SECONDS
    while not file.exists() or not file.read_text():
        if time.monotonic() > until:
            raise RuntimeError("The Dask scheduler did not start.")
        time.sleep(0.2)
    match = re.search(r'"address": "([^"]+)"', file.read_text())
    if match is None:
        raise RuntimeError("The Dask scheduler wrote no address.")
    distributed: Any = import_module("distributed")  # of an extra
    with distributed.Client(match[1]) as client:
        client.wait_for_workers(2, timeout=_DASK_SECONDS)
    return match[1]


if __name__ == "__main__":
    print(_annotated(**json.load(sys.stdin)))

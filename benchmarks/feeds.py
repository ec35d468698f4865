"""One run over many feeds while somebody reads: counts, duration, memory, and the reader's pages.

Two runs, the second of which finds nothing new. Everything is on this machine, in processes of
their own: the sites, the server, the run; this one reads. Times are by the clock, so that they mean
something on an idle machine alone; the reader's are given beside those without a run.

    python -m benchmarks.feeds [--feeds 200]
"""

import argparse
import json
import multiprocessing
import os
import socket
import subprocess
import sys
import tempfile
import threading
import time
import urllib.request
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from itertools import cycle
from multiprocessing.connection import Connection
from pathlib import Path
from statistics import quantiles
from typing import Any
from xml.sax.saxutils import quoteattr

from benchmarks.feed_sites import FeedSites, wait_for

HOSTS = 10
SLOW_SECONDS = 60.0
TIMEOUT_SECONDS = 5
PAUSE_SECONDS = 0.02
IDLE_SECONDS = 5.0
WORDS = "The harbour board of Ostra met on Tuesday, and Ingrid Vale was chosen. " * 200


@dataclass(slots=True)
class Run:
    """What one run gave and cost; `page_ms` are the reader's times in milliseconds."""

    states: Counter[str] = field(default_factory=Counter)
    items: Counter[str] = field(default_factory=Counter)
    seconds: float = 0.0
    peak_mb: float = 0.0
    page_ms: list[float] = field(default_factory=list)


def measure(
    feeds: int, idle_seconds: float = IDLE_SECONDS, timeout_seconds: int = TIMEOUT_SECONDS
) -> tuple[list[float], list[Run]]:
    """The reader's times without a run, and two runs over so many feeds."""
    with tempfile.TemporaryDirectory(prefix="gloss-feeds-") as folder, _sites(feeds) as sites:
        environment = _environment(Path(folder), sites["allowed"], timeout_seconds)
        opml = Path(folder) / "feeds.opml"
        outlines = "".join(f"<outline xmlUrl={quoteattr(url)}/>" for url in sites["addresses"])
        opml.write_text(f'<opml version="2.0"><body>{outlines}</body></opml>', encoding="utf-8")
        _gloss(environment, "feeds", "add", str(opml))
        with _server(environment) as url:
            pages = [_article(url), f"{url}/", f"{url}/search?q=harbour"]
            idle = _read_for(pages, idle_seconds)
            return idle, [_run(environment, pages) for _ in range(2)]


def table(idle: list[float], runs: list[Run]) -> str:
    """The figures as one table."""
    head = (
        "| run | read | unchanged | failed | gone | new | known | items failed | seconds | peak MB "
        "| page p50 ms | page p95 ms |"
    )
    lines = [
        head,
        "|---|---|---|---|---|---|---|---|---|---|---|---|",
        f"| none | | | | | | | | | | {_at(idle, 50):.1f} | {_at(idle, 95):.1f} |",
    ]
    for name, run in zip(("first", "second"), runs, strict=True):
        states = [run.states[state] for state in ("read", "unchanged", "failed", "gone")]
        items = [run.items[what] for what in ("new", "known", "failed")]
        cells = [name, *map(str, states), *map(str, items)]
        cells += [f"{run.seconds:.1f}", f"{run.peak_mb:.0f}"]
        cells += [f"{_at(run.page_ms, 50):.1f}", f"{_at(run.page_ms, 95):.1f}"]
        lines.append("| " + " | ".join(cells) + " |")
    return "\n".join(lines)


def _run(environment: dict[str, str], pages: list[str]) -> Run:
    """One run in a process of its own, with a reader beside it."""
    run, over = Run(), threading.Event()
    reader = threading.Thread(target=_read_until, args=(pages, over, run.page_ms))
    began = time.monotonic()
    process = subprocess.Popen(
        [sys.executable, "-m", "app", "feeds", "run", "--json", "--no-annotate"],
        env=environment,
        stdout=subprocess.PIPE,
        text=True,
    )
    reader.start()
    assert process.stdout is not None
    with process.stdout as lines:
        for line in lines:
            outcome = json.loads(line)
            run.states[outcome["state"]] += 1
            run.items.update({name: outcome[name] for name in ("new", "known")})
            run.items["failed"] += len(outcome["failed"])
    _, _, usage = os.wait4(process.pid, 0)
    run.seconds, run.peak_mb = time.monotonic() - began, usage.ru_maxrss / 1_000
    process.returncode = 0
    over.set()
    reader.join()
    return run


def _read_until(pages: list[str], over: threading.Event, times: list[float]) -> None:
    """Reads the pages in turn; the library and the search change with every article."""
    for page in cycle(pages):
        if over.is_set():
            return
        times.append(_ask(page))
        over.wait(PAUSE_SECONDS)


def _read_for(pages: list[str], seconds: float) -> list[float]:
    times: list[float] = []
    over = threading.Event()
    reader = threading.Thread(target=_read_until, args=(pages, over, times))
    reader.start()
    time.sleep(seconds)
    over.set()
    reader.join()
    return times


def _ask(page: str) -> float:
    """The milliseconds until a page is read whole. Raises OSError."""
    began = time.perf_counter()
    with urllib.request.urlopen(page, timeout=30) as answer:
        answer.read()
    return (time.perf_counter() - began) * 1_000


def _article(url: str) -> str:
    """The address of an article that is stored for the reader."""
    body = json.dumps({"text": WORDS, "title": "Read meanwhile"}).encode()
    headers = {"Content-Type": "application/json", "Authorization": "Bearer benchmark"}
    request = urllib.request.Request(f"{url}/api/articles", body, headers)
    with urllib.request.urlopen(request, timeout=30) as answer:
        return f"{url}/articles/{json.load(answer)['id']}"


@contextmanager
def _server(environment: dict[str, str]) -> Iterator[str]:
    """A server of the library, by its address; it annotates nothing and asks no feed."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    url = f"http://127.0.0.1:{port}"
    process = subprocess.Popen(
        [sys.executable, "-m", "app", "serve", "--port", str(port)],
        env=environment,
        stdout=subprocess.DEVNULL,
    )
    try:
        wait_for(lambda: _is_up(url), 60)
        yield url
    finally:
        process.terminate()
        process.wait(20)


def _is_up(url: str) -> bool:
    with suppress(OSError):
        _ask(f"{url}/healthz")
        return True
    return False


@contextmanager
def _sites(feeds: int) -> Iterator[dict[str, Any]]:
    """The sites in a process of their own: their addresses, and what has to be allowed."""
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe()
    process = context.Process(target=_serve_sites, args=(feeds, theirs), daemon=True)
    process.start()
    try:
        yield ours.recv()
    finally:
        process.terminate()
        process.join()


def _serve_sites(feeds: int, told: Connection) -> None:
    sites = FeedSites(feeds, HOSTS, SLOW_SECONDS)
    told.send({"addresses": sites.addresses, "allowed": sites.allowed})
    threading.Event().wait()


def _environment(folder: Path, allowed: str, timeout_seconds: int) -> dict[str, str]:
    own = {key: value for key, value in os.environ.items() if not key.startswith("GLOSS_")}
    return own | {
        "GLOSS_DATA": str(folder),
        "GLOSS_ADMIN_TOKEN": "benchmark",
        "GLOSS_ANNOTATE": "false",
        "GLOSS_FEEDS_EVERY_MINUTES": "0",
        "GLOSS_FETCH_ALLOW": allowed,
        "GLOSS_FETCH_TIMEOUT_SECONDS": str(timeout_seconds),
        "GLOSS_FETCH_DELAY_SECONDS": "0.1",
    }


def _gloss(environment: dict[str, str], *words: str) -> None:
    subprocess.run(
        [sys.executable, "-m", "app", *words],
        env=environment,
        check=True,
        stdout=subprocess.DEVNULL,
    )


def _at(times: list[float], percent: int) -> float:
    return quantiles(times, n=100)[percent - 1] if len(times) > 1 else 0.0


def main() -> None:
    """Measures and prints the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--feeds", type=int, default=200)
    print(table(*measure(parser.parse_args().feeds)))


if __name__ == "__main__":
    main()

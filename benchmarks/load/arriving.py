"""Readers while articles are imported over the API, and beside clients that mean harm.

45 articles of 200 kB, then 100 as long as news, each sent when the one before is stored; then a
head of 128 MB, then 1,000 connections on which nothing is sent. Pages and probes are asked for at a
fixed rate all the while.
"""

import random
import socket
import time
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, suppress

from benchmarks.load import servers
from benchmarks.load.driver import Call, Load, Measured, measure, percentile
from benchmarks.load.library.kept import KeptLibrary
from benchmarks.load.report import Report
from benchmarks.load.serve import chosen_of
from benchmarks.load.targets import imported

LONG, LONG_PARAGRAPHS = 45, 400
"""Articles of 200 kB, in paragraphs of 500 characters."""
NEWS, NEWS_PARAGRAPHS = 100, 8
PAGES, PROBES = 20, 10
"""A second."""
SLICE_SECONDS = 3
HEAD_BYTES, PART_BYTES = 128 << 20, 1 << 16
SILENT = 1_000
SILENT_SECONDS = 40.0
"""How long silent connections are waited for; the server's own limit is ten seconds."""
BAR_MS = 50


def arriving(report: Report, library: KeptLibrary) -> None:
    """The p95 of pages and of `/healthz` in each phase."""
    rows: list[list[object]] = []
    with servers.gloss_of_copy(library) as server:
        reads = _reads(chosen_of(library).articles)
        port = server.port
        measure(port, Load(reads, rate=PAGES + PROBES, seconds=SLICE_SECONDS))
        phases: dict[str, Callable[[], str]] = {
            "nobody else": lambda: _pause(2 * SLICE_SECONDS),
            f"{LONG} articles of 200 kB": lambda: _imported(port, LONG, LONG_PARAGRAPHS),
            f"{NEWS} of 4 kB": lambda: _imported(port, NEWS, NEWS_PARAGRAPHS),
            "a head of 128 MB": lambda: _large_head(port),
            f"{SILENT:,} silent connections": lambda: _silent(port),
        }
        for name, phase in phases.items():
            measured, outcome = _beside(port, reads, phase)
            rows.append([name, *_figures(measured), outcome])
    report.title(f"Articles that arrive, {library.articles:,} articles")
    report.table(
        ["meanwhile", "pages", "p50 ms", "p95 ms", "p99 ms", "/healthz p95 ms", "wrong", "outcome"],
        rows,
    )
    report.note(
        f"Open loop, {PAGES} article pages and {PROBES} probes a second, driver on the same cores, "
        f"while the server annotates what was stored. Bar: p95 ≤ {BAR_MS} ms for both in every row "
        "on a quiet machine, nothing wrong."
    )


def _reads(articles: list[int]) -> list[Call]:
    """Pages of articles with the probes between them."""
    calls: list[Call] = []
    for at in range(PAGES * 20):
        calls.append(Call("page", f"/articles/{articles[at % len(articles)]}"))
        if at * PROBES % PAGES < PROBES:
            calls.append(Call("healthz", "/healthz"))
    return calls


def _beside(port: int, reads: list[Call], phase: Callable[[], str]) -> tuple[Measured, str]:
    """What readers met from the beginning to the end of a phase, and what became of that."""
    slices: list[Measured] = []
    with ThreadPoolExecutor(1) as executor:
        running = executor.submit(phase)
        while not running.done() or not slices:
            load = Load(reads, rate=PAGES + PROBES, seconds=SLICE_SECONDS)
            slices.append(measure(port, load))
            reads = [*reads[len(reads) // 3 :], *reads[: len(reads) // 3]]
        return together(slices), running.result()


def together(slices: list[Measured]) -> Measured:
    """Several measurements as one."""
    seconds: dict[str, list[float]] = {}
    statuses: Counter[str] = Counter()
    for one in slices:
        statuses.update(one.statuses)
        for name, times in one.seconds.items():
            seconds.setdefault(name, []).extend(times)
    failures = [failure for one in slices for failure in one.failures]
    elapsed = sum(one.elapsed for one in slices)
    return Measured(seconds, dict(statuses), elapsed, sum(s.body_bytes for s in slices), failures)


def _figures(measured: Measured) -> list[object]:
    pages = measured.seconds["page"]
    wrong = sum(n for status, n in measured.statuses.items() if not status.endswith(" 200"))
    times = [percentile(pages, share) * 1000 for share in (0.5, 0.95, 0.99)]
    probes = percentile(measured.seconds["healthz"], 0.95) * 1000
    return [len(pages), *times, probes, wrong + len(measured.failures)]


def _pause(seconds: float) -> str:
    time.sleep(seconds)
    return "–"


def _imported(port: int, count: int, paragraphs: int) -> str:
    """Sends articles one after the other."""
    rng = random.Random(count)
    calls = [imported("import", rng, f"{count}-{n}", paragraphs) for n in range(count)]
    measured = measure(port, Load(calls, count=count))
    stored = measured.statuses.get("import 201", 0)
    slowest = percentile(measured.seconds["import"], 0.95) * 1000
    return f"{stored} stored in {measured.elapsed:.1f} s, p95 {slowest:.0f} ms"


def _large_head(port: int) -> str:
    """Sends a header without an end, until the server closes."""
    sent = 0
    part = b"a" * PART_BYTES
    with socket.create_connection(("127.0.0.1", port), timeout=10) as connection:
        connection.sendall(b"GET / HTTP/1.1\r\nHost: localhost\r\nX-Large: ")
        with suppress(OSError):
            while sent < HEAD_BYTES:
                sent += connection.send(part)
        answer = b""
        with suppress(OSError):
            answer = connection.recv(200)
    status = answer.split(b" ", 2)[1].decode() if answer.startswith(b"HTTP") else "no answer"
    return f"cut after {sent / 1e6:.1f} MB ({status})" if sent < HEAD_BYTES else "taken whole"


def _silent(port: int) -> str:
    """Opens connections and says nothing, until the server has closed them."""
    began = time.monotonic()
    with ExitStack() as stack:
        silent = [
            stack.enter_context(socket.create_connection(("127.0.0.1", port), timeout=10))
            for _ in range(SILENT)
        ]
        closed = sum(_is_closed(one, began + SILENT_SECONDS) for one in silent)
    return f"{closed:,} closed within {time.monotonic() - began:.0f} s"


def _is_closed(connection: socket.socket, until: float) -> bool:
    connection.settimeout(max(until - time.monotonic(), 0.01))
    try:
        return connection.recv(1) == b""
    except TimeoutError:
        return False
    except OSError:
        return True

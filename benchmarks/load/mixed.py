"""Readers and an editor at once, at a fixed rate; then five times as many as are expected."""

import random
import time
from collections.abc import Iterator

from benchmarks.load import servers
from benchmarks.load.driver import Call, Load, Measured, measure, percentile
from benchmarks.load.library.kept import KeptLibrary
from benchmarks.load.report import Report
from benchmarks.load.serve import chosen_of
from benchmarks.load.targets import Chosen, imported

READS, WRITES = 150, 2
"""A second."""
SECONDS = 60
WARM_UP_SECONDS = 10
OVERLOAD, OVERLOAD_SECONDS, RECOVERY_SECONDS = 5, 20, 10
REFUSALS = {"200", "201", "304", "429", "503"}
BARS = {"page": 150, "card": 60}
"""The most milliseconds of the p99."""


def mixed(report: Report, library: KeptLibrary, seconds: int = SECONDS) -> None:
    """The load that is expected."""
    with servers.gloss_of_copy(library) as server:
        chosen = chosen_of(library)
        at_start = server.megabytes
        measure(server.port, _load(chosen, "warm", WARM_UP_SECONDS))
        warm, used = server.megabytes, server.processor_seconds
        measured = measure(server.port, _load(chosen, "mixed", seconds))
        used, at_end = server.processor_seconds - used, server.megabytes
    report.title(f"Mixed load, {library.articles:,} articles")
    report.table(
        ["answer", "number", "p50 ms", "p95 ms", "p99 ms", "most ms", "bar"], _rows(measured)
    )
    report.note(
        f"Open loop, {READS} reads and {WRITES} imports a second for {seconds} s, driver on the "
        f"same cores; {_errors(measured)}. The server used {used / measured.elapsed:.2f} cores. "
        f"Memory {at_start:.0f} MB at the start, {warm:.0f} MB after {WARM_UP_SECONDS} s, "
        f"{at_end:.0f} MB at the end: {at_end - warm:+.0f} MB (bar: + 100)."
    )


def overload(report: Report, library: KeptLibrary, seconds: int = OVERLOAD_SECONDS) -> None:
    """Five times that load, and how soon all is as before."""
    with servers.gloss_of_copy(library) as server:
        chosen = chosen_of(library)
        measure(server.port, _load(chosen, "warm", WARM_UP_SECONDS))
        before = measure(server.port, _load(chosen, "before", RECOVERY_SECONDS))
        many = measure(server.port, _load(chosen, "many", seconds, OVERLOAD))
        time.sleep(RECOVERY_SECONDS)
        after = measure(server.port, _load(chosen, "after", RECOVERY_SECONDS))
    report.title(f"Overload, {library.articles:,} articles")
    rows = [
        _summary("before", before),
        _summary(f"{OVERLOAD} times as much", many),
        _summary(f"{RECOVERY_SECONDS} s later", after),
    ]
    report.table(["load", "answers", "p50 ms", "p99 ms", "200", "429 and 503", "others"], rows)
    report.note(
        f"{OVERLOAD * READS} reads and {OVERLOAD * WRITES} imports a second for {seconds} s. "
        f"{_errors(many)}."
    )


def _load(chosen: Chosen, mark: str, seconds: int, times: int = 1) -> Load:
    """Reads and writes in turn, as many a second as are expected, or so many times as many."""
    share = READS // WRITES
    number = WRITES * times * seconds
    rng = random.Random(mark)
    reads = iter(chosen.mixed(number * share, seed=len(mark)))
    calls: list[Call] = []
    for n in range(number):
        calls += [next(reads) for _ in range(share)]
        calls.append(imported("import", rng, f"{mark}-{n}"))
    rate = times * (READS + WRITES)
    return Load(calls, rate=rate, count=len(calls))


def _rows(measured: Measured) -> Iterator[list[object]]:
    for name, times in measured.seconds.items():
        shares = (0.5, 0.95, 0.99, 1.0)
        if times:
            figures = [percentile(times, share) * 1000 for share in shares]
            bar = f"p99 ≤ {BARS[name]}" if name in BARS else "–"
            yield [name, len(times), *figures, bar]


def _summary(name: str, measured: Measured) -> list[object]:
    times = measured.all_seconds
    by_status = {"good": 0, "refused": 0, "other": len(measured.failures)}
    for key, count in measured.statuses.items():
        status = key.rsplit(" ", 1)[1]
        good = status in ("200", "201", "304")
        kind = "good" if good else "refused" if status in REFUSALS else "other"
        by_status[kind] += count
    figures = [percentile(times, share) * 1000 for share in (0.5, 0.99)] if times else ["–", "–"]
    return [name, len(times), *figures, *by_status.values()]


def _errors(measured: Measured) -> str:
    """What was neither answered nor refused."""
    wrong = {k: n for k, n in measured.statuses.items() if k.rsplit(" ", 1)[1] not in REFUSALS}
    if not wrong and not measured.failures:
        return "no error"
    return f"errors: {wrong}, without an answer: {len(measured.failures):,}"

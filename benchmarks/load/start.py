"""From the command to the first answers of `gloss serve`, started again and again."""

import http.client
import statistics
import time
from dataclasses import astuple, dataclass

from benchmarks.load import servers
from benchmarks.load.library.kept import KeptLibrary
from benchmarks.load.report import Report
from benchmarks.load.serve import chosen_of
from benchmarks.load.servers import Server

ROUNDS = 5
BAR_SECONDS = 1.5
"""The most that the first answer may take on a core that has nothing else to do."""
PROBE = "/healthz"
_POLL_SECONDS, _LONGEST_SECONDS = 0.01, 60.0


@dataclass(frozen=True, slots=True)
class FirstAnswer:
    """Seconds since the command: by the clock, and of the processor (the server's process alone).

    The annotating process starts at the same time with a lower priority.
    """

    clock: float
    processor: float


def start(report: Report, library: KeptLibrary) -> None:
    """The first answer and the first article of a library that needs no migration."""
    articles = chosen_of(library).articles[:ROUNDS]
    rounds = [_first_answers(library, f"/articles/{id_}") for id_ in articles]
    report.title(f"From the command to the first answers, {library.articles:,} articles")
    rows: list[list[object]] = []
    for name, answers in zip((PROBE, "then an article"), zip(*rounds, strict=True), strict=True):
        columns = list(zip(*map(astuple, answers), strict=True))
        rows.append([name, *map(statistics.median, columns), *map(min, columns)])
    head = ["answer", "seconds", "of the processor", "least seconds", "least of the processor"]
    report.table(head, rows)
    report.note(
        f"Medians of {len(rounds)} starts with bytecode kept; bar: {PROBE} within {BAR_SECONDS} s "
        "on an idle core. Where the machine is busy, the processor's seconds say more."
    )


def _first_answers(library: KeptLibrary, page: str) -> list[FirstAnswer]:
    started = time.monotonic()
    with servers.starting_gloss(library.data) as server:
        return [_answered(server, path, started) for path in (PROBE, page)]


def _answered(server: Server, path: str, started: float) -> FirstAnswer:
    """Asks until the server listens. Raises RuntimeError where it refuses, OSError in the end."""
    connection = _connected(server.port)
    try:
        connection.request("GET", path)
        answer = connection.getresponse()
        answer.read()
        taken = FirstAnswer(time.monotonic() - started, server.own_processor_seconds)
        if answer.status != 200:
            raise RuntimeError(f"{path} was answered with {answer.status}.")
        return taken
    finally:
        connection.close()


def _connected(port: int) -> http.client.HTTPConnection:
    until = time.monotonic() + _LONGEST_SECONDS
    while True:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=_LONGEST_SECONDS)
        try:
            connection.connect()
            return connection
        except ConnectionRefusedError:
            if time.monotonic() > until:
                raise
            time.sleep(_POLL_SECONDS)

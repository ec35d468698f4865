"""Rounds: contenders take turns, so that whatever else the machine does slows all of them alike."""

import http.client
import statistics
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from benchmarks.load.driver import HEADERS, Call, Load, Measured, measure, percentile
from benchmarks.load.rivals import Captured
from benchmarks.load.servers import Server

ROUNDS = 5
CONNECTIONS = 4
"""Of a closed loop that measures throughput: more than the two cores can serve at a time."""
_HOP_BY_HOP = ("date", "content-length", "connection", "transfer-encoding", "server")


@dataclass(frozen=True, slots=True)
class Figure:
    """Percentiles in milliseconds, answers a second, processor milliseconds an answer."""

    p50: float
    p95: float
    p99: float
    per_second: float
    processor: float


@dataclass(frozen=True, slots=True)
class Contender:
    """A load for a server; `loads` where every round has its own."""

    server: Server
    loads: Sequence[Load]

    @classmethod
    def always(cls, server: Server, load: Load) -> "Contender":
        """The same load in every round."""
        return cls(server, [load])


def one(server: Server, load: Load) -> Figure:
    """What one round measures. Raises RuntimeError where an answer was no success."""
    before = server.processor_seconds
    measured = measure(server.port, load)
    check(measured)
    return figure(measured, server.processor_seconds - before)


def figure(measured: Measured, processor_seconds: float) -> Figure:
    """The figures of answers, of whatever name."""
    times = measured.all_seconds
    p50, p95, p99 = (percentile(times, share) * 1000 for share in (0.5, 0.95, 0.99))
    return Figure(p50, p95, p99, measured.per_second, processor_seconds * 1000 / len(times))


def check(measured: Measured) -> None:
    """Raises RuntimeError where an answer was no success.

    One that did not come in time is a figure: it took at least as long as the driver waits.
    """
    bad = [status for status in measured.statuses if status.rsplit(" ", 1)[1][0] not in "23"]
    if bad or not measured.all_seconds:
        raise RuntimeError(f"{bad} {measured.failures}")


def rounds(contenders: Mapping[str, Contender], times: int = ROUNDS) -> dict[str, list[Figure]]:
    """Each contender's figures, round by round."""
    figures: dict[str, list[Figure]] = {name: [] for name in contenders}
    for n in range(times):
        for name, contender in contenders.items():
            load = contender.loads[n % len(contender.loads)]
            figures[name].append(one(contender.server, load))
    return figures


def median(figures: Sequence[Figure]) -> Figure:
    """The median of each figure."""

    def of(get: Callable[[Figure], float]) -> float:
        return statistics.median(get(one_) for one_ in figures)

    return Figure(
        of(lambda f: f.p50),
        of(lambda f: f.p95),
        of(lambda f: f.p99),
        of(lambda f: f.per_second),
        of(lambda f: f.processor),
    )


def ratio(
    ours: Sequence[Figure], theirs: Sequence[Figure], get: Callable[[Figure], float]
) -> float:
    """The median over the rounds of ours divided by theirs in the same round."""
    return statistics.median(get(a) / get(b) for a, b in zip(ours, theirs, strict=True))


def captured(server: Server, call: Call) -> Captured:
    """An answer as the driver gets it, byte by byte."""
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=60)
    connection.request(call.method, call.path, headers=HEADERS | call.headers)
    answer = connection.getresponse()
    body = answer.read()
    connection.close()
    headers = {k: v for k, v in answer.getheaders() if k.lower() not in _HOP_BY_HOP}
    return Captured(answer.status, headers, body)


def known(server: Server, call: Call) -> Call:
    """The same call by a client that has the answer already."""
    etag = captured(server, call).headers.get("etag", "")
    return replace(call, headers=call.headers | {"If-None-Match": etag})

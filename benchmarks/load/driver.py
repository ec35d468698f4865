"""The client that measures: raw HTTP/1.1 over kept connections, in a process of its own.

A closed loop sends a connection's next request when the answer is there. An open loop sends at a
fixed rate, whatever the answers do, and counts an answer's time from when its request was due: a
server that stops for a second is charged with all that it kept waiting. Knows nothing of Gloss.
"""

import asyncio
import json
import math
import subprocess
import sys
import time
from collections import Counter, deque
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, cast

import uvloop

ROOT = Path(__file__).parents[2]
TIMEOUT_SECONDS = 30.0
CONNECTIONS = 512
"""The most that an open loop opens: more requests than that wait for one, and are charged for it.
"""
HEADERS = {
    "User-Agent": "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0",
    "Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
    "Accept-Language": "en-US,en;q=0.5",
    "Accept-Encoding": "gzip",
}


@dataclass(frozen=True, slots=True)
class Call:
    """One request; calls of the same name are counted together."""

    name: str
    path: str
    method: str = "GET"
    headers: dict[str, str] = field(default_factory=dict)
    body: str = ""

    def encoded(self, host: str) -> bytes:
        """The bytes to send."""
        headers = {"Host": host} | HEADERS | self.headers
        body = self.body.encode()
        if body:
            headers["Content-Length"] = str(len(body))
        lines = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
        return f"{self.method} {self.path} HTTP/1.1\r\n{lines}\r\n".encode() + body


@dataclass(frozen=True, slots=True)
class Load:
    """What to send. With a rate (calls a second) it is an open loop, else a closed one.

    Calls are sent in their order, again and again, until `seconds` are over or, if it is given,
    `count` were sent.
    """

    calls: list[Call]
    connections: int = 1
    rate: float = 0.0
    seconds: float = 2.0
    count: int = 0


@dataclass(slots=True)
class Measured:
    """What came back: seconds of every answer by name of its call, statuses, and what failed."""

    seconds: dict[str, list[float]]
    statuses: dict[str, int]
    elapsed: float
    body_bytes: int
    failures: list[str]

    @property
    def all_seconds(self) -> list[float]:
        """The times of all answers."""
        return [one for times in self.seconds.values() for one in times]

    @property
    def per_second(self) -> float:
        """Answers a second."""
        return len(self.all_seconds) / self.elapsed


def percentile(times: Sequence[float], share: float) -> float:
    """The smallest time that at least this share (0–1) of all do not exceed: exact, no bins."""
    place = math.ceil(round(share * len(times), 9))
    return sorted(times)[max(place, 1) - 1]


def measure(port: int, load: Load) -> Measured:
    """Sends a load to a port of this machine from another process. Raises CalledProcessError."""
    job = {"port": port, "load": asdict(load)}
    run = subprocess.run(
        [sys.executable, "-W", "ignore", "-m", "benchmarks.load.driver"],
        input=json.dumps(job),
        capture_output=True,
        text=True,
        check=True,
        cwd=ROOT,
    )
    return Measured(**json.loads(run.stdout))


class Answer(asyncio.Protocol):
    """One connection: sends a request, and resolves a future with its status and body's length."""

    def __init__(self) -> None:
        self._received = bytearray()
        self._waiting: asyncio.Future[tuple[int, int]] | None = None
        self._transport: asyncio.Transport | None = None
        self._loop = asyncio.get_running_loop()
        self._ends: tuple[int, int] | None = None

    @property
    def is_open(self) -> bool:
        """Whether another request can be sent."""
        return self._transport is not None and not self._transport.is_closing()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Keeps the transport."""
        self._transport = cast(asyncio.Transport, transport)

    def send(self, request: bytes) -> asyncio.Future[tuple[int, int]]:
        """The status and the length of the body."""
        if self._transport is None:
            raise ConnectionError("not connected")
        self._waiting = self._loop.create_future()
        self._transport.write(request)
        return self._waiting

    def data_received(self, data: bytes) -> None:
        """Looks whether the answer is whole."""
        self._received += data
        head = self._received.find(b"\r\n\r\n")
        if head < 0 or self._waiting is None or self._waiting.done():
            return
        parsed = _parsed(bytes(self._received[: head + 4]), self._received, head + 4)
        if parsed is None:
            return
        waiting, self._waiting = self._waiting, None
        closes = b"connection: close" in bytes(self._received[:head]).lower()
        self._received.clear()
        if closes and self._transport is not None:
            self._transport.close()
        if parsed[1] < 0:
            waiting.set_exception(ConnectionError("an answer without a length"))
        else:
            waiting.set_result(parsed)

    def connection_lost(self, error: Exception | None) -> None:
        """Fails what is waited for."""
        if self._waiting is not None and not self._waiting.done():
            self._waiting.set_exception(error or ConnectionError("closed by the server"))

    def close(self) -> None:
        """Closes the connection."""
        if self._transport is not None:
            self._transport.close()


def _parsed(head: bytes, received: bytearray, start: int) -> tuple[int, int] | None:
    """Status and length of the body of a whole answer, else None; -1 for one without a length."""
    status = int(head[9:12])
    lower = head.lower()
    if status in (204, 304):
        return status, 0
    at = lower.find(b"\r\ncontent-length:")
    if at >= 0:
        length = int(lower[at + 17 : lower.index(b"\r\n", at + 2)])
        return (status, length) if len(received) >= start + length else None
    if b"transfer-encoding: chunked" in lower:
        is_whole = received.endswith(b"0\r\n\r\n")
        return (status, len(received) - start) if is_whole else None
    return status, -1


class _Driver:
    """Sends one load."""

    def __init__(self, port: int, load: Load) -> None:
        self._port, self._load = port, load
        host = f"127.0.0.1:{port}"
        self._requests = [(call.name, call.encoded(host)) for call in load.calls]
        self._seconds: dict[str, list[float]] = {call.name: [] for call in load.calls}
        self._statuses: Counter[str] = Counter()
        self._failures: list[str] = []
        self._body_bytes = 0
        self._idle: deque[Answer] = deque()
        self._room = asyncio.Semaphore(CONNECTIONS)

    async def run(self) -> Measured:
        """Sends everything, and waits for the answers."""
        started = time.perf_counter()
        if self._load.rate:
            await self._open_loop(started)
        else:
            await asyncio.gather(
                *(self._closed_loop(n, started) for n in range(self._load.connections))
            )
        elapsed = time.perf_counter() - started
        for connection in self._idle:
            connection.close()
        return Measured(
            self._seconds, dict(self._statuses), elapsed, self._body_bytes, self._failures
        )

    async def _closed_loop(self, number: int, started: float) -> None:
        """One connection's requests: every n-th of all."""
        at, step = number, self._load.connections
        while self._goes_on(at, started):
            await self._one(at, time.perf_counter())
            at += step

    def _goes_on(self, sent: int, started: float) -> bool:
        if self._load.count:
            return sent < self._load.count
        return time.perf_counter() - started < self._load.seconds

    async def _open_loop(self, started: float) -> None:
        """Sends each request when it is due, and waits for all answers in the end."""
        count = self._load.count or max(1, round(self._load.rate * self._load.seconds))
        tasks = set()
        for at in range(count):
            due = started + at / self._load.rate
            wait = due - time.perf_counter()
            if wait > 0:
                await asyncio.sleep(wait)
            tasks.add(task := asyncio.create_task(self._when_there_is_room(at, due)))
            task.add_done_callback(tasks.discard)
        if tasks:
            _, late = await asyncio.wait(set(tasks), timeout=TIMEOUT_SECONDS)
            for task in late:
                task.cancel()
            await asyncio.gather(*late, return_exceptions=True)

    async def _when_there_is_room(self, at: int, due: float) -> None:
        try:
            async with self._room:
                await self._one(at, due)
        except asyncio.CancelledError:
            self._count_late(self._requests[at % len(self._requests)][0], due, "not answered")

    def _count_late(self, name: str, due: float, reason: str) -> None:
        """Counts an answer that did not come: it took at least until now."""
        self._failures.append(f"{name}: {reason}")
        self._seconds[name].append(time.perf_counter() - due)

    async def _one(self, at: int, due: float) -> None:
        """Sends one request; its time counts from `due`."""
        name, request = self._requests[at % len(self._requests)]
        connection: Answer | None = None
        try:
            async with asyncio.timeout(TIMEOUT_SECONDS):
                connection = await self._connection()
                status, length = await connection.send(request)
        except (TimeoutError, OSError) as error:
            if isinstance(error, TimeoutError):
                self._count_late(name, due, "not answered in time")
            else:
                self._failures.append(f"{name}: {type(error).__name__} {error}")
            if connection is not None:
                connection.close()
            return
        self._seconds[name].append(time.perf_counter() - due)
        self._statuses[f"{name} {status}"] += 1
        self._body_bytes += length
        if connection.is_open:
            self._idle.append(connection)

    async def _connection(self) -> Answer:
        """One that is idle, else a new one."""
        while self._idle:
            connection = self._idle.pop()
            if connection.is_open:
                return connection
        loop = asyncio.get_running_loop()
        _, opened = await loop.create_connection(Answer, "127.0.0.1", self._port)
        return opened


def main() -> None:
    """Reads a load as JSON, prints what was measured as JSON."""
    job: dict[str, Any] = json.load(sys.stdin)
    calls = [Call(**call) for call in job["load"].pop("calls")]
    load = Load(calls, **job["load"])
    json.dump(asdict(uvloop.run(_started(job["port"], load))), sys.stdout)


async def _started(port: int, load: Load) -> Measured:
    return await _Driver(port, load).run()


if __name__ == "__main__":
    main()

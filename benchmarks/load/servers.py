"""Servers under test as processes: `gloss serve` as people run it, and its rivals under uvicorn."""

import os
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from benchmarks.load.driver import ROOT, Call, Load, measure
from benchmarks.load.library import kept
from benchmarks.load.library.kept import KeptLibrary

TOKEN = "the token of a measurement"
_START_SECONDS = 120
_UNLIMITED = {f"GLOSS_{what}_PER_MINUTE": "60000" for what in ("PASSAGES", "SEARCHES", "WRITES")}
"""All requests come from one address, which would soon be asked to wait; a setting that this
version does not have does no harm."""
_TICKS = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True, slots=True)
class Server:
    """A running server: its port and its process, which may have started others."""

    port: int
    process: subprocess.Popen[bytes]
    started_seconds: float

    @property
    def megabytes(self) -> float:
        """The memory that the process and its children hold, shared pages divided among them."""
        return sum(proportional_kilobytes(pid) for pid in family(self.process.pid)) / 1024

    @property
    def processor_seconds(self) -> float:
        """What the process and its children used of the processor so far."""
        return processor_seconds(self.process.pid)

    @property
    def own_processor_seconds(self) -> float:
        """What the process itself used, without its children."""
        return _processor_ticks(self.process.pid) / _TICKS


@contextmanager
def starting_gloss(data: Path) -> Iterator[Server]:
    """`gloss serve` for a library from the moment when it is started; it may not listen yet."""
    port = _free_port()
    command = [sys.executable, "-m", "app", "serve", "--port", str(port)]
    with _process(command, {"GLOSS_DATA": str(data)}) as (process, _messages):
        yield Server(port, process, 0.0)


@contextmanager
def gloss(data: Path, **settings: str) -> Iterator[Server]:
    """`gloss serve` for a library; `settings` are more environment variables, without `GLOSS_`."""
    environ = {f"GLOSS_{name.upper()}": value for name, value in settings.items()}
    environ |= {"GLOSS_DATA": str(data), "GLOSS_ADMIN_TOKEN": TOKEN} | _UNLIMITED
    port = _free_port()
    command = [sys.executable, "-m", "app", "serve", "--port", str(port)]
    with _running(command, port, environ, "/readyz") as server:
        yield server


@contextmanager
def gloss_of_copy(library: KeptLibrary) -> Iterator[Server]:
    """`gloss serve` for a copy of a made library, which may be written to."""
    folder = library.data.with_name(f"{library.data.name}-written")
    shutil.rmtree(folder, ignore_errors=True)
    try:
        with gloss(kept.copied(library, folder).data) as server:
            yield server
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def rival(name: str, environ: Mapping[str, str]) -> Iterator[Server]:
    """An application of `rivals` under uvicorn, run as `gloss serve` runs its own."""
    port = _free_port()
    application = f"benchmarks.load.rivals:{name}"
    options = ["--log-level", "warning", "--no-server-header", "--no-access-log"]
    command = [sys.executable, "-m", "uvicorn", "--factory", application, "--port", str(port)]
    with _running([*command, *options], port, environ, "/") as server:
        yield server


@contextmanager
def datasette(database: Path) -> Iterator[Server]:
    """Datasette on a library's file. Raises FileNotFoundError where it is not installed."""
    port = _free_port()
    command = [sys.executable, "-m", "datasette", str(database), "--port", str(port)]
    limits = ["--setting", "sql_time_limit_ms", "60000", "--setting", "num_sql_threads", "4"]
    with _running([*command, *limits], port, {}, "/-/versions.json") as server:
        yield server


def has(module: str) -> bool:
    """Whether a module is installed for this Python."""
    command = [sys.executable, "-c", f"import {module}"]
    return subprocess.run(command, capture_output=True, check=False).returncode == 0


@contextmanager
def _running(
    command: list[str], port: int, environ: Mapping[str, str], probe: str
) -> Iterator[Server]:
    started = time.monotonic()
    with _process(command, environ) as (process, messages):
        _wait_until_ready(process, port, probe, messages)
        yield Server(port, process, time.monotonic() - started)


@contextmanager
def _process(
    command: list[str], environ: Mapping[str, str]
) -> Iterator[tuple[subprocess.Popen[bytes], IO[str]]]:
    """A process and what it says; it ends with the block."""
    inherited = {k: v for k, v in os.environ.items() if not k.startswith("GLOSS_")}
    # A pipe that nobody reads would stop the server.
    with tempfile.TemporaryFile("w+") as messages:
        process = subprocess.Popen(
            command,
            cwd=ROOT,
            env=inherited | dict(environ),
            stdout=subprocess.DEVNULL,
            stderr=messages,
        )
        try:
            yield process, messages
        finally:
            _end(process)


def _end(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    try:
        process.wait(timeout=30)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def _wait_until_ready(
    process: subprocess.Popen[bytes], port: int, probe: str, messages: IO[str]
) -> None:
    """Raises RuntimeError where the server ends or is not ready in time."""
    until = time.monotonic() + _START_SECONDS
    while time.monotonic() < until:
        if process.poll() is not None:
            messages.seek(0)
            raise RuntimeError(f"The server ended at its start: {messages.read()[-2_000:]}")
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.05)
            continue
        if not measure(port, Load([Call("probe", probe)], count=1)).failures:
            return
    raise RuntimeError(f"The server was not ready within {_START_SECONDS} s.")


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        return int(listening.getsockname()[1])


def family(pid: int) -> list[int]:
    """A process and all its descendants."""
    found, unseen = [], [pid]
    while unseen:
        found.append(unseen.pop())
        for children in Path(f"/proc/{found[-1]}/task").glob("*/children"):
            unseen += map(int, children.read_text().split())
    return found


def processor_seconds(pid: int) -> float:
    """What a process and its descendants used of the processor so far."""
    return sum(_processor_ticks(one) for one in family(pid)) / _TICKS


def proportional_kilobytes(pid: int) -> int:
    """What a process holds, shared pages divided among those that share them."""
    rollup = Path(f"/proc/{pid}/smaps_rollup").read_text()
    match = re.search(r"^Pss:\s+(\d+)", rollup, re.MULTILINE)
    return int(match[1]) if match else 0


def _processor_ticks(pid: int) -> int:
    after_name = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return int(after_name[11]) + int(after_name[12])

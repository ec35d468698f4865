"""A large export beside a client that reads slowly: no lock, no memory, no end in the middle."""

import resource
import shutil
import socket
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import pytest
from sqlmodel import select

from app.layers.base import Finding
from app.settings import Settings
from app.store.db.library import Library
from app.store.schema.articles import Revision
from tests.building import by_hand, ingest
from tests.serving.running import Running, running

pytestmark = pytest.mark.slow
ARTICLES, NOTES, CHARACTERS = 16, 12, 75_000
BYTES_A_SECOND, SLOW_SECONDS, PARTS = 64_000, 4, 10
ANSWER_TIMEOUT = 3
"""Seconds without anything read after which the server ends an answer; by default it is longer."""


def filled(folder: Path, migrated_file: Path) -> None:
    """A library whose CSV has twelve rows of 75 kB for each article."""
    folder.mkdir()
    shutil.copy(migrated_file, folder / "gloss.db")
    with closing(Library(Settings(data=folder))) as library:
        for number in range(ARTICLES):
            ingest(library, f"{number} is odd. ".ljust(CHARACTERS, "x"), annotated=False)
        with library.writing() as s:
            for revision in s.exec(select(Revision)).all():
                for start in range(NOTES):
                    note = Finding("note", start, CHARACTERS, "note", {"text": ""}, 1.0, "person:1")
                    by_hand(s, revision, note)


def memory(server: Running) -> int:
    """Bytes of memory that the server holds."""
    pages = Path(f"/proc/{server.process.pid}/statm").read_text().split()[1]
    return int(pages) * resource.getpagesize()


def begun(server: Running) -> socket.socket:
    """A connection on which the export has been asked for."""
    host, port = server.url.removeprefix("http://").split(":")
    connection = socket.socket()
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, BYTES_A_SECOND)
    connection.settimeout(30)
    connection.connect((host, int(port)))
    request = f"GET /api/export?format=csv HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n"
    connection.sendall(request.encode())
    return connection


def asked_meanwhile(server: Running) -> float:
    """The most seconds that storing and reading an article takes others."""
    waited = []
    for number in range(SLOW_SECONDS):
        started = time.monotonic()
        assert server.store(f"Stored meanwhile, number {number}.") == 201
        assert server.ask("/api/articles?limit=1")[0] == 200
        waited.append(time.monotonic() - started)
        time.sleep(0.5)
    return max(waited)


def test_a_slow_reader_gets_all_of_an_export_and_nobody_waits_for_it(
    tmp_path: Path, migrated_file: Path
) -> None:
    filled(tmp_path / "data", migrated_file)
    limits = {"GLOSS_ANSWER_TIMEOUT_SECONDS": str(ANSWER_TIMEOUT)}
    with running(tmp_path / "data", **limits) as server:
        whole = server.ask("/api/export?format=csv")[1]
        assert server.store("The first one loads what storing needs.") == 201
        before = memory(server)
        with begun(server) as connection, ThreadPoolExecutor(1) as others:
            meanwhile = others.submit(asked_meanwhile, server)
            received = bytearray()
            for _ in range(SLOW_SECONDS * PARTS):
                received += connection.recv(BYTES_A_SECOND // PARTS)
                time.sleep(1 / PARTS)
            assert len(received) < len(whole) / 40
            assert memory(server) - before < len(whole)
            while more := connection.recv(1 << 20):
                received += more
            assert meanwhile.result() < 5
    assert received.rstrip().endswith(b"\r\n0")  # the last chunk: the answer is whole
    assert received.count(b"x" * 1000) == whole.count("x" * 1000)

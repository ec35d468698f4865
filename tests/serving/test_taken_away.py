"""A server whose disk, memory or threads are taken away says so, and goes on when they are back."""

import resource
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from app.cli.commands.serving import LINK_PRINTED
from app.settings import Settings
from app.store import instance
from app.store.db import faults
from app.store.db.library import Library
from tests.serving.running import Running, running

pytestmark = pytest.mark.slow  # one server is started for all tests


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory, migrated_file: Path) -> Iterator[Running]:
    folder = tmp_path_factory.mktemp("taken")
    shutil.copy(migrated_file, folder / "gloss.db")
    library = Library(Settings(data=folder))
    with library.writing() as s:
        instance.put(s, LINK_PRINTED, "yes")  # so that starting writes nothing
    library.close()
    with running(folder) as served:
        yield served


@contextmanager
def limited(server: Running, what: int, most: int) -> Iterator[None]:
    """A limit of the running server, as `prlimit` sets it, and its end."""
    pid = server.process.pid
    before = resource.prlimit(pid, what)
    resource.prlimit(pid, what, (most, before[1]))
    try:
        yield
    finally:
        resource.prlimit(pid, what, before)


@contextmanager
def read_only(folder: Path) -> Iterator[None]:
    """A folder whose files may not be written, and the end of that."""
    files = [file for file in folder.iterdir() if file.is_file()]
    for file in files:
        file.chmod(0o400)
    folder.chmod(0o500)
    try:
        yield
    finally:
        folder.chmod(0o700)
        for file in files:
            file.chmod(0o600)


def test_a_disk_that_takes_nothing_is_said_and_over_when_it_is(server: Running) -> None:
    assert server.storage() == "writable"
    with read_only(server.folder):
        assert server.store("Refused.") == 507
        assert server.storage() == faults.READ_ONLY
        assert server.ask("/api/articles")[0] == 200
    assert server.storage() == "writable"
    assert server.store("Stored.") == 201
    with limited(server, resource.RLIMIT_FSIZE, 100_000):
        assert server.storage() == faults.FULL  # before anything failed
        status, said, _ = server.ask("/api/articles", {"text": "Too long. " * 20_000})
        assert (status, faults.FULL in said) == (507, True)
        assert server.storage() == faults.FULL
        assert server.ask("/api/articles")[0] == 200
    assert server.storage() == "writable"
    assert server.store("Too long. " * 20_000) == 201


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="only Linux says what is taken")
def test_without_memory_requests_are_refused_until_there_is_some(server: Running) -> None:
    pages = int(Path(f"/proc/{server.process.pid}/statm").read_text().split()[0])
    logged = server.log.read_text().count("out of memory")
    with limited(server, resource.RLIMIT_AS, pages * resource.getpagesize() + (1 << 20)):
        for path in ("/api/articles", "/search?q=tide", "/api/search?q=tide") * 3:
            status, said, retry_after = server.ask(path)
            assert (status, "out of memory" in said, retry_after) == (503, True, "5")
        assert server.ask("/healthz")[0] == 200
    assert server.log.read_text().count("out of memory") - logged == 1
    assert server.ask("/search?q=tide")[0] == 200

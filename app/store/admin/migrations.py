"""Which schema the library has, and how it gets the newest: runs `migrations/`.

Alembic is loaded to migrate. Whether that is needed is asked at every start, and answered by the
names of the migrations and one row.
"""

from functools import cache
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, inspect, make_url, text
from sqlmodel import SQLModel

from app.errors import LibraryBusy
from app.resources import MIGRATIONS
from app.settings import Settings
from app.store import schema
from app.store.db import damage, faults
from app.store.db.library import schema_engine

BY_HAND = ("article_search", "search_words", "search_source")
"""Beginnings of the names that one dialect alone has: the full-text index and what belongs to it.
"""


def head() -> str:
    """The schema this program works with: its newest migration."""
    return _versions()[-1]


def exists(settings: Settings) -> bool:
    """Whether there is a database to connect to; a SQLite file would be created by connecting."""
    url = make_url(settings.database)
    return url.get_backend_name() != "sqlite" or Path(url.database or "").exists()


def current(settings: Settings) -> str | None:
    """The library's schema; None for an empty or missing library, which is not created.

    Raises LibraryBusy where the database cannot be reached, LibraryDamaged.
    """
    if not exists(settings):
        return None
    engine = schema_engine(settings, read_only=True)
    with (
        faults.named(writing=False),
        damage.reported(engine.url),
        engine.connect() as connection,
    ):
        return _current(connection)


def is_current(settings: Settings) -> bool:
    """Whether library and program fit. Raises LibraryBusy when the library is newer."""
    have = current(settings)
    refuse_newer(have)
    return have == head()


def upgrade(settings: Settings, to: str = "head") -> None:
    """Brings the library's schema up to date, in one transaction.

    Raises LibraryBusy when the library is newer than this program, StorageFailed where the disk is
    full or read-only; the library is then as it was.
    """
    from alembic import command

    _migrate(settings, command.upgrade, to)


def downgrade(settings: Settings, to: str) -> None:
    """Takes the schema back to `to` (`base`: nothing is left)."""
    from alembic import command

    _migrate(settings, command.downgrade, to)


def differences(settings: Settings) -> list[Any]:
    """Where the migrated schema and the tables in Python disagree; empty when all is well."""
    from alembic.autogenerate import compare_metadata
    from alembic.migration import MigrationContext

    with schema_engine(settings, read_only=True).connect() as connection:
        context = MigrationContext.configure(
            connection, opts={"include_object": is_ours, "compare_type": True}
        )
        return list(compare_metadata(context, SQLModel.metadata))


def is_ours(
    _object: object, name: str | None, type_: str, reflected: bool, _compare_to: object
) -> bool:
    """Whether Alembic compares this: all but the full-text index, which no class describes."""
    return not (type_ == "table" and reflected and (name or "").startswith(BY_HAND))


def _migrate(settings: Settings, verb: Any, to: str) -> None:
    from alembic.config import Config

    engine = schema_engine(settings)
    with (
        faults.named(writing=True),
        damage.reported(engine.url),
        engine.begin() as connection,
    ):
        refuse_newer(_current(connection))
        config = Config()
        config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
        config.attributes["connection"] = connection
        verb(config, to)
        _check_references(connection)


def refuse_newer(have: str | None) -> None:
    """Raises LibraryBusy when `have` is a schema that this program does not know."""
    if have is not None and have not in _versions():
        raise LibraryBusy(
            f"The library has schema {have}, which is newer than this program. Install a "
            "newer Gloss."
        )


@cache
def _versions() -> list[str]:
    """Every schema there was, oldest first: files of migrations begin with theirs, and in order."""
    files = Path(MIGRATIONS, "versions").glob("[0-9]*_*.py")
    return sorted(file.name.partition("_")[0] for file in files)


def _current(connection: Connection) -> str | None:
    """The library's schema as Alembic records it; None before the first migration."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    version: str | None = connection.scalar(text("SELECT version_num FROM alembic_version"))
    return version


def _check_references(connection: Connection) -> None:
    """Raises LibraryBusy where SQLite's tables, rebuilt without foreign keys, break a reference.

    Nothing is kept then.
    """
    if connection.dialect.name != "sqlite":
        return
    broken = connection.exec_driver_sql("PRAGMA foreign_key_check").all()
    if broken:
        raise LibraryBusy(
            f"The migration would leave {len(broken)} broken references in {broken[0][0]}; "
            "nothing was changed."
        )


_ = schema  # the metadata is empty until the tables are imported

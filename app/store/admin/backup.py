"""A library as one SQLite file, and back, whichever database the library is in.

Knows no table but the schema's number and articles.
"""

import sqlite3
import tempfile
from contextlib import closing
from pathlib import Path

from sqlalchemy import make_url

from app.errors import Conflict, NotFound, Unprocessable, Unsupported
from app.settings import Settings
from app.store.admin import copying, migrations
from app.store.change_log import triggers as change_log
from app.store.db import faults
from app.store.db.library import Library, schema_engine

_MAGIC = b"SQLite format 3\0"


def backup(settings: Settings, path: Path) -> None:
    """Writes the library, also one in use, to a new file.

    Raises Conflict when the file exists, NotFound without a library, StorageFailed where the disk
    is full or read-only; what was written so far is then removed.
    """
    source = _file(settings)
    if source and not source.exists():
        raise NotFound(f"There is no library at {source}.")
    if path.exists():
        raise Conflict(f"{path} already exists; a backup never overwrites a file.")
    part = path.with_name(path.name + ".part")
    with faults.named(writing=True):
        _remove(part)
    try:
        with faults.named(writing=True):
            if source:
                _copy_file(source, part)
            else:
                with closing(Library(settings)) as library:
                    copying.copy(library, _as_file(settings, part))
            _as_one_file(part)
            part.rename(path)
    finally:
        _remove(part)


def restore(settings: Settings, path: Path, *, force: bool = False) -> None:
    """Puts a backup in the library's place: on SQLite at once or not at all.

    On PostgreSQL an interrupted one leaves a library that is refused until it is repeated. Raises
    Conflict when the library holds articles, unless `force`, Unprocessable for a file that is no
    whole Gloss library, LibraryBusy for one from a newer program.
    """
    target = _file(settings)
    _check(path)
    if target is None:
        _restore_rows(settings, path, force)
        return
    if target.exists() and _articles(target) and not force:
        raise Conflict(
            f"The library at {target} contains articles. Use --force to overwrite it.", "--force"
        )
    target.parent.mkdir(parents=True, exist_ok=True)
    number = _number(target)
    with (
        faults.named(writing=True),
        closing(_open(path)) as source,
        closing(sqlite3.connect(target)) as library,
    ):
        source.backup(library)  # one transaction: a crash leaves the old library
    migrations.upgrade(settings)
    with schema_engine(settings).begin() as connection:
        # A server that is running has kept pages of the library that was here.
        change_log.log_everything(connection, after=number)


def _restore_rows(settings: Settings, path: Path, force: bool) -> None:
    """Copies the rows of a backup, brought up to date first, into another database."""
    with tempfile.TemporaryDirectory() as folder:
        current = Path(folder) / "current.db"
        _copy_file(path, current)
        backup_settings = _as_file(settings, current)
        migrations.upgrade(backup_settings)
        with closing(Library(backup_settings)) as library:
            try:
                copying.copy(library, settings, overwrite=force)
            except Conflict as error:
                raise Conflict(
                    "The library contains articles. Use --force to overwrite it.", "--force"
                ) from error


def _file(settings: Settings) -> Path | None:
    """The file of a SQLite library; None for PostgreSQL."""
    url = make_url(settings.database)
    if url.get_backend_name() != "sqlite":
        return None
    if not url.database:
        raise Unsupported("This command needs a library in a file, not in memory.")
    return Path(url.database)


def _as_file(settings: Settings, path: Path) -> Settings:
    return settings.model_copy(update={"database_url": f"sqlite:///{path.absolute()}"})


def _copy_file(source: Path, target: Path) -> None:
    """Copies a SQLite file, also one in use."""
    with closing(sqlite3.connect(source)) as library, closing(sqlite3.connect(target)) as copy:
        library.backup(copy)


def _as_one_file(path: Path) -> None:
    """Moves SQLite's log into the file, so that there is none beside it."""
    with closing(sqlite3.connect(path)) as copy:
        copy.execute("PRAGMA journal_mode = DELETE")


def _remove(path: Path) -> None:
    for suffix in ("", "-wal", "-shm"):
        path.with_name(path.name + suffix).unlink(missing_ok=True)


def _open(path: Path) -> sqlite3.Connection:
    return sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)


def _check(path: Path) -> None:
    """Refuses what is no whole library of a schema that this program knows."""
    try:
        with path.open("rb") as file:
            magic = file.read(len(_MAGIC))
    except OSError as error:
        raise NotFound(f"{path} cannot be read: {error.strerror}.") from error
    if magic != _MAGIC:
        raise Unprocessable(f"{path} is not a backup of a library.")
    try:
        with closing(_open(path)) as file_:
            version = file_.execute("SELECT version_num FROM alembic_version").fetchone()
            file_.execute("SELECT count(*) FROM article, revision WHERE article.id = 0")
            state = file_.execute("PRAGMA integrity_check(1)").fetchone()[0]
    except sqlite3.DatabaseError as error:
        raise Unprocessable(f"{path} is not a complete Gloss library: {error}.") from error
    if version is None or state != "ok":
        raise Unprocessable(f"{path} is damaged: {state}.")
    migrations.refuse_newer(version[0])


def _number(target: Path) -> int:
    """The number of the newest write of the library that is to be replaced."""
    try:
        with closing(_open(target)) as library:
            return int(library.execute("SELECT number FROM change_log_clock").fetchone()[0])
    except sqlite3.OperationalError:
        return 0  # there is none, or an older one


def _articles(target: Path) -> int:
    try:
        with closing(_open(target)) as library:
            return int(library.execute("SELECT count(*) FROM article").fetchone()[0])
    except sqlite3.OperationalError:
        return 0  # a file without our tables holds no articles

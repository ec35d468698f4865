"""A library as one file, and back. SQLite only: PostgreSQL has its own tools.

Knows no table but the schema's number and articles.
"""

import sqlite3
from contextlib import closing
from pathlib import Path

from app.errors import Conflict, NotFound, Unprocessable, Unsupported
from app.settings import Settings
from app.store.admin import migrations
from app.store.change_log import triggers as change_log
from app.store.db.library import Library, schema_engine

_MAGIC = b"SQLite format 3\0"


def backup(settings: Settings, path: Path) -> None:
    """Writes the library, also one in use, to a new file.

    Raises Conflict when the file exists, NotFound without a library, Unsupported.
    """
    source = _file(settings)
    if not source.exists():
        raise NotFound(f"There is no library at {source}.")
    if path.exists():
        raise Conflict(f"{path} already exists; a backup never overwrites a file.")
    part = path.with_name(path.name + ".part")
    part.unlink(missing_ok=True)
    with closing(sqlite3.connect(source)) as library, closing(sqlite3.connect(part)) as copy:
        library.backup(copy)
        copy.execute("PRAGMA journal_mode = DELETE")  # one file, without a log beside it
    part.rename(path)


def restore(settings: Settings, path: Path, *, force: bool = False) -> None:
    """Puts a backup in the library's place, at once or not at all.

    Raises Conflict when the library holds articles, unless `force`.

    Raises Unprocessable for a file that is no whole Gloss library, LibraryBusy for one from a newer
    program, Unsupported.
    """
    target = _file(settings)
    _check(path)
    if target.exists() and _articles(target) and not force:
        raise Conflict(
            f"The library at {target} contains articles. Use --force to overwrite it.", "--force"
        )
    target.parent.mkdir(parents=True, exist_ok=True)
    number = _number(target)
    with closing(_open(path)) as source, closing(sqlite3.connect(target)) as library:
        source.backup(library)  # one transaction: a crash leaves the old library
    migrations.upgrade(settings)
    with schema_engine(settings).begin() as connection:
        # A server that is running has kept pages of the library that was here.
        change_log.log_everything(connection, after=number)


def _file(settings: Settings) -> Path:
    library = Library(settings)
    library.close()
    if not library.is_sqlite or not library.url.database:
        raise Unsupported(
            "This command works only with SQLite libraries.",
            "For PostgreSQL, use pg_dump and pg_restore.",
        )
    return Path(library.url.database)


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

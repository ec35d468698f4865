"""A library as one SQLite file, and back, whichever database the library is in.

A backup is checked whole before anything is replaced: the file, its schema, references, and the
SHA-256 of every text.
"""

import secrets
import sqlite3
import tempfile
from contextlib import closing
from pathlib import Path

from sqlalchemy import make_url
from sqlalchemy.exc import SQLAlchemyError

from app.errors import (
    Conflict,
    Damaged,
    GlossError,
    LibraryBusy,
    NotFound,
    Unprocessable,
    Unsupported,
)
from app.settings import Settings
from app.store.admin import copying, migrations, restored_access
from app.store.admin.doctor import references, texts, values
from app.store.admin.restored_access import Access, RestoredTokens
from app.store.articles import articles
from app.store.articles.access import EDITOR
from app.store.change_log import triggers as change_log
from app.store.db import faults
from app.store.db.library import Library, schema_engine

_MAGIC = b"SQLite format 3\0"
_OWNER_ALONE = 0o600
"""A backup holds private articles and what sign-ins are checked against."""


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
            part.touch(_OWNER_ALONE)  # before anything is in it
            if source:
                _copy_file(source, part)
            else:
                with closing(Library(settings)) as library:
                    copying.copy(library, _as_file(settings, part), at_once=False)
            _as_one_file(part)
            part.chmod(_OWNER_ALONE)
            part.rename(path)
    finally:
        _remove(part)


def restore(settings: Settings, path: Path, *, force: bool = False) -> RestoredTokens:
    """Puts a backup in the library's place, after all of it was checked, at once or not at all.

    It is brought up to date in a file of its own; readers have the old library until they have the
    new one, and an interrupted restore leaves the old one. On SQLite that is kept beside the new
    one until that answers; on PostgreSQL all rows are replaced in one transaction. Every session
    ends, and tokens that were revoked since the backup stay revoked; where the old library is too
    damaged to say which, all of the backup's are. Raises Conflict when the library holds articles,
    unless `force`, Unprocessable for a file that is no whole Gloss library, LibraryBusy for one
    from a newer program, and where the old library cannot be read now. After any of them the
    library is as it was.
    """
    target = _file(settings)
    _check(path)
    if not force and target is not None and target.exists() and _articles(target):
        raise Conflict(
            f"The library at {target} contains articles or is damaged. Use --force to overwrite "
            "it.",
            "--force",
        )
    if target is not None:
        target.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=target.parent if target else None) as folder:
        current = Path(folder) / "current.db"
        _prepare(path, _as_file(settings, current))
        candidate = _as_file(settings, current)
        tokens = _end_access(candidate, _access(settings, target))
        if target is None:
            _copy_rows(settings, candidate, force)
        else:
            _replace(settings, current, target)
    return tokens


def _prepare(path: Path, candidate: Settings) -> None:
    """Copies a backup to where it is migrated and checked. Raises Unprocessable."""
    file = _file(candidate)
    assert file is not None  # noqa: S101 - it was made of a file's path
    file.touch(_OWNER_ALONE)
    try:
        _copy_file(path, file)
        _check_integrity(path, file)
        migrations.upgrade(candidate)
        with closing(Library(candidate)) as library, library.reading() as s:
            checks = [*texts.hashes(s), *references.foreign_keys(s), *values.check(s)]
        differences = migrations.differences(candidate)
    except (SQLAlchemyError, sqlite3.Error, Damaged) as error:
        reason = error.message if isinstance(error, Damaged) else str(error).splitlines()[0]
        raise Unprocessable(f"{path} is damaged, and was not restored: {reason}") from error
    bad = [check.message for check in checks if not check.ok]
    if differences:
        bad.append(f"Its schema differs from this program's in {len(differences)} places.")
    if bad:
        raise Unprocessable(f"{path} is damaged, and was not restored: {bad[0]}")
    _as_one_file(file)


def _check_integrity(path: Path, copied: Path) -> None:
    """SQLite's own check, constraints included, which it leaves out of files opened to read."""
    with closing(sqlite3.connect(copied)) as file:
        state = file.execute("PRAGMA integrity_check(1)").fetchone()[0]
    if state != "ok":
        raise Unprocessable(f"{path} is damaged, and was not restored: {state}.")


def _replace(settings: Settings, current: Path, target: Path) -> None:
    """Puts a library that is up to date in the place of another, in one transaction.

    Where the new one does not answer then, the old one is put back.
    """
    kept = current.with_name("kept.db")
    is_kept = target.exists() and _is_readable(target)
    if is_kept:
        kept.touch(_OWNER_ALONE)
        _copy_file(target, kept)
    elif target.exists():
        _set_aside(target)
    with schema_engine(_as_file(settings, current)).begin() as connection:
        # A server that is running has kept pages of the library that was here.
        change_log.log_everything(connection, after=_number(target))
    try:
        if not target.exists():
            target.touch(_OWNER_ALONE)
        _copy_file(current, target)
        _answers(settings)
    except (SQLAlchemyError, sqlite3.Error, GlossError) as error:
        if is_kept:
            _copy_file(kept, target)
        raise Unprocessable(
            f"The restored library did not answer ({str(error).splitlines()[0]}); the one before "
            "was put back."
        ) from error


def _is_readable(target: Path) -> bool:
    try:
        with closing(_open(target)) as library:
            return bool(library.execute("PRAGMA quick_check(1)").fetchone()[0] == "ok")
    except sqlite3.DatabaseError:
        return False


def _set_aside(target: Path) -> None:
    """Renames a damaged library, whose file cannot be written into; nothing of it is lost."""
    aside = target.with_name(f"{target.name}.damaged-{secrets.token_hex(4)}")
    for suffix in ("", "-wal", "-shm"):
        part = target.with_name(target.name + suffix)
        if part.exists():
            part.rename(aside.with_name(aside.name + suffix))


def _answers(settings: Settings) -> None:
    """Reads the library as a server would. Raises what that raises."""
    if not migrations.is_current(settings):
        raise LibraryBusy("its schema is not this program's")
    with closing(Library(settings)) as library, library.reading() as s:
        articles.newest(s, EDITOR, limit=1)


def _access(settings: Settings, target: Path | None) -> Access:
    """What the library that will be replaced knows of access. Raises LibraryBusy."""
    if target is not None and not target.exists():
        return restored_access.NOTHING
    if target is None and migrations.current(settings) is None:
        return restored_access.NOTHING
    with closing(Library(settings)) as library:
        return restored_access.known(library)


def _end_access(candidate: Settings, before: Access) -> RestoredTokens:
    with closing(Library(candidate)) as library:
        with library.writing() as s:
            tokens = restored_access.apply(s, before)
        library.checkpoint()
    file = _file(candidate)
    assert file is not None  # noqa: S101 - it was made of a file's path
    _as_one_file(file)
    return tokens


def _copy_rows(settings: Settings, backup_settings: Settings, force: bool) -> None:
    """Copies the rows of a backup that is up to date into another database."""
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
    except sqlite3.DatabaseError:
        return 0  # there is none, or an older one


def _articles(target: Path) -> int:
    try:
        with closing(_open(target)) as library:
            return int(library.execute("SELECT count(*) FROM article").fetchone()[0])
    except sqlite3.OperationalError:
        return 0  # a file without our tables holds no articles
    except sqlite3.DatabaseError:
        return 1  # it is damaged: what it holds is not known

"""A restored backup brings back no access that was ended since it was made."""

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from app.errors import LibraryBusy
from app.settings import Settings
from app.store import instance
from app.store.admin import backup, people, session_epochs
from app.store.db.library import Library
from app.web.security.sessions import Sessions


def valid(library: Library, *tokens: str) -> list[bool]:
    with library.reading() as s:
        return [people.find_token(s, token) is not None for token in tokens]


def test_what_was_revoked_since_the_backup_stays_revoked(library: Library, tmp_path: Path) -> None:
    sessions = Sessions(library, library.settings)
    with library.writing() as s:
        kept, ended = people.create_token(s, "kept"), people.create_token(s, "ended")
        codes = [people.create_signin(s, 15) for _ in range(2)]
    cookie = sessions.sign_in(codes[0])
    backup.backup(library.settings, tmp_path / "one.gloss")
    with library.writing() as s:
        people.revoke_tokens(s, "ended")
        later = people.create_token(s, "later")
    for _ in range(2):  # of the second restore, too
        tokens = backup.restore(library.settings, tmp_path / "one.gloss", force=True)
        assert tokens.valid == ("kept",)
        assert tokens.revoked == ("ended",)
        assert valid(library, kept, ended, later) == [True, False, False]
        with library.reading() as s:
            assert not people.peek(s, codes[1])
            assert session_epochs.lasting(s, 30) == []
    assert Sessions(library, library.settings).person_of(cookie) is None


def test_one_signs_in_to_a_running_server_after_a_restore(library: Library, tmp_path: Path) -> None:
    sessions = Sessions(library, library.settings)
    with library.writing() as s:
        code = people.create_signin(s, 15)
    cookie = sessions.sign_in(code)
    backup.backup(library.settings, tmp_path / "one.gloss")
    backup.restore(library.settings, tmp_path / "one.gloss", force=True)
    with library.writing() as s:
        code = people.create_signin(s, 15)
    assert sessions.person_of(sessions.sign_in(code)) is not None
    assert sessions.person_of(cookie) is None


def test_revocations_hold_on_another_machine_once_they_are_known_there(
    sqlite_library: Library, migrated_file: Path, tmp_path: Path
) -> None:
    with sqlite_library.writing() as s:
        token = people.create_token(s, "robot")
        people.secret(s)
    backup.backup(sqlite_library.settings, tmp_path / "one.gloss")
    (tmp_path / "other").mkdir()
    shutil.copy(migrated_file, tmp_path / "other" / "gloss.db")
    with closing(Library(Settings(data=tmp_path / "other"))) as other:
        with other.writing() as s:
            own = people.secret(s)
        assert backup.restore(other.settings, tmp_path / "one.gloss").valid == ("robot",)
        with other.writing() as s:
            assert instance.find(s, people.SECRET) == own
            people.revoke_tokens(s, "robot")
        tokens = backup.restore(other.settings, tmp_path / "one.gloss", force=True)
        assert (tokens.valid, tokens.revoked) == ((), ("robot",))
        assert valid(other, token) == [False]


def test_a_token_that_the_library_never_had_is_not_taken_for_a_revoked_one(
    sqlite_library: Library, migrated_file: Path, tmp_path: Path
) -> None:
    with sqlite_library.writing() as s:
        assert people.find_secret(s) is None  # nobody signed in with a browser
        token = people.create_token(s, "robot")
    backup.backup(sqlite_library.settings, tmp_path / "one.gloss")
    shutil.copy(migrated_file, tmp_path / "gloss.db")
    with closing(Library(Settings(data=tmp_path))) as other:
        tokens = backup.restore(other.settings, tmp_path / "one.gloss", force=True)
        assert (tokens.valid, tokens.revoked) == (("robot",), ())
        assert valid(other, token) == [True]


def test_a_newer_backup_brings_back_what_an_older_one_had_lost(
    sqlite_library: Library, tmp_path: Path
) -> None:
    older, newer = tmp_path / "older.gloss", tmp_path / "newer.gloss"
    with sqlite_library.writing() as s:
        people.secret(s)
    backup.backup(sqlite_library.settings, older)
    with sqlite_library.writing() as s:
        token = people.create_token(s, "wednesday")
    backup.backup(sqlite_library.settings, newer)
    assert backup.restore(sqlite_library.settings, older, force=True).lost == ("wednesday",)
    assert backup.restore(sqlite_library.settings, newer, force=True).revoked == ()
    assert valid(sqlite_library, token) == [True]


def backed_up(library: Library, path: Path) -> tuple[str, str]:
    """A kept token and one that was revoked since the backup at `path`."""
    with library.writing() as s:
        kept, ended = people.create_token(s, "kept"), people.create_token(s, "ended")
    backup.backup(library.settings, path)
    with library.writing() as s:
        people.revoke_tokens(s, "ended")
        people.create_token(s, "later")
    library.checkpoint()
    library.close()
    return kept, ended


def overwrite(library: Library, table: str | None) -> None:
    """Damages the first page of a table, or of the file."""
    path = library.settings.data / "gloss.db"
    page, size = 1, 4096
    if table is not None:
        with closing(sqlite3.connect(path)) as file:
            statement = "SELECT rootpage FROM sqlite_master WHERE name = ?"
            page = file.execute(statement, (table,)).fetchone()[0]
            size = file.execute("PRAGMA page_size").fetchone()[0]
    with path.open("r+b") as opened:
        opened.seek((page - 1) * size)
        opened.write(b"\xff" * 16)


@pytest.mark.parametrize("table", ["sqlite_autoindex_instance_1", None])
def test_no_token_is_valid_where_a_damaged_library_cannot_say_which_were_revoked(
    sqlite_library: Library, tmp_path: Path, table: str | None
) -> None:
    given = backed_up(sqlite_library, tmp_path / "one.gloss")
    overwrite(sqlite_library, table)
    tokens = backup.restore(sqlite_library.settings, tmp_path / "one.gloss", force=True)
    assert not tokens.revocations_known
    assert (tokens.valid, tokens.revoked) == ((), ("kept", "ended"))
    assert tokens.lost == (None if table is None else ("later",))
    # Nor after a second restore, over a library that is whole.
    tokens = backup.restore(sqlite_library.settings, tmp_path / "one.gloss", force=True)
    assert (tokens.valid, tokens.revocations_known) == ((), True)
    assert valid(sqlite_library, *given) == [False, False]


def test_what_was_revoked_is_known_where_only_the_tokens_are_damaged(
    sqlite_library: Library, tmp_path: Path
) -> None:
    given = backed_up(sqlite_library, tmp_path / "one.gloss")
    overwrite(sqlite_library, "token")
    tokens = backup.restore(sqlite_library.settings, tmp_path / "one.gloss", force=True)
    assert (tokens.valid, tokens.revoked, tokens.lost) == (("kept",), ("ended",), None)
    assert tokens.revocations_known
    assert valid(sqlite_library, *given) == [True, False]


def test_a_library_that_cannot_be_read_now_is_not_replaced(
    sqlite_library: Library, tmp_path: Path
) -> None:
    backed_up(sqlite_library, tmp_path / "one.gloss")
    settings = sqlite_library.settings.model_copy(update={"busy_timeout_seconds": 0.05})
    with closing(sqlite3.connect(settings.data / "gloss.db")) as other:
        other.execute("PRAGMA locking_mode = EXCLUSIVE")
        other.execute("BEGIN EXCLUSIVE")
        with pytest.raises(LibraryBusy):
            backup.restore(settings, tmp_path / "one.gloss", force=True)
    with sqlite_library.reading() as s:
        assert [token.name for token in people.tokens(s)] == ["kept", "later"]


@pytest.mark.parametrize("days", [0, 30])
def test_sessions_are_listed_by_who_and_since_when(library: Library, days: int) -> None:
    sessions = Sessions(library, library.settings)
    with library.writing() as s:
        codes = [people.create_signin(s, 15) for _ in range(3)]
    for code in codes[:2]:
        sessions.sign_in(code)
    with library.reading() as s:
        found = session_epochs.lasting(s, days)
    assert [one.person for one in found] == (["Editor"] * 2 if days else [])
    assert all((one.until - one.since).days == days for one in found)
    sessions.end()
    sessions.sign_in(codes[2])
    with library.reading() as s:
        assert len(session_epochs.lasting(s, days)) == (1 if days else 0)

"""A restored backup brings back no access that was ended since it was made."""

import shutil
from contextlib import closing
from pathlib import Path

import pytest

from app.settings import Settings
from app.store import instance
from app.store.admin import backup, people, session_epochs
from app.store.db.library import Library
from app.web.security.sessions import Sessions


def valid(library: Library, *tokens: str) -> list[bool]:
    with library.reading() as s:
        return [people.person_of_token(s, token) is not None for token in tokens]


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


def test_a_token_revoked_by_an_older_program_stays_revoked(
    sqlite_library: Library, tmp_path: Path
) -> None:
    with sqlite_library.writing() as s:
        token = people.create_token(s, "robot")
        people.secret(s)
    backup.backup(sqlite_library.settings, tmp_path / "one.gloss")
    with sqlite_library.writing() as s:
        people.revoke_tokens(s, "robot")
        (fact,) = people.revoked_tokens(s)
        instance.remove(s, people.REVOKED + fact)  # which an older program does not write
    backup.restore(sqlite_library.settings, tmp_path / "one.gloss", force=True)
    assert valid(sqlite_library, token) == [False]


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

"""A damaged or altered backup is refused with a reason, and the library stays as it was."""

import multiprocessing
import os
import shutil
import signal
import sqlite3
import stat
import threading
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from app.errors import GlossError, LibraryDamaged, Unprocessable
from app.main import create_app
from app.settings import Settings
from app.store.admin import backup, copying, migrations
from app.store.articles import articles
from app.store.articles.access import ANYONE
from app.store.db.library import Library
from tests.building import ingest
from tests.building import stub_layers as stub_layers

pytestmark = pytest.mark.usefixtures("stub_layers")
PAGE = 4096
HERE = "http://localhost"


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory, migrated_file: Path) -> Path:
    """A backup of two articles."""
    folder = tmp_path_factory.mktemp("whole")
    shutil.copyfile(migrated_file, folder / "gloss.db")
    with closing(Library(Settings(data=folder, model="small"))) as library:
        ingest(library, "Ida Fenwick came. " * 400, title="In the backup", annotated=False)
        ingest(library, "Silas Thorne left.", annotated=False)
        backup.backup(library.settings, folder / "one.gloss")
    return folder / "one.gloss"


def altered(*statements: str) -> Callable[[Path], None]:
    def harm(path: Path) -> None:
        with closing(sqlite3.connect(path)) as file:
            file.execute("PRAGMA foreign_keys = OFF")
            file.execute("PRAGMA ignore_check_constraints = ON")
            for statement in statements:
                assert file.execute(statement).rowcount != 0
            file.commit()

    return harm


def overwritten(page: int, at: int = 0, length: int = PAGE) -> Callable[[Path], None]:
    def harm(path: Path) -> None:
        with path.open("r+b") as file:
            file.seek((page - 1) * PAGE + at)
            file.write(os.urandom(length))

    return harm


def page_of(name: str) -> Callable[[Path], None]:
    """Overwrites the first page of a table."""

    def harm(path: Path) -> None:
        with closing(sqlite3.connect(path)) as file:
            statement = "SELECT rootpage FROM sqlite_master WHERE name = ?"
            page = file.execute(statement, (name,)).fetchone()[0]
        overwritten(page)(path)

    return harm


def rewritten(content: bytes) -> Callable[[Path], None]:
    def harm(path: Path) -> None:
        path.write_bytes(content)

    return harm


def cut(path: Path) -> None:
    with path.open("r+b") as file:
        file.truncate(path.stat().st_size // 2)


HARM: dict[str, Callable[[Path], None]] = {
    "a page of the schema": overwritten(2),
    "the first page behind its header": overwritten(1, 100, 400),
    "the file's header": overwritten(1, 0, 16),
    "the whole first page": overwritten(1),
    "a page of articles": page_of("article"),
    "a page of revisions": page_of("revision"),
    "a page of the search index": page_of("article_search_data"),
    "a page of an index": page_of("article_newest_first"),
    "half of the file": cut,
    "an empty file": rewritten(b""),
    "another format": rewritten(b"Gloss"),
    "a text": altered("UPDATE revision SET text = replace(text, 'Ida', 'Una') WHERE id = 1"),
    "one letter of a text": altered("UPDATE revision SET text = 'S' || substr(text, 2) || '!'"),
    "a hash": altered("UPDATE revision SET sha256 = replace(hex(zeroblob(32)), '0', 'b')"),
    "a text as a BLOB": altered("UPDATE revision SET text = CAST(text AS BLOB)"),
    "a text that is not UTF-8": altered("UPDATE revision SET text = CAST(x'e9e9' AS TEXT)"),
    "blocks that are not JSON": altered("UPDATE revision SET blocks = '[{'"),
    "a time": altered("UPDATE revision SET captured_at = 'yesterday'"),
    "a reference": altered("UPDATE revision SET article_id = 99 WHERE id = 1"),
    "a missing table": altered("DROP TABLE board_item"),
    "a missing column": altered("ALTER TABLE article DROP COLUMN lede"),
    "another column": altered("ALTER TABLE article ADD COLUMN colour VARCHAR"),
    "no schema number": altered("DELETE FROM alembic_version"),
    "a newer schema": altered("UPDATE alembic_version SET version_num = '9999'"),
    "an older schema's number": altered("UPDATE alembic_version SET version_num = '0005'"),
    "a constraint": altered("UPDATE article SET visibility = 'hidden'"),
}


def contents(settings: Settings) -> list[str]:
    with closing(sqlite3.connect(settings.data / "gloss.db")) as library:
        return list(library.iterdump())


@pytest.mark.parametrize("kind", HARM)
def test_a_damaged_or_altered_backup_is_refused_and_the_library_untouched(
    sqlite_library: Library, whole: Path, tmp_path: Path, kind: str
) -> None:
    settings = sqlite_library.settings
    shutil.copyfile(whole, tmp_path / "bad.gloss")
    HARM[kind](tmp_path / "bad.gloss")
    before = contents(settings)
    with pytest.raises(GlossError) as refused:
        backup.restore(settings, tmp_path / "bad.gloss", force=True)
    assert refused.value.message
    assert contents(settings) == before
    assert {path.name.removeprefix("gloss.db") for path in settings.data.iterdir()} <= {
        "",
        "-wal",
        "-shm",
    }


def test_a_backup_is_readable_by_its_owner_alone(whole: Path) -> None:
    assert stat.S_IMODE(whole.stat().st_mode) == 0o600


def test_the_old_library_is_put_back_when_the_new_one_does_not_answer(
    sqlite_library: Library, whole: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ingest(sqlite_library, "Text.", title="Before", annotated=False)

    def broken(*_: object, **__: object) -> None:
        raise GlossError("No.")

    monkeypatch.setattr(articles, "newest", broken)
    with pytest.raises(Unprocessable, match="put back"):
        backup.restore(sqlite_library.settings, whole, force=True)
    monkeypatch.undo()
    with sqlite_library.reading() as s:
        assert [a.title for a in articles.newest(s, ANYONE).items] == ["Before"]


def test_a_damaged_library_is_said_in_one_sentence_and_replaced(
    sqlite_library: Library, whole: Path
) -> None:
    settings = sqlite_library.settings
    sqlite_library.close()
    file = settings.data / "gloss.db"
    file.write_bytes(b"no library" * 1000)
    with pytest.raises(LibraryDamaged, match=str(file)) as damaged:
        migrations.is_current(settings)
    assert "gloss restore" in str(damaged.value.detail)
    backup.restore(settings, whole, force=True)
    assert migrations.is_current(settings)
    (aside,) = settings.data.glob("gloss.db.damaged-*")
    assert aside.read_bytes() == b"no library" * 1000


def test_readers_meet_the_old_library_or_the_new_one_and_nothing_between(
    library: Library, whole: Path
) -> None:
    settings = library.settings
    for n in range(3):
        ingest(library, f"Text {n}.", title=f"Before {n}", annotated=False)
    # Another process would have a cache of its own.
    clients = [TestClient(create_app(settings, library), base_url=HERE) for _ in range(2)]
    client = clients[0]
    for one in clients:
        assert "Before 0" in one.get("/").text
        assert "Before 0" in one.get("/articles/1").text
    answers: list[tuple[int, frozenset[str | None]]] = []
    done = threading.Event()

    def read() -> None:
        while not done.is_set():
            page = client.get("/articles/1")
            assert page.status_code == 200
            listed = client.get("/api/articles")
            titles = frozenset(item["title"] for item in listed.json()["items"])
            answers.append((listed.status_code, titles))

    reader = threading.Thread(target=read)
    reader.start()
    try:
        backup.restore(settings, whole, force=True)
    finally:
        done.set()
        reader.join()
    old, new = {f"Before {n}" for n in range(3)}, {"In the backup", None}
    assert answers
    assert {code for code, _ in answers} == {200}
    assert {titles for _, titles in answers} <= {frozenset(old), frozenset(new)}
    # What the servers kept of the library before is out of date at once.
    for one in clients:
        assert "In the backup" in one.get("/").text
        assert "In the backup" in one.get("/articles/1").text
        assert one.get("/articles/3").status_code == 404


@pytest.mark.parametrize("step", ["_begin", "_compare", "_continue_ids"])
def test_a_restore_that_is_killed_leaves_the_old_library_and_a_second_one_ends(
    postgresql_library: Library, whole: Path, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    ingest(postgresql_library, "Text.", title="Before", annotated=False)
    settings = postgresql_library.settings
    postgresql_library.close()
    original = getattr(copying, step)

    def killed(*given: object, **named: object) -> None:
        original(*given, **named)
        os.kill(os.getpid(), signal.SIGKILL)

    with monkeypatch.context() as patched:
        patched.setattr(copying, step, killed)
        process = multiprocessing.get_context("fork").Process(
            target=backup.restore, args=(settings, whole), kwargs={"force": True}
        )
        process.start()
        process.join()
    assert process.exitcode == -signal.SIGKILL
    assert titles(postgresql_library) == ["Before"]
    backup.restore(settings, whole, force=True)
    assert titles(postgresql_library) == [None, "In the backup"]


def titles(library: Library) -> list[str | None]:
    with library.reading() as s:
        return [article.title for article in articles.newest(s, ANYONE).items]

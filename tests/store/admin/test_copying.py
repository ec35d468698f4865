"""A copy holds the same rows in every table, on either database, or says that it does not."""

from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import text

from app import pipeline
from app.errors import Conflict, LibraryBusy, Unprocessable
from app.importers.base import AddressOnly, Highlight, ImportedFields
from app.layers.creators import PersonCreator
from app.linking.corrections.correction import Correction
from app.settings import Settings
from app.store import instance
from app.store.admin import copying, migrations
from app.store.admin.doctor import examination
from app.store.articles.access import ANYONE, EDITOR
from app.store.db.library import Library
from app.store.entities import entities
from app.store.imports import awaited_addresses
from app.store.search import full_text
from tests.building import draft, ingest
from tests.conftest import temporary_database

pytestmark = pytest.mark.usefixtures("stub_layers")


@pytest.fixture(params=["sqlite", "postgresql"])
def target(request: pytest.FixtureRequest, tmp_path: Path, postgresql: str) -> Iterator[Settings]:
    """The settings of a library that does not exist yet, on each database in turn."""
    if request.param == "sqlite":
        yield Settings(data=tmp_path / "target", model="small")
        return
    with temporary_database(postgresql) as address:
        yield Settings(data=tmp_path, database_url=address, model="small")


@pytest.fixture
def filled(library: Library) -> Library:
    """Two articles, one of two revisions; the first entity was merged into a later one."""
    first = "“The buoy was dark,” Ida Fenwick said. Zoë Strand came in 1913."
    ingest(library, first, url="https://p.example/1")
    ingest(library, f"{first} It was dark.", url="https://p.example/1")
    with_more = replace(
        draft("Tom Wick waved at noon.", url="https://p.example/3"),
        highlights=(Highlight("at noon"), Highlight("at midnight", note="Or not?")),
        fields=ImportedFields(("waves",), is_archived=True),
    )
    pipeline.ingest(library, with_more)
    with library.writing() as s:
        awaited_addresses.put(s, AddressOnly("https://p.example/4"), "private")
    ingest(library, "Leo Marchant met Ida Fenwick 🦜.", url="https://p.example/2", title="Met")
    with library.reading() as s:
        ids = {e.name: e.id for e in entities.find_all(s, EDITOR).items}
    merge = Correction("merge", entity_id=ids["Ida Fenwick"], other_id=ids["Leo Marchant"])
    pipeline.correct(library, merge, PersonCreator(1))
    return library


def found(library: Library) -> list[int | None]:
    with library.reading() as s:
        return [hit.article.id for hit in full_text.find(s, ANYONE, "Fenwick dark").items]


def merged(library: Library) -> list[tuple[int, int]]:
    with library.reading() as s:
        statement = text("SELECT id, merged_into FROM entity WHERE merged_into IS NOT NULL")
        return [(row[0], row[1]) for row in s.execute(statement)]


def test_a_copy_is_the_same_library(filled: Library, target: Settings) -> None:
    copied = copying.copy(filled, target)
    rows = {table.name: table.rows for table in copied}
    assert rows["revision"] == 4
    tables = ("imported_fields", "imported_highlight", "unplaced_note", "awaited_address")
    assert [rows[name] for name in tables] == [1, 2, 1, 1]
    with closing(Library(target)) as copy:
        assert [c.message for c in examination.examine(copy, {}) if not c.ok] == []
        assert found(copy) == found(filled) != []
        assert merged(copy) == merged(filled) != []
        # New ids go on after the last one that the source gave.
        one, other = (ingest(library, "Another.") for library in (filled, copy))
        assert (one.article_id, one.revision_id) == (other.article_id, other.revision_id)


def test_an_id_that_was_given_once_is_not_given_again_by_the_copy(
    library: Library, target: Settings
) -> None:
    ingest(library, "Gone.")
    with library.writing() as s:
        for table in ("search_entry", "article_address", "annotation_run", "revision", "article"):
            s.execute(text(f"DELETE FROM {table}"))
    copying.copy(library, target)
    with closing(Library(target)) as copy:
        assert ingest(copy, "New.").article_id == 2


def interrupted(done: int, total: int) -> None:
    """Ends a copy in the middle."""
    if done > total // 2:
        raise KeyboardInterrupt


def test_an_interrupted_copy_changes_nothing(sqlite_library: Library, target: Settings) -> None:
    ingest(sqlite_library, "“The buoy was dark,” Ida Fenwick said.")
    migrations.upgrade(target)
    with closing(Library(target)) as copy:
        with copy.writing() as s:
            instance.put(s, "own", "kept")
        with pytest.raises(KeyboardInterrupt):
            copying.copy(sqlite_library, target, interrupted)
        instance.refuse_incomplete(copy)
        with copy.reading() as s:
            assert instance.find(s, "own") == "kept"
        assert found(copy) == []
        copying.copy(sqlite_library, target)
        assert found(copy) == [1]


def test_a_copy_part_by_part_that_was_interrupted_is_refused_and_begins_again(
    sqlite_library: Library, target: Settings
) -> None:
    ingest(sqlite_library, "“The buoy was dark,” Ida Fenwick said.")
    with pytest.raises(KeyboardInterrupt):
        copying.copy(sqlite_library, target, interrupted, at_once=False)
    with closing(Library(target)) as copy, pytest.raises(LibraryBusy, match="incomplete copy"):
        instance.refuse_incomplete(copy)
    copying.copy(sqlite_library, target)
    with closing(Library(target)) as copy:
        instance.refuse_incomplete(copy)
        assert found(copy) == [1]


def test_only_an_empty_library_is_copied_to(sqlite_library: Library, tmp_path: Path) -> None:
    other = Settings(data=tmp_path / "other")
    copying.copy(sqlite_library, other)
    with closing(Library(other)) as copy:
        ingest(copy, "Text.")
    with pytest.raises(Conflict, match="contains articles"):
        copying.copy(sqlite_library, other)
    with pytest.raises(Conflict, match="to itself"):
        copying.copy(sqlite_library, sqlite_library.settings)


def test_a_copy_with_other_values_is_refused(sqlite_library: Library, tmp_path: Path) -> None:
    ingest(sqlite_library, "Text.", title="Kept")
    other = Settings(data=tmp_path / "other")
    migrations.upgrade(other)
    with closing(Library(other)) as copy, copy.writing() as s:
        s.execute(
            text(
                "CREATE TRIGGER altered AFTER INSERT ON article BEGIN "
                "UPDATE article SET title = 'Altered' WHERE id = NEW.id; END"
            )
        )
    with pytest.raises(Unprocessable, match="table article differs"):
        copying.copy(sqlite_library, other)

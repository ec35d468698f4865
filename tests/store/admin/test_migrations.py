"""The schema: migrations and tables in Python agree, up and down, on both dialects."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import create_engine, inspect, text

from app.errors import LibraryBusy
from app.settings import Settings
from app.store.admin import migrations
from app.store.db.library import Library
from tests.conftest import temporary_database


@pytest.fixture(params=["sqlite", "postgresql"])
def empty(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Settings]:
    if request.param == "sqlite":
        yield Settings(data=tmp_path / "new")
        return
    with temporary_database(request.getfixturevalue("postgresql")) as address:
        yield Settings(data=tmp_path, database_url=address)


def tables(settings: Settings) -> set[str]:
    engine = create_engine(settings.database)
    try:
        return set(inspect(engine).get_table_names())
    finally:
        engine.dispose()


def test_the_migrated_schema_is_the_one_that_the_tables_describe(empty: Settings) -> None:
    migrations.upgrade(empty)
    assert migrations.differences(empty) == []


def test_the_newest_schema_is_current_and_migrating_again_changes_nothing(empty: Settings) -> None:
    assert not migrations.is_current(empty)
    migrations.upgrade(empty)
    before = tables(empty)
    migrations.upgrade(empty)
    assert migrations.is_current(empty)
    assert tables(empty) == before


def test_every_migration_can_be_taken_back_and_made_again(empty: Settings) -> None:
    migrations.upgrade(empty)
    before = tables(empty)
    migrations.downgrade(empty, "base")
    assert tables(empty) <= {"alembic_version", "sqlite_sequence"}
    migrations.upgrade(empty)
    assert tables(empty) == before


def test_asking_for_the_schema_of_a_missing_library_does_not_create_it(tmp_path: Path) -> None:
    assert migrations.current(Settings(data=tmp_path / "none")) is None
    assert not (tmp_path / "none").exists()


def test_a_library_newer_than_the_program_is_refused_with_a_readable_reason(
    empty: Settings,
) -> None:
    migrations.upgrade(empty)
    engine = create_engine(empty.database)
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    engine.dispose()
    for verb in (migrations.is_current, migrations.upgrade):
        with pytest.raises(LibraryBusy, match="newer than this program"):
            verb(empty)


def test_asking_for_the_schema_does_not_wait_for_a_writer(library: Library) -> None:
    with library.writing():
        assert migrations.is_current(
            library.settings.model_copy(update={"busy_timeout_seconds": 0.1})
        )


def test_no_id_of_an_annotation_is_given_twice_because_the_table_was_changed(
    tmp_path: Path,
) -> None:
    settings = Settings(data=tmp_path / "new")
    migrations.upgrade(settings, "0003")
    engine = create_engine(settings.database)
    with engine.begin() as connection:
        connection.execute(
            text("INSERT INTO sqlite_sequence (name, seq) VALUES ('annotation', 41)")
        )
    migrations.upgrade(settings)
    with engine.begin() as connection:
        assert (
            connection.execute(
                text("SELECT seq FROM sqlite_sequence WHERE name = 'annotation'")
            ).scalar()
            == 41
        )
        made = connection.execute(
            text("SELECT sql FROM sqlite_master WHERE name = 'annotation'")
        ).scalar()
    assert "AUTOINCREMENT" in str(made)
    engine.dispose()


_OLD_ARTICLES = (
    """INSERT INTO article (id, identity, visibility, created_at, newest_revision_id, published_on, sorted_on, lede, words, doubts) VALUES
    (1, 'a', 'public', '2026-11-28 10:00:00+00:00', 1, '2017-07-11', '2017-07-11', '', 1, 1),
    (2, 'b', 'public', '2026-11-28 10:00:00+00:00', 2, NULL, '2026-11-28', '', 1, 0),
    (3, 'c', 'public', '2026-11-28 10:00:00+00:00', 3, '2031-05-01', '2031-05-01', '', 1, 1)""",
    """INSERT INTO revision
    (id, article_id, number, text, sha256, blocks, inlines, byline, provenance, declared_date, language, captured_at)
    SELECT id, id, 1, 'Bogotá', '"""
    + "0" * 64
    + "', '[]', '[]', '[]', '{}', published_on, 'en', created_at FROM article",
    (
        "INSERT INTO doubt (revision_id, kind, message, evidence) VALUES (1, 'date-of-record', "
        "'', '[]'), (3, 'language', '', '[]')"
    ),
    (
        "INSERT INTO search_entry (article_id, revision_id, speakers) SELECT id, id, 'Ána' FROM "
        "article"
    ),
    """INSERT INTO entity (id, uid, kind, name, folded, mentions, articles, public_mentions, public_articles, created_at)
    VALUES (1, 'u', 'person', 'Ann', 'ann', 3, 3, 3, 3, '2026-11-28 10:00:00+00:00')""",
    (
        "INSERT INTO entity_in_article (entity_id, article_id, sorted_on, mentions, public) "
        "SELECT 1, id, sorted_on, 1, true FROM article"
    ),
)


def test_an_older_library_on_postgresql_is_found_by_folded_words(
    postgresql: str, tmp_path: Path
) -> None:
    old = "INSERT INTO search_words (article_id, words) VALUES (1, to_tsvector('simple', 'Bogotá'))"
    found = (
        "SELECT article_id FROM search_words WHERE words @@ 'bogota & ana'::tsquery ORDER BY "
        "article_id"
    )
    with temporary_database(postgresql) as address:
        settings = Settings(data=tmp_path, database_url=address)
        migrations.upgrade(settings, "0004")
        engine = create_engine(settings.database)
        with engine.begin() as connection:
            for statement in (*_OLD_ARTICLES, old):
                connection.execute(text(statement))
            assert connection.execute(text(found)).scalars().all() == []
        migrations.upgrade(settings)
        with engine.begin() as connection:
            assert connection.execute(text(found)).scalars().all() == [1, 2, 3]
        migrations.downgrade(settings, "0004")
        with engine.begin() as connection:
            assert connection.execute(text(found)).scalars().all() == []
            assert connection.execute(
                text(found.replace("bogota & ana", "bogotá & ána"))
            ).scalars().all() == [1, 2, 3]
        engine.dispose()


def test_the_dates_of_an_older_library_are_told_anew_and_back(empty: Settings) -> None:
    migrations.upgrade(empty, "0004")
    engine = create_engine(empty.database)
    with engine.begin() as connection:
        for statement in _OLD_ARTICLES:
            connection.execute(text(statement))
    migrations.upgrade(empty)
    with engine.begin() as connection:
        flags = connection.execute(
            text("SELECT date_doubted, date_settled FROM article ORDER BY id")
        ).all()
        assert [tuple(map(bool, row)) for row in flags] == [
            (True, False),
            (False, False),
            (False, False),
        ]
        summaries = connection.execute(
            text("SELECT sorted_on, date_doubted FROM entity_in_article ORDER BY article_id")
        ).all()
        assert [(day, bool(doubted)) for day, doubted in summaries] == [
            ("2017-07-11", True),
            ("", False),
            ("2031-05-01", False),
        ]
        connection.execute(
            text(
                "UPDATE article SET published_on = '2022-09-30', sorted_on = '2022-09-30', "
                "date_settled = true, doubts = 0"
            )
        )
        connection.execute(
            text(
                "INSERT INTO correction (id, uid, kind, value, passages, articles, creator, "
                "created_at) "
                "VALUES (7, 'u', 'date', '2022-09-30', 0, 1, 'person:1', '2026-11-28 "
                "10:00:00+00:00')"
            )
        )
        target = (
            "INSERT INTO correction_target (correction_id, article_id, exact, prefix, suffix) "
            "VALUES (7, 1, '', '', '')"
        )
        connection.execute(text(target))
    migrations.downgrade(empty, "0004")
    with engine.begin() as connection:
        rows = connection.execute(
            text("SELECT published_on, sorted_on, doubts FROM article ORDER BY id")
        ).all()
        assert [tuple(row) for row in rows] == [
            ("2017-07-11", "2017-07-11", 1),
            (None, "2026-11-28", 0),
            ("2031-05-01", "2031-05-01", 1),
        ]
        days = (
            connection.execute(text("SELECT sorted_on FROM entity_in_article ORDER BY article_id"))
            .scalars()
            .all()
        )
        assert days == ["2017-07-11", "2026-11-28", "2031-05-01"]
        for table in ("correction", "correction_target"):
            assert connection.execute(text(f"SELECT count(*) FROM {table}")).scalar() == 0
    engine.dispose()

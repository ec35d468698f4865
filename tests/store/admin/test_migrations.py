"""The schema: migrations and tables in Python agree, up and down, on both dialects."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, create_engine, inspect, text

from app import pipeline
from app.errors import LibraryBusy
from app.importers.base import Highlight, ImportedFields
from app.resources import MIGRATIONS
from app.settings import Settings
from app.store.admin import migrations
from app.store.annotations import notes
from app.store.articles.access import EDITOR
from app.store.db.library import Library
from app.store.imports import unplaced_notes
from app.store.schema.annotations import Annotation
from tests.building import draft
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


def test_the_names_of_the_migrations_give_alembics_newest_schema() -> None:
    assert migrations.head() == ScriptDirectory(str(MIGRATIONS)).get_current_head()


def test_every_migration_can_be_taken_back_and_made_again(empty: Settings) -> None:
    migrations.upgrade(empty)
    before = tables(empty)
    migrations.downgrade(empty, "base")
    assert tables(empty) <= {"alembic_version", "sqlite_sequence"}
    migrations.upgrade(empty)
    assert tables(empty) == before


def test_a_migration_that_is_interrupted_leaves_the_schema_that_was_there(
    empty: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(_connection: Connection) -> None:
        raise KeyboardInterrupt

    migrations.upgrade(empty, "0001")
    with monkeypatch.context() as patched:
        # It is asked when every step has run, in their transaction.
        patched.setattr(migrations, "_check_references", interrupted)
        with pytest.raises(KeyboardInterrupt):
            migrations.upgrade(empty, "0003")
    assert migrations.current(empty) == "0001"
    migrations.upgrade(empty, "0003")
    assert migrations.current(empty) == "0003"


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


OLD_ARTICLES = (
    """INSERT INTO article (id, identity, visibility, created_at, newest_revision_id,
    published_on, sorted_on, lede, words, doubts) VALUES
    (1, 'a', 'public', '2026-11-28 10:00:00+00:00', 1, '2017-07-11', '2017-07-11', '', 1, 1),
    (2, 'b', 'public', '2026-11-28 10:00:00+00:00', 2, NULL, '2026-11-28', '', 1, 0),
    (3, 'c', 'public', '2026-11-28 10:00:00+00:00', 3, '2031-05-01', '2031-05-01', '', 1, 1)""",
    """INSERT INTO revision
    (id, article_id, number, text, sha256, blocks, inlines, byline, provenance, declared_date,
    language, captured_at)
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
    """INSERT INTO entity
    (id, uid, kind, name, folded, mentions, articles, public_mentions, public_articles, created_at)
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
            for statement in (*OLD_ARTICLES, old):
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


@pytest.mark.slow
def test_the_dates_of_an_older_library_are_recomputed_and_taken_back(empty: Settings) -> None:
    migrations.upgrade(empty, "0004")
    engine = create_engine(empty.database)
    with engine.begin() as connection:
        for statement in OLD_ARTICLES:
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


_LIBRARY_AT_0011 = (
    """INSERT INTO article
    (id, identity, visibility, created_at, newest_revision_id, sorted_on, lede, words, doubts,
    language)
    VALUES (1, 'a', 'public', '2026-11-28 10:00:00+00:00', 2, '2026-11-28', '', 1, 0, 'en')""",
    """INSERT INTO revision
    (id, article_id, number, text, sha256, blocks, inlines, byline, provenance, language,
    captured_at)
    VALUES (1, 1, 1, 'Fog', '{0}', '[]', '[]', '[]', '{{}}', 'en', '2026-11-28 10:00:00+00:00'),
    (2, 1, 2, 'Fog again', '{0}', '[]', '[]', '[]', '{{}}', 'en', '2026-11-28 11:00:00+00:00')
    """.format("0" * 64),
    """INSERT INTO passage
    (id, code, article_id, revision_id, "start", "end", exact, prefix, suffix, opened, created_at)
    VALUES (3, 'aaaaaaaaaaaa', 1, 1, 0, 3, 'Fog', '', '', false, '2026-11-28 10:00:00+00:00')""",
    """INSERT INTO fate (id, passage_id, revision_id, map_version, verdict, "start", "end",
    instead_start, instead_end, kept, reworded, trail)
    VALUES (9, 3, 2, 2, 'replaced', NULL, NULL, 4, 9, 0.25, true, '{"where": [1]}')""",
    """INSERT INTO entity (id, uid, kind, name, folded, mentions, articles, public_mentions,
    public_articles, created_at)
    VALUES (1, 'u', 'person', 'Ann', 'ann', 3, 1, 3, 1, '2026-11-28 10:00:00+00:00'),
    (2, 'v', 'person', 'Anne', 'anne', 3, 1, 3, 1, '2026-11-28 10:00:00+00:00')""",
    """INSERT INTO merge_proposal
    (id, first_id, second_id, confidence, evidence, state, created_at, decided_by, decided_at)
    VALUES (4, 1, 2, 0.5, '{}', 'rejected', '2026-11-28 10:00:00+00:00', 'person:1',
    '2026-11-28 11:00:00+00:00')""",
    """INSERT INTO kb_entry (id, key, name, kind, source, imported_at)
    VALUES (5, 'kb:x', 'Ann', 'person', 'list', '2026-11-28 10:00:00+00:00')""",
    """INSERT INTO kb_image
    (entry_id, media_type, width, height, sha256, origin, stored_at, data)
    VALUES (5, 'image/png', 1, 1, 'x', 'ann.png', '2026-11-28 10:00:00+00:00', 'png')""",
)
_STATE = """SELECT passage_id, annotation_id, target_id, revision_id, map_version, verdict,
    "start", "end", {0}_start, {0}_end, kept, reworded FROM {1}"""


def test_anchor_states_keep_what_they_say_when_their_table_is_renamed(empty: Settings) -> None:
    migrations.upgrade(empty, "0011")
    engine = create_engine(empty.database)
    with engine.begin() as connection:
        for statement in _LIBRARY_AT_0011:
            connection.execute(text(statement.replace(":", r"\:")))
    said = (3, None, None, 2, 2, "replaced", None, None, 4, 9, 0.25, True)
    for _ in range(2):
        migrations.upgrade(empty)
        assert migrations.differences(empty) == []
        with engine.begin() as connection:
            states = connection.execute(text(_STATE.format("replacement", "anchor_state"))).all()
            assert [tuple(row) for row in states] == [said]
            trail = connection.execute(text("SELECT trail FROM anchor_state")).scalar()
            assert str(trail).replace('"', "'") == "{'where': [1]}"
        migrations.downgrade(empty, "0011")
        with engine.begin() as connection:
            states = connection.execute(text(_STATE.format("instead", "fate"))).all()
            assert [tuple(row) for row in states] == [said]
    engine.dispose()


def test_dropping_columns_that_nothing_reads_keeps_the_rows(empty: Settings) -> None:
    rows = {
        "SELECT id, uid, name, public_mentions FROM entity ORDER BY id": [
            (1, "u", "Ann", 3),
            (2, "v", "Anne", 3),
        ],
        "SELECT id, first_id, second_id, state FROM merge_proposal": [(4, 1, 2, "rejected")],
        "SELECT id, key, name, source FROM kb_entry": [(5, "kb:x", "Ann", "list")],
        "SELECT entry_id, media_type, origin FROM kb_image": [(5, "image/png", "ann.png")],
    }
    migrations.upgrade(empty, "0011")
    engine = create_engine(empty.database)
    with engine.begin() as connection:
        for statement in _LIBRARY_AT_0011:
            connection.execute(text(statement.replace(":", r"\:")))
    for change in (migrations.upgrade, lambda s: migrations.downgrade(s, "0011")):
        change(empty)
        with engine.begin() as connection:
            for query, expected in rows.items():
                assert [tuple(r) for r in connection.execute(text(query))] == expected, query
    with engine.begin() as connection:
        times = connection.execute(text("SELECT created_at FROM entity")).scalars().all()
        assert all(times), "a column that cannot be null is filled"
        connection.execute(
            text(
                "INSERT INTO entity (id, uid, kind, name, folded, mentions, articles, "
                "public_mentions, public_articles, created_at) "
                "VALUES (7, 'w', 'person', 'Bo', 'bo', 0, 0, 0, 0, '2026-11-28 10:00:00')"
            )
        )
    engine.dispose()


def test_articles_of_an_older_library_are_found_by_every_spelling_of_their_address(
    empty: Settings,
) -> None:
    migrations.upgrade(empty, "0012")
    engine = create_engine(empty.database)
    articles = """INSERT INTO article (id, identity, source_url, visibility, created_at, sorted_on,
        lede, words, doubts, language, date_doubted, date_settled) VALUES
        (:id, :identity, :url, 'public', '2026-11-28 10:00:00+00:00', '', '', 1, 0, 'en', false,
        false)"""
    given = [
        "http://www.ostra.example/ferry-1?xtor=5",
        "https://ostra.example/ferry-1/",
        "https://ostra.example/caf%c3%a9",
        None,
        "no address",
    ]
    with engine.begin() as connection:
        for number, url in enumerate(given, 1):
            row = {"id": number, "identity": url or f"sha256:{number}", "url": url}
            connection.execute(text(articles), row)
    migrations.upgrade(empty)
    with engine.begin() as connection:
        found = connection.execute(
            text("SELECT key, article_id FROM article_address ORDER BY article_id")
        ).all()
        assert [tuple(row) for row in found] == [
            ("ostra.example/ferry-1", 1),
            ("ostra.example/caf%C3%A9", 3),
        ]
    migrations.downgrade(empty, "0012")
    migrations.upgrade(empty)
    with engine.begin() as connection:
        assert connection.execute(text("SELECT count(*) FROM article_address")).scalar() == 2
    engine.dispose()


_LONG_ROWS = (
    """INSERT INTO article
    (id, identity, visibility, created_at, newest_revision_id, sorted_on, lede, words, doubts,
    language) VALUES (1, 'a', 'public', '2026-11-28 10:00:00+00:00', 1, '', '', 1, 0, 'en')""",
    """INSERT INTO revision (id, article_id, number, text, sha256, blocks, inlines, byline,
    provenance, language, captured_at) VALUES (1, 1, 1, 'Ida sails. ', 'SHA',
    '[{"kind":"paragraph","start":0,"end":10}]',
    '[{"kind":"link","start":0,"end":3,"href":"x"}]',
    '[]', '{}', 'en', '2026-11-28 10:00:00+00:00')""".replace("SHA", "0" * 64),
    """INSERT INTO entity (id, uid, kind, name, folded, mentions, articles, public_mentions,
    public_articles) VALUES (1, 'u', 'person', 'Ida', 'ida', 1, 1, 1, 1)""",
    """INSERT INTO entity_in_article
    (entity_id, article_id, sorted_on, mentions, public, role, date_doubted)
    VALUES (1, 1, '2031-05-01', 1, true, 'captain', false)""",
    """INSERT INTO alias (linked_id, entity_id, article_id, name, folded, confidence, basis)
    VALUES (1, 1, 1, 'Ida', 'ida', 0.5, 'fuller'), (1, NULL, 1, 'Ida', 'ida', 0.5, 'fuller'),
    (1, 1, 1, 'Miss F', 'miss f', 1, 'poem')""",
    """INSERT INTO annotation (id, article_id, revision_id, layer, kind, "start", "end", body,
    confidence, creator, entity_id, visibility, nested, created_at) VALUES
    (3, 1, 1, 'entity', 'person', 0, 3,
     '{"kind":"person","name":"Ida","chain":"e1","role":null,"central":true}', 0.871,
     'tagger@standard-2', 1, 'public', false, '2031-05-01 10:00:07+00:00'),
    (5, 1, 1, 'q', 'poem', 0, 3, '{"of":"mine"}', 1.0, '+1', NULL, 'private', false,
     '2031-05-01 10:00:07+00:00')""",
)
_ROWS = (
    "SELECT layer, kind, body, confidence, creator, visibility, created_at FROM annotation "
    "ORDER BY id"
)


_NAMES = """SELECT a.article_id, n.name, a.number, a.entity_id, a.basis FROM alias a
    JOIN spelled_name n ON n.id = a.name_id ORDER BY n.name, a.number"""
_LONG_NAMES = """SELECT article_id, name, folded, linked_id, entity_id, confidence, basis FROM alias
    ORDER BY name, entity_id IS NULL"""


def _written(settings: Settings, *statements: str) -> list[list[str]]:
    """The rows that a statement gives, as text; JSON as the database wrote it."""
    engine = create_engine(settings.database, json_deserializer=str)
    rows: list[list[str]] = []
    with engine.begin() as connection:
        for statement in statements:
            found = connection.exec_driver_sql(statement.replace("%", "%%"))
            if found.returns_rows:
                rows += [[str(value) for value in row] for row in found]
    engine.dispose()
    return rows


def test_rows_are_shortened_and_made_long_again_without_a_loss(empty: Settings) -> None:
    is_sqlite = empty.database.startswith("sqlite")
    body = "body" if is_sqlite else "body::text"
    long_rows = _ROWS.replace("body", body)
    parts = "SELECT blocks, inlines FROM revision".replace(
        "blocks, inlines", "blocks, inlines" if is_sqlite else "blocks::text, inlines::text"
    )
    migrations.upgrade(empty, "0019")
    _written(empty, *_LONG_ROWS)
    before = [*_written(empty, long_rows), *_written(empty, parts)]
    names = _written(empty, _LONG_NAMES)
    summaries = "SELECT entity_id, article_id, sorted_on, role FROM entity_in_article"
    for _ in range(2):
        migrations.upgrade(empty)
        assert migrations.differences(empty) == []
        mention, other = _written(empty, long_rows)
        assert mention[:6] == ["e", "p", '[1,1,"Ida",0,1]', "871", "+2", "p"]
        assert other[:6] == ["=q", "poem", '{"of":"mine"}', "1000", "=+1", "r"]
        assert _written(empty, parts) == [["[10]", '[[7,0,3,{"href":"x"}]]']]
        assert _written(empty, summaries) == [["1", "1", "2031-05-01", "captain"]]
        assert _written(empty, _NAMES) == [
            ["1", "Ida", "0", "1", "f"],
            ["1", "Ida", "1", "None", "f"],
            ["1", "Miss F", "0", "1", "poem"],
        ]
        library = Library(empty)
        with library.reading() as s:
            read = s.get_one(Annotation, 3)
            assert (read.layer, read.kind, read.creator) == (
                "entity",
                "person",
                "tagger@standard-2",
            )
            assert (read.confidence, read.body["central"], read.visibility) == (
                0.871,
                True,
                "public",
            )
            assert read.created_at == datetime(2031, 5, 1, 10, 0, 7, tzinfo=UTC)
            assert s.get_one(Annotation, 5).layer == "q"
        library.close()
        migrations.downgrade(empty, "0019")
        after = [*_written(empty, long_rows), *_written(empty, parts)]
        assert _written(empty, _LONG_NAMES) == names
        assert [row[:6] for row in after] == [row[:6] for row in before]
        assert [row[6:7] for row in after if len(row) > 2] == (
            [["2031-05-01 10:00:07.000000"]] * 2 if is_sqlite else [row[6:7] for row in before[:2]]
        )
        assert _written(empty, summaries) == [["1", "1", "2031-05-01", "captain"]]


def test_taking_back_what_came_with_imports_keeps_the_placed_highlights(library: Library) -> None:
    highlights = (Highlight("The mole"), Highlight("A ferry", note="Which?"))
    came = replace(draft("The mole fell."), highlights=highlights, fields=ImportedFields(("mole",)))
    pipeline.ingest(library, came)
    migrations.downgrade(library.settings, "0023")
    migrations.upgrade(library.settings)
    assert migrations.differences(library.settings) == []
    with library.reading() as s:
        assert [one.exact for one in notes.newest(s, EDITOR).items] == ["The mole"]
        assert unplaced_notes.count(s) == 0

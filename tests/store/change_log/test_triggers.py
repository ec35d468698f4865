"""The change log: what a write touches, whoever writes, on both databases."""

import pytest
from sqlalchemy import delete, select, text, update
from sqlalchemy.exc import IntegrityError
from sqlmodel import SQLModel, col

from app import pipeline
from app.layers.creators import PersonCreator
from app.linking.corrections.correction import Correction
from app.settings import Settings
from app.store.admin import migrations
from app.store.change_log import dependencies, touches, triggers
from app.store.change_log.watcher import Changes, ChangeWatcher
from app.store.db.ids import id_of
from app.store.db.library import Library, schema_engine
from app.store.db.write_clock import NUMBERS_KEPT
from app.store.schema.annotations import Annotation
from app.store.schema.articles import Article
from app.store.schema.entities import Entity
from app.store.schema.people import Person
from tests.building import draft, some_url, stub_layers

_ = stub_layers


def stored(library: Library, words: str) -> int:
    made = pipeline.ingest(library, draft(words, url=some_url(), date="2031-05-02"))
    pipeline.annotate_revision(library, made.revision_id)
    return made.article_id


def entity_named(library: Library, name: str) -> Entity:
    with library.reading() as s:
        return s.scalars(select(Entity).where(col(Entity.name) == name)).one()


def looked(watcher: ChangeWatcher) -> Changes:
    changes = watcher.look()
    assert changes is not None
    return changes


def test_every_table_has_triggers_or_says_why_not() -> None:
    named = set(touches.TOUCHES) | set(touches.NOT_READ_BY_THE_PUBLIC)
    assert named == set(SQLModel.metadata.tables)


def test_all_triggers_are_there_and_a_missing_one_is_named(library: Library) -> None:
    with library.writer.begin() as connection:
        assert triggers.differences(connection) == []
        one = "logged_doubt_insert"
        on = "" if library.is_sqlite else " ON doubt"
        connection.execute(text(f"DROP TRIGGER {one}{on}"))
        assert triggers.differences(connection) == [one]
        triggers.install(connection)
        assert triggers.differences(connection) == []


def test_triggers_survive_migrations_from_the_first_schema_and_back(library: Library) -> None:
    settings: Settings = library.settings
    migrations.downgrade(settings, "0016")
    with schema_engine(settings).connect() as connection:
        assert len(triggers.differences(connection)) > 40
    migrations.downgrade(settings, "base")
    migrations.upgrade(settings, "0001")
    migrations.upgrade(settings)
    with schema_engine(settings).connect() as connection:
        assert triggers.differences(connection) == []


@pytest.mark.usefixtures("stub_layers")
def test_a_write_touches_its_own_article_and_everyone_in_it(library: Library) -> None:
    watcher = ChangeWatcher(library)
    first = stored(library, "Ingrid Vale met Tomas Brandt.")
    second = stored(library, "Ingrid Vale went home.")
    assert looked(watcher).everything
    vale, brandt = (entity_named(library, name).id or 0 for name in ("Ingrid Vale", "Tomas Brandt"))
    assert watcher.look() is None

    third = stored(library, "Ingrid Vale came back.")
    imported = looked(watcher).touched
    assert {dependencies.article(third), dependencies.entity(vale)} <= imported
    assert not imported & {
        dependencies.article(first),
        dependencies.article(second),
        dependencies.entity(brandt),
        dependencies.Dependency("name", vale),
    }

    with library.writing() as s:
        s.execute(update(Article).where(col(Article.id) == first).values(title="A meeting"))
    assert looked(watcher).touched == {
        dependencies.article(first),
        dependencies.entity(vale),
        dependencies.entity(brandt),
    }


@pytest.mark.usefixtures("stub_layers")
def test_a_correction_touches_the_name_and_the_articles_that_use_it(library: Library) -> None:
    watcher = ChangeWatcher(library)
    first = stored(library, "Ingrid Vale met Tomas Brandt.")
    stored(library, "Oscar Lund went home.")
    brandt = entity_named(library, "Tomas Brandt")
    with library.writing() as s:
        s.add(person := Person(name="Editor"))
        s.flush()
        creator = PersonCreator(id_of(person))
    looked(watcher)
    pipeline.correct(
        library, Correction("rename", entity_id=brandt.id, value="Tom Brandt"), creator
    )
    touched = looked(watcher).touched
    assert dependencies.names([brandt.id]) <= touched
    assert dependencies.entity(brandt.id or 0) in touched
    lund = entity_named(library, "Oscar Lund").id or 0
    assert not touched & {dependencies.entity(lund), *dependencies.names([lund])}
    pipeline.withdraw(library, first)
    assert {dependencies.article(first), dependencies.entity(brandt.id or 0)} <= looked(
        watcher
    ).touched


@pytest.mark.usefixtures("stub_layers")
def test_what_another_program_writes_is_found_too(library: Library) -> None:
    watcher = ChangeWatcher(library)
    article = stored(library, "Ingrid Vale met Tomas Brandt.")
    looked(watcher)
    engine = schema_engine(library.settings)
    for _ in range(2):  # neither of the two takes the number of the other
        with engine.begin() as connection:
            chosen = col(Annotation.article_id) == article
            connection.execute(update(Annotation).where(chosen).values(confidence=0.5))
        assert dependencies.article(article) in looked(watcher).touched
    with engine.connect() as connection:
        connection.execute(delete(Annotation).where(col(Annotation.article_id) == article))
        connection.rollback()
    assert watcher.look() is None


def test_what_is_undone_was_never_logged_and_long_lags_forget_everything(library: Library) -> None:
    watcher = ChangeWatcher(library)
    article = stored_bare(library)
    looked(watcher)
    with pytest.raises(IntegrityError), library.writing() as s:
        s.execute(update(Article).values(lede="lost", visibility="unheard of"))
    assert watcher.look() is None
    for n in range(3):
        with library.writing() as s:
            s.execute(update(Article).values(lede=f"{n}"))
    assert looked(watcher).touched == {dependencies.article(article)}
    with library.writer.begin() as connection:
        connection.execute(text(f"UPDATE change_log_clock SET number = number + {NUMBERS_KEPT}"))
    with library.writing() as s:
        s.execute(update(Article).values(lede="late"))
    assert looked(watcher).everything


def stored_bare(library: Library) -> int:
    return pipeline.ingest(library, draft("The ferry left.", url=some_url())).article_id

"""Knowledge from elsewhere: imported once, changed by its key, shown with its source."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import replace

import pytest
from sqlmodel import Session, col, select

from app.importers.images import ImageHeader
from app.linking.across.encyclopedia import Summary
from app.linking.across.knowledge_entries import KnowledgeEntry
from app.store.articles.access import ANYONE, EDITOR
from app.store.db.library import Library
from app.store.entities import encyclopedia, images, knowledge
from app.store.entities.images import StoredImage
from app.store.schema.entities import Entity
from app.store.schema.knowledge import EncyclopediaSummary
from tests.store.entities.test_linking import name

Counting = Callable[[Library], AbstractContextManager[list[str]]]
pytestmark = pytest.mark.usefixtures("stub_layers")
ORLE = KnowledgeEntry(
    "1", "Port Orle", "place", ("Orle Haven",), "A harbour.", url="https://example.org/orle"
)


def picture(s: Session, entity_id: int) -> StoredImage | None:
    """The picture that is shown of an entity."""
    return next((fact.picture for fact in knowledge.of(s, EDITOR, entity_id) if fact.picture), None)


def test_an_entry_is_stored_once_and_changed_by_its_id(library: Library) -> None:
    with library.writing() as s:
        assert knowledge.put(s, ORLE, "list.csv") == "stored"
        assert knowledge.put(s, ORLE, "list.csv") == "known"
        assert (
            knowledge.put(s, KnowledgeEntry("1", "Port Orle", "place", (), "A town."), "list.csv")
            == "changed"
        )
        assert (
            knowledge.put(s, KnowledgeEntry("1", "Port Orle", "place", (), "A town."), "list.csv")
            == "known"
        )


def test_an_entity_of_its_name_and_kind_shows_it_with_its_source_before_and_after(
    library: Library,
) -> None:
    with library.writing() as s:
        before = name(s, "Port Orle", kind="place")
        person = name(s, "Port Orle", kind="person")
        knowledge.put(s, ORLE, "list.csv")
        (fact,) = knowledge.of(s, EDITOR, before)
        assert (fact.description, fact.names, fact.source) == (
            "A harbour.",
            ("Orle Haven",),
            "list.csv",
        )
        assert knowledge.of(s, EDITOR, person) == []
        assert name(s, "Orle Haven", kind="place") == before


def test_a_name_of_two_entries_is_neither(library: Library) -> None:
    with library.writing() as s:
        knowledge.put(s, ORLE, "list.csv")
        knowledge.put(s, KnowledgeEntry("2", "Orle Haven", "place"), "list.csv")
        assert knowledge.keys(
            s, [("orle haven", "place"), ("port orle", "place"), ("port orle", "person")], "en"
        ) == [None, "kb:1", None]


def test_built_in_entries_have_native_names(library: Library) -> None:
    with library.writing() as s:
        (fact,) = knowledge.of(s, EDITOR, name(s, "Germany", kind="place"))
    assert (fact.name, fact.names) == ("Germany", ("Deutschland",))


SEEN = ImageHeader("image/png", 400, 200)
SUMMARY = Summary("en", "Port Orle", "A harbour town.", "https://en.wikipedia.org/wiki/Port_Orle")


def test_a_picture_is_stored_once_and_goes_when_the_list_names_it_no_more(library: Library) -> None:
    pictured = replace(ORLE, image="orle.png")
    with library.writing() as s:
        entity = name(s, "Port Orle", kind="place")
        knowledge.put(s, pictured, "list.csv")
        assert picture(s, entity) is None
        assert images.put(s, ORLE.key, SEEN, b"bytes", "orle.png")
        assert not images.put(s, ORLE.key, SEEN, b"bytes", "orle.png")
        assert images.put(s, ORLE.key, SEEN, b"other bytes", "orle.png")
        assert knowledge.put(s, pictured, "list.csv") == "known"
        kept = picture(s, entity)
        assert kept == knowledge.of(s, EDITOR, entity)[0].picture
        assert kept is not None
        assert (kept.box, kept.host, images.data(s, kept.entry_id)) == (
            (160, 80),
            None,
            b"other bytes",
        )
        assert images.origin(s, ORLE.key) == "orle.png"
        assert knowledge.put(s, replace(ORLE, image_wrong="It is none."), "list.csv") == "known"
        assert picture(s, entity) == kept
        assert knowledge.put(s, ORLE, "list.csv") == "changed"
        assert picture(s, entity) is None
        assert knowledge.of(s, EDITOR, entity)[0].picture is None


def test_of_several_pictures_the_one_that_is_shown_is_served(library: Library) -> None:
    with library.writing() as s:
        entity = name(s, "Port Orle", kind="place")
        for id_ in ("b", "A", "a-b", "a b"):
            given = KnowledgeEntry(id_, f"Port Orle {id_}", "place", image=f"{id_}.png")
            knowledge.put(s, given, "list.csv")
            knowledge.attach(s, [(entity, given.key)])
            images.put(s, given.key, SEEN, id_.encode(), f"{id_}.png")
        assert knowledge.of(s, EDITOR, entity)[0].picture == picture(s, entity)


@pytest.mark.parametrize(
    ("width", "height", "box"),
    [(4096, 1, (160, 1)), (1, 4096, (1, 160)), (16, 9, (16, 9)), (160, 161, (159, 160))],
)
def test_a_picture_is_shown_in_its_proportions_and_never_larger(
    width: int, height: int, box: tuple[int, int]
) -> None:
    assert StoredImage(1, "image/png", width, height, "", "HTTPS://Ostra.example/a.png").box == box


def test_a_summary_stands_behind_what_was_imported_until_it_is_asked_for_again(
    library: Library,
) -> None:
    with library.writing() as s:
        entity = name(s, "Port Orle", kind="place")
        encyclopedia.put(s, entity, SUMMARY, "Port Orle")
        (said,) = knowledge.of(s, EDITOR, entity)
        assert (said.name, said.description, said.source, said.license) == (
            "Port Orle",
            "A harbour town.",
            "Wikipedia",
            "CC BY-SA 4.0",
        )
        knowledge.put(s, ORLE, "list.csv")
        encyclopedia.put(s, entity, replace(SUMMARY, extract="A town."), "Port Orle")
        assert [fact.description for fact in knowledge.of(s, EDITOR, entity)] == [
            "A harbour.",
            "A town.",
        ]


def test_the_summary_of_a_merged_entity_is_not_shown(library: Library) -> None:
    with library.writing() as s:
        one, other = name(s, "Port Orle", kind="place"), name(s, "Skerry", kind="place")
        encyclopedia.put(s, one, SUMMARY, "Port Orle")
        s.get_one(Entity, one).merged_into = other
        s.flush()
        assert knowledge.of(s, EDITOR, one) == knowledge.of(s, EDITOR, other) == []


@pytest.mark.slow
def test_what_was_said_of_a_name_goes_with_the_name(library: Library) -> None:
    with library.writing() as s:
        one, other = name(s, "Port Orle", kind="place"), name(s, "Skerry", kind="place")
        for entity in (one, other):
            encyclopedia.put(s, entity, SUMMARY, "Skerry")
        knowledge.forget(s, [one, other])
        assert s.scalars(select(col(EncyclopediaSummary.entity_id))).all() == [other]


def test_what_only_a_closed_name_leads_to_is_told_to_the_editor_alone(library: Library) -> None:
    with library.writing() as s:
        entity = name(s, "Orle", kind="place")
        knowledge.put(s, ORLE, "list.csv")
        knowledge.attach(s, [(entity, ORLE.key)])
        encyclopedia.put(s, entity, SUMMARY, "Port Orle")
        assert len(knowledge.of(s, EDITOR, entity)) == 2
        assert knowledge.of(s, ANYONE, entity) == []
        s.get_one(Entity, entity).name = "Port Orle"
        s.get_one(Entity, entity).folded, s.get_one(Entity, entity).found_name = "port orle", "Orle"
        s.flush()
        assert len(knowledge.of(s, ANYONE, entity)) == 2


def test_all_that_is_known_takes_one_query(library: Library, count_queries: Counting) -> None:
    with library.writing() as s:
        entity = name(s, "Port Orle", kind="place")
        knowledge.put(
            s,
            replace(ORLE, aliases=tuple(f"Orle {n}" for n in range(50)), image="orle.png"),
            "list.csv",
        )
        images.put(s, ORLE.key, SEEN, b"bytes", "orle.png")
        encyclopedia.put(s, entity, SUMMARY, "Port Orle")
    with library.reading() as s, count_queries(library) as queries:
        imported, said = knowledge.of(s, EDITOR, entity)
    assert len(queries) == 1
    assert "kb_image.data" not in queries[0]
    assert (len(imported.names), imported.names[0], said.names) == (50, "Orle 0", ())

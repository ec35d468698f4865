"""What the editor chooses from: entities by name or likeness, proposals, names in articles."""

import pytest

from app.errors import NotFound
from app.store.articles.access import EDITOR
from app.store.corrections import choices
from app.store.db.library import Library
from app.store.entities import merge_proposals
from app.store.schema.entities import Entity
from tests.store.entities.test_linking import article, name

pytestmark = pytest.mark.usefixtures("stub_layers")


def test_entities_are_found_by_a_whole_name(library: Library) -> None:
    with library.writing() as s:
        ida, tom = name(s, "Ida Fenwick"), name(s, "Tom Fenwick")
        bare = name(s, "Fenwick")
        assert [e.id for e in choices.named(s, EDITOR, "ida  FENWICK")] == [ida]
        assert [e.id for e in choices.named(s, EDITOR, "Fenwick")] == [bare]
        assert choices.named(s, EDITOR, "Ida") == []
        s.get_one(Entity, tom).merged_into = ida
        s.flush()
        assert choices.named(s, EDITOR, "Tom Fenwick") == []


def test_a_name_may_refer_to_namesakes_and_to_other_spellings(library: Library) -> None:
    with library.writing() as s:
        ida, tom, bare, ada = (
            name(s, "Ida Fenwick"),
            name(s, "Tom Fenwick"),
            name(s, "Fenwick"),
            name(s, "Ada Moor"),
        )
        for called in ("Fenwick", "Jo Fenwick"):
            assert {e.id for e in choices.alike(s, EDITOR, called, "person")} == {ida, tom, bare}
        assert {e.id for e in choices.alike(s, EDITOR, "Moor", "person")} == {ada}
        assert choices.alike(s, EDITOR, "Nobody", "person") == []


def test_the_pairs_of_an_entity_wait_until_they_are_judged(library: Library) -> None:
    with library.writing() as s:
        ida, tom, bare = name(s, "Ida Fenwick"), name(s, "Tom Fenwick"), name(s, "Fenwick")
        assert {p.first.id for p in choices.proposed(s, bare)} == {ida, tom}
        (pair,) = choices.proposed(s, ida)
        assert choices.pair(s, pair.id) == (ida, bare)
        merge_proposals.judge(s, ida, bare, "rejected")
        assert choices.proposed(s, ida) == []
        with pytest.raises(NotFound):
            choices.pair(s, 10**6)


def test_the_articles_of_an_entity_come_with_its_names_there(library: Library) -> None:
    with library.writing() as s:
        one, two = article(s), article(s)
        ida = name(s, "Ida Fenwick", "Ada Moor", on=one)
        assert name(s, "Fenwick", "Ada Moor", on=two) == ida
        ids = [one.id or 0, two.id or 0]
        assert choices.articles_of(s, ida) == ids
        assert choices.names_in(s, ida, ids) == {ids[0]: ["Ida Fenwick"], ids[1]: ["Fenwick"]}
        assert choices.names_in(s, ida, []) == {}


def test_entities_come_in_the_order_that_is_asked_for(library: Library) -> None:
    with library.writing() as s:
        ida, ada = name(s, "Ida Fenwick"), name(s, "Ada Moor")
        assert [e.id for e in choices.rows(s, EDITOR, [ada, ida, ada, 10**6])] == [ada, ida]

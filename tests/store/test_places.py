"""Places across articles: all names of a place are one entity, two places stay two."""

import pytest
from sqlmodel import col, select

from app.store.articles.access import EDITOR
from app.store.db.library import Library
from app.store.entities import candidates, knowledge, linking
from app.store.entities.linking import EntityChain
from app.store.schema.knowledge import EntityEntry
from tests.engines.places.test_gazetteer import ONE, TWO, pairs
from tests.store.entities.test_linking import article, name

pytestmark = pytest.mark.usefixtures("stub_layers")


@pytest.mark.slow
def test_across_articles_places_are_joined_by_the_list_alone(library: Library) -> None:
    with library.writing() as s:
        for one, other in pairs(ONE):
            assert name(s, one, kind="place") == name(s, other, kind="place"), (one, other)
        for one, other in pairs(TWO):
            assert name(s, one, kind="place") != name(s, other, kind="place"), (one, other)


def test_what_an_older_library_took_for_one_place_is_parted_when_its_articles_are_annotated_anew(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    with library.writing() as s:
        on, other = article(s), article(s)
        monkeypatch.setattr(candidates, "_is_another_place", lambda *_: False)
        monkeypatch.setattr(
            knowledge,
            "keys",
            lambda _s, asked, _language: ["cldr:city:Asia/Jerusalem"] * len(asked),
        )
        jerusalem = name(s, "Jerusalem", kind="place", on=on)
        assert name(s, "Tel Aviv", kind="place", on=other) == jerusalem
        monkeypatch.undo()
        again = [
            linking.link(s, where, [EntityChain("e0", "place", said, (said,), 0)])["e0"]
            for where, said in ((on, "Jerusalem"), (other, "Tel Aviv"))
        ]
        assert again[0] == jerusalem
        assert again[1] != jerusalem


def test_the_city_of_a_time_zone_is_no_entry_any_more(library: Library) -> None:
    with library.writing() as s:
        entity = name(s, "Tel Aviv", kind="place")
        s.add(EntityEntry(key="cldr:city:Asia/Jerusalem", entity_id=entity))
        s.flush()
        assert {fact.name for fact in knowledge.of(s, EDITOR, entity)} == {"Tel Aviv"}
        assert s.scalars(
            select(col(EntityEntry.key)).where(col(EntityEntry.key) == "place:Tel Aviv")
        ).one()

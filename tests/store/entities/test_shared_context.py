"""What two articles have in common: neighbours by how rare they are, days, roles and countries."""

from math import isclose, log2

from sqlmodel import Session

from app.linking.across.disambiguation import Candidate
from app.store.db.library import Library
from app.store.entities import shared_context
from app.store.schema.articles import Article
from app.store.schema.entities import Entity, EntityInArticle
from tests.store.entities.test_linking import article
from tests.store.entities.test_name_index import entity


def mention(
    s: Session,
    on: Article,
    *entity_ids: int,
    mentions: int = 1,
    role: str | None = None,
) -> None:
    """Adds a summary row for each entity, and counts the article."""
    for entity_id in entity_ids:
        assert on.id is not None
        is_public = on.visibility == "public"
        row = EntityInArticle(entity_id=entity_id, article_id=on.id, public=is_public)
        row.mentions, row.role = mentions, role
        row.sorted_on = on.published_on or ""
        s.add(row)
        s.get_one(Entity, entity_id).articles += 1
    s.flush()


def candidate(entity_id: int, kind: str = "person") -> Candidate:
    return Candidate(entity_id, kind, "ida fenwick", "ida fenwick", 1, "name")


def compared(s: Session, here: Article, entity_id: int, *neighbours: int) -> Candidate:
    [found] = shared_context.with_cooccurrence(s, here, [candidate(entity_id)], neighbours)
    return found


def test_a_rare_neighbour_weighs_more_than_a_common_one(library: Library) -> None:
    with library.writing() as s:
        ida, rare, common = entity(s, "ida"), entity(s, "rare"), entity(s, "common")
        here, there = article(s), article(s)
        mention(s, there, ida, rare, common)
        for _ in range(7):
            mention(s, article(s), common)
        found = compared(s, here, ida, rare, common)
        assert found.shared is not None
        assert isclose(found.shared, 1 + 1 / log2(8))


def test_places_count_among_what_is_shared_and_not_among_what_is_close(library: Library) -> None:
    with library.writing() as s:
        ida, ostra, tom = entity(s, "ida"), entity(s, "ostra", "place"), entity(s, "tom")
        here, there = article(s), article(s)
        mention(s, there, ida, ostra, tom)
        found = compared(s, here, ida, ostra, tom)
        assert (found.shared, found.close) == (2.0, 1.0)


def test_nothing_is_shared_with_oneself_or_with_the_article_itself(library: Library) -> None:
    with library.writing() as s:
        ida, tom = entity(s, "ida"), entity(s, "tom")
        here = article(s)
        mention(s, here, ida, tom)
        found = compared(s, here, ida, ida, tom)
        assert (found.shared, found.days, found.roles) == (0, None, frozenset())


def test_a_public_article_is_compared_with_public_ones_only(library: Library) -> None:
    with library.writing() as s:
        ida, tom = entity(s, "ida"), entity(s, "tom")
        mention(s, article(s, visibility="private"), ida, tom)
        assert compared(s, article(s), ida, tom).shared == 0
        assert compared(s, article(s, visibility="private"), ida, tom).shared == 1.0


def test_the_nearest_of_the_days_counts_and_roles_are_words(library: Library) -> None:
    with library.writing() as s:
        ida = entity(s, "ida")
        here, near, far = article(s), article(s), article(s)
        here.published_on, near.published_on, far.published_on = (
            "2031-03-01",
            "2031-03-04",
            "2029-01-01",
        )
        mention(s, near, ida, role="captain of the guard")
        mention(s, far, ida)
        found = compared(s, here, ida)
        assert found.days == 3
        assert "captain" in found.roles


def test_only_the_newest_articles_of_a_candidate_are_read(library: Library) -> None:
    with library.writing() as s:
        ida, tom = entity(s, "ida"), entity(s, "tom")
        mention(s, article(s), ida, tom)
        for _ in range(shared_context.NEWEST):
            mention(s, article(s), ida)
        assert compared(s, article(s), ida, tom).shared == 0


def test_a_body_gets_the_country_that_most_of_its_articles_speak_of(library: Library) -> None:
    with library.writing() as s:
        court = entity(s, "supreme court", "organization")
        poland, france = entity(s, "poland", "place"), entity(s, "france", "place")
        here = article(s)
        unknown = candidate(court, "organization")
        for country in (poland, poland, france):
            there = article(s)
            mention(s, there, court)
            mention(s, there, country, mentions=3)
        [found] = shared_context.with_countries(s, here, [unknown])
        assert found.country == "PL"
        mention(s, split := article(s), court)
        mention(s, split, france, mentions=3)
        [found] = shared_context.with_countries(s, here, [unknown])
        assert found.country is None

"""Candidates: by which of its names an entity is found, who is left out, and how many are read."""

from sqlmodel import Session

from app.linking.across.disambiguation import Candidate, ChainQuery
from app.store.db import top_rows
from app.store.db.library import Library
from app.store.entities import candidates, name_index
from app.store.schema.articles import Article
from app.store.schema.entities import Entity
from app.store.schema.knowledge import EntityEntry
from tests.store.entities.test_linking import article
from tests.store.entities.test_name_index import entity, use


def find(
    s: Session,
    name: str,
    *,
    kind: str = "person",
    names: tuple[str, ...] = (),
    on: Article | None = None,
    meant: dict[int, float] | None = None,
    key: str | None = None,
) -> list[Candidate]:
    query = ChainQuery(kind, name, frozenset([name, *names]))
    [found] = candidates.find(s, on or article(s), [query], [meant or {}], [key])
    return found


def bases(found: list[Candidate]) -> set[tuple[int, str]]:
    return {(one.entity_id, one.basis) for one in found}


def known(s: Session, folded: str, kind: str = "person") -> int:
    """An entity that a public article calls by its own name."""
    entity_id = entity(s, folded, kind)
    use(s, entity_id, folded)
    return entity_id


def test_a_full_name_finds_its_entity_its_last_name_and_its_namesakes(library: Library) -> None:
    with library.writing() as s:
        ida, tom, bare = known(s, "ida fenwick"), known(s, "tom fenwick"), known(s, "fenwick")
        found = bases(find(s, "ida fenwick"))
        assert {(ida, "name"), (tom, "namesake"), (bare, "fuller")} <= found
        assert {(ida, "last"), (tom, "last"), (bare, "name")} <= bases(find(s, "fenwick"))


def test_another_spelling_and_another_name_are_found_as_what_they_are(library: Library) -> None:
    with library.writing() as s:
        dmitri = known(s, "dmitri orlov")
        assert (dmitri, "spelling") in bases(find(s, "dmitry orlov"))
        union = known(s, "ostran seamen's union", "organization")
        use(s, union, "osu")
        assert (union, "alias") in bases(find(s, "osu", kind="organization"))


def test_a_name_in_closed_articles_finds_nothing_for_a_public_one(library: Library) -> None:
    with library.writing() as s:
        ida = known(s, "ida fenwick")
        use(s, ida, "the admiral of ostra", is_public=False)
        closed = article(s, visibility="private")
        assert find(s, "the admiral of ostra") == []
        assert (ida, "name") in bases(find(s, "the admiral of ostra", on=closed))


def test_the_first_name_finds_an_entity_that_only_closed_articles_name(library: Library) -> None:
    with library.writing() as s:
        ida = entity(s, "ida fenwick")
        assert bases(find(s, "ida fenwick")) == {(ida, "name")}


def test_names_that_a_merge_has_not_moved_yet_lead_to_the_survivor_alone(library: Library) -> None:
    with library.writing() as s:
        ida, other = known(s, "ida fenwick"), known(s, "ada moor")
        s.get_one(Entity, other).merged_into = ida
        s.flush()
        assert {entity_id for entity_id, _ in bases(find(s, "ada moor"))} == {ida}


def test_what_an_article_meant_stays_a_candidate_while_the_name_is_its_own(
    library: Library,
) -> None:
    with library.writing() as s:
        ida = known(s, "ida fenwick")
        assert (ida, "here") in bases(find(s, "ida fenwick", meant={ida: 0.0}))
        assert (ida, "here") not in bases(find(s, "silas thorne", meant={ida: 0.0}))


def test_an_entity_that_the_editor_named_stays_meant_by_any_name(library: Library) -> None:
    with library.writing() as s:
        ida = known(s, "ida fenwick")
        s.get_one(Entity, ida).found_name = "I. F."
        s.flush()
        assert (ida, "here") in bases(find(s, "silas thorne", meant={ida: 0.0}))


def test_a_known_entry_finds_its_entity_or_what_that_was_merged_into(library: Library) -> None:
    with library.writing() as s:
        poland, old = known(s, "poland", "place"), known(s, "polska", "place")
        s.add(EntityEntry(key="kb:poland", entity_id=old))
        row = s.get_one(Entity, old)
        row.merged_into = poland
        s.get_one(Entity, poland).public_articles = 1
        s.flush()
        found = find(s, "rzeczpospolita", kind="place", key="kb:poland")
        assert bases(found) == {(poland, "entry")}


def test_two_places_are_told_apart_unless_the_editor_merged_them(library: Library) -> None:
    with library.writing() as s:
        poland, france = known(s, "poland", "place"), known(s, "france", "place")
        name_index.change(s, (), [(poland, "france")], was_public=True, is_public=True)
        found = {one.entity_id for one in find(s, "france", kind="place")}
        assert found == {france}
        row = s.get_one(Entity, france)
        row.merged_into = poland
        s.flush()
        assert {one.entity_id for one in find(s, "france", kind="place")} == {poland}


def test_of_a_common_name_only_the_most_used_are_read(library: Library) -> None:
    with library.writing() as s:
        for n in range(candidates.MOST + 5):
            moved = {(entity(s, f"ida{n} fenwick"), f"ida{n} fenwick"): (n + 1, n + 1)}
            name_index.move(s, moved)
        found = [one for one in find(s, "fenwick") if one.basis == "last"]
        assert len(found) == candidates.MOST
        assert min(one.articles for one in found) == 6


def test_more_names_than_one_statement_takes_are_all_looked_up(library: Library) -> None:
    with library.writing() as s:
        ids = [known(s, f"ida{n} fenwick{n}") for n in range(top_rows.SIZES[-1] + 1)]
        queries = [
            ChainQuery("person", f"ida{n} fenwick{n}", frozenset([f"ida{n} fenwick{n}"]))
            for n in range(len(ids))
        ]
        empty: list[dict[int, float]] = [{} for _ in ids]
        found = candidates.find(s, article(s), queries, empty, [None] * len(ids))
        assert len(found) == len(ids)
        for entity_id, of_chain in zip(ids, found, strict=True):
            assert (entity_id, "name") in bases(of_chain)

"""In how many articles an entity goes by a name: counts follow the aliases by differences."""

from sqlalchemy import delete
from sqlmodel import Session, col, select

from app.store.db.ids import id_of
from app.store.db.library import Library
from app.store.entities import name_index
from app.store.schema.entities import Alias, Entity, EntityName, SpelledName
from tests.store.entities.test_linking import article

IDA = "ida fenwick"


def entity(s: Session, folded: str, kind: str = "person") -> int:
    row = Entity(uid=folded, kind=kind, name=folded.title(), folded=folded)
    s.add(row)
    s.flush()
    assert row.id is not None
    return row.id


def counts(s: Session, entity_id: int) -> dict[str, tuple[int, int]]:
    rows = s.exec(select(EntityName).where(EntityName.entity_id == entity_id))
    return {row.folded: (row.articles, row.public_articles) for row in rows}


def use(s: Session, entity_id: int, name: str, *, is_public: bool = True) -> None:
    name_index.change(s, (), [(entity_id, name)], was_public=is_public, is_public=is_public)


def test_a_closed_article_counts_among_all_and_not_among_public_ones(library: Library) -> None:
    with library.writing() as s:
        ida = entity(s, IDA)
        use(s, ida, IDA)
        use(s, ida, IDA, is_public=False)
        assert counts(s, ida) == {IDA: (2, 1)}


def test_only_what_differs_between_two_runs_is_counted(library: Library) -> None:
    with library.writing() as s:
        ida = entity(s, IDA)
        use(s, ida, IDA)
        kept, added = (ida, IDA), (ida, "fenwick")
        name_index.change(s, [kept], [kept, added], was_public=True, is_public=True)
        assert counts(s, ida) == {IDA: (1, 1), "fenwick": (1, 1)}


def test_a_name_that_no_article_uses_any_more_has_no_row(library: Library) -> None:
    with library.writing() as s:
        ida = entity(s, IDA)
        use(s, ida, IDA)
        name_index.change(s, [(ida, IDA)], (), was_public=True, is_public=True)
        assert counts(s, ida) == {}


def test_opening_an_article_moves_its_names_to_the_public_counts(library: Library) -> None:
    with library.writing() as s:
        ida, closed = entity(s, IDA), article(s, visibility="private")
        assert closed.id is not None
        (name_id,) = name_index.spell(s, [(ida, "Ida")]).values()
        s.add(Alias(article_id=closed.id, name_id=name_id, entity_id=ida))
        use(s, ida, "ida", is_public=False)
        closed.visibility = "public"
        name_index.on_visibility_change(s, closed, was_public=False)
        assert counts(s, ida) == {"ida": (1, 1)}
        assert name_index.differ(s) == 0


def test_a_count_that_disagrees_with_the_aliases_is_noticed(library: Library) -> None:
    with library.writing() as s:
        ida = entity(s, IDA)
        assert name_index.differ(s) == 0
        use(s, ida, IDA)
        assert name_index.differ(s) == 1


def test_the_keys_of_a_name_depend_on_the_kind_of_its_entity(library: Library) -> None:
    with library.writing() as s:
        ida = entity(s, IDA)
        use(s, ida, IDA)
        row = s.exec(select(EntityName)).one()
        assert row.last == "fenwick"
        s.get_one(Entity, ida).kind = "organization"
        name_index.rekey(s, s.get_one(Entity, ida))
        assert row.last is None


def test_names_of_an_entity_that_does_not_exist_are_left_out(library: Library) -> None:
    with library.writing() as s:
        name_index.move(s, {(4711, IDA): (1, 1)})
        assert s.exec(select(EntityName)).all() == []


def test_what_anybody_may_read_are_names_in_public_articles_and_the_editors(
    library: Library,
) -> None:
    with library.writing() as s:
        ida = entity(s, IDA)
        use(s, ida, "fenwick")
        use(s, ida, "captain fenwick", is_public=False)
        assert s.scalar(select(name_index.readable(ida))) == "fenwick"
        row = s.get_one(Entity, ida)
        row.found_name = "Fenwick"
        s.flush()
        names = s.scalar(select(name_index.readable(ida))) or ""
        assert set(names.split("\n")) == {"fenwick", IDA}


def test_a_spelled_name_is_stored_once_and_kept_while_an_article_uses_it(library: Library) -> None:
    with library.writing() as s:
        ida, first, second = entity(s, IDA), article(s), article(s)
        (name_id,) = name_index.spell(s, [(ida, "Ida")]).values()
        both = name_index.spell(s, [(ida, "Ida"), (ida, "IDA")])
        assert both[ida, "Ida"] == name_id
        for used_in in (first, second):
            s.add(Alias(article_id=id_of(used_in), name_id=name_id, entity_id=ida))
        s.flush()
        for used_in, left in ((first, {"Ida"}), (second, set())):
            s.execute(delete(Alias).where(col(Alias.article_id) == used_in.id))
            name_index.forget_unused(s, both.values())
            assert set(s.scalars(select(SpelledName.name))) == left

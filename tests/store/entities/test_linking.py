"""Linking across articles: variants are one, namesakes are not, ids stay, no closed name leaks."""

from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest
from sqlmodel import Session, col, select

from app import pipeline
from app.errors import NotFound
from app.store.articles.access import EDITOR
from app.store.db.library import Library
from app.store.entities import knowledge, linking, merge_proposals, name_index
from app.store.entities.linking import EntityChain
from app.store.ingest import adding, lifecycle
from app.store.ingest.captures import Capture
from app.store.schema.articles import Article
from app.store.schema.entities import Alias, Entity, EntityInArticle, EntityName, SpelledName
from tests.building import draft, ingest, some_url

pytestmark = pytest.mark.usefixtures("stub_layers")


def article(s: Session, visibility: str = "public") -> Article:
    url = some_url()
    stored = adding.add(s, Capture(draft(f"Of {url}.", url=url), visibility=visibility))
    return s.get_one(Article, stored.article_id)


def name(
    s: Session,
    *called: str,
    kind: str = "person",
    on: Article | None = None,
    visibility: str = "public",
) -> int:
    """Links an article that names each of these once, and counts it; the entity of the first."""
    on = on or article(s, visibility)
    linked = linking.link(
        s, on, [EntityChain(f"e{n}", kind, said, (said,), n) for n, said in enumerate(called)]
    )
    for entity_id in set(linked.values()):
        s.add(
            EntityInArticle(
                entity_id=entity_id,
                article_id=on.id or 0,
                mentions=1,
                public=on.visibility == "public",
            )
        )
        entity = s.get_one(Entity, entity_id)
        entity.mentions, entity.articles = entity.mentions + 1, entity.articles + 1
        entity.public_articles += on.visibility == "public"
    s.flush()
    return linked["e0"]


def test_what_is_known_by_several_names_is_one_entity_in_any_order(library: Library) -> None:
    with library.writing() as s:
        for order in (
            ("U.S.", "United States", "America"),
            ("Україна", "Ukraine"),
            ("Kiev", "Kyiv"),
        ):
            assert len({name(s, said, kind="place") for said in order}) == 1
        assert name(s, "Turkey", kind="place") != name(s, "Turkey", kind="work")


def test_a_last_name_and_the_only_full_name_are_one_where_both_articles_share_a_neighbour(
    library: Library,
) -> None:
    with library.writing() as s:
        assert name(s, "Ida Fenwick", "Ada Moor") == name(s, "Fenwick", "Ada Moor")
        first = name(s, "Thorne", "Ada Moor")
        assert name(s, "Silas Thorne", "Ada Moor") == first
        assert s.get_one(Entity, first).name == "Silas Thorne"


def test_a_bare_last_name_of_two_is_neither_and_both_are_proposed(library: Library) -> None:
    with library.writing() as s:
        ida, tom = name(s, "Ida Fenwick"), name(s, "Tom Fenwick")
        bare = name(s, "Fenwick")
        assert bare not in {ida, tom}
        assert {(p.first.id, p.second.id) for p in merge_proposals.waiting(s).items} == {
            (ida, bare),
            (tom, bare),
        }


def test_company_tells_whom_a_shared_last_name_means(library: Library) -> None:
    with library.writing() as s:
        ida = name(s, "Ida Fenwick", "Ada Moor", "Bo Reef")
        for _ in range(3):
            name(s, "Ida Fenwick", "Ada Moor", "Bo Reef")
        name(s, "Tom Fenwick", "Cy Dune")
        assert name(s, "Fenwick", "Ada Moor", "Bo Reef") == ida


def test_a_rejected_pair_is_not_proposed_again(library: Library) -> None:
    with library.writing() as s:
        name(s, "Ida Fenwick"), name(s, "Tom Fenwick"), name(s, "Fenwick")
        for p in merge_proposals.waiting(s).items:
            merge_proposals.judge(s, p.first.id or 0, p.second.id or 0, "rejected")
        merge_proposals.propose(s, p.second.id or 0, [(p.first.id or 0, 0.69, "last")])
        assert merge_proposals.waiting(s).items == []
        with pytest.raises(NotFound):
            merge_proposals.get(s, 10**9)


def test_a_closed_article_gives_a_public_one_neither_names_nor_links(library: Library) -> None:
    with library.writing() as s:
        closed = name(s, "Ida Fenwick", visibility="private")
        opened = name(s, "Fenwick")
        assert opened != closed
        assert name(s, "Gdańsk", kind="place", visibility="private") != name(
            s, "Gdansk", kind="place"
        )
        assert name(s, "Deutschland", kind="place", visibility="private") != name(
            s, "Germany", kind="place"
        )
        name(s, "Thorne", "Ada Moor")
        thorne = name(s, "Silas Thorne", "Ada Moor", visibility="private")
        assert s.get_one(Entity, thorne).name == "Thorne"


def test_linking_again_keeps_every_entity(library: Library) -> None:
    with library.writing() as s:
        on = article(s)
        called = ("Ida Fenwick", "Tom Fenwick", "Fenwick", "Ada Moor")
        chains = [EntityChain(f"e{n}", "person", said, (said,), n) for n, said in enumerate(called)]
        first = linking.link(s, on, chains)
        name(s, "Ada Fenwick"), name(s, "Fenwick")
        assert linking.link(s, on, chains) == first


def counted(library: Library) -> int:
    with library.reading() as s:
        return name_index.differ(s)


def test_the_counts_of_names_follow_the_aliases(library: Library) -> None:
    url = some_url()
    full = ingest(library, "Ida Fenwick came. Fenwick said little.", url=url)
    brief = ingest(library, "Ida Fenwick met Silas Thorne.")
    assert counted(library) == 0
    for visibility in ("private", "public", "private"):
        with library.writing() as s:
            lifecycle.set_visibility(s, full.article_id, visibility)
        assert counted(library) == 0
    ingest(library, "Silas Thorne came.", url=url)
    assert counted(library) == 0
    pipeline.withdraw(library, brief.article_id)
    pipeline.withdraw(library, full.article_id)
    assert counted(library) == 0
    with library.reading() as s:
        assert s.scalars(select(EntityName)).all() == []
        assert s.scalars(select(SpelledName)).all() == []


def test_why_and_how_surely_an_article_was_linked_is_stored(library: Library) -> None:
    with library.writing() as s:
        name(s, "Ida Fenwick", "Ada Moor"), name(s, "Fenwick", "Ada Moor")
        named = select(Alias, SpelledName).join(SpelledName, name_index.USED)
        rows = [
            (spelled.name, a.basis, a.confidence < 1)
            for a, spelled in s.execute(named.order_by(col(Alias.article_id)))
            if spelled.name != "Ada Moor"
        ]
    assert rows == [("Ida Fenwick", "new", False), ("Fenwick", "last", True)]


@pytest.mark.slow
def test_linking_asks_as_often_in_a_larger_library(
    library: Library, count_queries: Callable[[Library], AbstractContextManager[list[str]]]
) -> None:
    asked = []
    for _ in range(3):
        with library.writing() as s:
            on = article(s)
            s.flush()
            with count_queries(library) as queries:
                name(s, "Ida Fenwick", "Fenwick", "Tom Thorne", on=on)
            asked.append(len(queries))
            for n in range(40):
                name(s, f"Person{n} Fenwick", "Ida Fenwick")
    assert asked[2] <= asked[1] + 2


def test_a_withdrawn_name_leaves_no_known_entry_behind(library: Library) -> None:
    with library.writing() as s:
        on = article(s)
        gone = name(s, "Germany", kind="place", on=on)
        assert [f.source for f in knowledge.of(s, EDITOR, gone)] == ["Unicode CLDR"]
    pipeline.withdraw(library, on.id or 0)
    with library.reading() as s:
        assert knowledge.of(s, EDITOR, gone) == []

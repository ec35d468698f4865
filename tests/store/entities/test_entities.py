"""Entities: linked by names, counted for each reader, blank when nothing is known of them."""

import hashlib
import hmac

import pytest
from sqlmodel import Session, col, select

from app import pipeline
from app.errors import NotFound
from app.store import instance
from app.store.annotations import annotations
from app.store.articles import articles
from app.store.articles.access import ANYONE, EDITOR, Reader
from app.store.db.library import Library
from app.store.entities import cooccurrence, entities, linking, name_index
from app.store.entities.entities import EntityRow
from app.store.ingest import adding, lifecycle
from app.store.ingest.captures import Capture
from app.store.schema.entities import Alias, Entity, SpelledName
from tests.building import draft, ingest, some_url

pytestmark = pytest.mark.usefixtures("stub_layers")


def known(library: Library, reader: Reader = ANYONE, **asked: object) -> dict[str, EntityRow]:
    with library.reading() as s:
        return {e.name: e for e in entities.find_all(s, reader, **asked).items}  # type: ignore[arg-type]


def test_one_name_in_two_articles_is_one_entity(library: Library) -> None:
    ingest(library, "Ida Fenwick wrote. Then came Ida Fenwick.")
    ingest(library, "here Ida Fenwick slept.")
    found = known(library)["Ida Fenwick"]
    assert (found.mentions, found.articles, found.kind) == (3, 2, "person")


def test_entities_are_listed_by_mentions_and_found_by_the_beginning_of_a_word(
    library: Library,
) -> None:
    ingest(library, "Ida Fenwick met Silas Thorne. Ida Fenwick left.")
    assert list(known(library)) == ["Ida Fenwick", "Silas Thorne"]
    assert list(known(library, q="thor")) == ["Silas Thorne"]
    assert list(known(library, q="FENW", kind="person")) == ["Ida Fenwick"]
    assert known(library, q="enwick") == {}
    assert known(library, q="%") == {}
    assert known(library, kind="place") == {}


@pytest.mark.slow
def test_entities_come_page_by_page(library: Library) -> None:
    ingest(library, "Ann Ash. Ben Birch. Cid Cedar. Ann Ash.")
    with library.reading() as s:
        first = entities.find_all(s, ANYONE, limit=2)
        rest = entities.find_all(s, ANYONE, limit=2, cursor=first.next)
    assert [e.name for e in [*first.items, *rest.items]] == ["Ann Ash", "Cid Cedar", "Ben Birch"]
    assert rest.next is None


def test_annotating_again_changes_no_entity_and_no_count(library: Library) -> None:
    stored = ingest(library, "Ida Fenwick met Silas Thorne. Ida Fenwick left.")
    before = known(library)
    pipeline.annotate_revision(library, stored.revision_id)
    assert known(library) == before


def test_a_new_revision_is_what_counts(library: Library) -> None:
    url = some_url()
    ingest(library, "Ida Fenwick met Silas Thorne.", url=url)
    ids = known(library)
    ingest(library, "Ida Fenwick met Ida Fenwick.", url=url)
    assert {name: (e.id, e.mentions) for name, e in known(library).items()} == {
        "Ida Fenwick": (ids["Ida Fenwick"].id, 2)
    }
    ingest(library, "Silas Thorne is back.", url=url)
    assert known(library)["Silas Thorne"].id == ids["Silas Thorne"].id


def test_the_uid_depends_on_what_was_seen_first_and_on_the_librarys_secret(
    library: Library,
) -> None:
    ingest(library, "Tom Ash came.")
    ingest(library, "Here is Ida Fenwick.", url="https://press.example/uid")
    with library.reading() as s:
        secret = instance.find(s, "entity_secret")
    assert secret is not None
    seed = "person\nida fenwick\nhttps://press.example/uid\n8"
    uid = known(library)["Ida Fenwick"].uid
    assert uid == hmac.new(secret.encode(), seed.encode(), hashlib.sha256).hexdigest()[:20]
    assert uid != hashlib.sha256(seed.encode()).hexdigest()[:20]


def make_visible(library: Library, article_id: int, visibility: str) -> None:
    with library.writing() as s:
        lifecycle.set_visibility(s, article_id, visibility)


BESIDE = " Cid Cedar sang."
"""Somebody whom two articles name: what speaks for it that their Fenwick is the same."""


def fenwicks(library: Library, reader: Reader = ANYONE) -> dict[str, EntityRow]:
    return {name: e for name, e in known(library, reader).items() if name != "Cid Cedar"}


def test_a_name_that_only_closed_articles_carry_is_shown_to_nobody_until_one_is_opened(
    library: Library,
) -> None:
    full = ingest(library, "Ida Fenwick came. Fenwick said little." + BESIDE)
    brief = ingest(library, "Fenwick said more." + BESIDE)
    make_visible(library, full.article_id, "private")
    assert {name: e.mentions for name, e in fenwicks(library).items()} == {"Fenwick": 1}
    with library.reading() as s:
        assert [
            r.entity_name for r in annotations.of_revision(s, ANYONE, brief.revision_id, "entity")
        ] == ["Fenwick", "Cid Cedar"]
    make_visible(library, full.article_id, "public")
    assert {name: e.mentions for name, e in fenwicks(library).items()} == {"Ida Fenwick": 3}


def test_a_fuller_name_returns_with_another_article_that_carries_it(library: Library) -> None:
    full = ingest(library, "Ida Fenwick came. Fenwick said little." + BESIDE)
    ingest(library, "Fenwick said more." + BESIDE)
    before = fenwicks(library)["Ida Fenwick"].id
    make_visible(library, full.article_id, "private")
    ingest(library, "here Ida Fenwick slept." + BESIDE)
    assert {name: (e.id, e.articles) for name, e in fenwicks(library).items()} == {
        "Ida Fenwick": (before, 2)
    }


def test_of_several_readable_names_the_most_used_is_shown(library: Library) -> None:
    full = ingest(library, "Ida Fenwick came. Fenwick said so. Lady Fenwick left.")
    with library.writing() as s:
        ida = s.exec(select(Entity.id).where(Entity.name == "Ida Fenwick")).one()
        for n, name in enumerate(("Fenwick", "Fenwick", "Lady Fenwick")):
            other = ingest_bare(s, f"Text {n}.")
            (name_id,) = name_index.spell(s, [(ida or 0, name)]).values()
            s.add(Alias(article_id=other, name_id=name_id, entity_id=ida))
        lifecycle.set_visibility(s, full.article_id, "private")
        s.flush()
        assert s.exec(select(Entity.name).where(Entity.id == ida)).one() == "Fenwick"


def ingest_bare(s: Session, text: str) -> int:
    return adding.add(s, Capture(draft(text, url=some_url()))).article_id


def test_a_withdrawn_name_is_left_nowhere_while_the_entity_lives_on(library: Library) -> None:
    full = ingest(library, "Ida Fenwick came. Fenwick said little." + BESIDE)
    ingest(library, "Fenwick said more." + BESIDE)
    before = fenwicks(library)["Ida Fenwick"].id
    pipeline.withdraw(library, full.article_id)
    assert {name: e.id for name, e in fenwicks(library, EDITOR).items()} == {"Fenwick": before}
    with library.reading() as s:
        entity = s.get(Entity, before)
        assert entity is not None
        assert (entity.name, entity.folded) == ("Fenwick", "fenwick")


@pytest.mark.slow
def test_a_name_closed_with_its_article_is_unknown_also_when_its_newest_revision_has_lost_it(
    library: Library,
) -> None:
    url = some_url()
    full = ingest(library, "Ida Fenwick came. Fenwick said little." + BESIDE, url=url)
    ingest(library, "Fenwick said more." + BESIDE)
    ingest(library, "Nobody came.", url=url)
    assert list(fenwicks(library)) == ["Ida Fenwick"]  # the older revision can still be read
    make_visible(library, full.article_id, "private")
    assert list(fenwicks(library)) == ["Fenwick"]


def test_a_last_name_alone_links_only_when_one_entity_goes_by_it(library: Library) -> None:
    ingest(library, "Ida Fenwick came. Fenwick said little." + BESIDE)
    ingest(library, "Fenwick said more." + BESIDE)
    assert fenwicks(library)["Ida Fenwick"].articles == 2
    ingest(library, "Tom Fenwick came. Fenwick said nothing." + BESIDE)
    stored = ingest(library, "Fenwick said it again." + BESIDE)
    assert {name: e.articles for name, e in fenwicks(library).items()} == {
        "Ida Fenwick": 2,
        "Tom Fenwick": 1,
        "Fenwick": 1,
    }
    pipeline.annotate_revision(library, stored.revision_id)
    assert len(fenwicks(library)) == 3


def test_the_articles_of_an_entity_show_the_sentences_that_name_it(library: Library) -> None:
    ingest(
        library,
        "It rained. The captain Silas Thorne came. He left.",
        date="2029-01-01",
        title="Rain",
    )
    ingest(
        library,
        "Silas Thorne slept.\n\nIt woke Silas Thorne. Silas Thorne ate. Silas Thorne sat.",
        date="2029-01-02",
    )
    thorne = known(library)["Silas Thorne"].id
    with library.reading() as s:
        page = entities.articles_of(s, ANYONE, thorne, limit=1)
        newest, older = (
            page.items[0],
            entities.articles_of(s, ANYONE, thorne, cursor=page.next).items[0],
        )
    assert (older.article.title, older.mentions, older.role) == ("Rain", 1, "captain")
    assert older.sentences == [("The captain ", "Silas Thorne", " came.")]
    assert newest.mentions == 4
    assert newest.sentences == [
        ("", "Silas Thorne", " slept."),
        ("It woke ", "Silas Thorne", "."),
        ("", "Silas Thorne", " ate."),
    ]


def test_entities_of_the_same_articles_stand_together(library: Library) -> None:
    ingest(library, "Ann Ash met Ben Birch.")
    ingest(library, "Ann Ash met Ben Birch and Cid Cedar.")
    with library.reading() as s:
        shared = [
            (e.name, n)
            for e, n in cooccurrence.cooccurring(s, ANYONE, known(library)["Ann Ash"].id).members
        ]
    assert shared == [("Ben Birch", 2), ("Cid Cedar", 1)]


def test_roles_are_what_articles_describe_an_entity_as(library: Library) -> None:
    ingest(
        library, "The captain Silas Thorne came. The captain Silas Thorne left.", date="2029-01-01"
    )
    ingest(library, "The minister Silas Thorne came.", date="2029-01-02", title="Office")
    with library.reading() as s:
        lines = entities.roles(s, ANYONE, known(library)["Silas Thorne"].id)
    assert [(line.role, line.title) for line in lines] == [
        ("minister", "Office"),
        ("captain", None),
    ]


def test_names_are_listed_by_use(library: Library) -> None:
    ingest(library, "Ida Fenwick came. Fenwick said so.")
    ingest(library, "Ida Fenwick came.")
    fenwick = known(library)["Ida Fenwick"].id
    with library.reading() as s:
        assert name_index.aliases(s, ANYONE, fenwick) == ["Ida Fenwick", "Fenwick"]


def test_what_only_private_articles_name_does_not_exist_for_others(library: Library) -> None:
    ingest(
        library,
        "Ida Fenwick met Silas Thorne. The captain Silas Thorne left. Thorne said so.",
        visibility="private",
    )
    ingest(library, "Ida Fenwick came.")
    everything = known(library, EDITOR)
    assert (everything["Ida Fenwick"].mentions, everything["Silas Thorne"].mentions) == (2, 3)
    assert {name: (e.mentions, e.articles) for name, e in known(library).items()} == {
        "Ida Fenwick": (1, 1)
    }
    with library.reading() as s:
        ida, silas = everything["Ida Fenwick"].id, everything["Silas Thorne"].id
        assert entities.get(s, EDITOR, silas).mentions == 3
        with pytest.raises(NotFound):
            entities.get(s, ANYONE, silas)
        assert entities.get(s, ANYONE, ida).mentions == 1
        assert [a.mentions for a in entities.articles_of(s, ANYONE, ida).items] == [1]
        assert cooccurrence.cooccurring(s, ANYONE, ida).members == []
        assert entities.roles(s, ANYONE, silas) == []
        assert name_index.aliases(s, ANYONE, silas) == []
        assert entities.find_all(s, ANYONE, q="silas").items == []


def test_a_private_name_is_not_learned_from_a_link(library: Library) -> None:
    ingest(library, "Silas Thorne came. Thorne said so.", visibility="private")
    ingest(library, "Thorne said no.")
    assert list(known(library)) == ["Thorne"]


def test_opening_and_closing_an_article_moves_the_counts(library: Library) -> None:
    stored = ingest(library, "Ida Fenwick came.")
    for visibility, seen in (("private", 0), ("public", 1), ("private", 0)):
        with library.writing() as s:
            lifecycle.set_visibility(s, stored.article_id, visibility)
        assert len(known(library)) == seen
        assert len(known(library, EDITOR)) == 1


def test_a_merged_entity_names_where_it_lives_on(library: Library) -> None:
    ingest(library, "Ida Fenwick met Silas Thorne.")
    found = known(library)
    with library.writing() as s:
        merged = s.get(Entity, found["Silas Thorne"].id)
        assert merged is not None
        merged.merged_into = found["Ida Fenwick"].id
    with library.reading() as s:
        assert (
            entities.get(s, ANYONE, found["Silas Thorne"].id).merged_into == found["Ida Fenwick"].id
        )
    assert list(known(library)) == ["Ida Fenwick"]


def test_withdrawing_the_last_article_leaves_a_bare_entity_id(library: Library) -> None:
    first = ingest(library, "Ida Fenwick met Silas Thorne.")
    ingest(library, "Ida Fenwick stayed.")
    silas = known(library)["Silas Thorne"].id
    pipeline.withdraw(library, first.article_id)
    assert {name: e.mentions for name, e in known(library, EDITOR).items()} == {"Ida Fenwick": 1}
    with library.reading() as s:
        bare = s.get(Entity, silas)
        assert bare is not None
        assert (bare.name, bare.folded, bare.mentions) == ("", "", 0)
        assert s.exec(select(Alias.name_id).where(col(Alias.entity_id) == silas)).all() == []
        with pytest.raises(NotFound):
            entities.get(s, EDITOR, silas)


def test_spellings_that_differ_in_marks_stops_or_the_article_are_one_name(library: Library) -> None:
    first, second = ingest(library, "one."), ingest(library, "two.")
    straight = linking.EntityChain(
        "e1", "organization", "The Pilots' Guild of St. Ona", ("The Pilots' Guild of St. Ona",), 0
    )
    curly = linking.EntityChain(
        "e1", "organization", "Pilots’ Guild of St Ona", ("Pilots’ Guild of St Ona",), 0
    )
    with library.writing() as s:
        linked = linking.link(s, articles.get(s, ANYONE, first.article_id), [straight])
        again = linking.link(s, articles.get(s, ANYONE, second.article_id), [curly])
        kept = s.scalars(select(SpelledName)).all()
        entity = s.get(Entity, linked["e1"])
    assert linked == again
    assert entity is not None
    assert {name.folded for name in kept} == {entity.folded}

"""What may not be seen is nowhere: one private article, asked for in every way the store knows."""

from collections.abc import Callable
from typing import Any

import pytest
from sqlmodel import Session

from app.errors import Conflict, NotFound
from app.store.annotations import annotations
from app.store.articles import articles
from app.store.articles.access import ANYONE, Reader
from app.store.db.library import Library
from app.store.entities import cooccurrence, entities, name_index
from app.store.ingest import lifecycle
from app.store.search import full_text
from app.store.statements import statements
from app.store.summaries import publishers
from tests.building import ingest, some_url

pytestmark = pytest.mark.usefixtures("stub_layers")

OPEN = "“Nothing is wrong,” Ida Fenwick said. The captain Ida Fenwick counted 12 ships."
CLOSED = (
    "“Everything is wrong,” Silas Thorne said. The minister Ida Fenwick and Silas Thorne "
    "counted 13 zeppelins."
)

LISTS: list[Callable[[Session, Reader], Any]] = [
    lambda s, r: articles.newest(s, r),
    lambda s, r: publishers.listed(s, r),
    lambda s, r: statements.quotes(s, r),
    lambda s, r: statements.quotes(s, r, speaker="Silas Thorne"),
    lambda s, r: statements.quotes(s, r, about="Silas Thorne"),
    lambda s, r: statements.claims(s, r),
    lambda s, r: statements.claims(s, r, q="zeppelins"),
    lambda s, r: entities.find_all(s, r),
    lambda s, r: entities.find_all(s, r, q="thorne"),
    lambda s, r: full_text.find(s, r, "counted"),
    lambda s, r: full_text.find(s, r, "zeppelins"),
    lambda s, r: [
        e
        for known in entities.find_all(s, r).items
        for e in entities.articles_of(s, r, known.id).items
    ],
    lambda s, r: [
        cooccurrence.cooccurring(s, r, known.id) for known in entities.find_all(s, r).items
    ],
    lambda s, r: [
        statements.of_entity(s, r, known.id, 3) for known in entities.find_all(s, r).items
    ],
    lambda s, r: [
        (cooccurrence.over_time(s, r, known.id), cooccurrence.first_and_last(s, r, known.id))
        for known in entities.find_all(s, r).items
    ],
    lambda s, r: [cooccurrence.position(s, r, known.id) for known in entities.find_all(s, r).items],
    lambda s, r: [
        entities.roles(s, r, known.id, until="2020-01-01")
        for known in entities.find_all(s, r).items
    ],
    lambda s, r: [entities.roles(s, r, known.id) for known in entities.find_all(s, r).items],
    lambda s, r: [name_index.aliases(s, r, known.id) for known in entities.find_all(s, r).items],
    lambda s, r: (publishers.articles(s, r), publishers.annotations(s, r)),
]


@pytest.mark.parametrize("ask", LISTS)
def test_no_list_tells_of_a_private_article(
    sqlite_library: Library, ask: Callable[[Session, Reader], Any]
) -> None:
    ingest(sqlite_library, OPEN, publisher="Open Press")
    with sqlite_library.reading() as s:
        before = repr(ask(s, ANYONE))
    ingest(sqlite_library, CLOSED, visibility="private", publisher="Closed Press")
    with sqlite_library.reading() as s:
        assert repr(ask(s, ANYONE)) == before
        assert repr(ask(s, Reader(person_id=3))) == before
        for hidden in ("zeppelins", "Thorne", "Closed"):
            assert hidden not in before


def test_a_private_capture_of_a_public_article_is_refused(library: Library) -> None:
    url = some_url()
    stored = ingest(library, OPEN, url=url)
    for text in (OPEN, CLOSED):
        with pytest.raises(Conflict, match="would be published") as refused:
            ingest(library, text, url=url, visibility="private")
        assert refused.value.detail == "Make the article private first."
    with library.writing() as s:
        assert [r.number for r in articles.revisions(s, stored.article_id)] == [1]
        lifecycle.set_visibility(s, stored.article_id, "private")
    assert ingest(library, CLOSED, url=url, visibility="private").number == 2


def test_a_public_capture_of_a_private_article_leaves_it_private(library: Library) -> None:
    url = some_url()
    stored = ingest(library, OPEN, url=url, visibility="private")
    assert ingest(library, CLOSED, url=url).number == 2
    with library.reading() as s, pytest.raises(NotFound):
        articles.get(s, ANYONE, stored.article_id)


def test_no_address_tells_of_a_private_article(library: Library) -> None:
    stored = ingest(library, CLOSED, visibility="private")
    editor = Reader(editor=True)
    with library.reading() as s:
        rows = annotations.of_revision(s, editor, stored.revision_id)
        assert len(rows) == 5
        assert annotations.of_revision(s, ANYONE, stored.revision_id) == []
        for row in rows:
            assert annotations.get(s, editor, row.id)
            with pytest.raises(NotFound):
                annotations.get(s, ANYONE, row.id)
            if row.entity_id:
                with pytest.raises(NotFound):
                    entities.get(s, ANYONE, row.entity_id)

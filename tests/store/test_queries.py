"""The number of queries does not depend on how much there is."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

import pytest
from sqlmodel import Session

from app import pipeline
from app.store.annotations import annotations, runs
from app.store.articles import articles
from app.store.articles.access import ANYONE, EDITOR
from app.store.db.library import Library
from app.store.entities import cooccurrence, entities
from app.store.passages import passages
from app.store.search import full_text
from app.store.statements import statements
from app.store.summaries import publishers
from app.text.spans import Span
from tests.building import ingest, some_url

pytestmark = pytest.mark.usefixtures("stub_layers")

Counting = Callable[[Library], AbstractContextManager[list[str]]]
TEXT = "“We sail,” Ida Fenwick said. The captain Silas Thorne counted 40 ships. "


def article_page(s: Session) -> None:
    article, revision = articles.with_revision(s, ANYONE, 1)
    annotations.of_revision(s, ANYONE, revision.id or 0)
    articles.doubts(s, revision.id or 0)
    articles.revisions(s, article.id or 0)


ASKED: dict[str, tuple[Callable[[Session], Any], int]] = {
    "article page": (article_page, 4),
    "newest": (lambda s: articles.newest(s, ANYONE), 1),
    "publishers": (lambda s: publishers.listed(s, ANYONE), 1),
    "annotation": (lambda s: annotations.get(s, ANYONE, 1), 1),
    "quotes": (
        lambda s: statements.quotes(s, ANYONE, speaker="Ida Fenwick", about="Ida Fenwick"),
        6,
    ),
    "claims": (lambda s: statements.claims(s, ANYONE), 3),
    "searched quotes": (lambda s: statements.quotes(s, ANYONE, q="nowhere"), 2),
    "entity": (lambda s: entities.get(s, ANYONE, 1), 1),
    "entities": (lambda s: entities.find_all(s, ANYONE, q="i"), 2),
    "articles of an entity": (lambda s: entities.articles_of(s, ANYONE, 1), 2),
    "together": (lambda s: cooccurrence.cooccurring(s, ANYONE, 1), 2),
    "roles": (lambda s: entities.roles(s, ANYONE, 1), 1),
    "roles until a day": (lambda s: entities.roles(s, ANYONE, 1, until="2029-01-01"), 1),
    "months": (lambda s: cooccurrence.over_time(s, ANYONE, 1), 2),
    "ends": (lambda s: cooccurrence.first_and_last(s, ANYONE, 1), 1),
    "beside": (lambda s: cooccurrence.position(s, ANYONE, 1, articles.get(s, ANYONE, 1)), 3),
    "statements of an entity": (lambda s: statements.of_entity(s, ANYONE, 1, 3), 7),
    "search": (lambda s: full_text.find(s, ANYONE, "sail"), 2),
    "finished": (lambda s: runs.finished(s, 1, ["entity"]), 1),
}


@pytest.mark.slow
@pytest.mark.parametrize("name", ASKED)
def test_reading_takes_as_many_queries_for_one_article_as_for_many(
    library: Library, count_queries: Counting, name: str
) -> None:
    ask, most = ASKED[name]
    ingest(library, TEXT, url=some_url())
    for _ in range(2):
        with library.reading() as s, count_queries(library) as queries:
            ask(s)
        assert len(queries) <= most, queries
        for n in range(4):
            ingest(library, TEXT * (n + 1), url=some_url())


def test_a_passage_takes_as_many_queries_after_many_revisions(
    library: Library, count_queries: Counting
) -> None:
    url = some_url()
    stored = ingest(library, TEXT, annotated=False, url=url)
    with library.writing() as s:
        article, revision = articles.with_revision(s, EDITOR, stored.article_id)
        code = passages.share(s, article, revision, Span(0, 9))[0].code
    counts = []
    for n in range(3):
        with library.reading() as s, count_queries(library) as queries:
            passages.state(s, ANYONE, passages.get(s, code))
        counts.append(len(queries))
        ingest(library, TEXT * (n + 2), annotated=False, url=url)
    assert counts == [3, 3, 3]


def test_annotating_takes_as_many_queries_for_a_short_text_as_for_a_long_one(
    library: Library, count_queries: Counting
) -> None:
    counts = []
    for n in (1, 30):
        stored = ingest(library, TEXT * n, annotated=False)
        pipeline.annotate_revision(
            library, ingest(library, TEXT * n + "Again.").revision_id
        )  # the entities exist
        with count_queries(library) as queries:
            pipeline.annotate_revision(library, stored.revision_id)
        counts.append(len(queries))
    assert counts[0] == counts[1]

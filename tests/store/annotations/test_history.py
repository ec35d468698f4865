"""The history of an article, as the store gives it on either dialect."""

from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest

from app import pipeline
from app.changes.report import describe
from app.store.annotations import history
from app.store.articles.access import ANYONE, EDITOR
from app.store.db.library import Library
from tests.building import draft, ingest, some_url

pytestmark = pytest.mark.usefixtures("stub_layers")

Counting = Callable[[Library], AbstractContextManager[list[str]]]
ONE = "“We sail,” Ida Fenwick said. The captain Silas Thorne counted 40 ships."
TWO = ONE.replace("Ida Fenwick said", "Mara Quist said").replace("40", "41")


def test_revisions_come_newest_first_with_what_they_declare(library: Library) -> None:
    url = some_url()
    for title, text in (("One", ONE), ("Two", ONE), ("Three", TWO), ("Four", ONE)):
        stored = ingest(
            library, text, url=url, title=title, byline=("Lena Marsh",), date="2031-05-02"
        )
    with library.reading() as s:
        found = history.before(s, stored.article_id, None, 10)
        assert [(r.number, r.title, r.restores) for r in found] == [
            (4, "Four", 2),
            (3, "Three", None),
            (2, "Two", None),
            (1, "One", None),
        ]
        assert [r.characters for r in found] == [len(ONE), len(TWO), len(ONE), len(ONE)]
        assert {(tuple(r.byline), r.declared_date) for r in found} == {
            (("Lena Marsh",), "2031-05-02")
        }
        assert [r.number for r in history.before(s, stored.article_id, 3, 10)] == [2, 1]
        assert [r.number for r in history.before(s, stored.article_id, None, 2)] == [4, 3]
        assert [r.number for r in history.numbered(s, stored.article_id, [3, 1, 9])] == [1, 3]


@pytest.mark.slow
def test_a_step_is_described_from_what_is_stored(library: Library) -> None:
    url = some_url()
    ingest(library, ONE, url=url)
    stored = ingest(library, TWO, url=url)
    with library.reading() as s:
        new, old = history.before(s, stored.article_id, None, 2)
        texts = history.contents(s, ANYONE, [old.id, new.id])
    found = describe(old, new, (texts[old.id], texts[new.id]))
    assert [(c.kind, c.old, c.new) for c in found.changes] == [
        ("speaker-changed", "Ida Fenwick", "Mara Quist"),
        ("number-changed", "40", "41"),
    ]
    assert found.not_compared == ("date",)  # the stub layers read none


def test_a_revision_that_is_not_annotated_yet_is_described_by_its_words(library: Library) -> None:
    url = some_url()
    ingest(library, ONE, url=url)
    stored = pipeline.ingest(library, draft(TWO, url=url))
    with library.reading() as s:
        new, old = history.before(s, stored.article_id, None, 2)
        texts = history.contents(s, ANYONE, [old.id, new.id])
    found = describe(old, new, (texts[old.id], texts[new.id]))
    assert set(found.not_compared) == {"quotation", "entity", "date", "claim"}
    assert {c.kind for c in found.changes} == {"number-changed", "reworded"}


def test_the_annotations_of_a_private_article_are_for_the_editor(library: Library) -> None:
    stored = ingest(library, ONE, visibility="private")
    with library.reading() as s:
        assert history.contents(s, ANYONE, [stored.revision_id])[stored.revision_id].rows == []
        assert history.contents(s, EDITOR, [stored.revision_id])[stored.revision_id].rows


def test_a_history_takes_as_many_queries_however_long_it_is(
    library: Library, count_queries: Counting
) -> None:
    url, counts = some_url(), []
    for n in range(6):
        stored = ingest(library, f"{ONE} Then he counted {n} boats. " * (n + 1), url=url)
        with library.reading() as s, count_queries(library) as queries:
            history.contents(
                s, ANYONE, [r.id for r in history.before(s, stored.article_id, None, 20)]
            )
        counts.append(len(queries))
    assert set(counts) == {4}

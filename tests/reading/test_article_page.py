"""What an article page shows besides its text: where marks lead, doubts, why it was not read."""

from datetime import UTC, datetime
from typing import Any

import pytest

from app.layers import density
from app.reading.article_page import Unannotated, context, language_name, marks_of, unannotated
from app.reading.long_text import at_once
from app.store.annotations.rows import AnnotationRow
from app.store.schema.articles import Article, Revision, StoredDoubt

TEXT = "The mole  of Orle\nstood.\n\nIt fell in May 2034."


def revision(language: str = "en") -> Revision:
    blocks = [
        {"kind": "paragraph", "start": 0, "end": 24},
        {"kind": "paragraph", "start": 26, "end": len(TEXT)},
    ]
    return Revision(
        id=7, article_id=1, number=1, text=TEXT, sha256="", language=language, blocks=blocks
    )


def row(id_: int, layer: str, entity: int | None = None) -> AnnotationRow:
    fields: dict[str, Any] = {
        "id": id_,
        "layer": layer,
        "kind": "place" if layer == "entity" else "",
        "start": 4,
        "end": 8,
        "confidence": 1.0,
        "creator": "test@1",
        "created_at": datetime.now(UTC),
        "body": {},
        "entity_id": entity,
    }
    known: dict[str, Any] = dict.fromkeys(AnnotationRow._fields)
    return AnnotationRow(**known | fields)


def test_a_name_leads_to_its_entity_and_every_other_mark_to_its_own_page() -> None:
    rows = [row(1, "entity", 5), row(2, "entity"), row(3, "claim")]
    assert [mark.href for mark in marks_of(rows, [density.shown(row) for row in rows], {})] == [
        "/entities/5",
        "/annotations/2",
        "/annotations/3",
    ]


@pytest.mark.parametrize(
    ("language", "state", "why"),
    [
        ("en", "finished", None),
        ("en", None, Unannotated("pending")),
        ("en", "failed", Unannotated("failed")),
        ("ar", "finished", Unannotated("language", "ar")),
        ("qaa", "finished", Unannotated("language", None)),
        ("ar", None, Unannotated("pending")),
    ],
)
def test_a_text_that_was_not_read_says_why(
    language: str, state: str | None, why: Unannotated | None
) -> None:
    assert unannotated(revision(language), state) == why


def test_a_language_without_an_english_name_has_none() -> None:
    assert language_name("cy") == "Welsh"
    assert language_name("zzz") is None


def test_doubts_are_numbered_with_their_words_in_one_line_and_the_paragraph_of_each() -> None:
    article = Article(id=1, identity="x", newest_revision_id=7, date_settled=True)
    spans = [[4, 17], [37, 45]]
    doubts = [
        StoredDoubt(revision_id=7, kind="date-contradicts-text", message="One.", evidence=spans),
        StoredDoubt(revision_id=7, kind="of-another-kind", message="Two.", evidence=[]),
    ]
    shown = context("http://testserver", article, revision(), at_once([]), doubts)["doubts"]
    assert [(doubt.number, doubt.message) for doubt in shown] == [(1, "One."), (2, "Two.")]
    assert [(words.exact, words.block) for words in shown[0].words] == [
        ("mole of Orle", "p1"),
        ("May 2034", "p2"),
    ]
    assert not shown[1].about_date
    assert not shown[1].settled


def test_only_a_doubt_about_the_date_is_settled_with_it() -> None:
    from app.store.articles.article_date import ABOUT_DATES

    doubt = StoredDoubt(revision_id=7, kind=sorted(ABOUT_DATES)[0], message="One.", evidence=[])
    for settled in (True, False):
        article = Article(id=1, identity="x", newest_revision_id=7, date_settled=settled)
        shown = context("http://testserver", article, revision(), at_once([]), [doubt])["doubts"]
        assert (shown[0].about_date, shown[0].settled) == (True, settled)

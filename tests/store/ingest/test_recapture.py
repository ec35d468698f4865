"""A new capture of a stored address that is no revision of the article is asked about first."""

from dataclasses import replace

import pytest

from app import pipeline
from app.errors import Conflict
from app.importers.base import EXTRACTION
from app.store.articles import articles
from app.store.articles.access import Reader
from app.store.db.library import Library
from app.text.spans import Doubt
from tests.building import draft

URL = "https://elm-press.example/news/pier"
ARTICLE = (
    "The harbour of Port Elm was closed on Monday after a ferry struck the northern pier.\n\n"
    "Nobody was hurt, but two cars slid against each other, and their owners want to be paid.\n\n"
    "An inquiry will begin within the week, according to the harbour office of the town."
)
NOTICE = (
    "Before you continue to Elm Press\n\nWe and our partners store information on your device. By "
    "pressing Accept you agree to our use of cookies for personal advertising."
)
DOUBT = Doubt(EXTRACTION, "The article is not free to read; the text may be only its beginning.")


def newest_text(library: Library, article_id: int) -> str:
    with library.reading() as s:
        return articles.with_revision(s, Reader(editor=True), article_id)[1].text


def test_a_text_that_shares_next_to_nothing_is_not_stored_unasked(library: Library) -> None:
    first = pipeline.ingest(library, draft(ARTICLE, url=URL))
    with pytest.raises(Conflict, match="Before you continue") as refused:
        pipeline.ingest(library, draft(NOTICE, url=URL))
    assert "revision 1" in refused.value.message
    assert "“replace”" in refused.value.message
    assert refused.value.detail == "replace"
    assert newest_text(library, first.article_id) == ARTICLE
    replaced = pipeline.ingest(library, draft(NOTICE, url=URL), replace=True)
    assert (replaced.article_id, replaced.number, replaced.created) == (first.article_id, 2, True)


def test_a_doubted_text_that_lost_most_of_the_article_is_not_stored_unasked(
    library: Library,
) -> None:
    first = pipeline.ingest(library, draft(ARTICLE, url=URL))
    stub = replace(draft(ARTICLE.partition("\n\n")[0], url=URL), doubts=(DOUBT,))
    with pytest.raises(Conflict, match="not free to read"):
        pipeline.ingest(library, stub)
    assert newest_text(library, first.article_id) == ARTICLE
    assert pipeline.ingest(library, stub, replace=True).number == 2


def test_after_a_doubted_text_another_one_is_no_question(library: Library) -> None:
    pipeline.ingest(library, replace(draft(ARTICLE, url=URL), doubts=(DOUBT,)))
    stub = replace(draft(ARTICLE.partition("\n\n")[0], url=URL), doubts=(DOUBT,))
    assert pipeline.ingest(library, stub).number == 2


def test_a_doubted_text_that_kept_the_article_is_a_revision(library: Library) -> None:
    pipeline.ingest(library, draft(ARTICLE, url=URL))
    grown = replace(draft(ARTICLE + "\n\nThe ferry is back.", url=URL), doubts=(DOUBT,))
    assert pipeline.ingest(library, grown).number == 2


def test_an_article_that_was_rewritten_in_part_is_a_revision(library: Library) -> None:
    pipeline.ingest(library, draft(ARTICLE, url=URL))
    first, _, last = ARTICLE.split("\n\n")
    for number, text in enumerate((first, f"{last}\n\n{first}", ARTICLE.upper()), 2):
        assert pipeline.ingest(library, draft(text, url=URL)).number == number


def test_a_few_words_may_become_any_others(library: Library) -> None:
    pipeline.ingest(library, draft("The harbour opens.", url=URL))
    assert pipeline.ingest(library, draft(ARTICLE, url=URL)).number == 2


def test_what_the_editor_writes_is_not_asked_about(library: Library) -> None:
    first = pipeline.ingest(library, draft(ARTICLE, url=URL))
    assert pipeline.revise(library, first.article_id, draft(NOTICE)).number == 2

"""Titles by their beginnings, for whoever is still typing."""

import pytest

from app.store.articles.access import ANYONE, EDITOR
from app.store.db.library import Library
from app.store.search import titles
from tests.building import ingest

pytestmark = pytest.mark.usefixtures("stub_layers")


def found(library: Library, q: str, most: int = 5, reader: object = ANYONE) -> list[int | None]:
    with library.reading() as s:
        return [one.id for one in titles.beginning(s, reader, q, most)]  # type: ignore[arg-type]


def test_a_title_is_found_by_its_words_and_the_beginning_of_the_last(library: Library) -> None:
    one = ingest(library, "One text.", title="Harbour news from Ålesund").article_id
    two = ingest(library, "Harbour is a word of the text alone.", title="Weather").article_id
    three = ingest(library, "Another.", title="The harbour mole").article_id
    assert found(library, "harb") == [three, one]
    assert found(library, "HARBOUR ales") == [one]
    assert found(library, "harb mole") == []  # only the last word may be a beginning
    assert found(library, "weat") == [two]
    assert found(library, "h", most=1) == [three]


@pytest.mark.parametrize("q", ["", " ", '"', "*", 'a" OR "b', "title:", "-", "'", "&", "x" * 300])
def test_signs_are_no_operators(library: Library, q: str) -> None:
    ingest(library, "A text.", title="Harbour news")
    assert found(library, q) == []


def test_a_closed_article_is_found_by_the_editor_alone(library: Library) -> None:
    closed = ingest(library, "A text.", title="Harbour secrets", visibility="private").article_id
    assert found(library, "harb") == []
    assert found(library, "harb", reader=EDITOR) == [closed]

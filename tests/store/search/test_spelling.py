"""Words that were mistyped are answered with the words of names, and only of names one may read."""

import pytest

from app.store.articles.access import ANYONE, EDITOR, Reader
from app.store.db.library import Library
from app.store.search import spelling
from tests.building import ingest, some_url

pytestmark = pytest.mark.usefixtures("stub_layers")

OPEN = "Ingrid Vale met Tomas Brandt. Ingrid Vale left."
CLOSED = "Gunvor Askeland met Ingrid Vale."


@pytest.fixture
def named(library: Library) -> Library:
    ingest(library, OPEN, url=some_url())
    ingest(library, CLOSED, url=some_url(), visibility="private")
    return library


def nearest(library: Library, q: str, reader: Reader = ANYONE) -> str | None:
    with library.reading() as s:
        return spelling.nearest(s, reader, q)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("Ingrdi", "ingrid"),
        ("tomas brnadt", "tomas brandt"),
        ("Brandd", "brandt"),
        ("Brand", None),  # the beginning of one
        ("ingrid", None),
        ("inland", None),
        ("val", None),  # too short to tell
        ("", None),
    ],
)
def test_words_are_replaced_by_those_of_names_that_are_much_the_same(
    named: Library, typed: str, meant: str | None
) -> None:
    assert nearest(named, typed) == meant


def test_names_of_closed_articles_are_suggested_to_the_editor_alone(named: Library) -> None:
    assert nearest(named, "Askelnad") is None
    assert nearest(named, "Askelnad", Reader(public=False)) is None
    assert nearest(named, "Askelnad", EDITOR) == "askeland"

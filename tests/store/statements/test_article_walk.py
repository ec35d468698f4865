"""Lists are walked article by article, and a page may end where nothing was found."""

from itertools import product

import pytest

from app.store.articles.access import ANYONE
from app.store.db.library import Library
from app.store.statements import article_walk, statements
from tests.building import ingest, some_url

pytestmark = pytest.mark.usefixtures("stub_layers")


def pages(library: Library, **asked: object) -> list[list[str]]:
    """The words of every page of a list, in the order in which the pages are turned."""
    turned, cursor = [], None
    with library.reading() as s:
        while True:
            page = statements.quotes(s, ANYONE, cursor=cursor, **asked)  # type: ignore[arg-type]
            turned.append([quote.excerpt.words for quote in page.items])
            cursor = page.next
            if cursor is None:
                return turned


def fill(library: Library) -> list[str]:
    """Six articles, each with two quotations; their words, the newest article first."""
    said = []
    for n in range(1, 7):
        text = f"“Sail {n} a,” Ida Fenwick said. “Sail {n} b,” Ida Fenwick said."
        ingest(library, text, url=some_url(), date=f"2030-01-0{n}")
        said.append([f"Sail {n} a,", f"Sail {n} b,"])
    return [words for article in reversed(said) for words in article]


def test_pages_together_hold_everything_once(library: Library) -> None:
    said = fill(library)
    for limit in (1, 3, 12):
        for asked in ({}, {"speaker": "Ida Fenwick"}, {"about": ""}):
            turned = pages(library, limit=limit, **asked)
            assert [words for page in turned for words in page] == said


def test_a_page_that_ends_early_is_followed_by_the_rest(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    said = fill(library)
    monkeypatch.setattr(article_walk, "SIZES_WITH_TEXTS", (1, 1))
    # The index finds five articles or more for a letter, so that all of them are walked.
    turned = pages(library, q="1")
    assert [words for page in turned for words in page] == said[-2:]
    assert turned[0] == []


def test_an_unknown_speaker_has_no_pages(library: Library) -> None:
    fill(library)
    assert pages(library, speaker="Nobody Here") == [[]]


PEOPLE = ("Ida Fenwick", "Tom Moor", "Bo Reef")


@pytest.mark.parametrize("sizes", [(1, 1), (1, 2, 4), article_walk.SIZES])
def test_what_somebody_says_about_somebody_is_all_found_however_the_lists_are_looked_through(
    library: Library, monkeypatch: pytest.MonkeyPatch, sizes: tuple[int, ...]
) -> None:
    said: dict[tuple[str, str], list[str]] = {}
    for n, (speaker, about) in enumerate([*product(PEOPLE, PEOPLE), *product(PEOPLE[:1], PEOPLE)]):
        words = f"Sail {n} with {about}"
        ingest(library, f"“{words},” {speaker} said.", url=some_url(), date=f"2030-01-{n + 1:02}")
        said.setdefault((speaker, about), []).insert(0, words + ",")
    monkeypatch.setattr(article_walk, "SIZES", sizes)
    for speaker, about in product(PEOPLE, PEOPLE):
        turned = pages(library, limit=1, speaker=speaker, about=about)
        assert [words for page in turned for words in page] == said[speaker, about]

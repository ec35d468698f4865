"""The order of hits: of what the reader may see alone, and the same on both databases."""

import random
from itertools import pairwise

import pytest

from app import pipeline
from app.store.articles.access import ANYONE, EDITOR
from app.store.db.library import Library
from app.store.search import full_text, ranking
from app.store.search.ranking import MatchingArticle
from tests.building import draft

WORDS = (
    "harbour mole treasurer council Bogotá bogota São Łódź naïve budget bridge ferry the a of "
    "U.S. 3.14 co-op don’t Vale’s Çelik Åland straße Андрей 東京 election vote minister"
).split()
ARTICLES = 24


def texts() -> list[tuple[str, str]]:
    """Titles and texts of a small library, the same every time."""
    chosen = random.Random(7)
    return [
        (" ".join(chosen.choices(WORDS, k=4)), " ".join(chosen.choices(WORDS, k=60 + 40 * (n % 5))))
        for n in range(ARTICLES)
    ]


def queries() -> list[str]:
    """Some sixty: single words, pairs, phrases, and pairs of which one is not wanted."""
    pairs = list(pairwise(WORDS))
    phrases = [f'"{one} {other}"' for one, other in pairs[:12]]
    unwanted = [f"{one} -{other}" for one, other in pairs[:8]]
    return [*WORDS, *(f"{one} {other}" for one, other in pairs[::2]), *phrases, *unwanted]


def order(library: Library, query: str, reader: object = ANYONE) -> list[str | None]:
    with library.reading() as s:
        hits = full_text.find(s, reader, query, limit=200).items  # type: ignore[arg-type]
        return [hit.article.source_url for hit in hits]


def fill(library: Library) -> None:
    for n, (title, text) in enumerate(texts()):
        pipeline.ingest(library, draft(text, title=title, url=f"https://ostra.example/{n}"))


def test_both_databases_give_the_same_order(
    sqlite_library: Library, postgresql_library: Library
) -> None:
    asked = queries()
    assert len(asked) >= 60
    for library in (sqlite_library, postgresql_library):
        fill(library)
    found = [(order(sqlite_library, q), order(postgresql_library, q)) for q in asked]
    assert [q for q, (one, other) in zip(asked, found, strict=True) if one != other] == []
    assert sum(len(one) for one, _ in found) > 10 * len(asked)


def test_private_articles_change_nothing_in_what_others_are_shown(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(full_text, "MOST_RANKED", 6)
    fill(library)
    asked = ["harbour", "harbour council", "mole treasurer", "ferry -bridge"]

    def shown() -> list[tuple[list[str | None], bool, str | None]]:
        with library.reading() as s:
            pages = [full_text.find(s, ANYONE, query, limit=3) for query in asked]
        return [
            ([hit.article.source_url for hit in page.items], page.newest_only, page.next)
            for page in pages
        ]

    before = shown()
    for n in range(8):
        closed = draft(
            "harbour " * 40 + "council mole treasurer ferry", url=f"https://a.example/{n}"
        )
        pipeline.ingest(library, closed, visibility="private")
    assert shown() == before
    assert "https://a.example/7" in order(library, "harbour", EDITOR)


def test_title_speakers_and_frequency_count_and_the_newest_of_equals_is_first() -> None:
    rest = " word" * 100
    candidates = [
        MatchingArticle(1, "", "", "harbour" + rest),
        MatchingArticle(2, "The harbour", "", rest),
        MatchingArticle(3, "", "Harbour", rest),
        MatchingArticle(4, "", "", "harbour" + rest),
        MatchingArticle(5, "", "", "harbours and unharboured" + rest),
        MatchingArticle(6, "", "", "harbour " * 3 + rest),
    ]
    assert ranking.best_first(candidates, [["harbour"]]) == [2, 6, 3, 4, 1, 5]


@pytest.mark.parametrize("text", ["Bogotá", "Bogota\u0301", "BOGOTÁ", "bogota"])
def test_a_word_counts_with_and_without_its_accents(text: str) -> None:
    assert ranking.best_first(
        [MatchingArticle(1, "", "", text), MatchingArticle(2, "", "", "another")], [["bogota"]]
    ) == [1, 2]

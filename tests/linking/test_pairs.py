"""Different things of similar names stay apart, one thing by two names is one.

In one article and in two; what is unsure is proposed.
"""

import pytest

from app.store.db.library import Library
from app.store.entities import merge_proposals
from app.store.schema.entities import Entity
from tests.linking.marking import chained, meant, store
from tests.linking.pairs import APART, TOGETHER, Case


def _id(case: Case) -> str:
    return f"{case[2]} / {case[3]}"


def test_there_are_enough_of_both() -> None:
    assert len(APART) >= 60
    assert len(TOGETHER) >= 40


@pytest.mark.slow
def test_different_things_of_similar_names_are_two(sqlite_library: Library) -> None:
    joined = []
    for case in APART:
        one = store(sqlite_library, case[0])
        other = store(sqlite_library, case[1]) if case[1] != case[0] else one
        if meant(sqlite_library, one, case[2]) == meant(sqlite_library, other, case[3]):
            joined.append(_id(case))
    assert joined == []


@pytest.mark.parametrize("case", TOGETHER, ids=_id)
def test_one_thing_by_two_names_is_one(sqlite_library: Library, case: Case) -> None:
    one = store(sqlite_library, case[0])
    other = store(sqlite_library, case[1]) if case[1] else one
    assert meant(sqlite_library, one, case[2]) == meant(sqlite_library, other, case[3])


@pytest.mark.parametrize("case", [c for c in TOGETHER if not c[1]], ids=_id)
def test_one_thing_by_two_names_in_one_article_is_one_chain(case: Case) -> None:
    assert any({case[2], case[3]} <= names for names in chained(case[0]))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("[Benny Quill|person] opened a bakery.", "[Quill|person] told the court."),
        ("[Rosa Delgado|person] sang.", "[Rosa Delgado Prieto|person] flew."),
        ("[Rosa Delgado Prieto|person] flew.", "[Rosa Delgado|person] sang."),
        ("[Hale Minerals|organization] dug.", "[Hale|organization] sold soap."),
        ("[Hale|organization] sold soap.", "[Hale Minerals|organization] dug."),
        ("The [Congress|organization] met.", "The [Congress|organization] of [Chile|place] met."),
        (
            "The [Quarry Pilots Mutual|organization] ([QPM|organization]) met.",
            "[QPM|organization] is broke.",
        ),
    ],
)
def test_what_is_unsure_is_proposed(sqlite_library: Library, one: str, other: str) -> None:
    store(sqlite_library, one)
    store(sqlite_library, other)
    with sqlite_library.reading() as s:
        assert len(merge_proposals.waiting(s).items) == 1


def test_what_two_countries_have_is_not_proposed_and_says_whose_it_is(
    sqlite_library: Library,
) -> None:
    one = store(sqlite_library, "The [Congress|organization] of [Chile|place] met.")
    other = store(sqlite_library, "[India|place]'s [Congress|organization] met.")
    with sqlite_library.reading() as s:
        countries = [
            s.get_one(Entity, meant(sqlite_library, article, "Congress")).country
            for article in (one, other)
        ]
        assert merge_proposals.waiting(s).items == []
    assert countries == ["CL", "IN"]


def test_a_last_name_that_two_of_an_article_have_is_proposed(sqlite_library: Library) -> None:
    store(
        sqlite_library,
        "[Quill|person] came. [Benny Quill Hart|person] and [Otto Quill Marsh|person] left.",
    )
    with sqlite_library.reading() as s:
        assert len(merge_proposals.waiting(s).items) == 2

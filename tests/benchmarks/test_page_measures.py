"""The measures of reading pages: what counts as right, as wrong, and as silence."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.page_measures import (
    Judged,
    Passages,
    Scores,
    are_same_authors,
    body_f1,
    is_same_title,
    judge,
    worst,
)
from benchmarks.page_readers import Reading

RIGHT, WRONG, SILENT = Judged(True, False), Judged(False, True), Judged(False, False)


@pytest.mark.parametrize(
    ("answer", "known", "same"),
    [
        ("The Ferries – of Port Alder", "the ferries of port alder!", True),
        ("The ferries of Port Alder | Herald", "The ferries of Port Alder", True),
        ("The ferries of Port Alder", "The ferries of Port Alder | Herald", True),
        ("The ferries of Port Alder and all that came of it", "The ferries of Port Alder", False),
        ("Ferries late | Herald", "Ferries late", False),  # too short to be told apart
        ("Ferries", "The quay", False),
        ("", "The quay", False),
        (None, "The quay", False),
    ],
)
def test_a_title_is_the_same_whatever_its_marks_and_with_a_little_more_or_less(
    answer: str | None, known: str, same: bool
) -> None:
    assert is_same_title(answer, known) is same


@pytest.mark.parametrize(
    ("answer", "known", "same"),
    [
        (["By Ida Fenwick"], ["Ida Fenwick"], True),
        (["Ida Fenwick, Tom Reef and Mara Holt"], ["Mara Holt", "Ida Fenwick", "Tom Reef"], True),
        (["Ida Fenwick und Tom Reef"], ["Von Tom Reef", "Ida Fenwick"], True),
        (["Ida Fenwick", "Staff"], ["Ida Fenwick"], False),
        (["Ida Fenwick", "Tom Reef", "Staff"], ["Ida Fenwick", "Tom Reef"], True),
        (["Ida Fenwick"], ["Mara Holt"], False),
        ([], ["Mara Holt"], False),
        ([" , "], ["Mara Holt"], False),
    ],
)
def test_authors_are_the_same_when_they_agree_on_more_than_they_differ_in(
    answer: list[str], known: list[str], same: bool
) -> None:
    assert are_same_authors(answer, known) is same


@pytest.mark.parametrize(
    ("name", "known", "reading", "judged"),
    [
        ("title", "The quay", Reading(title="The quay"), RIGHT),
        ("title", "The quay", Reading(title="Herald"), WRONG),
        ("title", "The quay", Reading(), SILENT),
        ("date", "2031-05-06", Reading(date="2031-05-06T10:00:00Z"), RIGHT),
        ("date", "2031-05-06", Reading(date="2031-05"), WRONG),
        ("date", "2031-05-06", Reading(), SILENT),
        ("authors", ["Ida Fenwick"], Reading(authors=("Herald",)), WRONG),
        ("authors", ["Ida Fenwick"], Reading(), SILENT),
        ("first", "Late, again", Reading(text="Photo\n\nLate again, the ferry"), RIGHT),
        ("first", "Late, again", Reading(text="x " * 350 + "late again"), WRONG),
        ("language", "en-GB", Reading(language="en_US"), RIGHT),
        ("language", "en", Reading(language="de"), WRONG),
        ("direction", "rtl", Reading(direction="rtl"), RIGHT),
        ("direction", "rtl", Reading(), SILENT),
    ],
)
def test_an_answer_is_right_or_wrong_and_silence_is_neither(
    name: str, known: Any, reading: Reading, judged: Judged
) -> None:
    assert judge(name, known, reading) == judged


def test_passages_that_must_be_there_and_that_must_not() -> None:
    passages = Passages()
    row = {"with": ["late again", "on the quay"], "without": ["Subscribe now", "Imprint"]}
    passages.count(row, "The ferry was late\nagain.\n\nSubscribe now")
    assert (passages.recall, passages.precision) == (1 / 2, 1 / 2)
    passages.count(row, "late again on  the quay")
    assert (passages.recall, passages.precision) == (3 / 4, 3 / 4)
    assert passages.f1 == pytest.approx(3 / 4)
    assert Passages().f1 == 0


def test_scores_of_several_pages_count_only_what_is_known() -> None:
    scores = Scores()
    row = {"id": "a", "url": "https://a.example", "byline": "By Ida Fenwick", "body": "a b c d e"}
    scores.count(row, Reading(text="A B C D e", authors=("Ida Fenwick",)))
    scores.count(row | {"id": "b", "title": "Quay"}, Reading(refusal="The file is empty."))
    assert (scores.pages, scores.empty, scores.refused) == (2, 1, 1)
    assert (scores.fields["title"].known, scores.fields["title"].wrong) == (1, 0)
    assert (scores.fields["authors"].known, scores.fields["authors"].right) == (2, 1)
    assert scores.fields["date"].known == 0
    assert scores.body == pytest.approx(1 / 2)
    assert [body.id for body in worst(scores.bodies, 1)] == ["b"]
    assert [(miss.field, miss.id) for miss in scores.misses] == [("title", "b"), ("authors", "b")]
    assert Scores().body is None


@given(st.text(max_size=60), st.text(max_size=60))
def test_a_body_fits_itself_and_two_fit_each_other_alike(one: str, other: str) -> None:
    assert body_f1(one, other) == body_f1(other, one)
    assert 0 <= body_f1(one, other) <= 1
    assert body_f1(one, one) == (1 if any(c.isalnum() or c == "_" for c in one) else 0)

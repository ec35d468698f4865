"""Days as people write them, in several languages, and what is no day."""

import itertools
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.importers.written.dates import LONGEST, find, is_plausible, only


@pytest.mark.parametrize(
    ("line", "language", "value"),
    [
        ("Friday 3 May 2024", "en", "2024-05-03"),
        ("May 3rd, 2024", None, "2024-05-03"),
        ("Fri, 3rd of May 2024, 9 am", "en-GB", "2024-05-03"),
        ("Von Ada Moor am 3. März 2024", "de", "2024-03-03"),
        ("Wien, 3. Jänner 2024", "de-AT", "2024-01-03"),
        ("Publié le 1er août 2023 à 12h", "fr", "2023-08-01"),
        ("3 de mayo de 2022", "es", "2022-05-03"),
        ("2019年2月22日 08時00分", "ja", "2019-02-22"),
        ("2019년 2월 22일", "ko", "2019-02-22"),
        ("2020. augusztus 18.", "hu", "2020-08-18"),
        ("24 أبريل 2020", "ar", "2020-04-24"),
        ("17 באוגוסט 2020", "he", "2020-08-17"),
        ("18 авг. 2020", "ru", "2020-08-18"),
        ("2020. 08. 18. 21:35", "hu", "2020-08-18"),
        ("3-May-2024", None, "2024-05-03"),
        ("03/05/2024", "de", "2024-05-03"),
        ("03/05/2024", "en-US", "2024-03-05"),
        ("03.05.2024", None, "2024-05-03"),
        ("13/05/2024", None, "2024-05-13"),
    ],
)
def test_a_day_is_read_as_its_language_writes_it(
    line: str, language: str | None, value: str
) -> None:
    assert only(line, language) == value


@pytest.mark.parametrize(
    ("line", "language"),
    [
        ("03/05/2024", None),
        ("03/05/2024", "en"),
        ("31 April 2024", "en"),
        ("1.2.3.2004", None),
        ("May 2024", "en"),
        ("3 Mayonnaise 2024", "en"),
        ("3 May 2024 or 4 May 2024", "en"),
        ("no day at all", None),
        ("", None),
    ],
)
def test_what_is_no_day_or_could_be_two_is_not_read(line: str, language: str | None) -> None:
    assert only(line, language) is None


def test_a_month_that_two_languages_name_is_that_of_the_language_read() -> None:
    assert only("3 listopada 2024", "pl") == "2024-11-03"
    assert only("3 listopada 2024", "hr") == "2024-10-03"


@pytest.mark.parametrize(
    ("day", "is_believed"),
    [
        ("0001-01-01", False),
        ("1970-01-01", False),
        ("2031-01-02", True),
        ("2031-01-03", False),
        ("1851-09-18", True),
    ],
)
def test_placeholders_and_the_future_are_not_plausible(day: str, is_believed: bool) -> None:
    assert is_plausible(day, today=date(2031, 1, 1)) is is_believed


@given(st.text(max_size=200), st.sampled_from(["3 May 2024", "2024-05-03", "3. März 2024"]))
def test_every_day_is_found_at_its_place(around: str, written: str) -> None:
    line = f"{around} | {written} | {around}"
    readings = find(line, "de")
    assert all(0 <= r.start < r.end <= len(line) for r in readings)
    assert all(a.end <= b.start for a, b in itertools.pairwise(readings))
    assert all(date.fromisoformat(r.value) for r in readings)


@pytest.mark.parametrize("unit", ["1 ", "1 aaa ", "2024-", "3. ", "aaa 3 ", "年1月", "1/1/"])
def test_long_lines_are_read_up_to_a_limit(unit: str) -> None:
    readings = find(unit * 500_000, "en")
    assert all(reading.end <= LONGEST for reading in readings)

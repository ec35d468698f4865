"""Date expressions: what is one, its value under an anchor, and what it is counted from."""

from datetime import date

import pytest

from app.engines.dates.direction import Side
from app.engines.dates.timex import Expression, expressions

THURSDAY = date(2020, 5, 14)


def read(
    text: str,
    anchor: date | None = THURSDAY,
    *,
    side: str | None = None,
    by: str = "verb",
    language: str = "en",
) -> list[Expression]:
    """The expressions, with every one placed on the given side of the anchor."""
    placed = Side(side, by if side else "none")
    return list(expressions(text, anchor, lambda _start, _end: placed, language))


def values(
    text: str, anchor: date | None = THURSDAY, *, side: str | None = None, language: str = "en"
) -> list[tuple[str, str | None]]:
    """What each expression covers, and its value."""
    found = read(text, anchor, side=side, language=language)
    return [(text[e.start : e.end], e.value) for e in found]


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("2017-07-11", "2017-07-11"),
        ("23.10.1998", "1998-10-23"),
        ("10/23/1998", "1998-10-23"),
        ("23/10/1998", "1998-10-23"),
        ("5/6/1999", "1999"),
        ("6/6/1999", "1999-06-06"),
        ("11 July 2017", "2017-07-11"),
        ("July 11, 2017", "2017-07-11"),
        ("Tuesday, 11 July 2017", "2017-07-11"),
        ("the 3rd of March 2011", "2011-03-03"),
        ("Feb. 29, 2016", "2016-02-29"),
        ("February 2022", "2022-02"),
        ("early February 2022", "2022-02"),
        ("spring 2030", "2030-SP"),
        ("the fall of 1989", "1989-FA"),
        ("Q3 2021", "2021-Q3"),
        ("the second half of 2021", "2021-H2"),
        ("the first quarter of fiscal 2021", "2021-Q1"),
        ("the 1990s", "199X"),
        ("the ’60s", "196X"),
        ("the ’10s", "201X"),
        ("the 19th century", "18XX"),
        ("the twentieth century", "19XX"),
    ],
)
def test_explicit_dates_need_no_anchor(written: str, value: str) -> None:
    for anchor in (THURSDAY, None):
        (found,) = read(f"The harbour wall dates from {written}, they say.", anchor)
        assert (found.value, found.relative) == (value, False)


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("yesterday", "2020-05-13"),
        ("tomorrow morning", "2020-05-15"),
        ("tonight", "2020-05-14"),
        ("last night", "2020-05-13"),
        ("the day before yesterday", "2020-05-12"),
        ("the day after tomorrow", "2020-05-16"),
        ("last week", "2020-W19"),
        ("next week", "2020-W21"),
        ("this month", "2020-05"),
        ("last month", "2020-04"),
        ("next quarter", "2020-Q3"),
        ("last year", "2019"),
        ("this decade", "202X"),
        ("last century", "19XX"),
        ("two weeks ago", "2020-W18"),
        ("three days from now", "2020-05-17"),
        ("a couple of months ago", "2020-03"),
        ("a decade ago", "2010"),
        ("several years ago", "PAST_REF"),
        ("some days from now", "FUTURE_REF"),
        ("last Friday", "2020-05-08"),
        ("next Friday", "2020-05-15"),
        ("last Thursday", "2020-05-07"),
        ("last November", "2019-11"),
        ("next March", "2021-03"),
        ("last May", "2019-05"),
        ("last autumn", "2019-FA"),
        ("next spring", "2021-SP"),
        ("recently", "PAST_REF"),
        ("right now", "PRESENT_REF"),
        ("in the coming years", "FUTURE_REF"),
        ("the past year", "PAST_REF"),
    ],
)
def test_what_says_itself_where_it_lies_is_counted_from_the_anchor(
    written: str, value: str
) -> None:
    (found,) = read(f"It rained {written}.")
    assert (found.value, found.relative) == (value, True)


@pytest.mark.parametrize(
    ("written", "past", "future"),
    [
        ("Friday", "2020-05-08", "2020-05-15"),
        ("Thursday", "2020-05-14", "2020-05-14"),
        ("11 July", "2019-07-11", "2020-07-11"),
        ("16 May", "2020-05-16", "2020-05-16"),
        ("18 May", "2019-05-18", "2020-05-18"),
        ("February", "2020-02", "2021-02"),
        ("May", "2020-05", "2020-05"),
        ("the week of March 6", "2020-W10", "2021-W09"),
        ("Christmas Eve", "2019-12-24", "2020-12-24"),
        ("Thanksgiving", "2019-11-28", "2020-11-26"),
        ("the weekend", "2020-W19-WE", "2020-W20-WE"),
    ],
)
def test_the_words_around_it_decide_on_which_side_it_lies(
    written: str, past: str, future: str
) -> None:
    text = f"The vote in {written}, as planned."
    assert [value for _, value in values(text, side="past")] == [past]
    assert [value for _, value in values(text, side="future")] == [future]


def test_without_a_side_the_nearest_is_taken_if_it_is_near() -> None:
    assert values("The vote in June.") == [("June", "2020-06")]
    assert values("The vote in April.") == [("April", "2020-04")]
    (found,) = read("The vote in November.")
    assert (found.value, found.open) == ("XXXX-11", "side")


def test_what_words_place_on_both_sides_stays_open() -> None:
    (day,) = read("The vote on 18 May.", side="past", by="torn")
    (weekday,) = read("The vote on Friday.", side="past", by="torn")
    assert (day.value, day.open) == ("XXXX-05-18", "side")
    assert (weekday.value, weekday.open) == (None, "side")


def test_without_an_anchor_only_what_the_expression_says_is_known() -> None:
    text = (
        "Friday, 11 July, February, Q2, this winter, yesterday, last week, two days ago, Christmas"
    )
    assert [value for _, value in values(text, None)] == [
        "XXXX-07-11",
        "XXXX-02",
        "XXXX-Q2",
        "XXXX-WI",
        None,
        None,
        None,
        None,
    ]


@pytest.mark.parametrize(
    "text",
    [
        "You may enter.",
        "They March on.",
        "A march in the rain.",
        "April Jones spoke.",
        "It sold 2014 crowns of it.",
        "It drew 2014 people.",
        "He took flight 1984 and, in Room 1984, slept.",
        "They sold a Boeing 1950.",
        "It weighs 1950.5 units.",
        "In the year 20145 nothing.",
        "They paid $1950 for it.",
        "1066 and all that.",
        "A total of 2014 lifts.",
        "31 February came.",
        "2017-13-11 is none.",
        "32.01.2012 is none.",
        "the third half",
    ],
)
def test_words_and_numbers_that_are_no_dates(text: str) -> None:
    assert values(text) == []


@pytest.mark.parametrize(
    ("text", "written", "value"),
    [
        ("They came in 1066.", "1066", "1066"),
        ("The post-1959 order.", "1959", "1959"),
        ("In May it rained.", "May", "2020-05"),
        ("In 2014 lifts were sold.", "2014", "2014"),
    ],
)
def test_a_word_before_makes_a_date_of_them(text: str, written: str, value: str) -> None:
    assert values(text) == [(written, value)]


def test_a_line_end_may_part_an_expression_as_wire_copy_wraps() -> None:
    assert values("It sank on 11\nJuly 2017.") == [("11\nJuly 2017", "2017-07-11")]


def test_the_longest_expression_wins_and_none_overlap() -> None:
    text = "On Tuesday, 11 July 2017, and in the week of March 6."
    assert values(text, side="past") == [
        ("Tuesday, 11 July 2017", "2017-07-11"),
        ("the week of March 6", "2020-W10"),
    ]


@pytest.mark.parametrize(
    ("text", "value", "counted"),
    [
        ("It opened in 2011. Two years later it closed.", "2013", "2011"),
        ("It opened in 2011. The next year it closed.", "2012", "2011"),
        ("It opened in June 2011 and closed earlier that year.", "2011", "2011-06"),
        ("It opened on 4 June 2011. The following day it closed.", "2011-06-05", "2011-06-04"),
        ("It opened on 4 June 2011. The next night it closed.", "2011-06-05", "2011-06-04"),
        ("It opened on 4 June 2011. The previous week it rained.", "2011-W21", "2011-06-04"),
        ("It opened in June 2011. A month earlier it rained.", "2011-05", "2011-06"),
        ("It opened in 2011. A decade later it closed.", "2021", "2011"),
    ],
)
def test_a_story_counts_from_the_time_it_named_last(text: str, value: str, counted: str) -> None:
    last = read(text)[-1]
    assert (last.value, last.counted) == (value, counted)


@pytest.mark.parametrize(
    "text",
    [
        "Two weeks later it closed.",
        "It opened in 2011. The following day it closed.",
        "It opened in 2011. The same day that the ferry sank it closed.",
        "It opened in 2011." + " It stayed open and nobody minded." * 20 + " A year later it shut.",
        "It opened in 2011.\n\nIt stayed.\n\nA year later it shut.",
    ],
)
def test_what_counts_from_nothing_near_or_exact_stays_open(text: str) -> None:
    last = read(text)[-1]
    assert (last.value, last.open) == (None, "named")


def test_now_and_before_are_no_times_to_count_from() -> None:
    last = read("It opened in 2011. Recently it rained. Two years later it closed.")[-1]
    assert (last.value, last.counted) == ("2013", "2011")


def test_over_the_next_year_is_ahead_of_now_and_not_of_the_story() -> None:
    assert values("It opened in 2011. Over the next year it will grow.")[-1][1] == "FUTURE_REF"


def test_joined_expressions_share_the_last_ones_year() -> None:
    assert values("between July and November 2029") == [
        ("July", "2029-07"),
        ("November 2029", "2029-11"),
    ]
    assert values("from November to February 2029")[0] == ("November", "2028-11")
    assert values("on 3 and, 4 May 2029", side="past")[-1] == ("4 May 2029", "2029-05-04")


def test_of_that_year_takes_the_year_named_before() -> None:
    found = read("It opened in 2011 and closed on 30 September of that year.", side="past")
    assert (found[-1].value, found[-1].counted) == ("2011-09-30", "2011")


def test_the_day_before_a_day_is_one_expression() -> None:
    assert values("It rained the day before last Tuesday.") == [
        ("the day before last Tuesday", "2020-05-11")
    ]
    assert values("It rained the day after Christmas.", side="past") == [
        ("the day after Christmas", "2019-12-26")
    ]
    assert values("It rained the day after last year.") == [("last year", "2019")]


def test_arithmetic_that_leaves_the_calendar_gives_no_value_of_it() -> None:
    assert values("It was 999 years ago.", date(500, 1, 1)) == [("years ago", "PAST_REF")]
    assert values("It is 999 decades from now.") == [("now", "PRESENT_REF")]
    assert values("It was yesterday.", date(1, 1, 1)) == []


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("de", "Er kam am 11. Juli 2017.", [("11. Juli 2017", "2017-07-11")]),
        ("fr", "Il est venu le 1er août 2017.", [("1er août 2017", "2017-08-01")]),
        ("es", "Vino el 11 de julio de 2017.", [("11 de julio de 2017", "2017-07-11")]),
        ("es", "Vino en julio de 2017.", [("julio de 2017", "2017-07")]),
        ("de", "Er kam am 23.10.1998.", [("23.10.1998", "1998-10-23")]),
        ("de", "Er kam am Freitag, im Mai.", []),
        ("xx", "2017-07-11, 11 July 2017", [("2017-07-11", "2017-07-11")]),
    ],
)
def test_other_languages_have_explicit_dates_alone(
    language: str, text: str, expected: list[tuple[str, str]]
) -> None:
    assert values(text, language=language) == expected


def test_a_text_of_undetermined_language_is_read_as_english() -> None:
    assert values("11 July 2017", language="und") == [("11 July 2017", "2017-07-11")]


def test_confidence_is_that_of_the_side_unless_the_expression_says_it_itself() -> None:
    (guessed,) = read("The vote on Friday.")
    (told,) = read("The vote on Friday.", side="past")
    (stated,) = read("The vote last Friday.")
    assert (guessed.confidence, told.confidence, stated.confidence) == (0.7, 0.9, 0.9)

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.engines.dates.timex_values import first_and_last
from app.layers.base import Doc, Finding
from app.layers.dates import DOUBTFUL, EITHER_SIDE, LAYER, NOTHING_NAMED, UNDATED
from app.text.spans import Doubt

WEDNESDAY = date(2029, 7, 11)
PIECES = st.sampled_from(
    [
        "11 July 2017",
        "July",
        " ",
        "\n",
        "2017",
        "-",
        "02",
        "31",
        "in ",
        "last week",
        "two years ago",
        "Friday",
        "the 1990s",
        "Q3",
        ".",
        ",",
        "9" * 9,
        "é",
        "👩‍🚀",
    ]
)


def found(text: str, declared: date | None = WEDNESDAY, language: str = "en") -> list[Finding]:
    return [f for f in LAYER.find(Doc.bare(text, language, declared), {}) if isinstance(f, Finding)]


def values(
    text: str, declared: date | None = WEDNESDAY, language: str = "en"
) -> dict[str, str | None]:
    return {text[f.start : f.end]: f.body["value"] for f in found(text, declared, language)}


@pytest.mark.parametrize(
    ("text", "words", "value"),
    [
        ("It opened on 11 July 2017.", "11 July 2017", "2017-07-11"),
        ("It opened on July 11, 2017.", "July 11, 2017", "2017-07-11"),
        ("It opened on Monday, 3rd of March 2031.", "Monday, 3rd of March 2031", "2031-03-03"),
        ("It opened in February 2022.", "February 2022", "2022-02"),
        ("It opened in 2014.", "2014", "2014"),
        ("The law of 1612 is old.", "1612", "1612"),
        ("It was loud in the 1990s.", "the 1990s", "199X"),
        ("It was a 19th century house.", "19th century", "18XX"),
        ("Logged 2017-07-11 at noon.", "2017-07-11", "2017-07-11"),
        ("Logged 23.10.1998 at noon.", "23.10.1998", "1998-10-23"),
        ("Logged 10/23/1998 at noon.", "10/23/1998", "1998-10-23"),
        ("Ferries start in spring 2030.", "spring 2030", "2030-SP"),
        ("Sales fell in the second quarter of 2028.", "the second quarter of 2028", "2028-Q2"),
        ("Sales fell in Q3 2028.", "Q3 2028", "2028-Q3"),
    ],
)
def test_an_explicit_date_needs_no_anchor(text: str, words: str, value: str) -> None:
    (finding,) = found(text)
    assert (text[finding.start : finding.end], finding.body) == (
        words,
        {"value": value, "relative": False, "anchor": None, "unresolved": None},
    )


@pytest.mark.parametrize(
    ("text", "words", "value"),
    [
        ("She left yesterday.", "yesterday", "2029-07-10"),
        ("They met on Friday.", "Friday", "2029-07-06"),
        ("They met on Wednesday.", "Wednesday", "2029-07-11"),
        ("They will meet on Friday.", "Friday", "2029-07-13"),
        ("They meet next Monday.", "next Monday", "2029-07-16"),
        ("He spoke on Monday night.", "Monday night", "2029-07-09"),
        ("Prices rose last week.", "last week", "2029-W27"),
        ("Prices rose last month.", "last month", "2029-06"),
        ("Prices rose this year.", "this year", "2029"),
        ("She left two weeks ago.", "two weeks ago", "2029-W26"),
        ("She left three days ago.", "three days ago", "2029-07-08"),
        ("It sank a decade ago.", "a decade ago", "2019"),
        ("It sank last spring.", "last spring", "2029-SP"),
        ("It sank last winter.", "last winter", "2028-WI"),
        ("They signed it in February.", "February", "2029-02"),
        ("They signed it on Nov. 25.", "Nov. 25", "2028-11-25"),
        ("They will sign it on 3 August.", "3 August", "2029-08-03"),
    ],
)
def test_a_relative_date_is_reckoned_from_the_declared_one(
    text: str, words: str, value: str
) -> None:
    (finding,) = found(text)
    assert (text[finding.start : finding.end], finding.body) == (
        words,
        {"value": value, "relative": True, "anchor": "2029-07-11", "unresolved": None},
    )


@pytest.mark.parametrize(
    ("text", "words", "value"),
    [
        ("She ran the station until August.", "August", "2028-08"),
        ("Olle Hagen, chief engineer until 30 September, agreed.", "30 September", "2028-09-30"),
        ("Sailings were cancelled until Friday.", "Friday", "2029-07-13"),
        ("I refer to my note of 3 December.", "3 December", "2028-12-03"),
        ("Hagen had asked in October to stay until it reports.", "October", "2028-10"),
        ("It falls to 600,000 from the 800,000 proposed in November.", "November", "2028-11"),
        ("Heavier ships had 6.4 there in August.", "August", "2028-08"),
        (
            "The board voted by 24 to 15 late on Tuesday to set up an inquiry.",
            "Tuesday",
            "2029-07-10",
        ),
        ("She said that she would open talks on Monday.", "Monday", "2029-07-16"),
        ("The hearings resume on Monday.", "Monday", "2029-07-16"),
        ("The fare falls, beginning on 1 February.", "1 February", "2030-02-01"),
        ("So, by Monday, had the mayor.", "Monday", "2029-07-09"),
        ("He has been coach since November.", "November", "2028-11"),
        ("They should amend it in March.", "March", "2030-03"),
        ("The museum opens its room this Saturday after six years.", "this Saturday", "2029-07-14"),
        ("He was not asked to speak on Tuesday.", "Tuesday", "2029-07-10"),
        ("Nobody forgot the Nov. 20 flood.", "Nov. 20", "2028-11-20"),
    ],
)
def test_the_words_around_it_say_on_which_side_of_the_declared_date_to_look(
    text: str, words: str, value: str
) -> None:
    assert values(text) == {words: value}


NOVEMBER = date(2019, 11, 20)  # a Wednesday


@pytest.mark.parametrize(
    ("text", "words", "value"),
    [
        # plans that came to nothing, and that stand
        (
            (
                "He is under fire for failing to deliver on a vow that the town would leave the "
                "league on Oct. 31."
            ),
            "Oct. 31",
            "2019-10-31",
        ),
        ("She failed in her vow to close the mine by Oct. 31.", "Oct. 31", "2019-10-31"),
        ("The council missed its 31 October deadline.", "31 October", "2019-10-31"),
        ("The bridge had been due to open on 1 May.", "1 May", "2019-05-01"),
        ("The mayor vows to leave the league by Oct. 31.", "Oct. 31", "2020-10-31"),
        ("She repeated her pledge to close the mine by Oct. 31.", "Oct. 31", "2020-10-31"),
        ("She failed to appear and will be tried on Monday.", "Monday", "2019-11-25"),
        # states on a day
        ("He holds 24.4% of the company as of March 20.", "March 20", "2019-03-20"),
        ("As of March 20, the fare will be five crowns.", "March 20", "2020-03-20"),
        ("The debt had risen to nine crowns by Friday.", "Friday", "2019-11-15"),
        ("The board moved to close the mine by Friday.", "Friday", "2019-11-22"),
        ("The mayor said nothing until October.", "October", "2019-10"),
        ("Until Thursday, nobody had called it a crime.", "Thursday", "2019-11-14"),
        # past forms that are nouns as often
        ("In December, the firm bid $16 a share for the mill.", "December", "2018-12"),
        ("In December the shares split.", "December", "2018-12"),
        ("In March, the takeover bid will be put to a vote.", "March", "2020-03"),
        # what is arranged, in the present
        ("Orle holds its vote on Friday.", "Friday", "2019-11-22"),
        ("Vale testifies before the council on Tuesday.", "Tuesday", "2019-11-26"),
        ("Polls moved ahead of the town's vote on Saturday.", "Saturday", "2019-11-23"),
        ("On Friday, Mohamed and his father are to travel north.", "Friday", "2019-11-22"),
        # what happened, whatever is said of it
        (
            "They will march because of the killing of a sailor in Orle on Friday.",
            "Friday",
            "2019-11-15",
        ),
        ("The talks were hammered out beginning on Sunday.", "Sunday", "2019-11-17"),
        ("His next speech, on May 28, was shorter.", "May 28", "2019-05-28"),
        ("The fair was off to a bright start on Saturday.", "Saturday", "2019-11-16"),
        (
            "The hearing is the week of March 6, and will be short.",
            "the week of March 6",
            "2020-W10",
        ),
        (
            "They quarrelled the day before last Tuesday.",
            "the day before last Tuesday",
            "2019-11-18",
        ),
    ],
)
def test_plans_states_and_events_say_on_which_side_they_lie(
    text: str, words: str, value: str
) -> None:
    assert values(text, NOVEMBER)[words] == value


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("A concert planned for Saturday was cancelled.", "Saturday"),
        ("On Friday, the town planned to pay the first part.", "Friday"),
        ("It was built on the Wednesday after the flood.", "Wednesday"),
        ("Ships under sail, a painting, 12 June.", "12 June"),
    ],
)
def test_what_may_lie_on_either_side_has_no_value(text: str, words: str) -> None:
    told = bodies(Doc.bare(text, declared=NOVEMBER))
    assert told[words] == {
        "value": None,
        "relative": True,
        "anchor": None,
        "unresolved": EITHER_SIDE,
    }


@pytest.mark.parametrize(
    ("text", "words", "anchor", "value"),
    [
        (
            "They were taken in 2016. The next year, the rebels let them go.",
            "The next year",
            "2016",
            "2017",
        ),
        (
            "They were taken in August 2016. A year later, they were free.",
            "A year later",
            "2016-08",
            "2017",
        ),
        (
            "It sank on 3 May 2016. Two weeks later, divers found it.",
            "Two weeks later",
            "2016-05-03",
            "2016-W20",
        ),
        (
            "It sank on 3 May 2016. The following day divers found it.",
            "The following day",
            "2016-05-03",
            "2016-05-04",
        ),
        (
            "It sank in May 2016. The following month it was raised.",
            "The following month",
            "2016-05",
            "2016-06",
        ),
        (
            "He left in June 1998 and came back later that year.",
            "later that year",
            "1998-06",
            "1998",
        ),
        (
            "The board met on Monday. The next day it voted.",
            "The next day",
            "2019-11-18",
            "2019-11-19",
        ),
        (
            "It opened in 2016, a year earlier than planned; three years earlier it was a field.",
            "three years earlier",
            "2016",
            "2013",
        ),
    ],
)
def test_a_story_counts_from_the_time_just_named(
    text: str, words: str, anchor: str, value: str
) -> None:
    assert bodies(Doc.bare(text, declared=NOVEMBER))[words] == {
        "value": value,
        "relative": True,
        "anchor": anchor,
        "unresolved": None,
    }


def test_what_counts_from_an_explicit_time_is_known_in_a_doubted_article_too() -> None:
    text = (
        "The mole was rebuilt in May 2034. The following month it reopened. It fell on "
        "Friday. The next day it was closed."
    )
    told = bodies(Doc.bare(text, declared=WEDNESDAY))
    assert told["The following month"] == {
        "value": "2034-06",
        "relative": True,
        "anchor": "2034-05",
        "unresolved": None,
    }
    assert told["The next day"]["unresolved"] == DOUBTFUL


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("The next year, the rebels let them go.", "The next year"),
        ("It sank in May 2016. Two days later, divers found it.", "Two days later"),
        ("They met on Monday. She left the same day that he arrived.", "the same day"),
    ],
)
def test_what_counts_from_nothing_named_stays_open(text: str, words: str) -> None:
    told = bodies(Doc.bare(text, declared=NOVEMBER))[words]
    assert (told["value"], told["unresolved"]) == (None, NOTHING_NAMED)


def test_a_stretch_up_to_now_or_from_now_is_no_year_or_week_of_the_calendar() -> None:
    assert values("Prices rose over the past year.", NOVEMBER)["the past year"] == "PAST_REF"
    assert (
        values("It will be decided over the next week.", NOVEMBER)["the next week"] == "FUTURE_REF"
    )
    assert values("It rained in the last week of June 2018.", NOVEMBER) == {"June 2018": "2018-06"}


def test_nothing_is_as_sure_by_a_guess_as_by_the_words() -> None:
    def sure(text: str) -> float:
        return found(text, NOVEMBER)[0].confidence

    assert sure("They met on Friday.") == sure("They met last Friday.") == 0.9
    assert sure("They will meet on Friday.") < 0.9
    assert sure("ORLE, Friday: calm.") == sure("In December, it will rain.") == 0.7


def test_two_months_joined_share_the_year_of_the_second() -> None:
    assert values(
        "It ran between July and November 2027, and from Monday 8 November to 2 March 2026."
    ) == {
        "July": "2027-07",
        "November 2027": "2027-11",
        "Monday 8 November": "2025-11-08",
        "2 March 2026": "2026-03-02",
    }
    told = bodies(
        Doc.bare("It sank in 2024. They left on 30 September of that year.", declared=WEDNESDAY)
    )
    assert told["30 September"] == {
        "value": "2024-09-30",
        "relative": True,
        "anchor": "2024",
        "unresolved": None,
    }
    assert values("A chart of winds, December and March 2027.") == {
        "December": "2026-12",
        "March 2027": "2027-03",
    }


def test_many_sundays_are_no_day_and_the_half_of_a_month_no_half_year() -> None:
    assert values("They row on Sundays.") == {"Sundays": "XXXX-WXX-7"}
    assert values("It rained in the second half of June.") == {"June": "2029-06"}
    assert values("They sang on the last night.") == {}


def bodies(doc: Doc) -> dict[str, dict[str, object]]:
    return {
        f.span.of(doc.text): dict(f.body) for f in LAYER.find(doc, {}) if isinstance(f, Finding)
    }


def test_without_a_declared_date_a_relative_one_has_no_value_and_says_so() -> None:
    text = "They met on Friday, yesterday, recently and on 3 August. It was founded in 1998."
    told = bodies(Doc.bare(text))
    for words in ("Friday", "yesterday", "recently", "3 August"):
        assert told[words] == {
            "value": None,
            "relative": True,
            "anchor": None,
            "unresolved": UNDATED,
        }
    assert told["1998"] == {"value": "1998", "relative": False, "anchor": None, "unresolved": None}


CONTRADICTED = (
    "The mole was rebuilt in May 2034. It reopened on Friday, and ferries returned last week. "
    "Now it is busy."
)


def test_a_doubt_leaves_relative_dates_without_a_value_and_explicit_ones_as_they_are() -> None:
    doc = Doc.bare(CONTRADICTED, declared=WEDNESDAY)
    told = bodies(doc)
    assert any(isinstance(d, Doubt) for d in LAYER.find(doc, {}))
    assert told["May 2034"] == {
        "value": "2034-05",
        "relative": False,
        "anchor": None,
        "unresolved": None,
    }
    for words in ("Friday", "last week", "Now"):
        assert told[words] == {
            "value": None,
            "relative": True,
            "anchor": None,
            "unresolved": DOUBTFUL,
        }


def test_a_doubt_of_whoever_read_the_source_is_one_too() -> None:
    doc = Doc.bare("It reopened on Friday, as in May 2014.", declared=WEDNESDAY)
    assert bodies(doc)["Friday"]["value"] == "2029-07-06"
    told = bodies(replace(doc, date_doubted=True))
    assert (told["Friday"]["value"], told["Friday"]["unresolved"], told["May 2014"]["value"]) == (
        None,
        DOUBTFUL,
        "2014-05",
    )


def test_a_date_that_a_person_gave_is_not_doubted_and_is_counted_from() -> None:
    settled = Doc.bare(CONTRADICTED, declared=WEDNESDAY)
    settled = replace(settled, date_doubted=True, date_settled=True)
    assert not any(isinstance(d, Doubt) for d in LAYER.find(settled, {}))
    assert bodies(settled)["Friday"] == {
        "value": "2029-07-06",
        "relative": True,
        "anchor": "2029-07-11",
        "unresolved": None,
    }


def test_nothing_is_very_sure_of_what_has_no_value() -> None:
    unresolved = found(CONTRADICTED)
    assert {f.confidence for f in unresolved if f.body["value"] is None} == {LAYER.threshold}


def test_words_for_now_before_and_later_point_nowhere_exact() -> None:
    text = "He is now in port. It was recently painted. In the near future it sails."
    assert values(text) == {
        "now": "PRESENT_REF",
        "recently": "PAST_REF",
        "In the near future": "FUTURE_REF",
    }
    assert all(f.body["anchor"] is None for f in found(text))


@pytest.mark.parametrize(
    "text",
    [
        "It may rain, and they march on.",
        "May I march on? The sun sat low.",
        "April Jones spoke of an august body.",
        "Some 2,014 people came, and it cost 2017 crowns.",
        "They sold 1950 tonnes at $1999 in room 1815.",
        "It cost 1.2017 on page 31.02.",
        "Call 555-2014 or 2014/7.",
        "On 31 February nothing happened at 24 Marchmont Road.",
    ],
)
def test_what_only_looks_like_a_date_is_none(text: str) -> None:
    assert values(text) == {}


def test_explicit_dates_are_read_in_other_languages_too() -> None:
    assert values("Am 11. Juli 2017 kam sie.", None, "de") == {"11. Juli 2017": "2017-07-11"}
    assert values("Le 11 juillet 2017, puis 2017-08-01.", None, "fr") == {
        "11 juillet 2017": "2017-07-11",
        "2017-08-01": "2017-08-01",
    }
    assert values("Sie will morgen in Now ankommen.", None, "xx") == {}


def test_dates_at_the_ends_of_the_calendar_are_left_open() -> None:
    assert values("It sank a decade ago, and two years ago.", date(5, 1, 1))
    assert values("It sank last month, last decade and last century.", date(1, 1, 1)) == {}
    assert values("Tomorrow, next week, next year and next month.", date(9999, 12, 31)) == {}


@given(
    st.one_of(st.text(max_size=200), st.lists(PIECES, max_size=25).map("".join)),
    st.one_of(st.none(), st.dates()),
)
def test_every_date_lies_in_the_text_and_none_overlap(text: str, declared: date | None) -> None:
    at = 0
    for f in found(text, declared):
        assert at <= f.start < f.end <= len(text)
        assert f.body["value"] is None or f.body["value"]
        at = f.end


@pytest.mark.parametrize(
    "unit",
    [
        "1",
        "2017 ",
        "July ",
        "11 July ",
        "the ",
        "last ",
        "in 2017",
        "2017-",
        "a few ",
        "Q",
        "now ",
        "Friday, the next day ",
        "\u00a0\n",
        "first quarter of ",
    ],
)
def test_hostile_repetition_is_read_to_the_end(unit: str) -> None:
    assert found(unit * (40_000 // len(unit))) is not None


@pytest.mark.parametrize(
    ("value", "first", "last"),
    [
        ("2032-02-29", "2032-02-29", "2032-02-29"),
        ("2031-W09", "2031-02-24", "2031-03-02"),
        ("2031-02", "2031-02-01", "2031-02-28"),
        ("2031-WI", "2031-12-01", "2032-02-29"),
        ("2031-Q3", "2031-07-01", "2031-09-30"),
        ("2031-H2", "2031-07-01", "2031-12-31"),
        ("2031", "2031-01-01", "2031-12-31"),
    ],
)
def test_a_value_has_a_first_and_a_last_day(value: str, first: str, last: str) -> None:
    assert first_and_last(value) == (date.fromisoformat(first), date.fromisoformat(last))


@pytest.mark.parametrize(
    "value",
    [None, "", "PAST_REF", "XXXX-02-14", "199X", "2031-02-30", "2031-13", "0000", "9999-WI"],
)
def test_a_vague_or_impossible_value_has_no_days(value: str | None) -> None:
    assert first_and_last(value) is None

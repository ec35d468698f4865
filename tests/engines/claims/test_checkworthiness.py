import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.engines.claims import checkworthiness, uncheckable
from app.engines.dates.tense import looks_ahead

FIGURE = (
    "Unemployment on Hestray fell to 4.2 percent in 2028, the lowest rate since the census of 2001."
)


def worth(sentence: str, learnt: float | None = 4.0, **also: bool) -> float:
    return checkworthiness.worth(
        checkworthiness.signs(sentence, dated=False, named=0, **also), learnt
    )


@pytest.mark.parametrize(
    "sentence",
    [
        "The council will vote on the budget on Tuesday.",
        "The board said on Monday that it would cut 500 jobs.",
        "The agency is expected to review the plan after it failed a test on Thursday.",
        "The mayor, who was elected in 2009, will run again.",
        "After losing 3 million, the firm plans to close.",
        "The ministry has unveiled plans for a bridge of 4 kilometres.",
        "A secretary had indicated that the leader will not attend.",
        "To save that much, you'd need about 115 crowns a month.",
        "Averaged over a month it should give a third of that.",
        "The bridge is now likely to open in spring.",
        "The museum designed by her pupils, with a tower of glass, will open in spring.",
    ],
)
def test_plans_look_ahead_whoever_tells_of_them(sentence: str) -> None:
    assert looks_ahead(sentence)


@pytest.mark.parametrize(
    "sentence",
    [
        FIGURE,
        "The harbour handles 5.8 percent of the islands' trade.",
        "Invoices of 4 May, together worth 5 million, were paid and will be published.",
        "The licence, signed on Wednesday by the minister, allows six machines by the end of 2032.",
        "The ban, which will end in May, has cost 3 million.",
        "He said the company lost 3 million.",
        "",
    ],
)
def test_what_is_or_was_looks_not_ahead(sentence: str) -> None:
    assert not looks_ahead(sentence)


@pytest.mark.parametrize(
    "notice",
    [
        "Read more: 4,000 boats counted",
        "Also read: how the mole was built",
        "Photo: Islands Press",
        "Follow us on the networks.",
        "Sign up for our newsletter of 3 May.",
        "© 2031 Skerry Post",
        "For more information, visit the harbour office.",
        "Updated 3 May 2031, 10:15",
        "Write to desk@skerry.example for the 3 million figures.",
        "This article was first published in 2029.",
    ],
)
def test_a_notice_to_readers_is_no_claim_however_sure_the_model(notice: str) -> None:
    assert worth(notice) < 0.2


@pytest.mark.parametrize(
    "sentence",
    [
        "For more than 20 years he ran the pilot station.",
        "Tap water on Hestray held 4 grams of lead.",
        "By 1980 that same family was poor.",
        "Published in 2019, the report cost 2 million.",
        "See to it that 4 million are paid.",
    ],
)
def test_what_merely_begins_like_a_notice_is_none(sentence: str) -> None:
    assert not checkworthiness.signs(sentence, dated=False, named=0)["notice"]


def test_a_heading_is_no_claim_however_sure_the_model() -> None:
    assert worth(FIGURE, 6.0, apart=True) < 0.5 < worth(FIGURE, 6.0)


def test_a_bare_figure_asserts_nothing() -> None:
    assert worth("3.87") < worth("The mole cost 3.87 million.")


def test_a_plan_a_question_and_an_opinion_stand_below_the_plain_statement() -> None:
    others = [
        "The mole will cost 3 million.",
        "Did the mole cost 3 million?",
        "I think the mole cost 3 million.",
    ]
    assert max(map(worth, others)) < worth("The mole cost 3 million.")


def test_the_model_moves_what_the_signs_say() -> None:
    assert worth(FIGURE, -4.0) < worth(FIGURE, 0.0) < worth(FIGURE, 4.0)


def test_signs_alone_leave_doubt() -> None:
    everything = dict.fromkeys(checkworthiness.signs("Any words.", dated=False, named=0), 1.0)
    everything |= dict.fromkeys([*checkworthiness.AGAINST, *uncheckable.WEIGHTS], 0.0)
    assert 0.5 < checkworthiness.worth(everything) < 0.95


def test_weights_are_named_signs() -> None:
    known = set(checkworthiness.signs("Any words.", dated=False, named=0))
    assert {*checkworthiness.WEIGHTS, *checkworthiness.AGAINST} <= known
    assert set(uncheckable.WEIGHTS) - {"argued", "advertised"} <= known


@pytest.mark.parametrize(
    ("sentence", "reason"),
    [
        (
            "The number of boats exceeds the size of the whole fleet of 2019.",
            "it compares two amounts",
        ),
        ("The island has twice as many pilots as the mainland.", "it compares two amounts"),
        (
            "It was the highest tide in the harbour's books.",
            "it makes a superlative claim, such as the most, the least or the first",
        ),
        ("The mole cost 3 million crowns.", "it gives a figure"),
        ("The leak was caused by a rusty valve.", "it states a cause"),
        (
            "A survey found that few sailors swim.",
            "it cites a study or a report",
        ),
    ],
)
def test_why_is_said_in_words(sentence: str, reason: str) -> None:
    assert reason in checkworthiness.why(
        sentence, checkworthiness.signs(sentence, dated=False, named=0)
    )


def test_why_says_when_something_happened_and_at_most_three_things() -> None:
    sentence = "The harbour closed in 2028."
    assert checkworthiness.why(sentence, checkworthiness.signs(sentence, dated=True, named=0)) == [
        "it says when something happened"
    ]
    assert (
        len(checkworthiness.why(FIGURE, checkworthiness.signs(FIGURE, dated=True, named=1)))
        == checkworthiness.MOST_REASONS
    )


def test_a_year_or_a_clock_time_is_no_figure() -> None:
    sentence = "They met at 10:15 in the hall of 1978."
    assert (
        checkworthiness.why(sentence, checkworthiness.signs(sentence, dated=False, named=0)) == []
    )


@given(st.text(max_size=200), st.one_of(st.none(), st.floats(-20, 20)), st.booleans())
def test_every_sentence_has_a_worth_from_0_to_1(
    sentence: str, learnt: float | None, apart: bool
) -> None:
    assert 0 <= worth(sentence, learnt, apart=apart) <= 1


@pytest.mark.parametrize("unit", ["read more ", "by A ", "@a", "1 ", "the , ", "© "])
def test_hostile_repetition_is_read_to_the_end(unit: str) -> None:
    assert checkworthiness.signs(unit * (40_000 // len(unit)), dated=False, named=0)


def test_beside_a_model_of_the_news_signs_say_little_but_headings_and_advertising_are_none() -> (
    None
):
    def in_news(learnt: float, **signs: float) -> float:
        found = checkworthiness.signs(FIGURE, dated=False, named=0)
        known = found | {"argued": 0.0, "advertised": 0.0} | signs
        return checkworthiness.worth_in_news(known, learnt)

    assert in_news(-4.0) < 0.2 < in_news(0.0) < 0.95 < in_news(4.0)
    assert in_news(0.0, question=1.0) < in_news(0.0, plan=1.0) < in_news(0.0)
    assert max(in_news(4.0, apart=1.0), in_news(4.0, advertised=1.0, promotion=1.0)) < 0.5


def test_the_weights_beside_the_news_are_named_signs() -> None:
    known = set(checkworthiness.signs("Any words.", dated=False, named=0))
    weighed = {*checkworthiness.BESIDE_THE_NEWS, *checkworthiness.AGAINST_IN_NEWS}
    assert weighed - {"argued", "advertised"} <= known

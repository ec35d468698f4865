import pytest

from app.engines.claims import checkworthiness, uncheckable

PLAIN = "The council spent 3 million crowns on the mole in 2028."

FORMS = {
    "promotion": [
        "Book your cabin now and save 20 percent.",
        "You can enjoy 14 world-class restaurants under one roof.",
        "Tickets start at $12 and children sail free.",
        "The firm offers next-generation boats with more than 30 years of experience.",
        "Visit the island's 40 beaches this summer.",
        "Boats are available online for just $99.",
    ],
    "trifle": [
        "The coastal trail runs for 12.4 kilometres along the cliffs.",
        "The museum is open daily from 9 am to 5 pm.",
        "She was born in Orsk in 1961 and graduated in 1984.",
        "The town recorded a low of 4.2°C on Monday.",
        "The Rovers scored twice in the second half.",
        "The film grossed 3 million at the box office.",
    ],
    "ceremony": [
        "The minister inaugurated the new pilot station on Monday.",
        "The mayor met with a delegation of 13 members.",
        "Both sides discussed bilateral relations at the port.",
        "The workshop was attended by 40 participants.",
    ],
    "forecast": [
        "Prices are likely to rise by 4 percent.",
        "A loss of 10 million could be expected.",
        "The fleet is forecast to shrink by half.",
    ],
    "view": [
        "It is telling that the council spent 3 million.",
        "Shamefully, none of the eight members paid.",
        "The board's incoherent policy cost 3 million.",
        "What this shows is that the board has failed 40 times.",
    ],
}


@pytest.mark.parametrize(
    ("sign", "sentence"), [(sign, one) for sign, sentences in FORMS.items() for one in sentences]
)
def test_what_nobody_checks_has_its_sign_and_stands_below_a_plain_figure(
    sign: str, sentence: str
) -> None:
    found = checkworthiness.signs(sentence, dated=False, named=0)
    assert found[sign] == 1
    assert checkworthiness.worth(found, 2.0) < checkworthiness.worth(
        checkworthiness.signs(PLAIN, dated=False, named=0), 2.0
    )


@pytest.mark.parametrize(
    "sentence",
    [
        PLAIN,
        "Exports rose by 4 percent in the second quarter of 2028.",
        "The fall is due to the storm of May.",
        "The number of sailors who left likely exceeds the size of the whole crew.",
        "Hospitals turned away 400 patients.",
        "The bank lost 40 million on loans to shipyards.",
        "Police found 3,750 holes in the road.",
    ],
)
def test_plain_statements_have_none_of_these_signs(sentence: str) -> None:
    found = uncheckable.signs(sentence)
    assert [sign for sign in FORMS if found[sign]] == []


@pytest.mark.parametrize(
    "sentence",
    [
        "The number of men who fled exceeds the size of the army.",
        "The cost of the mole is higher than the budget of the island.",
        "The island buys three times as many boats as it sells.",
        "Its debts have doubled.",
    ],
)
def test_two_amounts_compared_speak_for_a_sentence(sentence: str) -> None:
    found = uncheckable.signs(sentence)
    assert found["amounts"] == 1
    assert uncheckable.against(found) < 0


def test_an_opinion_piece_and_an_advertisement_are_known_by_many_sentences_and_not_by_one() -> None:
    plain, view, promotion = (
        {**checkworthiness.signs(s, dated=False, named=0)}
        for s in (PLAIN, FORMS["view"][1], FORMS["promotion"][0])
    )
    assert uncheckable.argues([plain] * 8 + [view] * 6)
    assert not uncheckable.argues([plain] * 13 + [view])
    assert not uncheckable.argues([view] * 3)
    assert uncheckable.advertises([plain] * 10 + [promotion] * 3)
    assert not uncheckable.advertises([plain] * 10 + [promotion] * 2)
    assert not uncheckable.advertises([plain] * 60 + [promotion] * 3)


@pytest.mark.parametrize(
    "unit", ["trail ", "1 km ", "number of ", "it is ", "was held ", "a", "won 1-"]
)
def test_hostile_repetition_is_read_to_the_end(unit: str) -> None:
    assert uncheckable.signs(unit * (40_000 // len(unit)))

"""Names as the model reads them.

What it may miss is not asserted; what must hold of anything it marks is.
"""

from itertools import pairwise
from textwrap import fill

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.engines import word_lists
from app.layers.base import Doc, Finding
from app.layers.entities import KINDS, LAYER
from app.layers.names import by_model
from tests.layers.naming import HOSTILE, found, kinds, names, role

_MARKS = " |\n|\n\n|-|(|)|.|,|“|”|'s|’s|é|\u200d|e\u0301|👩‍🚀"
_WORDS = (
    "Russia|occupied|President|UN|Wu|said|COVID-19|US$400|Mr|al-Assad|the |et al.|Joe "
    "Biden|New York"
)
PIECES = st.lists(st.sampled_from(f"{_MARKS}|{_WORDS}".split("|")), max_size=40).map("".join)


def chains(text: str) -> dict[str, set[str]]:
    """The surfaces of every chain."""
    joined: dict[str, set[str]] = {}
    for f in found(text):
        joined.setdefault(f.body["chain"], set()).add(text[f.start : f.end])
    return joined


@pytest.mark.parametrize(
    ("text", "name", "kind"),
    [
        (
            "French President Emmanuel Macron arrived in Berlin on Monday.",
            "Emmanuel Macron",
            "person",
        ),
        ("French President Emmanuel Macron arrived in Berlin on Monday.", "Berlin", "place"),
        ("French President Emmanuel Macron arrived in Berlin on Monday.", "French", "group"),
        (
            "The World Health Organization said on Tuesday that cases had doubled.",
            "World Health Organization",
            "organization",
        ),
        (
            "Thousands of Kenyans voted in Nairobi, the electoral commission said.",
            "Kenyans",
            "group",
        ),
        ("The flight left Heathrow Airport two hours late.", "Heathrow Airport", "facility"),
        (
            "Australia won twelve medals at the Commonwealth Games in Birmingham.",
            "Commonwealth Games",
            "event",
        ),
        (
            "The court found that the ministry had broken the National Parks Act.",
            "National Parks Act",
            "work",
        ),
    ],
)
def test_a_name_has_the_kind_that_its_sentence_gives_it(text: str, name: str, kind: str) -> None:
    assert kinds(text).get(name) == kind


def test_a_name_ends_before_its_possessive_and_before_a_hyphened_word() -> None:
    assert {"Russia", "Russian"} <= set(
        kinds("Germany condemned Russia's plan for the Russian-occupied territories.")
    )


def test_a_name_does_not_cross_a_heading_into_its_paragraph() -> None:
    text = (
        "An attack on annexed territory will be an attack on Russia, says the Kremlin\n\nThe "
        "Kremlin said so on Friday."
    )
    assert "Kremlin" in kinds(text)
    assert not any("\n" in name for name in kinds(text))


def test_a_name_goes_on_in_the_next_line_of_wrapped_text_and_is_called_by_it_in_one() -> None:
    plain = (
        "Germany and France said on Monday that they would ask Volodymyr Zelenskyy to come to "
        "talks, and they named a day in May on which"
    )
    text = fill(f"{plain} all could meet.", 64)
    assert kinds(text).get("Volodymyr\nZelenskyy") == "person"
    assert names(text)["Volodymyr\nZelenskyy"] == "Volodymyr Zelenskyy"
    assert not any(
        "\n" in name for name in kinds("Germany asked Volodymyr\nZelenskyy came to Berlin.")
    )


def test_a_title_is_no_part_of_the_name_but_its_role() -> None:
    text = "US President Joe Biden met Kremlin spokesman Dmitry Peskov in Geneva."
    assert {"Joe Biden", "US", "Kremlin", "Dmitry Peskov"} <= set(kinds(text))
    assert role(text, "Joe Biden") == "US President"
    assert role(text, "Dmitry Peskov") == "Kremlin spokesman"


def test_an_office_in_several_words_is_a_role() -> None:
    assert (
        role("US Secretary of State Antony Blinken arrived in Cairo.", "Antony Blinken")
        == "US Secretary of State"
    )


def test_a_possessive_before_a_title_belongs_to_the_role() -> None:
    assert (
        role("Ukraine's President Volodymyr Zelenskyy objected.", "Volodymyr Zelenskyy")
        == "Ukraine's President"
    )


def test_an_apposition_in_commas_is_a_role_without_its_article() -> None:
    text = "But Maria Oliveira, the chief economist, disagreed with the minister."
    assert role(text, "Maria Oliveira") == "chief economist"


def test_dates_sums_of_money_and_common_abbreviations_are_no_names() -> None:
    text = "On Friday, 3 March 2023, the CEO said that GDP would grow by US$400 million in April."
    assert kinds(text) == {}


def test_a_surname_joins_its_full_name_and_known_short_forms_theirs() -> None:
    text = (
        "Vladimir Putin spoke on Friday. The United States objected, and Putin said that the "
        "US was wrong."
    )
    assert {"Vladimir Putin", "Putin"} in chains(text).values()
    assert {"United States", "US"} in chains(text).values()
    assert names(text)["Putin"] == "Vladimir Putin"


def test_councils_of_two_owners_stay_apart() -> None:
    text = (
        "The UN Security Council met in New York. Putin told Russia's Security Council on "
        "Thursday that errors had been made."
    )
    assert len({f.body["chain"] for f in found(text) if "Council" in text[f.start : f.end]}) == 2


def test_an_acronym_joins_the_only_name_that_it_abbreviates() -> None:
    text = (
        "The World Health Organization met in Geneva. On Monday the WHO said that the virus "
        "was spreading."
    )
    assert {"World Health Organization", "WHO"} in chains(text).values()


def test_an_owner_is_no_part_of_a_council_s_name() -> None:
    text = (
        "Putin told Russia's Security Council on Thursday that errors had been made. Russia "
        "is at war."
    )
    assert {"Russia", "Security Council"} <= set(kinds(text))


def test_a_quoted_title_is_a_work() -> None:
    assert (
        kinds("He played the father in the film “Gone With the Wind” in 1939.").get(
            "Gone With the Wind"
        )
        == "work"
    )


def test_numbered_things_are_no_names() -> None:
    assert not any(
        name.startswith(("Section", "Appendix"))
        for name in kinds("It is in Appendix 6, and Section 379 of the penal code applies.")
    )


def test_every_finding_names_the_model_and_carries_its_confidence() -> None:
    for f in found("Vladimir Putin met Olaf Scholz in Moscow."):
        assert f.creator.startswith("tagger@")
        assert LAYER.threshold <= f.confidence <= 1


def test_in_a_language_that_the_model_has_not_learnt_rules_work_alone() -> None:
    made = [
        f
        for f in LAYER.find(Doc.bare("Vladimir Putin sprak in Moskou met Olaf Scholz.", "nl"), {})
        if isinstance(f, Finding)
    ]
    assert made
    assert {f.creator for f in made} == {word_lists.CREATOR}


def test_a_model_without_the_news_head_is_completed_by_rules(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(by_model, "_HEADS", ("names:common",))
    text = "The Norwegian minister met Angela Merkel in Berlin."
    made = {text[f.start : f.end]: f for f in found(text)}
    assert made["Angela Merkel"].creator.startswith("tagger@")
    assert (made["Norwegian"].kind, made["Norwegian"].creator) == ("group", word_lists.CREATOR)


def test_a_text_without_words_has_no_names() -> None:
    assert found("") == []
    assert found("\n\n … \n\n") == []


@settings(max_examples=60)
@given(st.one_of(HOSTILE, PIECES))
def test_findings_lie_in_one_block_each_do_not_overlap_and_agree_within_their_chain(
    text: str,
) -> None:
    doc = Doc.bare(text)
    made = sorted((f for f in LAYER.find(doc, {}) if isinstance(f, Finding)), key=lambda f: f.start)
    for f in made:
        assert text[f.start : f.end].strip() == text[f.start : f.end] != ""
        assert any(b.start <= f.start < f.end <= b.end for b in doc.blocks)
        assert f.kind in KINDS
        assert 0 <= f.confidence <= 1
        assert f.as_json(text)["exact"] == text[f.start : f.end]
        role = f.body["role"]
        assert role is None or text[role["start"] : role["end"]] == role["exact"] != ""
    assert all(a.end <= b.start for a, b in pairwise(made))
    assert len({(f.body["chain"], f.body["name"], f.kind) for f in made}) == len(
        {f.body["chain"] for f in made}
    )
    assert len({f.body["chain"] for f in made}) == max(
        (int(f.body["chain"][1:]) for f in made), default=0
    )


@pytest.mark.parametrize("unit", ["A ", "Aa ", "President ", "A-b ", "Aa and ", "“Aa ", "(", "’s "])
def test_hostile_repetition_is_read_to_the_end(unit: str) -> None:
    text = unit * (4_000 // len(unit))
    assert all(f.end <= len(text) for f in found(text))


def test_all_mentions_of_a_chain_share_what_is_known_of_it() -> None:
    text = (
        "Martin Holt met the governor of Larvik in Oslo. Holt spoke for an hour. A spokesman "
        "said that Holt\n"
        "had asked for the meeting himself, and Martin Holt thanked the Norwegian press."
    )
    by_chain: dict[str, set[float]] = {}
    for f in found(text):
        by_chain.setdefault(f.body["chain"], set()).add(f.confidence)
    assert {len(figures) for figures in by_chain.values()} == {1}
    assert next(f.confidence for f in found(text) if text[f.start : f.end] == "Holt") > 0.8


def test_what_an_article_names_again_is_central_and_a_stray_adjective_is_not() -> None:
    text = (
        "Martin Holt met the mayor of Larvik. Holt spoke for an hour. The Norwegian press "
        "waited in Oslo."
    )
    central = {text[f.start : f.end] for f in found(text) if f.body["central"]}
    assert "Holt" in central
    assert not central & {"Norwegian", "Oslo"}


def test_where_nothing_is_named_again_every_name_is_central() -> None:
    assert {f.body["central"] for f in found("Martin Holt met the mayor of Larvik in Oslo.")} == {
        True
    }


@pytest.mark.parametrize(
    ("text", "name", "kind"),
    [
        (
            (
                "The Guillemot’s skipper, Ada Moor, said the Guillemot had struck a rock. "
                "Rescuers boarded the Guillemot."
            ),
            "Guillemot",
            "product",
        ),
        ("Sales grew during Semana Blanca. Shops closed.", "Semana Blanca", "event"),
        (
            (
                "The candidate won in Rae Mandi. Voters in Rae Mandi and Amlethi were glad. Roads "
                "in Rae Mandi and Amlethi are bad."
            ),
            "Rae Mandi",
            "place",
        ),
        (
            "She teaches at the American University of Kabul. He left Kabul.",
            "American University of Kabul",
            "organization",
        ),
        ("She teaches at the American University of Kabul. He left Kabul.", "Kabul", "place"),
        (
            "Marcus Brell was tied to the bombing. The Brell network denied it.",
            "Brell network",
            "organization",
        ),
        (
            "Virginia Halloran, 34, saw the crash. Virginia said that she had run.",
            "Virginia",
            "person",
        ),
    ],
)
def test_what_stands_round_a_name_tells_its_kind(text: str, name: str, kind: str) -> None:
    assert kinds(text).get(name) == kind


@pytest.mark.parametrize("name", ["But", "B", "X", "FIR"])
def test_what_is_no_name_is_not_marked(name: str) -> None:
    text = (
        "But nobody came. The B team won. The court calls him X. No FIR had been filed, and "
        "the FIR was asked for."
    )
    assert name not in kinds(text)


@pytest.mark.parametrize("opening", ["On Monday ", "“Good,” said ", ""])
def test_the_role_of_the_white_house_s_is_whole(opening: str) -> None:
    assert (
        role(f"{opening}White House Press Secretary Ann Bellweather said no.", "Ann Bellweather")
        == "White House Press Secretary"
    )

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.engines import checkable
from app.layers.base import Doc, Earlier, Finding
from app.layers.claims import LAYER
from app.layers.dates import LAYER as DATES
from app.layers.entities import LAYER as ENTITIES
from app.text.spans import Block

TEXT = (
    "Unemployment on Hestray fell to 4.2 percent in 2028, the lowest rate since the census of 2001. "
    "Will the board resign? "
    "I think it is a wonderful and beautiful place. "
    "The council will meet again to consider its plans."
)


def earlier(doc: Doc) -> dict[str, list[Finding]]:
    return {layer.name: [f for f in layer.find(doc, {}) if isinstance(f, Finding)] for layer in (ENTITIES, DATES)}


def found(text: str, said: Earlier | None = None, blocks: tuple[Block, ...] = ()) -> list[Finding]:
    doc = Doc(text, declared=date(2029, 7, 11), blocks=blocks) if blocks else Doc.bare(text, declared=date(2029, 7, 11))
    return [f for f in LAYER.find(doc, {**earlier(doc), **(said or {})}) if isinstance(f, Finding)]


def quotation(text: str, words: str, speaker: str | None, chain: str | None = None) -> Finding:
    start = text.index(words)
    body = {"type": "indirect", "speaker": speaker, "chain": chain, "source": None}
    return Finding("quotation", start, start + len(words), "indirect", body, 0.9, "rules@1")


def test_a_figure_with_a_date_is_worth_checking_and_says_why() -> None:
    claim = found(TEXT)[0]
    assert claim.confidence >= LAYER.threshold
    assert {"quantity", "date", "comparison"} <= set(claim.body["why"])
    assert claim.body["check_worthiness"] == claim.confidence


def test_questions_opinions_and_plans_are_no_claims() -> None:
    assert [f.confidence >= LAYER.threshold for f in found(TEXT)] == [True, False, False, False]


def test_every_sentence_has_a_score_for_those_who_ask_for_all() -> None:
    assert len(found(TEXT)) == 4


def test_headings_and_captions_are_no_claims() -> None:
    text = "Boats sold for 3 million in 2028\n\nBoats were sold for 3 million in 2028."
    blocks = (Block("heading", 0, 32, 2), Block("paragraph", 34, len(text)))
    assert [f.start for f in found(text, blocks=blocks)] == [34]
    assert [f.start for f in found(text)] == [34]  # nobody marked the heading, its form does


def test_a_claim_in_somebodys_words_has_its_claimant() -> None:
    text = "The mole cost 3 million in 2028, Torvald Brandvik said."
    (claim,) = found(text, {"quotation": [quotation(text, "The mole cost 3 million in 2028", "Torvald Brandvik", "e4")]})
    assert (claim.body["claimant"], claim.body["claimant_chain"]) == ("Torvald Brandvik", "e4")
    assert "attribution" in claim.body["why"]


def test_one_quoted_word_makes_nobody_the_claimant() -> None:
    text = 'The board, which lost 3 million in 2028, convened an "urgent" meeting in the old harbour office.'
    (claim,) = found(text, {"quotation": [quotation(text, "urgent", "Torvald Brandvik", "e4")]})
    assert claim.body["claimant"] is None


def test_a_claims_span_is_the_sentence_without_outer_marks() -> None:
    text = '"The mole cost 3 million in 2028."\n\n"It cost 4 million," she said.'
    assert [text[f.start : f.end] for f in found(text)] == ["The mole cost 3 million in 2028.", '"It cost 4 million," she said.']


def test_nothing_is_beyond_doubt_worth_checking() -> None:
    everything = dict.fromkeys((*checkable.WEIGHTS, "cause"), 1.0) | dict.fromkeys(("question", "plan", "opinion"), 0.0)
    assert LAYER.threshold < checkable.worth(everything) < 0.95


def test_weights_are_named_signs() -> None:
    assert set(checkable.WEIGHTS) <= set(checkable.signs("Any words.", dated=False, named=0))


@given(st.text(max_size=300))
def test_every_claim_lies_in_the_text_with_a_worth_from_0_to_1(text: str) -> None:
    for f in found(text):
        assert 0 <= f.start < f.end <= len(text)
        assert 0 <= f.confidence <= 1
        assert text[f.start : f.end].strip() == text[f.start : f.end]


@pytest.mark.parametrize("unit", ["“", '"', "A. ", "1 ", "a", "? ", "\n\n"])
def test_hostile_repetition_is_read_to_the_end(unit: str) -> None:
    assert found(unit * (40_000 // len(unit))) is not None

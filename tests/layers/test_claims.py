from collections.abc import Mapping
from dataclasses import replace
from datetime import date

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from app.engines.claims.reasons import WHY
from app.engines.model.choice import DEFAULT
from app.engines.model.tagger import Floats, Head, Tagger
from app.engines.word_lists import CREATOR
from app.layers.base import Doc, Earlier, Finding
from app.layers.claims import LAYER
from app.layers.dates import LAYER as DATES
from app.layers.entities import LAYER as ENTITIES
from app.text.spans import Block

TEXT = (
    "Unemployment on Hestray fell to 4.2 percent in 2028, the lowest rate since the census of "
    "2001. "
    "Will the board resign? "
    "I think it is a wonderful and beautiful place. "
    "The council will meet again to consider its plans."
)


def earlier(doc: Doc) -> dict[str, list[Finding]]:
    return {
        layer.name: [f for f in layer.find(doc, {}) if isinstance(f, Finding)]
        for layer in (ENTITIES, DATES)
    }


def found(
    text: str, said: Earlier | None = None, blocks: tuple[Block, ...] = (), language: str = "en"
) -> list[Finding]:
    doc = Doc.bare(text, language, date(2029, 7, 11))
    return in_doc(replace(doc, blocks=blocks) if blocks else doc, said)


def in_doc(doc: Doc, said: Earlier | None = None) -> list[Finding]:
    return [f for f in LAYER.find(doc, {**earlier(doc), **(said or {})}) if isinstance(f, Finding)]


def shown(found: list[Finding]) -> list[int]:
    return [f.start for f in found if f.confidence >= LAYER.threshold]


def quotation(text: str, words: str, speaker: str | None, chain: str | None = None) -> Finding:
    start = text.index(words)
    body = {"type": "indirect", "speaker": speaker, "chain": chain, "source": None}
    return Finding("quotation", start, start + len(words), "indirect", body, 0.9, "rules@1")


def test_a_figure_with_a_date_is_worth_checking_and_says_why() -> None:
    claim = found(TEXT)[0]
    assert claim.confidence >= LAYER.threshold
    assert (
        {"it gives a figure", "it says when something happened"}
        <= set(claim.body["why"])
        <= set(WHY.values())
    )
    assert claim.body["check_worthiness"] == claim.confidence


def test_questions_opinions_and_plans_are_no_claims() -> None:
    assert [f.confidence >= LAYER.threshold for f in found(TEXT)] == [True, False, False, False]


def test_every_sentence_has_a_score_for_those_who_ask_for_all() -> None:
    assert len(found(TEXT)) == 4


def test_headings_and_captions_are_told_and_not_shown() -> None:
    text = (
        "Boats sold for 3 million in 2028\n\nBoats were sold for 3 million crowns in 2028, "
        "twice as much as in 2027."
    )
    blocks = (Block("heading", 0, 32, 2), Block("paragraph", 34, len(text)))
    for claims in (
        found(text, blocks=blocks),
        found(text),
    ):  # where nobody marked the heading, its form does
        assert [f.start for f in claims] == [0, 34]
        assert shown(claims) == [34]


@pytest.mark.parametrize(
    "title",
    [
        "Brandvik Sold Boats For 3 Million In 2028.",
        "Brandvik sold 400 boats and the island lost 3 million",
    ],
)
def test_a_title_above_the_text_is_not_shown(title: str) -> None:
    claims = found(
        f"{title}\n\nBoats were sold for 3 million crowns in 2028, twice as much as in 2027."
    )
    assert shown(claims) == [len(title) + 2]


def test_a_first_sentence_with_many_names_is_no_title() -> None:
    text = (
        "Torvald Brandvik of Hestray sold Maren Vance 400 boats in 2028 for 3 "
        "million.\n\nNobody knows why."
    )
    assert 0 in shown(found(text))


def test_what_the_model_says_carries_its_name() -> None:
    assert {f.creator for f in found(TEXT)} == {f"tagger@{DEFAULT.version}"}


def test_in_a_language_that_the_model_has_not_learnt_signs_alone_speak() -> None:
    claims = found(TEXT, language="de")
    assert {f.creator for f in claims} == {CREATOR}
    assert shown(claims) == [0]


def test_a_model_without_sentence_heads_leaves_claims_to_the_signs() -> None:
    claims = in_doc(doc_with_heads({}))
    assert {f.creator for f in claims} == {CREATOR}
    assert shown(claims) == [0]


def test_one_sentence_head_is_enough() -> None:
    whole = Doc.bare(TEXT, declared=date(2029, 7, 11)).reading
    assert whole
    (claim, *_) = in_doc(
        doc_with_heads({"claims:speeches": whole.labels.claims["claims:speeches"]})
    )
    assert claim.creator == f"tagger@{DEFAULT.version}"


def doc_with_heads(claims: Mapping[str, Head]) -> Doc:
    doc = Doc.bare(TEXT, declared=date(2029, 7, 11))
    assert doc.reading
    doc.__dict__["reading"] = replace(
        doc.reading, labels=replace(doc.reading.labels, claims=claims)
    )
    return doc


def test_a_claim_in_somebodys_words_has_its_claimant() -> None:
    text = "The mole cost 3 million in 2028, Torvald Brandvik said."
    (claim,) = found(
        text,
        {
            "quotation": [
                quotation(text, "The mole cost 3 million in 2028", "Torvald Brandvik", "e4")
            ]
        },
    )
    assert (claim.body["claimant"], claim.body["claimant_chain"]) == ("Torvald Brandvik", "e4")
    assert claim.body["reported"] is True


def test_one_quoted_word_makes_nobody_the_claimant() -> None:
    text = (
        'The board, which lost 3 million in 2028, convened an "urgent" meeting in the old '
        "harbour office."
    )
    (claim,) = found(text, {"quotation": [quotation(text, "urgent", "Torvald Brandvik", "e4")]})
    assert (claim.body["claimant"], claim.body["reported"]) == (None, False)


def test_in_a_report_of_sport_less_is_worth_a_check() -> None:
    plain = "Torvald Brandvik was paid 3 million crowns by the Rovers in 2028."
    sport = (
        "The striker scored in the league match. The goalkeeper of the squad saved a penalty "
        "in the tournament."
    )
    among, alone = found(f"{plain}\n\n{sport}")[0], found(plain)[0]
    assert among.confidence < alone.confidence - 0.1


def test_an_advertisement_has_no_claims_to_check() -> None:
    text = (
        "Hestray Cruises is a family business with more than 30 years of experience and 40 boats. "
        "Book your cabin now and save 20 percent. You can enjoy 14 restaurants under one roof. "
        "In 2028 it carried 2 million guests, more than any other line."
    )
    assert shown(found(text)) == []


def test_a_claims_span_is_the_sentence_without_outer_marks() -> None:
    text = '"The mole cost 3 million in 2028."\n\n"It cost 4 million," she said.'
    assert [text[f.start : f.end] for f in found(text)] == [
        "The mole cost 3 million in 2028.",
        '"It cost 4 million," she said.',
    ]


@given(st.text(max_size=300))
def test_every_claim_lies_in_the_text_with_a_worth_from_0_to_1(text: str) -> None:
    for f in found(text):
        assert 0 <= f.start < f.end <= len(text)
        assert 0 <= f.confidence <= 1
        assert text[f.start : f.end].strip() == text[f.start : f.end]


@pytest.fixture
def each_window_read_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """The model is asked once for each of the windows of a text, most of which are the same."""
    answers = Tagger.answers
    known: dict[tuple[bytes, bytes], Floats] = {}

    def remembered(self: Tagger, ids: NDArray[np.int64], shapes: NDArray[np.int64]) -> Floats:
        window = (ids.tobytes(), shapes.tobytes())
        if window not in known:
            known[window] = answers(self, ids, shapes)
        return known[window]

    monkeypatch.setattr(Tagger, "answers", remembered)


@pytest.mark.usefixtures("each_window_read_once")
@pytest.mark.parametrize("unit", ["“", '"', "A. ", "1 ", "a", "? ", "\n\n"])
def test_hostile_repetition_is_read_to_the_end(unit: str) -> None:
    assert found(unit * (40_000 // len(unit))) is not None

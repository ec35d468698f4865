"""Direct speech in languages that the model has not learnt.

Marks and dashes decide, a clause beside them says who speaks.
"""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.layers import annotate
from app.layers.base import Doc, Finding
from app.layers.speech.marks.quotation_marks import quotations
from app.text.spans import Block, one_paragraph_a_gap
from tests.layers.tongues import TEXTS

_SHARE = 0.95
_SIGNS = "„“”»«‹›「」『』״\"'’—–- \n:,.!?Aa Bb。：，"


def found(text: str, language: str) -> list[Finding]:
    told = annotate(Doc.bare(text, language))
    assert told.failures == {}
    return [f for f in told.findings if f.layer == "quotation"]


def said(text: str, language: str) -> list[tuple[str, str | None]]:
    return [(f.span.of(text), f.body["speaker"]) for f in found(text, language)]


def test_in_ten_languages_and_more_nearly_every_quotation_is_found() -> None:
    assert len(TEXTS) >= 10
    for texts in TEXTS.values():
        assert sum(len(one.said) for one in texts) >= 5
    wanted = [
        (one, language, words)
        for language, texts in TEXTS.items()
        for one in texts
        for words, _ in one.said
    ]
    missed = [
        (language, words)
        for one, language, words in wanted
        if words not in {w for w, _ in said(one.text, language)}
    ]
    assert len(missed) <= (1 - _SHARE) * len(wanted), missed


@pytest.mark.parametrize("language", sorted(TEXTS))
def test_nothing_else_in_marks_is_speech_and_no_speaker_is_a_guess(language: str) -> None:
    for one in TEXTS[language]:
        told = dict(said(one.text, language))
        assert set(told) <= {words for words, _ in one.said}
        assert not set(told) & set(one.not_said)
        speakers = dict(one.said)
        assert {words: who for words, who in told.items() if who} == {
            words: who for words, who in speakers.items() if who
        }


@pytest.mark.parametrize(
    ("language", "text", "words"),
    [
        ("de", "„Die Mole hält.“ Das hört man oft.", "Die Mole hält."),
        (
            "de",
            "Er schrieb: „Sie sagten nur ‚Die Mauer hält.‘“",
            "Sie sagten nur ‚Die Mauer hält.‘",
        ),
        ("de", "„Ja“, sagte sie.", "Ja"),
        ("fr", "« Oui ! » dit-elle.", "Oui !"),
        ("es", "–¿Quién viene? –preguntó.", "¿Quién viene?"),
        ("sv", "»Det går bra», svarade han.", "Det går bra"),
        ("zh", "他说：“好。”", "好。"),
        ("ja", "「はい」と答えた。", "はい"),
        ("he", 'הוא אמר: "מנכ"ל הנמל יגיב".', 'מנכ"ל הנמל יגיב'),
        ("ar", "قال: ”لن نغلق الميناء“.", "لن نغلق الميناء"),
        (
            "de",
            "Die Lage sei „sehr ernst, aber noch nicht verloren“, hieß es.",
            "sehr ernst, aber noch nicht verloren",
        ),
    ],
)
def test_short_and_nested_words_in_marks_are_found(language: str, text: str, words: str) -> None:
    assert [w for w, _ in said(text, language)] == [words]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("de", "Das Schiff „Guter Wind“ und die „sogenannte Ruhe“ blieben."),
        ("de", "In seinem Roman „Wir fahren alle nach Hause“ geht es um die See."),
        ("fr", "Le roman « Les Eaux calmes de l'île » a plu au « tout Paris »."),
        ("it", "Il giornale «La Voce del porto» parla di «crisi»."),
        ("ru", "Газета «Голос порта» пишет о «кризисе»."),
        ("zh", "他们谈到“一带一路”和“危机”。"),
        ("ja", "「危機」という言葉と「海洋新聞」を見た。"),
        ("he", "העיתון ״קול הנמל הישן״ כתב על ״משבר״."),
        ("es", "- Pan\n- Vino tinto\n- Aceite de oliva"),
        ("fr", "— Hausse des taxes ;\n— baisse des aides ;"),
        ("de", "— Die Steuern steigen.\n— Die Mieten auch."),
    ],
)
def test_names_titles_words_and_lists_are_nobodys_speech(language: str, text: str) -> None:
    assert said(text, language) == []


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("de", "„Wir bleiben“, sagte der Sprecher des Hafens."),
        ("de", "„Wir bleiben“, teilte die Behörde Reportern mit."),
        ("fr", "« Nous restons », a dit le Conseil de Paris."),
        ("es", "«Nos quedamos», dijo el Banco Central."),
        ("it", "«Restiamo qui», ha detto lui."),
        ("pl", "Rybak powiedział: „Zostajemy tutaj”."),
        ("sv", "Fiskaren svarade: ”Vi stannar här.”"),
        ("fr", "« Nous restons », a déclaré Paris."),
    ],
)
def test_nobody_is_named_where_the_rule_is_not_sure(language: str, text: str) -> None:
    told = said(text, language)
    assert told
    assert [who for _, who in told] == [None]


def test_a_surname_before_the_verb_is_the_person_whom_another_clause_names() -> None:
    text = (
        "„Wir bleiben“, sagte Ole Tarn am Abend. Die Flut kam. Tarn sagte: „Das Wasser steigt "
        "noch.“"
    )
    assert said(text, "de") == [
        ("Wir bleiben", "Ole Tarn"),
        ("Das Wasser steigt noch.", "Ole Tarn"),
    ]


def test_a_quotation_that_goes_on_behind_its_clause_is_one_attribution() -> None:
    made = found("«No tenemos otra opción», dijo Mara Holt. «El dique todavía aguanta».", "es")
    assert len({f.body["attribution"] for f in made}) == 1
    assert len(made) == 2


def test_a_dash_line_in_a_list_is_no_dialogue() -> None:
    text = "— ¿Quién viene?\n— Nadie más."
    block = Block("list_item", 0, len(text), 1)
    assert [
        f for f in annotate(Doc(text, "es", blocks=(block,))).findings if f.layer == "quotation"
    ] == []
    assert len(said(text, "es")) == 2


def test_hebrew_abbreviations_are_no_marks() -> None:
    text = 'דובר צה"ל וראש השב"כ נפגשו עם מנכ"לית ארה"ב.'
    assert quotations(text, one_paragraph_a_gap(text)) == []


@given(
    st.text(alphabet=st.one_of(st.sampled_from(_SIGNS), st.characters()), max_size=200),
    st.sampled_from(["de", "es", "zh", "he", "fi"]),
)
def test_every_quotation_lies_in_the_text(text: str, language: str) -> None:
    for f in found(text, language):
        assert 0 <= f.start < f.end <= len(text)
        assert text[f.start : f.end].strip() == text[f.start : f.end]


@pytest.mark.parametrize(
    "unit",
    [
        "„Aa bb cc.“ ",
        "«Aa», dijo Bb Cc. ",
        "— Aa, dijo. ",
        "— Aa\n",
        "dijo ",
        "—",
        "“说”",
        "「と述べ",
        'ש"א',
        "a — ",
    ],
)
@pytest.mark.parametrize("language", ["es", "zh", "he"])
def test_hostile_repetition_is_read_to_the_end(unit: str, language: str) -> None:
    assert found(unit * (30_000 // len(unit)), language) is not None

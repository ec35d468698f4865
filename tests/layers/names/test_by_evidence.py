"""Names in languages that the model has not learnt.

What lists know and the text introduces, and nothing else.
"""

import pytest
from hypothesis import given

from app.layers.base import Doc, Finding
from app.layers.entities import KINDS, LAYER
from tests.layers.german_nouns import COMPOUNDS, WITH_GENDERS, sentences
from tests.layers.naming import HOSTILE, found, kinds, names
from tests.layers.tongues import TEXTS


def test_none_of_two_hundred_german_nouns_is_a_name() -> None:
    assert len(WITH_GENDERS) >= 200
    text = "\n\n".join(sentences(article, noun) for article, noun in WITH_GENDERS)
    assert [text[f.start : f.end] for f in found(text, "de")] == []


def test_nor_is_any_when_it_stands_alone_in_a_text() -> None:
    wrong = {noun for article, noun in WITH_GENDERS if found(sentences(article, noun), "de")}
    assert wrong == set()


@pytest.mark.parametrize("words", COMPOUNDS)
def test_what_german_writes_with_capitals_is_no_name(words: str) -> None:
    text = (
        f"Es geht um {words}. {words} sind das Thema. „Wir zahlen {words}“, sagte der "
        f"Sprecher. Das kostet drei {words}."
    )
    assert kinds(text, "de") == {}


@pytest.mark.parametrize(
    ("language", "text"),
    [
        (
            "de",
            (
                "Dass der Minister Fehler einräumte, half wenig. Weil die Frau Geld verlangte, "
                "ging Herr Minister."
            ),
        ),
        (
            "de",
            (
                "„Wir bleiben“, sagte die Polizei. „Das ist gut“, sagte Mutter. Elternsprecherin "
                "und Hafenmeister schwiegen."
            ),
        ),
        (
            "de",
            (
                "Später sagte die Sprecherin Reportern: „Wir bleiben hier.“ Eine Rose, ein Mark "
                "Strafe, viele Frauen Arbeit."
            ),
        ),
        (
            "fr",
            (
                "Elle a répondu : « Nous restons ici. » Le Monde change, et Nice matin s'éveille. "
                "Mon Dieu, dit le Conseil."
            ),
        ),
        (
            "es",
            (
                "Ella dijo: «Nos quedamos aquí». Victoria pírrica. Santiago y cierra. Semana "
                "Santa y Año Nuevo son fiestas."
            ),
        ),
        (
            "it",
            (
                "Lei ha detto: «Restiamo qui». Natale e Pasqua sono feste. Il Consiglio, dice il "
                "Presidente, resta."
            ),
        ),
        (
            "nl",
            (
                "Zij zei: „Wij blijven hier.” Kerst en Pasen zijn feesten. De Raad, zegt de "
                "Voorzitter, blijft."
            ),
        ),
        (
            "pt",
            (
                "Ela disse: “Ficamos aqui.” O Natal é uma festa. Vitória difícil. O Porto seguro "
                "fica longe."
            ),
        ),
        (
            "ru",
            (
                "Она сказала: «Мы остаёмся здесь». Новый год и Рождество — праздники. Совет, "
                "говорит Председатель, остаётся."
            ),
        ),
        (
            "pl",
            (
                "Rybak powiedział: „Zostajemy tutaj”. Nowy Rok i Wielkanoc to święta. Rada, mówi "
                "Prezes, zostaje."
            ),
        ),
    ],
)
def test_what_nothing_introduces_is_no_name(language: str, text: str) -> None:
    assert kinds(text, language) == {}


@pytest.mark.parametrize(
    ("language", "text", "name", "kind"),
    [
        ("de", "Das Boot fuhr nach Portugal und Hamburg.", "Portugal", "place"),
        ("de", "Das Boot fuhr nach Portugal und Hamburg.", "Hamburg", "place"),
        ("de", "Die EU und die NATO tagten.", "NATO", "organization"),
        ("de", "Gestern kam Herr Brandvik an Bord.", "Brandvik", "person"),
        ("de", "Dort traf man Frau Dr. Eva Holt.", "Eva Holt", "person"),
        ("de", "Dort traf man Peter Brandvik im Hafen.", "Peter Brandvik", "person"),
        ("de", "„Wir fahren“, sagte Hafenmeister Ole Tarn.", "Ole Tarn", "person"),
        ("fr", "On y a vu Mme Holt et le maire.", "Holt", "person"),
        ("fr", "Le bateau est parti pour le Portugal.", "Portugal", "place"),
        ("es", "Llegó Pedro Valadares con su barco.", "Pedro Valadares", "person"),
        ("it", "Ieri è arrivato Marco Brandi con la barca.", "Marco Brandi", "person"),
        ("pt", "Ontem chegou Maria Valadão ao porto.", "Maria Valadão", "person"),
        ("sv", "I går kom Anna Brandvik till hamnen.", "Anna Brandvik", "person"),
    ],
)
def test_what_a_list_knows_or_the_text_introduces_is_a_name(
    language: str, text: str, name: str, kind: str
) -> None:
    assert kinds(text, language).get(name) == kind


def test_a_surname_is_the_person_who_was_introduced_but_not_behind_an_article() -> None:
    text = (
        "„Wir bleiben“, sagte Ole Tarn. Später ging Tarn an Bord. Ein Tarn aus Stoff deckte "
        "das Boot."
    )
    made = [(text[f.start : f.end], f.body["name"]) for f in found(text, "de")]
    assert made == [("Ole Tarn", "Ole Tarn"), ("Tarn", "Ole Tarn")]


def test_lines_in_capitals_name_nobody() -> None:
    assert kinds("UN HOMME PERDU EN MER\n\nLe bateau est rentré.", "fr") == {}


@pytest.mark.parametrize("language", sorted(TEXTS))
def test_in_short_news_only_those_who_are_named_are_names(language: str) -> None:
    for text in TEXTS[language]:
        speakers = {speaker for _, speaker in text.said if speaker}
        people = set(names(text.text, language).values())
        assert people <= {*speakers, "Anna Holt"}


@given(HOSTILE)
def test_every_mention_lies_in_the_text(text: str) -> None:
    for language in ("de", "fr", "zh", "he"):
        for f in LAYER.find(Doc.bare(text, language), {}):
            assert isinstance(f, Finding)
            assert 0 <= f.start < f.end <= len(text)
            assert f.kind in KINDS


@pytest.mark.parametrize(
    "unit",
    [
        "A ",
        "Herr ",
        "Frau Aa ",
        "Anna ",
        "von ",
        "“Aa”, sagte Bb. ",
        "— Aa, dit Bb.\n",
        "sagte ",
        "„",
        "»a« ",
    ],
)
def test_hostile_repetition_is_read_to_the_end(unit: str) -> None:
    text = unit * (40_000 // len(unit))
    for language in ("de", "fr"):
        assert all(f.end <= len(text) for f in found(text, language))

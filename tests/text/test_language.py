from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st
from py3langid.langid import MODEL_FILE, LanguageIdentifier

from app.text import language
from app.text.language import detect, direction, primary


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("The harbour master said on Tuesday that the ferry had left without its pilot.", "en"),
        ("Der Hafenmeister sagte am Dienstag, die Fähre sei ohne ihren Lotsen ausgelaufen.", "de"),
        ("Le capitaine du port a déclaré mardi que le ferry était parti sans son pilote.", "fr"),
        ("Начальник порта сказал во вторник, что паром вышел в море без лоцмана на борту.", "ru"),
    ],
)
def test_a_sentence_tells_its_language(text: str, language: str) -> None:
    assert detect(text) == language


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("我们绝对不会卖掉这个港口，”李明说。", "zh"),
        ("港口明天开放。", "zh"),
        ("港は明日開きます。", "ja"),
        ("항구는 내일 열린다.", "ko"),
        ("הנמל ייפתח מחר.", "he"),
        ("Το λιμάνι ανοίγει.", "el"),
        ("ท่าเรือเปิดพรุ่งนี้", "th"),
        ("الميناء مغلق غدا", "ar"),
        ("პორტი ხვალ გაიხსნება.", "ka"),
    ],
)
def test_a_script_of_one_language_tells_it_in_a_few_letters(text: str, language: str) -> None:
    assert detect(text) == language


@pytest.mark.parametrize(
    "text", ["港口开放。", "Kerra 港口开", "بندر فردا باز شد", "の品牌奶茶", "Порт открыт"]
)
def test_a_few_letters_of_a_script_of_many_languages_tell_none(text: str) -> None:
    assert detect(text) == "und"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Yes.",
        "12 34 56 78 90 12 34 56",
        "Kerra Vaal Tolm Isk",
        "x1 y2 z3 q4 w5 e6 r7 t8 u9 i0 o1 p2 a3 s4 d5 f6 g7",
    ],
)
def test_too_little_to_tell_is_undetermined(text: str) -> None:
    assert detect(text) == "und"


@pytest.mark.parametrize(
    ("tag", "subtag"),
    [
        ("en-GB", "en"),
        ("EN_us", "en"),
        ("zh-Hant-TW", "zh"),
        (" de ", "de"),
        ("und", None),
        ("", None),
        (None, None),
        ("english", None),
        ("x", None),
    ],
)
def test_the_primary_subtag_of_a_declared_language(tag: str | None, subtag: str | None) -> None:
    assert primary(tag) == subtag


@pytest.mark.parametrize(
    ("tag", "text", "wanted"),
    [
        ("ar", "AFP — قال وزير الصحة", "rtl"),
        ("ar", "", "rtl"),
        ("he-IL", "IBM", "rtl"),
        ("en", "محمد said so", "ltr"),
        ("und", "AFP — قال وزير الصحة إن السور سيرفع", "rtl"),
        ("und", "محمد صلاح plays for another club from Monday on", "ltr"),
        (None, "12:30 — 14", "auto"),
        (None, "", "auto"),
        ("ku", "Hewlêr paytexta herêmê ye", "ltr"),
        ("ku", "هەولێر پایتەختی هەرێمە", "rtl"),
        ("pa", "ਕੰਧ ਉੱਚੀ ਕੀتی", "ltr"),
        ("dv", "", "rtl"),
    ],
)
def test_the_direction_is_that_of_the_language_and_not_of_the_first_letter(
    tag: str | None, text: str, wanted: str
) -> None:
    assert direction(tag, text) == wanted


@cache
def of_the_package() -> LanguageIdentifier:
    return LanguageIdentifier.from_pickled_model(MODEL_FILE, norm_probs=True)


@given(st.text(max_size=300))
def test_the_identifier_answers_as_the_package_does(text: str) -> None:
    identifier = language._identifier()
    assert (identifier.instance2fv(text) == of_the_package().instance2fv(text)).all()
    code, sure = identifier.classify(text)
    expected, expected_sure = of_the_package().classify(text)
    assert abs(float(sure) - float(expected_sure)) < 0.01
    assert code == expected or float(sure) < 0.51

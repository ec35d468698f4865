"""A source that declares another language than its text is in."""

import json

import pytest

from app.cli.annotation_lines import annotate_line
from app.layers.base import Doc
from app.layers.language_of_record import doubt
from app.text.language import believed, contradicting, detect, direction, is_latin, primary
from app.text.spans import one_paragraph_a_gap
from tests.layers.tongues import TEXTS

ENGLISH = (
    "The harbour master said on Tuesday that the ferry had left without its pilot. Nobody was "
    "hurt when it touched the mole, but the "
    "council wants to know why the bridge was empty at that hour.\n\nA report is to be "
    "published in the spring."
)


@pytest.mark.parametrize("language", sorted(set(TEXTS) - {"en"}))
def test_a_text_in_another_language_than_the_declared_one_is_a_doubt_and_is_read_as_what_it_is(
    language: str,
) -> None:
    text = "\n\n".join(one.text for one in TEXTS[language])
    other = contradicting("en-GB", text)
    assert other is not None
    assert other == language or (other, language) == (
        "nb",
        "da",
    )  # these two the detection cannot tell apart so soon
    assert believed("en-GB", text) == other
    found = doubt("en-GB", text, one_paragraph_a_gap(text))
    assert found is not None
    assert found.kind == "language"
    assert found.evidence
    assert all(span.of(text).strip() for span in found.evidence)


def test_the_message_names_both_languages_in_english() -> None:
    text = TEXTS["de"][0].text * 2
    found = doubt("en", text, one_paragraph_a_gap(text))
    assert found is not None
    assert found.message == "The source gives the language as English, but the text is in German."


@pytest.mark.parametrize("language", sorted(TEXTS))
def test_a_rightly_declared_language_is_no_doubt(language: str) -> None:
    text = "\n\n".join(one.text for one in TEXTS[language])
    assert contradicting(language, text) is None


@pytest.mark.parametrize(
    ("declared", "text"),
    [
        ("de", ENGLISH[:80]),  # too short to be sure
        ("de", ENGLISH + "\n\n" + TEXTS["de"][0].text * 3),  # in two languages
        ("xx", ENGLISH),  # no language that is known
        ("gsw", TEXTS["de"][0].text * 3),  # one that the detection does not know
        ("nb", TEXTS["da"][0].text * 3),  # one that is near
        (None, ENGLISH),
        ("", ENGLISH),
        ("de", ""),
    ],
)
def test_what_is_not_sure_is_no_doubt(declared: str | None, text: str) -> None:
    assert contradicting(declared, text) is None


def test_the_layers_tell_the_doubt_and_nothing_is_read_as_english() -> None:
    text = "\n\n".join(one.text for one in TEXTS["de"])
    told = annotate_line(
        json.dumps({"id": "1", "text": text, "language": "en"}).encode(), all_=True
    )
    assert [d["kind"] for d in told["doubts"]] == ["language"]
    assert {a["creator"].partition("@")[0] for a in told["annotations"]} == {"rules"}
    agreed = annotate_line(
        json.dumps({"id": "1", "text": ENGLISH, "language": "en"}).encode(), all_=True
    )
    assert agreed["doubts"] == []


@pytest.mark.parametrize("text", ["كتب قليلة", "הים סוער", "海很平静", "Море тихое"])
def test_a_few_words_in_letters_that_the_model_never_saw_are_not_read(text: str) -> None:
    assert not is_latin(text)
    assert Doc.bare(text, detect(text)).reading is None


@pytest.mark.parametrize(
    ("tag", "way"),
    [
        ("ar", "rtl"),
        ("he-IL", "rtl"),
        ("fa", "rtl"),
        ("de", "ltr"),
        ("en_GB", "ltr"),
        ("und", "auto"),
        (None, "auto"),
    ],
)
def test_the_direction_of_a_language(tag: str | None, way: str) -> None:
    assert direction(tag) == way


def test_a_declared_language_that_says_nothing_leaves_it_to_the_text() -> None:
    assert primary("und") is None
    assert believed("und", ENGLISH) == "en"

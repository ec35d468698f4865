"""Reporting clauses beside direct speech in other languages than English."""

import pytest

from app.engines.reporting.reporting_clauses import Clause, before, behind


def parts(text: str, clause: Clause | None) -> tuple[str, str | None, str | None, bool] | None:
    """The verb, the words for the speaker, the name in them, and whether the clause is beside."""
    if clause is None:
        return None
    source = clause.source.of(text) if clause.source else None
    name = clause.name.of(text) if clause.name else None
    return clause.cue.of(text), source, name, clause.beside


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("de", "|, sagte Hagen.", ("sagte", "Hagen", "Hagen", True)),
        (
            "de",
            "|, sagte Umweltministerin Ida Hagen.",
            ("sagte", "Umweltministerin Ida Hagen", "Ida Hagen", True),
        ),
        ("de", "|, sagte Frau Hagen am Montag.", ("sagte", "Frau Hagen", "Hagen", True)),
        ("de", "|, sagte der Hagen.", ("sagte", None, None, True)),
        ("de", "|, sagte die Polizei.", ("sagte", None, None, True)),
        ("de", "|, sagte Vater.", ("sagte", None, None, True)),
        ("de", "|, sagte Regierung.", ("sagte", None, None, True)),
        ("de", "|, sagte Finnland.", ("sagte", None, None, True)),
        (
            "fr",
            "|, a déclaré le maire Jean Brell.",
            ("a déclaré", "maire Jean Brell", "Jean Brell", True),
        ),
        ("fr", "|, dit-il.", ("dit-il", None, None, True)),
        ("es", "| — dijo Juan Brell.", ("dijo", "Juan Brell", "Juan Brell", True)),
        ("el", "|, είπε ο Γιώργος Μαρίνος.", ("είπε", "Γιώργος Μαρίνος", "Γιώργος Μαρίνος", True)),
        ("fi", "|, Ida Holtti sanoo.", ("sanoo", "Ida Holtti", "Ida Holtti", True)),
        ("fi", "|, hän sanoo.", ("sanoo", None, None, True)),
        ("fi", "| Holtti sanoo.", None),
        ("de", "|, meinetwegen.", None),
        ("en", "|, said Hale.", None),
        ("zh", "|，他说。", ("说", None, None, True)),
        ("ja", "|と述べた。", ("述べ", None, None, True)),
        ("ja", "|を聞いて述べた。", ("述べ", None, None, False)),
        ("ar", "| وقال الوزير", ("وقال", None, None, True)),
        ("ar", "|. قال الوزير", None),
    ],
)
def test_the_clause_behind_a_quotation(
    language: str, text: str, expected: tuple[str, str | None, str | None, bool] | None
) -> None:
    at = text.index("|") + 1
    assert parts(text, behind(text, at, len(text), language)) == expected


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("de", "Ida Hagen sagte: |", ("sagte", "Ida Hagen", "Ida Hagen", True)),
        ("de", "Es regnete. Ida Hagen sagte: |", ("sagte", "Ida Hagen", "Ida Hagen", True)),
        ("de", "Hagen sagte: |", ("sagte", "Hagen", None, True)),
        ("de", "Gestern sagte Ida Hagen: |", ("sagte", "Ida Hagen", "Ida Hagen", True)),
        ("de", "Hagen sagte gestern |", ("sagte", None, None, False)),
        ("de", "Hagen sagte gestern: |", ("sagte", None, None, True)),
        ("de", "Im Hafen von gestern sagte: |", ("sagte", None, None, True)),
        ("de", "Hagen sagte es. Dann kam er: |", None),
        ("fr", "Le maire Jean Brell a dit: |", ("a dit", "maire Jean Brell", "Jean Brell", True)),
        ("zh", "他说：|", ("说", None, None, True)),
        ("zh", "他说今天很好|", ("说", None, None, False)),
        ("ja", "述べ：|", None),
        ("xx", "Hagen sagte: |", None),
    ],
)
def test_the_clause_before_a_quotation(
    language: str, text: str, expected: tuple[str, str | None, str | None, bool] | None
) -> None:
    at = text.index("|")
    assert parts(text, before(text, 0, at, language)) == expected


def test_a_clause_behind_ends_with_the_name_and_one_before_at_the_quotation() -> None:
    text = "|, sagte Ida Hagen gestern."
    clause = behind(text, 1, len(text), "de")
    assert clause is not None
    assert text[: clause.end].endswith("Ida Hagen")
    text = "Ida Hagen sagte: "
    clause = before(text, 0, len(text), "de")
    assert clause is not None
    assert clause.end == len(text)

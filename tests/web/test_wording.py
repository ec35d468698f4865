"""Dates, months, doubts and errors in the language of a page; sentences are those that are made."""

import ast
import json
import re
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from app.bulk_import.awaited import NOT_ONE_ARTICLE
from app.fetch.failures import NotFoundThere
from app.reading.charts import bar_chart
from app.web import doubt_sentences, error_sentences, wording
from tests.web.asking import add
from tests.web.conftest import TEXT

APP = Path(__file__).parents[2] / "app"
LISTS = {APP / "web/doubt_sentences.py", APP / "web/error_sentences.py"}
COMPOSED = {"The page says that", "A subscription offer says that"}
"""Beginnings that are put before the rest of a sentence."""
FETCH = "Could not fetch {}: "


def skeleton(node: ast.expr) -> str | None:
    """A string of the program with `{}` in place of each value."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return re.sub(r"\{[^{}]*\}", "{}", node.value)
    if isinstance(node, ast.JoinedStr):
        parts = (p.value if isinstance(p, ast.Constant) else "{}" for p in node.values)
        return "".join(map(str, parts))
    return None


@pytest.fixture(scope="module")
def strings() -> set[str]:
    """Every string of the program, outside of the lists of sentences."""
    found: set[str] = set()
    for path in set(APP.rglob("*.py")) - LISTS:
        nodes = ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        found |= {s for n in nodes if isinstance(n, ast.expr) and (s := skeleton(n))}
    return found


@pytest.mark.parametrize("listed", [doubt_sentences.SENTENCES, error_sentences.SENTENCES])
def test_every_sentence_is_one_that_the_program_writes(
    strings: set[str], listed: tuple[str, ...]
) -> None:
    for sentence in listed:
        bare = re.sub(r"%\(\w+\)s", "{}", sentence)
        for beginning in COMPOSED:
            if bare.startswith(beginning):
                assert beginning in strings
                bare = "{}" + bare.removeprefix(beginning)
        if bare.startswith(FETCH):
            assert f"{FETCH}{{}}." in strings
            bare = bare.removeprefix(FETCH).removesuffix(".")  # the reason is a clause
        assert bare in strings, sentence


@pytest.mark.parametrize(
    ("value", "english", "german"),
    [
        ("2031-03-14", "14 March 2031", "14. März 2031"),
        ("2031-03", "March 2031", "März 2031"),
        ("2031", "2031", "2031"),
        ("2031-W10", "the week of 3 March 2031", "die Woche vom 3. März 2031"),
        ("PRESENT_REF", None, None),
        (None, None, None),
    ],
)
def test_dates_are_written_as_the_language_writes_them(
    value: str | None, english: str | None, german: str | None
) -> None:
    assert wording.moment(value) == english
    assert wording.moment(value, "de") == german


def test_bars_of_months_have_the_language_and_years_are_numbers() -> None:
    months = bar_chart([("2030-12", 1, 1, 0), ("2031-03", 2, 1, 0)])
    years = bar_chart([("2019-12", 1, 1, 0), ("2031-03", 2, 1, 0)])
    assert months
    assert years
    assert wording.period(months.bars[-1].period) == "March 2031"
    assert wording.period(months.bars[-1].period, "de") == "März 2031"
    assert wording.period(years.bars[-1].period, "de") == "2031"


def test_a_doubt_is_said_in_german_with_its_values() -> None:
    message = "The text mentions May 2030 as past, but the source gives the date 14 March 2024."
    assert wording.doubt(message) == message
    assert wording.doubt(message, "de") == (
        "Der Text nennt May 2030 als vergangen, aber die Quelle gibt das Datum 14. März 2024 an."
    )
    message = "The source gives the language as English, but the text is in German."
    assert wording.doubt(message, "de").endswith(
        "als Sprache Englisch an, aber der Text ist auf Deutsch."
    )
    assert wording.doubt("Something else.", "de") == "Something else."


def test_errors_are_said_in_the_language_of_the_page(client: TestClient) -> None:
    assert "Unter dieser Adresse gibt es nichts." in client.get("/de/nowhere").text
    assert "There is nothing at this address." in client.get("/nowhere").text
    refused = client.post("/de/import", data={"text": TEXT}).text
    assert "Das kann nur die Redaktion." in refused
    assert 'href="/de/signin"' in refused


def test_a_card_and_a_chart_in_german_have_german_months(
    client: TestClient, editor: TestClient
) -> None:
    first = add(editor, TEXT, published="2031-03-02", source_url="https://a.example/1")
    add(editor, TEXT + " It rained.", published="2031-05-02", source_url="https://a.example/2")
    marks = client.get(f"/api/articles/{first}/annotations").json()["items"]
    shown = [client.get(f"/de/cards/{mark['id'].rsplit('/', 1)[1]}").text for mark in marks]
    charts = re.findall(r'<svg class="bars".*?</svg>', "".join(shown), re.DOTALL)
    assert charts
    assert all("März 2031" in chart and "March" not in chart for chart in charts)
    assert "2. März 2031" in "".join(shown)


@pytest.mark.parametrize(
    ("message", "german"),
    [
        (
            NotFoundThere("https://a.example", "its server answered 404 Not Found").message,
            "https://a.example konnte nicht abgerufen werden: Der Server antwortete 404 Not Found.",
        ),
        (NOT_ONE_ARTICLE, "Diese Adresse führt nicht zu genau einem Artikel."),
    ],
)
def test_errors_of_addresses_and_feeds_are_said_in_german(message: str, german: str) -> None:
    assert wording.error(message) == message
    assert wording.error(message, "de") == german


def test_parts_that_are_not_articles_are_named_in_the_language_of_the_page(
    editor: TestClient,
) -> None:
    item = {"pubStatus": "withheld", "headline": "A", "body_text": "B"}
    opml = b'<opml version="2.0"><body><outline xmlUrl="https://a.example/feed"/></body></opml>'
    news = json.dumps({"uri": "x:1", "versioncreated": "2031-05-02"} | item).encode()
    files = [("files", ("feeds.opml", opml)), ("files", ("item.json", news))]
    shown = editor.post("/de/import", files=files).text
    assert "auch importiert: Abonnements (1)" in shown
    assert "zurückgehaltene oder zurückgezogene Meldungen (1)" in shown

"""The card and panel of a date: what it was counted from, or why it has no value."""

from html import unescape
from typing import Any

import pytest
from starlette.testclient import TestClient

from tests.web.asking import add

AGAINST_ITS_DATE = "The mole of Orle was rebuilt in May 2034. It reopened on Friday."


def marked(client: TestClient, article: int, words: str) -> str:
    """The id of the date annotation on these words."""
    items = client.get(f"/api/articles/{article}/annotations?layer=date").json()["items"]
    found = next(
        i for i in items if any(selector.get("exact") == words for selector in _selectors(i))
    )
    return str(found["id"]).rsplit("/", 1)[1]


def _selectors(item: dict[str, Any]) -> list[dict[str, Any]]:
    selector = item["target"]["selector"]
    return selector if isinstance(selector, list) else [selector]


def told(client: TestClient, article: int, words: str) -> list[str]:
    """The card and the panel of the date on these words."""
    mark = marked(client, article, words)
    return [unescape(client.get(f"/{kind}/{mark}").text) for kind in ("cards", "panels/annotation")]


def test_a_doubted_date_is_said_to_be_doubtful_and_not_missing(editor: TestClient) -> None:
    article = add(editor, AGAINST_ITS_DATE, published="2029-07-11")
    for text in told(editor, article, "Friday"):
        assert (
            "“Friday” is relative to the article’s date, which is doubtful, so it is not resolved"
            in text
        )
        assert "declares no date" not in text
        assert "Confidence" not in text


def test_an_explicit_date_keeps_its_value_in_a_doubted_article(editor: TestClient) -> None:
    article = add(editor, AGAINST_ITS_DATE, published="2029-07-11")
    for text in told(editor, article, "May 2034"):
        assert "as written" in text
        assert "2034-05" in text


def test_without_a_date_it_is_said_that_there_is_none(editor: TestClient) -> None:
    article = add(editor, "The mole of Orle reopened on Friday.")
    for text in told(editor, article, "Friday"):
        assert "the article has none, so it is not resolved" in text


@pytest.mark.parametrize(
    ("text", "words", "said"),
    [
        ("The mole reopened on Friday.", "Friday", "relative to the article’s date, 11 July 2029"),
        (
            "It was closed in 2016. The next year, the town reopened it.",
            "The next year",
            "relative to 2016 earlier in the text",
        ),
        ("It was recently painted.", "recently", "is not an exact time"),
        ("The concert planned for Saturday was cancelled.", "Saturday", "may be past or future"),
        (
            "It was closed in May 2016. Two days later, the town reopened it.",
            "Two days later",
            "a time that the text does not state precisely",
        ),
    ],
)
def test_a_card_says_what_a_date_is_relative_to(
    editor: TestClient, text: str, words: str, said: str
) -> None:
    article = add(editor, text, published="2029-07-11")
    for shown in told(editor, article, words):
        assert said in shown

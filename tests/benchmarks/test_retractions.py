"""The benchmark of retractions tells right from wrong and refuses an empty question."""

import json
from pathlib import Path
from typing import Any

import pytest

from benchmarks.retractions import answered, main

TEXT = (
    "Mara Holt, the mayor of Kolmsund, said the quay would stay closed until May 2031.\n\n"
    "“Nobody will sail before the spring,” Holt said. “That is all that I can promise you today.”"
)
ARTICLE = "quay.txt"


def folder(at: Path, *questions: dict[str, Any]) -> Path:
    (at / ARTICLE).write_text(TEXT, encoding="utf-8")
    numbered = [{"number": 1, "article": ARTICLE} | q for q in questions]
    (at / "questions.jsonl").write_text(
        "\n".join(json.dumps(q) for q in numbered), encoding="utf-8"
    )
    return at


def test_a_question_of_each_sort_is_answered_by_what_is_drawn(tmp_path: Path) -> None:
    asked: list[tuple[dict[str, Any], bool]] = [
        ({"ask": "speaker", "at": "Nobody will sail", "want": "Mara Holt"}, True),
        ({"ask": "speaker", "at": "Nobody will sail", "not": ["Holt"]}, False),
        ({"ask": "speaker", "at": "Nobody will sail", "want": None}, False),
        ({"ask": "quoted", "at": "Nobody will sail before the spring", "want": True}, True),
        ({"ask": "quoted", "at": "the mayor of Kolmsund", "want": True}, False),
        ({"ask": "type", "at": "Nobody will sail", "want": ["direct"]}, True),
        ({"ask": "name", "at": "Mara Holt", "want": "person"}, True),
        ({"ask": "name", "at": "quay", "want": "place"}, False),
        ({"ask": "name", "at": "quay", "want": None}, True),
        ({"ask": "chain", "at": "Holt", "want": "Mara Holt"}, True),
        ({"ask": "date", "at": "May 2031", "want": ["2031-05"]}, True),
        ({"ask": "date", "at": "May 2031", "want": [None]}, False),
        ({"ask": "doubt", "want": "date"}, False),
        ({"ask": "one", "names": ["Mara Holt", "Holt"]}, True),
        ({"ask": "two", "names": ["Mara Holt", "Holt"]}, False),
        (
            {
                "ask": "page",
                "path": "/articles/{id}",
                "want": ["Nobody will sail"],
                "not": ["Kiel"],
            },
            True,
        ),
        (
            {"ask": "page", "path": "/entities/{entity}", "entity": "Holt", "not": ["Mara Holt"]},
            False,
        ),
        (
            {
                "ask": "page",
                "path": "/cards/{annotation}",
                "at": "Nobody",
                "layer": "quotation",
                "want": ["Mara Holt"],
            },
            True,
        ),
    ]
    told = answered(folder(tmp_path, *(q for q, _ in asked)))
    assert [right for _, right in told] == [right for _, right in asked]


def test_the_exit_status_says_whether_every_answer_is_right(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    right, wrong = (
        {"ask": "name", "at": "Mara Holt", "want": "person"},
        {"ask": "name", "at": "Mara Holt", "want": "place"},
    )
    assert main([str(folder(tmp_path, right))]) == 0
    assert main([str(folder(tmp_path, right, wrong)), "--json"]) == 1
    assert [json.loads(line)["right"] for line in capsys.readouterr().out.splitlines()[-2:]] == [
        True,
        False,
    ]


@pytest.mark.parametrize(
    "question",
    [
        {"ask": "speaker", "at": "words that are not there"},
        {"ask": "something else", "at": "Holt"},
        {"ask": "name", "article": "missing.txt", "at": "Holt", "want": None},
        {"ask": "page", "path": "/cards/{annotation}", "at": "the mayor of", "layer": "claim"},
    ],
)
def test_a_question_that_cannot_be_asked_is_named(
    question: dict[str, Any], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([str(folder(tmp_path, question))]) == 2
    assert json.dumps(question["ask"]) in capsys.readouterr().err

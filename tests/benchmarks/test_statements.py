"""The benchmark of statements counts marks on nothing, found statements and right speakers."""

import json
from pathlib import Path
from typing import Any

import pytest

from benchmarks.statements import Counts, Marked, count, main

TEXT = "“Nobody will sail,” Mara Holt said. The quay is shut. Tom Reef said that it was late."


def statement(words: str, *speakers: str, worth: str = "yes") -> dict[str, Any]:
    start = TEXT.index(words)
    return {
        "start": start,
        "end": start + len(words),
        "exact": words,
        "speakers": list(speakers),
        "worth": worth,
    }


def quotation(
    words: str, speaker: str | None, sure: float = 0.9, shown: str | None = "some"
) -> dict[str, Any]:
    start = TEXT.index(words)
    body = {"speaker": speaker, "named": True, "speaker_confidence": sure}
    return {
        "start": start,
        "end": start + len(words),
        "exact": words,
        "confidence": sure,
        "shown": shown,
        "body": body,
    }


READER = [statement("Nobody will sail", "Mara Holt"), statement("it was late", "Tom Reef")]


@pytest.mark.parametrize(
    ("quotations", "counted"),
    [
        (
            [quotation("Nobody will sail", "Holt"), quotation("that it was late", "Tom Reef")],
            Counts(2, 0, 2, 2, 2, 2, 0),
        ),
        ([quotation("Nobody will sail", "Tom Reef")], Counts(1, 0, 2, 1, 0, 1, 1)),
        ([quotation("The quay is shut", None)], Counts(1, 1, 2, 0, 0, 0, 0)),
        ([quotation("The quay is shut", "Mara Holt", sure=0.5)], Counts(1, 1, 2, 0, 0, 0, 0)),
        ([quotation("Nobody will sail", "Mara Holt", shown="all")], Counts(0, 0, 2, 0, 0, 0, 0)),
    ],
)
def test_what_is_drawn_is_counted_beside_what_the_reader_marked(
    quotations: list[dict[str, Any]], counted: Counts
) -> None:
    assert count([Marked("a", TEXT, READER, quotations)], None) == counted


def test_what_editors_disagree_on_is_neither_missed_nor_nothing() -> None:
    marginal = [statement("The quay is shut", "Mara Holt", worth="marginal")]
    assert count([Marked("a", TEXT, marginal, [])], None) == Counts(0, 0, 0, 0, 0, 0, 0)
    assert count(
        [Marked("a", TEXT, marginal, [quotation("The quay is shut", "Mara Holt")])], None
    ) == Counts(1, 0, 0, 0, 0, 1, 0)


def test_a_bar_is_a_confidence_whatever_the_page_draws() -> None:
    article = Marked(
        "a", TEXT, READER, [quotation("Nobody will sail", "Mara Holt", sure=0.55, shown=None)]
    )
    assert (
        count([article], 0.5).marks,
        count([article], 0.6).marks,
        count([article], None).marks,
    ) == (1, 0, 0)


def test_words_that_are_not_those_of_the_text_are_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    wrong = {**READER[0], "start": READER[0]["start"] + 1}
    (tmp_path / "a.json").write_text(json.dumps({"statements": [wrong]}), encoding="utf-8")
    assert main([str(tmp_path)]) == 2
    assert "a.json" in capsys.readouterr().err

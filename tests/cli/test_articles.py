"""`gloss extract`: one file as JSON, or a line for each line in."""

import json
from pathlib import Path

import pytest

from app.cli.extraction import extract_line
from app.settings import Settings
from tests.cli.running import TEXT, gloss_here, lines

pytestmark = pytest.mark.slow  # whole commands, each with its own library


def test_extract_prints_the_draft_and_stores_nothing(tmp_path: Path) -> None:
    file = tmp_path / "petrel.txt"
    file.write_text(TEXT)
    run = gloss_here(tmp_path, "extract", str(file))
    assert run.returncode == 0, run.stderr
    draft = json.loads(run.stdout)
    assert draft["title"] is None
    assert draft["declared_date"] == {"value": "2031-05-06", "provenance": "header"}
    assert draft["text"].startswith("The ferry Petrel")
    assert (
        "\n\n".join(draft["text"][b["start"] : b["end"]] for b in draft["blocks"]) == draft["text"]
    )
    assert draft["language"] == "en"
    assert not (tmp_path / "data").exists()


def test_a_consent_notice_does_not_replace_an_article_unasked(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    header = "---\nurl: https://elm-press.example/petrel\n---\n"
    page.write_text(header + TEXT.partition(" The ferry")[2])
    assert gloss_here(tmp_path, "import", str(page)).returncode == 0
    page.write_text(header + "We and our partners store information on your device.")
    asked = gloss_here(tmp_path, "import", str(page), "--json")
    assert asked.returncode == 1
    assert "“replace”" in json.loads(asked.stdout)["failed"][0]["message"]
    replaced = gloss_here(tmp_path, "import", str(page), "--replace", "--json")
    assert replaced.returncode == 0
    assert json.loads(replaced.stdout)["items"][0]["revision"] == 2


def test_a_document_is_refused_by_name_by_both_commands(tmp_path: Path) -> None:
    document = tmp_path / "letter.txt"
    document.write_text(r"{\rtf1\ansi\deff0 {\fonttbl {\f0 Times;}}\f0 The council voted.\par}")
    for command in ("import", "extract"):
        run = gloss_here(tmp_path, command, str(document))
        assert run.returncode == 1
        assert b"This is a rich text document (RTF)" in run.stderr
        assert not run.stdout


def asked(*requests: object) -> bytes:
    """Lines of standard input."""
    return b"".join(json.dumps(request).encode() + b"\n" for request in requests)


def test_each_line_is_answered_in_order_and_a_bad_one_stops_nothing(tmp_path: Path) -> None:
    good, empty = tmp_path / "petrel.txt", tmp_path / "empty.txt"
    good.write_text(TEXT)
    empty.touch()
    given = asked(
        {"id": 1, "path": str(good)},
        {"id": "two", "path": str(tmp_path / "none.txt")},
        {"id": 3, "path": str(empty)},
        {"id": [4], "path": str(good), "url": "https://ostra.example/petrel?utm_source=x"},
        {"id": 5},
        {"id": 6, "path": str(good), "url": "ftp://ostra.example/"},
        {"id": 7, "path": "-"},
        ["no object"],
    )
    given += b"{\n\n" + b'{"id": NaN, "path": "x"}\n' + b"[" * 100_000 + b"\n\xff\n"
    for workers in ("1", "2"):
        run = gloss_here(tmp_path, "extract", "--stdin", "--workers", workers, given=given)
        assert run.returncode == 1
        answers = lines(run)
        ids = [1, "two", 3, [4], 5, 6, 7, None, None, None, None, None]
        assert [answer["id"] for answer in answers] == ids
        drafts = [answer for answer in answers if "error" not in answer]
        assert [draft["id"] for draft in drafts] == [1, [4]]
        assert [draft["source_url"] for draft in drafts] == [None, "https://ostra.example/petrel"]
        assert all(draft["text"] == drafts[0]["text"] for draft in drafts)
        assert not (tmp_path / "data").exists()


def test_the_days_of_a_long_text_are_read_in_its_beginning_and_a_doubt_says_so(
    tmp_path: Path,
) -> None:
    file = tmp_path / "long.txt"
    file.write_text("date 2017-03-02 The Petrel sailed.\n\nIt sank on 14 May 2022.\n")
    settings = Settings(data=tmp_path, annotate_max_words=6)
    answer = extract_line(asked({"path": str(file)}), settings=settings)
    assert [doubt["kind"] for doubt in answer["doubts"]] == ["annotated-part"]


def test_the_doubts_of_the_layers_are_among_those_of_each_line(tmp_path: Path) -> None:
    file = tmp_path / "old.txt"
    file.write_text(
        "date 2017-03-02 The ferry Petrel sank off Sund on 14 May 2022. Captain Ella Thorne said "
        "in June 2022 that nobody was hurt, and the board met in August 2022 to hear of it.\n"
    )
    (answer,) = lines(gloss_here(tmp_path, "extract", "--stdin", given=asked({"path": str(file)})))
    assert [doubt["kind"] for doubt in answer["doubts"]] == ["date-of-record"]  # type: ignore[attr-defined]


def test_a_file_or_standard_input_is_asked_for_but_not_both(tmp_path: Path) -> None:
    assert gloss_here(tmp_path, "extract").returncode == 2
    assert gloss_here(tmp_path, "extract", "a.txt", "--stdin").returncode == 2

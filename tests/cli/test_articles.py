"""`gloss import` and `gloss extract`: articles from files, folders and standard input."""

import json
from pathlib import Path

import pytest

from tests.cli.running import TEXT, gloss, lines

pytestmark = pytest.mark.slow  # each test starts processes


def test_an_article_is_imported_once_wherever_its_file_lies(tmp_path: Path) -> None:
    file = tmp_path / "petrel.txt"
    file.write_text(TEXT)
    first = gloss(tmp_path, "import", str(file), "--json")
    assert first.returncode == 0, first.stderr
    stored = lines(first)[0]
    assert stored["created"] is True
    assert stored["error"] is None
    again = lines(gloss(tmp_path, "import", str(file), "--json"))[0]
    assert again["created"] is False
    assert again["id"] == stored["id"]
    moved = tmp_path / "elsewhere.txt"
    file.rename(moved)
    assert lines(gloss(tmp_path, "import", str(moved), "--json"))[0]["id"] == stored["id"]


def test_a_bad_item_is_named_and_stops_no_other(tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "a.txt").write_bytes(b"")
    (folder / "b.txt").write_text(TEXT)
    (folder / "c.bin").write_bytes(bytes(range(256)) * 10)
    run = gloss(
        tmp_path,
        "import",
        str(folder),
        str(tmp_path / "missing.txt"),
        "http://127.0.0.1:9/x",
        "--json",
    )
    assert run.returncode == 1
    errors = {str(item["item"]): str(item["error"] or "") for item in lines(run)}
    assert len(errors) == 5
    assert [name for name, error in errors.items() if not error] == [str(folder / "b.txt")]
    assert "Cannot read" in errors[str(tmp_path / "missing.txt")]


def test_standard_input_is_an_item(tmp_path: Path) -> None:
    run = gloss(tmp_path, "import", "-", "--format", "text", "--json", given=TEXT.encode())
    assert run.returncode == 0
    assert lines(run)[0]["item"] == "-"


def test_extract_prints_the_draft_and_stores_nothing(tmp_path: Path) -> None:
    file = tmp_path / "petrel.txt"
    file.write_text(TEXT)
    run = gloss(tmp_path, "extract", str(file))
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


def test_a_folder_is_imported_without_hidden_files_and_an_empty_one_fails(tmp_path: Path) -> None:
    inside = tmp_path / ".hidden" / "in"
    inside.mkdir(parents=True)
    (inside / "a.txt").write_text(TEXT)
    (inside / ".b.txt").write_text(TEXT)
    (tmp_path / "empty").mkdir()
    run = gloss(tmp_path, "import", str(inside / ".." / "in"), str(tmp_path / "empty"), "--json")
    assert run.returncode == 1
    message = f"The folder {tmp_path / 'empty'} contains no files."
    assert [item["error"] for item in lines(run)] == [None, message]


def test_a_consent_notice_does_not_replace_an_article_unasked(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    header = "---\nurl: https://elm-press.example/petrel\n---\n"
    page.write_text(header + TEXT.partition(" The ferry")[2])
    assert gloss(tmp_path, "import", str(page)).returncode == 0
    page.write_text(header + "We and our partners store information on your device.")
    asked = gloss(tmp_path, "import", str(page), "--json")
    assert asked.returncode == 1
    assert "“replace”" in str(lines(asked)[0]["error"])
    replaced = gloss(tmp_path, "import", str(page), "--replace", "--json")
    assert replaced.returncode == 0
    assert lines(replaced)[0]["revision"] == 2


def test_a_feed_is_refused_by_name_by_both_commands(tmp_path: Path) -> None:
    feed = tmp_path / "feed.txt"
    feed.write_text('<?xml version="1.0"?><rss><channel><item>Words.</item></channel></rss>')
    for command in ("import", "extract"):
        run = gloss(tmp_path, command, str(feed))
        assert run.returncode == 1
        assert b"This is an RSS feed" in run.stderr
        assert not run.stdout

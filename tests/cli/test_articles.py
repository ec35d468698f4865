"""`gloss import` and `gloss extract`: articles from files, folders and standard input."""

import json
from pathlib import Path

from tests.cli.running import TEXT, gloss, lines


def test_import_stores_once_and_says_so(tmp_path: Path) -> None:
    file = tmp_path / "petrel.txt"
    file.write_text(TEXT)
    first = gloss(tmp_path, "import", str(file), "--json")
    assert first.returncode == 0, first.stderr
    told = lines(first)[0]
    assert told["created"] is True
    assert told["error"] is None
    again = lines(gloss(tmp_path, "import", str(file), "--json"))[0]
    assert again["created"] is False
    assert again["id"] == told["id"]
    file.write_text(TEXT, encoding="utf-8")
    moved = tmp_path / "elsewhere.txt"
    file.rename(moved)
    assert lines(gloss(tmp_path, "import", str(moved), "--json"))[0]["id"] == told["id"]


def test_one_bad_item_never_stops_the_rest_and_is_named(tmp_path: Path) -> None:
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
    told = {str(t["item"]): t for t in lines(run)}
    assert sum(t["error"] is None for t in told.values()) == 1
    assert len(told) == 5
    assert all(t["error"] for name, t in told.items() if not name.endswith("b.txt"))


def test_standard_input_is_an_item(tmp_path: Path) -> None:
    run = gloss(tmp_path, "import", "-", "--format", "text", "--json", given=TEXT.encode())
    assert run.returncode == 0
    assert lines(run)[0]["item"] == "-"


def test_extract_prints_the_draft_and_stores_nothing(tmp_path: Path) -> None:
    file = tmp_path / "petrel.txt"
    file.write_text(TEXT)
    run = gloss(tmp_path, "extract", str(file))
    assert run.returncode == 0, run.stderr
    told = json.loads(run.stdout)
    assert told["title"] is None
    assert told["declared_date"] == {"value": "2031-05-06", "provenance": "header"}
    assert told["text"].startswith("The ferry Petrel")
    assert "\n\n".join(told["text"][b["start"] : b["end"]] for b in told["blocks"]) == told["text"]
    assert told["language"] == "en"
    assert not (tmp_path / "data").exists()


def test_a_folder_may_be_named_by_any_path_and_an_empty_one_is_a_failure(tmp_path: Path) -> None:
    inside = tmp_path / ".hidden" / "in"
    inside.mkdir(parents=True)
    (inside / "a.txt").write_text(TEXT)
    (inside / ".b.txt").write_text(TEXT)
    (tmp_path / "empty").mkdir()
    run = gloss(tmp_path, "import", str(inside / ".." / "in"), str(tmp_path / "empty"), "--json")
    assert run.returncode == 1
    assert [told["error"] is None for told in lines(run)] == [True, False]

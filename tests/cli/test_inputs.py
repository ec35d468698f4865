"""Items of a command line: folders become their files, and a file is read up to a limit."""

import io
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

from app.cli.inputs import expand_folders, is_address, read_bytes
from app.errors import NotFound, TooLarge


def test_a_folder_becomes_its_files_by_name_without_hidden_ones(tmp_path: Path) -> None:
    for name in ("b.txt", "a/z.txt", ".hidden/c.txt", "a/.d.txt"):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.touch()
    expanded = expand_folders(["-", str(tmp_path), "https://ostra.example/a"])
    files = [str(tmp_path / "a" / "z.txt"), str(tmp_path / "b.txt")]
    assert expanded == ["-", *files, "https://ostra.example/a"]


def test_an_empty_folder_stays_an_item_that_cannot_be_read(tmp_path: Path) -> None:
    assert expand_folders([str(tmp_path)]) == [str(tmp_path)]
    with pytest.raises(NotFound, match="contains no files"):
        read_bytes(str(tmp_path), 10)


def test_a_file_over_the_limit_is_refused_and_one_at_the_limit_is_read(tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    file.write_bytes(b"0123456789")
    assert read_bytes(str(file), 10) == b"0123456789"
    with pytest.raises(TooLarge, match="larger than 9 bytes"):
        read_bytes(str(file), 9)


def test_standard_input_is_read_for_a_hyphen(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BytesIO(b"words")))
    assert read_bytes("-", 10) == b"words"


def test_an_address_is_told_apart_from_a_path_without_case() -> None:
    assert is_address("HTTPS://ostra.example")
    assert not is_address("http/notes.txt")

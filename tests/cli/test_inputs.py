"""A file that a command line names is read up to a limit, and a folder is none."""

import io
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

from app.cli.inputs import read_bytes
from app.errors import NotFound, TooLarge


def test_a_file_over_the_limit_is_refused_and_one_at_the_limit_is_read(tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    file.write_bytes(b"0123456789")
    assert read_bytes(str(file), 10) == b"0123456789"
    with pytest.raises(TooLarge, match="larger than 9 bytes"):
        read_bytes(str(file), 9)


def test_a_folder_is_not_a_file(tmp_path: Path) -> None:
    with pytest.raises(NotFound, match="Is a directory"):
        read_bytes(str(tmp_path), 10)


def test_standard_input_is_read_for_a_hyphen(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BytesIO(b"words")))
    assert read_bytes("-", 10) == b"words"

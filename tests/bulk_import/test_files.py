"""A file's bytes are read in one state, and a state that could hide a change equals no other."""

import os
import time
from pathlib import Path

import pytest

from app.bulk_import import files
from app.errors import Conflict, NotFound, TooLarge

LONG_AGO = time.time() - 3_600


def test_a_file_that_was_changed_just_now_is_never_taken_for_unchanged(tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    file.write_text("words")
    assert files.read_file(str(file), 10).state != files.state_of(str(file))


def test_a_file_at_rest_is_known_by_its_state(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "a.txt"
    file.write_text("words")
    monkeypatch.setattr(files, "_SETTLED_NS", -1)
    content = files.read_file(str(file), 10)
    assert content.data == b"words"
    assert content.state == files.state_of(str(file))
    # Another program may set the time of the content back, but not that of the entry.
    file.write_text("other")
    os.utime(file, (LONG_AGO, LONG_AGO))
    first = files.state_of(str(file))
    time.sleep(0.01)
    file.write_text("third")
    os.utime(file, (LONG_AGO, LONG_AGO))
    assert first is not None
    assert files.state_of(str(file)) != first


def test_a_file_that_is_written_while_it_is_read_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "a.txt"
    file.write_text("words")
    monkeypatch.setattr(files, "_PAUSE_SECONDS", 0)
    fstat = os.fstat
    sizes = iter(range(100))

    def growing(descriptor: int) -> os.stat_result:
        with file.open("a") as writing:
            writing.write(str(next(sizes)))
        return fstat(descriptor)

    monkeypatch.setattr(os, "fstat", growing)
    with pytest.raises(Conflict, match="being written to"):
        files.read_file(str(file), 1_000)


def test_a_file_that_cannot_be_read_is_named_with_its_reason(tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    file.write_bytes(b"0123456789")
    assert files.read_file(str(file), 10).data == b"0123456789"
    with pytest.raises(TooLarge, match="larger than 9 bytes"):
        files.read_file(str(file), 9)
    with pytest.raises(NotFound, match="No such file"):
        files.read_file(str(tmp_path / "none"), 9)
    with pytest.raises(NotFound, match="its name is not valid"):
        files.read_file("a\0b", 9)
    assert files.state_of("a\0b") is None


def test_keys_are_of_absolute_paths_and_of_addresses(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert files.key_of("a/../b.txt") == files.key_of(str(tmp_path / "b.txt"))
    assert files.key_of("b.txt") != files.key_of_address("b.txt")
    assert files.key_of("caf\udce9") != files.key_of("café")
    with pytest.raises(ValueError, match="surrogates"):
        files.key_of("\ud800")

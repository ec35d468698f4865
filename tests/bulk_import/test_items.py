"""Folders are walked file by file, whatever is in them; what cannot be read is named."""

import os
from pathlib import Path

import pytest

from app.bulk_import.items import Item, expanded, from_lines, is_address


def names(*given: str) -> list[str]:
    return [item.name for item in expanded(given)]


def test_a_folder_becomes_its_files_by_name_without_hidden_ones(tmp_path: Path) -> None:
    for name in ("b.txt", "a/z.txt", "a.txt", ".hidden/c.txt", "a/.d.txt"):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.touch()
    files = [str(tmp_path / name) for name in ("a/z.txt", "a.txt", "b.txt")]
    assert names("-", str(tmp_path), "https://ostra.example/a") == [
        "-",
        *files,
        "https://ostra.example/a",
    ]
    assert names(f"{tmp_path}/") == files


def test_a_folder_without_files_is_an_item_with_a_problem(tmp_path: Path) -> None:
    (tmp_path / "a" / "b").mkdir(parents=True)
    message = f"The folder {tmp_path} contains no files."
    assert list(expanded([str(tmp_path)])) == [Item(str(tmp_path), message)]


def test_a_folder_that_cannot_be_read_is_named_and_stops_no_other(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("a/x.txt", "locked/y.txt", "z.txt"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).touch()
    scandir = os.scandir

    def refusing(path: str | int) -> object:
        if str(path).endswith("locked"):
            raise PermissionError(13, "Permission denied")
        return scandir(path)

    monkeypatch.setattr(os, "scandir", refusing)
    locked = str(tmp_path / "locked")
    assert list(expanded([str(tmp_path)])) == [
        Item(str(tmp_path / "a" / "x.txt")),
        Item(locked, f"Cannot read {locked}: Permission denied."),
        Item(str(tmp_path / "z.txt")),
    ]


def test_links_to_folders_are_not_followed_and_broken_links_are_named(tmp_path: Path) -> None:
    (tmp_path / "a.txt").touch()
    (tmp_path / "again").symlink_to(tmp_path)
    (tmp_path / "broken.txt").symlink_to("nowhere")
    (tmp_path / "link.txt").symlink_to("a.txt")
    os.mkfifo(tmp_path / "pipe")
    assert [Path(name).name for name in names(str(tmp_path))] == [
        "a.txt",
        "broken.txt",
        "link.txt",
    ]


def test_folders_may_be_nested_more_deeply_than_calls(tmp_path: Path) -> None:
    folders = [tmp_path]
    for _ in range(1_200):
        folders.append(folders[-1] / "d")
        folders[-1].mkdir()
    file = folders[-1] / "a.txt"
    file.touch()
    try:
        assert names(str(tmp_path)) == [str(file)]
    finally:
        # Not left to others, who would call themselves for each.
        file.unlink()
        for folder in reversed(folders[1:]):
            folder.rmdir()


def test_a_name_of_any_bytes_is_an_item(tmp_path: Path) -> None:
    odd = Path(tmp_path, os.fsdecode(b"caf\xe9\x1b.txt"))
    odd.touch()
    assert names(str(tmp_path)) == [str(odd)]


def test_a_list_names_one_item_a_line() -> None:
    lines = [b"a b.txt\r\n", b"\n", b"caf\xe9\n", b"https://ostra.example/"]
    assert list(from_lines(lines)) == ["a b.txt", "caf\udce9", "https://ostra.example/"]


def test_an_address_is_told_apart_from_a_path_without_case() -> None:
    assert is_address("HTTPS://ostra.example")
    assert not is_address("http/notes.txt")

"""What an import is asked for: files, folders, web addresses, `-` for standard input.

Folders are walked while the import runs; of a folder no more than its names is in memory.
"""

import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

STDIN = "-"


@dataclass(frozen=True, slots=True)
class Item:
    """A file, an address, or standard input; with a `problem` it cannot even be looked at."""

    name: str
    problem: str | None = None


def is_address(name: str) -> bool:
    """Whether an item is a web address rather than a path."""
    return name.lower().startswith(("http://", "https://"))


def expanded(names: Iterable[str]) -> Iterator[Item]:
    """The items, each folder replaced by its files in order of their names.

    A folder without files, or one that cannot be read, is an item with a problem.
    """
    for name in names:
        if name == STDIN or is_address(name) or not Path(name).is_dir():
            yield Item(name)
        else:
            yield from _in_folder(name)


def from_lines(lines: Iterable[bytes]) -> Iterator[str]:
    """The names in a list with one item a line; empty lines are passed over."""
    for line in lines:
        name = os.fsdecode(line.strip(b"\r\n"))
        if name.strip():
            yield name


def _in_folder(folder: str) -> Iterator[Item]:
    """The files in a folder and its folders, without what is hidden."""
    is_empty = True
    for item in _walk(str(Path(folder))):
        is_empty = False
        yield item
    if is_empty:
        yield Item(folder, f"The folder {folder} contains no files.")


def _walk(folder: str) -> Iterator[Item]:
    # A stack, because folders may be nested more deeply than Python's calls.
    stack: list[tuple[str, Iterator[str]]] = []
    try:
        stack.append((folder, iter(_names(folder))))
    except OSError as error:
        yield _unreadable(folder, error)
    while stack:
        parent, names = stack[-1]
        name = next(names, None)
        if name is None:
            stack.pop()
        elif not name.endswith(os.sep):
            yield Item(os.path.join(parent, name))  # noqa: PTH118 - half the time of a Path
        else:
            path = str(Path(parent, name[:-1]))
            try:
                stack.append((path, iter(_names(path))))
            except OSError as error:
                yield _unreadable(path, error)


def _names(folder: str) -> list[str]:
    """The names in a folder, sorted; that of a folder ends with a separator.

    A link to a file is a file, and a broken one too, so that it is named. A link to a folder is
    not followed: it could lead back. Pipes and devices are left out. Raises OSError.
    """
    names = []
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.name.startswith("."):
                continue
            if entry.is_dir(follow_symlinks=False):
                names.append(entry.name + os.sep)
            elif _is_readable(entry):
                names.append(entry.name)
    return sorted(names, key=lambda name: name.removesuffix(os.sep))


def _is_readable(entry: os.DirEntry[str]) -> bool:
    if entry.is_file():
        return True
    return entry.is_symlink() and not Path(entry.path).exists()


def _unreadable(path: str, error: OSError) -> Item:
    return Item(path, f"Cannot read {path}: {error.strerror}.")

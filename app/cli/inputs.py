"""The items of a command line: web addresses, files, folders, or `-` for standard input."""

import sys
from collections.abc import Iterable
from pathlib import Path

from app.errors import NotFound, TooLarge


def is_address(item: str) -> bool:
    """Whether an item is a web address rather than a path."""
    return item.lower().startswith(("http://", "https://"))


def expand_folders(items: Iterable[str]) -> list[str]:
    """The items, each folder replaced by its files in order of their names."""
    expanded: list[str] = []
    for item in items:
        path = Path(item)
        if item != "-" and not is_address(item) and path.is_dir():
            # An empty folder stays an item, so that reading it fails and names it.
            expanded += _files(path) or [item]
        else:
            expanded.append(item)
    return expanded


def _files(folder: Path) -> list[str]:
    """The files in a folder, by name, without hidden files and folders."""
    files = (path for path in sorted(folder.rglob("*")) if path.is_file())
    return [str(path) for path in files if not _is_hidden(path.relative_to(folder))]


def _is_hidden(path: Path) -> bool:
    return any(part.startswith(".") for part in path.parts)


def read_bytes(item: str, max_bytes: int) -> bytes:
    """The bytes of a file, or of standard input for `-`. Raises NotFound, TooLarge."""
    if Path(item).is_dir():
        raise NotFound(f"The folder {item} contains no files.")
    try:
        with sys.stdin.buffer if item == "-" else Path(item).open("rb") as source:
            data = source.read(max_bytes + 1)
    except OSError as error:
        raise NotFound(f"Cannot read {item}: {error.strerror}.") from error
    if len(data) > max_bytes:
        raise TooLarge(f"{item} is larger than {max_bytes:,} bytes, the import limit.")
    return data

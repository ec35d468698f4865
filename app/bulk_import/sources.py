"""Where the items of one import are named: on the command line, in a list, in a report."""

import sys
from collections.abc import Iterator
from itertools import chain
from pathlib import Path

from app.bulk_import.failures import failed_items
from app.bulk_import.items import STDIN, Item, expanded, from_lines


class ImportSources:
    """The items of one import, as often as they are asked for."""

    def __init__(self, names: list[str], list_: str | None, report: str | None) -> None:
        """`list_` and `report` are names of files. Raises BadRequest, OSError for the report."""
        self._names = names
        self._list = list_
        # Read before anything is written: the new report may have the same name.
        self._failed = failed_items(_read(report)) if report else []

    def items(self) -> Iterator[Item]:
        """Every item, folders replaced by their files."""
        yield from expanded(chain(self._names, self._listed()))
        for item in self._failed:
            yield from [item] if item.problem else expanded([item.name])

    def count(self) -> int | None:
        """How many items there are, by walking the folders once; None where that is not possible.

        A list on standard input can be read only once.
        """
        return None if self._list == STDIN else sum(1 for _ in self.items())

    def _listed(self) -> Iterator[str]:
        if self._list == STDIN:
            yield from from_lines(sys.stdin.buffer)
        elif self._list is not None:
            with Path(self._list).open("rb") as lines:
                yield from from_lines(lines)


def _read(report: str) -> bytes:
    return sys.stdin.buffer.read() if report == STDIN else Path(report).read_bytes()

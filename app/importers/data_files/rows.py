"""The rows of a table (CSV), each with the names of its columns."""

import csv
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice

from app.errors import Unprocessable
from app.text.canonical import decode

Row = Mapping[str, str]
"""The cells of a row by the lower-case names of their columns; no cell is missing."""
DELIMITERS = (",", ";", "\t")
BAD_LINES_MAX = 20
"""Behind each of them the rest of the table is read once more."""
_CELL_MAX_CHARACTERS = 10_000_000
_NAMES_MAX_CHARACTERS = 4_000


def text_of(data: bytes) -> str:
    """The table as text, from its first row on."""
    return decode(data).lstrip("\ufeff\n")


def columns(text: str, delimiter: str) -> frozenset[str]:
    """The lower-case names in the first row; none where it is no row of a table."""
    first_line = text[:_NAMES_MAX_CHARACTERS].partition("\n")[0]
    try:
        first = next(csv.reader([first_line], delimiter=delimiter), [])
    except csv.Error:
        return frozenset()
    return frozenset(_name(cell) for cell in first)


def _name(cell: str) -> str:
    return cell.strip().lower()


def rows(text: str, delimiter: str = ",", bad_lines: list[int] | None = None) -> Iterator[Row]:
    """Every row below the names; what is missing in a row is empty.

    Lines that cannot be read, as of a cell that is never closed, are passed over and their numbers
    put into `bad_lines`. Raises Unprocessable where there are more than `BAD_LINES_MAX`.
    """
    bad = [] if bad_lines is None else bad_lines
    names: list[str] = []
    for cells in _records(text.split("\n"), delimiter, bad):
        if not names:
            names = [_name(cell) for cell in cells]
        elif any(cells):
            yield dict.fromkeys(names, "") | dict(zip(names, cells, strict=False))


def _records(lines: Sequence[str], delimiter: str, bad: list[int]) -> Iterator[Sequence[str]]:
    """The cells of each row; after a line that cannot be read it goes on with the next one."""
    csv.field_size_limit(_CELL_MAX_CHARACTERS)
    start = 0
    while start < len(lines):
        rest = (f"{line}\n" for line in islice(lines, start, None))
        reader = csv.reader(rest, delimiter=delimiter, strict=True)
        read = 0
        try:
            for cells in reader:
                read = reader.line_num
                yield cells
            return
        except csv.Error as error:
            start += read + 1
            bad.append(start)
            if len(bad) > BAD_LINES_MAX:
                raise Unprocessable(
                    f"More than {BAD_LINES_MAX} lines of the table cannot be read."
                ) from error

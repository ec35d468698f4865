"""Tables (CSV): recognised by the names of their columns, then read by the format that has them."""

import csv
import io
from collections.abc import Iterable, Iterator, Mapping
from typing import Protocol

from app.errors import Unprocessable
from app.importers.base import Part
from app.importers.other_formats import formats
from app.importers.other_formats.formats import OtherFormat
from app.text.canonical import decode
from app.translations import N_

Row = Mapping[str, str]
"""The cells of a row by the lower-case names of their columns."""
_CELL_MAX_CHARACTERS = 10_000_000


class TableFormat(Protocol):
    """One format with a row for each item. Registered in `TABLE_FORMATS`."""

    label: str

    def recognises(self, columns: frozenset[str]) -> bool:
        """Whether a table with these columns (lower case) is in this format."""
        ...

    def read(self, rows: Iterator[Row], url: str | None) -> Iterable[Part]:
        """What is in the rows; a row that is wrong is `Unreadable` and stops no other."""
        ...


TABLE_FORMATS: tuple[TableFormat, ...] = ()


class TableImporter:
    """Exports as tables."""

    name = "csv"
    label = N_("CSV export")
    suffixes: tuple[str, ...] = (".csv",)
    media_types: tuple[str, ...] = ("text/csv",)
    signatures: tuple[OtherFormat, ...] = (formats.CSV,)

    def recognises(self, head: bytes) -> bool:
        """Whether the first line names the columns of a known format."""
        return _format(_columns(decode(head).removeprefix("\ufeff"))) is not None

    def read(self, data: bytes, url: str | None = None) -> Iterable[Part]:
        """What the format with these columns finds in it. Raises Unprocessable."""
        text = decode(data).removeprefix("\ufeff")
        known = _format(_columns(text))
        if known is None:
            raise Unprocessable(f"{formats.CSV.message} Its columns are of no known format.")
        return known.read(_rows(text), url)


def _format(columns: frozenset[str]) -> TableFormat | None:
    return next((known for known in TABLE_FORMATS if known.recognises(columns)), None)


def _columns(text: str) -> frozenset[str]:
    """The lower-case names in the first row; none where it is no row of a table."""
    try:
        first = next(csv.reader(io.StringIO(text)), [])
    except csv.Error:
        return frozenset()
    return frozenset(name.strip().lower() for name in first)


def _rows(text: str) -> Iterator[Row]:
    """Every row below the names. A row that is too short has empty cells."""
    csv.field_size_limit(_CELL_MAX_CHARACTERS)
    reader = csv.reader(io.StringIO(text))
    names = [name.strip().lower() for name in next(reader, [])]
    for cells in reader:
        if cells:
            padded = [*cells, *[""] * (len(names) - len(cells))]
            yield dict(zip(names, padded, strict=False))

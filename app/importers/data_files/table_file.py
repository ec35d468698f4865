"""Tables (CSV): recognised by the names of their columns, then read by the format that has them."""

from collections.abc import Iterable, Iterator
from typing import Protocol

from app.errors import Unprocessable
from app.importers.base import Part, Unreadable
from app.importers.data_files.rows import DELIMITERS, Row, columns, rows, text_of
from app.importers.other_formats import formats
from app.importers.other_formats.formats import OtherFormat
from app.importers.services.instapaper import InstapaperTable
from app.importers.services.pocket import PocketTable
from app.importers.services.raindrop import Raindrop
from app.importers.services.readeck import ReadeckTable
from app.importers.services.reader import ReaderTable
from app.importers.services.readwise import ReadwiseTable
from app.importers.services.wallabag import WallabagTable
from app.translations import N_

UNREADABLE_LINE = "This line of the table cannot be read: its quotation marks do not match."


class TableFormat(Protocol):
    """One format with a row for each item. Registered in `TABLE_FORMATS`."""

    label: str

    def recognises(self, columns: frozenset[str]) -> bool:
        """Whether a table with these columns (lower case) is in this format."""
        ...

    def read(self, rows: Iterator[Row], url: str | None) -> Iterable[Part]:
        """What is in the rows; a row that is wrong is `Unreadable` and stops no other."""
        ...


TABLE_FORMATS: tuple[TableFormat, ...] = (
    PocketTable(),
    InstapaperTable(),
    ReadwiseTable(),
    ReaderTable(),
    ReadeckTable(),
    Raindrop(),
    WallabagTable(),
)


class TableImporter:
    """Exports as tables."""

    name = "csv"
    label = N_("CSV export")
    suffixes: tuple[str, ...] = (".csv",)
    media_types: tuple[str, ...] = ("text/csv",)
    signatures: tuple[OtherFormat, ...] = (formats.CSV,)

    def recognises(self, head: bytes) -> bool:
        """Whether the first line names the columns of a known format."""
        return names_columns(head)

    def read(self, data: bytes, url: str | None = None) -> Iterable[Part]:
        """What the format with these columns finds in it. Raises Unprocessable."""
        text = text_of(data)
        known = _known(text)
        if known is None:
            raise Unprocessable("The columns of this table match no known format.")
        return _parts(text, *known, url)


def _parts(text: str, table_format: TableFormat, delimiter: str, url: str | None) -> Iterator[Part]:
    """What is in the rows, then the lines that are none."""
    bad_lines: list[int] = []
    yield from table_format.read(rows(text, delimiter, bad_lines), url)
    for number in bad_lines:
        yield Unreadable(f"Line {number:,}", UNREADABLE_LINE)


def names_columns(head: bytes) -> bool:
    """Whether a file begins with the names of the columns of a known format."""
    return _known(text_of(head)) is not None


def _known(text: str) -> tuple[TableFormat, str] | None:
    """The format of a table, and what stands between its cells."""
    for delimiter in DELIMITERS:
        names = columns(text, delimiter)
        for known in TABLE_FORMATS:
            if len(names) > 1 and known.recognises(names):
                return known, delimiter
    return None

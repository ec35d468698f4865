"""Stores the parts of one file that are no articles, after the articles around them."""

from itertools import chain

from app.importers.base import OtherPart
from app.importers.own_formats.contents import ExportedCorrections
from app.store.db.library import Library
from app.store.imports import awaited_addresses
from app.store.ingest import reader_data
from app.store.ingest.captures import Imported
from app.store.ingest.reader_data import Creator

_TOGETHER = 200
"""As many parts as an import of many files stores in one transaction."""


class OtherParts:
    """The parts of a file that are no articles, some at a time in one transaction.

    They are stored after the articles around them, as `bulk_import.part_storing` does: an address
    may be that of a later article. The key of an export's entities is needed before its articles.
    """

    def __init__(self, library: Library, item: str, visibility: str, creator: Creator) -> None:
        self._library, self._item = library, item
        self._visibility, self._creator = visibility, creator
        self._waiting: list[tuple[str, OtherPart, list[Imported]]] = []

    def add(self, name: str, part: OtherPart) -> list[Imported]:
        """Where its outcomes are found when it is stored."""
        outcomes: list[Imported] = []
        self._waiting.append((name, part, outcomes))
        is_key = isinstance(part, ExportedCorrections) and not part.is_whole
        if is_key or len(self._waiting) >= _TOGETHER:
            self.store()
        return outcomes

    def store(self) -> None:
        """Stores what waits, and has the server fetch its addresses."""
        waiting, self._waiting = self._waiting, []
        if not waiting:
            return
        with self._library.writing() as s:
            found = [
                reader_data.store_part(s, self._item, name, part, self._visibility, self._creator)
                for name, part, _ in waiting
            ]
            awaited_addresses.request(s, [one.awaited.id for one in chain(*found) if one.awaited])
        for (_, _, outcomes), of_part in zip(waiting, found, strict=True):
            outcomes += of_part

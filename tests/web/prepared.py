"""Libraries as they are after some steps: each is made once in a session, then copied."""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

from app.store.db.library import Library

T = TypeVar("T")


@dataclass
class Kept:
    """A session's libraries by the steps that made them, each with what the steps returned."""

    folder: Path
    libraries: dict[tuple[str, ...], tuple[Path, Any]] = field(default_factory=dict)


class Prepared:
    """Takes the steps of a test's fixtures, or copies what the same steps left behind before.

    Steps are known by their name and by those before them. Where anything else was written since
    then, they are taken.
    """

    def __init__(self, library: Library, kept: Kept) -> None:
        self.library = library
        self.file = library.settings.data / "gloss.db"
        self.kept = kept
        self.taken: tuple[str, ...] = ()
        self.known = self._state()

    def after(self, name: str, steps: Callable[[], T]) -> T:
        """What the steps return, which has to be true of a copy too: ids, not rows."""
        if self._state() != self.known:
            return steps()
        self.taken = (*self.taken, name)
        libraries = self.kept.libraries
        if self.taken in libraries:
            copy, returned = libraries[self.taken]
            _copy(copy, self.file)
        else:
            copy, returned = self.kept.folder / f"{len(libraries)}.db", steps()
            self.library.checkpoint()
            _copy(self.file, copy)
            libraries[self.taken] = copy, returned
        self.known = self._state()
        answer: T = returned
        return answer

    def _state(self) -> tuple[int, int]:
        """Changes with everything that is written."""
        log = self.file.with_name("gloss.db-wal")
        return self.file.stat().st_mtime_ns, log.stat().st_size if log.exists() else 0


def _copy(source: Path, target: Path) -> None:
    """Copies a library; programs that have the target open see it."""
    with closing(sqlite3.connect(source)) as old, closing(sqlite3.connect(target)) as new:
        old.backup(new)
        new.execute("PRAGMA wal_checkpoint(TRUNCATE)")

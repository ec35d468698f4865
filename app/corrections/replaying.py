"""An exported log of corrections, taken into a library that has the same articles."""

from collections.abc import Iterable, Iterator

from app import exported_contents, pipeline
from app.store.corrections.replay import ReplayedLine
from app.store.db.library import Library


def replay_log(library: Library, log: Iterable[str]) -> Iterator[ReplayedLine]:
    """Applies the lines of a log as those of the persons that they name.

    Raises Unprocessable, Conflict for a log that does not fit this library.
    """
    return exported_contents.replay_lines(library, log, pipeline.resolve_dates)

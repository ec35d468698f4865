"""An exported log of corrections, taken into a library that has the same articles."""

from collections.abc import Iterable, Iterator

from app import pipeline
from app.store.corrections import replay
from app.store.corrections.replay import ReplayedLine
from app.store.db.library import Library
from app.unfinished_corrections import steps


def replay_log(library: Library, log: Iterable[str]) -> Iterator[ReplayedLine]:
    """Applies the lines of a log; the library becomes what it was where the log is from.

    Each line has a transaction of its own, so that an interrupted replay can simply be run again.
    Raises Unprocessable, Conflict for a log that does not fit this library.
    """
    numbered = enumerate(log, 1)
    _, first_line = next(numbered, (1, ""))
    with library.writing() as s:
        replay.start(s, first_line)
    for number, line in numbered:
        if not line.strip():
            continue
        with library.writing() as s:
            replayed = replay.replay(s, number, line)
        # Relative dates are resolved by a date that is given or taken back, as on the pages.
        if replayed.correction_id is not None:
            pipeline.resolve_dates(library, replayed.correction_id)
        yield replayed
    # Their order does not matter: each step applies the whole log.
    steps.finish(library)

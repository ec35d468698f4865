"""Captures of one file in the order of their time, whatever order the file has them in.

A library takes no older text in the place of a newer one. What is captured waits in a file without
a name, so that a large archive needs no memory.
"""

import pickle
import tempfile
from collections.abc import Iterable, Iterator

from app.importers.base import Draft, Part
from app.importers.own_formats.contents import (
    ExportedBoard,
    ExportedCorrections,
    ExportedPassage,
)

_IN_MEMORY_BYTES = 32_000_000
_NO_TIME, _LAST = float("-inf"), float("inf")


def capture_time(part: Part) -> float:
    """When a part was captured, in seconds since 1970; of one that does not say the beginning.

    What is about the articles of an export comes after all of them, but for the key of entities.
    """
    if isinstance(part, ExportedBoard | ExportedPassage | ExportedCorrections):
        is_key = isinstance(part, ExportedCorrections) and not part.is_whole
        return _NO_TIME if is_key else _LAST
    if not isinstance(part, Draft) or part.captured_at is None:
        return _NO_TIME
    try:
        return part.captured_at.timestamp()
    except (OverflowError, ValueError):
        return _NO_TIME


def in_order_of_capture(parts: Iterable[Part]) -> Iterator[Part]:
    """The parts without a time of capture as they come, then the others, the oldest first."""
    places: list[tuple[float, int]] = []
    with tempfile.SpooledTemporaryFile(_IN_MEMORY_BYTES) as waiting:
        for part in parts:
            time = capture_time(part)
            if time == _NO_TIME:
                yield part
                continue
            places.append((time, waiting.tell()))
            pickle.dump(part, waiting, pickle.HIGHEST_PROTOCOL)
        for _, place in sorted(places):
            waiting.seek(place)
            yield pickle.load(waiting)  # noqa: S301 - written above, and nobody else can

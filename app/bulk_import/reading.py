"""From bytes to parts, articles with their languages: what a worker does. No database, no network.

A file of which much comes is not held in memory: who stores it reads it part by part.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from app import importers
from app.errors import GlossError, Unprocessable
from app.importers.base import Draft, Packed, PackedFile, PackedStream, Part
from app.importers.file_parts.capture_order import capture_time, in_order_of_capture
from app.text.language import UNDETERMINED, believed

NOTHING = "No article found."
HELD_CHARACTERS = 8_000_000
HELD_PARTS = 5_000
"""What of one item is held in memory: its texts' characters and its parts. Not tuned."""
_HIGHLIGHT_CHARACTERS = 500  # what a highlight counts for: its words with their context


@dataclass(frozen=True, slots=True)
class ReadingJob:
    """The bytes of one item and how they are to be read; see `importers.read_parts`.

    Of a large file `path` takes the place of `data`. `fetched` says that a server gave it, and
    `closed_hosts` which hosts it may not name.
    """

    data: bytes
    name: str | None = None
    media_type: str | None = None
    url: str | None = None
    format: str = "auto"
    longest: int = 2_000_000
    path: str | None = None
    fetched: bool = False
    closed_hosts: frozenset[str] = frozenset()

    @property
    def packed(self) -> PackedFile:
        """The bytes with what is known of them."""
        return PackedFile(
            self.data,
            self.name,
            self.media_type,
            self.url,
            is_fetched=self.fetched,
            closed_hosts=self.closed_hosts,
        )


@dataclass(frozen=True, slots=True)
class ReadPart:
    """A part of an item; of an article with the language its text is read in."""

    part: Part
    language: str = UNDETERMINED

    @property
    def size(self) -> int:
        """About how many characters it has."""
        characters = len(self.part.text) if isinstance(self.part, Draft) else 0
        return characters + _HIGHLIGHT_CHARACTERS * len(getattr(self.part, "highlights", ()))


@dataclass(frozen=True, slots=True)
class ReadItem:
    """The parts of one item, or why there are none.

    `is_large` says that there are too many to be held: the item must be read by `stream`.
    """

    parts: tuple[ReadPart, ...] = ()
    error: str | None = None
    is_large: bool = False


def read(job: ReadingJob) -> ReadItem:
    """Reads one item; whatever goes wrong is its error."""
    if job.path is not None:
        return ReadItem(is_large=True)
    parts: list[ReadPart] = []
    characters = 0
    try:
        for part in importers.read_parts(job.packed, format=job.format, longest=job.longest):
            one = _with_language(part)
            parts.append(one)
            characters += one.size
            if characters > HELD_CHARACTERS or len(parts) > HELD_PARTS:
                return ReadItem(is_large=True)
        if not parts:
            return ReadItem(error=NOTHING)
        return ReadItem(tuple(sorted(parts, key=lambda one: capture_time(one.part))))
    except GlossError as error:
        return ReadItem(error=error.message)
    except Exception as error:  # noqa: BLE001 - one item must never stop the rest
        return ReadItem(error=f"Could not be read: {type(error).__name__}.")


def stream(job: ReadingJob) -> Iterator[ReadPart]:
    """The parts of an item, one after the other, captures in the order of their time.

    Raises GlossError before the first one where nothing can be read.
    """
    if job.path is None:
        yield from _in_order(job.packed, job)
        return
    with Path(job.path).open("rb") as file:
        yield from _in_order(PackedStream(file, job.name, job.media_type, job.url), job)


def _in_order(packed: Packed, job: ReadingJob) -> Iterator[ReadPart]:
    parts = importers.read_parts(packed, format=job.format, longest=job.longest)
    is_empty = True
    for part in in_order_of_capture(parts):
        is_empty = False
        yield _with_language(part)
    if is_empty:
        raise Unprocessable(NOTHING)


def _with_language(part: Part) -> ReadPart:
    if isinstance(part, Draft):
        return ReadPart(part, believed(part.language, part.text))
    return ReadPart(part)

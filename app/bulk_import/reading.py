"""From bytes to Drafts with their languages: what a worker does. No database, no network."""

from dataclasses import dataclass

from app import importers
from app.errors import GlossError
from app.importers.base import Draft
from app.text.language import believed


@dataclass(frozen=True, slots=True)
class ReadingJob:
    """The bytes of one item and how they are to be read; see `importers.read`."""

    data: bytes
    name: str | None = None
    media_type: str | None = None
    url: str | None = None
    format: str = "auto"
    longest: int = 2_000_000


@dataclass(frozen=True, slots=True)
class ReadItem:
    """The Drafts of one item, each with the language its text is read in, or why there are none."""

    drafts: tuple[tuple[Draft, str], ...] = ()
    error: str | None = None


def read(job: ReadingJob) -> ReadItem:
    """Reads one item; whatever goes wrong is its error."""
    try:
        drafts = importers.read(
            job.data,
            name=job.name,
            media_type=job.media_type,
            url=job.url,
            format=job.format,
            longest=job.longest,
        )
        return ReadItem(tuple((draft, believed(draft.language, draft.text)) for draft in drafts))
    except GlossError as error:
        return ReadItem(error=error.message)
    except Exception as error:  # noqa: BLE001 - one item must never stop the rest
        return ReadItem(error=f"Could not be read: {type(error).__name__}.")

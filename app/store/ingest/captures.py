"""What an import hands to the library, and what it gets back."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from app.errors import Conflict, GlossError
from app.importers.base import Draft, Skipped
from app.layers.creators import Creator
from app.store.articles.fetch_states import AskedPage
from app.store.imports.outcomes import Awaited, HighlightCounts


@dataclass(frozen=True, slots=True)
class Capture:
    """A Draft with all that is said of it when it enters the library.

    `origin` is the file or address it was read from; `language` what its text is believed to be in,
    by default the declared one. `given` are the fields that `creator`, a person, typed. `known_as`
    are other addresses of the same page. `replace` stores also what shares next to nothing with the
    article's newest revision. `asked` is the page that was fetched, if it was.
    """

    draft: Draft
    origin: str | None = None
    visibility: str = "public"
    language: str | None = None
    creator: Creator | None = None
    given: Collection[str] = ()
    known_as: Sequence[str] = ()
    replace: bool = False
    asked: AskedPage | None = None

    @property
    def readable_by(self) -> str:
        """Who may read a new article of it: the editor alone where its export says so, too."""
        own = self.draft.own
        return "private" if own is not None and own.is_private else self.visibility


@dataclass(frozen=True, slots=True)
class StoredRevision:
    """The revision of a Draft; `created` is false when the newest one already said the same.

    `highlights` is what became of those that came with it, None without any. `is_annotated` says
    that annotations came with it, too.
    """

    article_id: int
    revision_id: int
    number: int
    created: bool
    highlights: HighlightCounts | None = None
    is_annotated: bool = False

    def as_json(self, base_url: str) -> dict[str, Any]:
        """Where it was stored, on the wire; addresses begin with `base_url`."""
        value: dict[str, Any] = {
            "id": self.article_id,
            "url": f"{base_url}/articles/{self.article_id}",
            "revision": self.number,
            "created": self.created,
        }
        return value | ({"highlights": self.highlights.as_json()} if self.highlights else {})


class OlderCapture(Conflict):
    """A capture that is older than the article's newest revision, and no revision of it.

    Its text cannot be put between revisions, whose numbers are permanent, nor made the newest.
    """

    def __init__(self, newest: StoredRevision, captured_at: datetime, newest_at: datetime) -> None:
        self.newest = newest
        super().__init__(
            f"This capture of {captured_at:%Y-%m-%d %H:%M} UTC is older than the article’s newest "
            f"revision, of {newest_at:%Y-%m-%d %H:%M} UTC, and has another text. It was not "
            "stored: the newest revision stays the newest text."
        )


Outcome = StoredRevision | GlossError
"""Where a capture was stored, or why it was refused."""


@dataclass(frozen=True, slots=True)
class Imported:
    """One item of an import: where it was stored, or the error that prevented it.

    `source` is the file or address of an article that is one of several in it. Of an address that
    still has to be fetched `awaited` is what waits; of parts that hold no article `skipped` says
    what they are and how many, and `also_imported` what was stored of the library that they come
    from.
    """

    item: str
    stored: StoredRevision | None = None
    error: str | None = None
    source: str | None = None
    awaited: Awaited | None = None
    skipped: Skipped | None = None
    also_imported: Skipped | None = None


class Report(list[Imported]):
    """The items of one import, in order."""

    @property
    def stored(self) -> list[StoredRevision]:
        """The revisions of the items that could be stored."""
        return [item.stored for item in self if item.stored is not None]

    @property
    def failed(self) -> list[tuple[str, str]]:
        """Each item that could not be stored, with the reason."""
        return [(item.item, item.error) for item in self if item.error is not None]

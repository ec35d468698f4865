"""What an import hands to the library, and what it gets back."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from app.errors import GlossError
from app.importers.base import Draft
from app.layers.creators import Creator
from app.store.articles.fetch_states import AskedPage
from app.store.imports.highlights import HighlightCounts


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

    `highlights` is what became of those that came with it, None without any.
    """

    article_id: int
    revision_id: int
    number: int
    created: bool
    highlights: HighlightCounts | None = None

    def as_json(self, base_url: str) -> dict[str, Any]:
        """Where it was stored, on the wire; addresses begin with `base_url`."""
        value: dict[str, Any] = {
            "id": self.article_id,
            "url": f"{base_url}/articles/{self.article_id}",
            "revision": self.number,
            "created": self.created,
        }
        return value | ({"highlights": self.highlights.as_json()} if self.highlights else {})


Outcome = StoredRevision | GlossError
"""Where a capture was stored, or why it was refused."""


@dataclass(frozen=True, slots=True)
class Imported:
    """One item of an import: where it was stored, or the error that prevented it.

    `source` is the file or address of an article that is one of several in it.
    """

    item: str
    stored: StoredRevision | None = None
    error: str | None = None
    source: str | None = None

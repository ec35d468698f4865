"""What an importer is and what it makes: bytes in, Drafts out. Pure: no database, no network."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

from app.text.spans import Block, Doubt, Inline

EXTRACTION = "extraction"
"""The kind of doubt that a text is an article, or all of it."""


@dataclass(frozen=True, slots=True)
class DeclaredDate:
    """A date as the source gives it: `value` is `YYYY-MM-DD`.

    `provenance` names where it was read: `header`, `json-ld`, `front-matter`, ….
    """

    value: str
    provenance: str


@dataclass(frozen=True, slots=True)
class Draft:
    """An article as one source declares it, not yet stored.

    `text` is canonical (see `text.canonical`), its `blocks` are joined by a blank line and cover it
    in order; `inlines` are the source's own links and emphasis. Everything else is what the source
    says, or None. `provenance` names for each declared field where it was read.
    """

    text: str
    blocks: tuple[Block, ...]
    title: str | None = None
    byline: tuple[str, ...] = ()
    publisher: str | None = None
    source_url: str | None = None
    language: str | None = None
    declared_date: DeclaredDate | None = None
    inlines: tuple[Inline, ...] = ()
    doubts: tuple[Doubt, ...] = ()
    provenance: Mapping[str, str] = field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        """The Draft on the wire, as `gloss extract` prints it."""
        date = self.declared_date
        return {
            "title": self.title,
            "byline": list(self.byline),
            "publisher": self.publisher,
            "source_url": self.source_url,
            "language": self.language,
            "declared_date": {"value": date.value, "provenance": date.provenance} if date else None,
            "text": self.text,
            "blocks": [b.as_json() for b in self.blocks],
            "inlines": [i.as_json() for i in self.inlines],
            "doubts": [d.as_json(self.text) for d in self.doubts],
            "provenance": dict(self.provenance),
        }


class Importer(Protocol):
    """One source format.

    Registered in `importers.IMPORTERS`, which forms, menus and CLI choices read.
    """

    name: str
    label: str
    suffixes: tuple[str, ...]
    media_types: tuple[str, ...]

    def recognises(self, head: bytes) -> bool:
        """Whether the first bytes (up to 4,096) look like this format.

        Asked when neither the name nor the media type decides.
        """
        ...

    def read(self, data: bytes, url: str | None = None) -> Iterable[Draft]:
        """The articles in `data`; `url` is the address it came from.

        Raises `Unprocessable` with the reason.
        """
        ...

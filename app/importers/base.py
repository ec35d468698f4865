"""What an importer is and what it makes: bytes in, Drafts out. Pure: no database, no network."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol, runtime_checkable

from app.importers.other_formats.formats import OtherFormat
from app.importers.own_formats.contents import (
    ExportedBoard,
    ExportedCorrections,
    ExportedPassage,
    OwnContents,
)
from app.text.spans import Block, Doubt, Inline

FAILURES = (
    RecursionError,
    MemoryError,
    ValueError,
    ArithmeticError,
    LookupError,
    TypeError,
    AttributeError,
)
"""What a parser may raise for hostile bytes."""
EXTRACTION = "extraction"
"""The kind of doubt that a text is an article, or all of it."""


@dataclass(frozen=True, slots=True)
class DeclaredDate:
    """A date as the source gives it: `value` is `YYYY-MM-DD`.

    `provenance` names where it was read: `header`, `json-ld`, `front-matter`, ….
    """

    value: str
    provenance: str


SURE = {
    "header": 0.95,
    "front-matter": 0.95,
    "canonical-link": 0.95,
    "feed": 0.93,
    "json-ld": 0.93,
    "open-graph": 0.93,
    "dateline": 0.92,
    "dublin-core": 0.9,
    "highwire": 0.9,
    "mail": 0.9,
    "microdata": 0.9,
    "rdfa": 0.9,
    "time": 0.9,
    "meta": 0.9,
    "byline": 0.85,
    "address": 0.85,
    "html-lang": 0.8,
    "title": 0.8,
    "heading": 0.75,
    "script": 0.6,
    "htmldate": 0.6,
    "feed-updated": 0.5,
    "last-change": 0.5,
    "text": 0.5,
}
"""How sure a value is by where it was read, from 0 to 1.

About the share that was right on 341 pages whose titles, bylines and dates were checked by people;
places that were seen there fewer than ten times or not at all (feeds, microdata and those below
Dublin Core that are alike) have the value of their neighbours.
"""


@dataclass(frozen=True, slots=True)
class Claim:
    """What one place of a source says of one field; `value` as it was read, `raw` as written.

    A value is a string, a day `YYYY-MM-DD`, a tuple of names, or None where it cannot be read.
    """

    field: str
    where: str
    value: Any
    raw: Any = None

    def as_json(self) -> dict[str, Any]:
        """The claim on the wire, as `gloss extract` prints it."""
        value = list(self.value) if isinstance(self.value, tuple) else self.value
        return {"field": self.field, "value": value, "provenance": self.where}


NOTE_LAYER = "note"
"""The layer of what readers wrote and highlighted."""


@dataclass(frozen=True, slots=True)
class Highlight:
    """A person's highlight or note as a source has it, whose words are to be found in the text.

    `exact` are the highlighted words, empty for a note on the whole article; `prefix` and `suffix`
    what the source says stands around them. `start` and `end` are code points of the Draft's text,
    None where the source has no such offsets. `note` is what the person wrote. `origin` names it
    at its source, so that it is known when it comes again.
    """

    exact: str
    prefix: str = ""
    suffix: str = ""
    start: int | None = None
    end: int | None = None
    note: str = ""
    tags: tuple[str, ...] = ()
    created_at: datetime | None = None
    origin: str | None = None
    is_public: bool = False


@dataclass(frozen=True, slots=True)
class ImportedFields:
    """What another service kept about an article besides its text: its reader's own order.

    `is_archived` and `is_favourite` are None where the source does not say. Times have a zone.
    """

    tags: tuple[str, ...] = ()
    is_archived: bool | None = None
    is_favourite: bool | None = None
    saved_at: datetime | None = None
    read_at: datetime | None = None


NO_FIELDS = ImportedFields()


@dataclass(frozen=True, slots=True)
class Draft:
    """An article as one source declares it, not yet stored.

    `text` is canonical (see `text.canonical`), its `blocks` are joined by a blank line and cover it
    in order; `inlines` are the source's own links and emphasis. Everything else is what the source
    says, or None. `provenance` names for each declared field where it was read, `confidence` how
    sure it is (0 to 1, surer where several places agree); `claims` is everything that was said of
    title, byline and dates, also what was not believed. `spellings` are its addresses as they were
    asked for or written; `source_url` is canonical. `captured_at` is when the source was
    captured, None for now. `highlights` and `fields` are its reader's, from another service. `own`
    is what one of our exports says besides.
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
    section: str | None = None
    modified_date: DeclaredDate | None = None
    confidence: Mapping[str, float] = field(default_factory=dict)
    claims: tuple[Claim, ...] = ()
    spellings: tuple[str, ...] = ()
    captured_at: datetime | None = None
    highlights: tuple[Highlight, ...] = ()
    fields: ImportedFields = NO_FIELDS
    own: OwnContents | None = None

    def as_json(self) -> dict[str, Any]:
        """The Draft on the wire, as `gloss extract` prints it."""
        return {
            "title": self.title,
            "byline": list(self.byline),
            "publisher": self.publisher,
            "source_url": self.source_url,
            "language": self.language,
            "declared_date": _dated(self.declared_date),
            "modified_date": _dated(self.modified_date),
            "section": self.section,
            "text": self.text,
            "blocks": [b.as_json() for b in self.blocks],
            "inlines": [i.as_json() for i in self.inlines],
            "doubts": [d.as_json(self.text) for d in self.doubts],
            "provenance": dict(self.provenance),
            "confidence": dict(self.confidence),
            "declared": [c.as_json() for c in self.claims],
        }


@dataclass(frozen=True, slots=True)
class AddressOnly:
    """An item of which a source has the address and not the text; it has to be fetched."""

    url: str
    title: str | None = None
    highlights: tuple[Highlight, ...] = ()
    fields: ImportedFields = NO_FIELDS


@dataclass(frozen=True, slots=True)
class Unreadable:
    """An item of a file that cannot be imported: its name in the file, and why."""

    item: str
    message: str


@dataclass(frozen=True, slots=True)
class Skipped:
    """Parts of a file that hold no article and are passed over, such as `revisit records`."""

    what: str
    count: int


@dataclass(frozen=True, slots=True)
class ListedFeed:
    """A feed to subscribe to: its address, its title, and the folders and categories it is in."""

    url: str
    title: str | None = None
    tags: tuple[str, ...] = ()
    site_url: str | None = None


LibraryContents = ExportedBoard | ExportedPassage | ExportedCorrections | ListedFeed
"""What a file holds of a library besides articles."""
OtherPart = AddressOnly | Unreadable | Skipped | LibraryContents
"""What a file holds that is no article."""
Part = Draft | OtherPart
"""What an importer finds in a file."""


@dataclass(frozen=True, slots=True)
class PackedFile:
    """A file inside a container, with what the container says of it.

    `url` is the address it was captured from, `captured_at` when. `is_fetched` says that the bytes
    came from a server at `url` just now, and nobody chose them as a file; they may name no address
    at the hosts (`host:port`) in `closed_hosts`.
    """

    data: bytes
    name: str | None = None
    media_type: str | None = None
    url: str | None = None
    captured_at: datetime | None = None
    is_fetched: bool = False
    closed_hosts: frozenset[str] = frozenset()


class Readable(Protocol):
    """What bytes are read from, from its beginning on; a file is one."""

    def read(self, size: int, /) -> bytes:
        """Up to `size` bytes; none at the end, and only there."""
        ...


@dataclass(frozen=True, slots=True)
class PackedStream:
    """A file, inside a container or on a disk, that is read piece by piece: it may be large.

    An importer that needs the whole of it holds it in memory, up to the size of a file inside an
    archive.
    """

    file: Readable
    name: str | None = None
    media_type: str | None = None
    url: str | None = None
    captured_at: datetime | None = None


Packed = PackedFile | PackedStream


def _dated(date: DeclaredDate | None) -> dict[str, str] | None:
    return {"value": date.value, "provenance": date.provenance} if date else None


def how_sure(places: Sequence[str]) -> float:
    """How sure a value is that was read in these places, at most 0.99.

    As if they erred independently of each other, each counted once.
    """
    doubt = 1.0
    for where in set(places):
        doubt *= 1 - SURE.get(where, 0.5)
    return round(min(0.99, 1 - doubt), 2)


class Importer(Protocol):
    """One source format.

    Registered in `importers.IMPORTERS`, which forms, menus and CLI choices read.
    """

    name: str
    label: str
    suffixes: tuple[str, ...]
    media_types: tuple[str, ...]
    signatures: tuple[OtherFormat, ...]
    """What its files are recognised as by `other_formats.signatures`, whatever their names say."""

    def recognises(self, head: bytes) -> bool:
        """Whether the first bytes (up to 4,096) look like this format.

        Asked when no signature, name or media type decides.
        """
        ...

    def read(self, data: bytes, url: str | None = None) -> Iterable[Part | Packed]:
        """What is in `data`; `url` is the address it came from.

        A container gives the files inside, which are read as any other file. Raises
        `Unprocessable` with the reason.
        """
        ...


@runtime_checkable
class StreamImporter(Importer, Protocol):
    """An importer of files that may be larger than memory; known by its signatures alone."""

    def read_file(self, file: Readable, url: str | None = None) -> Iterable[Part | Packed]:
        """What is in a file, as `read` gives it, read from its beginning on.

        Raises `Unprocessable`.
        """
        ...

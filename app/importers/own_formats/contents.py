"""What our own exports hold besides a Draft: annotations with their makers, notes, boards.

Owns the names that exporters and importers share. Pure values; nothing here asks the library.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from app.text.spans import Doubt

VERSION = 1
"""Of the object of an article; one that says another is still read as far as it is known."""
ARTICLE_TYPE = "application/vnd.gloss.article+json"
"""The media type of that object where a format names the type of what it embeds."""
BOARDS_TYPE = "application/vnd.gloss.boards+json"


@dataclass(frozen=True, slots=True)
class ExportedAnnotation:
    """What an engine found, as it was exported; `creator` is `engine@version`.

    `speaker` is set where an editor corrected who speaks; the body has who was found. `mention` is
    where the text names that speaker, if it does.
    """

    layer: str
    start: int
    end: int
    kind: str
    body: Mapping[str, Any]
    confidence: float
    creator: str
    speaker: str | None = None
    mention: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class ExportedNote:
    """What a person wrote on words; `kind` is `comment` or `highlight`.

    Without a place (`start` and `end` None) the words were no longer in the text. `more` is what
    its body says besides its words.
    """

    kind: str
    text: str
    exact: str
    prefix: str = ""
    suffix: str = ""
    start: int | None = None
    end: int | None = None
    is_public: bool = False
    written_at: datetime | None = None
    more: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class OwnContents:
    """What an export of ours says of an article besides its Draft.

    `sha256` is of the text that offsets refer to. `identity` is the article's; `runs` map a layer
    to its engine and version. `doubts` are those of layers. `given_date` is one that an editor
    gave, `set_fields` what editors set and what the source said instead (`person_fields`), None
    where the export does not say. `revision` counts from 1 to `revisions`; `previous_sha256` is of
    the revision before it where the export has that, too. `is_found` says that annotations are as
    engines found them, and corrections come in a log of their own.
    """

    sha256: str
    identity: str | None = None
    is_private: bool = False
    by_person: bool = False
    annotations: tuple[ExportedAnnotation, ...] = ()
    runs: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    doubts: tuple[tuple[str, Doubt], ...] = ()
    notes: tuple[ExportedNote, ...] = ()
    given_date: str | None = None
    set_fields: Mapping[str, Any] | None = None
    revision: int = 1
    revisions: int = 1
    previous_sha256: str | None = None
    is_found: bool = False


@dataclass(frozen=True, slots=True)
class ExportedPassage:
    """A shared passage: its code, and where its words stand in which text of which article.

    `identity` is the article's; one that was given an address later has that as `source_url`. `now`
    is their place in the article's newest text, None where they had none. `note` is the one on a
    board.
    """

    code: str
    identity: str
    sha256: str
    start: int
    end: int
    exact: str
    prefix: str = ""
    suffix: str = ""
    is_opened: bool = False
    created_at: datetime | None = None
    note: str = ""
    now: tuple[int, int] | None = None
    source_url: str | None = None


@dataclass(frozen=True, slots=True)
class ExportedBoard:
    """A board with its passages in their order; `note` of each is the one on the board."""

    code: str
    title: str
    notes: str
    passages: tuple[ExportedPassage, ...] = ()
    created_at: datetime | None = None
    changed_at: datetime | None = None
    revoked_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class ExportedCorrections:
    """The lines of a log of corrections. Without `is_whole` only the first, which has the key."""

    lines: tuple[str, ...]
    is_whole: bool = True

"""Annotations of persons as the API of Hypothesis answers a search.

Source: the schema of an annotation in `docs/_extra/api-reference` of hypothesis/h. The web page
that they are about is the article's source, or the article here where it has none. What came from
Hypothesis has its id there.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from app.exporters.base import AnnotatedArticle, Exporter, WrittenItems
from app.importers.base import NOTE_LAYER
from app.store.annotations.exported import LostNote
from app.store.annotations.rows import AnnotationRow
from app.text import selectors
from app.text.display import utc_time
from app.text.spans import Span
from app.translations import N_

WORLD = "__world__"
_ORIGIN = "hypothesis:"
_WRITER = "person:1"
"""Who wrote a note without a place, where nobody else is known to: the library's owner."""


class HypothesisJson(Exporter):
    """One search result with every highlight and note; articles left out stand at its end."""

    name = "hypothesis"
    label = N_("Hypothesis annotations (JSON)")
    media_type = "application/json; charset=utf-8"
    suffix = ".json"
    is_importable = False
    separator = ",\n"

    def head(self, base_url: str) -> str:  # noqa: ARG002 - rows have addresses
        """The object up to its first row."""
        return '{"rows": ['

    def items(self, a: AnnotatedArticle) -> Sequence[str]:
        """Each highlight or note."""
        notes = [_placed(a, row) for row in a.annotations if row.layer == NOTE_LAYER]
        lost = [_lost(a, number, note) for number, note in enumerate(a.details.lost_notes, 1)]
        return [json.dumps(_annotation(a, note), ensure_ascii=False) for note in (*notes, *lost)]

    def tail(self, written: WrittenItems) -> str:
        """How many rows there are, and which articles are missing."""
        left = [{"article": one.article_id, "message": one.message} for one in written.left_out]
        more = f', "left_out": {json.dumps(left, ensure_ascii=False)}' if left else ""
        return f'], "total": {written.items}{more}}}\n'


@dataclass(frozen=True, slots=True)
class _Note:
    """A note as Hypothesis needs it: `address` is where it is here, `creator` is `person:ID`."""

    id: str
    address: str
    creator: str
    text: str
    tags: Sequence[str]
    visibility: str
    at: datetime
    selector: Sequence[Mapping[str, Any]]


def _placed(a: AnnotatedArticle, row: AnnotationRow) -> _Note:
    address = f"{a.base_url}/api/annotations/{row.id}"
    tags = row.body.get("tags")
    return _Note(
        _id(row.body.get("origin"), address),
        address,
        row.creator,
        str(row.body.get("text") or ""),
        [str(tag) for tag in tags] if isinstance(tags, list) else [],
        a.details.visibilities.get(row.id, "public"),
        row.created_at,
        selectors.w3c(a.revision.text, Span(row.start, row.end)),
    )


def _lost(a: AnnotatedArticle, number: int, note: LostNote) -> _Note:
    """A note without a place: with the words that it had, or on the whole article."""
    quote = {"exact": note.exact, "prefix": note.prefix, "suffix": note.suffix}
    return _Note(
        _id(note.origin, f"{a.url}#note-{number}"),
        a.url,
        _writer(a),
        note.text,
        note.tags,
        note.visibility,
        note.created_at,
        [{"type": "TextQuoteSelector", **quote}] if note.exact else [],
    )


def _id(origin: object, address: str) -> str:
    """The id at Hypothesis of what came from there, else the address here."""
    known = str(origin or "")
    return known.removeprefix(_ORIGIN) if known.startswith(_ORIGIN) else address


def _writer(a: AnnotatedArticle) -> str:
    """Who wrote the notes that have a place, where that is one person."""
    creators = {row.creator for row in a.annotations if row.layer == NOTE_LAYER}
    return creators.pop() if len(creators) == 1 else _WRITER


def _annotation(a: AnnotatedArticle, note: _Note) -> dict[str, Any]:
    uri = a.article.source_url or a.url
    user = _account(note.creator, a.base_url)
    readers = [f"group:{WORLD}"] if note.visibility == "public" else [user]
    return {
        "id": note.id,
        "created": utc_time(note.at),
        "updated": utc_time(note.at),
        "user": user,
        "user_info": {"display_name": None},
        "uri": uri,
        "text": note.text,
        "tags": list(note.tags),
        "group": WORLD,
        "permissions": {"read": readers, "update": [user], "delete": [user], "admin": [user]},
        "target": [{"source": uri, **({"selector": note.selector} if note.selector else {})}],
        "document": {"title": [a.revision.title or a.article.title or uri]},
        "links": {"html": a.url, "json": note.address},
        "references": [],
        "hidden": False,
        "flagged": False,
    }


def _account(creator: str, base_url: str) -> str:
    """A person as an account of this server: `person:7` is `acct:person.7@example.org`."""
    name = "".join(c if c.isascii() and (c.isalnum() or c in "._") else "." for c in creator)
    host = urlsplit(base_url).hostname or "localhost"
    return f"acct:{name[:30].ljust(3, '_')}@{host}"

"""A format of tests alone: one line of JSON for each part, after a line that says so."""

import json
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any, ClassVar

import pytest

from app import importers
from app.errors import Unprocessable
from app.importers.base import (
    AddressOnly,
    Draft,
    Highlight,
    ImportedFields,
    Part,
    Readable,
    Skipped,
    Unreadable,
)
from app.importers.other_formats.formats import OtherFormat
from tests.building import draft

HEAD = b"parts of a test\n"


def parts_file(*parts: dict[str, Any]) -> bytes:
    """A file with these parts: `text`, `url` alone, `unreadable` or `skipped` says which."""
    return HEAD + b"\n".join(json.dumps(part).encode() for part in parts)


class PartsImporter:
    """Reads such files, from memory and as a stream."""

    name, label, suffixes, media_types = "parts", "Parts", (".parts",), ()
    signatures: ClassVar[tuple[OtherFormat, ...]] = ()

    def recognises(self, head: bytes) -> bool:
        return head.startswith(HEAD)

    def read(self, data: bytes, url: str | None = None) -> Iterator[Part]:
        return _parts(data.splitlines()[1:])

    def read_file(self, file: Readable, url: str | None = None) -> Iterator[Part]:
        return _parts(file.read(1 << 30).splitlines()[1:])


def use(monkeypatch: pytest.MonkeyPatch) -> None:
    """Lets the library read such files for one test."""
    monkeypatch.setattr(importers, "IMPORTERS", (PartsImporter(), *importers.IMPORTERS))


def _parts(lines: Iterable[bytes]) -> Iterator[Part]:
    for line in lines:
        part = json.loads(line)
        if "raises" in part:
            raise Unprocessable(part["raises"])
        yield _part(part)


def _part(part: dict[str, Any]) -> Part:
    if "unreadable" in part:
        return Unreadable(part["unreadable"], "It is broken.")
    if "skipped" in part:
        return Skipped(part["skipped"], part["count"])
    fields = ImportedFields(tuple(part.get("tags", ())))
    highlights = tuple(Highlight(words) for words in part.get("highlights", ()))
    if "text" not in part:
        return AddressOnly(part["url"], part.get("title"), highlights, fields)
    at = part.get("at")
    made = draft(part["text"], url=part.get("url"))
    return Draft(
        made.text,
        made.blocks,
        source_url=made.source_url,
        captured_at=datetime.fromisoformat(at) if at else None,
        highlights=highlights,
        fields=fields,
    )

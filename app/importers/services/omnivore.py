"""Exports of Omnivore: lists of saved pages, and in the ZIP file their texts and highlights.

Source: Omnivore's own `packages/api/src/jobs/export.ts` and `highlightToMarkdown` in its parser:
`metadata_0_to_20.json`, `content/SLUG.html`, `highlights/SLUG.md`.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import Any

from app.errors import Unprocessable
from app.importers.archives.member_names import shown
from app.importers.archives.zip_archive import Archive, ArchiveLimit
from app.importers.base import Highlight, ImportedFields, PackedFile, Part, Unreadable
from app.importers.data_files.json_values import parsed
from app.importers.declared_fields import names
from app.importers.saved_items import values
from app.importers.saved_items.items import SavedItem, highlight, highlights, read_each
from app.importers.saved_items.times import calendar_day, moment
from app.text.canonical import decode

_KEYS = ("slug", "url", "savedAt", "state")
_METADATA = re.compile(r"(.{0,300}/)?metadata_\d{1,9}_to_\d{1,9}\.json")
_OWN = ("https://omnivore.app/no_url",)
"""The address that Omnivore gave to mails."""
_LABELS = re.compile(r"#[^#\s][^#\n]{0,200}(?: #[^#\s][^#\n]{0,200}){0,50}")
_BEFORE_QUOTE = re.compile(r"(?:\A|(?<=\n\n))(?=>)")
_NOTE_ENDS = "\n\n\n\n"
"""What stands behind a note on the whole page."""


class OmnivoreList:
    """The list alone: addresses, and what was kept about them."""

    label = "Omnivore (JSON)"

    def recognises(self, value: Any) -> bool:
        """Whether saved pages have Omnivore's names."""
        return values.have(value, *_KEYS)

    def read(self, value: Any, url: str | None) -> Iterable[Part]:  # noqa: ARG002
        """An address for each page."""
        return read_each(values.listed(value), _item)


class OmnivoreArchive:
    """The ZIP file with texts and highlights."""

    label = "Omnivore (ZIP)"

    def recognises(self, names: Sequence[str]) -> bool:
        """Whether a list is inside under its name."""
        return any(_METADATA.fullmatch(name) for name in names)

    def read(self, archive: Archive, url: str | None) -> Iterable[Part | PackedFile]:  # noqa: ARG002
        """Every page of every list, with its text where that is inside."""
        inside = frozenset(archive.names())
        for name in archive.names():
            listed = _METADATA.fullmatch(name)
            if listed is None:
                continue
            try:
                items = values.listed(parsed(archive.open(name)))
            except ArchiveLimit:
                raise
            except Unprocessable as error:
                yield Unreadable(shown(name), error.message)
                continue
            yield from read_each(items, partial(_whole, archive, inside, listed[1] or ""))


def _item(item: Mapping[str, Any]) -> SavedItem:
    language = values.language(item.get("language"))
    return SavedItem(
        values.address(item.get("url"), but=_OWN),
        values.one_line(item.get("title")),
        byline=names(item.get("author")),
        publisher=values.one_line(item.get("siteName")),
        published=calendar_day(item.get("publishedAt")),
        language=language,
        fields=ImportedFields(
            tags=values.tags(item.get("labels")),
            is_archived=_is_archived(item.get("state")),
            saved_at=moment(item.get("savedAt")),
            read_at=moment(item.get("readAt")),
        ),
    )


def _is_archived(state: object) -> bool | None:
    return state.lower() == "archived" if isinstance(state, str) else None


def _whole(
    archive: Archive, inside: frozenset[str], folder: str, item: Mapping[str, Any]
) -> SavedItem:
    """The page with what the archive has under its name."""
    slug = item.get("slug")
    text, notes = f"{folder}content/{slug}.html", f"{folder}highlights/{slug}.md"
    html = decode(archive.open(text)) if text in inside else None
    written = decode(archive.open(notes)) if notes in inside else ""
    return replace(_item(item), html=html, highlights=highlights(_highlights(written)))


def _highlights(written: str) -> Iterator[Highlight | None]:
    """The highlights of a page: each is a quotation, then labels, then a note.

    A note on the whole page is text that belongs to no quotation, or ends with more blank lines.
    """
    quote, rest = "", [""]
    for block in _blocks(written):
        if block.startswith(">"):
            yield _quoted(quote, rest)
            quote, rest = _unquoted(block), []
        elif block.endswith(_NOTE_ENDS) and block.strip():
            *of_quote, of_page = block.strip().split("\n\n")
            yield _quoted(quote, [*rest, *of_quote])
            yield highlight("", of_page)
            quote, rest = "", []
        else:
            rest.append(block)
    yield _quoted(quote, rest)


def _blocks(written: str) -> Iterator[str]:
    """Quotations, and what stands between them; a note on the page with the mark of its end."""
    # Omnivore joins what it writes by a blank line, and ends a note on the page with one more.
    text = written.replace("\r\n", "\n") + "\n\n"
    for paragraphs in _BEFORE_QUOTE.split(text):
        quote, rest = "", paragraphs
        if paragraphs.startswith(">"):
            quote, _, rest = paragraphs.partition("\n\n")
            yield quote
        if rest.strip():
            yield rest.strip() + (_NOTE_ENDS if rest.endswith(_NOTE_ENDS) else "")


def _unquoted(block: str) -> str:
    """The words of a quotation; its paragraphs are one blank line apart."""
    lines = block.split("\n")
    first = lines[0].removeprefix(">").strip()
    others = [
        "\n" + line.removeprefix(">").strip() if line.startswith(">") else line.strip()
        for line in lines[1:]
    ]
    return "\n".join([first, *others]).strip()


def _quoted(quote: str, rest: Sequence[str]) -> Highlight | None:
    said = "\n\n".join(part for part in rest if part.strip())
    first, _, others = said.partition("\n\n")
    if _LABELS.fullmatch(first.strip()):
        tags = values.tags([label.strip() for label in first.split("#")])
        return highlight(quote, others, tags=tags)
    return highlight(quote, said)

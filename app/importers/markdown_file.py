"""The importer of Markdown files. What reads them is loaded for the first file."""

import re
from collections.abc import Iterable

from app.importers.base import Draft
from app.importers.other_formats.formats import OtherFormat
from app.importers.text import is_text
from app.translations import N_

_BEGINS_WITH_HEADER = re.compile(rb"(?:\xef\xbb\xbf)?---[ \t]*\r?\n[A-Za-z_]+[ \t]*:")


class MarkdownImporter:
    """Markdown files, with or without front matter."""

    name = "markdown"
    label = N_("Markdown")
    suffixes: tuple[str, ...] = (".md", ".markdown", ".mdown", ".mkd")
    media_types: tuple[str, ...] = ("text/markdown", "text/x-markdown")
    signatures: tuple[OtherFormat, ...] = ()

    def recognises(self, head: bytes) -> bool:
        """Whether it begins with front matter; other Markdown looks like plain text."""
        return is_text(head) and _BEGINS_WITH_HEADER.match(head) is not None

    def read(self, data: bytes, url: str | None = None) -> Iterable[Draft]:
        """The one article in `data`."""
        from app.importers import markdown

        yield markdown.article(data, url)

"""Highlights and notes as Readwise imports them, which many reading programs read as well.

The columns are those of Readwise's import template: Highlight, Title, Author, URL, Note, Location,
Date. Tags are words with a full stop before a note, as Readwise has them. Only what persons wrote
on words is in it: Readwise knows no notes without. There is no row for an article that was left
out, which would be taken for a highlight.
"""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime

from app.exporters.base import AnnotatedArticle, Exporter
from app.exporters.spreadsheet import table_rows
from app.importers.base import NOTE_LAYER
from app.translations import N_

HIGHLIGHT_COLUMNS = ("Highlight", "Title", "Author", "URL", "Note", "Location", "Date")


class HighlightsCsv(Exporter):
    """One highlight or note a row, also those whose words are no longer in the text."""

    name = "highlights"
    label = N_("CSV of highlights and notes, for Readwise and reading apps")
    media_type = "text/csv; charset=utf-8"
    suffix = ".csv"
    is_importable = False

    def head(self, base_url: str) -> str:  # noqa: ARG002 - rows have the articles' own addresses
        """The names of the columns."""
        return table_rows([HIGHLIGHT_COLUMNS])

    def items(self, a: AnnotatedArticle) -> Sequence[str]:
        """A row for each highlight."""
        return [table_rows([row]) for row in _rows(a)]


def _rows(a: AnnotatedArticle) -> Iterator[Sequence[object]]:
    for row in a.annotations:
        if row.layer == NOTE_LAYER:
            words = a.revision.text[row.start : row.end]
            written = _note(row.body.get("text"), row.body.get("tags"))
            yield _row(a, words, written, row.start, row.created_at)
    for note in a.details.lost_notes:
        if note.exact:
            yield _row(a, note.exact, _note(note.text, note.tags), None, note.created_at)


def _row(
    a: AnnotatedArticle, words: str, note: str, start: int | None, at: datetime
) -> Sequence[object]:
    """The cells of a row; its location is the number of characters before it."""
    written = at if at.tzinfo else at.replace(tzinfo=UTC)
    return (
        words,
        a.revision.title or a.article.title or f"Article {a.article.id}",
        ", ".join(a.revision.byline) or a.revision.publisher,
        a.article.source_url or a.url,
        note,
        start,
        written.astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S"),
    )


def _note(text: object, tags: object) -> str:
    """The note behind its tags; their blanks are hyphens, since a blank ends a tag."""
    listed = tags if isinstance(tags, list | tuple) else ()
    written = " ".join("." + "-".join(str(tag).split()) for tag in listed if str(tag).strip())
    return "\n".join(part for part in (written, str(text or "")) if part)

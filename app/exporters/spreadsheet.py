"""CSV for spreadsheets: one annotation a row, every cell inert. Owns the columns."""

import csv
import io
import unicodedata
from collections.abc import Iterable, Sequence

from app.exporters.base import AnnotatedArticle, Exporter, LeftOut
from app.layers import density
from app.store.annotations.rows import AnnotationRow
from app.translations import N_

COLUMNS = (
    "id",
    "article",
    "revision",
    "title",
    "source_url",
    "layer",
    "kind",
    "start",
    "end",
    "exact",
    "name",
    "entity",
    "confidence",
    "creator",
    "type",
    "act",
    "polarity",
    "cue",
    "shown",
)
FORMULA_BEGINS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
NAMED_IN = {
    "entity": "name",
    "quotation": "speaker",
    "claim": "claimant",
    "date": "value",
    "note": "text",
}


def inert(cell: object) -> str:
    """The cell as text that no spreadsheet takes for a formula.

    What could begin one gets an apostrophe before it, also behind blanks, quotation marks and
    characters that nobody sees.
    """
    if cell is None:
        return ""
    words = str(cell)
    could_be_formula = words.startswith(FORMULA_BEGINS) or _seen(words).startswith(FORMULA_BEGINS)
    return f"'{words}" if could_be_formula else words


def _seen(words: str) -> str:
    """The words from the first character on that a spreadsheet cannot pass over."""
    for at, c in enumerate(words):
        if not (c.isspace() or c in "\"'" or unicodedata.category(c) in ("Cc", "Cf")):
            return words[at:]
    return ""


LEFT_OUT = "left_out"
"""What stands as the layer of an article that is not in the file; its `name` says why."""


class Csv(Exporter):
    """One annotation a row. An article that was left out has a row with the layer `left_out`."""

    name = "csv"
    label = N_("CSV for spreadsheets")
    media_type = "text/csv; charset=utf-8"
    suffix = ".csv"
    is_importable = False

    def head(self, base_url: str) -> str:  # noqa: ARG002 - rows hold ids, not addresses
        """The names of the columns."""
        return table_rows([COLUMNS])

    def items(self, a: AnnotatedArticle) -> Sequence[str]:
        """The rows of an article, as one item."""
        return [table_rows([_cells(a, row) for row in a.annotations])]

    def instead(self, left: LeftOut) -> Sequence[str]:
        """A row that says so."""
        known = {"article": left.article_id, "layer": LEFT_OUT, "name": left.message}
        return [table_rows([[known.get(column) for column in COLUMNS]])]


def _cells(a: AnnotatedArticle, row: AnnotationRow) -> Sequence[object]:
    """The cells of one row, in the order of `COLUMNS`."""
    return (
        row.id,
        a.article.id,
        a.revision.number,
        a.revision.title,
        a.article.source_url,
        row.layer,
        row.kind,
        row.start,
        row.end,
        a.revision.text[row.start : row.end],
        row.body.get(NAMED_IN.get(row.layer, "name")),
        row.entity_id,
        row.confidence,
        row.creator,
        *_how_said(row),
        density.shown(row),
    )


def _how_said(row: AnnotationRow) -> tuple[object, ...]:
    """Type, act, polarity and cue of a quotation: without them a denial reads as a statement."""
    if row.layer != "quotation":
        return None, None, None, None
    body = row.body
    cue = (body.get("cue") or {}).get("exact")
    return (
        body.get("type", row.kind),
        body.get("act", "speech"),
        body.get("polarity", "affirmed"),
        cue,
    )


def table_rows(rows: Iterable[Sequence[object]]) -> str:
    """Rows as text, every cell inert."""
    file = io.StringIO()
    csv.writer(file).writerows([inert(cell) for cell in row] for row in rows)
    return file.getvalue()

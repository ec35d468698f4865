"""Something of which only the highlighted words are known: a book, or a page without an address.

Its highlights become the text, in their order, so that none of them is lost; a doubt says so.
"""

import re
from collections.abc import Sequence
from dataclasses import replace

from app.importers.base import (
    EXTRACTION,
    NO_FIELDS,
    DeclaredDate,
    Draft,
    Highlight,
    ImportedFields,
)
from app.importers.blocks import BLANK_LINE, TextPiece, join
from app.text.spans import Doubt

ONLY_HIGHLIGHTS = "Only the highlighted words of this text are known: it is made of them."
_PARAGRAPHS = re.compile(r"\n[ \t]*(?:\n[ \t]*)+")


def draft(
    title: str | None,
    highlights: Sequence[Highlight],
    *,
    byline: tuple[str, ...] = (),
    fields: ImportedFields = NO_FIELDS,
    declared_date: DeclaredDate | None = None,
) -> Draft | None:
    """The highlights as block quotes, each once; None where none of them has words."""
    pieces: list[TextPiece] = []
    placed: list[Highlight] = []
    starts: dict[str, int] = {}
    end = 0
    for one in highlights:
        paragraphs = [words for part in _PARAGRAPHS.split(one.exact) if (words := part.strip())]
        exact = BLANK_LINE.join(paragraphs)
        if not exact:
            placed.append(one)
            continue
        if exact not in starts:
            starts[exact] = end
            pieces += [TextPiece("block_quote", words) for words in paragraphs]
            end += len(exact) + len(BLANK_LINE)
        start = starts[exact]
        placed.append(replace(one, exact=exact, start=start, end=start + len(exact)))
    if not pieces:
        return None
    body = join(pieces)
    return Draft(
        body.text,
        body.blocks,
        title=title,
        byline=byline,
        declared_date=declared_date,
        doubts=(Doubt(EXTRACTION, ONLY_HIGHLIGHTS),),
        highlights=tuple(placed),
        fields=fields,
    )

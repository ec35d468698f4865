"""What an article page is made of: the text with its marks, the doubts with their words, the sourcing. For article and passage pages."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from fastapi import Request

from app.layers import LAYERS
from app.panels.origin import STEPS, sureness
from app.panels.sourcing import cast, sourcing, voice, voices
from app.store.annotations import AnnotationRow
from app.store.dating import ABOUT_DATES
from app.store.tables import Article, Doubt, Revision
from app.text.markup import Mark, Standing, article_html
from app.text.spans import Block, Inline, Span

LONGEST_EVIDENCE = 60
ATTITUDE = "attitude"
"""The part of the layer `quotation` that readers may turn off by itself: what was hoped or wanted, not said."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """Words that a doubt points to, and the element they stand in."""

    exact: str
    block: str


@dataclass(frozen=True, slots=True)
class ToldDoubt:
    """A doubt as the page tells it, numbered from 1; `settled` when it is about the date and a person gave that."""

    number: int
    kind: str
    message: str
    words: list[Evidence]
    about_date: bool
    settled: bool


def marks_of(rows: Sequence[AnnotationRow]) -> Iterator[Mark]:
    """The annotations as the markup needs them; a name leads to its entity, everything else to its own page.

    Who speaks is told in the margin only where the speaker is an entity that the text names: a description would be cut to nonsense there.
    """
    kinds = {row.entity_id: row.kind for row in rows if row.layer == "entity"}
    for row in rows:
        href = f"/entities/{row.entity_id}" if row.layer == "entity" and row.entity_id else f"/annotations/{row.id}"
        speaks = row.layer == "quotation" and row.entity_name and row.entity_id in kinds
        said_by = voice(row.entity_name, kinds[row.entity_id]) if speaks and row.entity_name else None
        sort = ATTITUDE if row.layer == "quotation" and row.body.get("act") == ATTITUDE else row.layer
        yield Mark(row.id, row.start, row.end, row.layer, row.kind, href, said_by, sort, sureness(row))


def _told(article: Article, revision: Revision, doubts: Sequence[Doubt]) -> list[ToldDoubt]:
    def block_at(start: int) -> str:
        numbers = [n for n, b in enumerate(revision.blocks, 1) if b["start"] <= start]
        return f"p{max(numbers, default=1)}"

    def words(doubt: Doubt) -> list[Evidence]:
        return [Evidence(re.sub(r"\s+", " ", revision.text[a:b])[:LONGEST_EVIDENCE], block_at(a)) for a, b in doubt.evidence]

    def told(number: int, doubt: Doubt) -> ToldDoubt:
        about_date = doubt.kind in ABOUT_DATES
        return ToldDoubt(number, doubt.kind, doubt.message, words(doubt), about_date, about_date and article.date_settled)

    return [told(number, doubt) for number, doubt in enumerate(doubts, 1)]


def context(
    request: Request,
    article: Article,
    revision: Revision,
    rows: Sequence[AnnotationRow],
    doubts: Sequence[Doubt],
    span: Span | Sequence[Span] | None = None,
    standing: Standing = "passage",
) -> dict[str, Any]:
    """What `article.html` needs, but for the passage; asks the store nothing. `only` is set where all but some sentences is dimmed."""
    blocks = [Block(**b) for b in revision.blocks]
    inlines = [Inline(**i) for i in revision.inlines]
    return {
        "article": article,
        "revision": revision,
        "body": article_html(revision.text, blocks, marks_of(rows), inlines, span, standing),
        "legend": LAYERS,
        "density": STEPS,
        "sourcing": sourcing(revision.text, article.words, rows),
        "cast": cast(rows),
        "voices": voices(rows),
        "doubts": _told(article, revision, doubts),
        "base_url": request.app.state.settings.base_url,
        "newest": revision.id == article.newest_revision_id,
        "only": None,
        "here": "library",
    }

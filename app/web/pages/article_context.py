"""What an article page is made of: the text with its marks, the doubts with their words, the sourcing. For article and passage pages."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from babel import Locale
from fastapi import Request

from app.engines.model import tagger
from app.layers import LAYERS, density
from app.reading.below_default import below_default
from app.reading.sourcing import cast, sourcing, voice_name
from app.store.annotations.rows import AnnotationRow
from app.store.articles.article_date import ABOUT_DATES
from app.store.schema.articles import Article, Revision, StoredDoubt
from app.text.markup import Standing, article_html
from app.text.segments import MarkedSpan
from app.text.spans import Block, Inline, Span

LONGEST_EVIDENCE = 60
SAID = "quotation"
"""The layer whose run tells whether a page may say how an article is sourced."""
PARTS = (
    ("reported", "Reported", "told without quotation marks"),
    ("attitude", "Attitudes", "hoped, wanted or feared, not said"),
)
"""The parts of the layer `quotation` that readers may turn off by themselves: sort, word, meaning.
"""


@dataclass(frozen=True, slots=True)
class DoubtEvidence:
    """Words that a doubt points to, and the element they stand in."""

    exact: str
    block: str


@dataclass(frozen=True, slots=True)
class ShownDoubt:
    """A doubt as the page tells it, numbered from 1; `settled` when it is about the date and a person gave that."""

    number: int
    kind: str
    message: str
    words: list[DoubtEvidence]
    about_date: bool
    settled: bool


def marks_of(rows: Sequence[AnnotationRow]) -> Iterator[MarkedSpan]:
    """The annotations as the markup needs them; a name leads to its entity, everything else to its own page.

    Who speaks is told in the margin only where the speaker is surely an entity that the text names: a description would be cut to nonsense
    there, and a doubt has no room.
    """
    kinds = {row.entity_id: row.kind for row in rows if row.layer == "entity"}
    for row in rows:
        href = (
            f"/entities/{row.entity_id}"
            if row.layer == "entity" and row.entity_id
            else f"/annotations/{row.id}"
        )
        step = density.shown(row) or "all"
        yield MarkedSpan(
            row.id,
            row.start,
            row.end,
            row.layer,
            row.kind,
            href,
            _margin(row, kinds),
            density.sort(row),
            density.RANK[step],
        )


def _margin(row: AnnotationRow, kinds: Mapping[int | None, str]) -> str | None:
    if row.layer != "quotation" or not row.entity_name or row.entity_id not in kinds:
        return None
    if not density.is_shown(row) or not density.is_named(row) or not density.is_speaker_sure(row):
        return None
    first = voice_name(row.entity_name, kinds[row.entity_id])
    further = [
        one["speaker"].split()[-1] for one in row.body.get("speakers", ())[1:] if one["chain"]
    ]
    return ", ".join([first, *further])


@dataclass(frozen=True, slots=True)
class Unread:
    """Why nothing is said of how an article is sourced: it is `pending`, reading it `failed`, or the `language` is not one that is read."""

    why: Literal["pending", "failed", "language"]
    language: str | None = None


def unread(revision: Revision, state: str | None) -> Unread | None:
    """Whether the text was not read; `state` is that of the run of the layer `quotation`, None without one."""
    if state is None:
        return Unread("pending")
    if state == "failed":
        return Unread("failed")
    return (
        None if is_read(revision.language) else Unread("language", language_name(revision.language))
    )


def is_read(language: str) -> bool:
    """Whether the model reads texts in this language."""
    return language in tagger.LANGUAGES


def language_name(code: str) -> str | None:
    """What English calls a language, by CLDR; None where it has no name for it."""
    name = Locale("en").languages.get(code)
    return str(name) if name else None


def _told(article: Article, revision: Revision, doubts: Sequence[StoredDoubt]) -> list[ShownDoubt]:
    def block_at(start: int) -> str:
        numbers = [n for n, b in enumerate(revision.blocks, 1) if b["start"] <= start]
        return f"p{max(numbers, default=1)}"

    def words(doubt: StoredDoubt) -> list[DoubtEvidence]:
        return [
            DoubtEvidence(re.sub(r"\s+", " ", revision.text[a:b])[:LONGEST_EVIDENCE], block_at(a))
            for a, b in doubt.evidence
        ]

    def told(number: int, doubt: StoredDoubt) -> ShownDoubt:
        about_date = doubt.kind in ABOUT_DATES
        return ShownDoubt(
            number,
            doubt.kind,
            doubt.message,
            words(doubt),
            about_date,
            about_date and article.date_settled,
        )

    return [told(number, doubt) for number, doubt in enumerate(doubts, 1)]


def context(
    request: Request,
    article: Article,
    revision: Revision,
    rows: Sequence[AnnotationRow],
    doubts: Sequence[StoredDoubt],
    span: Span | Sequence[Span] | None = None,
    standing: Standing = "passage",
    state: str | None = "finished",
) -> dict[str, Any]:
    """What `article.html` needs, but for the passage; asks the store nothing.

    `only` is set where all but some sentences is dimmed.

    `state` is how the run of the layer `quotation` ended on this revision, None while it has not.
    """
    blocks = [Block(**b) for b in revision.blocks]
    inlines = [Inline(**i) for i in revision.inlines]
    return {
        "article": article,
        "revision": revision,
        "body": article_html(revision.text, blocks, marks_of(rows), inlines, span, standing),
        "legend": LAYERS,
        "parts": PARTS,
        "density": density.STEPS,
        "default": density.DEFAULT,
        "sourcing": sourcing(revision.text, article.words, revision.blocks, rows),
        "unread": unread(revision, state),
        "nearly": below_default(revision.text, rows),
        "cast": cast(rows),
        "doubts": _told(article, revision, doubts),
        "base_url": request.app.state.settings.base_url,
        "newest": revision.id == article.newest_revision_id,
        "only": None,
        "here": "library",
    }

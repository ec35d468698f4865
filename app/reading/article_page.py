"""What an article page shows: the text with its marks, the doubts with their words, the sourcing.

For the pages of articles, passages, notes and of one entity in an article.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from operator import itemgetter
from typing import Any, Literal

from babel import Locale
from sqlmodel import Session

from app.engines.model import choice
from app.layers import LAYERS, density
from app.reading.article_map import Heading, contents, minutes
from app.reading.long_text import (
    RowsInParts,
    at_once,
    is_long,
    one_by_one,
    stretches,
)
from app.reading.mark_names import MARK_NAMES
from app.reading.sourcing import voice_name
from app.reading.summary import ArticleSummary
from app.store.annotations import annotations, runs
from app.store.annotations.rows import AnnotationRow
from app.store.articles import articles
from app.store.articles.access import Reader
from app.store.articles.article_date import ABOUT_DATES
from app.store.db.ids import id_of
from app.store.db.library import Library
from app.store.schema.articles import Article, Revision, StoredDoubt
from app.text.markup import SpanRole, TextPart, article_parts, heading_levels
from app.text.segments import MarkedSpan
from app.text.spans import Block, Inline, Span
from app.translations import N_

LONGEST_EVIDENCE = 60
SOURCING_LAYER = "quotation"
"""The layer whose run decides whether a page may say how an article is sourced."""
PARTS = (
    ("reported", N_("Reported"), N_("reported speech, without quotation marks")),
    ("attitude", N_("Attitudes"), N_("opinions, wishes and feelings, not statements")),
)
"""The parts of the layer `quotation` that readers may turn off by themselves: category, word,
meaning."""


@dataclass(frozen=True, slots=True)
class DoubtEvidence:
    """Words that a doubt points to, and the element they are in."""

    exact: str
    block: str


@dataclass(frozen=True, slots=True)
class ShownDoubt:
    """A doubt as the page shows it, numbered from 1.

    `settled` when it is about the date and the editor gave one.
    """

    number: int
    kind: str
    message: str
    words: list[DoubtEvidence]
    about_date: bool
    settled: bool


@dataclass(frozen=True, slots=True)
class Unannotated:
    """Why the page cannot say how an article is sourced.

    The run is `pending` or `failed`, or the model does not read the article's `language`, a code
    that has a name.
    """

    why: Literal["pending", "failed", "language"]
    language: str | None = None


def load(
    library: Library,
    s: Session,
    reader: Reader,
    article: Article,
    revision: Revision,
    base_url: str,
    span: Span | None = None,
    span_role: SpanRole = "passage",
) -> dict[str, Any]:
    """What `article.html` needs for a revision as `reader` sees it. Three queries.

    One more for each part of a long text, while its page is sent.
    """
    revision_id = id_of(revision)
    rows = rows_of(library, s, reader, revision)
    doubts = articles.doubts(s, revision_id)
    state = runs.state(s, revision_id, SOURCING_LAYER)
    return context(base_url, article, revision, rows, doubts, span, span_role, state)


def rows_of(
    library: Library,
    s: Session,
    reader: Reader,
    revision: Revision,
) -> RowsInParts:
    """The annotations of a revision for its page. One query."""
    revision_id = id_of(revision)
    if is_long(revision):
        kinds = annotations.kinds_of_named(s, reader, revision_id)
        return one_by_one(library, reader, revision_id, kinds)
    return at_once(annotations.of_revision(s, reader, revision_id))


def context(
    base_url: str,
    article: Article,
    revision: Revision,
    rows: RowsInParts,
    doubts: Sequence[StoredDoubt],
    span: Span | Sequence[Span] | None = None,
    span_role: SpanRole = "passage",
    state: str | None = "finished",
) -> dict[str, Any]:
    """What `article.html` needs, but for the passage; asks the store nothing.

    Of a long text `body` is made while it is read, and `summary` is complete after it.
    `state` is how the run of the layer `quotation` ended on this revision, None while it has not.
    `only` is set by the pages that dim all but some sentences; `mentioned` has the ids of the
    entities whose names are on the page.
    """
    starts = [block["start"] for block in revision.blocks]
    headings = [Span(b["start"], b["end"]) for b in revision.blocks if b["kind"] == "heading"]
    summary = ArticleSummary(revision.text, article.words, starts, headings)
    body = article_parts(
        revision.text,
        _parts(revision, rows, summary),
        levels(revision),
        [Inline(**i) for i in revision.inlines],
        span,
        span_role,
    )
    return {
        "article": article,
        "revision": revision,
        "body": body if is_long(revision) else list(body),
        "is_long": is_long(revision),
        "summary": summary,
        "contents": contents_of(revision),
        "minutes": minutes(article.words),
        "legend": LAYERS,
        "parts": PARTS,
        "mark_names": MARK_NAMES,
        "density": density.STEPS,
        "default": density.DEFAULT,
        "unannotated": unannotated(revision, state),
        "doubts": _shown_doubts(article, revision, doubts),
        "base_url": base_url,
        "newest": revision.id == article.newest_revision_id,
        "mentioned": _mentioned(revision, rows),
        "only": None,
        "here": "library",
    }


def contents_of(revision: Revision) -> list[Heading]:
    """The list of contents that the page shows above its text."""
    return contents(revision.text, revision.blocks, levels(revision))


def levels(revision: Revision) -> Iterator[int]:
    """The level of each heading on the page, from 2."""
    return heading_levels((block["kind"], block.get("level")) for block in revision.blocks)


def _mentioned(revision: Revision, rows: RowsInParts) -> frozenset[int]:
    """The entities named on the page; none for a long text, whose page nobody keeps."""
    if is_long(revision):
        return frozenset()
    every = rows.within(Span(0, len(revision.text) + 1))
    return frozenset(row.entity_id for row in every if row.entity_id)


def _parts(revision: Revision, rows: RowsInParts, summary: ArticleSummary) -> Iterator[TextPart]:
    """The parts of a text, each with its marks; what they show is added to the summary."""
    for stretch, blocks in stretches(revision):
        here = rows.within(stretch)
        steps = [density.shown(row) for row in here]
        summary.add(here, steps)
        marks = marks_of(here, steps, rows.kinds)
        yield TextPart([Block.from_json(block) for block in blocks], marks)


def marks_of(
    rows: Sequence[AnnotationRow],
    steps: Sequence[density.Step | None],
    kinds: Mapping[int | None, str],
) -> Iterator[MarkedSpan]:
    """The annotations as the markup needs them; `kinds` are those of the named entities.

    Each with the first of the `steps` that draws it. A name leads to its entity, everything else to
    its own page.
    """
    for row, step in zip(rows, steps, strict=True):
        names_entity = row.layer == "entity" and row.entity_id
        yield MarkedSpan(
            row.id,
            row.start,
            row.end,
            row.layer,
            row.kind,
            f"/entities/{row.entity_id}" if names_entity else f"/annotations/{row.id}",
            _speaker_in_margin(row, kinds),
            density.category(row),
            density.RANK[step or "all"],
        )


def _speaker_in_margin(row: AnnotationRow, kinds: Mapping[int | None, str]) -> str | None:
    """Who speaks, for the margin: only where that is surely an entity that the text names.

    A description would be cut to nonsense there, and a doubt has no room.
    """
    if row.layer != "quotation" or not row.entity_name or row.entity_id not in kinds:
        return None
    if not density.is_shown(row) or not density.is_named(row) or not density.is_speaker_sure(row):
        return None
    first = voice_name(row.entity_name, kinds[row.entity_id])
    further_speakers = row.body.get("speakers", ())[1:]
    surnames = [s["speaker"].split()[-1] for s in further_speakers if s["chain"]]
    return ", ".join([first, *surnames])


def unannotated(revision: Revision, state: str | None) -> Unannotated | None:
    """Why the text was not read, or None; `state` is that of the run of the layer `quotation`."""
    if state is None:
        return Unannotated("pending")
    if state == "failed":
        return Unannotated("failed")
    if is_read(revision.language):
        return None
    is_known = language_name(revision.language) is not None
    return Unannotated("language", revision.language if is_known else None)


def is_read(language: str) -> bool:
    """Whether the model reads texts in this language."""
    return language in choice.LANGUAGES


def language_name(code: str) -> str | None:
    """A language's English name, by CLDR; None where it has no name for it."""
    name = Locale("en").languages.get(code)
    return str(name) if name else None


def _shown_doubts(
    article: Article, revision: Revision, doubts: Sequence[StoredDoubt]
) -> list[ShownDoubt]:
    return [_shown_doubt(n, doubt, article, revision) for n, doubt in enumerate(doubts, 1)]


def _shown_doubt(
    number: int, doubt: StoredDoubt, article: Article, revision: Revision
) -> ShownDoubt:
    evidence = [_evidence(revision, Span(start, end)) for start, end in doubt.evidence]
    about_date = doubt.kind in ABOUT_DATES
    settled = about_date and article.date_settled
    return ShownDoubt(number, doubt.kind, doubt.message, evidence, about_date, settled)


def _evidence(revision: Revision, span: Span) -> DoubtEvidence:
    one_line = re.sub(r"\s+", " ", span.of(revision.text))
    number = bisect_right(revision.blocks, span.start, key=itemgetter("start"))
    return DoubtEvidence(one_line[:LONGEST_EVIDENCE], f"p{max(number, 1)}")

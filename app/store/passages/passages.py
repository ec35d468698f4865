"""Shared passages: a permanent code for a span of a revision, and what became of its words.

Owns codes; `fates` follows the words.
"""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import and_, select
from sqlmodel import Session, col

from app.errors import Gone, NotFound, Unprocessable
from app.store.articles.access import Reader, check
from app.store.passages import anchor_states
from app.store.passages.anchor_states import Anchor, StateInRevision
from app.store.schema.articles import Article, Revision
from app.store.schema.passages import Passage
from app.text.diff.anchor_state import AnchorState, Outcome, Verdict, outcome_of
from app.text.selectors import quote_selector
from app.text.spans import Span

CODE_BYTES = 9  # 72 random bits: 12 characters
_WIDER, _MORE = 2, 200
"""An opened passage may grow to twice its cited length and 200 characters: a rewritten sentence,
not the paragraphs around it. Chosen."""


@dataclass(frozen=True, slots=True)
class RevisionPoint:
    """A revision's number and when it was captured."""

    revision: int
    at: datetime


@dataclass(frozen=True, slots=True)
class PassageState:
    """What became of a passage: `revision` is the one asked for, `span` its place there (None when replaced or removed).

    `made_on` is the revision that was cited, `since` the first from which the verdict holds; `held` the last revision, up to the one asked
    for, in which the words had a place, and that place. `kept` is the share (0–1) of the cited characters that stand. `whole` is false
    where the reader may see only this passage, which the editor opened, and not the article around it.
    """

    verdict: Verdict
    passage: Passage
    article: Article
    revision: Revision
    span: Span | None
    replaced_by: Span | None
    made_on: RevisionPoint
    since: RevisionPoint
    held: tuple[RevisionPoint, Span]
    kept: float
    whole: bool
    words_changed: bool | None
    """Whether the words there differ from those cited in more than white space and the form of
    marks; None without a place."""

    @property
    def outcome(self) -> Outcome:
        """What readers are told became of it; see `revisions.outcome`."""
        return outcome_of(self.verdict, self.words_changed)

    @property
    def instead(self) -> str | None:
        """The words that stand in its place, where it was replaced."""
        return self.replaced_by.of(self.revision.text) if self.replaced_by else None

    @property
    def text(self) -> str | None:
        """The passage's words as they stand in `revision`."""
        return self.span.of(self.revision.text) if self.span else None


def share(
    s: Session, article: Article, revision: Revision, span: Span, *, opened: bool = False
) -> tuple[Passage, bool]:
    """The passage for a span, and whether it is new: the same span of the same revision always has the same code. Raises Unprocessable.

    Writers take turns, so that looking first is safe; the database's constraint stands behind it.
    """
    if not 0 <= span.start < span.end <= len(revision.text):
        raise Unprocessable(
            f"There is no passage from {span.start} to {span.end} in a text of "
            f"{len(revision.text)} characters."
        )
    same = select(Passage).where(
        col(Passage.revision_id) == revision.id,
        col(Passage.start) == span.start,
        col(Passage.end) == span.end,
    )
    known = s.scalars(same).one_or_none()
    if known is not None:
        known.opened = known.opened or opened
        return known, False
    words = quote_selector(revision.text, span)
    passage = Passage(
        code=secrets.token_urlsafe(CODE_BYTES),
        article_id=article.id or 0,
        revision_id=revision.id,
        start=span.start,
        end=span.end,
        exact=words.exact,
        prefix=words.prefix,
        suffix=words.suffix,
        opened=opened,
    )
    s.add(passage)
    s.flush()
    if revision.id != article.newest_revision_id:
        anchor_states.start(s, article.id or 0, anchor(passage))
    return passage, True


def anchor(passage: Passage) -> Anchor:
    """The passage as something that is followed. Of a withdrawn article's there is none."""
    return Anchor(
        "passage_id", passage.id or 0, passage.revision_id or 0, Span(passage.start, passage.end)
    )


def get(s: Session, code: str) -> Passage:
    """The passage with this code. Raises NotFound, or Gone when its article was withdrawn."""
    found = (
        s.scalars(select(Passage).where(col(Passage.code) == code)).one_or_none()
        if code.isascii() and "\0" not in code
        else None
    )
    if found is None:
        raise NotFound("There is no such passage in this library.")
    if found.revision_id is None:
        raise Gone("The article of this passage was withdrawn from this library.", "withdrawn")
    return found


def state(s: Session, reader: Reader, passage: Passage, number: int | None = None) -> PassageState:
    """What became of a passage up to a revision, the newest by default; every revision between is followed. Three queries.

    Raises NotFound or Gone, as the article would, unless the editor opened this passage. Whoever may read only an opened passage is
    told of its own words, in the revision cited and in the newest: not what replaced them, not what came to stand around them.
    """
    which = (
        col(Revision.id) == col(Article.newest_revision_id)
        if number is None
        else col(Revision.number) == number
    )
    statement = select(Article, Revision).outerjoin(
        Revision, and_(col(Revision.article_id) == col(Article.id), which)
    )
    row = s.execute(statement.where(col(Article.id) == passage.article_id)).one_or_none()
    article, whole = _readable(reader, passage, row[0] if row else None)
    asked: Revision | None = row[1] if row else None
    if asked is None or not (
        whole or asked.id in (passage.revision_id, article.newest_revision_id)
    ):
        raise NotFound(f"This article has no revision {number}.")
    told = anchor_states.history(s, article.id or 0, anchor(passage), asked.number)
    if not whole:
        told = _own_words(s, told)
    now, since = told[-1].fate, told[anchor_states.holds_from(told)]
    held = next(t for t in reversed(told) if t.fate.span is not None)
    span = held.fate.span or Span(passage.start, passage.end)
    return PassageState(
        now.verdict,
        passage,
        article,
        asked,
        now.span,
        now.replaced_by,
        _at(told[0]),
        _at(since),
        (_at(held), span),
        now.kept,
        whole,
        now.words_changed,
    )


def _own_words(s: Session, told: Sequence[StateInRevision]) -> list[StateInRevision]:
    """The fates as told to a reader of the passage alone: a span that took in what stood around it counts as removed."""
    statement = select(col(Revision.id), col(Revision.blocks)).where(
        col(Revision.id).in_([t.revision_id for t in told])
    )
    blocks = {id_: [Span(b["start"], b["end"]) for b in held] for id_, held in s.execute(statement)}
    cited = told[0].fate.span
    most = _touched(blocks[told[0].revision_id], cited)

    def own(fate: AnchorState, revision_id: int) -> AnchorState:
        if fate.span is None or cited is None:
            return replace(fate, replaced_by=None)
        grown = fate.span.end - fate.span.start > _WIDER * (cited.end - cited.start) + _MORE
        if grown or _touched(blocks[revision_id], fate.span) > most:
            return AnchorState("removed", None, None, fate.kept)
        return fate

    return [replace(t, fate=own(t.fate, t.revision_id)) for t in told]


def _touched(blocks: Sequence[Span], span: Span | None) -> int:
    return sum(b.overlaps(span) for b in blocks) if span else 0


def _readable(reader: Reader, passage: Passage, article: Article | None) -> tuple[Article, bool]:
    try:
        return check(reader, article), True
    except NotFound:
        if article is None or not passage.opened or article.withdrawn_at is not None:
            raise
        return article, False


def _at(told: StateInRevision) -> RevisionPoint:
    return RevisionPoint(told.revision, told.at)

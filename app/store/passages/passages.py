"""Shared passages: a permanent code for a span of a revision, and the state of its words today.

How the words are followed through the revisions is `anchor_states`'.
"""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import and_, select
from sqlmodel import Session, col

from app.errors import Damaged, Gone, NotFound, Unprocessable
from app.store.articles import intact_text
from app.store.articles.access import Reader, check
from app.store.db.ids import id_of
from app.store.passages import anchor_states
from app.store.passages.anchor_states import StateInRevision
from app.store.passages.anchors import Anchor
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
    """A passage's state in one revision.

    `revision` is the one asked for, `span` the passage's place there (None when it was replaced or
    removed). `made_on` is the revision that was cited, `since` the first from which on the verdict
    holds. `held` is the last revision, up to the one asked for, in which the words had a place, and
    that place. `kept` is the share (0–1) of the cited characters that are still there. `whole` is
    false where the reader may see only this passage, which the editor opened, and not its article.
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
        """The verdict as readers see it; see `text.diff.anchor_state`."""
        return outcome_of(self.verdict, self.words_changed)

    @property
    def replacement(self) -> str | None:
        """The words that replaced it, where it was replaced."""
        return self.replaced_by.of(self.revision.text) if self.replaced_by else None

    @property
    def text(self) -> str | None:
        """The passage's words as they are in `revision`."""
        return self.span.of(self.revision.text) if self.span else None


def share(
    s: Session,
    article: Article,
    revision: Revision,
    span: Span,
    *,
    opened: bool = False,
    code: str | None = None,
) -> tuple[Passage, bool]:
    """The passage for a span, and whether it is new; a new one may have a `code` already.

    The same span of the same revision always has the same code. Raises Unprocessable. Writers take
    turns, so that looking first is safe; the database has a constraint all the same.
    """
    if not 0 <= span.start < span.end <= len(revision.text):
        raise Unprocessable(
            f"The range from {span.start} to {span.end} is not inside the text, which has "
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
        code=code or secrets.token_urlsafe(CODE_BYTES),
        article_id=id_of(article),
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
        anchor_states.start(s, id_of(article), [anchor(passage)])
    return passage, True


def anchor(passage: Passage) -> Anchor:
    """The passage as something that is followed.

    Raises ValueError for one whose article was withdrawn: it has no revision any more.
    """
    if passage.revision_id is None:
        raise ValueError(f"Passage {passage.id} is not anchored: its article was withdrawn.")
    span = Span(passage.start, passage.end)
    return Anchor("passage_id", id_of(passage), passage.revision_id, span)


def get(s: Session, code: str) -> Passage:
    """The passage with this code. Raises NotFound, or Gone when its article was withdrawn."""
    is_possible = code.isascii() and "\0" not in code
    with_code = select(Passage).where(col(Passage.code) == code)
    passage = s.scalars(with_code).one_or_none() if is_possible else None
    if passage is None:
        raise NotFound("The passage was not found in this library.")
    if passage.revision_id is None:
        raise Gone("The article of this passage was withdrawn from this library.", "withdrawn")
    return passage


def in_order(s: Session, after: int, limit: int) -> list[tuple[Passage, Article, str]]:
    """The passages after the one with this id, as they were shared, for the editor.

    Each with its article and the SHA-256 of the text that was cited.
    """
    statement = (
        select(Passage, Article, col(Revision.sha256))
        .join(Article, col(Article.id) == col(Passage.article_id))
        .join(Revision, col(Revision.id) == col(Passage.revision_id))
        .where(col(Passage.id) > after)
    )
    rows = s.execute(statement.order_by(col(Passage.id)).limit(limit))
    return [(passage, article, sha256) for passage, article, sha256 in rows]


def state(s: Session, reader: Reader, passage: Passage, number: int | None = None) -> PassageState:
    """The passage's state in a revision, the newest by default. Three queries.

    Raises NotFound or Gone, as the article would, unless the editor opened this passage. A reader
    who may read only an opened passage learns of its own words, in the revision cited and in the
    newest, and neither of what replaced them nor of what was added around them.
    """
    article, whole, revision = _readable_revision(s, reader, passage, number)
    states = anchor_states.history(s, id_of(article), anchor(passage), revision.number)
    if not whole:
        states = _own_words(s, states)
    if not states:
        raise Damaged(f"The place of this passage in article {article.id} is damaged.")
    last = states[-1]
    since = states[anchor_states.holds_from(states)]
    held = next(one for one in reversed(states) if one.state.span is not None)
    held_span = held.state.span or Span(passage.start, passage.end)
    return PassageState(
        verdict=last.state.verdict,
        passage=passage,
        article=article,
        revision=revision,
        span=last.state.span,
        replaced_by=last.state.replaced_by,
        made_on=_point(states[0]),
        since=_point(since),
        held=(_point(held), held_span),
        kept=last.state.kept,
        whole=whole,
        words_changed=last.state.words_changed,
    )


def _readable_revision(
    s: Session, reader: Reader, passage: Passage, number: int | None
) -> tuple[Article, bool, Revision]:
    """The passage's article, whether the reader may read all of it, and the revision. One query.

    Raises NotFound or Gone.
    """
    is_newest = col(Revision.id) == col(Article.newest_revision_id)
    is_asked = is_newest if number is None else col(Revision.number) == number
    of_article = and_(col(Revision.article_id) == col(Article.id), is_asked)
    statement = select(Article, Revision).outerjoin(Revision, of_article)
    row = s.execute(statement.where(col(Article.id) == passage.article_id)).one_or_none()
    article, whole = _readable(reader, passage, row[0] if row else None)
    revision: Revision | None = row[1] if row else None
    shown_of_opened = (passage.revision_id, article.newest_revision_id)
    if revision is None or not (whole or revision.id in shown_of_opened):
        raise NotFound(f"This article has no revision {number}.")
    return article, whole, intact_text.checked(revision)


def _readable(reader: Reader, passage: Passage, article: Article | None) -> tuple[Article, bool]:
    try:
        return check(reader, article), True
    except NotFound:
        if article is None or not passage.opened or article.withdrawn_at is not None:
            raise
        return article, False


def _own_words(s: Session, states: Sequence[StateInRevision]) -> list[StateInRevision]:
    """The states as a reader of the passage alone may see them.

    A span that grew into the text around it counts as removed.
    """
    ids = [one.revision_id for one in states]
    in_blocks = select(col(Revision.id), col(Revision.blocks)).where(col(Revision.id).in_(ids))
    blocks = {
        id_: [Span(b["start"], b["end"]) for b in of_revision]
        for id_, of_revision in s.execute(in_blocks)
    }
    cited = states[0].state.span
    cited_blocks = _touched(blocks[states[0].revision_id], cited)

    def visible(state: AnchorState, revision_id: int) -> AnchorState:
        if state.span is None or cited is None:
            return replace(state, replaced_by=None)
        longest = _WIDER * (cited.end - cited.start) + _MORE
        is_longer = state.span.end - state.span.start > longest
        if is_longer or _touched(blocks[revision_id], state.span) > cited_blocks:
            return AnchorState("removed", None, None, state.kept)
        return state

    return [replace(one, state=visible(one.state, one.revision_id)) for one in states]


def _touched(blocks: Sequence[Span], span: Span | None) -> int:
    """How many blocks a span lies in or touches."""
    return sum(block.overlaps(span) for block in blocks) if span else 0


def _point(one: StateInRevision) -> RevisionPoint:
    return RevisionPoint(one.revision, one.at)

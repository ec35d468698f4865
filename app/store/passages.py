"""Shared passages: a permanent code for a span of a revision, and what became of its words. Owns codes; the map is `text.revisions`.

Texts never change, so what became of a span is worked out once and remembered: 13 revisions of 150,000 characters took 4.5 s a page.
"""

import hashlib
import secrets
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from itertools import pairwise

from sqlalchemy import literal, or_, select
from sqlalchemy.orm import aliased
from sqlmodel import Session, col

from app.errors import Gone, NotFound, Unprocessable
from app.store.access import Reader, check
from app.store.recent import Recent
from app.store.tables import Article, Passage, Revision
from app.text.revisions import Fate, RevisionMap, Verdict, fates
from app.text.selectors import quote_selector
from app.text.spans import Span

CODE_BYTES = 9  # 72 random bits: 12 characters
_withdrawn: set[str] = set()  # SHA-256 of texts that are not to be kept in memory any more
_MAPS: Recent[tuple[str, str], RevisionMap] = Recent(2_000_000, unwanted=lambda pair: not _withdrawn.isdisjoint(pair))
"""(sha256, sha256) → the map, weighed in characters of both texts; one takes 29 bytes a character (English words), so 60 MB at most."""
_TOLD: Recent[tuple[bytes, Span], tuple[Fate, ...]] = Recent(50_000)
"""(digest of every text in turn, span) → its fates, weighed by their number: offsets and verdicts, no words; some 15 MB at most."""
_WIDER, _MORE = 2, 200
"""An opened passage may grow to twice its cited length and 200 characters: a rewritten sentence, not the paragraphs around it. Chosen."""


@dataclass(frozen=True, slots=True)
class At:
    """A revision's number and when it was captured."""

    revision: int
    at: datetime


@dataclass(frozen=True, slots=True)
class PassageFate:
    """What became of a passage: `revision` is the one asked for, `span` its place there (None when replaced or removed).

    `made_on` is the revision that was cited, `since` the first from which the verdict holds. `whole` is false where the reader
    may see only this passage, which the editor opened, and not the article around it.
    """

    verdict: Verdict
    passage: Passage
    article: Article
    revision: Revision
    span: Span | None
    replaced_by: Span | None
    made_on: At
    since: At
    whole: bool

    @property
    def text(self) -> str | None:
        """The passage's words as they stand in `revision`."""
        return self.span.of(self.revision.text) if self.span else None


def share(s: Session, article: Article, revision: Revision, span: Span, *, opened: bool = False) -> tuple[Passage, bool]:
    """The passage for a span, and whether it is new: the same span of the same revision always has the same code. Raises Unprocessable.

    Writers take turns, so that looking first is safe; the database's constraint stands behind it.
    """
    if not 0 <= span.start < span.end <= len(revision.text):
        raise Unprocessable(f"There is no passage from {span.start} to {span.end} in a text of {len(revision.text)} characters.")
    same = select(Passage).where(col(Passage.revision_id) == revision.id, col(Passage.start) == span.start, col(Passage.end) == span.end)
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
    return passage, True


def get(s: Session, code: str) -> Passage:
    """The passage with this code. Raises NotFound, or Gone when its article was withdrawn."""
    found = s.scalars(select(Passage).where(col(Passage.code) == code)).one_or_none() if code.isascii() and "\0" not in code else None
    if found is None:
        raise NotFound("There is no such passage in this library.")
    if found.revision_id is None:
        raise Gone("The article of this passage was withdrawn from this library.", "withdrawn")
    return found


def fate(s: Session, reader: Reader, passage: Passage, number: int | None = None) -> PassageFate:
    """What became of a passage up to a revision, the newest by default; every revision between is followed. Two queries.

    Raises NotFound or Gone, as the article would, unless the editor opened this passage. Whoever may read only an opened passage is
    told of its own words, in the revision cited and in the newest: not what replaced them, not what came to stand around them.
    """
    article, whole = _readable(s, reader, passage)
    history = _between(s, article, passage, number)
    if not whole and history[-1].id not in (passage.revision_id, article.newest_revision_id):
        raise NotFound(f"This article has no revision {number}.")
    told: Sequence[Fate] = _followed(history, Span(passage.start, passage.end))
    if not whole:
        told = [_own_words(fate, history[0], at, told[0]) for fate, at in zip(told, history, strict=True)]
    now, since = told[-1], history[_holds_from(told)]
    return PassageFate(now.verdict, passage, article, history[-1], now.span, now.replaced_by, _at(history[0]), _at(since), whole)


def forget(hashes: Collection[str]) -> None:
    """Lets go of every text with one of these SHA-256, now and for as long as this process runs."""
    _withdrawn.update(hashes)
    _MAPS.sweep()


def _followed(history: Sequence[Revision], span: Span) -> Sequence[Fate]:
    """The fates of a span of the first revision in each of them."""
    digest = hashlib.sha256("".join(r.sha256 for r in history).encode()).digest()
    return _TOLD.get((digest, span), lambda: tuple(fates(list(_maps(history)), span)), len(history))


def _maps(history: Sequence[Revision]) -> Iterator[RevisionMap]:
    for old, new in pairwise(history):
        yield _MAPS.get((old.sha256, new.sha256), partial(RevisionMap, old.text, new.text), len(old.text) + len(new.text))


def _own_words(fate: Fate, cited: Revision, now: Revision, first: Fate) -> Fate:
    """The fate as told to a reader of the passage alone: a span that took in what stood around it counts as removed."""
    if fate.span is None or first.span is None:
        return replace(fate, replaced_by=None)
    grown = fate.span.end - fate.span.start > _WIDER * (first.span.end - first.span.start) + _MORE
    if grown or _blocks(now, fate.span) > _blocks(cited, first.span):
        return Fate("removed", None, None, fate.kept)
    return fate


def _blocks(revision: Revision, span: Span) -> int:
    return sum(span.overlaps(Span(b["start"], b["end"])) for b in revision.blocks)


def _readable(s: Session, reader: Reader, passage: Passage) -> tuple[Article, bool]:
    article = s.get(Article, passage.article_id)
    try:
        return check(reader, article), True
    except NotFound:
        if article is None or not passage.opened or article.withdrawn_at is not None:
            raise
        return article, False


def _between(s: Session, article: Article, passage: Passage, number: int | None) -> list[Revision]:
    """The revisions from the cited one to the one asked for, in that order (backwards to an older one)."""
    here, r = aliased(Revision), Revision
    made = select(col(here.number)).where(col(here.id) == passage.revision_id).scalar_subquery()
    asked = (
        select(col(here.number)).where(col(here.id) == article.newest_revision_id).scalar_subquery() if number is None else literal(number)
    )
    between = or_(col(r.number).between(made, asked), col(r.number).between(asked, made))
    found = list(s.scalars(select(r).where(col(r.article_id) == article.id, between).order_by(col(r.number))))
    if found and found[0].id != passage.revision_id:
        found.reverse()
    if not found or (number is not None and found[-1].number != number):
        raise NotFound(f"This article has no revision {number}.")
    return found


def _holds_from(told: Sequence[Fate]) -> int:
    """The first step from which on the last verdict holds without a break."""
    at = len(told) - 1
    while at > 0 and told[at - 1].verdict == told[at].verdict:
        at -= 1
    return at


def _at(revision: Revision) -> At:
    return At(revision.number, revision.captured_at)

"""Pages: what became of an article's words: its revisions, the difference of two of them, a feed of changes.

Descriptions are made when they are asked for: they follow from texts and annotations, which are what is stored.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Annotated, Literal

from fastapi import APIRouter, Query, Request
from pydantic import BeforeValidator
from sqlmodel import Session
from starlette.responses import Response

from app.changes.collector import Change
from app.changes.report import ChangeReport, describe, words
from app.changes.side_by_side import lay_out
from app.errors import NotFound
from app.layers import LAYERS
from app.store.articles import articles, history
from app.store.articles.access import Reader
from app.store.articles.history import Captured, Contents
from app.store.schema.articles import Article
from app.text.diff.block_pairs import ArticleText
from app.text.diff.comparison import Comparison
from app.web.http import atom
from app.web.http.caching import respond
from app.web.http.dependencies import Id, ReaderDep, Reading, RevisionNumber
from app.web.http.query import Anyone, is_private
from app.web.http.templating import first_words, page

router = APIRouter()

STEPS = 20
"""Revisions on one page of a history."""
DESCRIBED_CHARACTERS = 400_000
"""Characters of both texts, summed over a page, up to which steps are described: 20 steps of a
1,600-word article, about a second."""
COMPARED_CHARACTERS = 300_000
"""Characters of two texts that one page compares: about 25,000 words each. What was made to be slow
takes some ten seconds then."""
MOST_CHANGES = 8
"""Changes of a step that the history lists; the page of the difference has them all."""
_LABELS = {layer.name: layer.label for layer in LAYERS}

Hide = Annotated[Literal["hide"] | None, BeforeValidator(lambda given: given or None), Query()]
View = Annotated[
    Literal["inline", "side"], BeforeValidator(lambda given: given or "inline"), Query()
]


@dataclass(frozen=True, slots=True)
class RevisionStep:
    """A revision and what changed in it; the first has no story."""

    revision: Captured
    story: ChangeReport | None

    @property
    def shown(self) -> list[tuple[str, Change]]:
        """The changes that matter most, each with what it is called."""
        return _named(self.story.changes[:MOST_CHANGES]) if self.story else []

    @property
    def more(self) -> int:
        """How many changes are left out."""
        return max(0, len(self.story.changes) - MOST_CHANGES) if self.story else 0

    @property
    def unread(self) -> list[str]:
        """The layers that could not be compared, as readers call them."""
        return (
            [_LABELS[name] for name in self.story.unread if name in _LABELS] if self.story else []
        )

    @property
    def trivial(self) -> bool:
        """Whether no word changed."""
        return self.story is not None and self.story.trivial


@router.get("/articles/{id}/revisions")
def revisions(
    request: Request,
    s: Reading,
    reader: ReaderDep,
    anyone: Anyone,
    id: Id,
    before: RevisionNumber = None,
    trivial: Hide = None,
) -> Response:
    """Every revision of an article, newest first, each with what changed in it."""
    found = articles.get(s, reader, id)
    steps, more = _steps(s, _eyes(found, reader, anyone), found, before)
    kept = [step for step in steps if not (trivial and step.trivial)]
    asked = "&trivial=hide" if trivial else ""
    return page(
        request,
        "revisions.html",
        private=is_private(found),
        article=found,
        steps=kept,
        newest=found.newest_revision_id,
        hides=trivial is not None,
        hidden=len(steps) - len(kept),
        before=before,
        more=f"/articles/{id}/revisions?before={steps[-1].revision.number}{asked}"
        if more
        else None,
        here="library",
    )


@router.get("/articles/{id}/revisions.atom")
def changes_feed(
    request: Request, s: Reading, reader: ReaderDep, anyone: Anyone, id: Id, trivial: Hide = None
) -> Response:
    """The newest revisions as an Atom feed, an entry each."""
    found = articles.get(s, reader, id)
    steps, _ = _steps(s, _eyes(found, reader, anyone), found, None)
    base = f"{request.app.state.settings.base_url}/articles/{id}"
    made = atom.feed(
        url=f"{base}/revisions.atom{'?trivial=hide' if trivial else ''}",
        page=f"{base}/revisions",
        title=f"Changes to “{found.title or first_words(found.lede)}”",
        updated=steps[0].revision.captured_at,
        entries=[_entry(base, step) for step in steps if not (trivial and step.trivial)],
    )
    headers = {"X-Robots-Tag": "noindex"}
    return respond(
        request,
        made,
        f"{atom.MEDIA_TYPE}; charset=utf-8",
        private=is_private(found),
        headers=headers,
    )


@router.get("/articles/{id}/revisions/{pair}")
def difference(
    request: Request,
    s: Reading,
    reader: ReaderDep,
    anyone: Anyone,
    id: Id,
    pair: str,
    view: View = "inline",
) -> Response:
    """The difference of two revisions, `FROM-TO`, in one stream or side by side."""
    found = articles.get(s, reader, id)
    old, new = _pair(s, id, pair)
    eyes = _eyes(found, reader, anyone)
    same, long = old.sha256 == new.sha256, old.characters + new.characters > COMPARED_CHARACTERS
    texts = None if same or long else _both(history.contents(s, eyes, [old.id, new.id]), old, new)
    step = RevisionStep(new, describe(old, new, texts))
    return page(
        request,
        "revision_changes.html",
        private=is_private(found),
        article=found,
        old=old,
        step=step,
        changes=_named(step.story.changes) if step.story else [],
        rows=lay_out(Comparison(*_bodies(texts))) if texts else [],
        same=same,
        long=long and not same,
        view=view,
        last=new.id == found.newest_revision_id,
        here="library",
    )


def _eyes(article: Article, reader: Reader, anyone: Reader) -> Reader:
    """Who annotations are read as: anyone, so that a public page has the same bytes for everybody."""
    return reader if is_private(article) else anyone


def _steps(
    s: Session, reader: Reader, article: Article, before: int | None
) -> tuple[list[RevisionStep], bool]:
    """The revisions of one page with what changed in each, and whether there are older ones.

    Four queries.
    """
    found = history.before(s, article.id or 0, before, STEPS + 1)
    pairs = list(pairwise(found))
    compared, left = [], DESCRIBED_CHARACTERS
    for new, old in pairs:
        left -= 0 if old.sha256 == new.sha256 else old.characters + new.characters
        if left >= 0 and old.sha256 != new.sha256:
            compared += [old.id, new.id]
    texts = history.contents(s, reader, set(compared))
    stories: list[ChangeReport | None] = []
    left = DESCRIBED_CHARACTERS
    for new, old in pairs:
        left -= 0 if old.sha256 == new.sha256 else old.characters + new.characters
        stories.append(describe(old, new, _both(texts, old, new) if left >= 0 else None))
    steps = (
        [RevisionStep(r, story) for r, story in zip(found, [*stories, None], strict=True)]
        if found
        else []
    )
    return steps[:STEPS], len(found) > STEPS


def _both(
    texts: dict[int, Contents], old: Captured, new: Captured
) -> tuple[Contents, Contents] | None:
    return (texts[old.id], texts[new.id]) if old.id in texts and new.id in texts else None


def _bodies(texts: tuple[Contents, Contents]) -> tuple[ArticleText, ArticleText]:
    return ArticleText(texts[0].text, texts[0].blocks), ArticleText(texts[1].text, texts[1].blocks)


def _pair(s: Session, article_id: int, pair: str) -> tuple[Captured, Captured]:
    """The two revisions that an address names. Raises NotFound."""
    match = re.fullmatch(r"([1-9][0-9]{0,8})-([1-9][0-9]{0,8})", pair, re.ASCII)
    if match is None or int(match[1]) >= int(match[2]):
        raise NotFound(
            "There is no such difference.",
            "The address names two revisions, the earlier first: revisions/1-2.",
        )
    found = history.numbered(s, article_id, [int(match[1]), int(match[2])])
    if len(found) < 2:
        raise NotFound(f"This article has no revisions {match[1]} and {match[2]}.")
    return found[0], found[1]


def _named(changes: Sequence[Change]) -> list[tuple[str, Change]]:
    return [(words(change), change) for change in changes]


def _entry(base: str, step: RevisionStep) -> atom.FeedEntry:
    """The entry of one revision: its difference from the one before, the first its own page."""
    number, told = step.revision.number, step.shown
    url = f"{base}/revisions/{number - 1}-{number}" if step.story else f"{base}?revision={number}"
    kinds = ", ".join(dict.fromkeys(name for name, _ in told)) if step.story else "first captured"
    lines = [f"{name}: {change.plain}" if change.plain else name for name, change in told]
    lines += [f"and {step.more} more"] if step.more else []
    return atom.FeedEntry(
        url,
        f"Revision {number}: {kinds}",
        step.revision.captured_at,
        "\n".join(lines) or "The first revision of this article.",
    )

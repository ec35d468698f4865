"""Pages: an article's revisions, the difference of two of them, a feed of changes.

Descriptions are made on request: they follow from the stored texts and annotations.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise
from typing import Annotated, Literal

from fastapi import Query, Request
from sqlmodel import Session
from starlette.responses import Response

from app.changes.collector import Change
from app.changes.report import ChangeReport, describe, words
from app.changes.side_by_side import lay_out
from app.errors import NotFound
from app.layers import LAYERS
from app.store.annotations import history
from app.store.annotations.history import Captured, Contents
from app.store.articles import articles
from app.store.articles.access import Reader
from app.store.db.ids import id_of
from app.store.schema.articles import Article
from app.text.diff.align.block_pairs import ArticleText
from app.text.diff.comparison import Comparison
from app.web.http import atom
from app.web.http.audience import Anyone, is_private
from app.web.http.dependencies import Id, ReaderDep, Reading, RevisionNumber, new_router
from app.web.http.query import EMPTY_IS_NONE
from app.web.http.templating import first_words, page

router = new_router()

STEPS = 20
"""Revisions on one page of a history."""
DESCRIBED_CHARACTERS = 400_000
"""Characters of both texts, summed over a page, up to which steps are described: 20 steps of a
1,600-word article, about a second."""
COMPARED_CHARACTERS = 300_000
"""Characters of two texts that one page compares: about 25,000 words each. Texts that were made to
be slow take some ten seconds."""
MOST_CHANGES = 8
"""Changes of a step that the history lists; the page of the difference has them all."""
_LABELS = {layer.name: layer.label for layer in LAYERS}

Hide = Annotated[Literal["hide"] | None, EMPTY_IS_NONE, Query()]
View = Annotated[Literal["inline", "side"] | None, EMPTY_IS_NONE, Query()]


@dataclass(frozen=True, slots=True)
class RevisionStep:
    """A revision and what changed in it; the first has no story."""

    revision: Captured
    story: ChangeReport | None

    @property
    def shown(self) -> list[tuple[str, Change]]:
        """The most important changes, each with its name."""
        return _named(self.story.changes[:MOST_CHANGES]) if self.story else []

    @property
    def more(self) -> int:
        """How many changes are left out."""
        return max(0, len(self.story.changes) - MOST_CHANGES) if self.story else 0

    @property
    def not_compared(self) -> list[str]:
        """The layers that could not be compared, as readers call them."""
        names = self.story.not_compared if self.story else ()
        return [_LABELS[name] for name in names if name in _LABELS]

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
    article = articles.get(s, reader, id)
    steps, more = _steps(s, _audience(article, reader, anyone), article, before)
    shown = _without_trivial(steps) if trivial else steps
    older = f"/articles/{id}/revisions?before={steps[-1].revision.number}" if more else None
    if older and trivial:
        older += "&trivial=hide"
    return page(
        request,
        "revisions.html",
        private=is_private(article),
        article=article,
        steps=shown,
        newest=article.newest_revision_id,
        hides=trivial is not None,
        hidden=len(steps) - len(shown),
        before=before,
        more=older,
        here="library",
    )


def _without_trivial(steps: Sequence[RevisionStep]) -> list[RevisionStep]:
    return [step for step in steps if not step.trivial]


@router.get("/articles/{id}/revisions.atom")
def changes_feed(
    request: Request,
    s: Reading,
    reader: ReaderDep,
    anyone: Anyone,
    id: Id,
    before: RevisionNumber = None,
    trivial: Hide = None,
) -> Response:
    """The newest revisions as an Atom feed, an entry each."""
    article = articles.get(s, reader, id)
    steps, more = _steps(s, _audience(article, reader, anyone), article, before)
    shown = _without_trivial(steps) if trivial else steps
    base = f"{request.app.state.settings.base_url}/articles/{id}"
    url = f"{base}/revisions.atom{'?trivial=hide' if trivial else ''}"
    part = f"{url}{'&' if trivial else '?'}before="
    feed = atom.feed(
        atom.FeedAddresses(
            url,
            f"{base}/revisions",
            f"{part}{before}" if before else url,
            f"{part}{steps[-1].revision.number}" if more else None,
        ),
        title=f"Changes to “{article.title or first_words(article.lede)}”",
        updated=steps[0].revision.captured_at if steps else None,
        entries=[_entry(base, step) for step in shown],
    )
    return atom.respond(request, feed, private=is_private(article))


@router.get("/articles/{id}/revisions/{pair}")
def difference(
    request: Request,
    s: Reading,
    reader: ReaderDep,
    anyone: Anyone,
    id: Id,
    pair: str,
    view: View = None,
) -> Response:
    """The difference of two revisions, `FROM-TO`, in one stream or side by side."""
    article = articles.get(s, reader, id)
    old, new = _pair(s, id, pair)
    same = old.sha256 == new.sha256
    long = old.characters + new.characters > COMPARED_CHARACTERS
    texts = None
    if not same and not long:
        audience = _audience(article, reader, anyone)
        texts = _both(history.contents(s, audience, [old.id, new.id]), old, new)
    step = RevisionStep(new, describe(old, new, texts))
    return page(
        request,
        "revision_changes.html",
        private=is_private(article),
        article=article,
        old=old,
        step=step,
        changes=_named(step.story.changes) if step.story else [],
        rows=lay_out(Comparison(*_bodies(texts))) if texts else [],
        same=same,
        long=long and not same,
        view=view or "inline",
        last=new.id == article.newest_revision_id,
        here="library",
    )


def _audience(article: Article, reader: Reader, anyone: Reader) -> Reader:
    """Whom annotations are read for: anyone, so that a public page is the same for everybody."""
    return reader if is_private(article) else anyone


def _steps(
    s: Session, reader: Reader, article: Article, before: int | None
) -> tuple[list[RevisionStep], bool]:
    """The revisions of one page with what changed in each, and whether there are older ones.

    Four queries.
    """
    revisions = history.before(s, id_of(article), before, STEPS + 1)
    pairs = list(pairwise(revisions))
    texts = history.contents(s, reader, _worth_comparing(pairs))
    steps = [RevisionStep(new, describe(old, new, _both(texts, old, new))) for new, old in pairs]
    # the oldest on this page has none before it here, and is shown only where it is the first
    steps += [RevisionStep(oldest, None) for oldest in revisions[-1:]]
    return steps[:STEPS], len(revisions) > STEPS


def _worth_comparing(pairs: Sequence[tuple[Captured, Captured]]) -> set[int]:
    """The revisions whose texts are compared: the newest pairs up to `DESCRIBED_CHARACTERS`."""
    differing = [(new, old) for new, old in pairs if new.sha256 != old.sha256]
    summed = accumulate(new.characters + old.characters for new, old in differing)
    ids: set[int] = set()
    for (new, old), characters in zip(differing, summed, strict=True):
        if characters <= DESCRIBED_CHARACTERS:
            ids |= {new.id, old.id}
    return ids


def _both(
    texts: dict[int, Contents], old: Captured, new: Captured
) -> tuple[Contents, Contents] | None:
    """The contents of two revisions; None where they were not loaded, to be compared."""
    if old.id not in texts or new.id not in texts:
        return None
    return texts[old.id], texts[new.id]


def _bodies(texts: tuple[Contents, Contents]) -> tuple[ArticleText, ArticleText]:
    return ArticleText(texts[0].text, texts[0].blocks), ArticleText(texts[1].text, texts[1].blocks)


def _pair(s: Session, article_id: int, pair: str) -> tuple[Captured, Captured]:
    """The two revisions that an address names. Raises NotFound."""
    match = re.fullmatch(r"([1-9][0-9]{0,8})-([1-9][0-9]{0,8})", pair, re.ASCII)
    if match is None or int(match[1]) >= int(match[2]):
        raise NotFound(
            "This address does not name two revisions to compare.",
            "Put the earlier revision first, for example revisions/1-2.",
        )
    both = history.numbered(s, article_id, [int(match[1]), int(match[2])])
    if len(both) < 2:
        raise NotFound(f"This article does not have revisions {match[1]} and {match[2]}.")
    return both[0], both[1]


def _named(changes: Sequence[Change]) -> list[tuple[str, Change]]:
    return [(words(change), change) for change in changes]


def _entry(base: str, step: RevisionStep) -> atom.FeedEntry:
    """The entry of one revision: its difference from the one before, the first its own page."""
    number, captured_at = step.revision.number, step.revision.captured_at
    if step.story is None:
        url, title = f"{base}?revision={number}", f"Revision {number}: first captured"
        return atom.FeedEntry(url, title, captured_at, "The first revision of this article.")
    names = dict.fromkeys(name for name, _ in step.shown)
    lines = [f"{name}: {change.plain}" if change.plain else name for name, change in step.shown]
    if step.more:
        lines.append(f"and {step.more} more")
    return atom.FeedEntry(
        f"{base}/revisions/{number - 1}-{number}",
        f"Revision {number}: {', '.join(names)}",
        captured_at,
        "\n".join(lines),
    )

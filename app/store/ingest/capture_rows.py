"""From a capture to the rows that it becomes. Asks no question.

Owns what makes two captures the same, and what of a revision its article repeats for lists.
"""

import hashlib
from collections.abc import Iterable
from datetime import datetime

from app.errors import Unprocessable
from app.importers.base import Draft
from app.importers.urls import canonical_url
from app.store.db.columns import in_utc, now
from app.store.ingest import person_fields
from app.store.ingest.captures import Capture
from app.store.schema.articles import Article, Revision, StoredDoubt
from app.text.canonical import canonical
from app.text.display import shorten
from app.text.language import UNDETERMINED, primary
from app.text.spans import Doubt

LEDE = 200
"""Characters of the first paragraph that a list shows: about three lines of its column."""
NO_ARTICLE = -1
"""Of a revision whose article is not stored yet: no article has this id, and no database takes it.
"""


def identity_of(draft: Draft) -> str:
    """What makes it this article: its canonical address, else its first text's SHA-256.

    An export of ours says what the first text was.
    """
    if draft.source_url:
        return canonical_url(draft.source_url)
    exported = draft.own.identity if draft.own is not None else None
    return exported or f"sha256:{_sha256(draft.text)}"


def check_text(draft: Draft) -> None:
    """Raises Unprocessable for a text that is empty or not canonical."""
    if not draft.text.strip():
        raise Unprocessable("The article has no text.")
    if canonical(draft.text) != draft.text:
        raise Unprocessable(
            "The text is not canonical: it contains carriage returns, NUL or lone surrogates."
        )


def revision_of(
    capture: Capture, article_id: int, old: Revision | None
) -> tuple[Revision, list[Doubt]]:
    """The revision that a capture makes of an article, and the doubts about it.

    What a person set in `old`, the article's newest revision, is carried over.
    """
    draft, creator = capture.draft, capture.creator
    new = declared_revision(capture, article_id)
    doubts = list(draft.doubts)
    if draft.own is not None and draft.own.set_fields is not None:
        # An export of ours says itself what persons set.
        person_fields.restore(new, draft.own.set_fields)
    elif old is not None:
        # Who enters an article gives its text too.
        entered = {*capture.given, person_fields.TEXT} if creator is not None else capture.given
        doubts += person_fields.carry_over(old, new, entered)
    if creator is not None:
        new.creator = str(creator)
        person_fields.mark(old, new, capture.given)
    return new, doubts


def is_same(one: Revision, other: Revision) -> bool:
    """Whether two captures have the same text and declared fields."""
    return _declared(one) == _declared(other)


def summarise(article: Article, r: Revision) -> None:
    """Repeats on the article what lists show of its newest revision."""
    article.title, article.publisher, article.words, article.language = (
        r.title,
        r.publisher,
        len(r.text.split()),
        r.language,
    )
    paragraphs = [b for b in r.blocks if b["kind"] == "paragraph"] or r.blocks
    first = r.text[paragraphs[0]["start"] : paragraphs[0]["end"]] if paragraphs else r.text
    article.lede = shorten(" ".join(first[: LEDE * 4].split()), LEDE)


def doubt_rows(revision_id: int, doubts: Iterable[Doubt]) -> list[StoredDoubt]:
    """The doubts about a revision."""
    return [
        StoredDoubt(
            revision_id=revision_id,
            kind=d.kind,
            message=canonical(d.message),
            evidence=[[e.start, e.end] for e in d.evidence],
        )
        for d in doubts
    ]


def declared_revision(capture: Capture, article_id: int) -> Revision:
    """The revision that a capture makes, as its source has it: without what a person set."""
    draft = capture.draft
    return Revision(
        article_id=article_id,
        number=1,
        text=draft.text,
        sha256=_sha256(draft.text),
        blocks=[b.as_json() for b in draft.blocks],
        inlines=[i.as_json() for i in draft.inlines],
        title=_clean(draft.title),
        byline=[canonical(name) for name in draft.byline],
        publisher=_clean(draft.publisher),
        declared_date=_clean(draft.declared_date.value) if draft.declared_date else None,
        declared_language=_clean(draft.language),
        section=_clean(draft.section),
        modified_date=_clean(draft.modified_date.value) if draft.modified_date else None,
        language=capture.language or primary(draft.language) or UNDETERMINED,
        provenance=_provenance(draft),
        origin=_clean(capture.origin),
        captured_at=_captured_at(draft),
    )


def _captured_at(draft: Draft) -> datetime:
    """When its source was captured; a time to come is no such time, and it is now."""
    captured_at = in_utc(draft.captured_at)
    return min(captured_at, now()) if captured_at is not None else now()


def _provenance(draft: Draft) -> dict[str, str]:
    """Where each declared field was read; the date's own note wins."""
    declared = {canonical(k): canonical(v) for k, v in draft.provenance.items()}
    return declared | (
        {"declared_date": canonical(draft.declared_date.provenance)} if draft.declared_date else {}
    )


def _declared(r: Revision) -> tuple[object, ...]:
    """What makes two captures the same: text and declared fields."""
    return r.sha256, r.title, list(r.byline), r.publisher, r.declared_date, r.declared_language


def _sha256(words: str) -> str:
    return hashlib.sha256(words.encode()).hexdigest()


def _clean(declared: str | None) -> str | None:
    return canonical(declared) if declared is not None else None

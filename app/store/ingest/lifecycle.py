"""How articles enter the library and leave it: Drafts become revisions, or one is withdrawn.

Owns what makes an article the same one: its identity.
"""

import hashlib
from dataclasses import dataclass
from typing import Any

from sqlalchemy import bindparam, delete, func, select, union, update
from sqlmodel import Session, col

from app.errors import BadRequest, Conflict, NotFound, Unprocessable
from app.importers.base import Draft
from app.importers.urls import canonical_url
from app.store.articles import article_date
from app.store.corrections import corrections
from app.store.db.columns import now
from app.store.db.ids import id_of
from app.store.entities import display_name, knowledge, mention_counts, name_index
from app.store.passages import anchor_states, revision_texts
from app.store.schema.annotations import Annotation
from app.store.schema.articles import VISIBILITIES, Article, Revision, StoredDoubt
from app.store.schema.entities import Alias, EntityInArticle
from app.store.schema.passages import BoardItem, Passage
from app.store.search import full_text, speaker_index
from app.text.canonical import canonical
from app.text.display import shorten
from app.text.language import UNDETERMINED, primary

_BY_IDENTITY = select(Article).where(
    col(Article.identity).in_(bindparam("identities", expanding=True))
)
LEDE = 200
"""Characters of the first paragraph that a list shows: about three lines of its column."""


@dataclass(frozen=True, slots=True)
class StoredRevision:
    """The revision of a Draft; `created` is false when the newest one already said the same."""

    article_id: int
    revision_id: int
    number: int
    created: bool

    def as_json(self, base_url: str) -> dict[str, Any]:
        """Where it was stored, on the wire; addresses begin with `base_url`."""
        return {
            "id": self.article_id,
            "url": f"{base_url}/articles/{self.article_id}",
            "revision": self.number,
            "created": self.created,
        }


def add(
    s: Session,
    draft: Draft,
    *,
    origin: str | None = None,
    visibility: str = "public",
    language: str | None = None,
) -> StoredRevision:
    """Stores a Draft as a new article or revision; nothing when the newest revision says the same.

    `language` is what the text is believed to be in, by default the declared one. A public capture
    of a private article leaves it private. Raises Conflict for a withdrawn identity and for a
    private capture of a public article, Unprocessable for an empty text.
    """
    if visibility not in VISIBILITIES:
        raise BadRequest(f"“{visibility}” is not a valid visibility. Use public or private.")
    identity = identity_of(draft)
    article = _find(s, identity)
    if article is None:
        article = Article(
            identity=identity,
            source_url=None if identity.startswith("sha256:") else identity,
            visibility=visibility,
        )
        s.add(article)
        s.flush()
    if visibility == "private" and article.visibility == "public":
        raise Conflict(
            "This article is already public, so a private capture of it would be published.",
            "Make the article private first.",
        )
    return _capture(s, article, draft, origin, language)


def revise(
    s: Session,
    article_id: int,
    draft: Draft,
    *,
    origin: str | None = None,
    language: str | None = None,
) -> StoredRevision:
    """Stores a Draft as the newest revision of a given article, whatever its identity.

    Raises NotFound, Conflict when it was withdrawn.
    """
    article = _article(s, article_id)
    if article.withdrawn_at is not None:
        raise Conflict("This article was withdrawn, so no revision can be added.")
    return _capture(s, article, draft, origin, language)


def identity_of(draft: Draft) -> str:
    """What makes it this article: its canonical address, else its text's SHA-256."""
    return canonical_url(draft.source_url) if draft.source_url else f"sha256:{_sha256(draft.text)}"


def set_visibility(s: Session, article_id: int, visibility: str) -> Article:
    """Makes an article public or private, everywhere at once. Raises NotFound, BadRequest."""
    if visibility not in VISIBILITIES:
        raise BadRequest(f"“{visibility}” is not a valid visibility. Use public or private.")
    article = _article(s, article_id)
    was_public = article.visibility == "public"
    article.visibility = visibility
    s.flush()
    name_index.on_visibility_change(s, article, was_public=was_public)
    mention_counts.refresh(s, article)
    concerned = _entities(s, article_id)
    display_name.refresh(s, concerned)
    speaker_index.refresh_names(s, concerned)
    return article


def withdraw(s: Session, article_id: int) -> None:
    """Erases an article: texts, annotations, doubts, runs, notes on its passages, its own names.

    A tombstone and bare passage codes stay, also on boards.
    """
    article = _article(s, article_id)
    if article.withdrawn_at is not None:
        return
    full_text.remove(s, article_id)
    revision_texts.forget(
        set(s.scalars(select(col(Revision.sha256)).where(col(Revision.article_id) == article_id)))
    )
    entity_ids = corrections.reached_entities(s, article_id, _entities(s, article_id))
    article.withdrawn_at = now()
    article.identity = _tombstone(article.identity)
    article.source_url = article.newest_revision_id = article.title = article.publisher = (
        article.published_on
    ) = None
    article.sorted_on, article.lede, article.words, article.doubts, article.language = (
        "",
        "",
        0,
        0,
        UNDETERMINED,
    )
    article.date_doubted = article.date_settled = False
    s.flush()
    mention_counts.refresh(s, article)
    s.execute(
        update(Passage)
        .where(col(Passage.article_id) == article_id)
        .values(revision_id=None, start=0, end=1, exact="", prefix="", suffix="")
    )
    public = article.visibility == "public"
    name_index.change(s, name_index.used_in(s, article_id), (), was_public=public, is_public=public)
    passages = select(col(Passage.id)).where(col(Passage.article_id) == article_id)
    s.execute(update(BoardItem).where(col(BoardItem.passage_id).in_(passages)).values(note=""))
    s.execute(delete(Alias).where(col(Alias.article_id) == article_id))
    s.execute(delete(Annotation).where(col(Annotation.article_id) == article_id))
    s.execute(
        delete(Revision).where(col(Revision.article_id) == article_id)
    )  # doubts and runs go along
    display_name.forget(s, entity_ids)
    knowledge.forget(s, entity_ids)
    corrections.forget(s, article_id, entity_ids)
    speaker_index.refresh_names(s, entity_ids)


def _capture(
    s: Session, article: Article, draft: Draft, origin: str | None, language: str | None
) -> StoredRevision:
    _check_text(draft)
    old = s.get(Revision, article.newest_revision_id) if article.newest_revision_id else None
    new = _revision(article, draft, origin, language)
    if old is not None and _declared(old) == _declared(new):
        return StoredRevision(id_of(article), id_of(old), old.number, created=False)
    if old is not None:
        last = s.scalar(
            select(func.max(col(Revision.number))).where(col(Revision.article_id) == article.id)
        )
        new.number = (last or 0) + 1
    s.add(new)
    s.flush()
    s.add_all(
        StoredDoubt(
            revision_id=id_of(new),
            kind=d.kind,
            message=canonical(d.message),
            evidence=[[e.start, e.end] for e in d.evidence],
        )
        for d in draft.doubts
    )
    _summarise(article, new, draft)
    if old is None:
        # Nothing refers to a new article yet: most statements of the other branch would find none.
        article_date.begin(article, new.declared_date, [doubt.kind for doubt in draft.doubts])
    else:
        s.flush()
        article_date.refresh(s, article)
        mention_counts.refresh(s, article)
        anchor_states.on_new_revision(s, new)
    full_text.index(s, id_of(article), id_of(new), [], is_new=old is None)
    return StoredRevision(id_of(article), id_of(new), new.number, created=True)


def _revision(article: Article, draft: Draft, origin: str | None, language: str | None) -> Revision:
    return Revision(
        article_id=id_of(article),
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
        language=language or primary(draft.language) or UNDETERMINED,
        provenance=_provenance(draft),
        origin=_clean(origin),
    )


def _provenance(draft: Draft) -> dict[str, str]:
    """Where each declared field was read; the date's own note wins."""
    declared = {canonical(k): canonical(v) for k, v in draft.provenance.items()}
    return declared | (
        {"declared_date": canonical(draft.declared_date.provenance)} if draft.declared_date else {}
    )


def _declared(r: Revision) -> tuple[object, ...]:
    """What makes two captures the same: text and declared fields."""
    return r.sha256, r.title, list(r.byline), r.publisher, r.declared_date, r.declared_language


def _summarise(article: Article, r: Revision, draft: Draft) -> None:
    """Repeats on the article what lists show of its newest revision."""
    article.newest_revision_id = r.id
    article.title, article.publisher, article.words, article.language = (
        r.title,
        r.publisher,
        len(r.text.split()),
        r.language,
    )
    paragraphs = [b for b in draft.blocks if b.kind == "paragraph"] or list(draft.blocks)
    first = r.text[paragraphs[0].start : paragraphs[0].end] if paragraphs else r.text
    article.lede = shorten(" ".join(first[: LEDE * 4].split()), LEDE)


def _check_text(draft: Draft) -> None:
    if not draft.text.strip():
        raise Unprocessable("The article has no text.")
    if canonical(draft.text) != draft.text:
        raise Unprocessable(
            "The text is not canonical: it contains carriage returns, NUL or lone surrogates."
        )


def _find(s: Session, identity: str) -> Article | None:
    """The article of an identity, None for a new one. Raises Conflict for a withdrawn one."""
    tombstone = _tombstone(identity)
    both = {"identities": (identity, tombstone)}
    taken = {article.identity: article for article in s.scalars(_BY_IDENTITY, both)}
    if tombstone in taken:
        raise Conflict(
            "This article was withdrawn from this library and cannot be imported again.",
            "withdrawn",
        )
    return taken.get(identity)


def _entities(s: Session, article_id: int) -> set[int]:
    """Every entity that a revision of the article mentions or is linked to, not only the newest."""
    known = [
        select(col(t.entity_id)).where(col(t.article_id) == article_id)
        for t in (EntityInArticle, Annotation, Alias)
    ]
    known += [
        select(col(t.linked_id)).where(col(t.article_id) == article_id) for t in (Annotation, Alias)
    ]
    return {entity_id for entity_id in s.scalars(union(*known)) if entity_id is not None}


def _tombstone(identity: str) -> str:
    """An identity that can still be recognised and no longer read."""
    return f"withdrawn:{_sha256(identity)}"


def _article(s: Session, article_id: int) -> Article:
    article = s.get(Article, article_id)
    if article is None:
        raise NotFound("The article was not found in this library.")
    return article


def _sha256(words: str) -> str:
    return hashlib.sha256(words.encode()).hexdigest()


def _clean(declared: str | None) -> str | None:
    return canonical(declared) if declared is not None else None

"""How articles enter the library and leave it: Drafts become revisions, or one is withdrawn.

Owns what makes an article the same one: its identity.
"""

import hashlib
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import delete, func, select, union, update
from sqlmodel import Session, col

from app.errors import BadRequest, Conflict, NotFound, Unprocessable
from app.importers.base import Draft
from app.importers.urls import canonical_url
from app.layers.creators import Creator
from app.store.articles import addresses, article_date, fetch_states
from app.store.corrections import corrections
from app.store.db.columns import now
from app.store.db.ids import id_of
from app.store.entities import display_name, knowledge, mention_counts, name_index
from app.store.ingest import person_fields, recapture
from app.store.passages import anchor_states, revision_texts
from app.store.schema.annotations import Annotation
from app.store.schema.articles import VISIBILITIES, Article, Revision, StoredDoubt
from app.store.schema.entities import Alias, EntityInArticle
from app.store.schema.passages import BoardItem, Passage
from app.store.search import full_text, speaker_index
from app.store.summaries import name_words, publishers
from app.text.canonical import canonical
from app.text.display import shorten
from app.text.language import UNDETERMINED, primary
from app.text.spans import Doubt

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
    creator: Creator | None = None,
    given: Collection[str] = (),
    known_as: Sequence[str] = (),
    replace: bool = False,
) -> StoredRevision:
    """Stores a Draft as a new article or revision; nothing when the newest revision says the same.

    `language` is what the text is believed to be in, by default the declared one. Fields that a
    person set before stay; `given` are those that `creator`, a person, sets now. `known_as` are
    other addresses of the same page: an article that is stored under one of them is this one. A
    public capture of a private article leaves it private. Raises Conflict for a withdrawn identity,
    for a private capture of a public article, and without `replace` for what may be no revision of
    the article (`recapture.check`); Unprocessable for an empty text.
    """
    if visibility not in VISIBILITIES:
        raise BadRequest(f"“{visibility}” is not a valid visibility. Use public or private.")
    identity = identity_of(draft)
    refuse_withdrawn(s, identity, (*known_as, *draft.spellings))
    article = _find(s, identity, known_as)
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
    stored = _capture(s, article, draft, origin, language, creator, given, replace=replace)
    if draft.source_url:
        addresses.remember(s, stored.article_id, [identity, *known_as])
    return stored


def revise(
    s: Session,
    article_id: int,
    draft: Draft,
    *,
    origin: str | None = None,
    language: str | None = None,
    given: Collection[str] = (),
) -> StoredRevision:
    """Stores a Draft as the newest revision of a given article, whatever its identity.

    Fields that a person set before stay, except for those `given`, the text among them.
    Raises NotFound, Conflict when it was withdrawn.
    """
    article = not_withdrawn(s, article_id)
    return _capture(s, article, draft, origin, language, None, given, replace=True)


def identity_of(draft: Draft) -> str:
    """What makes it this article: its canonical address, else its text's SHA-256."""
    return canonical_url(draft.source_url) if draft.source_url else f"sha256:{_sha256(draft.text)}"


def set_visibility(s: Session, article_id: int, visibility: str) -> Article:
    """Makes an article public or private, everywhere at once. Raises NotFound, BadRequest."""
    if visibility not in VISIBILITIES:
        raise BadRequest(f"“{visibility}” is not a valid visibility. Use public or private.")
    article = _article(s, article_id)
    was_public = article.visibility == "public"
    before = publishers.counted(article)
    article.visibility = visibility
    s.flush()
    publishers.move(s, before, publishers.counted(article))
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
    publishers.move(s, publishers.counted(article), None)
    article.withdrawn_at = now()
    article.identity = addresses.tombstone(article.identity)
    addresses.withdraw(s, article_id)
    fetch_states.forget(s, article_id)
    _empty(article)
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
    name_words.refresh(s, entity_ids)
    knowledge.forget(s, entity_ids)
    corrections.forget(s, article_id, entity_ids)
    speaker_index.refresh_names(s, entity_ids)


def _empty(article: Article) -> None:
    """Leaves nothing on the article of what it was."""
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
    article.annotations = article.public_annotations = 0


def _capture(
    s: Session,
    article: Article,
    draft: Draft,
    origin: str | None,
    language: str | None,
    creator: Creator | None,
    given: Collection[str],
    *,
    replace: bool,
) -> StoredRevision:
    _check_text(draft)
    old = s.get(Revision, article.newest_revision_id) if article.newest_revision_id else None
    new = _revision(article, draft, origin, language)
    doubts = list(draft.doubts)
    if old is not None:
        # Who enters an article gives its text too.
        entered = {*given, person_fields.TEXT} if creator is not None else given
        doubts += person_fields.carry_over(old, new, entered)
    if creator is not None:
        new.creator = str(creator)
        person_fields.mark(old, new, given)
    if old is not None and _declared(old) == _declared(new):
        return StoredRevision(id_of(article), id_of(old), old.number, created=False)
    if old is not None and not replace:
        recapture.check(s, old, draft)
    return put(s, article, new, person_fields.unsettled(doubts, new))


def put(s: Session, article: Article, new: Revision, doubts: Sequence[Doubt]) -> StoredRevision:
    """Stores a revision as the newest one, with its doubts and all that follows from it."""
    is_first = article.newest_revision_id is None
    if not is_first:
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
        for d in doubts
    )
    before = publishers.counted(article)
    _summarise(article, new)
    publishers.move(s, before, publishers.counted(article))
    if is_first:
        # Nothing refers to a new article yet: most statements of the other branch would find none.
        article_date.begin(article, new.declared_date, [doubt.kind for doubt in doubts])
    else:
        s.flush()
        article_date.refresh(s, article)
        mention_counts.refresh(s, article)
        anchor_states.on_new_revision(s, new)
    full_text.index(s, id_of(article), id_of(new), [], is_new=is_first)
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
        section=_clean(draft.section),
        modified_date=_clean(draft.modified_date.value) if draft.modified_date else None,
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


def _summarise(article: Article, r: Revision) -> None:
    """Repeats on the article what lists show of its newest revision."""
    article.newest_revision_id = r.id
    article.title, article.publisher, article.words, article.language = (
        r.title,
        r.publisher,
        len(r.text.split()),
        r.language,
    )
    paragraphs = [b for b in r.blocks if b["kind"] == "paragraph"] or r.blocks
    first = r.text[paragraphs[0]["start"] : paragraphs[0]["end"]] if paragraphs else r.text
    article.lede = shorten(" ".join(first[: LEDE * 4].split()), LEDE)


def _check_text(draft: Draft) -> None:
    if not draft.text.strip():
        raise Unprocessable("The article has no text.")
    if canonical(draft.text) != draft.text:
        raise Unprocessable(
            "The text is not canonical: it contains carriage returns, NUL or lone surrogates."
        )


def find(s: Session, url: str) -> int | None:
    """The article that has this address, in whatever spelling; None for an unknown address."""
    article = _find(s, canonical_url(url), ())
    return article.id if article is not None else None


def _find(s: Session, identity: str, known_as: Sequence[str]) -> Article | None:
    """The article with this identity, or that one of its addresses leads to."""
    same = s.scalars(select(Article).where(col(Article.identity) == identity)).one_or_none()
    if same is not None:
        return same
    found = (addresses.find(s, url) for url in (identity, *known_as))
    return next((article for article in found if article is not None), None)


def refuse_withdrawn(s: Session, identity: str, known_as: Sequence[str] = ()) -> None:
    """Raises Conflict where an article of this identity or these addresses was withdrawn."""
    if addresses.is_withdrawn(s, identity, known_as):
        raise Conflict(
            "This article was withdrawn from this library and cannot be imported again.",
            "withdrawn",
        )


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


def not_withdrawn(s: Session, article_id: int) -> Article:
    """The article, to which a revision may be added. Raises NotFound, Conflict."""
    article = _article(s, article_id)
    if article.withdrawn_at is not None:
        raise Conflict("This article was withdrawn, so no revision can be added.")
    return article


def _article(s: Session, article_id: int) -> Article:
    article = s.get(Article, article_id)
    if article is None:
        raise NotFound("The article was not found in this library.")
    return article


def _sha256(words: str) -> str:
    return hashlib.sha256(words.encode()).hexdigest()


def _clean(declared: str | None) -> str | None:
    return canonical(declared) if declared is not None else None

"""Checks that a library is consistent; changes nothing, and may have to read all of it."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import func, or_, select, text
from sqlmodel import Session, col

from app.store.admin import migrations
from app.store.annotations import runs
from app.store.change_log import triggers
from app.store.db.ids import id_of
from app.store.db.library import Library
from app.store.entities import mention_counts, name_index
from app.store.passages import anchor_states
from app.store.schema.annotations import Annotation, AnnotationRun
from app.store.schema.articles import Article, Revision
from app.store.schema.entities import Entity, EntityInArticle
from app.store.schema.passages import Passage, StoredAnchorState
from app.store.schema.search import SearchEntry
from app.store.search import full_text
from app.store.summaries import months, publishers, speakers


@dataclass(frozen=True, slots=True)
class Check:
    """One check: whether it passed, and a sentence about it."""

    ok: bool
    message: str


def examine(library: Library, versions: runs.Versions) -> list[Check]:
    """All checks in turn; `versions` are today's layers.

    With another schema than this program's nothing else is checked.
    """
    have, want = migrations.current(library.settings), migrations.head()
    if have != want:
        return [Check(False, f"The schema is {have or 'missing'}, but this program needs {want}.")]
    with library.reading() as s:
        checks = [
            Check(True, f"The schema is {have}."),
            *_database(s),
            *_triggers(s),
            *_texts(s),
            *_spans(s),
            *_anchor_states(s),
            *_summaries(s),
            *_runs(s, versions),
            *_index(s),
        ]
    return checks + list(_full_text(library))


def _database(s: Session) -> Iterator[Check]:
    if s.get_bind().dialect.name != "sqlite":
        return
    state = s.execute(text("PRAGMA integrity_check(1)")).scalar()
    yield Check(
        state == "ok", "The file is intact." if state == "ok" else f"The file is damaged: {state}."
    )
    broken = s.execute(text("PRAGMA foreign_key_check")).all()
    yield _none(len(broken), "References to missing rows", "All references are valid")


def _triggers(s: Session) -> Iterator[Check]:
    """Without its triggers a change is not logged, and pages stay as they were."""
    wrong = triggers.differences(s.connection())
    yield _none(
        len(wrong),
        f"Triggers of the change log that are missing or out of date ({', '.join(wrong[:5])})",
        "Every change is logged, so that no page stays out of date",
    )


def _texts(s: Session) -> Iterator[Check]:
    """Reads every text once, a few at a time."""
    statement = select(col(Revision.id), col(Revision.text), col(Revision.sha256)).order_by(
        col(Revision.id)
    )
    wrong, seen = [], 0
    for id_, words, sha256 in s.execute(statement.execution_options(yield_per=50)):
        seen += 1
        if hashlib.sha256(words.encode()).hexdigest() != sha256:
            wrong.append(id_)
    yield _none(
        len(wrong),
        f"Texts that do not match their SHA-256 (revisions {wrong[:5]})",
        f"All {seen} texts match their SHA-256",
    )


def _spans(s: Session) -> Iterator[Check]:
    for table, name in ((Annotation, "Annotations"), (Passage, "Passages")):
        beyond = (
            select(func.count())
            .select_from(table)
            .join(Revision, col(Revision.id) == col(table.revision_id))
        )
        n = s.scalar(beyond.where(col(table.end) > func.length(col(Revision.text)))) or 0
        yield _none(
            n, f"{name} that end beyond their text", f"All {name.lower()} are inside their texts"
        )


def _anchor_states(s: Session) -> Iterator[Check]:
    """Whether anchor states are inside their texts, and whether any is missing."""
    state, length = StoredAnchorState, func.length(col(Revision.text))
    states = select(func.count()).select_from(state)
    states = states.join(Revision, col(Revision.id) == col(state.revision_id))
    is_beyond = or_(col(state.end) > length, col(state.replacement_end) > length)
    n = s.scalar(states.where(is_beyond)) or 0
    yield _none(
        n, "Anchor states that end beyond their text", "All anchor states are inside their texts"
    )
    stale = len(anchor_states.stale(s))
    if stale:
        message = (
            f"Articles whose passages and notes are out of date: {stale}. Run `gloss migrate`."
        )
    else:
        message = "All passages and notes are up to date."
    yield Check(True, message)


def _summaries(s: Session) -> Iterator[Check]:
    e = EntityInArticle
    articles = select(Article).order_by(col(Article.id)).execution_options(yield_per=50)
    wrong = sum(
        not (mention_counts.agree(s, article) and speakers.agree(s, id_of(article)))
        for article in s.scalars(articles)
    )
    yield _none(
        wrong,
        "Articles with wrong entity counts",
        "The entity counts agree with the annotations",
    )
    total, public = (
        func.coalesce(func.sum(col(e.mentions)), 0),
        func.coalesce(func.sum(col(e.mentions)).filter(col(e.public)), 0),
    )
    sums = (
        select(col(Entity.id))
        .outerjoin(e, col(e.entity_id) == col(Entity.id))
        .group_by(col(Entity.id))
    )
    off = sums.having(
        or_(
            total != func.max(col(Entity.mentions)), public != func.max(col(Entity.public_mentions))
        )
    )
    n = s.scalar(select(func.count()).select_from(off.subquery())) or 0
    yield _none(n, "Entities with wrong totals", "The totals of entities agree with their articles")
    bare = (
        s.scalar(select(func.count()).where(col(Entity.mentions) > 0, col(Entity.name) == "")) or 0
    )
    yield _none(bare, "Mentioned entities without a name", "Every mentioned entity has a name")
    yield _none(
        name_index.differ(s),
        "Names with wrong article counts",
        "The article counts of names agree with the articles that use them",
    )
    yield _none(
        publishers.differ(s),
        "Publishers with wrong counts",
        "The counts of publishers agree with their articles",
    )
    yield _none(
        months.differ(s),
        "Months with wrong counts",
        "The counts of months agree with the articles",
    )


def _runs(s: Session, versions: runs.Versions) -> Iterator[Check]:
    waiting = runs.count_pending(s, versions)
    yield Check(
        True,
        f"Revisions that are not annotated yet: {waiting}."
        if waiting
        else "Every article is annotated.",
    )
    failed = s.execute(
        select(col(AnnotationRun.layer), func.count())
        .where(col(AnnotationRun.state) == "failed")
        .group_by(col(AnnotationRun.layer))
    )
    for layer, n in failed:
        yield Check(False, f"Revisions on which the layer {layer} failed: {n}.")


def _index(s: Session) -> Iterator[Check]:
    entry = col(SearchEntry.article_id)
    missing = (
        select(func.count()).select_from(Article).outerjoin(SearchEntry, entry == col(Article.id))
    )
    n = s.scalar(missing.where(col(Article.newest_revision_id).is_not(None), entry.is_(None))) or 0
    yield _none(
        n, "Articles that are missing from the search index", "Every article is in the search index"
    )


def _full_text(library: Library) -> Iterator[Check]:
    """FTS5 checks itself by a command that counts as a write."""
    if library.is_sqlite:
        with library.writing() as s:
            reason = full_text.damage(s)
        yield Check(
            reason is None,
            "The search index agrees with the texts."
            if reason is None
            else f"The search index is damaged: {reason}.",
        )


def _none(n: int, bad: str, good: str) -> Check:
    return Check(n == 0, f"{bad}: {n}." if n else f"{good}.")

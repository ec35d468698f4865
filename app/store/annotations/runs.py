"""Which layers ran on which revisions, in which version, and so what is pending.

Owns `annotation_run`; knows layers by name and version only.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    ScalarSelect,
    Select,
    and_,
    delete,
    exists,
    false,
    func,
    or_,
    select,
    true,
)
from sqlmodel import Session, col

from app.store.articles.access import Reader, may_read
from app.store.db.built_once import built_once, read_rows
from app.store.db.columns import now
from app.store.db.ids import id_of
from app.store.schema.annotations import AnnotationRun
from app.store.schema.articles import Article, Revision

Versions = Mapping[str, tuple[str, str]]
"""Layer → (engine, version) of today."""
ENDED = ("finished", "failed")
LATEST = 1_000
"""Articles among which pending ones are looked for: those added last, so that a large library is
not walked."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """An article whose newest revision a layer has not run on yet."""

    id: int
    title: str | None
    lede: str
    language: str = "und"


def pending(
    s: Session,
    versions: Versions,
    *,
    everything: bool = False,
    only_new: bool = False,
    only_unrun: bool = False,
    after: int = 0,
    limit: int = 100,
) -> list[int]:
    """The ids of revisions with a layer that has no finished run of today's version.

    By id, after `after`; with `everything` of all revisions, with `only_new` of those that no layer
    ever ran on, with `only_unrun` of those with a layer that neither finished nor failed in today's
    version. Earlier revisions are among them: they can be read, and passages were cited from them.
    """
    chosen = _done(versions, ENDED) if only_unrun else None
    statement = _stored(select(col(Revision.id))).where(
        col(Revision.id) > after,
        _chosen(versions, everything, only_new) if chosen is None else chosen < len(versions),
    )
    ids = s.scalars(statement.order_by(col(Revision.id)).limit(limit))
    return [id_ for id_ in ids if id_ is not None]


def failed_before(s: Session, versions: Versions, before: datetime, limit: int = 100) -> list[int]:
    """Revisions with a layer whose run of today's version failed, the last such until `before`.

    The earliest failure first: each try renews it, so that those behind come in turn. Looks at all
    runs.
    """
    r = AnnotationRun
    failed_at = func.max(col(r.finished_at))
    statement = _stored(select(col(r.revision_id)).select_from(Revision))
    statement = statement.join(r, col(r.revision_id) == col(Revision.id))
    statement = statement.where(col(r.state) == "failed", _todays(versions))
    by_revision = statement.group_by(col(r.revision_id)).having(failed_at <= before)
    return list(s.scalars(by_revision.order_by(failed_at, col(r.revision_id)).limit(limit)))


def failures(s: Session, articles: Iterable[Article]) -> dict[int, dict[str, str]]:
    """Article → layer → why its last run on the newest revision failed. One query."""
    ids = [id_of(article) for article in articles]
    r = AnnotationRun
    statement = select(col(Article.id), col(r.layer), col(r.error)).where(
        col(Article.id).in_(ids),
        col(r.revision_id) == col(Article.newest_revision_id),
        col(r.state) == "failed",
    )
    found: dict[int, dict[str, str]] = {}
    for article_id, layer, error in s.execute(statement.order_by(col(r.layer))) if ids else ():
        if article_id is not None:
            found.setdefault(article_id, {})[layer] = error or ""
    return found


def is_pending(s: Session, revision_id: int, versions: Versions) -> bool:
    """Whether a revision is stored and a layer has no finished run of today's version on it."""
    statement = _stored(select(col(Revision.id))).where(
        col(Revision.id) == revision_id, _chosen(versions, False, False)
    )
    return s.scalar(statement) is not None


def newest_revision(s: Session) -> int:
    """The id of the revision that was added last; 0 without any."""
    return s.scalar(select(func.max(col(Revision.id)))) or 0


def count_pending(
    s: Session, versions: Versions, *, everything: bool = False, only_new: bool = False
) -> int:
    """How many revisions `pending` would give in all."""
    statement = _stored(select(func.count()).select_from(Revision))
    return s.scalar(statement.where(_chosen(versions, everything, only_new))) or 0


def record(s: Session, revision_id: int, versions: Versions, failures: Mapping[str, str]) -> None:
    """Records that every layer ran on a revision just now: finished, or failed with its error."""
    s.execute(
        delete(AnnotationRun).where(
            col(AnnotationRun.revision_id) == revision_id,
            col(AnnotationRun.layer).in_(list(versions)),
        )
    )
    for layer, (engine, version) in versions.items():
        error = failures.get(layer)
        state = "failed" if error is not None else "finished"
        s.add(
            AnnotationRun(
                revision_id=revision_id,
                layer=layer,
                engine=engine,
                version=version,
                state=state,
                error=error,
                finished_at=now(),
            )
        )
    s.flush()


def state(s: Session, revision_id: int, layer: str) -> str | None:
    """How the last run of a layer on a revision ended, in any version.

    `finished`, `failed`, or None when there was none.
    """
    ended: str | None = read_rows(s, _state(revision_id, layer)).scalar()
    return ended


@built_once
def _state(revision_id: int, layer: str) -> Select[*tuple[Any, ...]]:
    r = AnnotationRun
    statement: Select[*tuple[Any, ...]] = select(col(r.state))
    return statement.where(col(r.revision_id) == revision_id, col(r.layer) == layer)


def waiting(s: Session, reader: Reader, layer: str, limit: int) -> list[Waiting]:
    """Readable articles on whose newest revision a layer has never run. One query.

    Among the latest thousand, the last added first.
    """
    return [Waiting(*row) for row in read_rows(s, _waiting(reader, layer, limit))]


@built_once
def _waiting(reader: Reader, layer: str, limit: int) -> Select[*tuple[Any, ...]]:
    a = Article
    newest = select(func.coalesce(func.max(col(a.id)), 0)).scalar_subquery()
    statement: Select[*tuple[Any, ...]] = select(
        col(a.id), col(a.title), col(a.lede), col(a.language)
    )
    waiting = statement.where(
        may_read(reader),
        col(a.id) > newest - LATEST,
        col(a.newest_revision_id).is_not(None),
        ~_ran(layer),
    )
    return waiting.order_by(col(a.id).desc()).limit(limit)


def unannotated(s: Session, articles: Iterable[Article], layer: str) -> set[int]:
    """The ids of those articles on whose newest revision a layer has never run. One query."""
    ids = [id_of(article) for article in articles]
    if not ids:
        return set()
    return {id_ for (id_,) in read_rows(s, _unread(ids, layer))}


@built_once
def _unread(article_ids: list[int], layer: str) -> Select[*tuple[Any, ...]]:
    statement: Select[*tuple[Any, ...]] = select(col(Article.id))
    return statement.where(col(Article.id).in_(article_ids), ~_ran(layer))


def _ran(layer: str) -> ColumnElement[bool]:
    r = AnnotationRun
    return exists().where(
        col(r.revision_id) == col(Article.newest_revision_id), col(r.layer) == layer
    )


def forget(s: Session, article_id: int, layer: str) -> None:
    """Makes a layer pending again on every revision of an article: what it depends on changed."""
    of_article = select(col(Revision.id)).where(col(Revision.article_id) == article_id)
    s.execute(
        delete(AnnotationRun).where(
            col(AnnotationRun.revision_id).in_(of_article), col(AnnotationRun.layer) == layer
        )
    )


def finished(s: Session, revision_id: int, layers: Collection[str]) -> bool:
    """Whether every layer has finished or failed on a revision, in whatever version."""
    r = AnnotationRun
    over = select(func.count()).where(
        col(r.revision_id) == revision_id, col(r.layer).in_(list(layers))
    )
    return s.scalar(over) == len(set(layers))


def _stored(statement: Select[*tuple[Any, ...]]) -> Select[*tuple[Any, ...]]:
    return statement.join(Article, col(Article.id) == col(Revision.article_id)).where(
        col(Article.withdrawn_at).is_(None)
    )


def _chosen(versions: Versions, everything: bool, only_new: bool) -> ColumnElement[bool]:
    """The condition of `pending` on a revision."""
    if everything:
        return true()
    if only_new:
        return ~exists().where(col(AnnotationRun.revision_id) == col(Revision.id))
    return _done(versions) < len(versions)


def _done(versions: Versions, states: Collection[str] = ("finished",)) -> ScalarSelect[int]:
    """How many layers have a run of today's version on a revision that ended so."""
    r = AnnotationRun
    done = select(func.count()).where(
        col(r.revision_id) == col(Revision.id), col(r.state).in_(states), _todays(versions)
    )
    return done.correlate(Revision).scalar_subquery()


def _todays(versions: Versions) -> ColumnElement[bool]:
    """Whether a run is of a layer's version of today."""
    r = AnnotationRun
    todays = [
        and_(col(r.layer) == layer, col(r.engine) == engine, col(r.version) == version)
        for layer, (engine, version) in versions.items()
    ]
    return or_(false(), *todays)

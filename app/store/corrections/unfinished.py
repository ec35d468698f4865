"""Corrections that reach many articles, applied in steps that each hold the writer for a moment.

Owns `unfinished_correction`: what is still to be done is a row there, so that whoever comes next
goes on. A step applies the whole log, as it is then, to the next articles in the order of their
ids. So it does not matter what was corrected, undone or annotated in between, nor who takes which
step; and each article is at every moment as it was before the correction or as it is after it,
with all counts of it.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from sqlalchemy import CompoundSelect, Select, func, select
from sqlmodel import Session, col

from app.store.annotations.reannotation import CHAIN
from app.store.corrections import correction_log, effects
from app.store.db.batches import AT_ONCE
from app.store.schema.annotations import Annotation
from app.store.schema.corrections import StoredCorrection, UnfinishedCorrection

FIRST_ARTICLES = 50
"""Articles of the first step, in the transaction that stores the correction. With twenty marks each
it takes about 0.1 s."""
MOST_ARTICLES = AT_ONCE
_LAYERS = tuple(CHAIN)


@dataclass(frozen=True, slots=True)
class Unfinished:
    """How far a correction is: articles that are done, and that there are in all."""

    correction_id: int
    done: int
    articles: int


@dataclass(frozen=True, slots=True)
class _Reach:
    """What a correction may reach: all that the linker took for `bases`, and all of `articles`."""

    bases: set[int]
    articles: set[int]


def begin(
    s: Session, correction_id: int, kind: str, entity_id: int | None, other_id: int | None
) -> None:
    """After a correction was made or undone: merges entities, and takes the first step.

    Of an unfinished one that is undone everything is looked at again.
    """
    row = s.get(UnfinishedCorrection, correction_id)
    if row is not None:
        s.delete(row)
        s.flush()
    reached = _reached(s, correction_id, kind, entity_id, other_id)
    effects.set_merged_into(s, reached.bases)
    row = UnfinishedCorrection(correction_id=correction_id, entity_id=entity_id, other_id=other_id)
    if not _advance(s, row, reached, FIRST_ARTICLES):
        # The row is needed only now: most corrections are finished with their first step.
        row.articles = max(_count(s, reached), row.done + 1)
        s.add(row)
        s.flush()


def step(s: Session, most: int = FIRST_ARTICLES) -> Unfinished | None:
    """Applies the oldest unfinished correction to so many more articles.

    Returns how far it is; None where nothing was unfinished. A finished one has all articles done.
    """
    u, c = UnfinishedCorrection, StoredCorrection
    oldest = select(u, col(c.kind)).join(c, col(c.id) == col(u.correction_id))
    found = s.execute(oldest.order_by(col(u.correction_id)).limit(1)).one_or_none()
    if found is None:
        return None
    row, kind = found
    reached = _reached(s, row.correction_id, kind, row.entity_id, row.other_id)
    if _advance(s, row, reached, min(most, MOST_ARTICLES)):
        s.delete(row)
        s.flush()
        return Unfinished(row.correction_id, row.done, row.done)
    # More may have come than were counted.
    row.articles = max(row.articles, row.done + 1)
    s.flush()
    return Unfinished(row.correction_id, row.done, row.articles)


def find(s: Session, correction_id: int) -> Unfinished | None:
    """How far a correction is that is not applied to all articles yet; None for any other."""
    return next(_rows(s, col(UnfinishedCorrection.correction_id) == correction_id), None)


def every(s: Session) -> list[Unfinished]:
    """All that are not applied to all articles yet, the oldest first."""
    return list(_rows(s))


def _rows(s: Session, *which: object) -> Iterator[Unfinished]:
    u = UnfinishedCorrection
    columns = select(col(u.correction_id), col(u.done), col(u.articles))
    for row in s.execute(columns.where(*which).order_by(col(u.correction_id))):  # type: ignore[arg-type]
        yield Unfinished(*row)


def _reached(
    s: Session, correction_id: int, kind: str, entity_id: int | None, other_id: int | None
) -> _Reach:
    # Where a merge starts, and where an undone split has to lead back from.
    start = {"merge": entity_id, "split": other_id}.get(kind)
    bases, articles = correction_log.leading_to(s, () if start is None else (start,))
    return _Reach(bases, articles | correction_log.articles_of(s, correction_id))


def _advance(s: Session, row: UnfinishedCorrection, reached: _Reach, most: int) -> bool:
    """Applies the log to the next articles; whether they were the last ones."""
    # One more is asked for than is taken, to know whether these are the last.
    following = _next(s, reached, row.after_article_id, most + 1)
    articles = following[:most]
    touched = effects.Touched()
    if articles:
        touched = effects.apply_to_articles(s, reached.bases, reached.articles, articles)
        row.after_article_id = articles[-1]
        row.done += len(articles)
    is_last = len(following) <= most
    # What these are called must not depend on the steps: it is chosen with the last one, and
    # before that only where a name would be shown that no public article uses.
    moving = reached.bases | correction_log.read(s, reached.bases, ()).entity_ids
    if is_last:
        effects.show_names(s, touched.entities | moving, touched)
    else:
        effects.show_names(s, touched.entities - moving, touched, moving=moving)
    return is_last


def _next(s: Session, reached: _Reach, after: int, most: int) -> list[int]:
    """The ids of the next articles that the correction may reach; of each index the first ones."""
    ids = {id_ for id_ in reached.articles if id_ > after}
    for statement in _in_indexes(reached.bases):
        article_id = statement.selected_columns[0]
        following = statement.where(article_id > after).order_by(article_id).limit(most)
        ids.update(s.scalars(following))
    return sorted(ids)[:most]


def _in_indexes(bases: Iterable[int]) -> Iterator[Select[int]]:
    """The articles with an annotation that refers to one of the entities, or did when found.

    Each in the order of an index, which holds the articles of an entity layer by layer.
    """
    a = Annotation
    articles = select(col(a.article_id)).distinct()
    for base in sorted(bases):
        yield articles.where(col(a.linked_id) == base)
        for layer in _LAYERS:
            yield articles.where(col(a.entity_id) == base, col(a.layer) == layer)


def _count(s: Session, reached: _Reach) -> int:
    """How many articles a correction may reach."""
    a, bases = Annotation, sorted(reached.bases)
    article = select(col(a.article_id)).where(col(a.article_id).not_in(sorted(reached.articles)))
    either: CompoundSelect[int] = article.where(col(a.entity_id).in_(bases)).union(
        article.where(col(a.linked_id).in_(bases))
    )
    others = s.scalar(select(func.count()).select_from(either.subquery())) or 0
    return others + len(reached.articles)

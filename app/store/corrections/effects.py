"""The log of corrections applied to what is stored: annotations, aliases, merged entities.

Everything is computed anew from what the linker found and from the log, so that the order of
annotating, correcting and undoing leaves no trace. Owns `corrected`, `rejected` and `merged_into`.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

from sqlalchemy import ColumnElement, CompoundSelect, and_, or_, select, true
from sqlalchemy import update as sql_update
from sqlmodel import Session, col

from app.linking.corrections.resolution import resolve
from app.store.annotations import nesting, runs
from app.store.articles import article_date
from app.store.articles.articles import revision_ids
from app.store.corrections import aliases, annotation_changes, correction_log
from app.store.corrections.annotation_changes import AnnotationChange
from app.store.corrections.correction_log import Log
from app.store.db.batches import batches
from app.store.db.ids import id_of
from app.store.entities import display_name, mention_counts
from app.store.schema.annotations import Annotation
from app.store.schema.articles import Article
from app.store.schema.entities import Alias, Entity, SpelledName
from app.store.search import speaker_index
from app.store.summaries import publishers


@dataclass(frozen=True, slots=True)
class Affected:
    """What a correction may reach: articles, and the part of the log that matters there.

    Of `whole` articles every row is looked at, because single words were corrected there; of the
    others the annotations that were linked to `bases`, and the names of `entities`.
    """

    articles: set[int]
    whole: set[int]
    log: Log
    bases: set[int]
    entities: set[int]

    def annotations(self, some: list[int]) -> ColumnElement[bool]:
        """The annotations of some of the articles that may have to change."""
        a, bases, whole = Annotation, sorted(self.bases), self.whole.intersection(some)
        linked = and_(col(a.corrected).is_(False), col(a.entity_id).in_(bases))
        corrected = and_(col(a.corrected), col(a.linked_id).in_(bases))
        return or_(linked, corrected, col(a.revision_id).in_(revision_ids(whole)))

    def aliases(self, some: list[int]) -> ColumnElement[bool]:
        """The aliases, with their names, of some of the articles that may have to change."""
        named = col(SpelledName.linked_id).in_(sorted(self.entities))
        return or_(named, col(Alias.article_id).in_(self.whole.intersection(some)))


@dataclass(frozen=True, slots=True)
class Touched:
    """Entities by whose name something may be called otherwise now; what is to be indexed again.

    `opened_or_closed` are mentioned in a public article for the first time, or no longer.
    `quoted` are articles whose quotations changed.
    """

    entities: set[int] = field(default_factory=set)
    opened_or_closed: set[int] = field(default_factory=set)
    quoted: set[int] = field(default_factory=set)


def apply_to_article(s: Session, article: Article, revision_id: int) -> set[int]:
    """After a revision was annotated: applies the log to it.

    Returns the entities whose mentions in the article changed.
    """
    article_id = id_of(article)
    in_revision = col(Annotation.revision_id) == revision_id
    bases = annotation_changes.found_entities(s, in_revision)
    log = correction_log.read(s, bases, [article_id])
    # The usual case: nobody corrected anything that this article mentions.
    if not log.corrections:
        return set()
    changes = _changes(s, log, [article_id], in_revision)
    touched = _write(s, log, changes, [article_id], true())
    show_names(s, touched.entities, touched)
    return touched.entities


def apply_to_articles(
    s: Session, bases: set[int], targeted: set[int], articles: list[int]
) -> Touched:
    """After a correction was made or undone: applies the log again to some of the articles.

    To the annotations that were linked to `bases`, and to all of those articles that are
    `targeted`. `articles` are few enough for one statement. What they are called is up to the
    caller, in the same transaction: `show_names` of what this returns.
    """
    reached = _reached(s, bases, targeted, set(articles))
    changes = _changes(s, reached.log, articles, reached.annotations(articles))
    touched = _write(s, reached.log, changes, articles, reached.aliases(articles))
    return replace(touched, entities=touched.entities | reached.entities)


def affected(s: Session, bases: set[int], articles: set[int]) -> Affected:
    """What has to be looked at: all that was linked to `bases`, and all of these articles.

    Of other articles that name one of `bases`, every row where single words were corrected before.
    """
    return _reached(s, bases, articles, articles | set(s.scalars(_articles_naming(bases))))


def _reached(s: Session, bases: set[int], targeted: set[int], every: set[int]) -> Affected:
    """The part of the log that matters in `every` article, of which some are `targeted`."""
    whole = targeted.intersection(every) | correction_log.corrected(s, every)
    # Words that were corrected may lead anywhere, so the log of all entities there is needed.
    also: set[int] = set()
    for some in batches(whole):
        also |= annotation_changes.found_entities(
            s, col(Annotation.revision_id).in_(revision_ids(some))
        )
    log = correction_log.read(s, bases | also, every)
    return Affected(every, whole, log, bases, bases | log.entity_ids)


def preview(s: Session, reached: Affected) -> Iterator[AnnotationChange]:
    """What `apply_to_articles` would change in newest revisions, by the log that is passed in."""
    newest = select(col(Article.newest_revision_id))
    for some in batches(reached.articles):
        in_newest = col(Annotation.revision_id).in_(newest.where(col(Article.id).in_(some)))
        which = and_(reached.annotations(some), in_newest)
        yield from _changes(s, reached.log, some, which)


def _changes(
    s: Session, log: Log, articles: list[int], which: ColumnElement[bool]
) -> list[AnnotationChange]:
    changes: list[AnnotationChange] = []
    for rows in annotation_changes.by_article(s, articles, which):
        changes += annotation_changes.changes(s, log, rows)
    return changes


def _write(
    s: Session,
    log: Log,
    changes: list[AnnotationChange],
    articles: list[int],
    which_aliases: ColumnElement[bool],
) -> Touched:
    """Stores the changes, and what follows from them in these articles: aliases and counts.

    `articles` are few enough for one statement.
    """
    if changes:
        s.execute(sql_update(Annotation), [{"id": c.id} | c.columns for c in changes])
    touched = {entity_id for entity_id, _ in aliases.update(s, log, articles, which_aliases)}
    touched |= _entities(changes)
    nesting.recompute(s, _with_other_nesting(changes))
    publishers.count_annotations(s, {c.article_id for c in changes if c.rejection_changes})
    before = _public(s, touched)
    mention_counts.recount(s, articles, touched)
    if touched:
        # Counts were written by statements, past the rows that this session holds.
        s.expire_all()
    quoted = {c.article_id for c in changes if c.layer == "quotation"}
    return Touched(touched, before ^ _public(s, touched), quoted)


def _public(s: Session, entity_ids: set[int]) -> set[int]:
    """Those of these entities that a public article mentions."""
    public: set[int] = set()
    for some in batches(entity_ids):
        mentioned = col(Entity.id).in_(some), col(Entity.public_mentions) > 0
        public |= {id_ for id_ in s.scalars(select(col(Entity.id)).where(*mentioned)) if id_}
    return public


def show_names(
    s: Session, settled: set[int], touched: Touched, *, moving: Iterable[int] = ()
) -> None:
    """Shows touched entities by names that anybody may read, then indexes quotations by them.

    Of those that are `moving`, whose further articles follow, only names are changed that no public
    article uses. The others are `settled`.
    """
    s.flush()
    renamed = display_name.hide(s, moving) | display_name.refresh(s, settled)
    # In this order: the index of a public article must never hold a name that is closed.
    speaker_index.refresh_names(s, renamed | touched.opened_or_closed)
    speaker_index.refresh(s, touched.quoted)
    s.expire_all()


def _with_other_nesting(changes: list[AnnotationChange]) -> set[int]:
    """The revisions in which a quotation may lie inside another now, or no longer.

    One inside a rejected quotation counts by itself, and so does one by another speaker.
    """
    return {c.revision_id for c in changes if c.rejection_changes or c.layer == "quotation"}


def _entities(changes: Iterable[AnnotationChange]) -> set[int]:
    """The entities that lost or got an annotation."""
    pairs = ((c.before, c.after) for c in changes)
    return {entity_id for pair in pairs for entity_id in pair if entity_id is not None}


def set_merged_into(s: Session, bases: set[int]) -> None:
    """Which entity each is merged into, after all merges and after splits that were undone.

    Of `bases`, and of all to which the log leads from them.
    """
    log = correction_log.read(s, bases, ())
    corrections = log.anywhere()
    for some in batches(log.entity_ids | bases):
        for entity in s.scalars(select(Entity).where(col(Entity.id).in_(some))):
            final = resolve(corrections, entity.id).entity_id
            entity.merged_into = final if final != entity.id else None
    s.flush()


def apply_dates(s: Session, article_ids: Iterable[int]) -> None:
    """After the editor gave articles a date or took it back: their date columns and entity counts.

    Dates in their texts are resolved against the new date by the next run: the layer is pending.
    """
    chosen = select(Article).where(
        col(Article.id).in_(sorted(article_ids)), col(Article.withdrawn_at).is_(None)
    )
    for article in s.scalars(chosen):
        article_date.refresh(s, article)
        mention_counts.refresh(s, article)
        runs.forget(s, id_of(article), article_date.LAYER)


def _articles_naming(bases: Iterable[int]) -> CompoundSelect[int]:
    """The articles with an annotation that the linker took for one of these entities."""
    a, ids = Annotation, sorted(bases)
    article = select(col(a.article_id))
    linked = article.where(col(a.entity_id).in_(ids), col(a.corrected).is_(False))
    return linked.union(article.where(col(a.corrected), col(a.linked_id).in_(ids)))

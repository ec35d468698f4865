"""The log of corrections applied to what is stored: whom annotations mean, by which names entities go, where merged ones live on.

Everything is worked out anew from what the linker found (`linked_id`) and the whole log, so that the order of annotating, correcting and
undoing leaves no trace. Owns `corrected`, `rejected`, `merged_into` and the names and kinds that a person gave.
"""

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from operator import attrgetter
from typing import Any

from sqlalchemy import ColumnElement, and_, case, or_, select, true, update
from sqlmodel import Session, col

from app.linking.across.corrections import CorrectedMark, Resolution, resolve
from app.linking.names.folding import fold
from app.store.annotations import nesting
from app.store.articles import full_text
from app.store.corrections import log_steps
from app.store.corrections.log_steps import Log
from app.store.db.batches import batches
from app.store.db.columns import now
from app.store.entities import display_name, mention_counts, name_index
from app.store.entities.name_index import Name
from app.store.schema.annotations import Annotation
from app.store.schema.articles import Article, Revision
from app.store.schema.corrections import Correction
from app.store.schema.entities import Alias, Entity
from app.store.schema.search import SearchEntry
from app.text.spans import Span

_start = attrgetter("start")
_LIVE = or_(col(Annotation.retired_at).is_(None), col(Annotation.rejected))


@dataclass(frozen=True, slots=True)
class AnnotationChange:
    """An annotation that means another than it did: what its columns are to be."""

    id: int
    article_id: int
    revision_id: int
    layer: str
    before: int | None
    after: int | None
    appears: bool  # or disappears
    columns: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Reach:
    """How far a correction may reach: the articles, those among them whose every row is looked at, and the part of the log that matters.

    Of the other articles what was linked to `bases` is looked at, and names of `entities`.
    """

    articles: set[int]
    whole: set[int]
    log: Log
    bases: set[int]
    entities: set[int]

    def rows(self, some: list[int]) -> ColumnElement[bool]:
        """The annotations of some of the articles that may have to change."""
        bases = sorted(self.bases)
        linked = and_(col(Annotation.corrected).is_(False), col(Annotation.entity_id).in_(bases))
        corrected = and_(col(Annotation.corrected), col(Annotation.linked_id).in_(bases))
        return or_(linked, corrected, col(Annotation.article_id).in_(self.whole.intersection(some)))

    def names(self, some: list[int]) -> ColumnElement[bool]:
        """Their aliases that may have to change, and those beside which they count."""
        return or_(
            col(Alias.linked_id).in_(sorted(self.entities)),
            col(Alias.article_id).in_(self.whole.intersection(some)),
        )


def apply_to_article(s: Session, article: Article, revision_id: int) -> set[int]:
    """After a revision was annotated: applies the log to it.

    The entities whose share in the article it changed.
    """
    only = col(Annotation.revision_id) == revision_id
    log = log_steps.read(s, _bases(s, only), [article.id or 0])
    if not log.steps:
        return set()
    changes = [c for rows in _by_article(s, [article.id or 0], only) for c in changed(s, log, rows)]
    return _write(s, log, changes, [article.id or 0], true())


def apply_to_entities(s: Session, bases: set[int], articles: set[int]) -> None:
    """After a correction was made or undone: applies the log anew to all that was linked to `bases`, and to these articles."""
    far = reach(s, bases, articles)
    for some in batches(far.articles):
        changes = [
            c for rows in _by_article(s, some, far.rows(some)) for c in changed(s, far.log, rows)
        ]
        _write(s, far.log, changes, some, far.names(some))
    _merged(s, far.log, bases)


def reach(s: Session, bases: set[int], articles: set[int]) -> Reach:
    """What is to be looked at: all that was linked to `bases`; of these articles, and of others where words were corrected, every row."""
    every = articles | set(s.scalars(_articles_of(bases)))
    whole = articles | log_steps.corrected(s, every)
    found = {
        base for some in batches(whole) for base in _bases(s, col(Annotation.article_id).in_(some))
    }
    log = log_steps.read(s, bases | found, every)
    entities = bases | {
        id_ for step in log.steps.values() for id_ in (step.entity, step.other) if id_ is not None
    }
    return Reach(every, whole, log, bases, entities)


def preview(s: Session, far: Reach) -> Iterator[AnnotationChange]:
    """What `spread` would change in newest revisions, by the log as it is handed in."""
    newest = select(col(Article.newest_revision_id))
    for some in batches(far.articles):
        in_newest = col(Annotation.revision_id).in_(newest.where(col(Article.id).in_(some)))
        for rows in _by_article(s, some, and_(far.rows(some), in_newest)):
            yield from changed(s, far.log, rows)


def changed(s: Session, log: Log, rows: list[Annotation]) -> Iterator[AnnotationChange]:
    """What the log makes of the annotations of one article: those that are to be written."""
    article_id = rows[0].article_id
    words = _texts(s, rows) if article_id in log.targets else {}
    named = _named(rows) if words else {}
    for row in rows:
        base = row.linked_id if row.corrected else row.entity_id
        steps = log.within(article_id, row.revision_id)
        meant = resolve(
            steps, base, _mark(row, named.get(row.revision_id, []), words.get(row.revision_id, ""))
        )
        columns = _columns(row, base, meant)
        if any(getattr(row, name) != value for name, value in columns.items()):
            columns["retired_at"] = _retired(row, meant)
            yield AnnotationChange(
                row.id or 0,
                article_id,
                row.revision_id,
                row.layer,
                row.entity_id,
                meant.entity,
                row.rejected != meant.rejected,
                columns,
            )


def _columns(row: Annotation, base: int | None, meant: Resolution) -> dict[str, Any]:
    corrected = meant.rejected or meant.named or meant.entity != base
    return {
        "entity_id": meant.entity,
        "linked_id": base if corrected else None,
        "corrected": corrected,
        "rejected": meant.rejected,
        "body": _said_by(row.body, meant),
    }


def _said_by(body: dict[str, Any], meant: Resolution) -> dict[str, Any]:
    """The body with the speaker whom a person named; the one who was found is kept beside."""
    found = {k: v for k, v in body.items() if k != "found_speaker"}
    if "found_speaker" in body:
        found["speaker"] = body["found_speaker"]
    return (
        found | {"speaker": meant.speaker, "found_speaker": found.get("speaker")}
        if meant.named
        else found
    )


def _retired(row: Annotation, meant: Resolution) -> Any:
    """One that is rejected is retired; one that is no more comes back.

    It was live before, else it would not be looked at.
    """
    return (row.retired_at or now()) if meant.rejected else None


def _named(rows: list[Annotation]) -> dict[int, list[Span]]:
    """Revision id → where its names stand, in reading order."""
    named: dict[int, list[Span]] = {}
    for row in rows:
        if row.layer == "entity":
            named.setdefault(row.revision_id, []).append(Span(row.start, row.end))
    return named


def _mark(row: Annotation, named: list[Span], text: str) -> CorrectedMark:
    span = Span(row.start, row.end)
    if not text:
        return CorrectedMark(row.layer, span, frozenset())
    if row.layer == "entity":
        return CorrectedMark(row.layer, span, frozenset({fold(span.of(text))}))
    said = row.body.get("source") or {}
    source = (
        Span(said["start"], said["end"])
        if said.get("start") is not None and said.get("end") is not None
        else None
    )
    inside = (
        named[
            bisect_left(named, source.start, key=_start) : bisect_left(
                named, source.end, key=_start
            )
        ]
        if source
        else []
    )
    spoken = row.body.get("found_speaker", row.body.get("speaker")) or row.body.get("claimant")
    called = {fold(x.of(text)) for x in inside if source and source.covers(x)} | (
        {fold(spoken)} if spoken else set()
    )
    return CorrectedMark(row.layer, span, frozenset(called), source)


def _write(
    s: Session,
    log: Log,
    changes: list[AnnotationChange],
    articles: list[int],
    aliases: ColumnElement[bool],
) -> set[int]:
    """Stores changes and all that follows from them in these articles (not too many at once): names (of `aliases`), counts, search index.

    The entities that were touched.
    """
    if changes:
        s.execute(update(Annotation), [{"id": c.id} | c.columns for c in changes])
    told = _rename(s, log, articles, aliases)
    touched = {id_ for c in changes for id_ in (c.before, c.after) if id_ is not None} | {
        id_ for id_, _ in told
    }
    nesting.recompute(s, {c.revision_id for c in changes if c.appears or c.layer == "quotation"})
    mention_counts.recount(s, articles, touched)
    if touched:
        display_name.refresh(s, touched)
        s.expire_all()
    _index(s, {c.article_id for c in changes if c.layer == "quotation"})
    return touched


def _rename(s: Session, log: Log, articles: list[int], mine: ColumnElement[bool]) -> set[Name]:
    """Makes the aliases of these articles say whom their names mean now, and moves the counts of names. The names that moved."""
    every: Counter[Name] = Counter()
    public: Counter[Name] = Counter()
    rows: dict[int, list[Alias]] = {}
    for alias in s.scalars(
        select(Alias).where(col(Alias.article_id).in_(articles), mine).order_by(col(Alias.id))
    ):
        rows.setdefault(alias.article_id, []).append(alias)
    for article in s.scalars(select(Article).where(col(Article.id).in_(sorted(rows)))):
        aliases = rows[article.id or 0]
        had = {(a.entity_id, a.folded) for a in aliases if a.entity_id is not None}
        have = _aliases(s, log, article, aliases)
        for sign, these in ((1, have - had), (-1, had - have)):
            every.update(dict.fromkeys(these, sign))
            public.update(dict.fromkeys(these, sign * (article.visibility == "public")))
    s.flush()
    name_index.move(
        s,
        {
            name: (every[name], public[name])
            for name in sorted(every)
            if every[name] or public[name]
        },
    )
    return set(every)


def _aliases(s: Session, log: Log, article: Article, aliases: list[Alias]) -> set[Name]:
    """Brings alias rows of one article up to date; the names that they tell then."""
    steps = log.within(article.id or 0, article.newest_revision_id or 0)
    mentioned = _mentioned(s, article) if article.id in log.targets else {}
    by_name: dict[tuple[int, str], list[Alias]] = {}
    for alias in aliases:
        by_name.setdefault((alias.linked_id, alias.name), []).append(alias)
    have: set[Name] = set()
    for (linked, name), rows in by_name.items():
        meant = mentioned.get((linked, name)) or {
            _alone(resolve(steps, linked, CorrectedMark("alias", None, frozenset({fold(name)}))))
        }
        _replace(s, rows, meant)
        have |= {(entity_id, rows[0].folded) for entity_id in meant if entity_id is not None}
    return have


def _replace(s: Session, rows: list[Alias], meant: set[int | None]) -> None:
    """Makes the rows of one name say whom it means: those that say so already stay, so that no two ever say the same."""
    wrong = [row for row in rows if row.entity_id not in meant]
    for entity_id in sorted(
        meant - {row.entity_id for row in rows}, key=lambda id_: (id_ is None, id_ or 0)
    ):
        if wrong:
            wrong.pop().entity_id = entity_id
        else:
            like = {
                name: getattr(rows[0], name)
                for name in ("linked_id", "article_id", "name", "folded", "confidence", "basis")
            }
            s.add(Alias(entity_id=entity_id, **like))
    for row in wrong:
        s.delete(row)


def _alone(meant: Resolution) -> int | None:
    return None if meant.rejected else meant.entity


def _mentioned(s: Session, article: Article) -> dict[tuple[int, str], set[int | None]]:
    """(entity that was found, words) → whom the mentions by these words mean in the newest revision."""
    found: dict[tuple[int, str], set[int | None]] = {}
    a, revision = Annotation, s.get_one(Revision, article.newest_revision_id)
    statement = select(
        col(a.start),
        col(a.end),
        col(a.entity_id),
        col(a.linked_id),
        col(a.corrected),
        col(a.rejected),
    )
    for start, end, entity_id, linked_id, corrected, rejected in s.execute(
        statement.where(col(a.revision_id) == revision.id, col(a.layer) == "entity", _LIVE)
    ):
        base = linked_id if corrected else entity_id
        words = " ".join(revision.text[start:end].split())
        if base is not None:
            found.setdefault((base, words), set()).add(None if rejected else entity_id)
    return found


def _index(s: Session, articles: set[int]) -> None:
    """The search index knows who speaks, which most corrections leave as it was."""
    e = SearchEntry
    for some in batches(articles):
        for article_id, revision_id, known in s.execute(
            select(col(e.article_id), col(e.revision_id), col(e.speakers)).where(
                col(e.article_id).in_(some)
            )
        ):
            said = speakers(s, revision_id)
            if "\n".join(said) != known:
                full_text.index(s, article_id, revision_id, said)


def speakers(s: Session, revision_id: int) -> list[str]:
    """Who is quoted in a revision, each once, in reading order."""
    a = Annotation
    named = case(
        (
            or_(col(Entity.public_mentions) > 0, col(Article.visibility) == "private"),
            col(Entity.name),
        )
    )
    statement = select(col(a.body), named).join(Article, col(Article.id) == col(a.article_id))
    statement = statement.outerjoin(Entity, col(Entity.id) == col(a.entity_id))
    statement = statement.where(
        col(a.revision_id) == revision_id, col(a.layer) == "quotation", col(a.retired_at).is_(None)
    )
    said = (
        body.get("speaker") or (name if "found_speaker" in body else None)
        for body, name in s.execute(statement.order_by(col(a.start), col(a.end).desc(), col(a.id)))
    )
    return list(dict.fromkeys(name for name in said if name))


def renamed(s: Session, entity_ids: Iterable[int]) -> None:
    """After entities got another name, or were closed to readers: the search index finds what they say by who they are now."""
    for some in batches(entity_ids):
        said = select(col(Annotation.article_id)).where(
            col(Annotation.entity_id).in_(some), col(Annotation.layer) == "quotation"
        )
        _index(s, set(s.scalars(said.where(col(Annotation.corrected)).distinct())))


def _merged(s: Session, log: Log, bases: set[int]) -> None:
    """Where each entity lives on after all merges, and after splits that were undone."""
    steps = log.anywhere()
    every = {id_ for step in steps for id_ in (step.entity, step.other) if id_ is not None} | bases
    for some in batches(every):
        for entity in s.scalars(select(Entity).where(col(Entity.id).in_(some))):
            lives = resolve(steps, entity.id).entity
            entity.merged_into = lives if lives != entity.id else None
    s.flush()


def _bases(s: Session, where: ColumnElement[bool]) -> set[int]:
    """Whom the linker took these annotations for."""
    found = case(
        (col(Annotation.corrected), col(Annotation.linked_id)), else_=col(Annotation.entity_id)
    )
    return {
        id_ for id_ in s.scalars(select(found).distinct().where(where, _LIVE)) if id_ is not None
    }


def _articles_of(bases: Iterable[int]) -> Any:
    a, ids = Annotation, sorted(bases)
    found = select(col(a.article_id)).where(col(a.entity_id).in_(ids), col(a.corrected).is_(False))
    return found.union(select(col(a.article_id)).where(col(a.corrected), col(a.linked_id).in_(ids)))


def _by_article(s: Session, articles: Iterable[int], concerned: Any) -> Iterator[list[Annotation]]:
    a = Annotation
    statement = select(a).where(
        col(a.article_id).in_(list(articles)), concerned, _LIVE, col(a.creator).not_like("person:%")
    )
    rows: dict[int, list[Annotation]] = {}
    for row in s.scalars(
        statement.order_by(col(a.article_id), col(a.revision_id), col(a.start), col(a.id))
    ):
        rows.setdefault(row.article_id, []).append(row)
    yield from rows.values()


def _texts(s: Session, rows: list[Annotation]) -> dict[int, str]:
    ids = {row.revision_id for row in rows}
    return {
        row[0]: row[1]
        for row in s.execute(
            select(col(Revision.id), col(Revision.text)).where(col(Revision.id).in_(ids))
        )
    }


def name(s: Session, uid: str) -> None:
    """Gives an entity the last name and kind that the log gives it and that was not undone, or those that were found."""
    entity = s.scalars(select(Entity).where(col(Entity.uid) == uid)).one()
    c = Correction
    rows = list(
        s.scalars(
            select(c)
            .where(or_(col(c.entity_uid) == uid, col(c.other_uid) == uid))
            .order_by(col(c.id).desc())
        )
    )
    told = [c for c in rows if c.undone_at is None and c.entity_uid == uid]
    given = next((c.value for c in told if c.kind == "rename"), None)
    given = given or next((c.value for c in rows if c.kind == "split" and c.other_uid == uid), None)
    kind = next((c.new_kind for c in told if c.kind == "rekind"), None)
    if given is not None and entity.found_name is None:
        entity.found_name, entity.found_folded = entity.name, entity.folded
    if given is not None:
        entity.name, entity.folded = given, fold(given)
    elif entity.found_name is not None:
        entity.name, entity.folded = entity.found_name, entity.found_folded or ""
        entity.found_name = entity.found_folded = None
    if kind is not None and entity.found_kind is None:
        entity.found_kind = entity.kind
    if kind is not None or entity.found_kind is not None:
        entity.kind = kind or entity.found_kind or entity.kind
    entity.found_kind = entity.found_kind if kind is not None else None
    s.flush()
    name_index.rekey(s, entity)
    renamed(s, [entity.id or 0])

"""Aliases under corrections: which entities the names in an article refer to after the log.

Owns `entity_id` of aliases; `linked_id` of their names keeps the entity that the linker found.
"""

from collections import Counter
from typing import NamedTuple

from sqlalchemy import ColumnElement, select
from sqlmodel import Session, col

from app.linking.corrections.correction import Correction
from app.linking.corrections.resolution import CorrectableMark, resolve
from app.linking.names.folding import fold
from app.store.corrections.annotation_changes import CORRECTABLE
from app.store.corrections.correction_log import Log
from app.store.db.ids import id_of
from app.store.entities import name_index
from app.store.entities.name_index import Name
from app.store.schema.annotations import Annotation
from app.store.schema.articles import Article, Revision
from app.store.schema.entities import Alias, SpelledName

_Mentions = dict[tuple[int, str], set[int | None]]
"""(entity found, words) → the entities that mentions by these words refer to; None: rejected."""
_COPIED = ("article_id", "name_id", "confidence", "basis")


class _NamedAlias(NamedTuple):
    """A row with the name that it is about."""

    alias: Alias
    name: SpelledName


def update(s: Session, log: Log, articles: list[int], which: ColumnElement[bool]) -> set[Name]:
    """Brings aliases of some articles up to date, and the name index with them.

    `which` chooses among their aliases. Returns the names that an article lost or got.
    """
    # By how much the number of articles that use a name changes: of all, and of public ones.
    every: Counter[Name] = Counter()
    public: Counter[Name] = Counter()
    rows: dict[int, list[_NamedAlias]] = {}
    named = select(Alias, SpelledName).join(SpelledName, name_index.USED)
    in_articles = named.where(col(Alias.article_id).in_(articles), which)
    order = (col(Alias.article_id), col(Alias.name_id), col(Alias.number))
    for alias, spelled in s.execute(in_articles.order_by(*order)):
        rows.setdefault(alias.article_id, []).append(_NamedAlias(alias, spelled))
    for article in s.scalars(select(Article).where(col(Article.id).in_(sorted(rows)))):
        aliases = rows[id_of(article)]
        before = {
            (row.alias.entity_id, row.name.folded)
            for row in aliases
            if row.alias.entity_id is not None
        }
        after = _update_article(s, log, article, aliases)
        # Readers' counts leave private articles out, the editor's do not.
        is_public = article.visibility == "public"
        for sign, names in ((1, after - before), (-1, before - after)):
            every.update(dict.fromkeys(names, sign))
            public.update(dict.fromkeys(names, sign * is_public))
    s.flush()
    name_index.move(s, _differences(every, public))
    return set(every)


def _differences(every: Counter[Name], public: Counter[Name]) -> dict[Name, tuple[int, int]]:
    """By how much the counts of each name change: of all articles, and of public ones."""
    both = {name: (every[name], public[name]) for name in sorted(every)}
    return {name: counts for name, counts in both.items() if any(counts)}


def _update_article(
    s: Session, log: Log, article: Article, aliases: list[_NamedAlias]
) -> set[Name]:
    """Brings aliases of one article up to date; the names that they give to entities then."""
    corrections = log.within(id_of(article), article.newest_revision_id or 0)
    # Where words were corrected, one name may refer to several entities, mention by mention.
    mentions = _mentions(s, article) if article.id in log.targets else {}
    by_name: dict[int, list[_NamedAlias]] = {}
    for row in aliases:
        by_name.setdefault(row.alias.name_id, []).append(row)
    after: set[Name] = set()
    for rows in by_name.values():
        one = rows[0].name
        # A name without a mention in the newest revision is resolved by itself.
        alone = {_alone(corrections, one.linked_id, one.name)}
        referred = mentions.get((one.linked_id, one.name)) or alone
        _replace(s, [row.alias for row in rows], referred)
        after |= {(entity_id, one.folded) for entity_id in referred if entity_id is not None}
    return after


def _alone(corrections: list[Correction], linked_id: int, name: str) -> int | None:
    mark = CorrectableMark("alias", None, frozenset({fold(name)}))
    resolution = resolve(corrections, linked_id, mark)
    return None if resolution.rejected else resolution.entity_id


def _replace(s: Session, rows: list[Alias], referred: set[int | None]) -> None:
    """Makes the rows of one name give just these entities.

    Rows that are right stay as they are, so that no two ever say the same, not even for a moment.
    """
    wrong = [row for row in rows if row.entity_id not in referred]
    lacking = referred - {row.entity_id for row in rows}
    last = max(row.number for row in rows)
    for entity_id in sorted(lacking, key=lambda id_: (id_ is None, id_ or 0)):
        if wrong:
            wrong.pop().entity_id = entity_id
        else:
            copied = {name: getattr(rows[0], name) for name in _COPIED}
            last += 1
            s.add(Alias(entity_id=entity_id, number=last, **copied))
    for row in wrong:
        s.delete(row)


def _mentions(s: Session, article: Article) -> _Mentions:
    """What the names in the newest revision refer to, after annotations were corrected."""
    a, revision = Annotation, s.get_one(Revision, article.newest_revision_id)
    columns = (col(a.start), col(a.end), col(a.entity_id), col(a.linked_id))
    statement = select(*columns, col(a.corrected), col(a.rejected)).where(
        col(a.revision_id) == revision.id, col(a.layer) == "entity", CORRECTABLE
    )
    mentions: _Mentions = {}
    for start, end, entity_id, linked_id, corrected, rejected in s.execute(statement):
        found_id = linked_id if corrected else entity_id
        words = " ".join(revision.text[start:end].split())
        if found_id is not None:
            mentions.setdefault((found_id, words), set()).add(None if rejected else entity_id)
    return mentions

"""What cards and panels depend on, so that they can be kept until just that changes.

Where an exact set is hard to say it is the whole library: for lists found by words or by dates.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from app.reading.mark_context import MarkContext
from app.store.annotations.rows import AnnotationRow, QuoteLine
from app.store.change_log import dependencies
from app.store.change_log.dependencies import Dependencies


def of_article(article_id: int, rows: Iterable[AnnotationRow]) -> Dependencies:
    """A revision of an article with these annotations: also what the entities in it are called."""
    named = dependencies.names(row.entity_id for row in rows)
    return named | {dependencies.article(article_id)}


def nothing_else(_context: Mapping[str, Any]) -> Dependencies:
    """Nothing but the mark and its article."""
    return frozenset()


def of_mark(at: MarkContext) -> Dependencies:
    """A mark in its article."""
    return of_article(at.annotation.article_id, at.over)


def of_entity(context: Mapping[str, Any]) -> Dependencies:
    """All that an entity's page or panel shows (`entity.overview`).

    A change of any article that mentions the entity changes the entity. That leaves the names of
    others: those mentioned with it, and the speakers of quotations about it.
    """
    entity = context["entity"]
    statements = context["statements"]
    lines = (*statements.said, *statements.about, *statements.claims)
    others = [member.id for member, _ in context["cooccurrence"].members]
    # Of a merged entity readers see the name of the one that it is part of.
    names = dependencies.names([entity.merged_into, *others])
    return of_lines(lines) | names | {dependencies.entity(entity.id)}


def of_lines(lines: Iterable[QuoteLine]) -> Dependencies:
    """The names of those who say or claim what is listed."""
    return dependencies.names(line.annotation.entity_id for line in lines)

"""Checks that a library is consistent; changes nothing, and may have to read all of it."""

from collections.abc import Callable, Iterator
from functools import partial

from sqlalchemy import func, select, text
from sqlalchemy.exc import SQLAlchemyError
from sqlmodel import Session, col

from app.errors import Damaged, LibraryDamaged
from app.store.admin import migrations
from app.store.admin.doctor import index, references, spans, summaries, texts, values
from app.store.admin.doctor.checks import NAMED, UNREADABLE, Check, none_of
from app.store.annotations import runs
from app.store.change_log import triggers
from app.store.corrections import unfinished
from app.store.db import damage
from app.store.db.library import Library
from app.store.passages import anchor_states
from app.store.schema.annotations import AnnotationRun

Checks = Callable[[Session], Iterator[Check]]


def examine(library: Library, versions: runs.Versions) -> list[Check]:
    """All checks in turn; `versions` are today's layers.

    With another schema than this program's nothing else is checked. Of a file that cannot be read
    the last check says so.
    """
    try:
        have, want = migrations.current(library.settings), migrations.head()
    except LibraryDamaged as error:
        return [_unreadable(error)]
    if have != want:
        return [Check(False, f"The schema is {have or 'missing'}, but this program needs {want}.")]
    checks = [Check(True, f"The schema is {have}.")]
    try:
        with library.reading() as s:
            for subject, found in _subjects(library, versions):
                checks += _guarded(s, subject, found)
        if library.is_sqlite:
            with library.writing() as s:
                checks += _guarded(s, "the search index", index.full_text_check)
    except LibraryDamaged as error:
        checks.append(_unreadable(error))
    return checks


def of_article(s: Session, article_id: int) -> list[str]:
    """What is damaged of one article, in sentences; reads its rows only."""
    checks: list[Check] = []
    for subject, check in (
        ("texts", texts.check),
        ("spans", spans.check),
        ("references", references.check),
    ):
        checks += _guarded(s, subject, partial(check, article_id=article_id))
    return [check.message for check in checks if not check.ok]


def _subjects(library: Library, versions: runs.Versions) -> Iterator[tuple[str, Checks]]:
    if library.is_sqlite:
        yield "the file", _file
        yield "references", references.foreign_keys
        yield "values", values.check
    yield "the change log", _triggers
    yield "texts", texts.check
    yield "spans", spans.check
    yield "references", references.check
    yield "anchor states", _anchor_states
    yield "summaries", summaries.check
    yield "corrections", _unfinished
    yield "runs", partial(_runs, versions=versions)
    yield "the search index", index.check


def _unfinished(s: Session) -> Iterator[Check]:
    """Not a fault: every article is either as it was before a correction or as it is after it."""
    rest = unfinished.every(s)
    if not rest:
        yield Check(True, "Every correction is applied to all its articles.")
    for one in rest:
        yield Check(
            True,
            f"Correction {one.correction_id} is applied to {one.done:,} of {one.articles:,} "
            "articles so far (a running server goes on, or `gloss corrections finish`).",
        )


def _guarded(s: Session, subject: str, check: Checks) -> Iterator[Check]:
    """The checks of a subject; where a row cannot be read, a sentence in place of the rest."""
    try:
        yield from check(s)
    except UNREADABLE as error:
        s.rollback()
        if isinstance(error, SQLAlchemyError) and damage.is_of_file(getattr(error, "orig", None)):
            raise
        reason = error.message if isinstance(error, Damaged) else f"{type(error).__name__}: {error}"
        first = reason.splitlines()[0].rstrip(".")
        yield Check(False, f"Not all of {subject} could be checked: {first}.")


def _unreadable(error: LibraryDamaged) -> Check:
    return Check(False, f"{error.message} {error.detail} Nothing more can be checked.")


def _file(s: Session) -> Iterator[Check]:
    found = list(s.execute(text(f"PRAGMA integrity_check({NAMED})")).scalars())
    yield Check(
        found == ["ok"],
        "The file is intact." if found == ["ok"] else f"The file is damaged: {'; '.join(found)}.",
    )


def _triggers(s: Session) -> Iterator[Check]:
    """Without its triggers a change is not logged, and pages stay as they were."""
    wrong = triggers.differences(s.connection())
    yield none_of(
        wrong,
        "Triggers of the change log that are missing or out of date",
        "Every change is logged, so that no page stays out of date",
        "triggers",
    )
    clocks = s.scalar(text("SELECT count(*) FROM change_log_clock")) or 0
    has_clock, instead = clocks == 1, f"The change log has {clocks} clocks instead of one."
    yield Check(has_clock, "The change log has its clock." if has_clock else instead)


def _anchor_states(s: Session) -> Iterator[Check]:
    yield none_of(
        anchor_states.stale(s),
        "Articles with passages, notes or corrections that lack an anchor state",
        "All passages and notes are up to date",
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

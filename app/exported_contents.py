"""What an export of ours holds beside its articles, stored after them: passages, boards, the log.

The log of corrections is replayed as the editor's of this library, whoever made them.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence

from app.errors import FAULTS, Conflict, GlossError
from app.importers.base import LibraryContents
from app.importers.own_formats.contents import (
    ExportedBoard,
    ExportedCorrections,
    ExportedPassage,
)
from app.layers.creators import PersonCreator
from app.store.admin import people
from app.store.corrections import replay
from app.store.corrections.replay import ReplayedLine
from app.store.db.ids import id_of
from app.store.db.library import Library
from app.store.ingest import own_library
from app.unfinished_corrections import steps

Problem = tuple[str, str]
"""What could not be stored, and why."""
ResolveDates = Callable[[Library, int], None]
"""Annotates again what depends on a date that a correction set."""


def store(
    library: Library, contents: Iterable[LibraryContents], resolve_dates: ResolveDates
) -> list[Problem]:
    """Stores passages, boards and corrections in their order; what could not be stored.

    What the library has already is left as it is.
    """
    problems: list[Problem] = []
    for one in contents:
        if isinstance(one, ExportedCorrections):
            problems += _corrections(library, one, resolve_dates)
        else:
            problems += _stored(library, one)
    return problems


def _stored(library: Library, one: ExportedBoard | ExportedPassage) -> list[Problem]:
    name = f"board “{one.title}”" if isinstance(one, ExportedBoard) else f"passage {one.code}"
    try:
        with library.writing() as s:
            if isinstance(one, ExportedPassage):
                own_library.store_passage(s, one)
                return []
            reasons = own_library.store_board(s, one, people.editor_creator(s))
    except FAULTS:
        raise
    except GlossError as error:
        return [(name, error.message)]
    return [(name, reason) for reason in reasons]


def _corrections(
    library: Library, log: ExportedCorrections, resolve_dates: ResolveDates
) -> list[Problem]:
    if not log.is_whole:
        adopt_key(library, log.lines)
        return []
    with library.writing() as s:
        editor = PersonCreator(id_of(people.editor(s)))
    try:
        lines = list(replay_lines(library, log.lines, resolve_dates, editor, partly=True))
    except FAULTS:
        raise
    except GlossError as error:
        return [("corrections", error.message)]
    return [(f"corrections, line {one.line}", one.reason) for one in lines if one.reason]


def adopt_key(library: Library, log: Sequence[str]) -> None:
    """Takes the key that entities' uids are made from, if the library has no entities yet."""
    try:
        with library.writing() as s:
            replay.start(s, log[0] if log else "")
    except FAULTS:
        raise
    except GlossError:
        return  # said when the whole log is read


def replay_lines(
    library: Library,
    log: Iterable[str],
    resolve_dates: ResolveDates,
    by: PersonCreator | None = None,
    *,
    partly: bool = False,
) -> Iterator[ReplayedLine]:
    """Applies the lines of a log; the library becomes what it was where the log is from.

    Each line has a transaction of its own, so that an interrupted replay can simply be run again.
    Raises Unprocessable, Conflict for a log that does not fit this library; with `partly` a log of
    another key is taken as far as it is about no entity.
    """
    numbered = enumerate(log, 1)
    _, first_line = next(numbered, (1, ""))
    other_key: str | None = None
    try:
        with library.writing() as s:
            replay.start(s, first_line)
    except Conflict as conflict:
        if not partly:
            raise
        other_key = conflict.message
    for number, line in numbered:
        if not line.strip():
            continue
        if other_key is not None and replay.is_about_entity(line):
            yield ReplayedLine(number, "?", "refused", other_key)
            continue
        with library.writing() as s:
            replayed = replay.replay(s, number, line, by)
        # Relative dates are resolved by a date that is given or taken back, as on the pages.
        if replayed.correction_id is not None:
            resolve_dates(library, replayed.correction_id)
        yield replayed
    # Their order does not matter: each step applies the whole log.
    steps.finish(library)

"""What becomes of those parts of an imported file that are no articles."""

from collections.abc import Iterable

from sqlmodel import Session

from app.errors import FAULTS, Conflict, GlossError, Unprocessable
from app.importers.base import AddressOnly, LibraryContents, Part, Skipped, Unreadable
from app.importers.own_formats.contents import (
    ExportedBoard,
    ExportedCorrections,
    ExportedPassage,
)
from app.layers.creators import PersonCreator
from app.store.admin import people
from app.store.corrections import replay
from app.store.db.ids import id_of
from app.store.ingest import own_library, reader_data
from app.store.ingest.captures import Imported, StoredRevision
from app.translations import N_

BOARDS, PASSAGES, CORRECTIONS = N_("boards"), N_("shared passages"), N_("corrections")
"""What is stored beside the articles of an export of ours."""


def settled(
    s: Session,
    item: str,
    name: str,
    part: AddressOnly | Unreadable | Skipped | LibraryContents,
    visibility: str,
) -> list[Imported]:
    """The outcomes of a part of `item` that is no article.

    What came with an address is stored on its article, or waits with it to be fetched.
    """
    if isinstance(part, ExportedBoard | ExportedPassage | ExportedCorrections):
        return _beside(s, item, part)
    return [_outcome(s, item, name, part, visibility)]


def adopt_keys(s: Session, parts: Iterable[Part]) -> None:
    """Takes the key that an export's entities were named by, if the library has none yet.

    Before the articles of the export are stored, so that its corrections find their entities.
    """
    for part in parts:
        if not isinstance(part, ExportedCorrections) or part.is_whole:
            continue
        try:
            with s.begin_nested():
                replay.start(s, part.lines[0] if part.lines else "")
        except FAULTS:
            raise
        except GlossError:
            continue  # said when the whole log is read


def _beside(s: Session, item: str, part: LibraryContents) -> list[Imported]:
    """What is stored of a library's own; what cannot be is named with its reason."""
    if isinstance(part, ExportedCorrections):
        return _corrections(s, item, part)
    is_board = isinstance(part, ExportedBoard)
    name = f"board “{part.title}”" if isinstance(part, ExportedBoard) else f"passage {part.code}"
    reasons: list[str] = []
    try:
        with s.begin_nested():
            if isinstance(part, ExportedBoard):
                reasons = own_library.store_board(s, part, people.editor_creator(s))
            else:
                own_library.store_passage(s, part)
    except FAULTS:
        raise
    except GlossError as error:
        return [_failed(item, name, error.message)]
    stored = Skipped(BOARDS if is_board else PASSAGES, 1)
    return [Imported(item, beside=stored), *(_failed(item, name, reason) for reason in reasons)]


def _corrections(s: Session, item: str, log: ExportedCorrections) -> list[Imported]:
    """The log of corrections, as those of this library's editor, whoever made them.

    Of a log of another key what is about no entity. Relative dates that depend on a corrected one
    are resolved when its article is annotated next.
    """
    if not log.is_whole:
        adopt_keys(s, [log])
        return []
    editor = PersonCreator(id_of(people.editor(s)))
    other_key: str | None = None
    try:
        with s.begin_nested():
            replay.start(s, log.lines[0])
    except Conflict as conflict:
        other_key = conflict.message
    except Unprocessable as error:
        return [_failed(item, "corrections", error.message)]
    results: list[Imported] = []
    taken = 0
    for number, line in enumerate(log.lines[1:], 2):
        reason = other_key
        if other_key is None or not replay.is_about_entity(line):
            reason = replay.replay(s, number, line, editor).reason
        taken += reason is None
        if reason is not None:
            results.append(_failed(item, f"corrections, line {number}", reason))
    return [Imported(item, beside=Skipped(CORRECTIONS, taken)), *results]


def _failed(item: str, name: str, reason: str) -> Imported:
    return Imported(f"{item}!{name}", error=reason, source=item)


def _outcome(
    s: Session, item: str, name: str, part: AddressOnly | Unreadable | Skipped, visibility: str
) -> Imported:
    source = item if name != item else None
    if isinstance(part, Skipped):
        return Imported(item, skipped=part)
    if isinstance(part, Unreadable):
        return Imported(name, error=part.message, source=source)
    try:
        with s.begin_nested():
            found = reader_data.attach_or_await(s, part, visibility, people.editor_creator)
    except FAULTS:
        raise
    except GlossError as error:
        return Imported(name, error=error.message, source=source)
    if isinstance(found, StoredRevision):
        return Imported(name, found, source=source)
    return Imported(name, source=source, awaited=found)

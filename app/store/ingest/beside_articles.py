"""What an export of ours holds beside its articles: boards, shared passages, the corrections.

Stored after the articles, in the transaction of whoever stores them. Corrections become those of
this library's editor, whoever made them.
"""

from collections.abc import Callable, Iterable

from sqlmodel import Session

from app.errors import FAULTS, Conflict, GlossError, Unprocessable
from app.importers.base import LibraryContents, Part, Skipped
from app.importers.own_formats.contents import (
    ExportedBoard,
    ExportedCorrections,
    ExportedPassage,
)
from app.layers.creators import PersonCreator, parse_creator
from app.store.corrections import replay
from app.store.ingest import own_library
from app.store.ingest.captures import Imported

_Creator = Callable[[Session], str]


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


def settle(s: Session, item: str, part: LibraryContents, creator: _Creator) -> list[Imported]:
    """The outcomes: what was stored, and what cannot be with its reason."""
    if isinstance(part, ExportedCorrections):
        return _corrections(s, item, part, creator)
    if isinstance(part, ExportedBoard):
        what, name = "boards", f"board “{part.title}”"
    else:
        what, name = "shared passages", f"passage {part.code}"
    try:
        with s.begin_nested():
            reasons = _stored(s, part, creator)
    except FAULTS:
        raise
    except GlossError as error:
        return [_failed(item, name, error.message)]
    stored = Imported(item, beside=Skipped(what, 1))
    return [stored, *(_failed(item, name, reason) for reason in reasons)]


def _stored(s: Session, part: ExportedBoard | ExportedPassage, creator: _Creator) -> list[str]:
    if isinstance(part, ExportedBoard):
        return own_library.store_board(s, part, creator(s))
    own_library.store_passage(s, part)
    return []


def _corrections(
    s: Session, item: str, log: ExportedCorrections, creator: _Creator
) -> list[Imported]:
    """Applies the log; of one with another key what is about no entity.

    Relative dates that depend on a corrected one are resolved when their article is annotated next.
    """
    if not log.is_whole:
        adopt_keys(s, [log])
        return []
    other_key: str | None = None
    try:
        with s.begin_nested():
            replay.start(s, log.lines[0])
    except Conflict as conflict:
        other_key = conflict.message
    except Unprocessable as error:
        return [_failed(item, "corrections", error.message)]
    editor = parse_creator(creator(s))
    results: list[Imported] = []
    taken = 0
    for number, line in enumerate(log.lines[1:], 2):
        reason = _refusal(s, number, line, editor, other_key)
        taken += reason is None
        if reason is not None:
            results.append(_failed(item, f"corrections, line {number}", reason))
    return [Imported(item, beside=Skipped("corrections", taken)), *results]


def _refusal(
    s: Session, number: int, line: str, editor: object, other_key: str | None
) -> str | None:
    """Why a line of the log was not applied."""
    if other_key is not None and replay.is_about_entity(line):
        return other_key
    by = editor if isinstance(editor, PersonCreator) else None
    return replay.replay(s, number, line, by).reason


def _failed(item: str, name: str, reason: str) -> Imported:
    return Imported(f"{item}!{name}", error=reason, source=item)

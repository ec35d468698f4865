"""What an export of ours holds besides its articles: boards, shared passages, the corrections.

Stored after the articles, in the transaction of whoever stores them. Codes are permanent: each
comes back as it was, unless this library has it already. Corrections become those of this
library's editor, whoever made them.
"""

from collections.abc import Callable, Iterable

from sqlalchemy import select
from sqlmodel import Session, col

from app.errors import FAULTS, Conflict, GlossError, NotFound, Unprocessable
from app.importers.base import LibraryContents, ListedFeed, Part, Skipped
from app.importers.own_formats.contents import (
    ExportedBoard,
    ExportedCorrections,
    ExportedPassage,
)
from app.layers.creators import PersonCreator, parse_creator
from app.store.articles import addresses
from app.store.corrections import replay
from app.store.ingest.captures import Imported
from app.store.passages import boards, passages
from app.store.schema.articles import Article, Revision
from app.store.schema.passages import Board, Passage
from app.store.subscriptions import subscriptions
from app.store.subscriptions.subscriptions import SubscriptionOptions
from app.text import selectors
from app.text.selectors import Quote
from app.text.spans import Span
from app.translations import N_

BOARDS = N_("boards")
SHARED_PASSAGES = N_("shared passages")
CORRECTIONS = N_("corrections")
SUBSCRIPTIONS = N_("subscriptions")

_Creator = Callable[[Session], str]


def use_entity_key(s: Session, parts: Iterable[Part]) -> None:
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


def store_part(s: Session, item: str, part: LibraryContents, creator: _Creator) -> list[Imported]:
    """The outcomes: what was stored, and what cannot be with its reason."""
    if isinstance(part, ExportedCorrections):
        return _corrections(s, item, part, creator)
    if isinstance(part, ExportedBoard):
        what, name = BOARDS, f"board “{part.title}”"
    elif isinstance(part, ListedFeed):
        what, name = SUBSCRIPTIONS, part.url
    else:
        what, name = SHARED_PASSAGES, f"passage {part.code}"
    try:
        with s.begin_nested():
            reasons = _stored(s, part, creator)
    except FAULTS:
        raise
    except GlossError as error:
        return [_failed(item, name, error.message)]
    stored = Imported(item, also_imported=Skipped(what, 1))
    return [stored, *(_failed(item, name, reason) for reason in reasons)]


def _stored(
    s: Session, part: ExportedBoard | ExportedPassage | ListedFeed, creator: _Creator
) -> list[str]:
    if isinstance(part, ExportedBoard):
        return _store_board(s, part, creator(s))
    if isinstance(part, ListedFeed):
        options = SubscriptionOptions(part.title, tags=part.tags)
        subscriptions.add(s, part.url, options, part.site_url)
        return []
    _store_passage(s, part)
    return []


def _corrections(
    s: Session, item: str, log: ExportedCorrections, creator: _Creator
) -> list[Imported]:
    """Applies the log; of one with another key what is about no entity.

    Relative dates that depend on a corrected one are resolved when their article is annotated next.
    """
    if not log.is_whole:
        use_entity_key(s, [log])
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
    return [Imported(item, also_imported=Skipped(CORRECTIONS, taken)), *results]


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


def _store_passage(s: Session, exported: ExportedPassage) -> Passage:
    """The passage; one that the library has already is left as it is. Raises NotFound."""
    article = _article(s, exported)
    known = s.scalars(select(Passage).where(col(Passage.code) == exported.code)).one_or_none()
    if known is not None and known.article_id == article.id:
        return known
    revision, span = _place(s, article, exported)
    code = exported.code if known is None else None
    opened = exported.is_opened
    passage, is_new = passages.share(s, article, revision, span, opened=opened, code=code)
    if is_new and exported.created_at is not None:
        passage.created_at = exported.created_at
    s.flush()
    return passage


def _article(s: Session, exported: ExportedPassage) -> Article:
    """The article that a passage is of. Raises NotFound."""
    for address in filter(None, (exported.identity, exported.source_url)):
        try:
            article_id = addresses.find(s, address)
        except GlossError:
            continue  # not an address
        article = s.get(Article, article_id) if article_id is not None else None
        if article is not None and article.withdrawn_at is None:
            return article
    raise NotFound("The passage’s article is not in this library.")


def _place(s: Session, article: Article, exported: ExportedPassage) -> tuple[Revision, Span]:
    """Where the words stand: in the text that was cited, else in the newest. Raises NotFound."""
    same_text = select(Revision).where(
        col(Revision.article_id) == article.id, col(Revision.sha256) == exported.sha256
    )
    cited = s.scalars(same_text.order_by(col(Revision.number)).limit(1)).one_or_none()
    span = Span(exported.start, exported.end)
    if cited is not None and span.of(cited.text) == exported.exact:
        return cited, span
    newest = s.get(Revision, article.newest_revision_id)
    place = _in_newest(newest.text, exported) if newest is not None else None
    if newest is None or place is None:
        raise NotFound("The passage’s words are not in this library.")
    return newest, place


def _in_newest(text: str, exported: ExportedPassage) -> Span | None:
    """The place that was exported where the words are there, else the only place they have."""
    if exported.now is not None and Span(*exported.now).of(text) == exported.exact:
        return Span(*exported.now)
    quote = Quote(exported.exact, exported.prefix, exported.suffix)
    for wanted in (quote, Quote(exported.exact)):
        found = selectors.find(text, wanted)
        if len(found) == 1:
            return found[0]
    return None


def _store_board(s: Session, exported: ExportedBoard, creator: str) -> list[str]:
    """Stores a board of the editor; why passages of it could not be, one sentence each.

    A board whose code the library has is left as it is.
    """
    if s.scalars(select(Board).where(col(Board.code) == exported.code)).one_or_none() is not None:
        return []
    board = boards.create(s, exported.title, creator, exported.notes, code=exported.code)
    problems: list[str] = []
    for one in exported.passages:
        try:
            with s.begin_nested():
                boards.add(s, board, _store_passage(s, one), note=one.note)
        except GlossError as error:
            problems.append(error.message)
    board.created_at = exported.created_at or board.created_at
    board.changed_at = exported.changed_at or board.changed_at
    board.revoked_at = exported.revoked_at
    s.flush()
    return problems

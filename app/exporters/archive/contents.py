"""What the archive holds, one file after the other, each read when it is its turn.

Articles in the order in which they were stored, so that another library links their names in the
same order. The editor's has annotations as they were found, with the log of corrections beside
them; anybody else's has what they may read, as they see it.
"""

import json
from collections.abc import Iterable, Iterator
from dataclasses import replace

from sqlmodel import Session

from app.errors import Gone, NotFound
from app.exporters import portable, selection
from app.exporters.archive.readme import README
from app.exporters.base import (
    NOT_EXPORTABLE,
    AnnotatedArticle,
    ArchiveFile,
    Selected,
    left_out,
)
from app.importers.own_formats.contents import VERSION
from app.importers.own_formats.gloss_archive import CORRECTIONS, MANIFEST, SUBSCRIPTIONS
from app.store.annotations import annotations, exported
from app.store.annotations.rows import AnnotationRow
from app.store.articles import articles
from app.store.articles.access import Reader
from app.store.corrections import replay
from app.store.db.ids import id_of
from app.store.db.library import Library
from app.store.passages import passages
from app.store.schema.articles import Revision
from app.store.subscriptions import subscriptions

_AT_ONCE = 200


def files(
    library: Library, reader: Reader, ids: Iterable[int] | None, base_url: str
) -> Iterator[Selected]:
    """Every file of the archive; `ids` chooses articles, which come without what is the library's.

    Raises NotFound or Gone for a chosen article that the reader may not see.
    """
    about = {"gloss": VERSION, "base_url": base_url, "format": "archive"}
    yield ArchiveFile(MANIFEST, [json.dumps(about) + "\n"])
    yield ArchiveFile("README.txt", [README.format(base_url=base_url)])
    if ids is not None:
        for article_id in ids:
            yield from _article(library, reader, article_id, base_url)
        return
    for article_id in _every_id(library, reader):
        try:
            yield from _article(library, reader, article_id, base_url)
        except (NotFound, Gone):
            continue  # withdrawn or made private before its turn
    if reader.editor:
        yield ArchiveFile("passages.json", _listed("passages", _passages(library)))
        yield ArchiveFile("boards.json", _listed("boards", _boards(library, reader)))
        with library.reading() as s:
            log = list(replay.lines(s))
        yield ArchiveFile(CORRECTIONS, log)
        yield from _subscriptions(library)


def _subscriptions(library: Library) -> Iterator[ArchiveFile]:
    """The feeds that the editor subscribes to, if there are any."""
    from app.importers.feeds import opml  # with a parser that other exports do not need

    with library.reading() as s:
        feeds = subscriptions.feeds(s)
    if feeds:
        yield ArchiveFile(SUBSCRIPTIONS, [opml.written("Gloss", feeds).decode()])


def _every_id(library: Library, reader: Reader) -> Iterator[int]:
    after = 0
    while True:
        with library.reading() as s:
            ids = articles.ids_after(s, reader, after, _AT_ONCE)
        yield from ids
        if not ids:
            return
        after = ids[-1]


def _article(
    library: Library, reader: Reader, article_id: int, base_url: str
) -> Iterator[Selected]:
    """Every revision of an article, the oldest first. Raises NotFound or Gone."""
    try:
        with library.reading() as s:
            articles.get(s, reader, article_id)
            lines = articles.revisions(s, article_id)
        previous: str | None = None
        for line in lines:
            with library.reading() as s:
                one = _revision(s, reader, article_id, line.number, len(lines), base_url)
            yield replace(one, details=replace(one.details, previous_sha256=previous))
            previous = line.sha256
    except NOT_EXPORTABLE as error:
        yield left_out(article_id, error)


def _revision(
    s: Session, reader: Reader, article_id: int, number: int, revisions: int, base_url: str
) -> AnnotatedArticle:
    article, revision = articles.with_revision(s, reader, article_id, number)
    rows = _rows(s, reader, revision)
    details = selection.details(s, reader, article, revision, rows)
    is_newest = revision.id == article.newest_revision_id
    details = replace(
        details,
        revisions=revisions,
        is_found=reader.editor,
        # Notes that lost their place stand with the revision on which they were written.
        lost_notes=selection.imported_notes(s, article) if is_newest and reader.editor else (),
        imported=details.imported if is_newest else None,
    )
    return AnnotatedArticle(article, revision, rows, base_url, details)


def _rows(s: Session, reader: Reader, revision: Revision) -> list[AnnotationRow]:
    if reader.editor:
        return exported.found(s, id_of(revision))
    return annotations.of_revision(s, reader, id_of(revision))


def _listed(name: str, values: Iterable[object]) -> Iterator[str]:
    """A JSON object with one list, piece by piece."""
    yield f'{{"gloss": {VERSION}, "{name}": ['
    for number, value in enumerate(values):
        yield (",\n" if number else "\n") + json.dumps(value, ensure_ascii=False)
    yield "]}\n"


def _passages(library: Library) -> Iterator[object]:
    after = 0
    while True:
        with library.reading() as s:
            some = passages.in_order(s, after, _AT_ONCE)
        for passage, article, sha256 in some:
            yield portable.passage(passage, article, sha256, None)
        if not some:
            return
        after = id_of(some[-1][0])


def _boards(library: Library, reader: Reader) -> Iterator[object]:
    return map(portable.board, selection.every_board(library, reader))

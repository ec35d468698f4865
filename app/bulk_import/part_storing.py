"""Stores the parts of some items in one transaction: articles, addresses, what is passed over."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from sqlmodel import Session

from app.bulk_import.reading import ReadPart
from app.importers.base import Draft
from app.store.admin import people
from app.store.articles.fetch_states import AskedPage
from app.store.ingest import adding, reader_data
from app.store.ingest.captures import Capture, Imported, Outcome, StoredRevision
from app.store.ingest.own_exports import library_contents

if TYPE_CHECKING:
    from app.bulk_import.storing import NamedPart, PendingItem


def store_parts(
    s: Session,
    sources: "Sequence[tuple[PendingItem, Sequence[NamedPart]]]",
    visibility: str,
    *,
    replace: bool,
) -> list[list[Imported]]:
    """The results of every item, one for each of its parts, in order.

    Articles are stored first: an address may be that of one of them.
    """
    captures = [
        _capture(entry, part, read, visibility, replace)
        for entry, parts in sources
        for _, part, read in parts
        if isinstance(part, Draft)
    ]
    library_contents.use_entity_key(s, (part for _, parts in sources for _, part, _ in parts))
    added = adding.add_all(s, captures) if captures else []
    outcomes = iter(list(reader_data.store_captures(s, captures, added, people.editor_creator)))
    results: list[list[Imported]] = []
    for entry, parts in sources:
        of_item = []
        for name, part, _ in parts:
            if isinstance(part, Draft):
                of_item.append(_of_draft(entry.item, name, next(outcomes)))
            else:
                of_item += reader_data.store_part(
                    s, entry.item, name, part, visibility, people.editor_creator
                )
        results.append(of_item)
    return results


def _capture(
    entry: "PendingItem", draft: Draft, read: ReadPart, visibility: str, replace: bool
) -> Capture:
    page = entry.page
    return Capture(
        draft,
        origin=page.url if page else entry.item,
        visibility=visibility,
        language=read.language,
        known_as=page.moved_from if page else (),
        replace=replace,
        asked=AskedPage.of(page),
    )


def _of_draft(item: str, name: str, outcome: Outcome) -> Imported:
    source = item if name != item else None
    if isinstance(outcome, StoredRevision):
        return Imported(name, outcome, source=source)
    return Imported(name, error=outcome.message, source=source)

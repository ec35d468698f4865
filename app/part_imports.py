"""What becomes of those parts of an imported file that are no articles."""

from sqlmodel import Session

from app.errors import FAULTS, GlossError
from app.importers.base import AddressOnly, Skipped, Unreadable
from app.store.admin import people
from app.store.ingest import reader_data
from app.store.ingest.captures import Imported, StoredRevision


def settled(
    s: Session, item: str, name: str, part: AddressOnly | Unreadable | Skipped, visibility: str
) -> Imported:
    """The outcome of a part of `item` that is no article.

    What came with an address is stored on its article, or waits with it to be fetched.
    """
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

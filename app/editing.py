"""The verb of correcting an article's fields and text, with its transaction."""

from app.errors import TooLarge, text_too_long
from app.layers.creators import Creator
from app.store.db.library import Library
from app.store.ingest import edits
from app.store.ingest.captures import StoredRevision
from app.store.ingest.person_fields import RevisionEdit


def edit(
    library: Library,
    article_id: int,
    wanted: RevisionEdit,
    *,
    base: int,
    creator: Creator,
    address: str | None = None,
) -> StoredRevision:
    """Stores a person's version of the newest revision, number `base`; annotations follow.

    An `address` is given to an article that has none. Raises what `edits.edit` and
    `edits.set_address` raise, and TooLarge; nothing is stored then.
    """
    longest = library.settings.text_max_characters
    if wanted.body is not None and len(wanted.body.text) > longest:
        raise TooLarge(text_too_long(len(wanted.body.text), longest))
    with library.writing() as s:
        stored = edits.edit(s, article_id, wanted, base=base, creator=creator)
        if address:
            edits.set_address(s, article_id, address)
        return stored

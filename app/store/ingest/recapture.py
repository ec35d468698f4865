"""Whether a new capture of a stored address may become its newest revision without being asked for.

A consent notice, a list or a paywall's stub at the address of a good article is no revision of it:
its passages would all be said to be replaced.
"""

from sqlalchemy import func, select
from sqlmodel import Session, col

from app.errors import Conflict
from app.importers.base import EXTRACTION, Draft
from app.store.schema.articles import Revision, StoredDoubt
from app.text.display import shorten
from app.text.shared_words import SharedWords, shared_words

SHARED_MIN = 0.04
"""Of 2,990 pairs of different pages of one language two share more; the mean is .005."""
KEPT_MIN = 0.5
"""A doubted text that keeps more of the old one can be read as a revision of it."""
WORDS_MIN = 20
"""A shorter stored text has too few runs of words to compare; it is replaced as before."""
_BEGINNING = 60
REPLACE = "replace"
"""The detail of the Conflict, and the option that stores the capture anyway."""


def check(s: Session, newest: Revision, draft: Draft) -> None:
    """Raises Conflict where the Draft shares next to nothing with the newest revision.

    Or where the importer doubts that it is an article and most of the newest revision is gone; not
    where that one was doubted as well.
    """
    if draft.text == newest.text:
        return
    shared = shared_words(newest.text, draft.text)
    doubt = next((doubt for doubt in draft.doubts if doubt.kind == EXTRACTION), None)
    if shared.old_words >= WORDS_MIN and shared.of_shorter < SHARED_MIN:
        raise _conflict(newest, draft, shared, None)
    if doubt is not None and shared.of_old < KEPT_MIN and not _was_doubted(s, newest):
        raise _conflict(newest, draft, shared, doubt.message)


def _was_doubted(s: Session, revision: Revision) -> bool:
    statement = select(func.count()).select_from(StoredDoubt)
    doubted = statement.where(
        col(StoredDoubt.revision_id) == revision.id, col(StoredDoubt.kind) == EXTRACTION
    )
    return s.scalar(doubted) != 0


def _conflict(newest: Revision, draft: Draft, shared: SharedWords, doubt: str | None) -> Conflict:
    """What differs, and how to store it anyway."""
    beginning = shorten(" ".join(draft.text[: 4 * _BEGINNING].split()), _BEGINNING)
    reason = f" {doubt}" if doubt else ""
    return Conflict(
        f"Not stored as a new revision: the text at this address now begins “{beginning}” and"
        f" contains {shared.of_old:.0%} of revision {newest.number}.{reason}"
        f" To store it all the same, import it again with the option “{REPLACE}”.",
        REPLACE,
    )

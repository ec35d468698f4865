"""The texts of an article's revisions, their tokens, and the maps from one to another.

Maps are kept in memory by the hashes of their texts; a withdrawn text is forgotten at once.
"""

from collections.abc import Collection, Sequence
from datetime import datetime
from functools import partial
from typing import NamedTuple

from sqlalchemy import select
from sqlmodel import Session, col

from app.store.db.text_cache import TextCache
from app.store.schema.articles import Revision
from app.text.diff.revision_map import RevisionMap
from app.text.diff.tokens import Tokens

_withdrawn: set[str] = set()  # SHA-256 of texts that may not be kept in memory any more
_MAPS: TextCache[tuple[str, str], RevisionMap] = TextCache(
    2_000_000, unwanted=lambda pair: not _withdrawn.isdisjoint(pair)
)
"""(sha256, sha256) → the map, weighed in characters of both texts.

One takes 29 bytes a character (English words), so 60 MB at most.
"""


class RevisionKey(NamedTuple):
    """A revision without its text."""

    id: int
    number: int
    at: datetime
    sha256: str


KEY_COLUMNS = (
    col(Revision.id),
    col(Revision.number),
    col(Revision.captured_at),
    col(Revision.sha256),
)
"""The columns of a `RevisionKey`, in its order."""


class RevisionTexts:
    """The texts of some revisions, read when they are needed; each is tokenized once."""

    def __init__(self, s: Session, revisions: Sequence[RevisionKey]) -> None:
        self.s, self.revisions = s, revisions
        self._texts: dict[int, str] = {}
        self._tokens: dict[int, Tokens] = {}

    def tokens(self, revision: RevisionKey) -> Tokens:
        """The tokens of a revision's text."""
        if revision.id not in self._tokens:
            self._tokens[revision.id] = Tokens(self._text(revision))
        return self._tokens[revision.id]

    def map(self, old: RevisionKey, new: RevisionKey) -> RevisionMap:
        """The map from one revision to another."""
        old_text, new_text = self._text(old), self._text(new)
        key, weight = (old.sha256, new.sha256), len(old_text) + len(new_text)
        revision_map = _MAPS.get(key, partial(RevisionMap, old_text, new_text), weight)
        self._tokens |= {old.id: revision_map.old, new.id: revision_map.new}
        return revision_map

    def drop(self, n: int, kept: Collection[int]) -> None:
        """Drops the text of the revision at index `n`, unless that is one of those `kept`."""
        if n not in kept:
            self._texts.pop(self.revisions[n].id, None)
            self._tokens.pop(self.revisions[n].id, None)

    def _text(self, revision: RevisionKey) -> str:
        if revision.id not in self._texts:
            wanted = select(col(Revision.text)).where(col(Revision.id) == revision.id)
            self._texts[revision.id] = self.s.scalars(wanted).one()
        return self._texts[revision.id]


def forget(hashes: Collection[str]) -> None:
    """Drops the maps of every text with one of these SHA-256, now and while this process runs."""
    _withdrawn.update(hashes)
    _MAPS.sweep()

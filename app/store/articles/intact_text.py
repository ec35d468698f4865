"""Whether a stored text is the one that was captured.

A text whose SHA-256 does not hold is never shown, nor an excerpt of it: a reader would take it for
the source's. A page hashes its text. A list, which never loads whole texts, asks which ones were
`altered`: each is hashed once by a process, and remembered.
"""

import hashlib
import threading
import time
from collections import defaultdict
from collections.abc import Collection, Iterable
from weakref import WeakKeyDictionary

from sqlalchemy import Engine, select
from sqlmodel import Session, col

from app.errors import Damaged
from app.store.schema.articles import Revision

NOT_SHOWN = "[These words are not shown: the stored text was altered.]"
"""What stands in the place of an excerpt."""
REMEMBERED_SECONDS = 600.0
"""After so long a text is hashed again: a fault of the disk leaves no trace in the change log."""
MOST_REMEMBERED = 100_000
"""Articles, about 300 bytes each; beyond them everything is forgotten. Not tuned."""
_TEXTS_AT_ONCE = 50


def is_intact(words: object, sha256: str) -> bool:
    """Whether a stored text has this SHA-256; about a millisecond for a million characters."""
    return isinstance(words, str) and digest(words) == sha256


class _Verified:
    """The revisions of a library whose texts this process has hashed, and until when that holds."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._articles: defaultdict[int, dict[int, float]] = defaultdict(dict)
        self.forgotten = 0

    def unknown(self, revisions: Iterable[tuple[int, int]]) -> list[int]:
        """The ids of those that were not hashed lately, of `(article, revision)`."""
        now = time.monotonic()
        with self._lock:
            return list(
                dict.fromkeys(
                    revision
                    for article, revision in revisions
                    if self._articles.get(article, {}).get(revision, 0.0) < now
                )
            )

    def remember(self, revisions: Collection[tuple[int, int]], forgotten: int) -> None:
        """Remembers those, unless anything was forgotten since they were read."""
        until = time.monotonic() + REMEMBERED_SECONDS
        with self._lock:
            if forgotten != self.forgotten:
                return
            if len(self._articles) > MOST_REMEMBERED:
                self._articles.clear()
            for article, revision in revisions:
                self._articles[article][revision] = until

    def forget(self, articles: Iterable[int] | None) -> None:
        """Forgets the revisions of these articles, or all."""
        with self._lock:
            self.forgotten += 1
            if articles is None:
                self._articles.clear()
                return
            for article in articles:
                self._articles.pop(article, None)


_verified: WeakKeyDictionary[Engine, _Verified] = WeakKeyDictionary()
_making = threading.Lock()


def altered(s: Session, revisions: Collection[tuple[int, int]]) -> frozenset[int]:
    """Those of these revisions, given as `(article, revision)`, whose text is not the captured one.

    No query where all of them are known.
    """
    verified = _of(s.get_bind().engine)
    unknown, forgotten = verified.unknown(revisions), verified.forgotten
    columns = (col(Revision.id), col(Revision.article_id), col(Revision.sha256), col(Revision.text))
    bad: set[int] = set()
    for at in range(0, len(unknown), _TEXTS_AT_ONCE):
        part = col(Revision.id).in_(unknown[at : at + _TEXTS_AT_ONCE])
        good: list[tuple[int, int]] = []
        for id_, article_id, sha256, words in s.execute(select(*columns).where(part)):
            if is_intact(words, sha256):
                good.append((article_id, id_))
            else:
                bad.add(id_)
        verified.remember(good, forgotten)
    return frozenset(bad)


def forget(engine: Engine, articles: Iterable[int] | None) -> None:
    """Has the texts of these articles, or of all, hashed again: they may have been changed."""
    _of(engine).forget(articles)


def _of(engine: Engine) -> _Verified:
    with _making:
        return _verified.setdefault(engine, _Verified())


def digest(words: str) -> str:
    """The SHA-256 of a text, in hexadecimal."""
    return hashlib.sha256(words.encode("utf-8", "surrogatepass")).hexdigest()


def checked(revision: Revision) -> Revision:
    """The revision. Raises Damaged where its text is not the one that was captured."""
    refuse_altered(revision.article_id, revision.text, revision.sha256)
    return revision


def refuse_altered(article_id: int, words: str, sha256: str) -> None:
    """Raises Damaged where a text of this article is not the one that was captured."""
    if not is_intact(words, sha256):
        raise Damaged(
            f"The stored text of article {article_id} is damaged, so it is not shown.",
            "It does not match the SHA-256 that it was stored with.",
        )

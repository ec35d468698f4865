"""Whether a stored text is the one that was captured.

A text whose SHA-256 does not hold is never shown: a reader would take it for the source's.
"""

import hashlib

from app.errors import Damaged
from app.store.schema.articles import Revision


def is_intact(words: object, sha256: str) -> bool:
    """Whether a stored text has this SHA-256; about a millisecond for a million characters."""
    return isinstance(words, str) and digest(words) == sha256


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

"""Which article an address is about, so that an error page can name it."""

import re

from sqlalchemy import select
from sqlmodel import Session, col

from app.store.db.ids import LARGEST_ID
from app.store.schema.annotations import Annotation
from app.store.schema.passages import Passage

_ARTICLE = re.compile(r"(?:/api|/edit)?/articles/([0-9]{1,18})(?:[/.].*)?")
_ANNOTATION = re.compile(
    r"(?:/cards|/panels/[a-z]+|/api/annotations|/annotations)/([0-9]{1,18})(?:[/.].*)?"
)
_PASSAGE = re.compile(r"(?:/api/passages|/p)/([A-Za-z0-9_-]{12,128})(?:[/.].*)?")


def article_of(s: Session, path: str) -> int | None:
    """The id of the article that an address is about; None for lists and for unknown addresses."""
    if match := _ARTICLE.fullmatch(path):
        return int(match[1]) if int(match[1]) <= LARGEST_ID else None
    if match := _ANNOTATION.fullmatch(path):
        of = select(col(Annotation.article_id)).where(col(Annotation.id) == int(match[1]))
        return s.scalar(of) if int(match[1]) <= LARGEST_ID else None
    if match := _PASSAGE.fullmatch(path):
        return s.scalar(select(col(Passage.article_id)).where(col(Passage.code) == match[1]))
    return None

"""Speakers who are no entity, found by the words used for them: “the harbour master's deputy”."""

import re
from typing import Any

from sqlalchemy import ColumnElement, and_, func, literal, true
from sqlmodel import Session, col

from app.store.db.packed import bodies
from app.store.schema.annotations import Annotation
from app.store.search import full_text
from app.text.search_words import words

LATEST = 500
"""Articles in which such speakers are looked for: those with all of the words among their speakers
that were added last."""
_ASCII = re.compile(r"[\x00-\x7f]+")


def articles(s: Session, who: str) -> list[int]:
    """The articles that may quote such a speaker, by the search index; at most `LATEST`."""
    if not any(words(who)):
        return []
    return list(s.scalars(full_text.quoting(s, who, LATEST)))


def called(who: str) -> ColumnElement[bool]:
    """On Annotation: by a speaker who is no entity and is called by all these words."""
    words_used = func.replace(
        bodies.said(col(Annotation.body), bodies.QUOTATION, "speaker"), ",", " "
    )
    speaker = literal(" ") + words_used + " "
    return and_(col(Annotation.entity_id).is_(None), *[_holds(speaker, w) for w in who.split()])


def _holds(speaker: ColumnElement[Any], word: str) -> ColumnElement[bool]:
    """Whether the speaker is called by a word.

    The databases agree on upper and lower case for ASCII only: of another word its longest ASCII
    part is looked for.
    """
    if word.isascii():
        return speaker.icontains(f" {word} ", autoescape=True)
    part = max(_ASCII.findall(word), key=len, default="")
    return speaker.icontains(part, autoescape=True) if part else true()

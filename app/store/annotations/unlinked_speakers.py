"""Speakers who are no entity, found by the words used for them: “the harbour master's deputy”."""

import re
from typing import Any

from sqlalchemy import ColumnElement, and_, func, literal, select, true, union_all
from sqlmodel import Session, col

from app.store.schema.annotations import Annotation
from app.store.search import full_text
from app.text.search_words import words

_ASCII = re.compile(r"[\x00-\x7f]+")
_LONGEST_ID = 9  # digits


def is_id(who: int | str) -> bool:
    """Whether an entity is asked for by its id."""
    return isinstance(who, int) or (who.isascii() and who.isdigit() and len(who) <= _LONGEST_ID)


def matching(s: Session, who: int | str, by_entity: ColumnElement[bool]) -> ColumnElement[bool]:
    """On Annotation: by the entity, or by a speaker who is none and is called by all these words.

    Only the articles are read in which the search index has such a speaker. The two parts are a
    union: an OR would be tested on every quotation (20,000 on SQLite: 80 ms; this: 17 ms).
    """
    if is_id(who) or not any(words(str(who))):
        return by_entity
    either = union_all(
        select(col(Annotation.id)).where(by_entity),
        select(col(Annotation.id)).where(_called(s, str(who))),
    )
    return col(Annotation.id).in_(either)


def _called(s: Session, who: str) -> ColumnElement[bool]:
    words_used = func.replace(col(Annotation.body)["speaker"].as_string(), ",", " ")
    speaker = literal(" ") + words_used + " "
    return and_(
        col(Annotation.entity_id).is_(None),
        col(Annotation.article_id).in_(full_text.quoting(s, who)),
        col(Annotation.layer) == "quotation",
        *[_holds(speaker, word) for word in who.split()],
    )


def _holds(speaker: ColumnElement[Any], word: str) -> ColumnElement[bool]:
    """Whether the speaker is called by a word.

    The databases agree on upper and lower case for ASCII only: of another word its longest ASCII
    part is looked for.
    """
    if word.isascii():
        return speaker.icontains(f" {word} ", autoescape=True)
    part = max(_ASCII.findall(word), key=len, default="")
    return speaker.icontains(part, autoescape=True) if part else true()

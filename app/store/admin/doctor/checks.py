"""What a check is: a statement that finds bad rows, and the sentences about them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError
from sqlmodel import Session

from app.errors import Damaged

UNREADABLE = (Damaged, SQLAlchemyError, LookupError, TypeError, ValueError, AttributeError)
"""What reading a damaged row raises."""
NAMED = 5
"""Articles, or other rows, that a sentence names."""


@dataclass(frozen=True, slots=True)
class Check:
    """One check: whether it passed, and a sentence about it."""

    ok: bool
    message: str


@dataclass(frozen=True, slots=True)
class Rule:
    """What must hold for every row of some kind.

    `finds` is a SELECT of what violates it: one column that is named in the sentence, the article's
    id where there is one. `of` is what that column is called, in the plural.
    """

    bad: str
    good: str
    finds: str
    of: str = "articles"


def apply(s: Session, rules: Sequence[Rule], article_id: int | None = None) -> Iterator[Check]:
    """Checks every rule in turn; with an article only those rules that name articles, and there."""
    for rule in rules:
        if article_id is None:
            rows = s.execute(text(rule.finds))
        elif rule.of == "articles":
            one = f"WITH bad(id) AS ({rule.finds}) SELECT id FROM bad WHERE id = :one"
            rows = s.execute(text(one), {"one": article_id})
        else:
            continue
        yield none_of([row[0] for row in rows], rule.bad, rule.good, rule.of)


def none(n: int, bad: str, good: str) -> Check:
    """Passed where there is none; else says how many there are."""
    return Check(n == 0, f"{bad}: {n}." if n else f"{good}.")


def none_of(found: Sequence[object], bad: str, good: str, of: str = "articles") -> Check:
    """Passed where nothing was found; else says how many, and names the first."""
    if not found:
        return Check(True, f"{good}.")
    distinct = list(dict.fromkeys(found))
    named = ", ".join(map(str, distinct[:NAMED])) + (", …" if len(distinct) > NAMED else "")
    return Check(False, f"{bad}: {len(found)} ({of} {named}).")

"""What an answer depends on, by the kinds of the change log.

- `article`: anything of an article: its row, revisions, annotations, runs, doubts, anchor states.
- `name`: how an entity is called, of which kind it is, what it is merged into, and whether any
  public article mentions it.
- `entity`: anything of an entity, and anything of every article that mentions it or quotes it.
- `passage`: the row of a shared passage; where its words are belongs to its article.
- `library`: everything. An answer that depends on it is out of date after any change; a change of
  this kind makes every answer out of date.
"""

from collections.abc import Iterable
from typing import NamedTuple

ARTICLE, NAME, ENTITY, PASSAGE, LIBRARY = "article", "name", "entity", "passage", "library"


class Dependency(NamedTuple):
    """Something that may change: a kind of the log and the id of a row."""

    kind: str
    id: int


Dependencies = frozenset[Dependency]
WHOLE_LIBRARY: Dependencies = frozenset([Dependency(LIBRARY, 0)])


def article(id: int) -> Dependency:
    """Anything of an article."""
    return Dependency(ARTICLE, id)


def entity(id: int) -> Dependency:
    """Anything of an entity and of the articles that mention it."""
    return Dependency(ENTITY, id)


def passage(id: int) -> Dependency:
    """The row of a shared passage."""
    return Dependency(PASSAGE, id)


def names(entity_ids: Iterable[int | None]) -> Dependencies:
    """How these entities are called; None is no entity."""
    return frozenset(Dependency(NAME, id_) for id_ in entity_ids if id_ is not None)

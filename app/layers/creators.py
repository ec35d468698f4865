"""Who made an annotation, a note or a correction: an engine with its version, or a person.

Rows and files carry a creator as text, `engine@version` or `person:ID`; only this module reads and
writes that form.
"""

from dataclasses import dataclass
from typing import Final

PERSON_PREFIX: Final = "person:"


@dataclass(frozen=True, slots=True)
class EngineCreator:
    """A program that annotates. `version` is empty where a row names none."""

    engine: str
    version: str = ""

    def __str__(self) -> str:
        """As rows carry it: `engine@version`."""
        return f"{self.engine}@{self.version}" if self.version else self.engine


@dataclass(frozen=True, slots=True)
class PersonCreator:
    """Somebody who writes in this library, by the id of their row."""

    person_id: int

    def __str__(self) -> str:
        """As rows carry it: `person:ID`."""
        return f"{PERSON_PREFIX}{self.person_id}"


Creator = EngineCreator | PersonCreator


def parse_creator(text: str) -> Creator:
    """The creator that a row names. Raises ValueError for a person without a number."""
    if is_person(text):
        return PersonCreator(int(text.removeprefix(PERSON_PREFIX)))
    engine, _, version = text.partition("@")
    return EngineCreator(engine, version)


def is_person(text: str) -> bool:
    """Whether a row's creator is a person. What engines made may be replaced, notes may not."""
    return text.startswith(PERSON_PREFIX)

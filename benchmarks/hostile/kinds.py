"""What a hostile input is: a name, the importer that reads it, and a way to any length."""

from collections.abc import Callable
from dataclasses import dataclass
from itertools import count, takewhile


@dataclass(frozen=True, slots=True)
class Hostile:
    """One kind of hostile input: `make` gives about as many characters as it is asked for."""

    name: str
    format: str
    make: Callable[[int], str]

    def data(self, characters: int) -> bytes:
        """The input as it is imported."""
        return self.make(characters).encode("utf-8", "surrogatepass")


def repeated(unit: str, *, before: str = "", after: str = "") -> Callable[[int], str]:
    """One string again and again, between two others."""

    def make(characters: int) -> str:
        room = characters - len(before) - len(after)
        return before + unit * max(1, room // len(unit)) + after

    return make


def numbered(unit: str, *, before: str = "", after: str = "") -> Callable[[int], str]:
    """The same, where every `{n}` in the string is another number."""

    def make(characters: int) -> str:
        room = characters - len(before) - len(after)
        units = (unit.replace("{n}", str(n)) for n in count(1))
        length = 0

        def fits(one: str) -> bool:
            nonlocal length
            length += len(one)
            return length <= room

        return before + "".join(takewhile(fits, units)) + after

    return make


def nested(
    opening: str, closing: str, *, before: str = "", after: str = ""
) -> Callable[[int], str]:
    """Something opened as often as there is room to close it again."""

    def make(characters: int) -> str:
        room = characters - len(before) - len(after)
        times = max(1, room // len(opening + closing))
        return before + opening * times + " the mayor said " + closing * times + after

    return make

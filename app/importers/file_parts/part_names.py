"""What the parts of a file are called in reports, so that a failure can be found again."""

from collections.abc import Iterable, Iterator
from itertools import chain, islice
from typing import TypeVar

from app.importers.base import AddressOnly, Draft, Part, Unreadable

T = TypeVar("T")


def named(item: str, parts: Iterable[tuple[Part, T]]) -> Iterator[tuple[str, Part, T]]:
    """Each part, and what comes with it, with its name.

    Of several in a file an article is `file#3`; what cannot be read is `file!name`, with its own
    name inside the file. A part that is alone is called as its file.
    """
    remaining = iter(parts)
    first = list(islice(remaining, 2))
    is_alone = len(first) == 1
    number = 0
    for part, more in chain(first, remaining):
        name = item
        if isinstance(part, Unreadable):
            if part.item and part.item != item:
                name = f"{item}!{part.item}"
        elif isinstance(part, Draft | AddressOnly):
            number += 1
            name = item if is_alone else f"{item}#{number}"
        yield name, part, more

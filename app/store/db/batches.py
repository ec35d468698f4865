"""Long lists of keys in parts that one statement can take."""

from collections.abc import Iterable, Iterator
from typing import TypeVar

AT_ONCE = 500  # SQLite takes 32,766 parameters, PostgreSQL's driver 65,535
Key = TypeVar("Key", int, str)


def batches(keys: Iterable[Key], most: int = AT_ONCE) -> Iterator[list[Key]]:
    """The keys in order, at most so many at once."""
    every = sorted(keys)
    for at in range(0, len(every), most):
        yield every[at : at + most]

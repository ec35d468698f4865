"""A cache in memory of what is computed from texts, bounded by weight; it does not know what."""

from collections.abc import Callable, Hashable
from operator import itemgetter
from threading import Lock
from typing import Generic, TypeVar

from cachetools import LRUCache

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")
_STRIPES = 16
"""How many values may be made at the same time; two threads never make the same one."""


class TextCache(Generic[K, V]):
    """Values up to a total weight; the least recently used is dropped first.

    A value that weighs more than a quarter of `most`, or whose key is `unwanted`, is not kept.
    """

    def __init__(self, most: int, unwanted: Callable[[K], bool] = lambda _: False) -> None:
        self.most = most
        self.unwanted = unwanted
        self._kept: LRUCache[K, tuple[V, int]] = LRUCache(most, getsizeof=itemgetter(1))
        self._lock = Lock()
        self._making = [Lock() for _ in range(_STRIPES)]

    @property
    def weight(self) -> int:
        """The weight of everything that is kept."""
        return int(self._kept.currsize)

    def get(self, key: K, make: Callable[[], V], weight: int) -> V:
        """The value kept under `key`, else what `make` returns."""
        with self._making[hash(key) % _STRIPES]:
            with self._lock:
                kept = self._kept.get(key)
            if kept is not None:
                return kept[0]
            value = make()
            self._keep(key, value, weight)
            return value

    def sweep(self) -> None:
        """Drops every value whose key has become unwanted."""
        with self._lock:
            for key in [key for key in self._kept if self.unwanted(key)]:
                del self._kept[key]

    def held(self) -> list[K]:
        """The keys of everything that is kept, in no particular order."""
        with self._lock:
            return list(self._kept)

    def _keep(self, key: K, value: V, weight: int) -> None:
        with self._lock:
            # Looked at under the lock: a sweep comes either before this or after it.
            if 4 * weight <= self.most and not self.unwanted(key):
                self._kept[key] = value, weight

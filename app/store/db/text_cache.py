"""What was worked out from texts that never change, kept a while: the least recently used goes first. Knows nothing of what it keeps."""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock
from typing import Generic, TypeVar

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")
_STRIPES = 16
"""Things that may be made at the same time; two askers for the same one never both make it."""


class TextCache(Generic[K, V]):
    """At most `most` in weight, by use.

    What weighs more than a quarter of that is handed out and not kept, nor what is `unwanted`.
    """

    def __init__(self, most: int, unwanted: Callable[[K], bool] = lambda _: False) -> None:
        self.most = most
        self.unwanted = unwanted
        self.weight = 0
        self._kept: OrderedDict[K, tuple[V, int]] = OrderedDict()
        self._lock = Lock()
        self._making = [Lock() for _ in range(_STRIPES)]

    def get(self, key: K, make: Callable[[], V], weight: int) -> V:
        """What is kept under `key`, else what `make` gives."""
        with self._making[hash(key) % _STRIPES]:
            found = self._find(key)
            if found is not None:
                return found[0]
            made = make()
            self._keep(key, made, weight)
            return made

    def sweep(self) -> None:
        """Lets go of everything that has become unwanted."""
        with self._lock:
            for key in [key for key in self._kept if self.unwanted(key)]:
                self.weight -= self._kept.pop(key)[1]

    def held(self) -> list[K]:
        """What is kept, the least recently used first."""
        with self._lock:
            return list(self._kept)

    def _find(self, key: K) -> tuple[V, int] | None:
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
            return self._kept.get(key)

    def _keep(self, key: K, made: V, weight: int) -> None:
        with self._lock:
            if 4 * weight > self.most or self.unwanted(key):
                return
            self._kept[key] = made, weight
            self.weight += weight
            while self.weight > self.most:
                self.weight -= self._kept.popitem(last=False)[1][1]

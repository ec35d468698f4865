"""The model that tells languages apart: the tables of py3langid, which read a whole text at once.

Imported when the first text needs it: numpy and the tables take a quarter of a second.
"""

from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray
from py3langid.langid import MODEL_FILE, LanguageIdentifier

_BYTES = 256


class Identifier(LanguageIdentifier):  # type: ignore[misc]  # the package has no types
    """The package's identifier with the same answers, in a tenth of the time.

    A feature is a sequence of bytes. The package looks for features byte by byte; this finds those
    at all places of a text together. It also multiplies only by what occurs: of 7,480 features a
    text has some hundred.
    """

    @classmethod
    def load(cls) -> "Identifier":
        """The identifier with the package's own tables."""
        identifier = cls.from_pickled_model(MODEL_FILE)
        assert isinstance(identifier, cls)  # noqa: S101
        identifier.norm_probs = _normalized
        return identifier

    def instance2fv(self, text: Any, datatype: Any = np.int64) -> Any:
        """How often each feature occurs in a text."""
        data = text.encode("utf-8", "surrogatepass") if isinstance(text, str) else text
        visits = np.bincount(self._states(data))
        visited = np.flatnonzero(visits)
        features = self._features[visited]
        times = np.repeat(visits[visited], features.shape[1])
        counts = np.bincount(features.ravel(), times, minlength=self.nb_numfeats + 1)
        return counts[: self.nb_numfeats].astype(datatype)

    def nb_classprobs(self, fv: Any) -> Any:
        """The logarithm of each language's probability, up to a constant."""
        present = np.flatnonzero(fv)
        counts = fv[present].astype(np.float64)
        return counts @ self.nb_ptc[present] + self.nb_pc

    def _states(self, data: bytes) -> NDArray[np.int64]:
        """The state of the package's automaton behind each byte.

        It depends on no more bytes than the longest feature has. So the states of all places are
        found together, in as many steps, each from the automaton's beginning.
        """
        states = np.zeros(len(data), np.int64)
        # Before the text a byte that begins no feature.
        padded = np.frombuffer(bytes(self._longest - 1) + data, np.uint8)
        for step in range(self._longest):
            states = self._next[states, padded[step : step + len(data)]].astype(np.int64)
        return states

    @cached_property
    def _next(self) -> NDArray[np.uint16]:
        """State and byte → the next state."""
        return np.frombuffer(self.tk_nextmove, np.uint16).reshape(-1, _BYTES)

    @cached_property
    def _features(self) -> NDArray[np.int64]:
        """State → the features that end in it; where there are fewer, one that is not counted."""
        most = max(map(len, self.tk_output.values()))
        features = np.full((len(self._next), most), self.nb_numfeats, np.int64)
        for state, ended in self.tk_output.items():
            features[state, : len(ended)] = ended
        return features

    @cached_property
    def _longest(self) -> int:
        """The bytes of the longest feature: steps in which every state can be reached."""
        reached = np.zeros(len(self._next), bool)
        frontier = np.array([0])
        steps = 0
        while True:
            reached[frontier] = True
            following = np.unique(self._next[frontier])
            frontier = following[~reached[following]]
            if not len(frontier):
                return steps
            steps += 1


def _normalized(logarithms: NDArray[np.float64]) -> NDArray[np.float64]:
    """Probabilities that add up to 1, of their logarithms up to a constant."""
    raised = np.exp(logarithms - logarithms.max())
    shares: NDArray[np.float64] = raised / raised.sum()
    return shares

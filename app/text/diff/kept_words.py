"""Which of a passage's kept words still form the passage in the next text."""

from collections.abc import Iterable, Sequence

from app.text.diff.align.respelling import kept_share
from app.text.diff.tokens import Tokens

# A piece smaller than this share of the cited characters, and than so many characters, may be alike
# by chance: at an end of the passage and so many times its own length away it is left out.
_SMALL = 0.2
_CHANCE = 15
_FAR = 4
_TOUCHING = 3  # words between: a piece that changed its place in the passage still belongs to it


class KeptWords:
    """The cited words of a passage by number, and where each of them is in the next text.

    `weights` has the characters cited of each word; `places` its token in `tokens`, or -1 where it
    is gone; `moved` says whether it crossed other words on its way there.
    """

    def __init__(
        self,
        cited: Sequence[str],
        weights: Sequence[int],
        places: Sequence[int],
        moved: Sequence[bool],
        tokens: Tokens,
    ) -> None:
        self.cited, self.weights, self.places = cited, weights, places
        self.moved, self.tokens = moved, tokens

    def share(self, words: Iterable[int]) -> float:
        """The share (0–1) of the cited characters that these words keep.

        A figure keeps its own with another value too.
        """
        folds = self.tokens.folds
        kept = sum(
            self.weights[k] * kept_share(self.cited[k], folds[self.places[k]]) for k in words
        )
        return kept / max(1, sum(self.weights))

    def together(self) -> list[int]:
        """The words that are together: most of those in order, or most of those that moved.

        Empty when there are none.
        """
        pieces = self._pieces()
        in_order = [piece for piece in pieces if not self.moved[piece.start]]
        moved = [piece for piece in pieces if self.moved[piece.start]]
        if self.share(_words_of(moved)) > self.share(_words_of(in_order)):
            main = self._in_one_place(moved)
        else:
            main = self._without_strays(in_order)
        if not main:
            return []
        starts = {piece.start for piece in main}
        return self._with_touching(main, [piece for piece in pieces if piece.start not in starts])

    def left_out(self, chosen: Sequence[int]) -> list[int]:
        """The kept words that are not among the chosen ones."""
        is_chosen = set(chosen)
        return [k for k, place in enumerate(self.places) if place >= 0 and k not in is_chosen]

    def _pieces(self) -> list[range]:
        """The kept words in unbroken pieces, each wholly moved or wholly in order."""
        pieces: list[range] = []
        for k, place in enumerate(self.places):
            if place < 0:
                continue
            if pieces and pieces[-1].stop == k and self._continues(k):
                pieces[-1] = range(pieces[-1].start, k + 1)
            else:
                pieces.append(range(k, k + 1))
        return pieces

    def _continues(self, k: int) -> bool:
        """Whether a word directly follows the one before it in the next text too."""
        return self.places[k - 1] == self.places[k] - 1 and self.moved[k - 1] == self.moved[k]

    def _without_strays(self, pieces: list[range]) -> list[range]:
        """Without small pieces far off at either end: they are alike by chance."""
        low, high = 0, len(pieces)
        while high - low > 1 and self._is_stray(
            pieces[low], self._distance(pieces[low], pieces[low + 1])
        ):
            low += 1
        while high - low > 1 and self._is_stray(
            pieces[high - 1], self._distance(pieces[high - 2], pieces[high - 1])
        ):
            high -= 1
        return pieces[low:high]

    def _distance(self, piece: range, following: range) -> int:
        """The characters between two pieces in the next text."""
        last, first = self.places[piece[-1]], self.places[following[0]]
        return self.tokens.starts[first] - self.tokens.ends[last]

    def _is_stray(self, piece: range, distance: int) -> bool:
        characters = sum(self.weights[piece.start : piece.stop])
        is_small = characters < min(_CHANCE, _SMALL * sum(self.weights))
        return is_small and distance > _FAR * characters

    def _in_one_place(self, pieces: list[range]) -> list[range]:
        """Of pieces that moved, the most that went to one place in their order."""
        passage = sum(self.weights)
        groups: list[list[range]] = []
        for piece in pieces:
            previous = groups[-1][-1] if groups else None
            is_after = previous and self.places[previous[-1]] < self.places[piece[0]]
            if previous and is_after and self._distance(previous, piece) <= passage:
                groups[-1].append(piece)
            else:
                groups.append([piece])
        return max(groups, key=lambda group: self.share(_words_of(group)))

    def _with_touching(self, main: list[range], others: list[range]) -> list[int]:
        """The words of the main pieces, and of those between or next to them."""
        words = _words_of(main)
        low = min(self.places[k] for k in words)
        high = max(self.places[k] for k in words)
        others = sorted(others, key=lambda piece: self.places[piece[0]])
        # Once upwards and once downwards, since each piece that is added extends the stretch.
        for piece in [*others, *others[::-1]]:
            first, last = self.places[piece[0]], self.places[piece[-1]]
            if low - _TOUCHING <= last + 1 and first - 1 <= high + _TOUCHING:
                low, high = min(low, first), max(high, last)
                words.extend(piece)
        return sorted(set(words))


def _words_of(pieces: Iterable[range]) -> list[int]:
    return [k for piece in pieces for k in piece]

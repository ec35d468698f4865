"""Which old token corresponds to which new one, as far as an alignment has found out."""

from app.text.diff.align.subsequences import (
    Gap,
    Pair,
    Run,
    Work,
    gaps_between,
    heaviest_chain,
    joined_runs,
)
from app.text.diff.tokens import Tokens


class Matching:
    """The tokens of two texts that are matched so far.

    `new_of` has for every old token the number of its new one, or -1; `taken` is 1 for every new
    token that is matched, `moved` for every old one that crossed others on its way. `in_order` are
    the runs of equal tokens that did not move, in no particular order.
    """

    def __init__(self, old: Tokens, new: Tokens, work: Work) -> None:
        self.old, self.new, self.work = old, new, work
        self.new_of = [-1] * len(old)
        self.moved, self.taken = bytearray(len(old)), bytearray(len(new))
        self.in_order: list[Run] = []

    def match(self, old: int, new: int, length: int, *, moved: bool = False) -> None:
        """Matches `length` tokens from `old` and from `new` on."""
        self.new_of[old : old + length] = range(new, new + length)
        self.taken[new : new + length] = b"\1" * length
        if moved:
            self.moved[old : old + length] = b"\1" * length
        else:
            self.in_order.append(Run(old, new, length))

    def is_free(self, old: range) -> bool:
        """Whether none of these old tokens is matched."""
        return all(self.new_of[i] < 0 for i in old)

    def is_new_free(self, new: range) -> bool:
        """Whether none of these new tokens is matched."""
        return not any(self.taken[new.start : new.stop])

    def sorted_runs(self) -> list[Run]:
        """The runs that did not move, in order of the text."""
        return sorted(self.in_order, key=old_start)

    def open_gaps(self) -> list[Gap]:
        """What lies between the runs that did not move."""
        return list(gaps_between(self.sorted_runs(), len(self.old), len(self.new)))

    def gaps_inside(self, old: range, new: range) -> list[Gap]:
        """What lies between the tokens of one range that are matched in the other, in order."""
        matched = (Run(i, self.new_of[i], 1) for i in old if self.new_of[i] in new)
        runs = joined_runs(matched)
        chain = heaviest_chain([Pair(n, r.new - new.start, r.length) for n, r in enumerate(runs)])
        kept = [runs[pair.old] for pair in chain]
        shifted = [Run(r.old - old.start, r.new - new.start, r.length) for r in kept]
        return [
            (
                range(old.start + old_gap.start, old.start + old_gap.stop),
                range(new.start + new_gap.start, new.start + new_gap.stop),
            )
            for old_gap, new_gap in gaps_between(shifted, len(old), len(new))
        ]


def old_start(run: Run) -> int:
    """Where a run begins in the old text, for sorting."""
    return run.old

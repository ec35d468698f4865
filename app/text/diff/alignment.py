"""Which words of one text stand on in the next: in order, carried elsewhere, or spelt a little otherwise. Knows no passages.

Paragraphs are laid on each other first, sentences inside what differs. Sentences that are gone here and new there were carried. Of what
is left, sentences that are alike are laid on each other, in order or carried, and the words inside; then the words of what is still left.
Text that was kept is never looked at again. Every part is linear, or bounded: `work` is told the steps (`diffing.common`).
"""

from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from itertools import pairwise

from rapidfuzz.distance import Indel

from app.text.diff.figures import Figures, is_figure
from app.text.diff.moved_paragraphs import MovedParagraphs
from app.text.diff.tokens import Pair, Run, Tokens, common, heaviest, shared_pieces, uncounted
from app.text.diff.units import ONE_MORE, crossing, item, keys, most_units, places_of, spread

UNMISTAKABLE = 20  # characters; fewer stand in new text by chance
_FINEST = 2  # level of `Tokens.parts`
_TELLING = (
    3  # sentences of one side; a word that stands in more of them does not tell which is meant
)
_TRIED = 3  # of the sentences that share the most telling words
_ALIKE = 0.4  # of both sentences' characters, in order
_ALIKE_STAYING = 0.6  # and where reworded units are to hold their place against an equal one
_ALIKE_ELSEWHERE = 0.6  # and where a sentence was carried and reworded at once
# Letters that such a sentence keeps. With 8 `refill (n)` became `refill (verb)`; measured on 471
# edits that publishers made.
_FEWEST_ELSEWHERE = 10
# characters; what two like sentences share in smaller pieces waits until all firm ones have their
# place
_FIRM = 8
_PIECES = (
    4,
    2,
)  # words that are looked for together, before single ones: two halves of different sentences are no passage
_EQUAL = 1 << 30  # outweighs any difference in length: of as many units, those that are equal stay
_SPELT = 0.6  # of both words' letters: one letter changed in a word of three
_LONGEST = 200  # letters of a word, above which it is not compared letter by letter
_FEW = 4  # words: only in a gap as small may a word be taken for another one, spelt otherwise

Gap = tuple[range, range]
"""A stretch of old tokens and one of new ones that belong together: a gap between words that stand,
or two units."""


class Alignment:
    """`to` is the new token of every old one, or -1; `carried` tells the old ones that crossed others; `taken` the new ones laid on.

    `runs` are the equal tokens that stand in order, neither crossing nor touching; `solid` are these and the words spelt otherwise.
    """

    def __init__(self, old: Tokens, new: Tokens, work: Callable[[int], object] = uncounted) -> None:
        self.old, self.new, self._work = old, new, work
        self.to = [-1] * len(old)
        self.carried, self.taken = bytearray(len(old)), bytearray(len(new))
        self._found: list[Run] = []
        self._counted: list[Counter[str]] = []
        self._compared: set[tuple[int, int]] = (
            set()
        )  # sentences of which the words were laid on each other in order
        self._figures = Figures(old, new, self.to)
        self._parts: tuple[list[range], list[range]] = (
            [],
            [],
        )  # the sentences and lines of what differs
        hulls: list[Gap] = []
        self._lay_equals(range(len(old)), range(len(new)), 0, hulls)
        if hulls:
            self._carry_equals(hulls)
            hulls = self._open()
            for here, there in hulls:
                self._lay_alikes(here, there)
            self._carry_alikes(hulls)
            self._carry_paragraphs()
            self._fill()
        self.runs = _joined(sorted(self._found, key=_place))
        self.solid = (
            _joined(sorted([*self.runs, *self._respelt()], key=_place)) if hulls else self.runs
        )

    def gaps(self) -> Iterator[Gap]:
        """What lies between the solid runs in order, then between those that were carried together."""
        yield from _gaps(self.solid, len(self.old), len(self.new))
        carried = (
            _joined(Run(i, self.to[i], 1) for i, crossed in enumerate(self.carried) if crossed)
            if any(self.carried)
            else []
        )
        for one, other in pairwise(carried):
            here, there = (
                range(one.old + one.length, other.old),
                range(one.new + one.length, other.new),
            )
            if (
                other.new > one.new
                and self.taken.find(1, there.start, there.stop) < 0
                and all(self.to[i] < 0 for i in here)
            ):
                yield here, there

    def _lay(self, old: int, new: int, length: int, *, carried: bool = False) -> None:
        self.to[old : old + length] = range(new, new + length)
        self.taken[new : new + length] = b"\1" * length
        if carried:
            self.carried[old : old + length] = b"\1" * length
        else:
            self._found.append(Run(old, new, length))

    def _lay_equals(self, here: range, there: range, level: int, hulls: list[Gap]) -> None:
        ours, theirs = self.old.parts(here, level), self.new.parts(there, level)
        at, to = 0, 0
        for i, j, count in [*self._staying(ours, theirs), (len(ours), len(theirs), 0)]:
            gone, put = _hull(ours[at:i], here), _hull(theirs[to:j], there)
            if level < _FINEST and gone and put and (level == 0 or self._in_lines(gone, put)):
                self._lay_equals(gone, put, level + 1, hulls)
            elif gone or put:
                hulls.append((gone, put))
                self._parts[0].extend(ours[at:i] if level else self.old.parts(gone, _FINEST))
                self._parts[1].extend(theirs[to:j] if level else self.new.parts(put, _FINEST))
            for unit, same in zip(ours[i : i + count], theirs[j : j + count], strict=True):
                self._lay(unit.start, same.start, len(unit))
            at, to = i + count, j + count

    def _staying(
        self, ours: Sequence[range], theirs: Sequence[range]
    ) -> list[tuple[int, int, int]]:
        """The equal units that stay in order, when units that are reworded count too: what moved is the least.

        Else one paragraph carried to the top of an article would hold its place, and all that were reworded would have moved.
        """
        mine, yours = keys(self.old, ours), keys(self.new, theirs)
        equal = [run for run in most_units(mine, yours, self._work) if run[2]]
        gaps = list(_gaps([Run(*run) for run in equal], len(ours), len(theirs)))
        gone, put = [i for here, _ in gaps for i in here], [j for _, there in gaps for j in there]
        if not equal or not gone or not put or len(gaps) == 1:  # nothing that would have to cross
            return equal
        others = crossing(gone, put, mine, yours)
        gone, put = [i for i in gone if i not in others], [j for j in put if ~j not in others]
        alike = self._likely([ours[i] for i in gone], [theirs[j] for j in put], _ALIKE_STAYING)
        pairs = {
            (i + n, j + n): _EQUAL + self.old.weight(ours[i + n])
            for i, j, count in equal
            for n in range(count)
        }
        pairs |= {(i, others[i]): _EQUAL + self.old.weight(ours[i]) for i in others if i >= 0}
        reworded = {
            (gone[p.ours], put[p.theirs]): p.shared for p in alike if p.shared >= UNMISTAKABLE
        }
        stays = heaviest(
            [Pair(*pair, ONE_MORE + shared) for pair, shared in (pairs | reworded).items()]
        )
        return [(i, j, 1) for i, j, _ in stays if (i, j) in pairs]

    def _in_lines(self, here: range, there: range) -> bool:
        return any(
            "\n" in tokens.span(part).of(tokens.text)
            for tokens, part in ((self.old, here), (self.new, there))
        )

    def _free(self, hulls: Sequence[Gap]) -> tuple[list[range], list[range]]:
        """The sentences of both texts of which nothing has its place yet, without the signs that head items of a list."""
        found: list[list[range]] = []
        for side, tokens in enumerate((self.old, self.new)):
            parts = self._parts[side]
            for hull in hulls:
                inside = hull[side]
                first = bisect_left(parts, inside.start, key=_start)
                found.append(
                    [
                        item(tokens, p)
                        for p in parts[first : bisect_left(parts, inside.stop, key=_start)]
                        if p.stop <= inside.stop
                    ]
                )
        ours, theirs = found[: len(hulls)], found[len(hulls) :]
        free = [u for units in ours for u in units if all(self.to[i] < 0 for i in u)]
        return free, [u for units in theirs for u in units if not any(self.taken[u.start : u.stop])]

    def _carry_equals(self, hulls: Sequence[Gap]) -> None:
        """After P. Heckel (1978): sentences that are gone once and new once, then their neighbours as far as they are equal."""
        ours, theirs = self._free(hulls)
        mine, yours = keys(self.old, ours), keys(self.new, theirs)
        self._work(len(self.old) + len(self.new))
        gone, come = places_of(mine), places_of(yours)
        both = [key for key in gone if key in come]
        if not both:
            return
        match: dict[int, int] = {}
        for key in both:
            if len(gone[key]) == len(come[key]) == 1 and (
                len(key) - len(ours[gone[key][0]]) >= UNMISTAKABLE or self._stands_once(key)
            ):
                match[gone[key][0]] = come[key][0]
        spread(match, ours, theirs, mine, yours)
        used = set(match.values())
        for key in both:
            if len(key) - len(ours[gone[key][0]]) >= UNMISTAKABLE:
                match |= zip(
                    (i for i in gone[key] if i not in match),
                    (j for j in come[key] if j not in used),
                    strict=False,
                )
        gone_still = [unit for i, unit in enumerate(ours) if i not in match]
        put = {*range(len(theirs))} - {*match.values()}
        put_still = [theirs[j] for j in sorted(put)]
        alike = self._likely(gone_still, put_still, _ALIKE_STAYING)
        reworded = [
            (gone_still[p.ours], put_still[p.theirs]) for p in alike if p.shared >= UNMISTAKABLE
        ]
        self._settle([(ours[i], theirs[j]) for i, j in sorted(match.items())], reworded, hulls)

    def _stands_once(self, key: str) -> bool:
        """Whether a sentence stands once in either text: a short one is then the same all the same."""
        if not self._counted:
            self._counted = [
                Counter(keys(t, [item(t, u) for u in t.parts(range(len(t)), _FINEST)]))
                for t in (self.old, self.new)
            ]
        return all(counts[key] == 1 for counts in self._counted)

    def _settle(self, pairs: Sequence[Gap], reworded: Sequence[Gap], hulls: Sequence[Gap]) -> None:
        """Lays pairs of equal units: those that keep their order inside one hull, and that of the reworded ones, have not been carried."""
        two = [hull for hull in hulls if hull[0] and hull[1]]
        starts = [here.start for here, _ in two]
        kept: dict[int, list[Pair]] = defaultdict(list)
        known = sorted(
            [(ours, theirs, True) for ours, theirs in pairs]
            + [(ours, theirs, False) for ours, theirs in reworded],
            key=_of_old,
        )
        for number, (ours, theirs, _) in enumerate(known):
            hull = bisect_right(starts, ours.start) - 1
            if hull >= 0 and ours.start in two[hull][0] and theirs.start in two[hull][1]:
                kept[hull].append(
                    Pair(number, theirs.start - two[hull][1].start, self.old.weight(ours))
                )
        stay = {pair.ours for inside in kept.values() for pair in heaviest(inside)}
        for number, (ours, theirs, equal) in enumerate(known):
            if equal:
                self._lay(ours.start, theirs.start, len(ours), carried=number not in stay)

    def _open(self) -> list[Gap]:
        """What lies between the runs that stand in order so far."""
        return list(_gaps(sorted(self._found, key=_place), len(self.old), len(self.new)))

    def _lay_alikes(self, here: range, there: range, *, carried: bool = False) -> None:
        if not here or not there:
            return
        ours, theirs = self._free([(here, there)])
        for pair in heaviest(self._likely(ours, theirs, _ALIKE)):
            self._compared.add((ours[pair.ours].start, theirs[pair.theirs].start))
            self._lay_words(ours[pair.ours], theirs[pair.theirs], least=_FIRM, carried=carried)

    def _carry_alikes(self, hulls: Sequence[Gap]) -> None:
        ours, theirs = self._free(hulls)
        for pair in sorted(self._likely(ours, theirs, _ALIKE_ELSEWHERE), key=lambda p: -p.shared):
            here, there = ours[pair.ours], theirs[pair.theirs]
            free = all(self.to[i] < 0 for i in here) and not any(
                self.taken[there.start : there.stop]
            )
            # What is as short and in one gap waits for the words around it, which lay it in order.
            fewest = (
                UNMISTAKABLE
                if any(here.start in gone and there.start in put for gone, put in hulls)
                else _FEWEST_ELSEWHERE
            )
            if pair.shared >= fewest and free and (here.start, there.start) not in self._compared:
                self._fill_gaps(partial(self._between, here, there), carried=True)

    def _likely(self, ours: Sequence[range], theirs: Sequence[range], least: float) -> list[Pair]:
        """The pairs of sentences that share at least so much of their words, whatever the order; found by the words that tell."""
        bags, others = (
            [Counter(t.folds[u.start : u.stop]) for u in units]
            for t, units in ((self.old, ours), (self.new, theirs))
        )
        index, told = _index(bags), _index(others)
        found: list[Pair] = []
        for i, bag in enumerate(bags):
            votes: Counter[int] = Counter()
            for word in bag:
                if len(index[word]) <= _TELLING and word in told and len(told[word]) <= _TELLING:
                    votes.update(dict.fromkeys(told[word], len(word)))
            for j, _ in votes.most_common(_TRIED):
                shared = sum(min(count, others[j][word]) * len(word) for word, count in bag.items())
                if 2 * shared >= least * (self.old.weight(ours[i]) + self.new.weight(theirs[j])):
                    found.append(Pair(i, j, shared))
        self._work(sum(map(len, ours)) * (1 + 2 * _TRIED) + sum(map(len, theirs)))
        return found

    def _lay_words(
        self, here: range, there: range, *, least: int = 0, carried: bool = False
    ) -> None:
        """Lays the words that two stretches share on each other, in pieces of at least so many characters."""
        ours, theirs = (
            self.old.folds[here.start : here.stop],
            self.new.folds[there.start : there.stop],
        )
        for i, j, count in common(ours, theirs, self._work):
            if self.old.weight(range(here.start + i, here.start + i + count)) >= least:
                self._lay(here.start + i, there.start + j, count, carried=carried)

    def _carry_paragraphs(self) -> None:
        """Paragraphs that were carried and reworded at once: what is left of one is laid on what is left of the other."""
        for here, there in MovedParagraphs(
            self.old, self.new, self.to, self.taken, self._open(), self._work
        ).pairs():
            for ours, theirs in self._between(here, there):
                self._lay_alikes(ours, theirs, carried=True)
            self._fill_gaps(partial(self._between, here, there), carried=True)

    def _between(self, here: range, there: range) -> list[Gap]:
        """What lies between the words of one stretch that stand in another, as far as they stand in order."""
        runs = _joined(Run(i, self.to[i], 1) for i in here if self.to[i] in there)
        pairs = heaviest([Pair(n, run.new - there.start, run.length) for n, run in enumerate(runs)])
        stays = [
            Run(runs[n].old - here.start, runs[n].new - there.start, runs[n].length)
            for n, _, _ in pairs
        ]
        return [
            (
                range(here.start + a.start, here.start + a.stop),
                range(there.start + b.start, there.start + b.stop),
            )
            for a, b in _gaps(stays, len(here), len(there))
        ]

    def _fill(self) -> None:
        """Lays what is left on each other in order."""
        self._fill_gaps(self._open)

    def _fill_gaps(self, gaps: Callable[[], Sequence[Gap]], *, carried: bool = False) -> None:
        """Lays words of gaps on each other: longer pieces that stand once on either side, then as many words as can be.

        A paragraph's beginning counts as a word, so that paragraph goes to paragraph where that costs nothing.
        """
        breaks = [set(t.paragraphs) for t in (self.old, self.new)]
        for size in (*_PIECES, 0):
            for here, there in gaps():
                ours = _with_breaks((i for i in here if self.to[i] < 0), breaks[0])
                theirs = _with_breaks((j for j in there if not self.taken[j]), breaks[1])
                if len(ours) < max(1, size) or len(theirs) < max(1, size):
                    continue
                mine, yours = (
                    [t.folds[i] if i >= 0 else "" for i in row]
                    for t, row in ((self.old, ours), (self.new, theirs))
                )
                shared = (
                    common(mine, yours, self._work)
                    if not size
                    else shared_pieces(mine, yours, size, self._work)
                )
                pairs = (
                    (ours[i + n], theirs[j + n]) for i, j, count in shared for n in range(count)
                )
                for run in _joined(Run(i, j, 1) for i, j in pairs if i >= 0):
                    self._lay(run.old, run.new, run.length, carried=carried)

    def _respelt(self) -> Iterator[Run]:
        """Words spelt otherwise, between words that stand: a letter changed in a name does not make it another name."""
        at = 0
        while True:
            try:
                at = self.to.index(-1, at)
            except ValueError:
                return
            stop = next((i for i in range(at, len(self.to)) if self.to[i] >= 0), len(self.to))
            yield from self._respell(range(at, stop))
            at = stop

    def _respell(self, here: range) -> Iterator[Run]:
        last = here.stop == len(self.old)
        low = self.to[here.start - 1] + 1 if here.start else 0
        high = len(self.new) if last else self.to[here.stop]
        sides = {self.carried[here.start - 1]} if here.start else set()
        sides |= set() if last else {self.carried[here.stop]}
        if len(sides) > 1 or low >= high or any(self.taken[low:high]):
            return
        figures = dict(self._figures.pairs(here, range(low, high)))
        for i, j in figures.items():
            yield from self._respelt_as(i, j, 1 in sides)
        if len(here) > _FEW or high - low > _FEW or figures:
            return
        for i in here:
            alike = [(likeness(self.old.folds[i], self.new.folds[j]), -j) for j in range(low, high)]
            share, at = max(alike, default=(0.0, 0))
            if share > 0:
                low = 1 - at
                yield from self._respelt_as(i, -at, 1 in sides)

    def _respelt_as(self, old: int, new: int, carried: bool) -> Iterator[Run]:
        """Lays one word on another; yields it where it stands in order."""
        self.to[old], self.taken[new], self.carried[old] = new, 1, carried
        if not carried:
            yield Run(old, new, 1)


def _with_breaks(numbers: Iterable[int], starts: set[int]) -> list[int]:
    """Tokens, with -1 before those that begin a paragraph."""
    found: list[int] = []
    for i in numbers:
        if i in starts:
            found.append(-1)
        found.append(i)
    return found


def likeness(one: str, other: str) -> float:
    """The share of letters that two words have in common, in order; 0 where they are two words rather than one spelt otherwise."""
    if one == other:
        return 1.0
    if not (
        1 < len(one) <= _LONGEST
        and len(other) <= _LONGEST
        and one[0].isalnum()
        and other[0].isalnum()
    ):
        return 0.0
    return Indel.normalized_similarity(one, other, score_cutoff=_SPELT)


def kept_tokens(one: str, other: str) -> float:
    """As `likeness` of a word and the one laid on it: a figure stands whatever its value is now."""
    if one == other:
        return 1.0
    return 1.0 if is_figure(one) and is_figure(other) else likeness(one, other)


def _place(run: Run) -> int:
    return run.old


def _of_old(pair: tuple[range, range, bool]) -> int:
    return pair[0].start


def _start(part: range) -> int:
    return part.start


def _hull(units: list[range], inside: range) -> range:
    return range(units[0].start, units[-1].stop) if units else range(inside.start, inside.start)


def _index(bags: Sequence[Counter[str]]) -> dict[str, list[int]]:
    found: dict[str, list[int]] = defaultdict(list)
    for number, bag in enumerate(bags):
        for word in bag:
            found[word].append(number)
    return found


def _joined(runs: Iterable[Run]) -> list[Run]:
    found: list[Run] = []
    for run in runs:
        last = found[-1] if found else None
        if last and last.old + last.length == run.old and last.new + last.length == run.new:
            found[-1] = Run(last.old, last.new, last.length + run.length)
        else:
            found.append(run)
    return found


def _gaps(runs: Sequence[Run], old: int, new: int) -> Iterator[Gap]:
    """What lies between the runs: deleted tokens and, in their place, inserted ones."""
    at, to = 0, 0
    for run in [*runs, Run(old, new, 0)]:
        if (at, to) != (run.old, run.new):
            yield range(at, run.old), range(to, run.new)
        at, to = run.old + run.length, run.new + run.length

"""Paragraphs, sentences and lines as units with a key each: which are equal in two texts, and as many of them as can stand in order.

Owns units and their order; what a unit's words became is another module's.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence

from app.text.diff.tokens import Pair, Tokens, common, heaviest, shared_head

ONE_MORE = 1 << 40
"""Outweighs the length of any unit: as many units as can, and only then the longer ones."""
_BULLETS = ("-", "*", "•", "·")
_DOUBLED = 16  # pairs of equal units


def item(tokens: Tokens, unit: range) -> range:
    """A unit without the sign that heads it as an item of a list."""
    return unit[1:] if len(unit) > 1 and tokens.folds[unit[0]] in _BULLETS else unit


def keys(tokens: Tokens, units: Iterable[range]) -> list[str]:
    """What each unit says, typography apart."""
    return ["\x00".join(tokens.folds[u.start : u.stop]) for u in units]


def most_units(
    mine: Sequence[str], yours: Sequence[str], work: Callable[[int], object]
) -> list[tuple[int, int, int]]:
    """As many units as can stand in order, the longer ones where there is a choice: what moved is then the least and the shortest."""
    tail = shared_head(mine[::-1], yours[::-1])
    head = shared_head(mine[: len(mine) - tail], yours[: len(yours) - tail])
    gone, put = places_of(mine[head : len(mine) - tail]), places_of(yours[head : len(yours) - tail])
    work(len(mine) + len(yours))
    if any(len(places) * len(put.get(key, ())) > _DOUBLED for key, places in gone.items()):
        return common(mine, yours, work)
    pairs = [
        Pair(head + i, head + j, ONE_MORE + len(key))
        for key, places in gone.items()
        for i in places
        for j in put.get(key, ())
    ]
    middle = [(pair.ours, pair.theirs, 1) for pair in heaviest(pairs)]
    return [(0, 0, head), *middle, (len(mine) - tail, len(yours) - tail, tail)]


def crossing(
    gone: Sequence[int], put: Sequence[int], mine: Sequence[str], yours: Sequence[str]
) -> dict[int, int]:
    """Of the units without a place those that stand once on either side, ours to theirs; theirs are keys too, as `~theirs`."""
    ours, theirs = places_of([mine[i] for i in gone]), places_of([yours[j] for j in put])
    found: dict[int, int] = {}
    for key, places in ours.items():
        if len(places) == 1 and len(theirs.get(key, ())) == 1:
            i, j = gone[places[0]], put[theirs[key][0]]
            found |= {i: j, ~j: i}
    return found


def places_of(keys: Sequence[str]) -> dict[str, list[int]]:
    """The numbers of the units of each key."""
    found: dict[str, list[int]] = defaultdict(list)
    for number, key in enumerate(keys):
        found[key].append(number)
    return found


def spread(
    match: dict[int, int],
    ours: Sequence[range],
    theirs: Sequence[range],
    mine: Sequence[str],
    yours: Sequence[str],
) -> None:
    """Adds to `match` the equal neighbours of what matches, on either side."""
    used = set(match.values())
    for step in (1, -1):
        for start, to in sorted(match.items(), reverse=step < 0):
            i, j = start + step, to + step
            while (
                0 <= i < len(mine)
                and 0 <= j < len(yours)
                and i not in match
                and j not in used
                and mine[i] == yours[j]
            ):
                if not (_touch(ours[i], ours[i - step]) and _touch(theirs[j], theirs[j - step])):
                    break
                match[i] = j
                used.add(j)
                i, j = i + step, j + step


def _touch(one: range, other: range) -> bool:
    """Whether nothing stands between two units but the sign that heads an item."""
    return 0 <= max(one.start, other.start) - min(one.stop, other.stop) <= 1

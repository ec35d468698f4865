"""The few colours of a preview image: a palette of each ink in steps on its ground.

So an image is drawn in numbers of colours, and nothing has to be reduced to a palette afterwards,
which took more than half of the time.
"""

from dataclasses import dataclass
from functools import cached_property

STEPS = 32
"""Edges of letters have so many shades; more are not seen, and make a larger file."""
Colour = tuple[int, int, int]
PAPER: Colour = (252, 251, 247)
WARNING_GROUND: Colour = (253, 240, 222)
"""As in the light style sheet of the pages."""
GROUNDS = (PAPER, WARNING_GROUND)


@dataclass(frozen=True)
class Ink:
    """A colour on its ground; `number` is its place among the inks."""

    number: int
    colour: Colour
    ground: Colour = PAPER

    @property
    def solid(self) -> int:
        """The number of the full colour in the palette."""
        return len(GROUNDS) + (self.number + 1) * STEPS - 1

    @cached_property
    def shades(self) -> list[int]:
        """For each coverage from 0 to 255 the number of its colour in the palette."""
        first = len(GROUNDS) + self.number * STEPS
        steps = (round(coverage * STEPS / 255) for coverage in range(256))
        nothing = GROUNDS.index(self.ground)
        return [first + step - 1 if step else nothing for step in steps]


INK = Ink(0, (28, 27, 24))
SOFT = Ink(1, (101, 95, 85))
RULE = Ink(2, (201, 194, 180))
MARK = Ink(3, (85, 102, 201))
WARNING = Ink(4, (138, 70, 0), WARNING_GROUND)
"""The colours of the pages; hairlines are darker, as they get thin, and marks are the icon's."""
INKS = (INK, SOFT, RULE, MARK, WARNING)


def palette() -> list[int]:
    """Red, green and blue of each number: the grounds, then every ink from its ground on."""
    colours = [*GROUNDS]
    for ink in INKS:
        colours += [_between(ink.ground, ink.colour, step / STEPS) for step in range(1, STEPS + 1)]
    return [part for colour in colours for part in colour]


def _between(ground: Colour, colour: Colour, share: float) -> Colour:
    red, green, blue = (
        round(below + (above - below) * share) for below, above in zip(ground, colour, strict=True)
    )
    return red, green, blue

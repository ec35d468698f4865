"""An article at a glance: its headings, and where it quotes, reports and claims. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from app.text.spans import Span

COLUMNS = 240
"""How finely the map is drawn, whatever the length of the text: so its size has a bound."""
FEWEST_HEADINGS = 3
"""From so many headings on an article has a list of contents."""
WORDS_A_MINUTE = 238
"""Silent reading of English non-fiction: Brysbaert (2019), a review of 190 studies."""


@dataclass(frozen=True, slots=True)
class ArticleMap:
    """Path data over `width` × 1 units; where `direct` and `reported` meet, it is `direct`."""

    direct: str
    reported: str
    claims: str
    headings: str
    width: int = COLUMNS


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of the text: the number of its block on the page, from 1, and its words."""

    number: int
    level: int
    words: str


def article_map(
    length: int,
    direct: Iterable[Span],
    reported: Iterable[Span],
    claims: Iterable[Span],
    headings: Iterable[Span],
) -> ArticleMap:
    """The map of a text of `length` characters."""
    quoted = _columns(direct, length)
    return ArticleMap(
        _path(quoted),
        _path(_columns(reported, length) - quoted),
        _path(_columns(claims, length)),
        _path({min(_columns([heading], length)) for heading in headings}),
    )


def _columns(spans: Iterable[Span], length: int) -> set[int]:
    """The columns in which the spans lie, of each at least one."""
    columns: set[int] = set()
    for span in spans:
        first = min(span.start * COLUMNS // max(1, length), COLUMNS - 1)
        end = -(-span.end * COLUMNS // max(1, length))
        columns.update(range(first, min(max(first + 1, end), COLUMNS)))
    return columns


def _path(columns: Iterable[int]) -> str:
    """A rectangle of height 1 for each run of columns."""
    runs = []
    # Columns that follow each other have the same distance to their rank.
    for _, run in groupby(enumerate(sorted(columns)), lambda ranked: ranked[1] - ranked[0]):
        places = [column for _, column in run]
        width = len(places)
        runs.append(f"M{places[0]} 0h{width}v1h-{width}z")
    return "".join(runs)


def contents(text: str, blocks: Sequence[dict[str, Any]], levels: Iterable[int]) -> list[Heading]:
    """The headings of a text in their order, or none where they are too few for a list.

    `levels` are those of `markup.heading_levels`, from 2.
    """
    level = iter(levels)
    listed = []
    for number, block in enumerate(blocks, 1):
        if block["kind"] == "heading":
            words = " ".join(text[block["start"] : block["end"]].split())
            listed.append(Heading(number, next(level), words))
    return listed if len(listed) >= FEWEST_HEADINGS else []


def minutes(words: int) -> int:
    """How long a text takes to read, in whole minutes, at least one."""
    return max(1, round(words / WORDS_A_MINUTE))

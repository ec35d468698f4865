"""Which items of a feed become articles: those with one of some words, and none of others."""

import re
from collections.abc import Sequence
from functools import lru_cache


def is_wanted(text: str, include: Sequence[str], exclude: Sequence[str]) -> bool:
    """Whether a text with its title passes both lists; an empty one says nothing.

    Words and phrases are looked for as a whole, in any case and with any white space.
    """
    if exclude and _pattern(tuple(exclude)).search(text):
        return False
    return not include or _pattern(tuple(include)).search(text) is not None


def is_excluded(text: str, exclude: Sequence[str]) -> bool:
    """Whether what is known of an item so far is enough to leave it out."""
    return bool(exclude) and _pattern(tuple(exclude)).search(text) is not None


@lru_cache(256)
def _pattern(phrases: tuple[str, ...]) -> re.Pattern[str]:
    alternatives = "|".join(r"\s+".join(map(re.escape, phrase.split())) for phrase in phrases)
    return re.compile(rf"(?<!\w)(?:{alternatives})(?!\w)", re.IGNORECASE)

"""Finds out which sentence with placeholders a finished sentence was made of, and of what values.

For sentences that are stored, or come from below the web, and are shown in another language.
"""

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

_PLACEHOLDER = re.compile(r"%\((\w+)\)s")


class SentenceRead(NamedTuple):
    """A sentence with placeholders (`%(day)s`), and what stands in their place."""

    sentence: str
    values: dict[str, str]


class SentencePatterns:
    """Some sentences with placeholders, each placeholder with words between it and the next.

    Reading one takes time in proportion to its length and to their number.
    """

    def __init__(self, sentences: Iterable[str]) -> None:
        self._whole: set[str] = set()
        self._parted: list[tuple[str, Sequence[str], Sequence[str]]] = []
        for sentence in sentences:
            # Words and names of placeholders in turn.
            words, names = _PLACEHOLDER.split(sentence)[::2], _PLACEHOLDER.findall(sentence)
            if names:
                self._parted.append((sentence, words, names))
            else:
                self._whole.add(sentence)

    def read(self, written: str) -> SentenceRead | None:
        """The first sentence that `written` can have been made of; None where it is no such one."""
        if written in self._whole:
            return SentenceRead(written, {})
        for sentence, words, names in self._parted:
            values = _values(written, words)
            if values is not None:
                return SentenceRead(sentence, dict(zip(names, values, strict=True)))
        return None


def _values(written: str, words: Sequence[str]) -> list[str] | None:
    """What stands between the words, of which the first begins and the last ends the sentence."""
    first, *between, last = words
    if not written.startswith(first) or not written.endswith(last):
        return None
    at, end = len(first), len(written) - len(last)
    values: list[str] = []
    for part in between:
        found = written.find(part, at, end)
        if found < 0:
            return None
        values.append(written[at:found])
        at = found + len(part)
    return [*values, written[at:end]] if at <= end else None

"""How much two texts share, measured on three words in a row. Linear in their lengths.

Single words would not do: any two articles of one language share many of them, but of their runs of
three words 1 in 200.
"""

import re
from dataclasses import dataclass

RUN = 3
# Scripts without blanks between words: each character is one.
_WORD = re.compile(r"[\u0e00-\u0eff\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff]|[^\W_]+")


@dataclass(frozen=True, slots=True)
class SharedWords:
    """What an old and a new text share, from 0 to 1, and how many words each has.

    `of_old` is the share of the old text that is in the new one, `of_shorter` that of the shorter
    one that is in the other.
    """

    of_old: float
    of_shorter: float
    old_words: int
    new_words: int


def shared_words(old: str, new: str) -> SharedWords:
    """Compares two texts; case and punctuation do not count."""
    old_words, new_words = _words(old), _words(new)
    run = min(RUN, len(old_words), len(new_words))
    if run == 0:
        return SharedWords(0.0, 0.0, len(old_words), len(new_words))
    of_old, of_new = _runs(old_words, run), _runs(new_words, run)
    both = len(of_old & of_new)
    shorter = min(len(of_old), len(of_new))
    return SharedWords(both / len(of_old), both / shorter, len(old_words), len(new_words))


def _words(text: str) -> list[str]:
    return [match[0].casefold() for match in _WORD.finditer(text)]


def _runs(words: list[str], length: int) -> set[int]:
    """The hashes of all runs of `length` words: a set of the runs would take five times as much."""
    return {hash(tuple(words[n : n + length])) for n in range(len(words) - length + 1)}

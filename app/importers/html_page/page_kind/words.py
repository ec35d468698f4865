"""How long a text is, in words: also in scripts that put no blanks between them."""

import re

_UNSPACED = re.compile(r"[\u0e00-\u0eff\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff]")
_CHARACTERS_A_WORD = 2
_LETTERS_A_WORD_MAX = 40


def count(text: str) -> int:
    """The words of a text; of Chinese, Japanese, Thai, Lao and Khmer two characters are one.

    A run of letters without any blank counts as many words, so that no text of few is long.
    """
    blanks_apart = len(text.split()) + len(_UNSPACED.findall(text)) // _CHARACTERS_A_WORD
    return max(blanks_apart, len(text) // _LETTERS_A_WORD_MAX)

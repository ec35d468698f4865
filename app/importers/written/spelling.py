"""The letters of a name, however it is written."""

import re

_NOT_LETTERS = re.compile(r"[\W_]+")


def plain(words: str) -> str:
    """What two spellings of one name have in common: TheHill, The Hill."""
    return _NOT_LETTERS.sub("", words.casefold())

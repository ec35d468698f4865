"""The bytes of a JSON or JSON Lines file as values."""

import json
from typing import Any

from app.errors import Unprocessable
from app.text.canonical import decode

LISTS_ANYWAY = 500_000
"""Lists and objects that any file may have. Each takes about 60 to 230 bytes of memory."""
CHARACTERS_A_LIST = 20
"""Of larger files: so many characters for each list or object. Real exports have 60 and more."""


def parsed(data: bytes) -> Any:
    """The value of a JSON file; a list of the values of a JSON Lines file.

    A line that is not valid is None in that list, unless it is the first. Raises Unprocessable.
    """
    text = decode(data).removeprefix("\ufeff")
    refuse_too_many(text)
    try:
        return json.loads(text)
    except (ValueError, RecursionError) as error:
        lines = [line for line in text.split("\n") if line.strip()]
        if len(lines) < 2 or _line(lines[0]) is None:
            raise Unprocessable("The file is not valid JSON.") from error
    return [_line(line) for line in lines]


def refuse_too_many(text: str) -> None:
    """Raises Unprocessable for JSON that would take far more memory than its text."""
    if text.count("[") + text.count("{") > max(LISTS_ANYWAY, len(text) // CHARACTERS_A_LIST):
        raise Unprocessable("The JSON has too many lists and objects for its size.")


def _line(line: str) -> Any:
    try:
        return json.loads(line)
    except (ValueError, RecursionError):
        return None

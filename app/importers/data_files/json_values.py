"""The bytes of a JSON or JSON Lines file as values."""

import json
from typing import Any

from app.errors import Unprocessable
from app.text.canonical import decode


def parsed(data: bytes) -> Any:
    """The value of a JSON file; a list of the values of a JSON Lines file.

    A line that is not valid is None in that list, unless it is the first. Raises Unprocessable.
    """
    text = decode(data).removeprefix("\ufeff")
    try:
        return json.loads(text)
    except (ValueError, RecursionError) as error:
        lines = [line for line in text.split("\n") if line.strip()]
        if len(lines) < 2 or _line(lines[0]) is None:
            raise Unprocessable("The file is not valid JSON.") from error
    return [_line(line) for line in lines]


def _line(line: str) -> Any:
    try:
        return json.loads(line)
    except (ValueError, RecursionError):
        return None

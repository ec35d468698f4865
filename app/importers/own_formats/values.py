"""Values of a file that anybody may have edited: taken where they are what they should be.

What is wrong raises Unprocessable with a sentence; the caller decides what it costs.
"""

import math
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Any

from app.errors import Unprocessable
from app.text.canonical import canonical

DEPTH_MAX = 6
TEXT_MAX_CHARACTERS = 10_000
"""Of a value that is no article's text or note. Not tuned."""
_LARGEST = 2**53
"""Numbers beyond are not the same in every program."""
_EARLIEST, _LATEST = 1970, 9000  # years that either database stores


def mapping(value: Any, what: str) -> Mapping[str, Any]:
    """A JSON object. Raises Unprocessable."""
    if not isinstance(value, dict):
        raise Unprocessable(f"“{what}” must be an object.")
    return value


def items(value: Any, what: str) -> list[Any]:
    """A list; none for null. Raises Unprocessable."""
    if value is None:
        return []
    if not isinstance(value, list):
        raise Unprocessable(f"“{what}” must be a list.")
    return value


def text(value: Any, what: str, longest: int = TEXT_MAX_CHARACTERS) -> str:
    """A text, canonical. Raises Unprocessable."""
    if not isinstance(value, str) or len(value) > longest:
        raise Unprocessable(f"“{what}” must be text of at most {longest:,} characters.")
    return canonical(value)


def optional_text(value: Any, what: str, longest: int = TEXT_MAX_CHARACTERS) -> str | None:
    """A text or None. Raises Unprocessable."""
    return None if value is None else text(value, what, longest)


def texts(value: Any, what: str) -> tuple[str, ...]:
    """A list of texts; none for null. Raises Unprocessable."""
    return tuple(text(one, what) for one in items(value, what))


def integer(value: Any, what: str, least: int = 0, most: int = 2**31 - 1) -> int:
    """A whole number between two, both inclusive. Raises Unprocessable."""
    if type(value) is not int or not least <= value <= most:
        raise Unprocessable(f"“{what}” must be a whole number from {least:,} to {most:,}.")
    return value


def share(value: Any, what: str) -> float:
    """A number from 0 to 1. Raises Unprocessable."""
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= 1:
        raise Unprocessable(f"“{what}” must be a number from 0 to 1.")
    return float(value)


def span(value: Mapping[str, Any], length: int) -> tuple[int, int]:
    """`start` and `end`, not empty and inside a text of this length. Raises Unprocessable."""
    start = integer(value.get("start"), "start")
    end = integer(value.get("end"), "end")
    if not start < end <= length:
        raise Unprocessable(f"The span from {start:,} to {end:,} is not inside the text.")
    return start, end


def time(value: Any, what: str) -> datetime | None:
    """A time with its zone, or None. Raises Unprocessable."""
    if value is None:
        return None
    try:
        parsed = datetime.fromisoformat(text(value, what))
    except ValueError as error:
        raise Unprocessable(f"“{what}” must be a time in ISO 8601.") from error
    if parsed.tzinfo is None or not _EARLIEST <= parsed.year <= _LATEST:
        raise Unprocessable(f"“{what}” must be a time with a time zone.")
    return parsed.astimezone(UTC)


def is_true(value: Any) -> bool:
    """Whether a value is true; anything else, such as a word, is not."""
    return value is True


def json_value(value: Any, depth: int = 0) -> Any:
    """Any JSON with canonical texts. Raises Unprocessable for what no database stores."""
    if depth > DEPTH_MAX:
        raise Unprocessable(f"Values may be nested at most {DEPTH_MAX} levels deep.")
    if isinstance(value, str):
        return text(value, "value")
    if isinstance(value, dict):
        return {text(k, "key"): json_value(v, depth + 1) for k, v in value.items()}
    if isinstance(value, list):
        return [json_value(one, depth + 1) for one in value]
    is_number = isinstance(value, int | float)
    if is_number and not (math.isfinite(value) and abs(value) <= _LARGEST):
        raise Unprocessable("A number is too large.")
    return value


def first(values: Iterable[Any]) -> Any:
    """The first of these that is not None."""
    return next((value for value in values if value is not None), None)

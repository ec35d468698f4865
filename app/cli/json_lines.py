"""One line of JSON in, one line out: what can be read is finite, and what is written is UTF-8."""

import json
from collections.abc import Iterable, Iterator
from math import isfinite
from typing import Any, NoReturn

from app.errors import Unprocessable


def parsed(line: bytes) -> Any:
    """The value of a line. Raises ValueError, RecursionError, and Unprocessable for infinity."""
    return json.loads(line, parse_constant=_refuse, parse_float=_finite)


def one_line(value: object) -> str:
    """A value as one line, also where one of its strings has a lone surrogate.

    UTF-8 cannot encode that; JSON can escape it.
    """
    line = json.dumps(value, ensure_ascii=False)
    try:
        line.encode("utf-8")
    except UnicodeEncodeError:
        return json.dumps(value)
    return line


def nonempty(lines: Iterable[bytes]) -> Iterator[bytes]:
    """The lines that hold anything."""
    return (line for line in lines if line.strip())


def _refuse(number: str) -> NoReturn:
    raise Unprocessable(f"{number} is not valid JSON.")


def _finite(number: str) -> float:
    """The number, unless it is too large for a float: printed again, it would be invalid JSON."""
    value = float(number)
    return value if isfinite(value) else _refuse(number)

"""The researcher's pipe: one JSON line in, one JSON line of annotations out; no database."""

import json
import re
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from datetime import date
from itertools import islice
from math import isfinite
from multiprocessing import get_context
from typing import Any, BinaryIO, NoReturn, TextIO

from app import layers
from app.errors import GlossError, Unprocessable
from app.importers.text import structure
from app.layers.base import Doc
from app.text.language import believed

LINES_AT_ONCE = 64
_LONE = re.compile(r"[\ud800-\udfff]")


def annotate_lines(lines: BinaryIO, out: TextIO, all_: bool, workers: int, threads: int = 1) -> int:
    """One JSON line out for each line in, in the same order; how many could not be read (their place holds an error)."""
    bad = 0
    for told in _annotated(_nonempty(lines), all_, workers, threads):
        bad += "error" in told
        line = json.dumps(told, ensure_ascii=False)
        out.write((json.dumps(told) if _LONE.search(line) else line) + "\n")
        out.flush()
    return bad


def _nonempty(lines: BinaryIO) -> Iterator[bytes]:
    return (line for line in lines if line.strip())


def _annotated(
    lines: Iterator[bytes], all_: bool, workers: int, threads: int
) -> Iterator[dict[str, Any]]:
    if workers == 1:
        yield from (annotate_line(line, all_, threads) for line in lines)
        return
    with ProcessPoolExecutor(workers, mp_context=get_context("spawn")) as pool:
        while batch := list(islice(lines, LINES_AT_ONCE)):
            yield from pool.map(
                annotate_line, batch, [all_] * len(batch), [threads] * len(batch), chunksize=4
            )


def annotate_line(line: bytes, all_: bool, threads: int = 1) -> dict[str, Any]:
    """The annotations and doubts of one JSON line; an `error` in their place when it cannot be read."""
    given: Any = None
    try:
        given = json.loads(line, parse_constant=_refused, parse_float=_finite)
        text, doc = _doc(given)
        found = layers.annotate(replace(doc, threads=threads), all_=all_)
    except (ValueError, GlossError, RecursionError) as error:
        name = given.get("id") if isinstance(given, dict) else None
        return {
            "id": name,
            "annotations": [],
            "doubts": [],
            "error": str(error) or "too deeply nested",
        }
    told: dict[str, Any] = {
        "id": given.get("id"),
        "annotations": [f.as_json(text, layers.threshold(f.layer)) for f in found.findings],
        "doubts": [doubt.as_json(text) for _, doubt in found.doubts],
    }
    return told | {"failures": found.failures} if found.failures else told


def _refused(constant: str) -> NoReturn:
    raise Unprocessable(f"{constant} is no JSON.")


def _finite(number: str) -> float:
    """The number.

    Raises Unprocessable for one that floats cannot hold: it would be printed as something that is
    no JSON.
    """
    return float(number) if isfinite(float(number)) else _refused(number)


def _doc(given: Any) -> tuple[str, Doc]:
    """The text of one line as it was given, and its Doc, in which lone surrogates are U+FFFD. Raises Unprocessable naming what is wrong."""
    if not isinstance(given, dict) or not isinstance(given.get("text"), str):
        raise Unprocessable("A line is an object with a string `text`.")
    day, language, text = given.get("date"), given.get("language"), given["text"]
    if day is not None and not isinstance(day, str):
        raise Unprocessable("`date` is a string, YYYY-MM-DD.")
    if language is not None and not isinstance(language, str):
        raise Unprocessable("`language` is a string.")
    try:
        declared = date.fromisoformat(day[:10]) if day else None
    except ValueError as error:
        raise Unprocessable(f"`date` is YYYY-MM-DD, not {day!r}.") from error
    whole = _LONE.sub("\ufffd", text)
    return text, Doc(
        whole, believed(language, whole), declared, structure(whole), declared_language=language
    )

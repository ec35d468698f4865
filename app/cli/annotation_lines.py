"""The researcher's pipe: one JSON line in, one JSON line of annotations out; no database."""

import re
from dataclasses import replace
from datetime import date
from functools import partial
from typing import Any, BinaryIO, NamedTuple, TextIO

from app import layers
from app.cli import json_lines
from app.engines.model.choice import DEFAULT, ModelChoice
from app.errors import GlossError, Unprocessable
from app.importers.text import structure
from app.layers.base import Doc
from app.process_pool import in_order
from app.text.language import believed

_ENDED = "The process that annotated it ended unexpectedly."
_SURROGATE = re.compile(r"[\ud800-\udfff]")


class LineCounts(NamedTuple):
    """How many lines could not be read, and on how many others a layer failed."""

    unreadable: int
    incomplete: int


def annotate_lines(
    lines: BinaryIO,
    output: TextIO,
    all_: bool,
    workers: int,
    model: ModelChoice = DEFAULT,
    most_words: int | None = None,
) -> LineCounts:
    """Writes one JSON line for each line in, in the same order."""
    unreadable = incomplete = 0
    annotate = partial(annotate_line, all_=all_, model=model, most_words=most_words)
    for answer in in_order(annotate, json_lines.nonempty(lines), workers, ended=_ended):
        unreadable += "error" in answer
        incomplete += "failures" in answer
        output.write(json_lines.one_line(answer) + "\n")
        output.flush()
    return LineCounts(unreadable, incomplete)


def annotate_line(
    line: bytes, all_: bool, model: ModelChoice = DEFAULT, most_words: int | None = None
) -> dict[str, Any]:
    """The annotations and doubts of one JSON line, or an `error` if it cannot be read.

    Of a text of more than `most_words` the beginning is annotated, and a doubt says so.
    """
    request: Any = None
    try:
        request = json_lines.parsed(line)
        text, doc = _doc(request)
        annotated = layers.annotate(replace(doc, model=model, most_words=most_words), all_=all_)
    except (ValueError, GlossError, RecursionError) as error:
        return _failed(request, str(error) or "too deeply nested")
    answer: dict[str, Any] = {
        "id": request.get("id"),
        "annotations": [f.as_json(text, layers.threshold(f.layer)) for f in annotated.findings],
        "doubts": [doubt.as_json(text) for _, doubt in annotated.doubts],
    }
    if annotated.failures:
        answer["failures"] = annotated.failures
    return answer


def _failed(request: Any, reason: str) -> dict[str, Any]:
    id_ = request.get("id") if isinstance(request, dict) else None
    return {"id": id_, "annotations": [], "doubts": [], "error": reason}


def _ended(line: bytes) -> dict[str, Any]:
    """The answer to a line that ends whatever process annotates it."""
    return _failed(json_lines.parsed(line), _ENDED)


def _doc(request: Any) -> tuple[str, Doc]:
    """The text of a line as it was passed, and its Doc, in which lone surrogates are U+FFFD.

    Raises Unprocessable naming what is wrong.
    """
    if not isinstance(request, dict) or not isinstance(request.get("text"), str):
        raise Unprocessable("Each line must be an object with a string `text`.")
    text, language = request["text"], request.get("language")
    if language is not None and not isinstance(language, str):
        raise Unprocessable("`language` must be a string.")
    declared_date = _declared_date(request.get("date"))
    # One code point for one, so that offsets into the Doc are offsets into the text.
    clean = _SURROGATE.sub("\ufffd", text)
    return text, Doc(
        clean,
        believed(language, clean),
        declared_date,
        structure(clean),
        declared_language=language,
    )


def _declared_date(value: Any) -> date | None:
    """The day of a `date` field, which may carry a time. Raises Unprocessable."""
    if value is not None and not isinstance(value, str):
        raise Unprocessable("`date` must be a string, YYYY-MM-DD.")
    if not value:
        return None
    try:
        return date.fromisoformat(value[:10])
    except ValueError as error:
        raise Unprocessable(f"`date` must be YYYY-MM-DD, not {value!r}.") from error

"""What an importer reads, as JSON: of one file or address, or of a file for each line in."""

from dataclasses import replace
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any, BinaryIO, TextIO

from app import fetch, importers, layers
from app.bulk_import.items import is_address
from app.cli import json_lines
from app.cli.inputs import read_bytes
from app.errors import GlossError, Unprocessable
from app.importers.base import Draft
from app.layers import dates, language_of_record
from app.layers.base import Doc
from app.process_pool import in_order
from app.settings import Settings
from app.text.language import believed
from app.text.spans import Doubt

_ENDED = "The process that read it ended unexpectedly."


def extract(settings: Settings, item: str, url: str | None) -> list[dict[str, Any]]:
    """The Drafts in a file or at a web address. Raises what reading them raises."""
    longest = settings.text_max_characters
    if is_address(item):
        page = fetch.fetch(item, settings)
        drafts = importers.read(
            page.data,
            media_type=page.content_type,
            url=page.url,
            longest=longest,
            fetched=True,
        )
    else:
        drafts = _drafts(settings, item, url)
    return [_as_json(draft) for draft in drafts]


def extract_lines(settings: Settings, lines: BinaryIO, output: TextIO, workers: int) -> int:
    """Writes one JSON line for each line in, in the same order; returns how many had an error.

    A line names a file: `{"id", "path", "url"?}`. Its answer is `{"id", …the Draft}`, with the
    doubts of the layers too, or `{"id", "error"}`. Of several articles in one file the first is
    the answer, and `others` are the rest. With one worker each answer is written before the next
    line is read.
    """
    failed = 0
    answer = partial(extract_line, settings=settings)
    for extracted in in_order(answer, json_lines.nonempty(lines), workers, ended=_ended):
        failed += "error" in extracted
        output.write(json_lines.one_line(extracted) + "\n")
        output.flush()
    return failed


def extract_line(line: bytes, *, settings: Settings) -> dict[str, Any]:
    """The answer to one JSON line."""
    request: Any = None
    try:
        request = json_lines.parsed(line)
        path, url = _file_of(request)
        drafts = _drafts(settings, path, url)
        first, *others = [_with_layer_doubts(draft, settings) for draft in drafts]
    except (ValueError, GlossError, RecursionError) as error:
        return _failed(request, str(error) or "too deeply nested")
    except Exception as error:  # noqa: BLE001 - one line must never stop the rest
        return _failed(request, f"Could not be read: {type(error).__name__}.")
    answer = {"id": request.get("id")} | first
    return answer | {"others": others} if others else answer


def _failed(request: Any, reason: str) -> dict[str, Any]:
    return {"id": request.get("id") if isinstance(request, dict) else None, "error": reason}


def _ended(line: bytes) -> dict[str, Any]:
    """The answer to a line that ends whatever process reads its file."""
    return _failed(json_lines.parsed(line), _ENDED)


def _file_of(request: Any) -> tuple[str, str | None]:
    """The path of a line, and the address that the file was fetched from. Raises Unprocessable."""
    if not isinstance(request, dict) or not isinstance(request.get("path"), str):
        raise Unprocessable("Each line must be an object with a string `path`.")
    url = request.get("url")
    if url is not None and not isinstance(url, str):
        raise Unprocessable("`url` must be a string.")
    if request["path"] == "-":
        raise Unprocessable("`path` must be a file.")
    return request["path"], url


def _drafts(settings: Settings, path: str, url: str | None) -> list[Draft]:
    data = read_bytes(path, settings.import_max_bytes)
    longest = settings.text_max_characters
    return importers.read(data, name=Path(path).name, url=url, longest=longest)


def _as_json(draft: Draft, doubts: tuple[Doubt, ...] = ()) -> dict[str, Any]:
    """The Draft as JSON in the language it is read in, with a doubt where another is declared."""
    doubt = language_of_record.doubt(draft.language, draft.text, draft.blocks)
    doubts = (*draft.doubts, *((doubt,) if doubt else ()), *doubts)
    language = believed(draft.language, draft.text)
    return replace(draft, doubts=doubts, language=language).as_json()


def _with_layer_doubts(draft: Draft, settings: Settings) -> dict[str, Any]:
    """The same with the doubts that annotating raises: of the language, and of the date.

    Of a text that is too long the beginning is read for them, and a doubt says so.
    """
    declared = _day(draft)
    if declared is None:
        return _as_json(draft)  # there is no date to doubt
    doc = Doc(
        draft.text,
        believed(draft.language, draft.text),
        declared,
        draft.blocks,
        declared_language=draft.language,
        most_words=settings.annotate_max_words,
    )
    annotated = layers.annotate(doc, layers=(dates.LAYER,))
    return _as_json(draft, tuple(doubt for _, doubt in annotated.doubts))


def _day(draft: Draft) -> date | None:
    try:
        return date.fromisoformat(draft.declared_date.value) if draft.declared_date else None
    except ValueError:
        return None

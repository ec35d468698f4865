"""What an import could not store: written as a report, and read again to try just those items."""

import json
from typing import Any

from app.bulk_import.items import STDIN, Item
from app.errors import BadRequest
from app.store.imports.outcomes import Awaited
from app.store.ingest.captures import Imported


def as_json(result: Imported) -> dict[str, Any]:
    """A failure on the wire.

    `source` is the file or address of an article that is one of several in it.
    """
    failure = {"item": result.item, "message": result.error}
    return failure if result.source is None else failure | {"source": result.source}


def address_as_json(awaited: Awaited) -> dict[str, Any]:
    """An address that was not fetched, on the wire."""
    return {"url": awaited.address.url, "title": awaited.address.title}


def failed_items(report: bytes) -> list[Item]:
    """The items of a report that are to be tried again, each once.

    A report is what `gloss import --json` prints, or has one failure a line. Raises BadRequest.
    """
    names = dict.fromkeys(_name(failure) for failure in _failures(report))
    return [_item(name) for name in names]


def _item(name: str) -> Item:
    return Item(name, "Standard input cannot be read again." if name == STDIN else None)


def _failures(report: bytes) -> list[Any]:
    try:
        whole = json.loads(report)
    except (ValueError, RecursionError):
        return [_parsed(line) for line in report.splitlines() if line.strip()]
    if isinstance(whole, dict) and isinstance(whole.get("failed"), list):
        return list(whole["failed"])
    return [whole]


def _parsed(line: bytes) -> Any:
    try:
        return json.loads(line)
    except (ValueError, RecursionError) as error:
        raise BadRequest("The report is not valid JSON.") from error


def _name(failure: Any) -> str:
    name = (failure.get("source") or failure.get("item")) if isinstance(failure, dict) else None
    if not isinstance(name, str) or not name:
        raise BadRequest("The report does not name the items that failed.")
    return name

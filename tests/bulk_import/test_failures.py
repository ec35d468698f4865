"""Reports of failures, and what they name again."""

import json

import pytest

from app.bulk_import.failures import as_json, failed_items
from app.bulk_import.items import Item
from app.cli.json_lines import one_line
from app.errors import BadRequest
from app.store.ingest.captures import Imported

FAILURES = [
    Imported("/news/a.txt", error="The file is empty."),
    Imported("/news/caf\udce9.txt", error="The file is empty."),
    Imported("/news/b.jsonl#2", error="No text.", source="/news/b.jsonl"),
    Imported("/news/b.jsonl#7", error="No text.", source="/news/b.jsonl"),
]
NAMES = ["/news/a.txt", "/news/caf\udce9.txt", "/news/b.jsonl"]


def test_a_report_of_either_form_names_each_item_once() -> None:
    lines = "\n".join(one_line(as_json(failure)) for failure in FAILURES)
    document = one_line({"items": [], "failed": [as_json(failure) for failure in FAILURES]})
    for report in (lines, document, json.dumps(json.loads(document), indent=2)):
        assert failed_items(report.encode()) == [Item(name) for name in NAMES]


def test_a_report_without_failures_names_nothing() -> None:
    assert failed_items(b"") == []
    assert failed_items(b'{"items": [{"id": 1}], "failed": []}') == []


def test_standard_input_cannot_be_tried_again() -> None:
    (item,) = failed_items(b'{"item": "-", "message": "The file is empty."}')
    assert item.problem == "Standard input cannot be read again."


@pytest.mark.parametrize(
    "report", [b"{", b"[1]", b"7", b'{"item": 7}', b'{"failed": [null]}', b"[" * 100_000]
)
def test_what_is_no_report_is_refused(report: bytes) -> None:
    with pytest.raises(BadRequest, match=r"^The report"):
        failed_items(report)

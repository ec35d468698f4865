"""`gloss import` of files with many parts: what it prints, how it ends, and what comes later."""

import json
from pathlib import Path
from typing import Any

import pytest

from app import fetch
from app.errors import FetchFailed
from app.fetch.requests import Fetched
from app.settings import Settings
from tests.cli.running import gloss_here, lines
from tests.parts_file import parts_file, use

URL = "https://ostra.example/"
TEXT = "The ferry left the harbour of Ostra at dawn with forty passengers on board, they say."
PARTS = (
    {"text": TEXT, "url": f"{URL}1", "highlights": ["at dawn", "at noon of another day"]},
    {"url": f"{URL}2", "title": "Two"},
    {"unreadable": "item 3"},
    {"skipped": "pictures", "count": 7},
)


@pytest.fixture
def path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    use(monkeypatch)
    export = tmp_path / "my.parts"
    export.write_bytes(parts_file(*PARTS))
    return export


def test_a_report_has_every_part_and_can_be_tried_again(path: Path) -> None:
    run = gloss_here(path.parent, "import", str(path), "--json", "--no-fetch", "--no-annotate")
    assert run.returncode == 1
    report = json.loads(run.stdout)
    (item,) = report["items"]
    assert item["item"] == f"{path}#1"
    assert item["highlights"] == {"placed": 1, "reworded": 0, "not_found": 1}
    assert report["failed"] == [
        {"item": f"{path}!item 3", "message": "It is broken.", "source": str(path)}
    ]
    assert report["not_fetched"] == [{"url": f"{URL}2", "title": "Two"}]
    assert report["skipped"] == [{"what": "pictures", "count": 7}]
    assert b"stored 1, unchanged 0, failed 1, not fetched 1, skipped pictures 7" in run.stderr
    again = path.parent / "report.json"
    again.write_bytes(run.stdout)
    arguments = ("import", "--retry", str(again), "--json", "--no-fetch", "--no-annotate")
    tried = json.loads(gloss_here(path.parent, *arguments).stdout)
    assert tried["items"] == [item | {"created": False}]


def test_a_line_without_highlights_counts_none(path: Path) -> None:
    path.write_bytes(parts_file({"text": TEXT, "url": URL, "highlights": [""]}))
    run = gloss_here(path.parent, "import", str(path), "--no-fetch", "--no-annotate")
    assert run.returncode == 0
    assert run.stdout.decode().endswith(f"{path}#1\n") or run.stdout.decode().endswith(f"{path}\n")


def test_addresses_are_fetched_or_refreshed_later(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def answer(url: str, settings: Settings, **_: Any) -> Fetched:
        if is_down:
            raise FetchFailed(f"{url} does not answer.")
        page = f"<html><body><article><h1>Two</h1><p>{TEXT}</p></article></body></html>"
        return Fetched(url, page.encode(), "text/html", "utf-8")

    monkeypatch.setattr(fetch, "fetch", answer)
    is_down = True
    run = gloss_here(path.parent, "import", str(path), "--no-annotate")
    assert run.returncode == 1
    assert b"(highlights: 1 placed, 0 reworded, 1 not found)" in run.stdout
    assert f"{URL}2: Not fetched: {URL}2 does not answer.".encode() in run.stderr
    assert lines(gloss_here(path.parent, "refresh", "--json")) == []  # not due for an hour
    is_down = False
    listed = gloss_here(path.parent, "import", str(path), "--no-annotate", "--no-fetch")
    assert f"not fetched  {URL}2\n".encode() in listed.stdout
    (asked,) = lines(gloss_here(path.parent, "refresh", "--json"))
    assert (asked["item"], asked["created"], asked["error"]) == (f"{URL}2", True, None)

"""Files of many parts: articles, addresses, captures, what is broken and what is passed over."""

from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event, func, select
from sqlmodel import col

from app import fetch
from app.bulk_import import files, reading, storing
from app.bulk_import.awaited import fetch_awaited, fetch_due
from app.bulk_import.importing import ImportOptions, import_items
from app.bulk_import.items import expanded
from app.errors import FetchFailed
from app.fetch.requests import Fetched
from app.settings import Settings
from app.store.db.library import Library
from app.store.imports import awaited_addresses, imported_fields, unplaced_notes
from app.store.imports.outcomes import HighlightCounts
from app.store.ingest.captures import Imported
from app.store.schema.annotations import Annotation
from app.store.schema.articles import Revision
from app.store.schema.imports import ArticleFields, ImportedHighlight, UnplacedNote
from tests.parts_file import parts_file, use

URL = "https://ostra.example/"
FERRY = "The ferry left the harbour of Ostra at dawn with forty passengers on board, they say."
PAGE = f"<html><title>Ferry</title><body><article><h1>Ferry</h1><p>{FERRY}</p></article></body>"
PARTS = (
    {"text": FERRY, "url": f"{URL}1", "highlights": ["left the harbour", "a green moon"]},
    {"unreadable": "item 2"},
    {"url": f"{URL}1?utm_source=feed", "tags": ["ferry"]},
    {"url": f"{URL}2", "title": "Two", "highlights": ["forty passengers"], "tags": ["later"]},
    {"skipped": "pictures", "count": 7},
    {"text": f"{FERRY} Nobody knows why.", "url": f"{URL}3"},
)


@pytest.fixture(autouse=True)
def _parts_are_read(monkeypatch: pytest.MonkeyPatch) -> None:
    use(monkeypatch)


def run(library: Library, *names: Any, **options: Any) -> list[Imported]:
    batches = import_items(library, expanded(map(str, names)), ImportOptions(**options))
    return [result for batch in batches for result in batch.results]


def written(folder: Path, *parts: dict[str, Any]) -> Path:
    path = folder / "export.parts"
    path.write_bytes(parts_file(*parts))
    return path


def described(results: list[Imported]) -> list[tuple[str, object]]:
    return [
        (
            Path(one.item).name,
            (one.stored.created if one.stored else None)
            if one.error is None and one.skipped is None and one.awaited is None
            else one.error
            or (one.skipped and (one.skipped.what, one.skipped.count))
            or (one.awaited and one.awaited.address.url),
        )
        for one in results
    ]


EXPECTED = [
    ("export.parts#1", True),
    ("export.parts!item 2", "It is broken."),
    ("export.parts#2", False),
    ("export.parts#3", f"{URL}2"),
    ("export.parts", ("pictures", 7)),
    ("export.parts#4", True),
]


@pytest.mark.parametrize("most", [1, 10**6])
def test_every_part_is_reported_and_none_is_lost(
    library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, most: int
) -> None:
    # With room for one part the file is stored part by part, in transactions of one.
    monkeypatch.setattr(reading, "HELD_PARTS", most)
    monkeypatch.setattr(storing, "MOST_PARTS", most)
    path = written(tmp_path, *PARTS)
    results = run(library, path, fetch=False)
    assert described(results) == EXPECTED
    first = results[0].stored
    assert first is not None
    assert first.highlights == HighlightCounts(1, 0, 1)
    assert {one.source for one in results} == {str(path), None}
    with library.reading() as s:
        assert imported_fields.find(s, first.article_id).tags == ("ferry",)
        (waiting,) = awaited_addresses.newest(s)
        assert waiting.address.title == "Two"
        assert [one.exact for one in waiting.address.highlights] == ["forty passengers"]
    again = run(library, path, fetch=False)
    assert [name for name, _ in described(again)] == [name for name, _ in EXPECTED]
    assert not any(one.stored.created for one in again if one.stored)
    with library.reading() as s:
        assert awaited_addresses.count(s) == 1
        assert len(awaited_addresses.newest(s)[0].address.highlights) == 1
        assert unplaced_notes.count(s) == 1


def test_addresses_are_fetched_after_the_files_or_wait_with_the_reason(
    library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []

    def answer(url: str, settings: Settings, **_: Any) -> Fetched:
        asked.append(url)
        if url == f"{URL}2":
            return Fetched(url, PAGE.encode(), "text/html", "utf-8")
        raise FetchFailed(f"{url} does not answer.")

    monkeypatch.setattr(fetch, "fetch", answer)
    path = written(tmp_path, *PARTS, {"url": f"{URL}4"})
    results = run(library, path)
    assert asked == [f"{URL}2", f"{URL}4"]
    assert [(one.item, one.error) for one in results[-2:]] == [
        (f"{URL}2", None),
        (f"{URL}4", f"Not fetched: {URL}4 does not answer."),
    ]
    stored = results[-2].stored
    assert stored is not None
    assert stored.highlights == HighlightCounts(1)
    with library.reading() as s:
        assert imported_fields.find(s, stored.article_id).tags == ("later",)
        (waiting,) = awaited_addresses.newest(s)
        assert (waiting.tries, waiting.error) == (1, f"{URL}4 does not answer.")
    assert list(fetch_due(library)) == []  # its next try is an hour away
    (again,) = fetch_awaited(library, [waiting.id])
    assert again.error is not None


def test_an_article_that_comes_otherwise_gets_what_waited_for_it(
    library: Library, tmp_path: Path
) -> None:
    run(library, written(tmp_path, *PARTS), fetch=False)
    other = tmp_path / "page.html"
    other.write_text(f'<link rel="canonical" href="{URL}2">{PAGE}')
    (result,) = run(library, other)
    assert result.stored is not None
    assert result.stored.highlights == HighlightCounts(1)
    with library.reading() as s:
        assert awaited_addresses.count(s) == 0


@pytest.mark.parametrize("statement", [*range(2, 40, 3), 60, 80])
def test_an_import_that_is_cut_off_anywhere_loses_and_doubles_nothing(
    sqlite_library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, statement: int
) -> None:
    class CutOff(BaseException):
        """As `kill -9`: what is not committed is gone."""

    remaining = statement

    def count(*_: object) -> None:
        nonlocal remaining
        remaining -= 1
        if remaining == 0:
            raise CutOff

    monkeypatch.setattr(reading, "HELD_PARTS", 1)
    monkeypatch.setattr(storing, "MOST_PARTS", 2)
    path = written(tmp_path, *PARTS)
    engine = sqlite_library.writer
    event.listen(engine, "before_cursor_execute", count)
    with suppress(CutOff):
        run(sqlite_library, path, fetch=False)
    event.remove(engine, "before_cursor_execute", count)
    run(sqlite_library, path, fetch=False)
    with sqlite_library.reading() as s:
        counts = [
            s.scalar(select(func.count()).select_from(table))
            for table in (Revision, Annotation, UnplacedNote, ArticleFields, ImportedHighlight)
        ]
        assert counts == [2, 1, 1, 1, 2]
        (waiting,) = awaited_addresses.newest(s)
        assert len(waiting.address.highlights) == 1


CAPTURES = [
    {"text": f"{FERRY} It is {hour} o’clock.", "url": URL, "at": f"2020-05-06T{hour:02}:00:00Z"}
    for hour in (9, 7, 8, 7)
]


@pytest.mark.parametrize("most", [1, 10**6])
def test_captures_are_stored_in_the_order_of_their_time_once(
    library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, most: int
) -> None:
    monkeypatch.setattr(reading, "HELD_PARTS", most)
    path = written(tmp_path, *CAPTURES)
    results = run(library, path)
    assert [one.stored and one.stored.number for one in results] == [1, 1, 2, 3]
    again = run(library, path, read_again=True)
    assert [(one.stored and one.stored.number, one.error) for one in again] == [
        (1, None),
        (1, None),
        (2, None),
        (3, None),
    ]
    with library.reading() as s:
        times = s.scalars(select(col(Revision.captured_at)).order_by(col(Revision.number)))
        assert [time.hour for time in times] == [7, 8, 9]


def test_an_older_capture_fails_but_what_came_with_it_is_kept(
    library: Library, tmp_path: Path
) -> None:
    run(library, written(tmp_path, CAPTURES[0]))
    old = {"text": FERRY, "url": URL, "at": "2019-01-02T03:04:05Z"}
    (failed,) = run(library, written(tmp_path, old))
    assert failed.error is not None
    assert failed.error.startswith("This capture of 2019-01-02 03:04 UTC is older than")
    (kept,) = run(library, written(tmp_path, old | {"highlights": ["forty passengers"]}))
    assert kept.stored is not None
    assert (kept.stored.number, kept.stored.created) == (1, False)
    assert kept.stored.highlights == HighlightCounts(1)


def test_a_file_that_breaks_off_keeps_what_came_before(
    library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading, "HELD_PARTS", 0)
    results = run(library, written(tmp_path, PARTS[0], {"raises": "It ends in the middle."}))
    assert described(results) == [
        ("export.parts#1", True),
        ("export.parts", "It ends in the middle."),
    ]


def test_a_file_with_nothing_in_it_fails(
    library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert described(run(library, written(tmp_path))) == [("export.parts", "No article found.")]
    monkeypatch.setattr(reading, "HELD_PARTS", -1)
    assert described(run(library, written(tmp_path))) == [("export.parts", "No article found.")]


def test_a_large_archive_is_read_from_the_disk_and_a_large_page_is_refused(
    sqlite_library: Library, tmp_path: Path
) -> None:
    small = sqlite_library.settings.model_copy(
        update={"import_max_bytes": 200, "archive_max_bytes": 2_000}
    )
    library = Library(small)
    path = written(tmp_path, *PARTS)
    assert described(run(library, path, fetch=False, format="parts")) == EXPECTED
    assert files.read_file(str(path), 200, 2_000, "parts").path == str(path)
    page = tmp_path / "large.html"
    page.write_text(PAGE + " " * 200)
    (result,) = run(library, page)
    assert result.error is not None
    assert "larger than 200 bytes" in result.error
    library.close()

"""Imports of many items: nothing lost, nothing doubled, nothing read twice."""

import os
import time
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import Session, col, func, select

from app import fetch, importers, pipeline
from app.bulk_import import files, importing, storing
from app.bulk_import.importing import ImportOptions, import_items
from app.bulk_import.items import expanded
from app.errors import FetchFailed
from app.fetch.requests import Fetched
from app.importers.base import Packed, Part
from app.settings import Settings
from app.store.articles import articles
from app.store.articles.access import ANYONE, EDITOR
from app.store.db.columns import now
from app.store.db.library import Library
from app.store.ingest.captures import Imported
from app.store.schema.articles import Article, Revision
from app.store.schema.imports import ImportedItem
from app.store.search import full_text

PAGE = """<html><head><title>{title}</title><link rel="canonical" href="{url}"></head><body>
<article><h1>{title}</h1><p>{text} The harbour master of Ostra said so on Monday, and the whole town
heard it from the pier to the market.</p></article></body></html>"""


@pytest.fixture(autouse=True)
def read_names(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names of files that were read by an importer; their states are trusted at once."""
    monkeypatch.setattr(files, "_SETTLED_NS", -1)
    names: list[str] = []
    read = importers.read_parts

    def counted(packed: Packed, **how: Any) -> Iterator[Part]:
        names.append(Path(packed.name or packed.url or "").name)
        return read(packed, **how)

    monkeypatch.setattr(importers, "read_parts", counted)
    return names


def run(library: Library, *names: Any, **options: Any) -> list[Imported]:
    """The outcomes of an import of everything that is named."""
    batches = import_items(library, expanded(map(str, names)), ImportOptions(**options))
    return [result for batch in batches for result in batch.results]


def outcome(results: Iterable[Imported]) -> list[tuple[str, bool | str | None]]:
    """The name of each item's file, with whether it made a revision, or the error."""
    return [(Path(r.item).name, r.stored.created if r.stored else r.error) for r in results]


def counted(library: Library) -> tuple[int, int]:
    """How many articles and revisions there are."""
    with library.reading() as s:
        n, m = (s.scalar(select(func.count()).select_from(t)) for t in (Article, Revision))
    return n or 0, m or 0


def written(folder: Path, count: int) -> Path:
    """A folder with so many files."""
    folder.mkdir(exist_ok=True)
    for n in range(count):
        (folder / f"{n:04}.txt").write_text(f"Ferry number {n} left the harbour of Ostra at dawn.")
    return folder


def test_files_are_stored_once_and_not_read_again(
    library: Library, tmp_path: Path, read_names: list[str]
) -> None:
    folder = written(tmp_path / "in", 70)
    first = run(library, folder)
    assert [r.stored.created for r in first if r.stored] == [True] * 70
    assert len(read_names) == 70
    again = run(library, folder)
    assert len(read_names) == 70
    assert outcome(again) == [(f"{n:04}.txt", False) for n in range(70)]
    assert [(r.item, r.stored and r.stored.article_id) for r in again] == [
        (r.item, r.stored and r.stored.article_id) for r in first
    ]
    assert counted(library) == (70, 70)


def test_an_import_that_ends_early_goes_on_where_it_ended(
    sqlite_library: Library,
    tmp_path: Path,
    read_names: list[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(storing, "MOST_ITEMS", 10)
    folder = written(tmp_path / "in", 40)
    batches = import_items(sqlite_library, expanded([str(folder)]), ImportOptions())
    stored = [result for _ in range(2) for result in next(batches).results]
    batches.close()  # type: ignore[attr-defined]  # a generator, as an interrupt leaves it
    assert counted(sqlite_library) == (len(stored), len(stored))
    read_names.clear()
    results = run(sqlite_library, folder)
    assert [created for _, created in outcome(results)].count(False) == len(stored)
    assert len(read_names) == 40 - len(stored)
    assert counted(sqlite_library) == (40, 40)


def test_a_changed_file_is_a_revision_and_a_touched_one_is_not_read(
    sqlite_library: Library, tmp_path: Path, read_names: list[str]
) -> None:
    page = tmp_path / "a.html"
    url = "https://ostra.example/ferry"
    page.write_text(PAGE.format(title="The ferry", url=url, text="It sailed."))
    run(sqlite_library, page)
    os.utime(page, (time.time() - 900, time.time() - 900))
    assert outcome(run(sqlite_library, page)) == [("a.html", False)]
    assert read_names == ["a.html"]
    page.write_text(PAGE.format(title="The ferry", url=url, text="It sank."))
    (changed,) = run(sqlite_library, page)
    assert changed.stored is not None
    assert (changed.stored.number, changed.stored.created) == (2, True)
    assert outcome(run(sqlite_library, page)) == [("a.html", False)]
    assert len(read_names) == 2


def test_a_file_changed_with_its_size_and_time_kept_is_read(
    sqlite_library: Library, tmp_path: Path
) -> None:
    file = tmp_path / "a.txt"
    file.write_text("The ferry sailed at dawn.")
    os.utime(file, (1_000_000_000, 1_000_000_000))
    run(sqlite_library, file)
    time.sleep(0.02)  # the clock of a file system is coarse
    file.write_text("The ferry sailed at noon.")
    os.utime(file, (1_000_000_000, 1_000_000_000))
    assert outcome(run(sqlite_library, file)) == [("a.txt", True)]


def test_a_moved_folder_is_known_by_its_bytes(
    sqlite_library: Library, tmp_path: Path, read_names: list[str]
) -> None:
    folder = written(tmp_path / "in", 3)
    run(sqlite_library, folder)
    folder.rename(tmp_path / "moved")
    assert outcome(run(sqlite_library, tmp_path / "moved")) == [
        (f"{n:04}.txt", False) for n in range(3)
    ]
    assert len(read_names) == 3


def test_bytes_that_are_no_longer_the_newest_revision_become_one_again(
    sqlite_library: Library, tmp_path: Path
) -> None:
    url = "https://ostra.example/ferry"
    first, second, third = (tmp_path / f"{n}.html" for n in "abc")
    first.write_text(PAGE.format(title="The ferry", url=url, text="It sailed."))
    second.write_text(PAGE.format(title="The ferry", url=url, text="It sank."))
    third.write_bytes(first.read_bytes())
    results = run(sqlite_library, first, second, third)
    assert [r.stored.number for r in results if r.stored] == [1, 2, 3]


def test_two_files_of_one_address_do_not_take_turns_at_every_import(
    library: Library, tmp_path: Path
) -> None:
    url = "https://ostra.example/ferry"
    for name, text in (("a.html", "It sailed."), ("b.html", "It sank.")):
        (tmp_path / name).write_text(PAGE.format(title="The ferry", url=url, text=text))
    names = [tmp_path / "a.html", tmp_path / "b.html"]
    assert outcome(run(library, *names)) == [("a.html", True), ("b.html", True)]
    assert outcome(run(library, *names)) == [("a.html", False), ("b.html", False)]
    assert counted(library) == (1, 2)


def test_the_same_file_twice_in_one_import_is_one_article(
    sqlite_library: Library, tmp_path: Path
) -> None:
    file = written(tmp_path / "in", 1) / "0000.txt"
    results = run(sqlite_library, file, file, tmp_path / "in" / ".." / "in" / "0000.txt")
    assert [created for _, created in outcome(results)] == [True, False, False]
    assert counted(sqlite_library) == (1, 1)


def test_what_fails_is_named_stops_nothing_and_is_tried_again(
    sqlite_library: Library, tmp_path: Path, read_names: list[str]
) -> None:
    folder = written(tmp_path / "in", 2)
    (folder / "0000a.txt").write_bytes(b"")
    (folder / "0000b.txt").symlink_to("nowhere")
    for _ in range(2):
        results = run(sqlite_library, folder)
        assert [r.error for r in results] == [
            None,
            "The file is empty.",
            f"Cannot read {folder / '0000b.txt'}: No such file or directory.",
            None,
        ]
    (folder / "0000a.txt").write_text("Now it has words of its own.")
    assert ("0000a.txt", True) in outcome(run(sqlite_library, folder))


def test_what_the_library_refuses_takes_nothing_of_its_batch_along(
    library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = written(tmp_path / "in", 5)
    index_new = full_text.index_new

    def refusing(s: Session, revisions: Sequence[Revision]) -> None:
        index_new(s, revisions)
        if any("number 2" in revision.text for revision in revisions):
            s.add(Article(identity="https://ostra.example/", visibility="nobody"))
            s.flush()

    monkeypatch.setattr(full_text, "index_new", refusing)
    results = run(library, folder)
    assert [r.error is None for r in results] == [True, True, False, True, True]
    assert "The library refused it" in (results[2].error or "")
    assert counted(library) == (4, 4)
    monkeypatch.setattr(full_text, "index_new", index_new)
    assert [created for _, created in outcome(run(library, folder))] == [
        *(False, False, True, False, False)
    ]


def test_a_withdrawn_article_is_not_known_any_more(library: Library, tmp_path: Path) -> None:
    file = written(tmp_path / "in", 1) / "0000.txt"
    (result,) = run(library, file)
    assert result.stored is not None
    pipeline.withdraw(library, result.stored.article_id)
    with library.reading() as s:
        assert s.scalars(select(ImportedItem)).all() == []
    ((_, reason),) = outcome(run(library, file))
    assert "withdrawn" in str(reason)


def test_a_private_import_stays_private(sqlite_library: Library, tmp_path: Path) -> None:
    file = written(tmp_path / "in", 1) / "0000.txt"
    for visibility in ("private", "private", "public"):
        (result,) = run(sqlite_library, file, visibility=visibility)
        assert result.stored is not None
        with sqlite_library.reading() as s:
            assert articles.newest(s, ANYONE).items == []
            assert len(articles.newest(s, EDITOR).items) == 1


def test_a_public_article_is_not_taken_for_a_private_import(
    sqlite_library: Library, tmp_path: Path
) -> None:
    file = written(tmp_path / "in", 1) / "0000.txt"
    run(sqlite_library, file)
    (result,) = run(sqlite_library, file, visibility="private")
    assert "already public" in (result.error or "")


def test_everything_is_read_again_when_it_is_asked_for(
    sqlite_library: Library, tmp_path: Path, read_names: list[str]
) -> None:
    folder = written(tmp_path / "in", 3)
    run(sqlite_library, folder)
    results = run(sqlite_library, folder, read_again=True)
    assert [created for _, created in outcome(results)] == [False] * 3
    assert len(read_names) == 6


def test_another_version_of_the_program_reads_again(
    sqlite_library: Library,
    tmp_path: Path,
    read_names: list[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    folder = written(tmp_path / "in", 2)
    run(sqlite_library, folder)
    monkeypatch.setattr(importing, "__version__", "99")
    run(sqlite_library, folder)
    assert len(read_names) == 4


class Web:
    """Pages by address, and which were fetched."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, **pages: str) -> None:
        self.pages = {f"https://{host}.example/": text for host, text in pages.items()}
        self.fetched: list[str] = []
        monkeypatch.setattr(fetch, "fetch", self.fetch)

    def fetch(self, url: str, settings: Settings, *, crawling: bool) -> Fetched:
        assert crawling
        self.fetched.append(url)
        if url not in self.pages:
            raise FetchFailed(f"Could not fetch {url}: its server answered 404 Not Found.")
        page = PAGE.format(title="The ferry", url=url, text=self.pages[url])
        return Fetched(url, page.encode(), "text/html", "utf-8")


def test_addresses_are_fetched_anew_by_the_next_import(
    sqlite_library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    web = Web(monkeypatch, ostra="It sailed.", sund="It sank.")
    names = [*web.pages, "https://none.example/"]
    results = run(sqlite_library, *names)
    assert [r.item for r in results] == names
    assert [bool(r.stored) for r in results] == [True, True, False]
    run(sqlite_library, *names)
    assert sorted(web.fetched) == sorted(names * 2)
    with sqlite_library.reading() as s:
        assert s.scalars(select(ImportedItem)).all() == []
        origins = s.scalars(select(col(Revision.origin)).order_by(col(Revision.id)))
        assert list(origins) == list(web.pages)


def test_addresses_of_an_import_that_ended_early_are_passed_over_for_a_day(
    sqlite_library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(storing, "MOST_ITEMS", 1)
    web = Web(monkeypatch, ostra="It sailed.", sund="It sank.")
    interrupted = import_items(sqlite_library, expanded(web.pages), ImportOptions())
    assert len(next(interrupted).results) == 1
    interrupted.close()  # type: ignore[attr-defined]  # a generator, as an interrupt leaves it
    web.fetched.clear()
    run(sqlite_library, *web.pages)
    assert web.fetched == ["https://sund.example/"]
    run(sqlite_library, *web.pages)  # the last one was whole
    assert len(web.fetched) == 3


def test_an_address_that_was_left_a_while_ago_is_fetched_anew(
    sqlite_library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    web = Web(monkeypatch, ostra="It sailed.")
    interrupted = import_items(sqlite_library, expanded(web.pages), ImportOptions())
    next(interrupted)
    interrupted.close()  # type: ignore[attr-defined]  # a generator, as an interrupt leaves it
    web.pages["https://ostra.example/"] = "It sank."
    later = now() + importing.RESUMED_WITHIN
    monkeypatch.setattr(importing, "now", lambda: later)
    (result,) = run(sqlite_library, *web.pages)
    assert result.stored is not None
    assert result.stored.number == 2


def test_a_host_is_asked_for_one_address_at_a_time(
    sqlite_library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    web = Web(monkeypatch, ostra="It sailed.")
    busy: list[str] = []

    def slow(url: str, settings: Settings, *, crawling: bool) -> Fetched:
        assert not busy
        busy.append(url)
        time.sleep(0.01)
        busy.remove(url)
        return web.fetch("https://ostra.example/", settings, crawling=crawling)

    monkeypatch.setattr(fetch, "fetch", slow)
    results = run(sqlite_library, *(f"https://ostra.example/{n}" for n in range(6)))
    assert [r.error for r in results] == [None] * 6


def test_outcomes_come_in_order_and_memory_holds_only_some(
    sqlite_library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(importing, "AT_ONCE", 7)
    folder = written(tmp_path / "in", 30)
    taken = 0

    def counting() -> Iterator[Any]:
        nonlocal taken
        for item in expanded([str(folder)]):
            taken += 1
            yield item

    done = 0
    for batch in import_items(sqlite_library, counting(), ImportOptions()):
        done += batch.items
        assert taken - done <= 7
    assert done == taken == 30


@pytest.mark.slow
def test_the_number_of_workers_changes_nothing(
    library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = written(tmp_path / "in", 60)
    (folder / "0030a.txt").write_bytes(b"")
    results = run(library, folder, workers=2)
    assert [Path(r.item).name for r in results] == sorted(p.name for p in folder.iterdir())
    assert [r.item for r in results if r.error] == [str(folder / "0030a.txt")]
    with library.reading() as s:
        texts = list(s.scalars(select(col(Revision.text)).order_by(col(Revision.id))))
    assert texts == [f"Ferry number {n} left the harbour of Ostra at dawn." for n in range(60)]

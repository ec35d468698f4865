"""Imports that no bad item stops, annotation that can be interrupted, a demo loaded once."""

import sys
from collections.abc import Iterator
from contextlib import AbstractContextManager
from pathlib import Path

import pytest
from sqlmodel import Session, select

from app import layers, pipeline
from app.cli import demo
from app.errors import GlossError, TooLarge, Unprocessable, Unsupported
from app.layers.base import Doc, Earlier, Finding
from app.settings import Settings
from app.store.annotations import runs
from app.store.articles import addresses, articles
from app.store.articles.access import ANYONE, EDITOR
from app.store.db.columns import now
from app.store.db.library import Library
from app.store.entities import entities
from app.store.imports.outcomes import HighlightCounts
from app.store.schema.annotations import AnnotationRun
from app.store.schema.articles import Article
from app.store.statements import statements
from tests.building import Names, draft, ingest, stub_layers
from tests.parts_file import parts_file, use

__all__ = ["stub_layers"]

DEMO = """---
title: "{title}"
publisher: The Averil Courier
date: {date}
source_url: https://courier.example/{name}
language: en
---
{text}
"""


def test_a_file_is_imported_and_annotated_once(library: Library, stub_layers: None) -> None:
    (first,) = pipeline.import_bytes(
        library, library.settings, "“We sail,” Ida Fenwick said.".encode(), name="a.txt"
    )
    (again,) = pipeline.import_bytes(
        library, library.settings, "“We sail,” Ida Fenwick said.".encode(), name="b.txt"
    )
    assert first.stored is not None
    assert again.stored is not None
    assert (first.item, first.error, first.stored.created) == ("a.txt", None, True)
    assert (again.stored.created, again.stored.article_id) == (False, first.stored.article_id)
    with library.reading() as s:
        assert len(statements.quotes(s, ANYONE).items) == 1
        assert articles.with_revision(s, ANYONE, first.stored.article_id)[1].origin == "a.txt"


@pytest.mark.parametrize("data", [b"", b"\0\0\0", b"   \n\n  "])
def test_a_file_without_words_is_named_with_its_reason(
    sqlite_library: Library, data: bytes
) -> None:
    report = pipeline.import_bytes(sqlite_library, sqlite_library.settings, data, name="bad.txt")
    assert report.stored == []
    ((item, reason),) = report.failed
    assert item == "bad.txt"
    assert reason


def test_what_is_over_a_limit_is_refused_by_name(sqlite_library: Library) -> None:
    small = Settings(data=sqlite_library.settings.data, import_max_bytes=10)
    ((_, reason),) = pipeline.import_bytes(
        sqlite_library, small, b"eleven bytes", name="a.txt"
    ).failed
    assert "limit of 10" in reason
    with pytest.raises(TooLarge, match="the limit is 2,000,000"):
        pipeline.ingest(sqlite_library, draft("a" * 2_000_001))


def test_a_withdrawn_article_in_a_file_is_named_with_its_reason(
    sqlite_library: Library, stub_layers: None
) -> None:
    stored = ingest(sqlite_library, "Some words.")
    pipeline.withdraw(sqlite_library, stored.article_id)
    ((_, reason),) = pipeline.import_bytes(
        sqlite_library, sqlite_library.settings, b"Some words.", name="a.txt"
    ).failed
    assert "withdrawn" in reason


@pytest.mark.parametrize("parameter", ["ref=home", "source=feed", "smid=tw", "xtor=RSS-1"])
def test_an_address_withdrawn_with_a_parameter_that_was_kept_then_is_not_imported(
    sqlite_library: Library, parameter: str
) -> None:
    page = "https://courier.example/news/pier-reopens"
    former = f"{page}?{parameter}"
    with sqlite_library.writing() as s:
        s.add(Article(identity=addresses.tombstone(former), withdrawn_at=now()))
    words = b"The pier reopens, the harbour office said."
    in_file = DEMO.format(title="Pier", date="2031-02-03", name="x", text=words.decode()).replace(
        "https://courier.example/x", former
    )
    for data, url in ((words, former), (words, f"{former}&utm_source=x"), (in_file.encode(), None)):
        report = pipeline.import_bytes(sqlite_library, sqlite_library.settings, data, url=url)
        assert ["withdrawn" in reason for _, reason in report.failed] == [True]
    (other,) = pipeline.import_bytes(
        sqlite_library, sqlite_library.settings, words, url=page, annotate=False
    )
    assert other.stored is not None


def test_the_language_is_what_is_declared_else_what_is_detected(sqlite_library: Library) -> None:
    english = (
        "The harbour master said that the ship would sail at dawn and that nobody was to be "
        "left behind."
    )
    report = pipeline.import_bytes(
        sqlite_library, sqlite_library.settings, english.encode(), name="a.txt", annotate=False
    )
    short = pipeline.ingest(sqlite_library, draft("Short."))
    with sqlite_library.reading() as s:
        _, detected = articles.with_revision(s, ANYONE, report.stored[0].article_id)
        _, declared = articles.with_revision(s, ANYONE, short.article_id)
    assert (detected.declared_language, detected.language) == (None, "en")
    assert (declared.declared_language, declared.language) == ("en", "en")


class Broken:
    """A layer that fails on every text."""

    name, label, card, engine, version, threshold = "claim", "Claims", None, "broken", "1", 0.5
    kinds: tuple[str, ...] = ()

    def find(self, doc: Doc, earlier: Earlier) -> Iterator[Finding]:
        raise ValueError("boom")


def test_a_failing_layer_is_recorded_and_stops_nothing(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(layers, "LAYERS", (Names(), Broken()))
    stored = ingest(library, "Ida Fenwick came.")
    with library.reading() as s:
        (failed,) = s.exec(select(AnnotationRun).where(AnnotationRun.state == "failed")).all()
        assert (failed.layer, failed.error) == ("claim", "ValueError: boom")
        assert runs.finished(s, stored.revision_id, ["entity", "claim"])
        assert [e.name for e in entities.find_all(s, ANYONE).items] == ["Ida Fenwick"]


def test_an_interrupted_annotation_goes_on_where_it_ended(
    library: Library, stub_layers: None
) -> None:
    for n in range(5):
        ingest(library, f"Text {n}.", annotated=False)
    seen: list[tuple[int, int]] = []

    def interrupt(done: int, total: int) -> None:
        seen.append((done, total))
        if done == 2:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        pipeline.annotate_pending(library, progress=interrupt)
    assert pipeline.annotate_pending(library, progress=lambda *at: seen.append(at)) == 3
    assert seen == [(1, 5), (2, 5), (1, 3), (2, 3), (3, 3)]
    assert pipeline.annotate_pending(library) == 0
    assert pipeline.annotate_pending(library, everything=True) == 5


@pytest.mark.slow
def test_workers_compute_and_one_process_writes(sqlite_library: Library) -> None:
    for n in range(6):
        ingest(
            sqlite_library, f"“Number {n} is here,” said Ida Fenwick on Monday.", annotated=False
        )
    assert pipeline.annotate_pending(sqlite_library, workers=2) == 6
    with sqlite_library.reading() as s:
        assert runs.pending(s, pipeline.versions(sqlite_library)) == []


def test_a_scheduler_without_the_extra_is_refused_by_its_name(
    sqlite_library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(Unsupported, match="cluster"):
        pipeline.annotate_pending(sqlite_library, scheduler="tcp://127.0.0.1:1")


def test_annotating_an_unknown_revision_is_refused(library: Library, stub_layers: None) -> None:
    with pytest.raises(Unprocessable, match="no revision 9"):
        pipeline.annotate_revision(library, 9)


def test_an_article_withdrawn_while_its_layers_run_stays_withdrawn(
    library: Library, stub_layers: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    stored = ingest(library, "Ida Fenwick came.", annotated=False)

    class Withdrawing(Names):
        def find(self, doc: Doc, earlier: Earlier) -> Iterator[Finding]:
            pipeline.withdraw(library, stored.article_id)
            return super().find(doc, earlier)

    monkeypatch.setattr(layers, "LAYERS", (Withdrawing(),))
    pipeline.annotate_revision(library, stored.revision_id)
    with library.reading() as s:
        assert entities.find_all(s, EDITOR).items == []


def test_the_demo_is_loaded_once_by_date_with_its_revisions(
    library: Library, tmp_path: Path, stub_layers: None
) -> None:
    for name, date, words in (
        ("b", "2029-01-01", "Ida Fenwick came."),
        ("a", "2029-01-02", "Silas Thorne came."),
        ("b.r2", "2029-01-01", "Ida Fenwick left."),
    ):
        (tmp_path / f"{name}.md").write_text(
            DEMO.format(title=name, date=date, name=name.partition(".")[0], text=words),
            encoding="utf-8",
        )
    assert demo.load(library, tmp_path)
    assert not demo.load(library, tmp_path)
    with library.reading() as s:
        found = articles.newest(s, ANYONE).items
        assert [(a.id, a.title) for a in found] == [(2, "a"), (1, "b.r2")]
        assert [r.number for r in articles.revisions(s, 1)] == [1, 2]
        assert runs.pending(s, pipeline.versions(library)) == []


def test_a_broken_demo_loads_nothing_and_can_be_loaded_later(
    sqlite_library: Library, tmp_path: Path, stub_layers: None
) -> None:
    (tmp_path / "a.md").write_text(
        DEMO.format(title="a", date="2029-01-01", name="a", text="Words."), encoding="utf-8"
    )
    (tmp_path / "b.md").write_text("", encoding="utf-8")
    with pytest.raises(GlossError):
        demo.load(sqlite_library, tmp_path)
    (tmp_path / "b.md").unlink()
    assert demo.load(sqlite_library, tmp_path)


def test_articles_of_a_file_are_stored_before_the_addresses_around_them(
    sqlite_library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    use(monkeypatch)
    url = "https://ostra.example/1"
    parts = parts_file(
        {"url": url, "highlights": ["left at dawn"]},
        {"skipped": "pictures", "count": 1},
        {"text": "The ferry left at dawn.", "url": url},
        {"url": "https://ostra.example/2"},
    )
    report = pipeline.import_bytes(
        sqlite_library, sqlite_library.settings, parts, name="my.parts", annotate=False
    )
    found, skipped, article, waiting = report
    assert found.stored is not None
    assert article.stored is not None
    assert found.stored.article_id == article.stored.article_id
    assert found.stored.highlights == HighlightCounts(placed=1)
    assert skipped.skipped is not None
    assert waiting.awaited is not None


def test_parts_that_are_no_articles_share_transactions(
    sqlite_library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    use(monkeypatch)
    parts = [{"url": f"https://ostra.example/{n}"} for n in range(250)]
    begun: list[Library] = []
    writing = Library.writing

    def counted(self: Library) -> AbstractContextManager[Session]:
        begun.append(self)
        return writing(self)

    monkeypatch.setattr(Library, "writing", counted)
    report = pipeline.import_bytes(
        sqlite_library, sqlite_library.settings, parts_file(*parts), name="my.parts"
    )
    assert len(begun) == 2
    assert [one.awaited is not None for one in report] == [True] * 250

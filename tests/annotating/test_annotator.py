"""Annotating as a service: what is pending is taken, what failed is tried again."""

import subprocess
import sys
from collections import Counter
from collections.abc import Iterable
from contextlib import closing
from datetime import date

import pytest

from app import annotation_workers, pipeline
from app.annotating import annotator, pending_queue
from app.annotating.annotator import Annotator, record_failure
from app.errors import LibraryBusy
from app.layers import AnnotatedText
from app.layers.base import Doc
from app.layers.creators import PersonCreator
from app.linking.corrections.correction import Correction
from app.store.annotations import runs
from app.store.corrections import unfinished
from app.store.db.library import Library
from app.store.db.revision_locks import is_watched, locks_on
from app.store.schema.entities import Entity
from app.unfinished_corrections import steps
from tests.building import ingest, stub_layers

__all__ = ["stub_layers"]

HOLD_A_BYTE = """
import fcntl, sys
file = open(sys.argv[1], "r+b")
fcntl.lockf(file, fcntl.LOCK_EX | fcntl.LOCK_NB, 1, int(sys.argv[2]))
print("held", flush=True)
sys.stdin.read()
"""


class Idle:
    """A wait that ends the run as soon as there is nothing to do, and remembers each pause."""

    def __init__(self, *asked: int, idle: int = 1) -> None:
        self.asked = list(asked)
        self.idle = idle
        self.pauses: list[float] = []

    def __call__(self, seconds: float) -> Iterable[int] | None:
        if seconds:
            self.pauses.append(seconds)
        if seconds == annotator.POLL_SECONDS:
            self.idle -= 1
            if self.idle < 0:
                return None
        asked, self.asked = self.asked, []
        return asked


def _taken(library: Library, wait: Idle) -> list[int]:
    """The revisions that an annotator takes until there is nothing to do."""
    taken: list[int] = []
    Annotator(library, taken.append).run(wait, lambda: False)
    return [revision_id for revision_id in taken if revision_id]


def _pending(library: Library) -> list[int]:
    with library.reading() as s:
        return runs.pending(s, pipeline.versions(library))


def test_it_takes_what_it_was_told_first_and_then_what_is_pending(
    library: Library, stub_layers: None
) -> None:
    first, second, third = (
        ingest(library, f"Text {n}.", annotated=False).revision_id for n in range(3)
    )
    assert _taken(library, Idle(third)) == [third, first, second]
    assert _pending(library) == []
    assert _taken(library, Idle()) == []


def test_it_notices_what_another_process_stores(sqlite_library: Library, stub_layers: None) -> None:
    def wait(seconds: float) -> Iterable[int] | None:
        if seconds and stored:
            return None
        if seconds:
            stored.append(ingest(sqlite_library, "Later.", annotated=False).revision_id)
        return []

    stored: list[int] = []
    taken: list[int] = []
    Annotator(sqlite_library, taken.append).run(wait, lambda: False)
    assert [*stored, 0] == taken


def test_a_failure_that_passes_is_tried_again_and_then_the_others(
    sqlite_library: Library, stub_layers: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(annotator, "FIRST_RETRY_SECONDS", 0.001)
    stored = [ingest(sqlite_library, f"Text {n}.", annotated=False).revision_id for n in range(2)]
    annotate, failures = pipeline.annotate_revision, [OSError("disk full"), LibraryBusy("busy")]

    def fail_at_first(library: Library, revision_id: int) -> None:
        if failures:
            raise failures.pop()
        annotate(library, revision_id)

    monkeypatch.setattr(pipeline, "annotate_revision", fail_at_first)
    wait = Idle(idle=3)
    assert set(_taken(sqlite_library, wait)) == set(stored)
    assert wait.pauses[:2] == [0.001, 0.002]
    assert _pending(sqlite_library) == []


def test_a_revision_that_ends_processes_counts_as_failed(
    sqlite_library: Library, stub_layers: None
) -> None:
    revision_id = ingest(sqlite_library, "A text.", annotated=False).revision_id
    record_failure(sqlite_library, revision_id, "The process ended.")
    with sqlite_library.reading() as s:
        assert runs.state(s, revision_id, "entity") == "failed"
    assert _taken(sqlite_library, Idle()) == []
    assert pipeline.annotate_pending(sqlite_library) == 1


def test_a_layer_that_failed_is_tried_again_and_only_so_often(
    sqlite_library: Library, stub_layers: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pending_queue, "RETRY_SECONDS", 0.0)
    temporary, permanent = (
        ingest(sqlite_library, words, annotated=False).revision_id for words in ("One.", "Two.")
    )
    compute, tries = annotation_workers.compute, Counter[str]()

    def fail(doc: Doc) -> AnnotatedText:
        tries[doc.text] += 1
        if doc.text == "Two." or tries[doc.text] < 3:
            return AnnotatedText(failures={"entity": "MemoryError: "})
        return compute(doc)

    monkeypatch.setattr(annotation_workers, "compute", fail)
    _taken(sqlite_library, Idle(idle=10))
    assert tries == {"One.": 3, "Two.": 1 + pending_queue.MOST_TRIES}
    with sqlite_library.reading() as s:
        states = [runs.state(s, revision_id, "entity") for revision_id in (temporary, permanent)]
    assert states == ["finished", "failed"]
    assert _pending(sqlite_library) == [permanent]


def test_what_failed_in_another_process_is_tried_again_once_it_is_old(
    sqlite_library: Library, stub_layers: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    revision_id = ingest(sqlite_library, "A text.", annotated=False).revision_id
    record_failure(sqlite_library, revision_id, "The process ended.")
    assert _taken(sqlite_library, Idle()) == []
    monkeypatch.setattr(pending_queue, "FAILED_SECONDS", 0.0)
    assert _taken(sqlite_library, Idle()) == [revision_id]
    assert _pending(sqlite_library) == []


def test_what_fails_for_a_passing_reason_again_and_again_counts_as_failed(
    sqlite_library: Library, stub_layers: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(annotator, "FIRST_RETRY_SECONDS", 0.0001)
    monkeypatch.setattr(annotator, "LAST_RETRY_SECONDS", 0.0001)
    monkeypatch.setattr(pending_queue, "RETRY_SECONDS", 0.0)
    revision_id = ingest(sqlite_library, "A text.", annotated=False).revision_id
    tries = 0

    def fail(library: Library, revision_id: int) -> None:
        nonlocal tries
        tries += 1
        raise OSError("no such file")

    monkeypatch.setattr(pipeline, "annotate_revision", fail)
    _taken(sqlite_library, Idle(idle=1_000))
    assert tries == annotator.MOST_PASSING + pending_queue.MOST_TRIES + 1
    with sqlite_library.reading() as s:
        assert runs.state(s, revision_id, "entity") == "failed"


def test_a_revision_that_another_process_annotates_is_left_to_it_until_it_dies(
    sqlite_library: Library, stub_layers: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(annotator, "LOCKED_SECONDS", 0.0)
    revision_id = ingest(sqlite_library, "A text.", annotated=False).revision_id
    with closing(locks_on(sqlite_library)) as locks:
        assert locks.take(revision_id)
    file = f"{sqlite_library.url.database}-annotating"
    command = [sys.executable, "-c", HOLD_A_BYTE, file, str(revision_id)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as other:
        assert other.stdout
        other.stdout.readline()
        assert pipeline.annotate_pending(sqlite_library) == 0
        other.kill()
    assert pipeline.annotate_pending(sqlite_library) == 1


def test_on_postgresql_a_lock_ends_with_its_connection(postgresql_library: Library) -> None:
    first, second = locks_on(postgresql_library), locks_on(postgresql_library)
    assert first.take(7)
    assert not second.take(7)
    assert second.take(8)
    first.release(7)
    assert second.take(7)
    second.close()
    assert first.take(7)
    assert first.take(0)
    assert is_watched(postgresql_library)
    first.close()
    assert not is_watched(postgresql_library)


def test_a_text_is_annotated_again_whose_date_was_set_meanwhile(
    sqlite_library: Library, stub_layers: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    stored = ingest(sqlite_library, "It rained on Tuesday.", annotated=False)
    compute = annotation_workers.compute
    days: list[date | None] = []

    def set_date_meanwhile(doc: Doc) -> AnnotatedText:
        days.append(doc.declared)
        if len(days) == 1:
            pipeline.date(sqlite_library, stored.article_id, "2031-05-02", PersonCreator(1))
        return compute(doc)

    monkeypatch.setattr(annotation_workers, "compute", set_date_meanwhile)
    pipeline.annotate_revision(sqlite_library, stored.revision_id)
    assert days[0] is None
    assert days[-1] == date(2031, 5, 2)


def test_it_finishes_corrections_between_two_revisions(
    sqlite_library: Library, stub_layers: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    for words in ("Ida Fenwick left.", "Ida Fenwick came.", "Tom Moor met Ida Fenwick."):
        ingest(sqlite_library, words)
    monkeypatch.setattr(unfinished, "FIRST_ARTICLES", 1)
    monkeypatch.setattr(steps, "AT_ONCE_SECONDS", 0.0)
    pipeline.correct(sqlite_library, Correction("merge", 1, 2), PersonCreator(1))
    wait = Idle()
    assert _taken(sqlite_library, wait) == []
    assert wait.pauses.count(steps.PAUSE_SECONDS) == 2
    with sqlite_library.reading() as s:
        assert unfinished.every(s) == []
        assert s.get_one(Entity, 2).mentions == 4


def test_a_correction_that_cannot_be_stored_now_keeps_no_text_waiting(
    sqlite_library: Library, stub_layers: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    def busy(_s: object, _most: int = 0) -> None:
        raise LibraryBusy("Held.")

    ingest(sqlite_library, "Ida Fenwick met Tom Moor.")
    new = ingest(sqlite_library, "Bo Reef left.", annotated=False).revision_id
    monkeypatch.setattr(unfinished, "every", busy)
    assert _taken(sqlite_library, Idle()) == [new]

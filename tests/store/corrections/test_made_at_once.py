"""Corrections that are made at the same moment, and faults after one was stored."""

import pytest
from sqlmodel import select

from app import pipeline
from app.errors import LibraryBusy, StorageFailed, Unprocessable
from app.linking.corrections.correction import Correction, Target
from app.store.corrections import corrections, entries, reach, unfinished
from app.store.db.library import Library
from app.store.schema.entities import Entity
from app.unfinished_corrections import steps
from tests.store.corrections.making import EDITED_BY, entity

pytestmark = pytest.mark.usefixtures("stub_layers")


def test_of_a_split_that_is_made_twice_at_once_the_second_changes_nothing(
    library: Library, skerry: int
) -> None:
    split = Correction(
        "split",
        entity(library, "Ida Fenwick"),
        value="Other Ida",
        new_kind="person",
        targets=(Target(skerry, name="Ida Fenwick"),),
    )
    with library.reading() as s:
        first, second = reach.count_reach(s, split), reach.count_reach(s, split)
    with library.writing() as s:
        corrections.make(s, split, EDITED_BY, first)
    with pytest.raises(Unprocessable, match="Nothing would change"), library.writing() as s:
        corrections.make(s, split, EDITED_BY, second)
    with library.reading() as s:
        assert len(entries.listed(s).items) == 1
        assert len(list(s.scalars(select(Entity).where(Entity.name == "Other Ida")))) == 1


def test_a_count_is_not_repeated_where_nothing_came_between(
    library: Library, skerry: int, pier: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    merge = Correction("merge", entity(library, "Tom Moor"), entity(library, "Ida Fenwick"))
    with library.reading() as s:
        counted = reach.count_reach(s, merge)
    monkeypatch.delattr(reach, "count")
    with library.writing() as s:
        corrections.make(s, merge, EDITED_BY, counted)
        assert len(entries.listed(s).items) == 1


@pytest.mark.parametrize("fault", [LibraryBusy("Busy."), StorageFailed("Full.")])
def test_a_correction_that_is_stored_does_not_fail_with_its_further_steps(
    library: Library,
    skerry: int,
    pier: int,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    fault: Exception,
) -> None:
    def fail(*_: object) -> None:
        raise fault

    monkeypatch.setattr(unfinished, "FIRST_ARTICLES", 1)
    merge = Correction("merge", entity(library, "Ida Fenwick"), entity(library, "Tom Moor"))
    with monkeypatch.context() as patch:
        patch.setattr(unfinished, "step", fail)
        made = pipeline.correct(library, merge, EDITED_BY)
    assert "finished later" in caplog.text
    with library.reading() as s:
        assert unfinished.find(s, made)
    assert steps.finish(library)


def test_a_date_that_is_stored_does_not_fail_with_what_is_annotated_again(
    library: Library,
    skerry: int,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    def fail(*_: object) -> None:
        raise LibraryBusy("Busy.")

    monkeypatch.setattr(pipeline, "resolve_dates", fail)
    pipeline.date(library, skerry, "2031-05-02", EDITED_BY)
    assert "resolved later" in caplog.text
    with library.reading() as s:
        assert [line.value for line in entries.listed(s).items] == ["2031-05-02"]

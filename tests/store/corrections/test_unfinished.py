"""Corrections of many articles: in steps, interrupted anywhere, they end as in one transaction."""

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import text
from sqlmodel import Session, col, select

from app import layers, pipeline
from app.errors import GlossError
from app.linking.corrections.correction import Correction
from app.store.admin.doctor import examination
from app.store.annotations import annotations
from app.store.articles.access import ANYONE
from app.store.corrections import corrections, entries, reach, unfinished
from app.store.db.library import Library
from app.store.entities import entities
from app.store.schema.corrections import StoredCorrection, UnfinishedCorrection
from app.store.schema.entities import Entity
from app.store.statements import statements
from app.unfinished_corrections import steps
from tests.building import Claims, Names, Quotations, ingest, some_url
from tests.store.correcting import state, whole
from tests.store.corrections.making import EDITED_BY, entity
from tests.store.corrections.test_effects_properties import opened

ARTICLES = 9
TEXTS = (
    "Ida Fenwick lit the lamp. “It burns,” Fenwick said. Tom Moor left.",
    "The captain Ida Fenwick waited. “We wait,” Ida Fenwick said. Bo Reef slept.",
    "Ada Moor counted. “Too many,” Tom Moor said. Ida Fenwick agreed.",
)


@pytest.fixture(scope="module")
def imported(migrated_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A library in which every article names Ida Fenwick, to be copied."""
    data = tmp_path_factory.mktemp("imported")
    shutil.copyfile(migrated_file, data / "gloss.db")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(layers, "LAYERS", (Names(), Quotations(), Claims()))
        with opened(data) as library:
            for n in range(ARTICLES):
                words = f"{TEXTS[n % len(TEXTS)]} No {n}."
                ingest(library, words, url=some_url(), date=f"2031-02-{n % 28 + 1:02}")
            library.checkpoint()
        yield data / "gloss.db"


@pytest.fixture
def tiny_steps(monkeypatch: pytest.MonkeyPatch) -> None:
    """One article a step, and none beside the first while the answer is waited for."""
    monkeypatch.setattr(unfinished, "FIRST_ARTICLES", 1)
    monkeypatch.setattr(unfinished, "MOST_ARTICLES", 1)
    monkeypatch.setattr(steps, "AT_ONCE_SECONDS", 0.0)
    monkeypatch.setattr(steps, "PAUSE_SECONDS", 0.0)


def merge_ida(library: Library, into: str = "Tom Moor") -> int:
    pair = entity(library, "Ida Fenwick"), entity(library, into)
    return pipeline.correct(library, Correction("merge", *pair), EDITED_BY)


def left(library: Library) -> list[unfinished.Unfinished]:
    with library.reading() as s:
        return unfinished.every(s)


def tables(library: Library) -> dict[str, list[Any]]:
    """All rows that corrections write, but for the times of writing."""
    names: tuple[str, ...] = (
        "annotation",
        "alias",
        "entity",
        "entity_name",
        "entity_in_article",
        "entity_month",
    )
    names += ("entity_word", "speaker_in_article", "publisher_count", "search_entry", "article")
    names += ("merge_proposal", "unfinished_correction", "further_speaker")
    left_out = {"created_at", "retired_at"}
    with library.reading() as s:
        rows = {name: s.execute(text(f"SELECT * FROM {name}")).mappings() for name in names}
        return {
            name: sorted(
                str([(k, v) for k, v in row.items() if k not in left_out]) for row in of_table
            )
            for name, of_table in rows.items()
        }


def test_a_merge_that_is_killed_after_each_step_ends_as_an_uninterrupted_one(
    imported: Path, tmp_path: Path, tiny_steps: None
) -> None:
    with opened(tmp_path / "whole", imported) as library, pytest.MonkeyPatch.context() as patch:
        patch.setattr(unfinished, "FIRST_ARTICLES", 500)
        made = merge_ida(library)
        merged = tables(library)
        assert left(library) == []
        pipeline.undo(library, made, EDITED_BY)
        undone = tables(library)
    with opened(tmp_path / "steps", imported) as library:
        merge_ida(library)
    taken = _killed_at_every_step(tmp_path / "steps")
    assert taken == ARTICLES
    with opened(tmp_path / "steps") as library:
        assert tables(library) == merged
        pipeline.undo(library, made, EDITED_BY)
    _killed_at_every_step(tmp_path / "steps")
    with opened(tmp_path / "steps") as library:
        assert tables(library) == undone


def _killed_at_every_step(data: Path) -> int:
    """Takes step after step, each in a process that does not finish the next; their number."""
    for n in range(1, 3 * ARTICLES):
        with opened(data) as library:
            if not left(library):
                return n
            with pytest.raises(KeyboardInterrupt):
                _end_in_a_step(library)
            with library.writing() as s:
                unfinished.step(s, 1)
                assert whole(s)
    raise AssertionError("It never ends.")


def _end_in_a_step(library: Library) -> None:
    with library.writing() as s:
        unfinished.step(s, 1)
        raise KeyboardInterrupt


def test_in_between_every_answer_is_true(imported: Path, tmp_path: Path, tiny_steps: None) -> None:
    with opened(tmp_path / "one", imported) as library:
        ida, tom = entity(library, "Ida Fenwick"), entity(library, "Tom Moor")
        with library.reading() as s:
            said = {q.annotation.id for q in _quotes(s, ida) + _quotes(s, tom)}
        made = merge_ida(library)
        while left(library):
            with library.reading() as s:
                assert entities.get(s, ANYONE, ida).merged_into == tom
                row = entities.get(s, ANYONE, tom)
                assert row.is_moving
                listed = entities.articles_of(s, ANYONE, tom, limit=100).items
                assert row.articles == len(listed)
                assert row.mentions == sum(line.mentions for line in listed)
                assert {q.annotation.id for q in _quotes(s, tom)} == said
                rest = entries.get(s, made).unfinished
                assert rest is not None
                assert 0 < rest.done < rest.articles == ARTICLES
            with library.writing() as s:
                assert whole(s)
                unfinished.step(s, 1)
        with library.reading() as s:
            assert not entities.get(s, ANYONE, tom).is_moving
            assert entries.get(s, made).unfinished is None


def _quotes(s: Session, speaker: int) -> list[Any]:
    return list(statements.quotes(s, ANYONE, speaker=speaker, limit=100).items)


def test_the_doctor_finds_no_fault_and_says_how_far_it_is(
    imported: Path, tmp_path: Path, tiny_steps: None
) -> None:
    with opened(tmp_path / "one", imported) as library:
        merge_ida(library)
        checks = examination.examine(library, pipeline.versions(library))
        about = [check for check in checks if f"1 of {ARTICLES} articles" in check.message]
        assert len(about) == 1
        names = ("counts", "totals", "Names", "merged")
        assert all(c.ok for c in checks if any(name in c.message for name in names))


def test_a_new_article_means_the_survivor_at_once_by_any_name(
    imported: Path, tmp_path: Path, tiny_steps: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(layers, "LAYERS", (Names(), Quotations(), Claims()))
    with opened(tmp_path / "one", imported) as library:
        merge_ida(library)
        with library.reading() as s:
            before = len(list(s.scalars(select(Entity.id))))
        new = ingest(library, "Ida Fenwick came back.", url=some_url())
        pipeline.annotate_pending(library, everything=True)
        with library.reading() as s:
            rows = annotations.of_revision(s, ANYONE, new.revision_id, "entity")
            assert [row.entity_name for row in rows] == ["Tom Moor"]
            assert len(list(s.scalars(select(Entity.id)))) == before


def test_what_a_preview_counts_leaves_out_what_an_earlier_merge_will_change(
    imported: Path, tmp_path: Path, tiny_steps: None
) -> None:
    with opened(tmp_path / "one", imported) as library:
        merge_ida(library)
        wanted = Correction("merge", entity(library, "Tom Moor"), entity(library, "Bo Reef"))
        with library.reading() as s:
            early = reach.count_reach(s, wanted)
        steps.finish(library)
        with library.reading() as s:
            assert reach.count_reach(s, wanted) == early


@pytest.mark.usefixtures("stub_layers", "tiny_steps")
def test_either_database_goes_on_until_nothing_is_left_and_back_again(library: Library) -> None:
    for words in TEXTS:
        ingest(library, words, url=some_url(), date="2031-02-01")
    with library.writing() as s:
        before = state(s, founded=False)
    made = merge_ida(library)
    told: list[tuple[int, int]] = []
    assert [(one.done, one.articles) for one in left(library)] == [(1, 3)]
    assert steps.finish(library, progress=lambda *far: told.append(far))
    assert told == [(2, 3), (3, 3)]
    pipeline.undo(library, made, EDITED_BY)
    assert len(left(library)) == 1
    assert not steps.finish(library, seconds=0.0)
    assert steps.finish(library)
    with library.writing() as s:
        assert state(s, founded=False) == before
        assert whole(s)


STEPS = st.lists(
    st.tuples(
        st.sampled_from(("merge", "merge", "undo", "step", "step", "again")),
        st.integers(0, 9),
        st.integers(0, 9),
    ),
    min_size=2,
    max_size=6,
)


@pytest.mark.slow
@settings(max_examples=6, deadline=None)
@given(taken=STEPS)
def test_whatever_comes_between_the_steps_the_log_alone_makes_the_state(
    imported: Path, tmp_path_factory: pytest.TempPathFactory, taken: list[tuple[str, int, int]]
) -> None:
    folder = tmp_path_factory.mktemp("stepped")
    with (
        pytest.MonkeyPatch.context() as patch,
        opened(folder / "steps", imported) as library,
        opened(folder / "whole", imported) as other,
    ):
        patch.setattr(steps, "PAUSE_SECONDS", 0.0)
        patch.setattr(layers, "LAYERS", (Names(), Quotations(), Claims()))
        for what, a, b in taken:
            if what == "again":
                _annotate_one(library, a)
            for one, first in ((library, 2), (other, 500)):
                patch.setattr(unfinished, "FIRST_ARTICLES", first)
                _do(one, what, a, b)
        steps.finish(library)
        with library.writing() as s, other.writing() as t:
            assert whole(s)
            assert state(s) == state(t)
            assert list(s.scalars(select(UnfinishedCorrection))) == []
    shutil.rmtree(folder)


def _do(library: Library, what: str, a: int, b: int) -> None:
    """Makes or undoes a correction, or takes a step; what makes no sense is refused."""
    try:
        with library.writing() as s:
            if what == "merge":
                living = select(col(Entity.id)).where(col(Entity.merged_into).is_(None))
                ids = [id_ or 0 for id_ in s.scalars(living.order_by(col(Entity.id)))]
                pair = ids[a % len(ids)], ids[b % len(ids)]
                corrections.make(s, Correction("merge", *pair), EDITED_BY)
            elif what == "undo":
                in_force = select(col(StoredCorrection.id)).where(
                    col(StoredCorrection.undone_at).is_(None)
                )
                ids = [id_ or 0 for id_ in s.scalars(in_force.order_by(col(StoredCorrection.id)))]
                if ids:
                    corrections.undo(s, ids[a % len(ids)], EDITED_BY)
            elif what == "step":
                unfinished.step(s, a + 1)
    except GlossError:
        pass


def _annotate_one(library: Library, n: int) -> None:
    pipeline.annotate_revision(library, n % ARTICLES + 1)

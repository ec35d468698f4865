"""However corrections, undoing and annotating are ordered: the log alone determines the state."""

import json
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlmodel import Session, col, select

from app import layers, pipeline
from app.errors import GlossError
from app.layers.creators import PersonCreator
from app.linking.corrections.correction import Correction, Target
from app.settings import Settings
from app.store.corrections import corrections, entries, reach, replay
from app.store.corrections.correction_log import REFERRING
from app.store.db.library import Library
from app.store.schema.annotations import Annotation
from app.store.schema.articles import Article
from app.store.schema.corrections import StoredCorrection
from app.store.schema.entities import Entity
from tests.building import Claims, Names, Quotations, ingest
from tests.store.correcting import state, whole

TEXTS = {
    "https://press.example/lamp": [
        (
            "The captain Ida Fenwick lit the lamp. “It burns,” Fenwick said. Tom Moor and Bo Reef "
            "left."
        ),
        "Update.\n\nThe captain Ida Fenwick lit the lamp. “It burns,” Fenwick said. Tom Moor left.",
    ],
    "https://press.example/fog": [
        "Ida Fenwick waited. “We wait, says Tom Moor,” Ida Fenwick said. Bo Reef slept."
    ],
    "https://press.example/pier": [
        "Tom Moor mended the pier. “Done,” Moor said. The minister Bo Reef thanked Tom Moor."
    ],
    "https://press.example/gulls": [
        "Ada Moor counted 40 gulls. “Too many,” Moor said. Ida Fenwick agreed with Ada Moor."
    ],
}
KINDS = (
    "merge",
    "merge",
    "split",
    "move",
    "move",
    "reject",
    "speaker",
    "rename",
    "rekind",
    "apart",
    "undo",
    "undo",
    "again",
)
EDITED_BY = PersonCreator(1)
Step = tuple[str, int, int, int, int]
STEPS = st.lists(
    st.tuples(st.sampled_from(KINDS), *[st.integers(0, 40)] * 4), min_size=1, max_size=8
)


@pytest.fixture(scope="module")
def imported(migrated_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A library of the texts, to be copied."""
    data = tmp_path_factory.mktemp("imported")
    shutil.copyfile(migrated_file, data / "gloss.db")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(layers, "LAYERS", (Names(), Quotations(), Claims()))
        with opened(data) as library:
            for url, revisions in TEXTS.items():
                for text in revisions:
                    ingest(library, text, url=url, date="2031-02-01")
            library.checkpoint()
        yield data / "gloss.db"


@contextmanager
def opened(data: Path, like: Path | None = None) -> Iterator[Library]:
    if like is not None:
        data.mkdir()
        shutil.copyfile(like, data / "gloss.db")
    library = Library(Settings(data=data, model="small"))
    try:
        yield library
    finally:
        library.close()


def do(library: Library, step: Step) -> None:
    """One step, on whatever it hits; what makes no sense is refused and changes nothing."""
    what, a, b, c, d = step
    if what == "again":
        pipeline.annotate_pending(library, everything=True)
        return
    try:
        with library.writing() as s:
            if what == "undo":
                undo_one(s, a)
            else:
                make_as_previewed(s, wanted(s, what, a, b, c, d))
    except GlossError:
        pass


def undo_one(s: Session, n: int) -> None:
    """Undoes one of the corrections in force, if there are any."""
    in_force = select(StoredCorrection.id).where(col(StoredCorrection.undone_at).is_(None))
    ids = list(s.scalars(in_force.order_by(col(StoredCorrection.id))))
    if ids:
        corrections.undo(s, ids[n % len(ids)] or 0, EDITED_BY)


def make_as_previewed(s: Session, correction: Correction) -> None:
    """Makes a correction: just the annotations change that were counted before."""
    counted = reach.count_reach(s, correction)
    before = readable(s)
    entry = entries.get(s, corrections.make(s, correction, EDITED_BY))
    assert (entry.passages, entry.articles) == (counted.passages, counted.articles)
    if correction.kind in REFERRING:
        after = readable(s)
        changed = [id_ for id_ in before | after if before.get(id_) != after.get(id_)]
        articles = {(before.get(id_) or after[id_])[0] for id_ in changed}
        assert (len(changed), len(articles)) == (counted.passages, counted.articles)


def readable(s: Session) -> dict[int, tuple[Any, ...]]:
    """The annotations of newest revisions that are not rejected, with what corrections change."""
    s.expire_all()
    a = Annotation
    newest = col(Article.newest_revision_id) == col(a.revision_id)
    rows = s.scalars(select(a).join(Article, newest).where(col(a.retired_at).is_(None)))
    return {
        row.id or 0: (row.article_id, row.entity_id, row.linked_id, row.corrected, str(row.body))
        for row in rows
    }


def wanted(s: Session, kind: str, a: int, b: int, c: int, d: int) -> Correction:
    """A correction that may make sense."""
    living = list(
        s.scalars(
            select(Entity.id).where(col(Entity.merged_into).is_(None)).order_by(col(Entity.id))
        )
    )
    articles = list(s.scalars(select(Article.id).order_by(col(Article.id))))
    layer = "quotation" if kind == "speaker" or (kind == "reject" and d % 5 == 0) else "entity"
    marks = list(
        s.scalars(
            select(Annotation)
            .where(col(Annotation.retired_at).is_(None), Annotation.layer == layer)
            .order_by(col(Annotation.id))
        )
    )
    entity, other, article = (
        living[a % len(living)],
        living[b % len(living)],
        articles[c % len(articles)] or 0,
    )
    places = (
        Target(article),
        Target(article, name=("Ida Fenwick", "Moor", "Tom Moor")[c % 3]),
        Target(article),
    )
    place = (
        places[d % 3]
        if d % 2 and kind != "speaker"
        else Target(marks[c % len(marks)].article_id, annotation_id=marks[c % len(marks)].id)
    )
    name, of_kind = f"Somebody {a}", ("person", "organization")[b % 2]
    if kind == "speaker":
        return Correction(
            "speaker",
            other_id=other if a % 3 else None,
            value=name if b % 3 == 2 else None,
            targets=(place,),
        )
    if kind == "reject":
        return Correction("reject", entity if layer == "entity" else None, targets=(place,))
    if kind in ("rename", "rekind"):
        return Correction(
            "rename" if kind == "rename" else "rekind", entity, value=name, new_kind=of_kind
        )
    second = None if kind == "split" else other
    return Correction(kind, entity, second, name, of_kind, (place,))  # type: ignore[arg-type]


def replayed(s: Session, log: list[str]) -> set[str]:
    replay.start(s, log[0])
    return {replay.replay(s, number, line).state for number, line in enumerate(log[1:], 2)}


@pytest.mark.slow
@settings(max_examples=25)
@given(steps=STEPS)
def test_the_log_alone_makes_the_state(
    imported: Path, tmp_path_factory: pytest.TempPathFactory, steps: list[Step]
) -> None:
    folder = tmp_path_factory.mktemp("corrected")
    with opened(folder / "one", imported) as library, opened(folder / "other", imported) as other:
        with library.reading() as s:
            before = state(s, founded=False)
        for step in steps:
            do(library, step)
        with library.writing() as s:
            after, log = state(s), list(replay.lines(s))
            assert whole(s)
        with other.writing() as s:
            assert replayed(s, log) <= {"taken"}
            assert state(s) == after
            assert replayed(s, log) <= {"known"}
        pipeline.annotate_pending(library, everything=True)
        with library.writing() as s:
            assert state(s) == after
            for row in s.scalars(
                select(StoredCorrection)
                .where(col(StoredCorrection.undone_at).is_(None))
                .order_by(col(StoredCorrection.id).desc())
            ):
                corrections.undo(s, row.id or 0, EDITED_BY)
            assert state(s, founded=False) == before
            assert whole(s)
    shutil.rmtree(folder)


def wrong_lines(split: dict[str, Any]) -> list[str]:
    """Lines that say what no correction says."""
    other = {"uid": "f" * 20, "other_uid": "e" * 20}
    wrong: tuple[dict[str, Any], ...] = (
        {"other_uid": split["other_uid"]},
        {"kind": "merge", "other_uid": None},
        {"kind": "merge", "other_uid": split["entity_uid"]},
        {"kind": "rename", "other_uid": None, "value": "A\x00B"},
        {"kind": "rename", "other_uid": None, "value": "x" * 201},
        {"kind": "rename", "other_uid": None, "value": ""},
        {"kind": "erase"},
        {"value": 5},
        {"new_kind": "ship"},
        {"uid": None},
        {"by": "\x00"},
        {"passages": 10**30},
        {"passages": -1},
        {"passages": True},
        {"articles": "3"},
        {"created_at": "2031-01-01T00:00:00"},
        {"created_at": "0001-01-01T00:00:00+14:00"},
        {"undone_at": 5},
        {"targets": []},
        {"targets": None},
        {"targets": [5]},
    )
    places: tuple[dict[str, Any], ...] = (
        {"article": "x"},
        {"name": 5},
        {"exact": None},
        {"start": 0},
    )
    spans: tuple[tuple[Any, Any], ...] = (
        (-5, 3),
        (3, 3),
        (0, 10**30),
        (True, 4),
        ("0", "4"),
        (0, None),
    )
    places += tuple(
        {"start": start, "end": end, "layer": "entity", "revision": "0" * 64}
        for start, end in spans
    )
    wrong += tuple({"targets": [split["targets"][0] | place]} for place in places)
    return [json.dumps(split | other | one) for one in wrong]


def test_a_log_is_refused_line_by_line_and_taken_up_where_its_articles_are(
    imported: Path, migrated_file: Path, tmp_path: Path
) -> None:
    with opened(tmp_path / "one", imported) as library:
        first = pipeline.correct(
            library, Correction("rename", 1, value="Ida of the lamp"), EDITED_BY
        )
        pipeline.correct(
            library,
            Correction("split", 1, value="Ida of the fog", new_kind="person", targets=(Target(2),)),
            EDITED_BY,
        )
        with library.writing() as s:
            log = list(replay.lines(s))
        pipeline.undo(library, first, EDITED_BY)
        with library.writing() as s:
            undone = list(replay.lines(s))
    with opened(tmp_path / "empty", migrated_file) as empty, empty.writing() as s:
        assert replayed(s, log) == {"refused"}
        assert not list(s.scalars(select(StoredCorrection)))
    with opened(tmp_path / "same", imported) as same, same.writing() as s:
        assert replayed(s, log) == {"taken"}
        assert replayed(s, undone) == {"known", "undone"}
        assert list(replay.lines(s))[2:] == undone[2:]
        for damaged in (
            *wrong_lines(json.loads(log[2])),
            "",
            "[]",
            "nonsense",
            '{"uid": "x"}',
            "[" * 10**5,
        ):
            assert replay.replay(s, 2, damaged).state == "refused"
        for head in ("", "{}", '{"format": "gloss-corrections", "version": 2}'):
            with pytest.raises(GlossError):
                replay.start(s, head)
        with pytest.raises(GlossError):
            replay.start(
                s, json.dumps({"format": "gloss-corrections", "version": 1, "entity_key": "k" * 43})
            )

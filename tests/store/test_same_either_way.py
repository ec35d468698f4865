"""A text gets the same annotations in the pipe and in the library, on any database."""

import io
import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlmodel import col, select, update

from app import importers, pipeline
from app.cli import annotation_lines
from app.cli.commands import annotating
from app.layers.density import shown
from app.resources import DEMO_ARTICLES
from app.store.annotations import annotations
from app.store.articles import articles
from app.store.articles.access import EDITOR
from app.store.db.library import Library
from app.store.schema.annotations import Annotation, AnnotationRun
from app.store.schema.articles import Revision
from tests.building import some_url

DEMO = sorted(DEMO_ARTICLES.glob("*.md"))
PARTS = (
    *(
        "“The buoy was dark,” said Captain Ella Thorne.",
        "She said that nobody was hurt.",
        "Mara Quist hopes to sail in March 2030.",
    ),
    *(
        "The Harbour Board of Ostra spent 4.2 million crowns in 2029.",
        "THE PRICE",
        "Who pays?",
        "— Nobody, he said.",
        "A 👩‍👩‍👧 boat, e\u0301clair.",
    ),
    *(
        "On Tuesday, according to the treasurer, the mole was “sound”.",
        "\u00a0",
        "\t",
        "date 2031-05-06 The ferry ran aground.",
        "אור said so.",
    ),
)
texts = st.lists(
    st.tuples(st.sampled_from(PARTS), st.sampled_from((" ", "\n", "\n\n", "\n\n\n"))),
    min_size=1,
    max_size=8,
)


def demo_texts(number: int) -> list[str]:
    """Texts of the demo library, as somebody would paste them."""
    read = [
        importers.read(p.read_bytes(), name=p.name, longest=2_000_000)[0].text
        for p in DEMO[:: len(DEMO) // number]
    ]
    return read[:number]


def stored(library: Library, text: str) -> int:
    """Stores a text that is not annotated yet; its revision."""
    data = text.encode()
    report = pipeline.import_bytes(
        library, library.settings, data, name="a.txt", url=some_url(), annotate=False
    )
    return report.stored[0].revision_id


def in_the_library(library: Library, revision_id: int) -> list[dict[str, Any]]:
    """What the library holds, on the wire."""
    with library.reading() as s:
        revision = s.get(Revision, revision_id)
        assert revision is not None
        rows = annotations.of_revision(s, EDITOR, revision_id)
        doubts = articles.doubts(s, revision_id)
        assert all(d.layer for d in doubts)
    names = ("layer", "start", "end", "confidence", "creator", "body")
    told = [
        {n: getattr(r, n) for n in names}
        | {"exact": revision.text[r.start : r.end], "shown": shown(r)}
        for r in rows
    ]
    return sorted(
        [*told, *({"doubt": d.kind, "message": d.message} for d in doubts)], key=repr_sorted
    )


def asked(library: Library, revision_id: int) -> bytes:
    """The line that asks the pipe for the same text."""
    with library.reading() as s:
        revision = s.get(Revision, revision_id)
        assert revision is not None
        line = {
            "id": revision_id,
            "text": revision.text,
            "date": revision.declared_date,
            "language": revision.language,
        }
    return json.dumps(line).encode()


def told_by_the_pipe(answer: dict[str, Any]) -> list[dict[str, Any]]:
    """One answer of the pipe in the shape of `in_the_library`."""
    assert answer.keys() == {"id", "annotations", "doubts"}
    return sorted(
        [
            *answer["annotations"],
            *({"doubt": d["kind"], "message": d["message"]} for d in answer["doubts"]),
        ],
        key=repr_sorted,
    )


def repr_sorted(value: dict[str, Any]) -> str:
    return json.dumps(value, sort_keys=True)


@pytest.mark.slow
def test_the_library_holds_what_the_pipe_says_of_the_same_text(library: Library) -> None:
    revisions = [stored(library, text) for text in demo_texts(3)]
    assert pipeline.annotate_pending(library) == len(revisions)
    for revision_id in revisions:
        found = in_the_library(library, revision_id)
        assert len(found) > 20
        assert found == told_by_the_pipe(
            annotation_lines.annotate_line(asked(library, revision_id), False)
        )


@pytest.mark.slow
@settings(max_examples=40)
@given(texts)
def test_no_text_is_read_otherwise_through_the_pipe(
    sqlite_library: Library, drawn: list[tuple[str, str]]
) -> None:
    text = "".join(words + gap for words, gap in drawn)
    if not text.strip():
        return
    revision_id = stored(sqlite_library, text)
    pipeline.annotate_revision(sqlite_library, revision_id)
    assert in_the_library(sqlite_library, revision_id) == told_by_the_pipe(
        annotation_lines.annotate_line(asked(sqlite_library, revision_id), False)
    )


@pytest.mark.slow
def test_the_number_of_workers_changes_nothing_in_the_library_and_in_the_pipe(
    library: Library,
) -> None:
    revisions = [stored(library, text) for text in demo_texts(4)]
    assert pipeline.annotate_pending(library, workers=2) == len(revisions)
    by_two = [in_the_library(library, r) for r in revisions]
    assert pipeline.annotate_pending(library, everything=True) == len(revisions)
    assert [in_the_library(library, r) for r in revisions] == by_two
    lines = b"\n".join(asked(library, r) for r in revisions)
    said = []
    for workers in (1, 2):
        out = io.StringIO()
        assert annotation_lines.annotate_lines(io.BytesIO(lines), out, False, workers) == (0, 0)
        said.append(out.getvalue())
    assert said[0] == said[1]
    assert [told_by_the_pipe(json.loads(line)) for line in said[0].splitlines()] == by_two


@pytest.mark.slow
@pytest.mark.parametrize("workers", [1, 2])
def test_the_command_takes_up_what_another_engine_annotated_and_nothing_else(
    sqlite_library: Library, workers: int
) -> None:
    revisions = [stored(sqlite_library, text) for text in demo_texts(3)]
    pipeline.annotate_pending(sqlite_library)
    with sqlite_library.writing() as s:
        of_two = col(AnnotationRun.revision_id).in_(revisions[:2])
        s.execute(update(AnnotationRun).where(of_two).values(engine="rules", version="0"))
        s.execute(
            update(Annotation)
            .where(col(Annotation.revision_id).in_(revisions[:2]))
            .values(creator="rules@0", confidence=0.5)
        )

    def rows() -> dict[tuple[int, str, int, int, str], tuple[int | None, str]]:
        with sqlite_library.reading() as s:
            every = s.scalars(select(Annotation).where(col(Annotation.retired_at).is_(None)))
            return {
                (a.revision_id, a.layer, a.start, a.end, a.kind): (a.id, a.creator) for a in every
            }

    before = rows()
    assert annotating.annotate_stored(sqlite_library.settings, False, workers, None) == 2
    after = rows()
    assert {key: id_ for key, (id_, _) in after.items()} == {
        key: id_ for key, (id_, _) in before.items()
    }
    assert "rules@0" not in {creator for _, creator in after.values()}
    assert {key: row for key, row in after.items() if key[0] == revisions[2]} == {
        k: r for k, r in before.items() if k[0] == revisions[2]
    }
    assert annotating.annotate_stored(sqlite_library.settings, False, workers, None) == 0

"""Annotations: ids outlive reannotation, retired ones name their successor, notes stay."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlmodel import select

from app import pipeline
from app.errors import Gone, NotFound
from app.layers import AnnotatedText
from app.layers.base import Finding
from app.store.annotations import annotations, reannotation
from app.store.articles import articles
from app.store.articles.access import ANYONE, EDITOR, Reader
from app.store.db.library import Library
from app.store.ingest import annotation_store
from app.store.schema.annotations import Annotation
from app.store.schema.articles import Revision
from app.store.statements import statements
from app.text.spans import Span
from tests.building import by_hand, ingest, some_url
from tests.store.annotations.annotating import finding, put, rows

pytestmark = pytest.mark.usefixtures("stub_layers")

Counting = Callable[[Library], AbstractContextManager[list[str]]]
TEXT = "“We sail at dawn,” Ida Fenwick said. The captain Silas Thorne counted 40 ships."


def test_a_page_gets_its_annotations_by_start_and_longest_first(library: Library) -> None:
    stored = ingest(library, TEXT)
    assert [words for _, _, words in rows(library, stored.revision_id)] == [
        "We sail at dawn,",
        "Ida Fenwick",
        "The captain Silas Thorne counted 40 ships.",
        "Silas Thorne",
    ]
    with library.reading() as s:
        quotation = annotations.of_revision(s, ANYONE, stored.revision_id, "quotation")[0]
    assert (quotation.entity_name, quotation.body["speaker"], quotation.creator) == (
        "Ida Fenwick",
        "Ida Fenwick",
        "stub@1",
    )


def test_annotating_again_keeps_every_id(library: Library) -> None:
    stored = ingest(library, TEXT)
    before = rows(library, stored.revision_id)
    pipeline.annotate_revision(library, stored.revision_id)
    assert rows(library, stored.revision_id) == before


def test_a_kept_annotation_takes_what_is_new_about_it(library: Library) -> None:
    stored = ingest(library, "Some words here.", annotated=False)
    put(library, stored.revision_id, [finding(0, 4)])
    before = rows(library, stored.revision_id)
    put(
        library,
        stored.revision_id,
        [replace(finding(0, 4), body={"new": True}, confidence=0.3, creator="test@2")],
    )
    assert rows(library, stored.revision_id) == before
    with library.reading() as s:
        row = annotations.of_revision(s, ANYONE, stored.revision_id)[0]
    assert (row.body, row.confidence, row.creator) == ({"new": True}, 0.3, "test@2")


def test_what_is_not_found_again_is_gone_and_names_its_successor(library: Library) -> None:
    stored = ingest(library, "Some words here and there.", annotated=False)
    put(library, stored.revision_id, [finding(0, 10), finding(16, 25)])
    (first, *_), (second, *_) = rows(library, stored.revision_id)
    put(library, stored.revision_id, [finding(0, 4), finding(3, 15)])
    overlapping = rows(library, stored.revision_id)[1][0]
    with library.reading() as s:
        with pytest.raises(Gone) as gone:
            annotations.get(s, ANYONE, first)
        assert gone.value.successor == str(overlapping)
        with pytest.raises(Gone) as alone:
            annotations.get(s, ANYONE, second)
        assert alone.value.successor is None


def test_what_is_found_again_later_gets_its_id_back(library: Library) -> None:
    stored = ingest(library, "Some words here.", annotated=False)
    put(library, stored.revision_id, [finding(0, 4)])
    before = rows(library, stored.revision_id)
    put(library, stored.revision_id, [])
    assert rows(library, stored.revision_id) == []
    put(library, stored.revision_id, [finding(0, 4)])
    assert rows(library, stored.revision_id) == before


def test_another_kind_on_the_same_span_is_another_annotation(library: Library) -> None:
    stored = ingest(library, "Some words here.", annotated=False)
    put(library, stored.revision_id, [finding(0, 4, kind="claim")])
    before = rows(library, stored.revision_id)
    put(library, stored.revision_id, [finding(0, 4, kind="doubtful")])
    assert rows(library, stored.revision_id)[0][0] != before[0][0]


def test_of_two_findings_with_one_identity_the_surer_is_kept(library: Library) -> None:
    stored = ingest(library, "Some words here.", annotated=False)
    put(library, stored.revision_id, [finding(0, 4, confidence=0.2), finding(0, 4, confidence=0.8)])
    with library.reading() as s:
        assert [r.confidence for r in annotations.of_revision(s, ANYONE, stored.revision_id)] == [
            0.8
        ]


def test_a_run_never_touches_what_a_person_wrote(library: Library) -> None:
    stored = ingest(library, TEXT)
    with library.writing() as s:
        revision = s.get(Revision, stored.revision_id)
        assert revision is not None
        note = Finding("claim", 0, 9, "claim", {"value": "mine"}, 1.0, "person:1")
        mine = by_hand(s, revision, note, exact=("“We sail", "", " at dawn"))
    pipeline.annotate_revision(library, stored.revision_id)
    with library.reading() as s:
        kept, article, revision = annotations.get(s, ANYONE, mine.id or 0)
    assert (kept.body, kept.exact, kept.retired_at) == ({"value": "mine"}, "“We sail", None)
    assert (article.id, revision.id) == (stored.article_id, stored.revision_id)


def test_a_private_note_is_seen_by_its_writer_and_the_editor_only(library: Library) -> None:
    stored = ingest(library, TEXT, annotated=False)
    with library.writing() as s:
        revision = s.get(Revision, stored.revision_id)
        assert revision is not None
        mine = by_hand(
            s, revision, Finding("note", 0, 9, "note", {}, 1.0, "person:1"), visibility="private"
        )
    for reader, sees in (
        (EDITOR, True),
        (Reader(person_id=1), True),
        (Reader(person_id=2), False),
        (ANYONE, False),
    ):
        assert bool(rows(library, stored.revision_id, reader)) == sees
    with library.reading() as s, pytest.raises(NotFound):
        annotations.get(s, ANYONE, mine.id or 0)


def test_a_failed_layer_loses_nothing_that_it_found_before(library: Library) -> None:
    stored = ingest(library, TEXT)
    before = rows(library, stored.revision_id)
    with library.writing() as s:
        assert annotation_store.keep(
            s,
            stored.revision_id,
            AnnotatedText(failures=dict.fromkeys(pipeline.versions(library), "boom")),
            pipeline.versions(library),
        )
    assert rows(library, stored.revision_id) == before


def test_an_old_revision_keeps_its_annotations_to_be_read(library: Library) -> None:
    url = some_url()
    first = ingest(library, TEXT, url=url)
    ingest(library, "Nothing is left of it.", url=url)
    assert len(rows(library, first.revision_id)) == 4
    with library.reading() as s:
        assert statements.quotes(s, ANYONE).items == []
        assert statements.claims(s, ANYONE).items == []


@given(
    st.lists(
        st.tuples(
            st.sampled_from(["a", "b"]),
            st.integers(0, 8),
            st.integers(1, 8),
            st.sampled_from(["x", "y"]),
        )
    )
)
def test_nested_is_what_lies_inside_a_longer_one_of_its_layer(
    drawn: list[tuple[str, int, int, str]],
) -> None:
    spans = [(layer, start, start + length, kind) for layer, start, length, kind in drawn]
    expected = {
        (layer, start, end, kind)
        for layer, start, end, kind in spans
        if any(
            x == layer and a <= start and end <= b and b - a > end - start for x, a, b, _ in spans
        )
    }
    assert reannotation.nested(spans) == expected


def test_doubts_of_a_layer_are_counted_and_replaced(library: Library) -> None:
    stored = ingest(library, "There were 13 ships.")
    pipeline.annotate_revision(library, stored.revision_id)
    with library.reading() as s:
        (doubt,) = articles.doubts(s, stored.revision_id)
        assert articles.get(s, ANYONE, stored.article_id).doubts == 1
    assert (doubt.layer, doubt.evidence) == ("claim", [[11, 13]])


spans = st.tuples(st.integers(0, 8), st.integers(1, 8)).map(lambda p: (p[0], p[0] + p[1]))
runs = st.lists(
    st.lists(st.tuples(spans, st.sampled_from(["a", "b"])), max_size=6), min_size=1, max_size=5
)


@settings(max_examples=30)
@given(runs)
def test_whatever_runs_follow_each_other_every_identity_has_one_row_and_one_id(
    sqlite_library: Library, everything: list[list[tuple[tuple[int, int], str]]]
) -> None:
    stored = ingest(sqlite_library, "0123456789abcdef", annotated=False, url=some_url())
    ids: dict[tuple[int, int, str], int] = {}
    for found in everything:
        put(sqlite_library, stored.revision_id, [finding(*span, kind=kind) for span, kind in found])
        with sqlite_library.reading() as s:
            every = s.exec(
                select(Annotation).where(Annotation.revision_id == stored.revision_id)
            ).all()
        live = {(a.start, a.end, a.kind): a.id for a in every if a.retired_at is None}
        assert live.keys() == {(*span, kind) for span, kind in found}
        for a in every:
            assert ids.setdefault((a.start, a.end, a.kind), a.id or 0) == a.id
            if a.successor_id is not None:
                assert a.successor_id in live.values()


LONGER = (
    "“We sail at dawn,” Ida Fenwick said. The captain Silas Thorne counted 40 ships.\n\n"
    "“Nobody sails,” Silas Thorne said. Ida Fenwick and Silas Thorne met 3 of them. “So be it,” "
    "Fenwick said.\n\n“All 40 are gone,” said the harbour."
)


def test_the_parts_of_a_revision_are_those_of_the_whole(library: Library) -> None:
    stored = ingest(library, LONGER)
    revision_id = stored.revision_id
    with library.reading() as s:
        whole = annotations.of_revision(s, ANYONE, revision_id)
        cut = [Span(0, 30), Span(30, 31), Span(31, 120), Span(120, len(LONGER))]
        in_parts = [annotations.starting_in(s, ANYONE, revision_id, part) for part in cut]
        assert [row for part in in_parts for row in part] == whole
        for words in (Span(0, 3), Span(19, 40), Span(80, 81), Span(100, 190)):
            over = [row for row in whole if Span(row.start, row.end).overlaps(words)]
            assert annotations.over(s, ANYONE, revision_id, words) == over
        kinds = {row.entity_id: row.kind for row in whole if row.layer == "entity"}
        assert annotations.kinds_of_named(s, ANYONE, revision_id) == kinds
        assert len(kinds) == 2
        for entity_id in kinds:
            own = [row for row in whole if row.entity_id == entity_id]
            by_entity = annotations.of_entity(
                s, ANYONE, revision_id, stored.article_id, entity_id or 0
            )
            said = annotations.quotations_by(
                s, ANYONE, revision_id, stored.article_id, [entity_id or 0], []
            )
            assert by_entity == said == own


def test_quotations_are_found_by_the_words_for_their_speaker(library: Library) -> None:
    stored = ingest(library, "Nobody said 40 words.", annotated=False)
    body = {"speaker": 'the "élan" of 100%', "chain": None}
    quotation = finding(0, 6, layer="quotation", kind="direct")
    put(library, stored.revision_id, [replace(quotation, body=body)], ("quotation",))
    with library.reading() as s:
        found, others = (
            annotations.quotations_by(s, ANYONE, stored.revision_id, stored.article_id, [], names)
            for names in (['the "élan" of 100%'], ["the élan", "100_"])
        )
    assert [row.body for row in found] == [body]
    assert others == []

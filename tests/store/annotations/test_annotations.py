"""Annotations: ids outlive reannotation, retired ones name their successor, notes stay."""

import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlmodel import Session, select

from app import layers, pipeline
from app.errors import Gone, NotFound
from app.layers import AnnotatedText
from app.layers.base import Doc, Earlier, Finding
from app.layers.density import BARS
from app.store.annotations import annotations, reannotation, statements
from app.store.annotations.rows import LONGEST_STATEMENT
from app.store.articles import articles
from app.store.articles.access import ANYONE, EDITOR, Reader
from app.store.db.library import Library
from app.store.ingest import annotation_store
from app.store.schema.annotations import Annotation
from app.store.schema.articles import Revision
from tests.building import Names, by_hand, ingest, some_url

pytestmark = pytest.mark.usefixtures("stub_layers")

Counting = Callable[[Library], AbstractContextManager[list[str]]]
TEXT = "“We sail at dawn,” Ida Fenwick said. The captain Silas Thorne counted 40 ships."


class Unnamed:
    """What stands in curly marks, said by whoever stands right behind it."""

    name, label, card, engine, version, threshold = (
        "quotation",
        "Quotations",
        None,
        "stub",
        "1",
        0.5,
    )
    kinds: tuple[str, ...] = ("direct",)

    def find(self, doc: Doc, earlier: Earlier) -> Iterator[Finding]:
        for match in re.finditer(r"“([^”]+)” ([^.]+) said", doc.text):
            chain = next(
                (f.body["chain"] for f in earlier["entity"] if f.span.of(doc.text) == match[2]),
                None,
            )
            body = {
                "type": "direct",
                "act": "speech",
                "attribution": "q",
                "source": None,
                "cue": None,
                "speaker": match[2],
                "chain": chain,
            }
            yield Finding("quotation", match.start(1), match.end(1), "direct", body, 0.9, "stub@1")


def finding(
    start: int, end: int, *, layer: str = "claim", kind: str = "claim", confidence: float = 0.7
) -> Finding:
    return Finding(layer, start, end, kind, {}, confidence, "test@1")


def put(
    library: Library,
    revision_id: int,
    findings: Iterable[Finding],
    layers: tuple[str, ...] = ("claim",),
) -> None:
    with library.writing() as s:
        revision = s.get(Revision, revision_id)
        assert revision is not None
        reannotation.replace(s, revision, findings, {}, layers)


def rows(library: Library, revision_id: int, reader: Reader = ANYONE) -> list[tuple[int, str, str]]:
    with library.reading() as s:
        revision = s.get(Revision, revision_id)
        assert revision is not None
        return [
            (r.id, r.layer, revision.text[r.start : r.end])
            for r in annotations.of_revision(s, reader, revision_id)
        ]


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
            AnnotatedText(failures=dict.fromkeys(pipeline.versions(), "boom")),
            pipeline.versions(),
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


def test_a_word_with_a_hyphen_before_it_is_excluded_from_lists_too(library: Library) -> None:
    ingest(
        library,
        (
            "“Israel and Palestine talk,” Ida Fenwick said. “Israel votes,” Ida Fenwick said. “It "
            "is well-known,” Ida Fenwick said."
        ),
    )

    def found(q: str) -> list[str]:
        with library.reading() as s:
            return [line.excerpt.words for line in statements.quotes(s, ANYONE, q=q).items]

    assert found("israel -PALESTINE") == ["Israel votes,"]
    assert found("-israel") == found("well-known") == ["It is well-known,"]


def test_quotations_are_found_by_the_words_of_a_speaker_who_has_no_name(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(layers, "LAYERS", (Names(), Unnamed()))
    stored = ingest(
        library,
        (
            "“We sail,” the Ostran president said. “We stay,” Ida Fenwick said. “No,” the "
            "presidential adviser said."
        ),
    )
    ingest(library, "“We hide,” the Ostran president said.", visibility="private")

    def found(speaker: str, reader: Reader = ANYONE) -> list[str]:
        with library.reading() as s:
            return [q.excerpt.words for q in statements.quotes(s, reader, speaker=speaker).items]

    for asked in ("Ostran president", "the Ostran president", "PRESIDENT", "president  ostran"):
        assert found(asked) == ["We sail,"], asked
    assert found("Ida Fenwick") == [
        "We stay,"
    ]  # she is an entity, and is asked for by her whole name
    assert (
        found("Ida")
        == found("resident")
        == found("Ostran adviser")
        == found("100%")
        == found("?!")
        == []
    )
    assert found("Ostran president", EDITOR) == ["We hide,", "We sail,"]
    pipeline.withdraw(library, stored.article_id)
    assert found("Ostran president") == []


def test_quotations_are_listed_with_their_sentence_and_speaker(library: Library) -> None:
    ingest(
        library,
        "It was late. “We sail at dawn,” Ida Fenwick said. Nobody moved.",
        title="Harbour",
        date="2029-01-01",
    )
    ingest(library, "“Not one of them,” Silas Thorne said of Ida Fenwick.", date="2029-01-02")
    with library.reading() as s:
        newest, older = statements.quotes(s, ANYONE).items
        assert [
            q.annotation.entity_name
            for q in statements.quotes(s, ANYONE, speaker="ida FENWICK").items
        ] == ["Ida Fenwick"]
        assert len(statements.quotes(s, ANYONE, speaker=older.annotation.entity_id).items) == 1
        assert len(statements.quotes(s, ANYONE, q="DAWN sail").items) == 1
        assert statements.quotes(s, ANYONE, q="dawn 100%_").items == []
        assert statements.quotes(s, ANYONE, speaker="Nobody").items == []
    assert newest.annotation.entity_name == "Silas Thorne"
    assert (older.article.title, older.article.sorted_on) == ("Harbour", "2029-01-01")
    assert older.excerpt == ("“", "We sail at dawn,", "” Ida Fenwick said.")


def test_quotations_about_somebody_name_them_inside_their_words(library: Library) -> None:
    ingest(library, "“I saw Silas Thorne there,” Ida Fenwick said.")
    ingest(library, "“I saw nobody there,” Ida Fenwick said of Silas Thorne.")
    with library.reading() as s:
        found = statements.quotes(s, ANYONE, about="silas thorne").items
        assert [q.excerpt.words for q in found] == ["I saw Silas Thorne there,"]
        assert statements.quotes(s, ANYONE, about=999).items == []


def test_speech_and_attitudes_are_listed_apart(library: Library) -> None:
    stored = ingest(library, "0123456789abcdef", annotated=False)
    acts: dict[tuple[int, int], dict[str, str | None]] = {
        (0, 3): {"act": "speech"},
        (4, 7): {"act": "attitude"},
        (8, 11): {},
        (12, 15): {"act": None},
    }
    put(
        library,
        stored.revision_id,
        [replace(finding(a, b, layer="quotation"), body=body) for (a, b), body in acts.items()],
        ("quotation",),
    )
    with library.reading() as s:
        listed = {
            act: [q.excerpt.words for q in statements.quotes(s, ANYONE, act=act).items]
            for act in (None, "speech", "attitude")
        }
    assert listed == {
        None: ["012", "456", "89a", "cde"],
        "speech": ["012", "89a", "cde"],
        "attitude": ["456"],
    }


def test_what_was_affirmed_denied_or_refused_is_listed_apart(library: Library) -> None:
    stored = ingest(library, "0123456789abcdef", annotated=False)
    bodies: dict[tuple[int, int], dict[str, str]] = {
        (0, 3): {"polarity": "denied"},
        (4, 7): {"polarity": "refused"},
        (8, 11): {},
    }
    findings = [
        replace(finding(a, b, layer="quotation"), body=body) for (a, b), body in bodies.items()
    ]
    put(library, stored.revision_id, findings, ("quotation",))
    with library.reading() as s:
        listed = {
            p: [q.excerpt.words for q in statements.quotes(s, ANYONE, polarity=p).items]
            for p in ("affirmed", "denied", "refused")
        }
    assert listed == {"affirmed": ["89a"], "denied": ["012"], "refused": ["456"]}


MANY = "“I saw Ann Ash,” Ben Birch said. "


def steps(library: Library, ask: Callable[[Session], object]) -> int:
    """How many thousand steps SQLite takes to answer."""
    taken = []
    with library.reading() as s:
        connection = s.connection().connection.driver_connection
        assert connection is not None
        connection.set_progress_handler(lambda: taken.append(1), 1000)
        ask(s)
        connection.set_progress_handler(None, 0)
    return len(taken)


@pytest.mark.parametrize(
    "asked",
    [
        {"about": "Ben Birch"},
        {"act": "attitude"},
        {"listed": True, "q": "birch"},
        {"speaker": "Ben Birch", "listed": True, "q": "birch"},
    ],
)
def test_a_list_takes_steps_in_proportion_to_what_a_text_holds(
    sqlite_library: Library, asked: dict[str, Any]
) -> None:
    url, taken = some_url(), []
    for n in (300, 1200):
        ingest(sqlite_library, MANY * n, url=url)
        taken.append(steps(sqlite_library, lambda s: statements.quotes(s, ANYONE, **asked)))
    assert taken[1] < 6 * max(taken[0], 10)


def test_searching_quotations_reads_a_text_once_however_many_it_holds(
    library: Library, count_queries: Counting
) -> None:
    ingest(library, MANY * 40)
    ingest(library, "“We sail,” Ida Fenwick said.")
    with library.reading() as s, count_queries(library) as queries:
        assert statements.quotes(s, ANYONE, q="birch").items == []
    assert len(queries) == 2
    assert not any("substr" in query for query in queries)


def test_quotations_are_searched_in_upper_and_lower_case_of_every_script(library: Library) -> None:
    ingest(library, "“Élan vital, 100%_,” Ida Fenwick said. “Это Правда,” Ida Fenwick said.")
    with library.reading() as s:
        for q in ("élan", "ÉLAN VITAL", "правда", "100%_", "  vital\tÉLAN "):
            assert len(statements.quotes(s, ANYONE, q=q).items) == 1
        for q in ("%", "elan", "vital правда"):
            assert len(statements.quotes(s, ANYONE, q=q).items) == (q == "%")


def test_a_searched_list_goes_on_where_the_page_ended(library: Library) -> None:
    for day in (1, 2):
        ingest(
            library,
            " ".join(
                f"“Number {n},” Ida Fenwick said. “Other {day},” Ida Fenwick said."
                for n in range(3)
            ),
            date=f"2029-01-0{day}",
        )
    seen: list[str] = []
    cursor = None
    with library.reading() as s:
        while True:
            page = statements.quotes(s, ANYONE, q="number", cursor=cursor, limit=2)
            seen += [q.excerpt.words for q in page.items]
            if not (cursor := page.next):
                break
    assert seen == [f"Number {n}," for n in range(3)] * 2


def listed(library: Library, **asked: Any) -> list[list[str]]:
    """The lines of the list, each as the words of its pieces."""
    with library.reading() as s:
        return [
            [p.words for p in q.pieces]
            for q in statements.quotes(s, ANYONE, listed=True, **asked).items
        ]


def said(
    start: int, end: int, attribution: str, speaker: str | None = "Ann Ash", **more: Any
) -> Finding:
    """A quotation as a layer finds it; `more` is its confidence, its kind and more of its body."""
    fields = {name: more.pop(name) for name in ("confidence", "kind") if name in more}
    kind = str(fields.get("kind", "indirect"))
    body = {"type": kind, "act": "speech", "attribution": attribution, "speaker": speaker, **more}
    return Finding(
        "quotation", start, end, kind, body, float(fields.get("confidence", 0.9)), "stub@1"
    )


def test_words_inside_a_longer_quotation_are_listed_once(library: Library) -> None:
    stored = ingest(library, "0123456789abcdef", annotated=False)
    outer, inner = said(2, 9, "q1"), said(3, 6, "q1", kind="direct")
    put(
        library,
        stored.revision_id,
        [outer, inner, said(4, 5, "q2", None), said(10, 12, "q3")],
        ("quotation",),
    )
    assert listed(library) == [["2345678"], ["ab"]]
    put(library, stored.revision_id, [inner, said(10, 12, "q3")], ("quotation",))
    assert listed(library) == [["345"], ["ab"]]


def test_words_of_another_voice_inside_a_longer_quotation_are_listed_too(library: Library) -> None:
    stored = ingest(library, "0123456789abcdef", annotated=False)
    put(
        library,
        stored.revision_id,
        [said(2, 9, "q1"), said(3, 6, "q2", "Ben Birch")],
        ("quotation",),
    )
    assert listed(library) == [["2345678"], ["345"]]


def test_the_pieces_of_one_attribution_are_one_line(library: Library) -> None:
    stored = ingest(library, "0123456789abcdef", annotated=False)
    pieces = [said(0, 3, "q1", kind="direct"), said(6, 9, "q1", kind="direct"), said(12, 14, "q2")]
    put(library, stored.revision_id, pieces, ("quotation",))
    assert listed(library) == [["012", "678"], ["cd"]]
    assert listed(library, q="7") == [["012", "678"]]
    assert listed(library, q="0") == [["012", "678"]]
    with library.reading() as s:
        assert [q.excerpt.words for q in statements.quotes(s, ANYONE).items] == [
            "012",
            "678",
            "cd",
        ]


def test_what_no_page_draws_by_default_is_not_listed(library: Library) -> None:
    stored = ingest(library, "0123456789abcdef", annotated=False)
    sure, unsure = said(2, 5, "q1"), said(8, 12, "q2", confidence=BARS["reported"].some - 0.05)
    put(library, stored.revision_id, [sure, unsure], ("quotation",))
    assert listed(library) == [["234"]]
    with library.reading() as s:
        assert len(statements.quotes(s, ANYONE).items) == 2


def test_a_piece_far_from_the_beginning_is_not_brought_into_the_line(library: Library) -> None:
    stored = ingest(library, "ab" * LONGEST_STATEMENT, annotated=False)
    near, far = LONGEST_STATEMENT, LONGEST_STATEMENT + 1
    put(
        library,
        stored.revision_id,
        [said(0, 3, "q1"), said(near, near + 2, "q1"), said(far + 3, far + 5, "q1")],
        ("quotation",),
    )
    assert listed(library) == [["aba", "ab"]]


def test_denials_are_asked_for_apart(library: Library) -> None:
    stored = ingest(library, "0123456789abcdef", annotated=False)
    found = [
        said(2, 5, "q1"),
        said(6, 9, "q2", polarity="denied"),
        said(10, 12, "q3", polarity="refused"),
    ]
    put(library, stored.revision_id, found, ("quotation",))
    assert [listed(library, polarity=asked) for asked in ("affirmed", "denied", "refused")] == [
        [["234"]],
        [["678"]],
        [["ab"]],
    ]


def test_a_list_of_what_is_said_elsewhere_leaves_the_article_out(library: Library) -> None:
    here = ingest(library, TEXT, url=some_url())
    there = ingest(library, TEXT, url=some_url())
    with library.reading() as s:
        found = (
            statements.quotes(s, ANYONE, but=here.article_id).items
            + statements.claims(s, ANYONE, but=here.article_id).items
        )
    assert {line.article.id for line in found} == {there.article_id}


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


def test_lists_go_on_inside_an_article_where_the_page_ended(library: Library) -> None:
    ingest(
        library, " ".join(f"“Number {n},” Ida Fenwick said." for n in range(5)), date="2029-01-01"
    )
    ingest(
        library, " ".join(f"“Other {n},” Ida Fenwick said." for n in range(3)), date="2029-01-02"
    )
    seen: list[str] = []
    cursor = None
    with library.reading() as s:
        while True:
            page = statements.quotes(s, ANYONE, cursor=cursor, limit=2)
            seen += [q.excerpt.words for q in page.items]
            if not (cursor := page.next):
                break
    assert seen == [f"Other {n}," for n in range(3)] + [f"Number {n}," for n in range(5)]


def test_claims_are_listed_and_searched(library: Library) -> None:
    ingest(library, TEXT)
    with library.reading() as s:
        (claim,) = statements.claims(s, ANYONE, q="ships").items
        assert statements.claims(s, ANYONE, q="boats").items == []
    assert claim.excerpt.words == "The captain Silas Thorne counted 40 ships."


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

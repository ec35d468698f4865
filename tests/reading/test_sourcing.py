"""How an article is sourced: shares that add up, and speakers counted as the page draws them."""

from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from app.layers import density
from app.layers.density import BARS, is_shown
from app.layers.statements import statements
from app.reading.sourcing import Share, Sourcing, sourcing, voice_name
from app.reading.summary import ArticleSummary
from app.store.annotations.rows import AnnotationRow

LENGTH = 1000
spans = st.tuples(st.integers(0, LENGTH - 1), st.integers(1, 300)).map(
    lambda s: (s[0], min(LENGTH, s[0] + s[1]))
)


def row(layer: str, kind: str, start: int, end: int, **more: object) -> AnnotationRow:
    """A row as the store gives it."""
    given: dict[str, object] = {
        "id": start + 1,
        "entity_id": None,
        "entity_name": None,
        "body": {},
    } | more
    fields = {
        "layer": layer,
        "kind": kind,
        "start": start,
        "end": end,
        "confidence": 1.0,
        "creator": "test@1",
        "created_at": datetime.now(UTC),
    }
    known = AnnotationRow._fields
    return AnnotationRow(**{name: (fields | given).get(name) for name in known})  # type: ignore[arg-type]  # by name


def said(
    start: int, end: int, kind: str = "direct", speaker: str | None = None, **more: object
) -> AnnotationRow:
    """A quotation; `more` are columns of the row, else parts of its body."""
    columns = {
        name: more.pop(name) for name in ("confidence", "entity_id", "entity_name") if name in more
    }
    body = {
        "speaker": speaker,
        "attribution": f"q{start}-{end}-{kind}-{speaker}",
        "act": "speech",
        **more,
    }
    return row("quotation", kind, start, end, body=body, **columns)


def told(rows: list[AnnotationRow], length: int = 100) -> Sourcing:
    """How a text of two paragraphs is sourced."""
    in_order = sorted(rows, key=lambda r: (r.start, -r.end))
    summary = ArticleSummary("x" * length, 20, [0, 52])
    summary.add(in_order, map(density.shown, in_order))
    at_once = sourcing("x" * length, 20, [0, 52], in_order)
    assert summary.sourcing == at_once
    return at_once


@given(st.lists(st.tuples(spans, st.sampled_from(["direct", "indirect", "mixed"])), max_size=12))
def test_the_shares_are_whole_per_cent_that_add_up(
    found: list[tuple[tuple[int, int], str]],
) -> None:
    shares = told([said(a, b, kind) for (a, b), kind in found], LENGTH)
    assert shares.direct + shares.reported + shares.own == 100
    assert min(shares.direct, shares.reported) >= 0
    covered = len({i for (a, b), _ in found for i in range(a, b)})
    assert abs(shares.direct + shares.reported - 100 * covered / LENGTH) <= 1


@given(
    st.lists(
        st.tuples(
            spans, st.sampled_from(["Ada Pell", "Ned Crow", "critics", None]), st.floats(0, 1)
        ),
        max_size=12,
    )
)
def test_the_line_counts_the_voices_that_the_list_lists(
    found: list[tuple[tuple[int, int], str | None, float]],
) -> None:
    rows = [
        said(
            a, b, "indirect", who, confidence=sure, chain=who if who and who[0].isupper() else None
        )
        for (a, b), who, sure in found
    ]
    shares = told(rows, LENGTH)
    assert shares.voices == len([v for v in shares.by if v.name])
    assert shares.unnamed == len([v for v in shares.by if v.name == "critics"])
    drawn = [r for r in rows if is_shown(r)]
    assert (
        {v.name for v in shares.by}
        == {one.lead.body["speaker"] for one in statements(rows)}
        <= {r.body["speaker"] for r in drawn}
    )
    assert sum(v.statements for v in shares.by) == len(statements(rows))


def test_words_quoted_inside_a_reported_clause_count_once() -> None:
    shares = told([said(0, 50, "indirect"), said(8, 22, "mixed"), said(10, 20, "direct")])
    assert (shares.direct, shares.reported, shares.own) == (10, 40, 50)


def test_what_is_not_drawn_by_default_counts_nowhere() -> None:
    shares = told([said(0, 50, "indirect", "Ada Pell", confidence=BARS["reported"].some - 0.01)])
    assert (shares.own, shares.voices, shares.by) == (100, 0, ())


def test_attitudes_are_nobodys_words() -> None:
    wish = row(
        "quotation",
        "indirect",
        0,
        50,
        body={"speaker": "Ada Pell", "act": "attitude", "attribution": "q1"},
    )
    assert (told([wish]).own, told([wish]).by) == (100, ())


def test_each_voice_has_its_share_and_its_places() -> None:
    rows = [
        said(0, 5, speaker="Ada Pell"),
        said(10, 20, "indirect", "Ada Pell"),
        said(60, 70, speaker="Ada Pell"),
        said(30, 32, speaker="Ned Crow"),
    ]
    pell, crow = told(rows).by
    assert (pell.name, pell.statements, pell.direct, pell.reported) == (
        "Ada Pell",
        3,
        Share(15, (1, 2)),
        Share(10, (1,)),
    )
    assert (crow.name, crow.direct, crow.reported) == ("Ned Crow", Share(2, (1,)), Share(0, ()))


def test_voices_without_a_name_stand_after_the_named_and_nobody_comes_last() -> None:
    rows = [
        said(0, 5, speaker=None),
        said(10, 15, speaker="critics"),
        said(20, 25, speaker="critics"),
        said(30, 35, speaker="Ada Pell", chain="e1"),
    ]
    shares = told(rows)
    assert [(v.name, v.is_named, v.statements) for v in shares.by] == [
        ("Ada Pell", True, 1),
        ("critics", False, 2),
        (None, False, 1),
    ]
    assert (shares.voices, shares.unnamed) == (2, 1)


def test_a_quotation_in_pieces_is_one_quotation() -> None:
    pieces = [
        said(0, 5, speaker="Ada Pell"),
        row(
            "quotation",
            "direct",
            9,
            12,
            body={"speaker": "Ada Pell", "attribution": "q0-5-direct-Ada Pell"},
        ),
    ]
    assert [(v.name, v.statements) for v in told(pieces).by] == [("Ada Pell", 1)]


def test_two_who_speak_together_are_two_voices_under_their_entities() -> None:
    names = [
        row("entity", "person", 0, 3, entity_id=n, entity_name=name, body={"chain": f"e{n}"})
        for n, name in ((1, "Ada Pell"), (2, "Ned Crow"))
    ]
    both = said(
        10,
        20,
        speaker="Ada Pell",
        chain="e1",
        speakers=[{"name": "Ned Crow", "chain": "e2"}],
        entity_id=1,
        entity_name="Ada Pell",
    )
    alone = said(30, 40, speaker="Ned Crow", chain="e2", entity_id=2, entity_name="Ned Crow")
    assert [(v.name, v.entity_id, v.statements) for v in told([*names, both, alone]).by] == [
        ("Ned Crow", 2, 2),
        ("Ada Pell", 1, 1),
    ]


def test_denials_and_refusals_to_answer_are_counted_apart_and_doubtful_speakers_are_marked() -> (
    None
):
    denied = said(0, 9, "indirect", "Ada Pell", polarity="denied", speaker_confidence=0.9)
    refused = said(10, 19, "indirect", "Ada Pell", polarity="refused", speaker_confidence=0.9)
    perhaps = said(20, 29, "indirect", "Ned Crow", speaker_confidence=0.79)
    pell, crow = told([denied, refused, perhaps]).by
    assert (pell.denied, pell.refused, pell.is_sure) == (1, 1, True)
    assert (crow.denied, crow.refused, crow.is_sure) == (0, 0, False)


def test_the_cast_is_by_kind_the_most_named_first() -> None:
    pell = {"entity_id": 1, "entity_name": "Ada Pell"}
    rows = [
        row("entity", "person", 0, 4, entity_id=2, entity_name="Ned Crow"),
        row("entity", "person", 9, 12, **pell),
    ]
    rows += [
        row("entity", "person", 20, 24, **pell),
        row("entity", "place", 30, 34, entity_id=3, entity_name="Sund"),
    ]
    summary = ArticleSummary("x" * 40, 20, [0])
    summary.add(rows, map(density.shown, rows))
    assert summary.names_by_kind == [
        ("People", [("Ada Pell", 1, 2), ("Ned Crow", 2, 1)]),
        ("Places", [("Sund", 3, 1)]),
    ]


def test_a_person_is_known_by_the_last_name_and_a_body_by_its_whole_name() -> None:
    assert voice_name("Captain Silas Moor", "person") == "Moor"
    assert voice_name("Harbour Board", "organization") == "Harbour Board"

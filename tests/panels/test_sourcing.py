"""How an article is sourced: shares that add up, voices counted once, names in the margin that readers know."""

from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from app.panels.sourcing import cast, sourcing, voice, voices
from app.store.annotations import AnnotationRow

LENGTH = 1000
spans = st.tuples(st.integers(0, LENGTH - 1), st.integers(1, 300)).map(lambda s: (s[0], min(LENGTH, s[0] + s[1])))


def row(layer: str, kind: str, start: int, end: int, **more: object) -> AnnotationRow:
    """A row as the store gives it."""
    given: dict[str, object] = {"id": start + 1, "entity_id": None, "entity_name": None, "body": {}} | more
    fields = {
        "layer": layer,
        "kind": kind,
        "start": start,
        "end": end,
        "confidence": 1.0,
        "creator": "test@1",
        "created_at": datetime.now(UTC),
    }
    known = AnnotationRow.__dataclass_fields__
    return AnnotationRow(**{name: (fields | given).get(name) for name in known})  # type: ignore[arg-type]  # by name


def said(start: int, end: int, kind: str = "direct", speaker: str | None = None, **more: object) -> AnnotationRow:
    """A quotation."""
    return row("quotation", kind, start, end, body={"speaker": speaker, "attribution": f"q{start}", "act": "speech"}, **more)


@given(st.lists(st.tuples(spans, st.sampled_from(["direct", "indirect", "mixed"])), max_size=12))
def test_the_shares_are_whole_per_cent_that_add_up(found: list[tuple[tuple[int, int], str]]) -> None:
    told = sourcing("x" * LENGTH, 200, [said(a, b, kind) for (a, b), kind in found])
    assert told.direct + told.reported + told.own == 100
    assert min(told.direct, told.reported) >= 0
    covered = len({i for (a, b), _ in found for i in range(a, b)})
    assert abs(told.direct + told.reported - 100 * covered / LENGTH) <= 1


def test_words_quoted_inside_a_reported_clause_count_once() -> None:
    told = sourcing("x" * 100, 20, [said(0, 50, "indirect"), said(8, 22, "mixed"), said(10, 20, "direct")])
    assert (told.direct, told.reported, told.own) == (10, 40, 50)


def test_attitudes_are_nobodys_words() -> None:
    wish = row("quotation", "indirect", 0, 50, body={"speaker": "Ada Pell", "act": "attitude", "attribution": "q1"})
    assert sourcing("x" * 100, 20, [wish]).own == 100
    assert voices([wish]) == []


def test_a_speaker_with_many_quotations_is_one_voice_and_the_nameless_are_counted_apart() -> None:
    rows = [said(0, 5, speaker="Ada Pell"), said(10, 15, speaker="Ada Pell"), said(20, 25, speaker=None)]
    told = sourcing("x" * 100, 20, rows)
    assert (told.voices, told.unnamed) == (2, 1)
    assert voices(rows) == [("Ada Pell", None, 2)]


def test_a_quotation_in_pieces_is_one_quotation() -> None:
    pieces = [said(0, 5, speaker="Ada Pell"), row("quotation", "direct", 9, 12, body={"speaker": "Ada Pell", "attribution": "q0"})]
    assert voices(pieces) == [("Ada Pell", None, 1)]


def test_the_cast_is_by_kind_the_most_named_first() -> None:
    pell = {"entity_id": 1, "entity_name": "Ada Pell"}
    rows = [row("entity", "person", 0, 4, entity_id=2, entity_name="Ned Crow"), row("entity", "person", 9, 12, **pell)]
    rows += [row("entity", "person", 20, 24, **pell), row("entity", "place", 30, 34, entity_id=3, entity_name="Sund")]
    assert cast(rows) == [("People", [("Ada Pell", 1, 2), ("Ned Crow", 2, 1)]), ("Places", [("Sund", 3, 1)])]


def test_a_person_is_known_by_the_last_name_and_a_body_by_its_whole_name() -> None:
    assert voice("Captain Silas Moor", "person") == "Moor"
    assert voice("Harbour Board", "organization") == "Harbour Board"

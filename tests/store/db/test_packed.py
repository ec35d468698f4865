"""Packed JSON: what is read is what was stored, whatever it was."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import BooleanClauseList, create_engine, literal, select

from app.store.db.library import compact_json
from app.store.db.packed import bodies, parts

SPAN = {"start": 3, "end": 13, "exact": "Ida’s boat"}
ENTITY = {"kind": "person", "name": "Ida Fenwick", "chain": "e3", "role": None, "central": True}
QUOTATION = {
    "type": "direct",
    "found_by": "marks",
    "whole": True,
    "act": "speech",
    "polarity": "affirmed",
    "attribution": "q2",
    "source": SPAN,
    "cue": SPAN,
    "speaker": "Ida Fenwick",
    "chain": "e1",
    "named": True,
    "speaker_confidence": 0.9,
}
DATE = {"value": "2031-03", "relative": False, "anchor": None, "unresolved": None}
CLAIM = {
    "check_worthiness": 0.871,
    "claimant": None,
    "claimant_chain": None,
    "reported": False,
    "why": ["it gives a figure", "it is new"],
}
VALUES = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-2, 3),
    st.floats(0, 1),
    st.sampled_from(["", "0", "e0", "e07", "e12", "q1", "person", "speech", "Ida"]),
    st.lists(st.sampled_from(["it gives a figure", "other"]), max_size=2),
    st.just({}),
    st.just(SPAN),
    st.just(SPAN | {"end": 99}),
    st.just({"start": True, "end": 1, "exact": ""}),
)
BODIES = st.sampled_from([ENTITY, QUOTATION, DATE, CLAIM])
BLOCK = {"kind": "paragraph", "start": 0, "end": 40}
PARTS = st.one_of(
    st.fixed_dictionaries(
        {
            "kind": st.sampled_from(["paragraph", "heading", "poem", None]),
            "start": st.integers(0, 9),
            "end": st.integers(0, 9),
        },
        optional={"level": st.integers(1, 2), "href": st.just("https://ostra.example/")},
    ),
    st.just({"start": 1}),
)


def stored(value: Any) -> Any:
    """What the database gives back."""
    return json.loads(compact_json(value))


@pytest.mark.parametrize(
    ("body", "packed"),
    [
        (ENTITY, [1, 3, "Ida Fenwick", 0, 1]),
        (ENTITY | {"central": False}, [1, 3, "Ida Fenwick"]),
        (
            QUOTATION,
            [2, "Ida Fenwick", 2, 1, [3, "Ida’s boat"], [3, "Ida’s boat"], 0.9, 1, 1],
        ),
        (DATE, [3, "2031-03"]),
        (CLAIM, [4, 0.871, [0, "it is new"]]),
        ({"text": "a note"}, {"text": "a note"}),
    ],
)
def test_a_body_of_a_shape_is_stored_without_the_names_of_its_fields(
    body: Any, packed: Any
) -> None:
    assert bodies.pack_body(body) == packed
    assert bodies.unpack_body(stored(packed)) == body


@given(BODIES, st.dictionaries(st.sampled_from([*QUOTATION, *ENTITY, "found_speaker"]), VALUES))
def test_a_body_is_read_as_it_was_stored(body: dict[str, Any], more: dict[str, Any]) -> None:
    body = body | more
    read = bodies.unpack_body(stored(bodies.pack_body(body)))
    # As text: 1 and true are equal in Python, and the order of the keys is seen in exports.
    assert compact_json(read) == compact_json(body)


@pytest.mark.parametrize("chain", ["e3", "e]", "a[0]", 'a"]'])
def test_a_name_is_found_by_how_its_body_begins_whatever_its_chain_is(chain: str) -> None:
    body = compact_json(bodies.pack_body(ENTITY | {"chain": chain}))
    condition = bodies.names_chain(literal(body), chain)
    assert isinstance(condition, BooleanClauseList)
    by_beginning, _ = condition.clauses
    with create_engine("sqlite://").connect() as connection:
        assert connection.scalar(select(by_beginning)) == 1


@given(st.lists(PARTS, max_size=5))
def test_blocks_are_read_as_they_were_stored(listed: list[dict[str, Any]]) -> None:
    read = parts.unpack_parts(stored(parts.pack_parts(listed)))
    assert compact_json(read) == compact_json(listed)


def test_a_paragraph_after_another_is_stored_as_its_length() -> None:
    blocks = [BLOCK, BLOCK | {"start": 42, "end": 50}, BLOCK | {"kind": "heading", "level": 2}]
    assert parts.pack_parts(blocks) == [40, 8, [1, -50, 40, {"level": 2}]]


@pytest.mark.parametrize("damaged", [[], [99, 1], ["x"], [2, 3, 4, 5, 6, 7], None, 7])
def test_what_cannot_have_been_stored_is_read_as_it_is(damaged: Any) -> None:
    assert bodies.unpack_body(damaged) == damaged
    assert parts.unpack_parts(["abc", [1], None]) == ["abc", [1], None]

"""Deciding: which known entity a chain is, when it is nobody known, and what is only proposed."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.linking.across.disambiguation import LINK, PROPOSE, Basis, Candidate, ChainQuery, decide
from app.linking.names.spelling import alike, coarse, core, last
from app.linking.within.sports_teams import is_sport, is_team


def asked(name: str, kind: str = "person") -> ChainQuery:
    return ChainQuery(kind, name, frozenset({name}))


def candidate(
    id_: int, own: str, basis: Basis, kind: str = "person", articles: int = 1, **more: object
) -> Candidate:
    return Candidate(id_, kind, own, more.pop("found", own), articles, basis, **more)  # type: ignore[arg-type]


def test_the_same_name_and_kind_is_the_same_entity() -> None:
    assert decide(asked("ida fenwick"), [candidate(7, "ida fenwick", "name")]).entity_id == 7
    assert decide(asked("ida fenwick"), []).basis == "new"


def test_a_name_of_another_kind_is_another_entity() -> None:
    assert decide(asked("jordan", "place"), [candidate(7, "jordan", "name")]).entity_id is None
    assert (
        decide(
            asked("chelsea", "organization"), [candidate(7, "chelsea", "name", "place")]
        ).entity_id
        is None
    )


def test_a_last_name_alone_is_the_only_person_who_has_it() -> None:
    ida, tom = (
        candidate(1, "ida fenwick", "last", shared=0.5, close=0.5),
        candidate(2, "tom fenwick", "last", shared=0.5, close=0.5),
    )
    assert decide(asked("fenwick"), [ida]).entity_id == 1
    unsure = decide(asked("fenwick"), [ida, tom])
    assert unsure.entity_id is None
    assert {id_ for id_, *_ in unsure.rivals} == {1, 2}


def test_of_two_with_a_last_name_the_more_named_one_with_cooccurrence_is_meant() -> None:
    ida = candidate(1, "ida fenwick", "last", articles=30, shared=2.0, close=2.0)
    tom = candidate(2, "tom fenwick", "last", articles=1, shared=0.0)
    assert decide(asked("fenwick"), [ida, tom]).entity_id == 1


def test_a_full_name_joins_a_bare_last_name_unless_others_bear_it_too() -> None:
    bare, other = (
        candidate(1, "fenwick", "fuller", shared=0.1, close=0.1),
        candidate(2, "tom fenwick", "namesake"),
    )
    assert decide(asked("ida fenwick"), [bare]).basis == "fuller"
    assert decide(asked("ida fenwick"), [bare, other]).entity_id is None


def test_what_was_meant_here_before_is_meant_again_whatever_else_there_is() -> None:
    known = [candidate(1, "fenwick", "here"), candidate(2, "fenwick", "name", articles=900)]
    assert decide(asked("fenwick"), known).entity_id == 1


@given(
    st.lists(
        st.builds(
            Candidate,
            st.integers(1, 9),
            st.sampled_from(["person", "place", "other"]),
            st.sampled_from(["fenwick", "ida fenwick"]),
            st.sampled_from(["fenwick", "ida fenwick"]),
            st.integers(0, 99),
            st.sampled_from(
                ["name", "alias", "spelling", "last", "fuller", "longer", "namesake", "entry"]
            ),
            st.none() | st.floats(0, 9),
            st.none() | st.integers(0, 9999),
        ),
        max_size=8,
    ),
    st.randoms(use_true_random=False),
)
def test_the_order_of_candidates_decides_nothing_and_nothing_unsure_is_linked(
    candidates: list[Candidate], random: object
) -> None:
    shuffled = list(candidates)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    one, other = decide(asked("fenwick"), candidates), decide(asked("fenwick"), shuffled)
    assert (one.entity_id, one.confidence) == (other.entity_id, other.confidence)
    assert 0 <= one.confidence <= 1
    assert one.entity_id is None or one.confidence >= round(LINK, 2)
    assert all(round(PROPOSE, 2) <= sure <= 1 for _, sure, _ in one.rivals)


def test_company_makes_surer() -> None:
    little = candidate(1, "ida fenwick", "last", shared=0.1, close=0.1)
    much = replace(little, shared=1.5, close=1.5)
    assert (
        decide(asked("fenwick"), [much]).confidence > decide(asked("fenwick"), [little]).confidence
    )


def test_a_part_of_a_name_alone_is_proposed_and_not_joined() -> None:
    for basis in ("last", "fuller", "alias", "longer"):
        alone = decide(asked("fenwick"), [candidate(1, "ida fenwick", basis, shared=0.4)])
        assert alone.entity_id is None
        assert [id_ for id_, *_ in alone.rivals] == [1]


def test_a_name_that_every_country_s_body_has_needs_the_country() -> None:
    congress = ChainQuery("organization", "congress", frozenset({"congress"}), country="CL")
    known = candidate(1, "congress", "name", "organization", 3)
    assert decide(congress, [replace(known, country="CL")]).entity_id == 1
    assert decide(congress, [replace(known, country="IN")]).rivals == ()
    unknown = decide(congress, [known])
    assert (unknown.entity_id, len(unknown.rivals)) == (None, 1)


@pytest.mark.parametrize(
    ("a", "b", "kind", "same"),
    [
        ("gdańsk", "gdansk", "place", True),
        ("kheyrabad", "khairabad", "place", True),
        ("habern william freeman", "habern freeman", "person", True),
        ("john paul i", "john paul ii", "person", False),
        ("john quincy smith", "john walter smith", "person", False),
        ("bombardier inc", "bombardier", "organization", True),
        ("libyans", "libyan", "group", True),
        ("scots", "scottish", "group", True),
        ("ida fenwick", "ida fennel", "person", False),
        ("austria", "australia", "place", False),
    ],
)
def test_spellings_of_one_name(a: str, b: str, kind: str, same: bool) -> None:
    assert alike(a, b, kind) is same
    assert alike(b, a, kind) is same
    assert not same or coarse(a, kind) == coarse(b, kind)


@given(st.text(max_size=40), st.sampled_from(["person", "place", "organization", "group"]))
def test_any_name_has_a_form_and_is_like_itself(name: str, kind: str) -> None:
    coarse(name, kind)
    last(name, kind)
    assert core(name, kind) == core(name, kind)
    assert alike(name, name, kind)


def team(text: str, name: str) -> bool:
    return is_sport(text) and is_team(
        text, [(n, n + len(name)) for n in range(len(text)) if text.startswith(name, n)]
    )


def test_a_place_that_plays_is_a_team_and_one_where_things_are_is_none() -> None:
    report = (
        "Port Orle beat Skerry 3-1 in the league match at Fenmouth on Friday. The striker "
        "scored two goals for Port Orle."
    )
    assert team(report, "Port Orle")
    assert team(report, "Skerry")
    assert not team(report, "Fenmouth")
    assert not team(
        "Port Orle beat the drum for trade with Skerry, the minister said in Fenmouth.", "Port Orle"
    )

"""Whom a single name means that is the last, first or family name of somebody named in full."""

import pytest

from app.linking.within.mention_groups import Mention, MentionGroups
from app.linking.within.single_names import resolve
from app.linking.within.surnames import NO_HINT, Hint

Named = tuple[str, str]
"""A name and its kind."""


def resolved(*names: Named, hints: dict[int, Hint] | None = None, weight: float = 3.0) -> list[str]:
    """The folded name that each mention means, in order."""
    mentions = [
        Mention(
            50 * n, 50 * n + len(name), name, ((kind, weight),), hint=(hints or {}).get(n, NO_HINT)
        )
        for n, (name, kind) in enumerate(names)
    ]
    meant = resolve(MentionGroups(mentions))
    return [meant[n][0] for n in range(len(mentions))]


def test_a_last_name_means_the_person_named_before_or_else_the_first_named_later() -> None:
    assert resolved(("Ana Holt", "person"), ("Holt", "person"))[1] == "ana holt"
    assert resolved(("Holt", "person"), ("Ana Holt", "person"))[0] == "ana holt"


def test_of_two_people_of_one_last_name_an_office_decides_and_else_nobody_is_meant() -> None:
    people = [("Ana Holt", "person"), ("Jonas Holt", "person"), ("Holt", "person")]
    assert resolved(*people)[2] == "holt"
    mayor = Hint(frozenset({"mayor"}))
    assert resolved(*people, hints={0: mayor, 2: mayor})[2] == "ana holt"


def test_who_was_called_so_while_alone_is_meant_again_unless_a_gender_speaks_against_it() -> None:
    people = [
        ("Jonas Holt", "person"),
        ("Holt", "person"),
        ("Ana Holt", "person"),
        ("Holt", "person"),
    ]
    assert resolved(*people)[3] == "jonas holt"
    assert resolved(*people, hints={3: Hint(gender="x")})[3] == "holt"


@pytest.mark.parametrize(("weight", "meant"), [(1.25, "michael jordan"), (3.0, "jordan")])
def test_a_last_name_read_as_a_place_means_the_person_where_the_evidence_is_weak(
    weight: float, meant: str
) -> None:
    assert resolved(("Michael Jordan", "person"), ("Jordan", "place"), weight=weight)[1] == meant


def test_a_first_name_used_alone_means_the_only_person_who_has_it() -> None:
    assert resolved(("Ana Holt", "person"), ("Ana", "person"))[1] == "ana holt"
    two = [("Ana Holt", "person"), ("Ana Reed", "person"), ("Ana", "person")]
    assert resolved(*two)[2] == "ana"


def test_a_family_name_inside_a_full_name_means_that_person() -> None:
    assert (
        resolved(("Ramón Freire Serrano", "person"), ("Freire", "person"))[1]
        == "ramón freire serrano"
    )
    lines = [("One Two Freire Four Five Six", "person"), ("Freire", "person")]
    assert resolved(*lines)[1] == "freire"

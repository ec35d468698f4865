"""Which names of one article are variants of one name, and which only look so."""

import pytest

from app.linking.within.mention_groups import Mention, MentionGroups
from app.linking.within.variants import join_variants

ALIASES = {"us": "us", "united states": "us", "south korea": "kr", "chile": "cl"}
Named = tuple[str, str]
"""A name and its kind."""


def joined(
    *names: Named, aliases: dict[str, str] | None = None, expands: str | None = None
) -> bool:
    """Whether all names are joined; `expands` is the acronym in brackets behind the first."""
    mentions = [
        Mention(
            10 * n,
            10 * n + len(name),
            name,
            ((kind, 3.0),),
            expands=expands if n == 0 else None,
        )
        for n, (name, kind) in enumerate(names)
    ]
    groups = MentionGroups(mentions)
    join_variants(groups, ALIASES if aliases is None else aliases)
    return len({groups.root(key) for key in groups}) == 1


@pytest.mark.parametrize(
    "names",
    [
        [("US", "place"), ("United States", "place")],
        [("Republic of Chile", "place"), ("Chile", "place")],
        [("Kurdistan Democratic Party", "organization"), ("KDP", "organization")],
        [("Lugansk", "place"), ("Luhansk", "place")],
        [("Iraqi", "group"), ("Iraqis", "group")],
        [("Aung San Suu Kyi", "person"), ("Suu Kyi", "person")],
        [("Arab League", "organization"), ("League of Arab States", "organization")],
        [("River Lircay", "place"), ("Lircay", "place")],
        [("South Korea", "place"), ("Korea", "place")],
        [("Harbour Board", "organization"), ("Board", "organization")],
        [("GateHouse Media", "organization"), ("GateHouse", "organization")],
    ],
    ids=lambda names: names[1][0],
)
def test_variants_of_one_name_are_joined(names: list[Named]) -> None:
    assert joined(*names)


@pytest.mark.parametrize(
    "names",
    [
        [("US", "person"), ("United States", "place")],
        [("Kurdistan Democratic Party", "organization"), ("KDP", "place")],
        [
            ("Kurdistan Democratic Party", "organization"),
            ("Kenya Dairy Plant", "organization"),
            ("KDP", "organization"),
        ],
        [("Oslo", "place"), ("Osla", "place")],
        [("Iraqi", "group"), ("Iraqis", "person")],
        [("Board", "organization"), ("Harbour Board", "organization")],
        [("University of Kabul", "organization"), ("Kabul", "place")],
        [("North Korea", "place"), ("South Korea", "place"), ("Korea", "place")],
    ],
    ids=lambda names: names[-1][0],
)
def test_names_that_only_look_alike_stay_apart(names: list[Named]) -> None:
    assert not joined(*names)


def test_the_acronym_in_brackets_is_joined_but_not_an_agency_behind_a_dateline() -> None:
    assert joined(("Harbour Pilots", "organization"), ("HPA", "organization"), expands="HPA")
    assert not joined(("Orle", "place"), ("HPA", "organization"), expands="HPA")


@pytest.mark.parametrize(("owner", "is_one"), [("Russia", False), ("Ana Holt", True)])
def test_an_owner_distinguishes_bodies_of_a_generic_name_unless_it_is_a_person(
    owner: str, is_one: bool
) -> None:
    groups = MentionGroups(
        [
            Mention(0, 8, "Ana Holt", (("person", 3.0),)),
            Mention(20, 35, "Defence Ministry", (("organization", 3.0),)),
            Mention(40, 55, "Defence Ministry", (("organization", 3.0),), owner=owner),
        ]
    )
    join_variants(groups, {})
    owned = ("defence ministry", owner.casefold())
    assert (groups.root(owned) == groups.root(("defence ministry", ""))) is is_one

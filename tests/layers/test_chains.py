from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from app.linking.names.folding import fold
from app.linking.within.coreference import Chain, chains
from app.linking.within.mention_groups import Mention
from app.linking.within.surnames import Hint


def mentions(*names: str, kind: str = "person", weight: float = 2.0) -> list[Mention]:
    return [
        Mention(10 * n, 10 * n + len(name), name, ((kind, weight),)) for n, name in enumerate(names)
    ]


def groups(made: list[Chain]) -> list[list[int]]:
    return [c.members for c in made]


def test_a_surname_joins_its_full_name() -> None:
    (chain,) = chains(mentions("Torvald Brandvik", "Brandvik", "Torvald Brandvik"))
    assert (chain.name, chain.members) == ("Torvald Brandvik", [0, 1, 2])


def test_a_surname_before_its_full_name_joins_it_too() -> None:
    assert groups(chains(mentions("Brandvik", "Torvald Brandvik"))) == [[0, 1]]


def test_a_surname_stays_with_whom_it_meant_before_another_of_that_name_came() -> None:
    made = chains(mentions("Torvald Brandvik", "Brandvik", "Siri Brandvik", "Brandvik"))
    assert groups(made) == [[0, 1, 3], [2]]


def test_a_surname_that_nothing_gives_to_one_of_its_bearers_is_nobody_s() -> None:
    made = chains(mentions("Torvald Brandvik", "Siri Brandvik", "Brandvik"))
    assert [(c.name, c.members) for c in made] == [
        ("Torvald Brandvik", [0]),
        ("Siri Brandvik", [1]),
        ("Brandvik", [2]),
    ]


def test_a_surname_goes_to_the_one_whom_its_hint_fits() -> None:
    first, second, bare = mentions("Torvald Brandvik", "Siri Brandvik", "Brandvik")
    made = chains(
        [
            replace(first, hint=Hint(gender="m")),
            replace(second, hint=Hint(gender="f")),
            replace(bare, hint=Hint(gender="m")),
        ]
    )
    assert groups(made) == [[0, 2], [1]]


def test_spellings_of_one_first_name_are_one_bearer() -> None:
    made = chains(mentions("Torvald Brandvik", "T. Brandvik", "Brandvik"))
    assert groups(made) == [[0], [1, 2]]


def test_the_same_name_of_two_owners_stays_apart() -> None:
    made = chains(
        [
            Mention(0, 19, "UN Security Council", (("organization", 3.0),)),
            Mention(30, 46, "Security Council", (("organization", 3.0),), owner="Norway"),
            Mention(60, 76, "Security Council", (("organization", 3.0),), owner="Portugal"),
        ]
    )
    assert len(made) == 3


def test_an_acronym_in_brackets_joins_what_it_stands_for() -> None:
    board = Mention(0, 20, "Saltmarsh Port Board", (("organization", 2.5),), expands="SPB")
    made = chains([board, *[Mention(n, n + 3, "SPB", (("organization", 1.5),)) for n in (22, 40)]])
    assert [(c.name, c.members) for c in made] == [("Saltmarsh Port Board", [0, 1, 2])]


def test_a_dateline_s_agency_is_not_its_place_and_a_country_s_own_acronym_is() -> None:
    kinds = (("place", 2.5),), (("organization", 1.5),)
    apart = [Mention(0, 5, "PARIS", kinds[0], expands="QPA"), Mention(7, 10, "QPA", kinds[1])]
    assert [(c.kind, c.name) for c in chains(apart)] == [
        ("place", "Paris"),
        ("organization", "QPA"),
    ]
    joined = [
        Mention(0, 20, "Free Isles of Sorrel", kinds[0], expands="FIS"),
        Mention(22, 25, "FIS", kinds[1]),
    ]
    assert [(c.kind, c.name) for c in chains(joined)] == [("place", "Free Isles of Sorrel")]


def test_transliterations_of_a_place_are_one() -> None:
    (chain,) = chains(mentions("Veldohansk", "Veldogansk", "Veldohansk", kind="place"))
    assert chain.name == "Veldohansk"


def test_places_that_merely_look_alike_stay_apart() -> None:
    assert (
        len(
            chains(
                mentions(
                    "Northam",
                    "Northum",
                    "Southam",
                    "Austria",
                    "Australia",
                    "Iran",
                    "Iraq",
                    kind="place",
                )
            )
        )
        == 7
    )


def test_case_articles_and_stops_make_no_second_name() -> None:
    assert fold("The U.N.") == fold("UN") == "un"
    assert len(chains(mentions("The Hague Court", "Hague Court", kind="organization"))) == 1


def test_known_aliases_join_places_and_never_persons() -> None:
    aliases = {"kyiv": "zone", "kiev": "zone"}
    assert len(chains(mentions("Kyiv", "Kiev", kind="place"), aliases)) == 1
    assert len(chains(mentions("Kyiv", "Kiev", kind="person"), aliases)) == 2


def test_a_headword_alone_joins_the_only_fuller_name_before_it() -> None:
    assert groups(chains(mentions("Saltmarsh Board", "Board", kind="organization"))) == [[0, 1]]
    assert (
        len(chains(mentions("Saltmarsh Board", "Eastmere Board", "Board", kind="organization")))
        == 3
    )


def test_the_kind_with_the_most_evidence_wins_for_all() -> None:
    made = chains(
        [Mention(0, 5, "Orsel", (("place", 0.5),)), Mention(9, 14, "Orsel", (("person", 2.0),))]
    )
    assert [c.kind for c in made] == ["person"]


@given(
    st.lists(
        st.tuples(
            st.text(min_size=1, max_size=12),
            st.sampled_from(["person", "place", "organization"]),
            st.floats(-2, 5),
        ),
        max_size=25,
    )
)
def test_every_mention_is_in_exactly_one_chain(raw: list[tuple[str, str, float]]) -> None:
    given_ = [
        Mention(20 * n, 20 * n + len(name), name, ((kind, weight),))
        for n, (name, kind, weight) in enumerate(raw)
    ]
    made = chains(given_)
    assert sorted(k for c in made for k in c.members) == list(range(len(given_)))
    assert [c.members[0] for c in made] == sorted(c.members[0] for c in made)


def test_a_name_that_somebody_is_said_to_have_is_the_same_person() -> None:
    owned = Mention(30, 43, "Siri Brandvik", (("person", 2.0),), owner="Bench")
    assert len(chains([*mentions("Siri Brandvik"), owned])) == 1


def test_the_last_words_of_a_longer_name_join_it() -> None:
    made = chains(mentions("Orle Marine Institute", "Marine Institute", kind="organization"))
    assert [(c.name, c.members) for c in made] == [("Orle Marine Institute", [0, 1])]


def test_a_first_name_joins_the_only_one_who_has_it() -> None:
    assert groups(chains(mentions("Siri Brandvik", "Siri"))) == [[0, 1]]
    assert len(chains(mentions("Siri Brandvik", "Siri Hagen", "Siri"))) == 3


def test_straight_and_curly_apostrophes_are_one_name() -> None:
    assert len(chains(mentions("Pilots' Board", "Pilots’ Board", kind="organization"))) == 1


def test_the_last_names_of_a_person_join_the_only_full_name() -> None:
    assert groups(chains(mentions("Aung San Suu Kyi", "Suu Kyi", "Kyi"))) == [[0, 1, 2]]


def test_a_middle_name_makes_no_second_person_unless_two_have_one() -> None:
    assert groups(chains(mentions("Joshua Abraham Norton", "Joshua Norton"))) == [[0, 1]]
    assert len(chains(mentions("George H. W. Bush", "George W. Bush"))) == 2


def test_initials_join_the_only_organization_that_they_abbreviate() -> None:
    party = mentions("Kurdistan Democratic Party", "KDP", kind="organization")
    assert groups(chains(party)) == [[0, 1]]
    assert (
        len(
            chains(
                mentions(
                    "Kurdistan Democratic Party", "Kirkuk Defence Press", "KDP", kind="organization"
                )
            )
        )
        == 3
    )
    assert len(chains(mentions("Kurdistan Democratic Party", "KDP"))) == 2


def test_a_people_in_the_plural_is_the_same_group() -> None:
    assert groups(chains(mentions("Iraqi", "Iraqis", kind="group"))) == [[0, 1]]
    assert len(chains(mentions("Iraqi", "Iraqis", kind="person"))) == 2

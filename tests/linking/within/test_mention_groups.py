"""Mentions of one article grouped by name, their kind by all evidence, and groups joined."""

from app.linking.within.mention_groups import Mention, MentionGroups


def mention(
    name: str, *evidence: tuple[str, float], owner: str | None = None, inside: bool = False
) -> Mention:
    return Mention(0, len(name), name, evidence, owner=owner, inside=inside)


def test_spellings_of_one_name_are_one_group_and_another_owner_is_another() -> None:
    groups = MentionGroups(
        [
            mention("The U.S."),
            mention("US"),
            mention("Congress", owner="Chile"),
            mention("Congress"),
        ]
    )
    assert groups.members == {("us", ""): [0, 1], ("congress", "chile"): [2], ("congress", ""): [3]}


def test_the_kind_with_the_most_evidence_wins_by_its_lead_over_the_next() -> None:
    groups = MentionGroups(
        [mention("Orle", ("place", 2.0)), mention("Orle", ("person", 0.5), ("place", 1.0))]
    )
    assert groups.kinds["orle", ""] == ("place", 2.5)


def test_a_name_without_evidence_or_with_evidence_against_it_is_other() -> None:
    groups = MentionGroups([mention("Orle"), mention("Skerry", ("place", -1.0))])
    assert groups.kinds == {("orle", ""): ("other", 0.0), ("skerry", ""): ("other", 0.0)}


def test_a_persons_name_that_mostly_follows_in_is_a_place() -> None:
    inside, elsewhere = (
        mention("Jordan", ("person", 3.0), inside=True),
        mention("Jordan", ("person", 3.0)),
    )
    assert MentionGroups([inside, inside, elsewhere]).kind(("jordan", "")) == "place"
    assert MentionGroups([inside, elsewhere]).kind(("jordan", "")) == "person"
    assert MentionGroups([inside, inside, *[elsewhere] * 3]).kind(("jordan", "")) == "person"


def test_joined_groups_have_the_root_of_the_one_that_is_kept() -> None:
    groups = MentionGroups([mention("Kiev"), mention("Kyiv"), mention("Kyjiv")])
    groups.join(("kyiv", ""), ("kyjiv", ""))
    groups.join(("kiev", ""), ("kyiv", ""))
    assert {groups.root(key) for key in groups} == {("kiev", "")}
    assert groups.rooted(("kyjiv", "")) == [(2, ("kiev", ""))]

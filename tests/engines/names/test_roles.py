"""The role that a text gives a person, before the name and in commas behind it."""

import pytest

from app.engines.names.capitalized import Sighting
from app.engines.names.roles import role_of
from app.text.spans import Span
from tests.engines.names.reading import found, read, written


def role(text: str, wanted: str) -> str | None:
    """The role of the first name written so."""
    tokens = read(text)
    seen = [
        Sighting(n, Span(tokens[n.first].start, tokens[n.last - 1].end), ()) for n in found(text)
    ]
    k = next(k for k, s in enumerate(seen) if written(text, s.name) == wanted)
    span = role_of(text, tokens, k, seen)
    return None if span is None else span.of(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The former Kremlin press spokesman Ida Hale spoke.", "former Kremlin press spokesman"),
        ("Deputy Prime Minister Ida Hale spoke.", "Deputy Prime Minister"),
        ("They met Secretary of State Ida Hale.", "Secretary of State"),
        ("White House Press Secretary Ida Hale spoke.", "White House Press Secretary"),
        ("The transport and works minister Ida Hale spoke.", "transport and works minister"),
        ("Orle's mayor Ida Hale spoke.", "Orle's mayor"),
        ("They met Major General Ida Hale.", "Major General"),
        ("The president-elect Ida Hale spoke.", "president-elect"),
        ("Then Mr Ida Hale spoke.", None),
        ("They said Ida Hale spoke.", None),
    ],
)
def test_the_role_before_a_name_goes_back_to_its_furthest_modifier(
    text: str, expected: str | None
) -> None:
    assert role(text, "Ida Hale") == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Ida Hale, the chief pilot, spoke.", "chief pilot"),
        ("Ida Hale, 34, a marine biologist at the institute.", "marine biologist at the institute"),
        ("Ida Hale, his sister, spoke.", "sister"),
        ("Ida Hale, Orle's mayor, spoke.", "Orle's mayor"),
        ("Ida Hale, a pilot who lives here, spoke.", "pilot"),
        ("Ida Hale, speaking to the minister, slept.", None),
        ("Ida Hale, in charge of a pilot, slept.", None),
        ("Ida Hale, the pilot said, slept.", None),
        ("Ida Hale, the chief pilot", None),
        ("Ida Hale, Quoy Tollness Brell Harbour pilot, slept.", None),
        ("Ida Hale spoke, the chief pilot.", None),
    ],
)
def test_the_role_behind_a_name_is_headed_by_a_role_and_ends_at_a_mark(
    text: str, expected: str | None
) -> None:
    assert role(text, "Ida Hale") == expected

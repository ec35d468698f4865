"""Which sources name several who speak jointly, and which describe one."""

import re

import pytest

from app.linking.sources.coordination import parts
from app.linking.sources.mentions import NamedMention
from app.text.spans import Span

PEOPLE = ("Ana Holt", "Jonas Reed", "Mara Lind", "Holt", "Reed")
BODIES = ("Ferry Union", "Department of Ports and Quays", "Norway", "Sweden")
SEVERAL = {
    "Ana Holt and Jonas Reed": ["Ana Holt", "Jonas Reed"],
    "Both Ana Holt and Jonas Reed": ["Ana Holt", "Jonas Reed"],
    "Port Minister Ana Holt and party leader Jonas Reed": [
        "Port Minister Ana Holt",
        "party leader Jonas Reed",
    ],
    "Ana Holt, Jonas Reed and Mara Lind": ["Ana Holt", "Jonas Reed", "Mara Lind"],
    "Sens. Ana Holt (N-Ode), Jonas Reed (N-Ulm) and Mara Lind (S-Ode)": [
        "Sens. Ana Holt (N-Ode)",
        "Jonas Reed (N-Ulm)",
        "Mara Lind (S-Ode)",
    ],
    "Ana Holt and her deputy": ["Ana Holt", "her deputy"],
    "Ana Holt and her deputy, Jonas Reed": ["Ana Holt", "her deputy, Jonas Reed"],
    "Ana Holt, Jonas Reed and other members of the board": [
        "Ana Holt",
        "Jonas Reed",
        "other members of the board",
    ],
    "Ana Holt and others": ["Ana Holt", "others"],
    "the Ferry Union and Jonas Reed": ["the Ferry Union", "Jonas Reed"],
    "Norway and Sweden": ["Norway", "Sweden"],
}
ONE = [
    "Ana Holt",
    "Ana Holt, the mayor",
    "the actor and director Ana Holt",
    "advisers to Ana Holt and Jonas Reed",
    "Ana Holt, a lawyer for the Ferry Union",
    "the Department of Ports and Quays",
    "pilots, teachers and nurses",
    "a Norway and Sweden expert",
    "Ana Holt, chair of pilots and crews",
]


def named(text: str) -> list[NamedMention]:
    found: list[NamedMention] = []
    for kind, names in (("person", PEOPLE), ("organization", BODIES)):
        for name in names:
            for m in re.finditer(rf"\b{name}\b", text):
                if not any(f.start < m.end() and m.start() < f.end for f in found):
                    found.append(NamedMention(m.start(), m.end(), kind, name, name))
    return sorted(found, key=lambda m: m.start)


@pytest.mark.parametrize("source", SEVERAL)
def test_a_source_of_several_is_parted(source: str) -> None:
    assert [p.of(source) for p in parts(source, Span(0, len(source)), named(source))] == SEVERAL[
        source
    ]


@pytest.mark.parametrize("source", ONE)
def test_a_source_of_one_is_left_whole(source: str) -> None:
    assert parts(source, Span(0, len(source)), named(source)) == [Span(0, len(source))]

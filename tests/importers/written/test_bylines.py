"""Bylines as people write them: whom they name, and what is nobody."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.importers.written.bylines import (
    LONGEST,
    begins_as_byline,
    is_labelled,
    looks_like_person,
    people,
)


@pytest.mark.parametrize(
    ("written", "named"),
    [
        ("By Jane Roe, John Doe and Ada Moor", ("Jane Roe", "John Doe", "Ada Moor")),
        ("BY JANE ROE", ("JANE ROE",)),
        ("By Jane Roe, chief reporter", ("Jane Roe",)),
        ("Jane Roe Senior Political Correspondent", ("Jane Roe",)),
        ("Words by Jane Roe", ("Jane Roe",)),
        ("Story by Jane Roe Photos by Ada Moor", ("Jane Roe",)),
        ("Von Jane Roe am 3. März 2024", ("Jane Roe",)),
        ("Von Jane Roe und Ada Moor", ("Jane Roe", "Ada Moor")),
        ("Par Jeanne Roux le 3 mars 2024", ("Jeanne Roux",)),
        ("Ein Artikel von Ada Moor | 27.01.2022 - 12:45", ("Ada Moor",)),
        ("22. Januar 2020 @ 18:13 // Autor: moor7", ("moor7",)),
        ("Autor : Ada Moor | Edition : J. Roe", ("Ada Moor",)),
        ("Jane Roe / TNN / Updated: Oct 9, 2019, 11:05 IST", ("Jane Roe",)),
        ("Jane Roe | jroe@elm.example", ("Jane Roe",)),
        ("Jane Roe (@janeroe)", ("Jane Roe",)),
        ("Jane Roe, Associated Press", ("Jane Roe",)),
        ("By Jane Roe of the Associated Press", ("Jane Roe",)),
        ("By Jane Roe and John Doe, Elm Press", ("Jane Roe", "John Doe")),
        ("By Jane Roe for the Elm Press", ("Jane Roe",)),
        ("By Jane Roe in Port Elm", ("Jane Roe",)),
        ("Jane Roe, Elm Morning Post", ("Jane Roe",)),
        ("Jean Pierre Le Clerc", ("Jean Pierre Le Clerc",)),
        ("John Roe Jr.", ("John Roe Jr.",)),
        ("Byron", ("Byron",)),
        ("Mac & i", ("Mac & i",)),
        ("榆树若含", ("榆树若含",)),
        ("By Staff Writer", ("Staff Writer",)),
        ("Redaktion", ("Redaktion",)),
        ("Staff, Jane Roe", ("Jane Roe",)),
        ("By The Associated Press", ()),
        ("Reuters", ()),
        ("Elm Press", ()),
        ("elm press", ()),
        ("admin", ()),
        ("Editor", ()),
        ("@janeroe", ()),
        ("https://elm.example/jane", ()),
        ("5 min read", ()),
        ("9:39AM BST", ()),
        ("AP National Security", ()),
        ("Letters to the Editor", ()),
        ("Photograph by Jane Roe", ()),
        ("Blog by WordPress.com", ()),
        ("Kommentare 8", ()),
        ("By Jane Roe Elm Press", ("Jane Roe",)),
        ("Jane Roe, MS, RD", ("Jane Roe",)),
        ("Jane Roe, ELM Business", ("Jane Roe",)),
        ("Jane Roe/EP-X", ("Jane Roe",)),
        ("느릅일보=홍길동 기자", ("홍길동",)),
        ("By", ()),
        ("", ()),
    ],
)
def test_a_byline_names_people_one_each(written: str, named: tuple[str, ...]) -> None:
    assert people(written, ["Elm Press"]) == named


@pytest.mark.parametrize(
    ("line", "is_one"),
    [
        ("By Jane Roe", True),
        ("Von Ada Moor", True),
        ("Written by moor7", True),
        ("By the time it sank, nobody was there", False),
        ("Von drei Schiffen sank eines", False),
        ("Jane Roe", False),
    ],
)
def test_a_line_begins_as_a_byline_where_a_name_follows(line: str, is_one: bool) -> None:
    assert begins_as_byline(line) is is_one


def test_a_label_says_that_an_author_is_named() -> None:
    assert is_labelled("Author: Jane Roe")
    assert is_labelled("Text: Jane Roe")
    assert not is_labelled("By Jane Roe")


@pytest.mark.parametrize(
    ("name", "is_one"),
    [
        ("Jane Roe", True),
        ("J.R. Roe", True),
        ("Ludwig van der Elm", True),
        ("榆树若含", True),
        ("Jane", False),
        ("jane roe", False),
        ("Agent 47 Roe", False),
    ],
)
def test_a_person_has_the_form_of_a_name(name: str, is_one: bool) -> None:
    assert looks_like_person(name) is is_one


@given(st.text(max_size=600))
def test_every_name_has_letters_and_is_one_line(written: str) -> None:
    for name in people(written):
        assert any(c.isalpha() for c in name)
        assert "\n" not in name
        assert len(name) <= LONGEST


@pytest.mark.parametrize(
    "unit", ["by ", "von von ", "a ", "chief ", "Jane Roe, ", "(", " | ", "@a"]
)
def test_endless_bylines_are_cut(unit: str) -> None:
    assert len(people(unit * 300_000)) <= 50

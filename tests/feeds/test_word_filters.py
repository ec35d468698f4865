"""Words that choose items."""

import pytest

from app.feeds.word_filters import is_excluded, is_wanted


@pytest.mark.parametrize(
    ("text", "include", "exclude", "wanted"),
    [
        ("The harbour was closed.", (), (), True),
        ("The HARBOUR was closed.", ("harbour",), (), True),
        ("The harbours were closed.", ("harbour",), (), False),
        ("port\nelm", ("Port Elm",), (), True),
        ("Ports", ("a", "ports"), (), True),
        ("The harbour", ("harbour",), ("the",), False),
        ("C++ and more", ("c++",), (), True),
        ("a.b", ("a",), (), True),
        ("axb", ("a.b",), (), False),
        ("Straße", ("STRASSE",), (), False),
        ("Hafen in Ä", ("ä",), (), True),
    ],
)
def test_whole_words_are_looked_for_in_any_case(
    text: str, include: tuple[str, ...], exclude: tuple[str, ...], wanted: bool
) -> None:
    assert is_wanted(text, include, exclude) == wanted


def test_what_is_known_so_far_may_be_enough_to_leave_an_item_out() -> None:
    assert is_excluded("The council met […]", ("council",))
    assert not is_excluded("The council met […]", ())

"""Days, lines and names as sources write them."""

from datetime import date
from typing import Any

import pytest

from app.importers.declared_fields import day, line, names


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("2031-03-14", "2031-03-14"),
        ("20310314", "2031-03-14"),
        ("2031-03-14T23:30:00-08:00", "2031-03-14"),
        ("14 March 2031", "2031-03-14"),
        ("Mar 14, 2031", "2031-03-14"),
        ("14.03.2031", "2031-03-14"),
        ("Fri, 14 Mar 2031 08:00:00 GMT", "2031-03-14"),
        (date(2031, 3, 14), "2031-03-14"),
        ("2031-02-30", None),
        ("2031-031-4", None),
        ("yesterday", None),
        ("", None),
        (20310314, None),
        (None, None),
    ],
)
def test_a_day_is_read_in_the_zone_in_which_it_is_written(
    written: Any, expected: str | None
) -> None:
    assert day(written) == expected


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("  A ferry\n strikes ", "A ferry strikes"),
        (1984, "1984"),
        ("a\x00b", "a\ufffdb"),
        ("\u06a9\u200c\u0627", "\u06a9\u200c\u0627"),
        (True, None),
        ("\n", None),
        (["a"], None),
    ],
)
def test_a_line_is_one_line_of_visible_text(value: Any, expected: str | None) -> None:
    assert line(value) == expected


def test_a_line_is_cut_at_its_limit() -> None:
    assert line("word " * 1_000, 10) == "word word"


def test_names_come_without_by_once_each_and_never_as_addresses() -> None:
    given = ["By Jane Roe", "Jane Roe", "https://elm.example/jane", "von Ada Moor", None, "Byron"]
    assert names(given) == ("Jane Roe", "Ada Moor", "Byron")
    assert names("by  Jane Roe") == ("Jane Roe",)

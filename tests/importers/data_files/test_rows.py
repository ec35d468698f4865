"""Rows of tables and lines of JSON: what is wrong is passed over, and named."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.errors import Unprocessable
from app.importers.data_files import json_values, rows
from tests.importers.services.samples import table

NAMES = "A,b,C\n"


def test_rows_have_the_names_of_their_columns_in_lower_case_and_every_cell() -> None:
    found = list(rows.rows(NAMES + "1,2,3\n\n4\n5,6,7,8\n,,\n"))
    assert found == [
        {"a": "1", "b": "2", "c": "3"},
        {"a": "4", "b": "", "c": ""},
        {"a": "5", "b": "6", "c": "7"},
    ]


def test_cells_may_have_several_lines_and_any_delimiter() -> None:
    text = 'A;b\n"x;\n""y""";2\n'
    assert rows.columns(text, ";") == {"a", "b"}
    assert list(rows.rows(text, ";")) == [{"a": 'x;\n"y"', "b": "2"}]


@pytest.mark.parametrize(
    ("text", "kept", "bad"),
    [
        ('1,"open,3\n4,5,6\n', ["4"], [2]),
        ('1,2,3\n"open\n\n4,5,6\n"x"y,2\n7,8,9', ["1", "4", "7"], [3, 6]),
        ('"open', [], [2]),
        ('1,"open\n4,"whole, cell",6\n7,8,9\n', ["4", "7"], [2]),
    ],
)
def test_a_line_that_cannot_be_read_stops_no_other(
    text: str, kept: list[str], bad: list[int]
) -> None:
    lines: list[int] = []
    assert [row["a"] for row in rows.rows(NAMES + text, ",", lines)] == kept
    assert lines == bad


def test_too_many_bad_lines_end_the_table() -> None:
    with pytest.raises(Unprocessable, match="More than 20 lines"):
        list(rows.rows(NAMES + '"a"b\n' * 30))


CELLS = st.text(st.characters(exclude_characters="\r\x00", exclude_categories=["Cs"]), max_size=9)


@given(st.lists(st.tuples(CELLS, CELLS, CELLS), max_size=5), st.sampled_from(",;\t"))
def test_whatever_a_table_holds_comes_back(
    cells: list[tuple[str, str, str]], delimiter: str
) -> None:
    text = table(("a", "b", "c"), *cells, delimiter=delimiter)
    found = [tuple(row.values()) for row in rows.rows(text, delimiter)]
    assert found == [row for row in cells if any(row)]


def test_json_of_nothing_but_lists_is_refused_before_it_is_parsed() -> None:
    with pytest.raises(Unprocessable, match="too many lists"):
        json_values.parsed(b"[" + b"[]," * json_values.LISTS_ANYWAY + b"[]]")
    assert json_values.parsed(b"[" + b"[]," * 9_999 + b"[]]") == [[]] * 10_000


def test_a_bad_line_of_json_is_none_unless_it_is_the_first() -> None:
    assert json_values.parsed(b'{"a": 1}\n{"b"\n\n[2]\n') == [{"a": 1}, None, [2]]
    for bad in (b'{"a"\n{"b": 1}\n', b'{"a"', b"", b"[" * 99_999):
        with pytest.raises(Unprocessable, match="not valid JSON"):
            json_values.parsed(bad)

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.importers.saved_items import values
from app.importers.saved_items.times import calendar_day, moment

AT = datetime(2024, 5, 3, 10, tzinfo=UTC)


@pytest.mark.parametrize(
    "written",
    [
        1714730400,
        1714730400.0,
        1714730400000,
        1714730400000000,
        "1714730400",
        "1714730400000",
        "2024-05-03T10:00:00Z",
        "2024-05-03T10:00:00.000Z",
        "2024-05-03T12:00:00+0200",
        "2024-05-03 10:00:00+00:00",
        "2024-05-03 10:00:00",
        "2024-05-03T10:00:00.000000000Z",
        "2024-05-03 10:00:00 UTC",
        " 2024-05-03T10:00 ",
    ],
)
def test_a_moment_is_read_in_every_form_and_without_a_zone_taken_for_utc(written: object) -> None:
    assert moment(written) == AT


def test_a_day_is_its_first_moment() -> None:
    assert moment("2024-05-03") == datetime(2024, 5, 3, tzinfo=UTC)
    assert moment("May 3, 2024") == datetime(2024, 5, 3, tzinfo=UTC)


@pytest.mark.parametrize(
    "impossible",
    [
        *(0, "0", -1, 1, True, False, None, "", "soon", [], {}, float("nan"), float("inf")),
        *(1e300, 10**400, "99999999999999999", "2024-13-01", "2024-02-30T10:00:00Z", "0001-01-01"),
        *("9999-12-31T23:59:59-14:00", "1989-12-31", "2" * 5_000),
        (datetime.now(UTC) + timedelta(days=3)).isoformat(),
    ],
)
def test_an_impossible_moment_is_none(impossible: object) -> None:
    assert moment(impossible) is None


def test_a_day_of_publication_may_be_long_ago_and_not_in_the_future() -> None:
    assert calendar_day("1888-05-03T00:00:00Z") == "1888-05-03"
    assert calendar_day(1714608000000) == "2024-05-02"
    assert calendar_day("1970-01-01T00:00:00Z") is None
    assert calendar_day("3024-01-01") is None


@pytest.mark.parametrize(
    ("written", "wanted"),
    [
        ("a,b , a", ("a", "b")),
        ('["a, b", "c"]', ("a, b", "c")),
        ("['a', \"it's\"]", ("a", "it's")),
        ("[]", ()),
        ("[" * 9_000 + "]", ()),
        ("", ()),
        (["a", {"name": "b"}, {"label": "c"}, 3, True, None, {}], ("a", "b", "c", "3")),
        ({"a": 1, "b": 2}, ("a", "b")),
        (7, ()),
    ],
)
def test_tags_are_read_in_every_form(written: object, wanted: tuple[str, ...]) -> None:
    assert values.tags_in(written) == wanted


def test_tags_are_few_and_short() -> None:
    many = values.tags([str(n) for n in range(5_000)])
    assert len(many) == values.TAGS_MAX
    assert len(values.tags(["x" * 9_000])[0]) == values.TAG_MAX_CHARACTERS


def test_a_note_keeps_its_lines_and_is_cut() -> None:
    assert values.note("a\r\n\r\nb\x00\ud800") == "a\n\nb\ufffd\ufffd"
    cut = values.note("x" * 90_000)
    assert len(cut) == values.NOTE_MAX_CHARACTERS
    assert cut.endswith("…")


JSON: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=40),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=9), inner),
    max_leaves=12,
)


@given(JSON)
def test_any_value_is_read_as_something_or_nothing(value: Any) -> None:
    assert moment(value) is None or moment(value) <= datetime.now(UTC) + timedelta(days=1)  # type: ignore[operator]
    assert all(isinstance(tag, str) and tag for tag in values.tags_in(value))
    assert values.flag(value) in (True, False, None)
    values.note(value).encode()
    (values.one_line(value) or "").encode()
    calendar_day(value)
    values.address(value)
    values.language(value)

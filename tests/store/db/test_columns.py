"""Columns that are stored short are read as they were given."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Dialect
from sqlalchemy.dialects import postgresql, sqlite

from app.errors import Damaged
from app.store.db.columns import CreatorWord, KindWord, LayerWord, ShortWord, Thousandths, UtcSecond

DIALECTS: tuple[Dialect, ...] = (sqlite.dialect(), postgresql.dialect())  # type: ignore[no-untyped-call]


@pytest.mark.parametrize("words", [LayerWord, KindWord, CreatorWord])
@given(
    st.one_of(st.text(max_size=3), st.sampled_from(["entity", "tagger@small-2", "rules@", "==e"]))
)
def test_every_word_is_read_as_it_was_stored(words: type[ShortWord], word: str) -> None:
    column = words()
    read = column.result_processor(DIALECTS[0], None)
    assert read(column.process_bind_param(word, DIALECTS[0])) == word


def test_frequent_words_are_stored_as_one_character() -> None:
    assert (LayerWord.code("quotation"), LayerWord.code("q"), LayerWord.code("z")) == (
        "q",
        "=q",
        "z",
    )
    assert CreatorWord.code("tagger@standard-2") == "+2"
    assert CreatorWord.code("person:1") == "person:1"


@pytest.mark.parametrize("words", ShortWord.__subclasses__())
def test_no_two_words_have_one_code(words: type[ShortWord]) -> None:
    codes = list(words.codes.values())
    assert len(set(codes)) == len(codes)
    assert {len(code) for code in codes} == {1}
    assert "=" not in codes


def test_a_share_is_stored_in_thousandths() -> None:
    column = Thousandths()
    read = column.result_processor(DIALECTS[0], None)
    assert [column.process_bind_param(share, DIALECTS[0]) for share in (0.0, 0.871, 1.0)] == [
        0,
        871,
        1_000,
    ]
    assert [read(stored) for stored in (871, 7_000, "sure")] == [0.871, 7_000, "sure"]


def test_a_time_is_stored_to_the_second_on_both_databases() -> None:
    column = UtcSecond()
    given_time = datetime(2031, 5, 1, 2, 0, 7, 999_999, tzinfo=timezone(timedelta(hours=2)))
    whole = datetime(2031, 5, 1, 0, 0, 7, tzinfo=UTC)
    for dialect in DIALECTS:
        stored = column.process_bind_param(given_time, dialect)
        assert column.result_processor(dialect, None)(stored) == whole
    with pytest.raises(ValueError, match="without a zone"):
        column.process_bind_param(whole.replace(tzinfo=None), DIALECTS[0])


@pytest.mark.parametrize("stored", ["today", 1 << 62])
def test_what_is_no_time_is_damaged(stored: object) -> None:
    with pytest.raises(Damaged):
        UtcSecond().result_processor(DIALECTS[0], None)(stored)

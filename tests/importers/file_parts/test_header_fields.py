"""The fields of a header: one reading for messages, records and answers."""

from app.importers.file_parts.header_fields import header_fields


def test_of_a_field_that_is_repeated_the_first_counts_and_folded_lines_are_one() -> None:
    header = "Subject: The ferry\r\n  sails\r\nSUBJECT: Another\nno field\nDate :  today \r\n"
    assert header_fields(header) == {"subject": "The ferry sails", "date": "today"}


def test_a_value_may_be_empty_and_have_colons() -> None:
    assert header_fields("A:\nB: http://x.example: y") == {"a": "", "b": "http://x.example: y"}
    assert header_fields("") == {}

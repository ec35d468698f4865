from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.errors import Unprocessable
from app.importers.base import Draft
from app.importers.credits import is_credit, names_in_byline
from app.importers.text import structure
from tests.importers.reading import read
from tests.text.hostile import texts

FIRST = "The council of Port Elm voted on Tuesday to close the northern pier until the spring."
LAST = "Work begins in March, and the ferry will leave from the southern quay until it is done."


def draft(text: str) -> Draft:
    return read(text.encode(), format="text")[0]


def kinds(text: str) -> list[str]:
    return [b.kind for b in draft(text).blocks]


def between(*lines: str) -> list[str]:
    return kinds("\n\n".join((FIRST, *lines, LAST)))[1:-1]


def test_blank_lines_part_paragraphs_however_many_there_are() -> None:
    found = draft("one line\nand its second.\n \t\n\n\nAnother.\r\n\r\nA third.\n")
    assert found.text == "one line\nand its second.\n\nAnother.\n\nA third."
    assert [b.kind for b in found.blocks] == ["paragraph"] * 3


def test_nothing_inside_a_block_is_changed() -> None:
    words = "e\u0301 \ufb01n  two blanks\tand \u00a0 \u200b\u202ex\u2028y\x0bz"
    assert draft(words).text == words


def test_nul_and_lone_surrogates_are_replaced() -> None:
    assert read(b"\xff\xfea\x00\x00\x00\x00\xd8b\x00", format="text")[0].text == "a\ufffd\ufffdb"


@pytest.mark.parametrize(
    "head",
    [
        "date 2017-07-11 ",
        " date 2017-07-11 ",
        "date 2017-07-11\n",
        "\n\n date 2017-07-11\n\n",
        "\ufeffDate 2017-07-11  ",
    ],
)
def test_a_leading_date_is_declared_and_no_part_of_the_text(head: str) -> None:
    found = draft(head + FIRST)
    assert found.text == FIRST
    assert found.declared_date is not None
    assert (found.declared_date.value, found.declared_date.provenance) == ("2017-07-11", "header")


@pytest.mark.parametrize(
    "head",
    [
        "date 2017-02-30 ",
        "date 2017-7-11 ",
        "date 2017-07-112 ",
        "date: 2017-07-11 ",
        "update 2017-07-11 ",
        "date 2017-07-11th ",
    ],
)
def test_what_is_no_date_stays_in_the_text(head: str) -> None:
    found = draft(head + FIRST)
    assert found.declared_date is None
    assert found.text == head + FIRST


def test_a_date_further_down_is_text() -> None:
    assert draft(f"{FIRST}\n\ndate 2017-07-11 {LAST}").declared_date is None


@pytest.mark.parametrize(
    "line",
    [
        "What the mayor wants",
        "Pier closed, ferry moved — harbour office",
        "Council's plan condemned",
        "The “Elm plan” (2024)",
        "An end to it?: the answer",
    ],
)
def test_a_short_line_without_final_punctuation_between_paragraphs_is_a_heading(line: str) -> None:
    assert between(line) == ["heading"]
    assert draft(f"{FIRST}\n\n{line}\n\n{LAST}").blocks[1].level == 2


@pytest.mark.parametrize(
    "line",
    [
        "He went home.",
        "Will it open again?",
        "“It will.”",
        "It will (in May).",
        "They came late! 🙂",
        "and so it was",
        "- a list item",
        "* another",
        "1. first of all",
        "Q: Where were you",
        "* * *",
        (
            "The council which had met in the morning and again in the afternoon did not vote on "
            "it after all that day"
        ),
        "Two lines\nof verse",
    ],
)
def test_what_reads_as_a_sentence_a_list_or_a_rule_is_no_heading(line: str) -> None:
    assert between(line) == ["paragraph"]


def test_the_first_and_the_last_block_are_never_headings() -> None:
    assert kinds(f"A short first line\n\n{FIRST}\n\nA short last line") == ["paragraph"] * 3


def test_many_short_lines_together_are_a_list_and_no_headings() -> None:
    assert between("Port Elm", "Sandy Bay", "North Quay", "Gull Rock") == ["paragraph"] * 4


def test_a_caption_and_a_heading_may_stand_together() -> None:
    assert between(
        "Pier to be closed by spring: Jane Roe reports from Port Elm", "What happens now"
    ) == ["caption", "heading"]


CREDITS = [
    "Pier expected to close: Jane Roe reports from Port Elm",
    "Jane Roe reports from Port Elm",
    "Photo: J. Roe/Island Press",
    "Image credit: Jane Roe",
    "(AP Photo/Jane Roe)",
    "© Reuters",
    "Smoke over the pier. (Jane Roe/Reuters)",
    "Smoke over the pier. Jane Roe/AFP via Getty Images",
    "Smoke over the pier, Oct. 1. REUTERS/Jane Roe",
    "The pier seen from the sea. Photo: Harbour Office",
    "Reporting by Jane Roe; Editing by John Doe",
    "Photo by Jane Roe on Unsplash",
    "By Jane Roe and John Doe",
    "Source: Harbour Office",
    "Jane Roe, Associated Press",
    "Video: The pier from above",
]
NO_CREDITS = [
    "Council reports rise in prices",
    "Harbour office reports on its losses",
    "He quit on Friday. Reuters reported it.",
    "the official told Reuters.",
    "They wrote to the Environmental Protection Agency (EPA).",
    "Source of the river",
    "Photo by photo, the team worked through the night.",
    "The image, by all accounts, was poor.",
    "By the river the town lies in the sun.",
    "An attack on the pier will be an attack on the town — mayor",
    "Credit where it is due: the ferry sailed.",
    "Two lines\nPhoto: Jane Roe",
    "Photo: " + "long " * 100,
]


@pytest.mark.parametrize("line", CREDITS)
def test_a_line_that_credits_a_reporter_or_an_agency_is_a_caption(line: str) -> None:
    assert is_credit(line)
    assert between(line) == ["caption"]


@pytest.mark.parametrize("line", NO_CREDITS)
def test_a_line_that_only_speaks_of_them_is_none(line: str) -> None:
    assert not is_credit(line)


def test_a_byline_gives_its_names() -> None:
    assert names_in_byline("By Jane Roe, John Doe and Ada van Elm in Port Elm") == (
        "Jane Roe",
        "John Doe",
        "Ada van Elm",
    )
    assert names_in_byline("By the river") == ()


def test_every_line_is_a_paragraph_where_lines_are_long_and_no_blank_line_parts_them() -> None:
    found = draft(f"{FIRST}\nWhat the mayor wants\n{LAST}")
    assert [b.kind for b in found.blocks] == ["paragraph", "heading", "paragraph"]
    assert found.text == f"{FIRST}\n\nWhat the mayor wants\n\n{LAST}"


def test_a_paragraph_broken_at_a_margin_stays_one() -> None:
    wrapped = (
        "The council of Port Elm voted\non Tuesday to close the\nnorthern pier until\nthe spring."
    )
    assert draft(wrapped).text == wrapped
    assert len(draft(wrapped).blocks) == 1


@pytest.mark.parametrize("data", [b"", b"\n \t\r\n", b"date 2017-07-11\n", b"\x00\x00"])
def test_an_empty_text_is_refused(data: bytes) -> None:
    with pytest.raises(Unprocessable):
        read(data, format="text")


TEXTS = st.lists(
    st.text(st.characters() | st.sampled_from(" \n\t.?!—“”©/()-'")), min_size=1, max_size=8
).map("\n\n".join)


@given(TEXTS)
def test_blocks_joined_by_a_blank_line_are_the_text(text: str) -> None:
    try:
        found = read(b"\xef\xbb\xbf" + text.encode("utf-8", "surrogatepass"), format="text")[0]
    except Unprocessable:
        return
    assert "\n\n".join(found.text[b.start : b.end] for b in found.blocks) == found.text
    assert all(b.start < b.end for b in found.blocks)
    assert not set(found.text) & {"\r", "\x00"}


@given(TEXTS)
def test_reading_again_what_was_read_changes_nothing(text: str) -> None:
    try:
        first = draft(text.replace("\ud800", ""))
    except (Unprocessable, UnicodeEncodeError):
        return
    if first.text.lower().lstrip(" \t\n\ufeff").startswith("date"):
        return  # a text that begins with a date once a date was taken from it
    second = draft(first.text)
    assert (second.text, second.blocks) == (first.text, first.blocks)


@given(texts)
def test_the_structure_of_any_string_lies_in_it_in_order(text: str) -> None:
    blocks = structure(text)
    assert all(a.end <= b.start for a, b in pairwise(blocks))
    assert all(0 <= b.start < b.end <= len(text) and text[b.start : b.end].strip() for b in blocks)
    assert not "".join(text[a.end : b.start] for a, b in pairwise(blocks)).strip()


def test_the_structure_of_an_imported_text_is_that_of_its_article() -> None:
    found = draft("One sentence stands here.\n\nA short line\n\nAnother sentence ends it.\n")
    assert structure(found.text) == found.blocks
    assert [b.kind for b in structure(found.text.replace("\n", "\r\n"))] == [
        "paragraph",
        "heading",
        "paragraph",
    ]

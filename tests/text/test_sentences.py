import pytest
from hypothesis import given

from app.text.sentences import sentences
from tests.text.hostile import texts


def split(text: str) -> list[str]:
    return [span.of(text) for span in sentences(text, 0, len(text))]


@pytest.mark.parametrize(
    "parts",
    [
        ("Mr. Smith met Gen. J. R. Jones on Jan. 5.", "It cost 3.5 million."),
        ("“It was the door.”", "He left."),
        ('"Stop!" she said.', "Nobody did."),
        ("He was late (by an hour.)", "She was not."),
        ("Dr. No lives at No. 10 St. James St. in town.", "The end."),
        ("The U.S. Army left.", "It went to the U.S.", "The next day it came back."),
        ("At 5 p.m. Tuesday it closed.", "At 6 p.m.", "Police came."),
        ("Wait... what?", "Nothing…", "Then he went."),
        ("Harbour Holdings Inc. said no.", "Its owner is Vaal & Co.", "He agreed."),
        ("George W. Bush spoke.", "So did John F. Kennedy Jr. in his time."),
        ("It happened in 2014.", "300 people came.", "“Why?” asked one."),
        ("Plan B.", "The rest followed."),
        ("1. The first point.", "2. The second one."),
        ("She paid.[1]", "Then she left."),
        ("iPhone sales rose.", "eBay followed."),
        ("In Tampa, Fla. Governor Lee spoke.", "He was brief."),
        ("« Bonjour. »", "Il partit."),
        ("Am 5. Mai kam er.", "„Nein.“", "Dann ging er."),
        ("Is it true?!", "Yes.", "No."),
        ("هل جئت؟", "نعم."),
        ("यह घर है।", "वह गया।"),
    ],
)
def test_sentences_end_where_a_reader_would_end_them(parts: tuple[str, ...]) -> None:
    assert split(" ".join(parts)) == list(parts)


def test_scripts_without_spaces_are_split_at_their_own_stops() -> None:
    assert split("你好。他走了！「是吗？」好。") == ["你好。", "他走了！", "「是吗？」", "好。"]


def test_a_lower_case_word_continues_the_sentence() -> None:
    assert split("“Really?” he asked. “yes.” so it was.") == [
        "“Really?” he asked. “yes.” so it was."
    ]


def test_blank_lines_and_cells_part_what_line_ends_do_not() -> None:
    assert split("One line\nand the next\n \nA new one\tA cell") == [
        "One line\nand the next",
        "A new one",
        "A cell",
    ]


def test_only_the_asked_stretch_is_read() -> None:
    text = "First. Second. Third."
    assert [s.of(text) for s in sentences(text, 7, 14)] == ["Second."]


@given(texts)
def test_sentences_are_trimmed_in_order_and_leave_out_nothing_but_space(text: str) -> None:
    found = sentences(text, 0, len(text))
    at = 0
    for span in found:
        assert at <= span.start < span.end
        assert not text[at : span.start].strip()
        assert span.of(text) == span.of(text).strip()
        at = span.end
    assert not text[at:].strip()

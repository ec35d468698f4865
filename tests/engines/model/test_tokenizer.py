from pathlib import Path
from textwrap import fill

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from app.engines.model import tokenizer
from app.engines.model.tokenizer import (
    BREAK,
    SHAPES,
    TokenizedWord,
    Vocabulary,
    folded,
    is_wrapped,
    shape,
    words,
)
from tests.engines.hostile import parted, texts

SPECIAL = ("[PAD]", "[UNK]", "[CLS]", "[SEP]")


def vocabulary(spelled: str) -> Vocabulary:
    return Vocabulary((*SPECIAL, *spelled.split()))


def cut(spelled: str, word: str) -> list[str]:
    """The pieces, written out, that a vocabulary of `spelled` cuts the word into."""
    known = (*SPECIAL, *spelled.split())
    return [known[n] for n in Vocabulary(known).cut(word)]


def written(text: str, *parts: tuple[int, int]) -> list[str]:
    return [text[w.start : w.end] for w in words(text, parts or [(0, len(text))])]


def part_of_line(text: str, start: int, end: int) -> list[int]:
    """For each character of a part that is no space, the number of its line."""
    return [text.count("\n", 0, k) for k in range(start, end) if not text[k].isspace()]


@given(parted())
def test_words_cover_every_character_but_spaces_once_and_in_order(
    given_: tuple[str, list[tuple[int, int]]],
) -> None:
    text, parts = given_
    covered = [k for w in words(text, parts) for k in range(w.start, w.end)]
    assert covered == [
        k for start, end in parts for k in range(start, end) if not text[k].isspace()
    ]


@given(parted())
def test_words_of_one_number_stand_in_one_part_and_one_line(
    given_: tuple[str, list[tuple[int, int]]],
) -> None:
    text, parts = given_
    assume(not any(is_wrapped(text[start:end]) for start, end in parts))
    numbers = [w.part for w in words(text, parts) for _ in range(w.start, w.end)]
    stands = [
        (n, line) for n, (start, end) in enumerate(parts) for line in part_of_line(text, start, end)
    ]
    pairs = list(dict.fromkeys(zip(numbers, stands, strict=True)))
    assert [number for number, _ in pairs] == list(range(len(pairs)))
    assert len({where for _, where in pairs}) == len(pairs)


@given(texts)
def test_offsets_count_code_points(text: str) -> None:
    for w in words(text, [(0, len(text))]):
        assert 0 <= w.start < w.end <= len(text)
        assert not any(c.isspace() for c in text[w.start : w.end])


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Russia's", ["Russia", "'", "s"]),
        ("Russian-occupied", ["Russian", "-", "occupied"]),
        ("She paid $4.2m.", ["She", "paid", "$", "4", ".", "2m", "."]),
        ("cafe\u0301 co\u00adoperate", ["cafe\u0301", "co\u00adoperate"]),
        ("👩‍💻", ["👩", "\u200d", "💻"]),
        ("a_b", ["a", "_", "b"]),
        ("", []),
        (" \t\u00a0\n", []),
    ],
)
def test_a_word_is_letters_and_digits_or_one_mark(text: str, expected: list[str]) -> None:
    assert written(text) == expected


def test_parts_that_touch_are_two_parts() -> None:
    assert words("onetwo", [(0, 3), (3, 6)]) == (TokenizedWord(0, 3, 0), TokenizedWord(3, 6, 1))


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        (
            fill(
                "The board of the harbour met on Monday and said that nobody would be asked "
                "to leave the island before spring.",
                50,
            ),
            1,
        ),
        (
            (
                "The board of the harbour met again on Monday\nNobody would be asked to leave, "
                "the chair said."
            ),
            2,
        ),  # a headline
        ("Pilots met on Monday\nand left on Tuesday\nand came back", 3),  # narrow: a poem, a list
        (
            (
                "The board of the harbour met again\nand said\nthat nobody would be asked to "
                "leave before spring."
            ),
            3,
        ),  # more would have fitted
        ("x" * 300 + "\nand so on", 2),
    ],
)
def test_a_line_of_wrapped_text_goes_on_in_the_next(text: str, parts: int) -> None:
    assert words(text, [(0, len(text))])[-1].part == parts - 1


def test_wordpiece_cuts_greedily_and_longest_first() -> None:
    assert cut("un ##aff ##able ##a ##ff", "unaffable") == [
        "un",
        "##aff",
        "##able",
    ]  # the example of BERT's own code
    assert cut("ab abc ##cd ##d", "abcd") == ["abc", "##d"]
    assert cut("ab ##c", "AB") == ["ab"]


def test_what_cannot_be_spelled_whole_is_one_unknown_piece() -> None:
    assert cut("un ##aff", "unaffable") == ["[UNK]"]
    assert cut("abc abcx ##d", "abcxe") == ["[UNK]"]  # greedy: it never tries the shorter piece
    assert cut("a", "\u200b") == ["[UNK]"]


def test_a_word_of_more_than_a_hundred_letters_is_unknown() -> None:
    assert cut("a ##a", "a" * 100) == ["a"] + ["##a"] * 99
    assert cut("a ##a", "a" * 101) == ["[UNK]"]
    # counted as the vocabulary spells it
    assert cut("a ##a", "a\u0301" * 100) == ["a"] + ["##a"] * 99


def published(word: str, known: set[str]) -> list[str]:
    """WordPiece as BERT's repository has it (tokenization.py, 2018), for a word without accents."""
    found, start = [], 0
    while start < len(word):
        end = len(word)
        while start < end and ("##" if start else "") + word[start:end] not in known:
            end -= 1
        if start == end:
            return ["[UNK]"]
        found.append(("##" if start else "") + word[start:end])
        start = end
    return found


spellings = st.text("abc", min_size=1, max_size=4)


@given(st.sets(spellings), st.sets(spellings), st.text("abc", min_size=1, max_size=12))
def test_any_word_is_cut_as_the_published_algorithm_cuts_it(
    whole: set[str], inner: set[str], word: str
) -> None:
    known = whole | {f"##{piece}" for piece in inner}
    assert cut(" ".join(sorted(known)), word) == published(word, known)


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("Café", "cafe"),
        ("CAFE\u0301", "cafe"),
        ("co\u00adop", "coop"),
        ("ﬁx", "ﬁx"),
        ("İ", "i"),
        ("\ufeffA", "a"),
    ],
)
def test_words_are_looked_up_in_lower_case_without_accents(word: str, expected: str) -> None:
    assert folded(word) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "said Kyiv UN A iPhone 42 G20 日本",
            "LOWER TITLE UPPER LETTER MIXED DIGITS NUMBERED UNCASED",
        ),
        ("It’s", "TITLE TIGHT GLUED"),
        ("(so) — £9 \u200b", "OPENING GLUED CLOSING LOOSE OPENING DIGITS SYMBOL"),
        ("McNeil É", "MIXED LETTER"),
    ],
)
def test_shapes_tell_letters_and_the_place_of_marks(text: str, expected: str) -> None:
    assert [shape(text, w) for w in words(text, [(0, len(text))])] == [
        getattr(tokenizer, name) for name in expected.split()
    ]


@given(parted())
def test_every_word_has_pieces_and_every_border_of_parts_one_of_its_own(
    given_: tuple[str, list[tuple[int, int]]],
) -> None:
    text, parts = given_
    known = vocabulary("the said ##ai ' . 2 ##0 ##2 a b")
    encoded = known.encode(text, parts)
    assert len(encoded.ids) == len(encoded.shapes)
    assert len(encoded.first) == len(encoded.words)
    assert ((encoded.shapes >= 0) & (encoded.shapes < SHAPES)).all()
    breaks = np.flatnonzero(encoded.shapes == BREAK)
    assert (encoded.ids[breaks] == known.sep).all()
    assert len(breaks) == (encoded.words[-1].part if encoded.words else 0)
    again = [n for w in encoded.words for n in known.cut(text[w.start : w.end])]
    assert np.delete(encoded.ids, breaks).tolist() == again
    for word, first in zip(encoded.words, encoded.first.tolist(), strict=True):
        assert encoded.ids[first] == known.cut(text[word.start : word.end])[0]


@given(texts, texts)
def test_a_paragraph_reads_the_same_alone_and_after_another(one: str, two: str) -> None:
    known = vocabulary("the said ' . a b")
    text = f"{one}\n\n{two}"
    alone = known.encode(two, [(0, len(two))])
    after = known.encode(text, [(len(one) + 2, len(text))])
    assert alone.ids.tolist() == after.ids.tolist()
    assert alone.shapes.tolist() == after.shapes.tolist()


def test_long_words_are_not_kept_in_memory() -> None:
    known = vocabulary("a ##a")
    for n in range(50):
        known.encode("a" * (1000 + n), [(0, 1000 + n)])
    assert known._remembered.cache_info().currsize == 0


@pytest.mark.slow
@pytest.mark.parametrize("unit", ["a", "a\u0301", "a\u200d", "漢", ".", "\u0301", "👩‍💻", "aB3"])
def test_two_hundred_thousand_characters_without_a_break_are_read(unit: str) -> None:
    text = (unit * 200_000)[:200_000]
    encoded = vocabulary("a ##a .").encode(text, [(0, len(text))])
    assert sum(w.end - w.start for w in encoded.words) == len(text)


def test_a_vocabulary_is_one_piece_a_line(tmp_path: Path) -> None:
    (tmp_path / "vocab.txt").write_text(
        "\n".join((*SPECIAL, "a", "\u2028", "b")) + "\n", encoding="utf-8"
    )
    known = Vocabulary.read(tmp_path / "vocab.txt")
    assert (known.cls, known.sep) == (2, 3)
    assert known.cut("b") == (6,)

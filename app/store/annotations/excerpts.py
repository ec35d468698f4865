"""Words with the sentence around them, cut out by the database: a list never loads whole texts."""

from functools import lru_cache
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, SQLColumnExpression, case, func

from app.errors import Damaged
from app.store.articles import intact_text
from app.text.sentences import sentences

AROUND = 200
"""Characters taken on either side of the words: what a line of a list has room for; a design
choice, not a measurement."""


class Excerpt(NamedTuple):
    """Words with the rest of their sentence before and after; `…` where the sentence was cut."""

    before: str
    words: str
    after: str


NOT_SHOWN = Excerpt("", intact_text.NOT_SHOWN, "")
"""What a list has of a text that was altered."""


def columns(
    text: SQLColumnExpression[Any], start: SQLColumnExpression[Any], end: SQLColumnExpression[Any]
) -> list[ColumnElement[Any]]:
    """Three columns for `around`; offsets are code points, as `substr` counts on both dialects."""
    first = case((start > AROUND, start - AROUND), else_=0)
    return [
        func.substr(text, first + 1, start - first).label("text_before"),
        func.substr(text, start + 1, end - start).label("text_words"),
        func.substr(text, end + 1, AROUND).label("text_after"),
    ]


@lru_cache(maxsize=2_048)
def around(before: str, words: str, after: str) -> Excerpt:
    """The sentence that holds `words`, from the stretches that `columns` selected.

    Lists are drawn anew after every write, and mostly with the same sentences: the last are kept,
    2 MB at most of usual words.
    """
    if not all(isinstance(part, str) for part in (before, words, after)):
        raise Damaged("A text in the library is damaged: it is not text.")
    *_, block_before = before.rpartition("\n")
    block_after, block_ends, _ = after.partition("\n")
    # A stretch that is full and within one block may have been cut.
    is_cut_before = len(before) == AROUND and block_before == before
    is_cut_after = len(after) == AROUND and not block_ends
    first, last = _sentence(block_before, words, block_after)
    block = block_before + words + block_after
    start, end = len(block_before), len(block_before) + len(words)
    return Excerpt(
        _tail(block[first:start], is_cut_before and first == 0),
        words,
        _head(block[end:last], is_cut_after and last == len(block)),
    )


def _sentence(before: str, words: str, after: str) -> tuple[int, int]:
    """Where the sentences that hold `words` start and end, in the three strings put together."""
    block = before + words + after
    start, end = len(before), len(before) + len(words)
    holding = [x for x in sentences(block, 0, len(block)) if x.start < end and start < x.end]
    first = min((x.start for x in holding), default=start)
    last = max((x.end for x in holding), default=end)
    return min(first, start), max(last, end)


def _tail(text: str, cut: bool) -> str:
    """`text` from its first whole word on, when its beginning was cut."""
    return "…" + text.partition(" ")[2] if cut and " " in text else text


def _head(text: str, cut: bool) -> str:
    """`text` up to its last whole word, when its end was cut."""
    return text.rpartition(" ")[0] + "…" if cut and " " in text else text

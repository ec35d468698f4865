"""Words with the sentence around them, cut by the database so that no whole text travels for a line of a list. Owns no table."""

from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, SQLColumnExpression, case, func

from app.text.sentences import sentences

AROUND = 200
"""Characters taken on either side of the words: what a line of a list has room for; a design
choice, not a measurement."""


class Excerpt(NamedTuple):
    """`words` with what stands before and after them in their sentence; `…` where the sentence was cut."""

    before: str
    words: str
    after: str


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


def around(before: str, words: str, after: str) -> Excerpt:
    """The sentence that holds `words`, from the stretch that `columns` selected."""
    block_start, block_end = before.rfind("\n") + 1, after.find("\n")
    cut_before = len(before) == AROUND and block_start == 0
    cut_after = len(after) == AROUND and block_end < 0
    before, after = before[block_start:], after if block_end < 0 else after[:block_end]
    start, end = len(before), len(before) + len(words)
    whole = before + words + after
    held = [x for x in sentences(whole, 0, len(whole)) if x.start < end and start < x.end]
    from_, to = min([x.start for x in held] + [start]), max([x.end for x in held] + [end])
    return Excerpt(
        _tail(whole[from_:start], cut_before and from_ == 0),
        words,
        _head(whole[end:to], cut_after and to == len(whole)),
    )


def _tail(text: str, cut: bool) -> str:
    """`text` from its first whole word on, when its beginning was cut."""
    return "…" + text.partition(" ")[2] if cut and " " in text else text


def _head(text: str, cut: bool) -> str:
    """`text` up to its last whole word, when its end was cut."""
    return text.rpartition(" ")[0] + "…" if cut and " " in text else text

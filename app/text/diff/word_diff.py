"""The difference between two short texts as a reader sees it, word by word."""

from typing import Literal

from app.text.diff.align.positions import AlignedTexts
from app.text.diff.align.subsequences import Run
from app.text.diff.tokens import Tokens

Op = Literal["same", "inserted", "deleted"]


def words_changed(cited: str, current: str) -> bool:
    """Whether two wordings differ in more than white space and the form of marks and dashes."""
    return Tokens(cited).folds != Tokens(current).folds


def word_diff(old: str, new: str) -> list[tuple[Op, str]]:
    """The change as stretches of text, each the same, inserted or deleted.

    Same and inserted together are exactly `new`; what differs in typography only is the same.
    """
    texts = AlignedTexts(old, new)
    parts: list[tuple[Op, str]] = []
    old_at, new_at = 0, 0
    for run in [*texts.legible_runs(), Run(len(texts.old), len(texts.new), 0)]:
        parts.append(("deleted", texts.old.chunk(old_at, run.old)))
        parts.append(("inserted", texts.new.chunk(new_at, run.new)))
        parts.append(("same", texts.new.chunk(run.new, run.new + run.length)))
        old_at, new_at = run.old + run.length, run.new + run.length
    if not len(texts.new):  # no words, but perhaps white space
        parts.append(("same", new))
    return [part for part in parts if part[1]]

"""How two texts of an article differ, block by block and word by word.

Owns rows and edits; does not depend on annotations and dates. Everything follows the map between
the texts: a block goes where its sentences went, so that a page of differences and the verdict on a
passage never contradict each other.
"""

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Literal, NamedTuple

from app.text.diff.align.block_pairs import ArticleText, BlockPair, matched_blocks
from app.text.diff.align.subsequences import longest_increasing
from app.text.diff.anchor_state import AnchorState
from app.text.diff.revision_map import RevisionMap
from app.text.diff.tokens import Tokens
from app.text.diff.word_diff import Op, word_diff
from app.text.spans import Span

Kind = Literal["same", "changed", "added", "dropped", "left"]
Part = tuple[Op, str]

_IN_NUMBERS = frozenset("0123456789.,:")


class Edit(NamedTuple):
    """A place where words were deleted or inserted, in offsets of either text; one may be empty."""

    old: Span
    new: Span


@dataclass(frozen=True, slots=True)
class BlockRow:
    """Blocks of both texts that belong together, by number from 0; a side may be empty.

    `left` is where a block was that moved: `new` says where to. A changed row with more blocks on
    one side was split or joined.
    """

    kind: Kind
    old: range
    new: range
    moved: bool = False


class Comparison:
    """What has become of each block, and each place where words changed.

    Building it costs the map; the rest is worked out when asked for.
    """

    def __init__(self, old: ArticleText, new: ArticleText) -> None:
        self.old, self.new = old, new
        self.step = RevisionMap(old.text, new.text)

    def anchor_state(self, span: Span) -> AnchorState:
        """What has become of a span of the old text."""
        return self.step.anchor_state(span)

    @cached_property
    def rows(self) -> list[BlockRow]:
        """Every block of both texts once, in the order of the new one.

        What was dropped or moved away is listed where it was.
        """
        pairs = _with_moves(matched_blocks(self.old, self.new, self.step))
        in_place = [pair for pair in pairs if not pair.moved]
        by_old = {i: pair for pair in pairs for i in pair.old}
        by_new = {j: pair for pair in pairs for j in pair.new}
        rows: list[BlockRow] = []
        old_at, new_at = 0, 0
        for pair in in_place:
            rows += _left(range(old_at, pair.old.start), by_old)
            rows += _arrived(range(new_at, pair.new.start), by_new)
            rows.append(BlockRow("same" if pair.same else "changed", pair.old, pair.new))
            old_at, new_at = pair.old.stop, pair.new.stop
        rows += _left(range(old_at, len(self.old.blocks)), by_old)
        rows += _arrived(range(new_at, len(self.new.blocks)), by_new)
        return rows

    @cached_property
    def edits(self) -> list[Edit]:
        """Every place where words were deleted or inserted, rows added or dropped whole included.

        A change of typography alone is no edit.
        """
        edits: list[Edit] = []
        for row in self.rows:
            if row.kind == "changed":
                edits += self._edits_in(row)
            elif row.kind in ("added", "dropped"):
                edits.append(Edit(self.old.span(row.old), self.new.span(row.new)))
        return edits

    def inline(self, row: BlockRow) -> list[Part]:
        """The words of a changed row in one stream."""
        old, new = self.old.words(row.old), self.new.words(row.new)
        return inline(old, new, edits_between(old, new))

    def sides(self, row: BlockRow) -> tuple[list[Part], list[Part]]:
        """The words of a changed row, each text's own."""
        old, new = self.old.words(row.old), self.new.words(row.new)
        edits = edits_between(old, new)
        old_side = _side(old, [edit.old for edit in edits], "deleted")
        new_side = _side(new, [edit.new for edit in edits], "inserted")
        return old_side, new_side

    def _edits_in(self, row: BlockRow) -> Iterator[Edit]:
        old, new = self.old.span(row.old), self.new.span(row.new)
        for edit in edits_between(old.of(self.old.text), new.of(self.new.text)):
            yield Edit(_shifted(edit.old, old.start), _shifted(edit.new, new.start))


def _with_moves(pairs: Iterable[BlockPair]) -> list[BlockPair]:
    """The pairs in the order of the new text, each with whether it moved past others.

    A pair that crosses none of those in place has not moved after all.
    """
    ordered = sorted(pairs, key=lambda pair: pair.old.start)
    in_place = longest_increasing(
        [(pair.old.start, pair.new.start) for pair in ordered if not pair.moved]
    )
    settled: list[BlockPair] = []
    for pair in ordered:
        key = (pair.old.start, pair.new.start)
        at = bisect_left(in_place, key)
        is_in_place = key in in_place[at : at + 1]
        crosses = not is_in_place and _crosses(in_place, at, key[1])
        if not is_in_place and not crosses:
            in_place.insert(at, key)
        settled.append(pair._replace(moved=crosses))
    return sorted(settled, key=lambda pair: pair.new.start)


def _crosses(in_place: Sequence[tuple[int, int]], at: int, new: int) -> bool:
    """Whether a block that goes before `in_place[at]` in the old text goes elsewhere in the new."""
    is_before_previous = at > 0 and in_place[at - 1][1] > new
    is_after_next = at < len(in_place) and in_place[at][1] < new
    return is_before_previous or is_after_next


def _left(numbers: range, pairs: dict[int, BlockPair]) -> Iterator[BlockRow]:
    """Rows of old blocks that are not at this place any more."""
    for i in numbers:
        pair = pairs.get(i)
        if pair is None:
            yield BlockRow("dropped", range(i, i + 1), range(0))
        elif i == pair.old.start:
            yield BlockRow("left", pair.old, pair.new, moved=True)


def _arrived(numbers: range, pairs: dict[int, BlockPair]) -> Iterator[BlockRow]:
    """Rows of new blocks that were not at this place before."""
    for j in numbers:
        pair = pairs.get(j)
        if pair is None:
            yield BlockRow("added", range(0), range(j, j + 1))
        elif j == pair.new.start:
            yield BlockRow("same" if pair.same else "changed", pair.old, pair.new, moved=True)


def edits_between(old: str, new: str) -> list[Edit]:
    """Every place where words of `old` were deleted or words of `new` inserted.

    `word_diff` gives the words; counting their tokens gives the places.
    """
    old_tokens, new_tokens = Tokens(old), Tokens(new)
    edits: list[Edit] = []
    old_at, new_at, deleted, inserted = 0, 0, 0, 0
    for op, words in [*word_diff(old, new), ("same", "")]:
        count = len(Tokens(words))
        if op == "deleted":
            deleted += count
            continue
        if op == "inserted":
            inserted += count
            continue
        if deleted or inserted:
            old_span = _span_of(old_tokens, old_at, old_at + deleted)
            new_span = _span_of(new_tokens, new_at, new_at + inserted)
            edits.append(fitted(old, new, Edit(old_span, new_span)))
        old_at, new_at = old_at + deleted + count, new_at + inserted + count
        deleted, inserted = 0, 0
    return _joined(edits)


def _span_of(tokens: Tokens, start: int, stop: int) -> Span:
    """The span of these tokens; the point before `start` when there are none."""
    if start < stop:
        return tokens.span(range(start, stop))
    at = tokens.starts[start] if start < len(tokens) else len(tokens.text)
    return Span(at, at)


def fitted(old: str, new: str, edit: Edit) -> Edit:
    """The edit moved to the words it belongs to, with the rest of a number that it cuts in two.

    Of 4.2 and 4.3 not only one digit changed.
    """
    (old_start, old_end), (new_start, new_end) = _ends(edit.old), _ends(edit.new)
    # What was inserted directly after a word has its place there, before the white space; and so
    # has what was deleted there.
    if old_start == old_end and not new[:new_start][-1:].isspace():
        old_start = old_end = len(old[:old_start].rstrip())
    if new_start == new_end and not old[:old_start][-1:].isspace():
        new_start = new_end = len(new[:new_start].rstrip())
    at_edges = Edit(Span(old_start, old_end), Span(new_start, new_end))
    if _continues_number(old, old_start) or _continues_number(new, new_start):
        return _with_whole_number(old, new, at_edges)
    return at_edges


def _ends(span: Span) -> tuple[int, int]:
    return span.start, span.end


def _with_whole_number(old: str, new: str, edit: Edit) -> Edit:
    """The edit extended over the equal characters on either side that belong to its number."""
    (old_start, old_end), (new_start, new_end) = _ends(edit.old), _ends(edit.new)
    while old_start and new_start and _is_same_in_number(old[old_start - 1], new[new_start - 1]):
        old_start, new_start = old_start - 1, new_start - 1
    while _continue_alike(old, old_end, new, new_end):
        old_end, new_end = old_end + 1, new_end + 1
    return Edit(Span(old_start, old_end), Span(new_start, new_end))


def _is_same_in_number(one: str, other: str) -> bool:
    return one == other and one in _IN_NUMBERS


def _continue_alike(old: str, old_at: int, new: str, new_at: int) -> bool:
    """Whether a number continues in both texts with the same character."""
    if not (_continues_number(old, old_at) and _continues_number(new, new_at)):
        return False
    return old[old_at] == new[new_at]


def _continues_number(text: str, at: int) -> bool:
    """Whether a number continues here: a digit, or a mark with a digit after it."""
    here, following = text[at : at + 1], text[at + 1 : at + 2]
    return here.isdigit() or (here in _IN_NUMBERS and following.isdigit())


def _joined(edits: Iterable[Edit]) -> list[Edit]:
    """Edits that touch made one."""
    joined: list[Edit] = []
    for edit in edits:
        last = joined[-1] if joined else None
        if last and edit.old.start <= last.old.end and edit.new.start <= last.new.end:
            old = Span(last.old.start, max(last.old.end, edit.old.end))
            new = Span(last.new.start, max(last.new.end, edit.new.end))
            joined[-1] = Edit(old, new)
        else:
            joined.append(edit)
    return joined


def inline(old: str, new: str, edits: Iterable[Edit]) -> list[Part]:
    """Both texts as one stream: what is the same as `new` has it, deletions before insertions."""
    parts: list[Part] = []
    at = 0
    for edit in edits:
        deleted, inserted = edit.old.of(old), edit.new.of(new)
        same = new[at : edit.new.start]
        was_after_space = old[: edit.old.start][-1:].isspace()
        was_before_space = old[edit.old.end : edit.old.end + 1].isspace()
        # A deleted word keeps its distance from the words on either side.
        if deleted and same[-1:].strip() and was_after_space:
            same += " "
        gap = " " if deleted and (inserted or was_before_space) else ""
        parts += [("same", same), ("deleted", deleted), ("same", gap), ("inserted", inserted)]
        at = edit.new.end
    parts.append(("same", new[at:]))
    return [part for part in parts if part[1]]


def _side(text: str, spans: Iterable[Span], op: Op) -> list[Part]:
    """One text in parts, those in `spans` deleted or inserted."""
    parts: list[Part] = []
    at = 0
    for span in spans:
        parts += [("same", text[at : span.start]), (op, span.of(text))]
        at = span.end
    parts.append(("same", text[at:]))
    return [part for part in parts if part[1]]


def _shifted(span: Span, offset: int) -> Span:
    return Span(span.start + offset, span.end + offset)

"""How two texts of an article differ, block by block and word by word.

Owns rows and edits; knows no annotations and no dates.

Everything follows the map between the texts: a block goes where its sentences went, so that a page
of differences and the verdict on a passage never contradict each other.
"""

from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Literal, NamedTuple, overload

from app.text.diff.revision_map import AnchorState, Op, RevisionMap, word_diff
from app.text.diff.tokens import Tokens, rising
from app.text.sentences import sentences
from app.text.spans import Block, Span, one_paragraph_a_gap

Kind = Literal["same", "changed", "added", "dropped", "left"]
Part = tuple[Op, str]

_IN_NUMBERS = frozenset("0123456789.,:")
_HALF = 0.5  # of a block's characters: what holds less of another block is not its next state


class Edit(NamedTuple):
    """A place where words went or came, in offsets of either text; one side may be empty."""

    old: Span
    new: Span


@dataclass(frozen=True, slots=True)
class BlockRow:
    """Blocks of both texts that belong together, by number from 0; a side may be empty.

    `left` is where a block stood that was moved: `new` says where to. A changed row with more
    blocks on one side was split or joined.
    """

    kind: Kind
    old: range
    new: range
    moved: bool = False


class _Pair(NamedTuple):
    old: range
    new: range
    same: bool
    moved: bool


class ArticleText:
    """A text in blocks."""

    def __init__(self, text: str, blocks: Sequence[Block]) -> None:
        self.text = text
        self.blocks = sorted(blocks or one_paragraph_a_gap(text), key=lambda b: b.start)
        self._starts = [b.start for b in self.blocks]

    def span(self, numbers: range) -> Span:
        """The stretch of text of these blocks; empty where there are none."""
        if not numbers:
            at = (
                self.blocks[numbers.start].start
                if numbers.start < len(self.blocks)
                else len(self.text)
            )
            return Span(at, at)
        return Span(self.blocks[numbers[0]].start, self.blocks[numbers[-1]].end)

    def words(self, numbers: range) -> str:
        """The words of these blocks."""
        return self.span(numbers).of(self.text)

    def number(self, at: int) -> int:
        """The number of the block around or before an offset."""
        return max(0, bisect_right(self._starts, at) - 1)


class Comparison:
    """What became of each block, and each place where words changed.

    Building it costs the map; the rest is worked out when asked for.
    """

    def __init__(self, old: ArticleText, new: ArticleText) -> None:
        self.old, self.new = old, new
        self.step = RevisionMap(old.text, new.text)

    def fate(self, span: Span) -> AnchorState:
        """What became of a span of the old text."""
        return self.step.fate(span)

    @cached_property
    def rows(self) -> list[BlockRow]:
        """Every block of both texts once, in the order of the new one; what was dropped or moved away stands where it stood."""
        pairs = _in_order(self._pairs())
        firm = [p for p in pairs if not p.moved]
        by_old = {i: p for p in pairs for i in p.old}
        by_new = {j: p for p in pairs for j in p.new}
        found: list[BlockRow] = []
        end = _Pair(
            range(len(self.old.blocks), len(self.old.blocks)),
            range(len(self.new.blocks), len(self.new.blocks)),
            False,
            False,
        )
        at, to = 0, 0
        for pair in [*firm, end]:
            found += _leaving(range(at, pair.old.start), by_old)
            found += _arriving(range(to, pair.new.start), by_new)
            if pair is not end:
                found.append(BlockRow("same" if pair.same else "changed", pair.old, pair.new))
            at, to = pair.old.stop, pair.new.stop
        return found

    @cached_property
    def edits(self) -> list[Edit]:
        """Every place where words went or came, rows that were added or dropped whole among them; typography is no edit."""
        found: list[Edit] = []
        for row in self.rows:
            if row.kind == "changed":
                found += self._edits(row)
            elif row.kind in ("added", "dropped"):
                found.append(Edit(self.old.span(row.old), self.new.span(row.new)))
        return found

    def inline(self, row: BlockRow) -> list[Part]:
        """The words of a changed row in one stream."""
        old, new = self.old.words(row.old), self.new.words(row.new)
        return inline(old, new, edits_between(old, new))

    def sides(self, row: BlockRow) -> tuple[list[Part], list[Part]]:
        """The words of a changed row, each text's own."""
        old, new = self.old.words(row.old), self.new.words(row.new)
        edits = edits_between(old, new)
        return _side(old, [e.old for e in edits], "deleted"), _side(
            new, [e.new for e in edits], "inserted"
        )

    def _edits(self, row: BlockRow) -> Iterator[Edit]:
        here, there = self.old.span(row.old), self.new.span(row.new)
        for edit in edits_between(here.of(self.old.text), there.of(self.new.text)):
            yield Edit(_by(edit.old, here.start), _by(edit.new, there.start))

    def _pairs(self) -> list[_Pair]:
        """Which blocks of the new text are the next state of which of the old."""
        whole = list(self._whole())
        ours, theirs = {i for p in whole for i in p.old}, {j for p in whole for j in p.new}
        partly = list(self._partly(ours, theirs))
        ours |= {i for p in partly for i in p.old}
        theirs |= {j for p in partly for j in p.new}
        left = [i for i in range(len(self.old.blocks)) if i not in ours]
        free = [j for j in range(len(self.new.blocks)) if j not in theirs]
        return [*whole, *partly, *self._as_a_whole(left, set(free))]

    def _whole(self) -> Iterator[_Pair]:
        """Blocks that stand on word by word."""
        taken: set[int] = set()
        for i in range(len(self.old.blocks)):
            fate = self.step.fate(self.old.span(range(i, i + 1)))
            if fate.verdict not in ("same", "moved") or fate.span is None:
                continue
            j = self.new.number(fate.span.start)
            if j not in taken and _alike(
                self.old.words(range(i, i + 1)), self.new.words(range(j, j + 1))
            ):
                taken.add(j)
                yield _Pair(range(i, i + 1), range(j, j + 1), True, fate.verdict == "moved")

    def _partly(self, ours: set[int], theirs: set[int]) -> Iterator[_Pair]:
        """Blocks that hold at least half of each other's sentences, several together where a block was split or joined."""
        flow, moved = self._flow(ours, theirs)
        edges = []
        for (i, j), kept in flow.items():
            mine, yours = self.old.blocks[i], self.new.blocks[j]
            if kept >= _HALF * (mine.end - mine.start) or kept >= _HALF * (yours.end - yours.start):
                edges.append((i, j))
        for olds, news in _groups(edges):
            if olds[-1] - olds[0] >= len(olds) or news[-1] - news[0] >= len(
                news
            ):  # with others between them: the best alone
                i, j = max(
                    ((i, j) for i in olds for j in news if (i, j) in flow), key=lambda e: flow[e]
                )
                olds, news = [i], [j]
            total = sum(flow.get((i, j), 0) for i in olds for j in news)
            away = sum(moved.get((i, j), 0) for i in olds for j in news)
            yield _Pair(
                range(olds[0], olds[-1] + 1), range(news[0], news[-1] + 1), False, 2 * away > total
            )

    def _flow(
        self, ours: set[int], theirs: set[int]
    ) -> tuple[Counter[tuple[int, int]], Counter[tuple[int, int]]]:
        """How many characters went from which block to which, and how many of them were moved; blocks that stand whole left out."""
        flow: Counter[tuple[int, int]] = Counter()
        moved: Counter[tuple[int, int]] = Counter()
        for i, block in enumerate(self.old.blocks):
            if i in ours:
                continue
            for sentence in sentences(self.old.text, block.start, block.end):
                fate = self.step.fate(sentence)
                j = self.new.number(fate.span.start) if fate.span else -1
                if j >= 0 and j not in theirs:
                    kept = round(fate.kept * (sentence.end - sentence.start))
                    flow[i, j] += kept
                    moved[i, j] += kept if fate.verdict == "moved" else 0
        return flow, moved

    def _as_a_whole(self, ours: list[int], free: set[int]) -> Iterator[_Pair]:
        """Of the blocks left over, those of which enough stands together although no sentence of them does."""
        for i in ours:
            fate = self.step.fate(self.old.span(range(i, i + 1)))
            j = self.new.number(fate.span.start) if fate.span else -1
            if j in free:
                free.remove(j)
                yield _Pair(range(i, i + 1), range(j, j + 1), False, fate.verdict == "moved")


def _in_order(pairs: Iterable[_Pair]) -> list[_Pair]:
    """The pairs by their place in the new text, with what was moved told from what stayed: one that crosses no other was not moved."""
    ordered = sorted(pairs, key=lambda p: p.old.start)
    firm = rising([(p.old.start, p.new.start) for p in ordered if not p.moved])
    found = []
    for pair in ordered:
        key = (pair.old.start, pair.new.start)
        at = bisect_left(firm, key)
        if key in firm[at : at + 1]:
            found.append(pair._replace(moved=False))
            continue
        crosses = (at > 0 and firm[at - 1][1] > key[1]) or (at < len(firm) and firm[at][1] < key[1])
        if not crosses:
            firm.insert(at, key)
        found.append(pair._replace(moved=crosses))
    return sorted(found, key=lambda p: p.new.start)


def _leaving(numbers: range, pairs: dict[int, _Pair]) -> Iterator[BlockRow]:
    for i in numbers:
        pair = pairs.get(i)
        if pair is None:
            yield BlockRow("dropped", range(i, i + 1), range(0))
        elif i == pair.old.start:
            yield BlockRow("left", pair.old, pair.new, moved=True)


def _arriving(numbers: range, pairs: dict[int, _Pair]) -> Iterator[BlockRow]:
    for j in numbers:
        pair = pairs.get(j)
        if pair is None:
            yield BlockRow("added", range(0), range(j, j + 1))
        elif j == pair.new.start:
            yield BlockRow("same" if pair.same else "changed", pair.old, pair.new, moved=True)


def _groups(edges: Iterable[tuple[int, int]]) -> Iterator[tuple[list[int], list[int]]]:
    """The blocks that hang together by `edges`: those of the old text and those of the new, each in order."""
    ours: defaultdict[int, list[int]] = defaultdict(list)
    theirs: defaultdict[int, list[int]] = defaultdict(list)
    for i, j in edges:
        ours[i].append(j)
        theirs[j].append(i)
    seen: set[int] = set()
    for first in sorted(ours):
        if first in seen:
            continue
        olds, news, todo = {first}, set[int](), [first]
        while todo:
            for j in ours[todo.pop()]:
                news.add(j)
                todo += [i for i in theirs[j] if i not in olds]
                olds.update(theirs[j])
        seen |= olds
        yield sorted(olds), sorted(news)


def _alike(old: str, new: str) -> bool:
    """Whether two texts differ in nothing but typography."""
    return old == new or Tokens(old).folds == Tokens(new).folds


def edits_between(old: str, new: str) -> list[Edit]:
    """Every place where words of `old` went or words of `new` came: `word_diff` gives the words, counting its tokens their places."""
    ours, theirs = Tokens(old), Tokens(new)
    found: list[Edit] = []
    at, to, gone, put = 0, 0, 0, 0
    for op, words in [*word_diff(old, new), ("same", "")]:
        count = len(Tokens(words))
        if op == "deleted":
            gone += count
        elif op == "inserted":
            put += count
        else:
            if gone or put:
                found.append(Edit(_place(ours, at, at + gone), _place(theirs, to, to + put)))
            at, to, gone, put = at + gone + count, to + put + count, 0, 0
    return _joined(_fitted(old, new, edit) for edit in found)


def _fitted(old: str, new: str, edit: Edit) -> Edit:
    """The edit at the words it belongs to, with the rest of a number that it cuts in two: of 4.2 and 4.3 not only a figure changed."""
    (start, end), (begin, stop) = (edit.old.start, edit.old.end), (edit.new.start, edit.new.end)
    if (
        start == end and not new[:begin][-1:].isspace()
    ):  # what was put right behind a word has its place there
        start = end = len(old[:start].rstrip())
    if begin == stop and not old[:start][-1:].isspace():
        begin = stop = len(new[:begin].rstrip())
    if _goes_on(old, start) or _goes_on(new, begin):
        while (
            start and begin and old[start - 1] == new[begin - 1] and old[start - 1] in _IN_NUMBERS
        ):
            start, begin = start - 1, begin - 1
        while (
            end < len(old)
            and stop < len(new)
            and old[end] == new[stop]
            and _goes_on(old, end)
            and _goes_on(new, stop)
        ):
            end, stop = end + 1, stop + 1
    return Edit(Span(start, end), Span(begin, stop))


def _goes_on(text: str, at: int) -> bool:
    """Whether a number goes on here: a figure, or a mark with a figure behind it."""
    here, behind = text[at : at + 1], text[at + 1 : at + 2]
    return here.isdigit() or (here in _IN_NUMBERS and behind.isdigit())


def _joined(edits: Iterable[Edit]) -> list[Edit]:
    """Edits that touch as one."""
    found: list[Edit] = []
    for edit in edits:
        if found and (edit.old.start <= found[-1].old.end and edit.new.start <= found[-1].new.end):
            last = found.pop()
            edit = Edit(
                Span(last.old.start, max(last.old.end, edit.old.end)),
                Span(last.new.start, max(last.new.end, edit.new.end)),
            )
        found.append(edit)
    return found


def inline(old: str, new: str, edits: Iterable[Edit]) -> list[Part]:
    """One stream of words: those that are the same as `new` has them, what was deleted before what was inserted in its place."""
    found: list[Part] = []
    at = 0
    for edit in edits:
        gone, come = edit.old.of(old), edit.new.of(new)
        stay = new[at : edit.new.start]
        if gone and stay[-1:].strip() and old[: edit.old.start][-1:].isspace():
            stay += " "
        gap = " " if gone and (come or old[edit.old.end : edit.old.end + 1].isspace()) else ""
        found += [("same", stay), ("deleted", gone), ("same", gap), ("inserted", come)]
        at = edit.new.end
    return [part for part in [*found, ("same", new[at:])] if part[1]]


def _side(text: str, spans: Iterable[Span], op: Op) -> list[Part]:
    found: list[Part] = []
    at = 0
    for span in spans:
        found += [("same", text[at : span.start]), (op, span.of(text))]
        at = span.end
    return [part for part in [*found, ("same", text[at:])] if part[1]]


def _place(tokens: Tokens, start: int, stop: int) -> Span:
    """Where these tokens stand; the point before `start` when there are none."""
    if start >= stop:
        at = tokens.starts[start] if start < len(tokens) else len(tokens.text)
        return Span(at, at)
    return Span(tokens.starts[start], tokens.ends[stop - 1])


@overload
def _by(span: Span, offset: int) -> Span: ...
@overload
def _by(span: None, offset: int) -> None: ...
def _by(span: Span | None, offset: int) -> Span | None:
    return span and Span(span.start + offset, span.end + offset)

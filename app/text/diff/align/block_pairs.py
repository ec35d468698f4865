"""Which blocks of an article's new text are the next state of which blocks of the old one."""

from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from app.text.diff.revision_map import RevisionMap
from app.text.diff.tokens import Tokens
from app.text.sentences import sentences
from app.text.spans import Block, Span, one_paragraph_a_gap

_HALF = 0.5  # of a block's characters: what holds less of another block is not its next state

Flow = Mapping[tuple[int, int], int]
"""How many characters went from an old block to a new one."""


class ArticleText:
    """A text in blocks."""

    def __init__(self, text: str, blocks: Sequence[Block]) -> None:
        self.text = text
        self.blocks = sorted(blocks or one_paragraph_a_gap(text), key=lambda b: b.start)
        self._starts = [b.start for b in self.blocks]

    def span(self, numbers: range) -> Span:
        """The stretch of text of these blocks; empty where there are none."""
        if numbers:
            return Span(self.blocks[numbers[0]].start, self.blocks[numbers[-1]].end)
        is_end = numbers.start >= len(self.blocks)
        at = len(self.text) if is_end else self.blocks[numbers.start].start
        return Span(at, at)

    def words(self, numbers: range) -> str:
        """The words of these blocks."""
        return self.span(numbers).of(self.text)

    def number(self, at: int) -> int:
        """The number of the block around or before an offset."""
        return max(0, bisect_right(self._starts, at) - 1)


class BlockPair(NamedTuple):
    """Old blocks and the new ones they became, whether word by word the same, and whether moved."""

    old: range
    new: range
    same: bool
    moved: bool


def matched_blocks(old: ArticleText, new: ArticleText, step: RevisionMap) -> list[BlockPair]:
    """The pairs of blocks of two texts; every block is in one of them at most.

    First blocks that are the same word by word, then those that hold most of each other's
    sentences, then those whose words are together although no sentence is.
    """
    return _BlockMatcher(old, new, step).pairs()


class _BlockMatcher:
    """Matches blocks; `old_left` and `new_left` are the numbers of those not matched so far."""

    def __init__(self, old: ArticleText, new: ArticleText, step: RevisionMap) -> None:
        self.old, self.new, self.step = old, new, step
        self.old_left = set(range(len(old.blocks)))
        self.new_left = set(range(len(new.blocks)))

    def pairs(self) -> list[BlockPair]:
        pairs: list[BlockPair] = []
        for find in (self._same, self._by_sentences, self._by_words):
            matched = list(find())
            for pair in matched:
                self.old_left.difference_update(pair.old)
                self.new_left.difference_update(pair.new)
            pairs += matched
        return pairs

    def _same(self) -> Iterator[BlockPair]:
        """Blocks whose words are all still there and nothing else with them."""
        taken: set[int] = set()
        for i in range(len(self.old.blocks)):
            block = range(i, i + 1)
            state = self.step.anchor_state(self.old.span(block))
            if state.verdict not in ("same", "moved") or state.span is None:
                continue
            j = self.new.number(state.span.start)
            new_block = range(j, j + 1)
            if j not in taken and _is_alike(self.old.words(block), self.new.words(new_block)):
                taken.add(j)
                yield BlockPair(block, new_block, True, state.verdict == "moved")

    def _by_sentences(self) -> Iterator[BlockPair]:
        """Blocks that hold at least half of each other's sentences, split or joined ones too."""
        flow, moved = self._flow()
        edges = [edge for edge, kept in flow.items() if self._is_most(edge, kept)]
        for old_blocks, new_blocks in _connected(edges):
            if not (_is_unbroken(old_blocks) and _is_unbroken(new_blocks)):
                # Other blocks are between them: only the two that share most.
                i, j = _strongest(old_blocks, new_blocks, flow)
                old_blocks, new_blocks = [i], [j]
            pairs = [(i, j) for i in old_blocks for j in new_blocks]
            total = sum(flow.get(pair, 0) for pair in pairs)
            away = sum(moved.get(pair, 0) for pair in pairs)
            yield BlockPair(_range(old_blocks), _range(new_blocks), False, 2 * away > total)

    def _is_most(self, edge: tuple[int, int], kept: int) -> bool:
        """Whether so many characters are at least half of one of two blocks."""
        block, new_block = self.old.blocks[edge[0]], self.new.blocks[edge[1]]
        smaller = min(block.end - block.start, new_block.end - new_block.start)
        return kept >= _HALF * smaller

    def _flow(self) -> tuple[Flow, Flow]:
        """What went from which block to which, in whole sentences, and how much of it moved."""
        flow: Counter[tuple[int, int]] = Counter()
        moved: Counter[tuple[int, int]] = Counter()
        for i in sorted(self.old_left):
            block = self.old.blocks[i]
            for sentence in sentences(self.old.text, block.start, block.end):
                state = self.step.anchor_state(sentence)
                j = self.new.number(state.span.start) if state.span else -1
                if j in self.new_left:
                    kept = round(state.kept * (sentence.end - sentence.start))
                    flow[i, j] += kept
                    moved[i, j] += kept if state.verdict == "moved" else 0
        return flow, moved

    def _by_words(self) -> Iterator[BlockPair]:
        """Blocks of which enough is together although no sentence of them is."""
        free = set(self.new_left)
        for i in sorted(self.old_left):
            block = range(i, i + 1)
            state = self.step.anchor_state(self.old.span(block))
            j = self.new.number(state.span.start) if state.span else -1
            if j in free:
                free.remove(j)
                yield BlockPair(block, range(j, j + 1), False, state.verdict == "moved")


def _is_alike(old: str, new: str) -> bool:
    """Whether two texts differ in nothing but typography."""
    return old == new or Tokens(old).folds == Tokens(new).folds


def _is_unbroken(numbers: Sequence[int]) -> bool:
    return numbers[-1] - numbers[0] < len(numbers)


def _range(numbers: Sequence[int]) -> range:
    return range(numbers[0], numbers[-1] + 1)


def _strongest(old: Iterable[int], new: Sequence[int], flow: Flow) -> tuple[int, int]:
    """The pair between which most went."""
    pairs = [(i, j) for i in old for j in new if (i, j) in flow]
    return max(pairs, key=lambda pair: flow[pair])


def _connected(edges: Iterable[tuple[int, int]]) -> Iterator[tuple[list[int], list[int]]]:
    """The connected components of a graph of old and new blocks, each side in order."""
    new_of: defaultdict[int, list[int]] = defaultdict(list)
    old_of: defaultdict[int, list[int]] = defaultdict(list)
    for i, j in edges:
        new_of[i].append(j)
        old_of[j].append(i)
    seen: set[int] = set()
    for first in sorted(new_of):
        if first in seen:
            continue
        old, new, waiting = {first}, set[int](), [first]
        while waiting:
            for j in new_of[waiting.pop()]:
                new.add(j)
                waiting += [i for i in old_of[j] if i not in old]
                old.update(old_of[j])
        seen |= old
        yield sorted(old), sorted(new)

"""An edited text with what its source does not show: links, emphasis, what else blocks carry.

They stay where their words stay. Pure; `text_source` owns how a text is written.
"""

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from app.corrections import text_source
from app.errors import Unprocessable
from app.importers.blocks import BlockText, TextPiece, join
from app.text.canonical import canonical
from app.text.diff.align.positions import AlignedTexts
from app.text.spans import Block, Inline

Key = tuple[str, int | None, str]
"""Kind, level and words of a block: blocks with the same are the same to an editor."""


def edited_body(
    text: str, blocks: Sequence[Block], inlines: Sequence[Inline], source: str
) -> BlockText | None:
    """The text that an edited `source` makes of this one; None where it makes no difference.

    Raises Unprocessable for code that does not end, and where no text is left.
    """
    source = canonical(source)
    if source == text_source.write(text, blocks):
        return None
    pieces = [piece for piece in text_source.parse(source) if piece.words.strip()]
    if not pieces:
        raise Unprocessable("The article has no text.")
    joined = join(pieces)
    unchanged = _equal_ends([_key(text, b) for b in blocks], [_key_of(p) for p in pieces])
    kept_blocks = _with_kept(text, blocks, joined)
    moved = _moved(text, blocks, inlines, joined, unchanged)
    in_order = sorted(moved, key=lambda mark: (mark.start, -mark.end))
    return BlockText(joined.text, tuple(kept_blocks), tuple(in_order))


def _key(text: str, block: Block) -> Key:
    return block.kind, text_source.level_of(block), text[block.start : block.end]


def _key_of(piece: TextPiece) -> Key:
    return piece.kind, piece.level, piece.words


def _with_kept(text: str, blocks: Sequence[Block], new: BlockText) -> Iterator[Block]:
    """The new blocks, each that was there before with all that it carried."""
    known: defaultdict[Key, list[Block]] = defaultdict(list)
    for block in reversed(blocks):
        known[_key(text, block)].append(block)
    for block in new.blocks:
        same = known[_key(new.text, block)]
        old = same.pop() if same else block
        yield replace(old, start=block.start, end=block.end)


def _equal_ends(old: Sequence[Key], new: Sequence[Key]) -> tuple[int, int]:
    """How many blocks both begin with, and end with; the two never overlap."""
    most = min(len(old), len(new))
    head = next((n for n in range(most) if old[n] != new[n]), most)
    left = most - head
    tail = next((n for n in range(left) if old[-1 - n] != new[-1 - n]), left)
    return head, tail


def _moved(
    text: str,
    blocks: Sequence[Block],
    inlines: Iterable[Inline],
    new: BlockText,
    unchanged: tuple[int, int],
) -> Iterator[Inline]:
    """The links and emphasis at their places in the new text; without those whose words went."""
    head, tail = unchanged
    start = blocks[head].start if head < len(blocks) else len(text)
    end = blocks[-1 - tail].end if head + tail < len(blocks) else start
    shift = len(new.text) - len(text)
    within = _Places(text, start, max(start, end), new, head, tail)
    for mark in inlines:
        if mark.end <= start:
            yield mark
        elif mark.start >= within.old_end:
            yield replace(mark, start=mark.start + shift, end=mark.end + shift)
        else:
            yield from within.moved(mark)


class _Places:
    """Where the words of the changed blocks are now, token by token."""

    def __init__(
        self, text: str, start: int, end: int, new: BlockText, head: int, tail: int
    ) -> None:
        new_start = new.blocks[head].start if head < len(new.blocks) else len(new.text)
        is_left = head + tail < len(new.blocks)
        new_end = new.blocks[-1 - tail].end if is_left else new_start
        self.old_start, self.old_end, self.new_start = start, end, new_start
        self.texts = AlignedTexts(text[start:end], new.text[new_start:new_end])

    def moved(self, mark: Inline) -> Iterator[Inline]:
        """The mark on those of its words that are kept, if any are."""
        start, end = mark.start - self.old_start, mark.end - self.old_start
        old, new = self.texts.old, self.texts.new
        covered = range(bisect_right(old.ends, start), bisect_left(old.starts, end))
        kept = [number for number in covered if self.texts.new_of[number] >= 0]
        if not kept:
            return
        # A mark that begins or ends inside a word does so in its new place as well.
        before = max(0, start - old.starts[kept[0]])
        after = max(0, old.ends[kept[-1]] - end)
        begins = new.starts[self.texts.new_of[kept[0]]] + before
        ends = new.ends[self.texts.new_of[kept[-1]]] - after
        if begins < ends:
            yield replace(mark, start=self.new_start + begins, end=self.new_start + ends)

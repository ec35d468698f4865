"""The text of an exported article, with the blocks, links and emphasis that have offsets in it."""

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, get_args

from app.errors import Unprocessable
from app.importers.blocks import TextPiece, join
from app.importers.own_formats import values
from app.importers.urls import absolute
from app.text.spans import Block, BlockKind, Inline, InlineKind, Picture

TEXT_MAX_CHARACTERS = 100_000_000
"""More than any limit of texts, which is asked later and says what it is."""
_BLOCK_KINDS: tuple[str, ...] = get_args(BlockKind)
_INLINE_KINDS: tuple[str, ...] = get_args(InlineKind)
_DEEPEST = 100


@dataclass(frozen=True, slots=True)
class ExportedText:
    """The text with what has offsets in it; `is_whole` when it is the one that was exported."""

    text: str
    blocks: tuple[Block, ...]
    inlines: tuple[Inline, ...]
    sha256: str
    is_whole: bool


def read(value: Mapping[str, Any]) -> ExportedText:
    """The text, with the blocks that it was exported with or, where they don't fit, others."""
    text = values.text(value.get("text"), "text", TEXT_MAX_CHARACTERS)
    blocks = _blocks(value.get("blocks"), text)
    inlines: tuple[Inline, ...] = ()
    if blocks is None:
        made = join(TextPiece("paragraph", words) for words in text.split("\n\n"))
        text, blocks = made.text, made.blocks
    else:
        inlines = tuple(_inlines(value.get("inlines"), len(text)))
    sha256 = hashlib.sha256(text.encode()).hexdigest()
    return ExportedText(text, blocks, inlines, sha256, sha256 == value.get("sha256"))


def _blocks(value: Any, text: str) -> tuple[Block, ...] | None:
    """The blocks; None where they don't cover the text, joined by blank lines."""
    try:
        blocks = [_block(one, len(text)) for one in values.items(value, "blocks")]
    except Unprocessable:
        return None
    at = 0
    for number, block in enumerate(blocks):
        gap = text[at : block.start]
        if block.start < at or gap != ("\n\n" if number else ""):
            return None
        at = block.end
    return tuple(blocks) if blocks and at == len(text) else None


def _block(value: Any, length: int) -> Block:
    block = values.mapping(value, "block")
    kind: Any = block.get("kind")
    start, end = values.span(block, length)
    if kind not in _BLOCK_KINDS:
        raise Unprocessable("Unknown kind of block.")
    level = block.get("level")
    if level is not None:
        level = values.integer(level, "level", least=1, most=_DEEPEST)
    picture = _picture(block["picture"]) if block.get("picture") else None
    return Block(kind, start, end, level, picture, values.is_true(block.get("line_breaks")))


def _picture(value: Any) -> Picture:
    picture = values.mapping(value, "picture")
    return Picture(
        absolute(values.optional_text(picture.get("url"), "url"), None),
        values.optional_text(picture.get("alt"), "alt"),
        values.optional_text(picture.get("credit"), "credit"),
    )


def _inlines(value: Any, length: int) -> Iterator[Inline]:
    """The source's own links and emphasis; one that is wrong is none."""
    for one in values.items(value, "inlines"):
        try:
            mark = values.mapping(one, "inline")
            start, end = values.span(mark, length)
            href = absolute(values.optional_text(mark.get("href"), "href"), None)
        except Unprocessable:
            continue
        kind: Any = mark.get("kind")
        if kind in _INLINE_KINDS and (kind == "link") == (href is not None):
            yield Inline(kind, start, end, href)

"""An article's text as an editor edits it in one text area: blocks with marks for their kinds.

A blank line ends a block. A paragraph has no mark; `## ` begins a heading (as many signs as its
level), `- ` a list item (two blanks in front for each level below the first), `! ` a caption; each
line of a block quote begins with `> `, each row of a table with `| ` (its cells stay separated by
tabs); code stands between lines of three backticks. A backslash at the beginning of a line says
that the rest of the line is words. Links and emphasis are not written: `text_changes` keeps them.

`parse(write(blocks))` gives the same blocks, whatever their words.
"""

import re
from collections.abc import Iterable, Sequence

from app.errors import Unprocessable
from app.importers.blocks import TextPiece
from app.text.spans import Block, BlockKind

HEADING_LEVEL = 2
"""The level of a heading that has none."""
DEEPEST_ITEM = 20
"""Levels of list items; deeper ones are written as this one."""
_HEADING = re.compile(r"(#{1,6}) ")
_ITEM = re.compile(r"( *)- ")
_FENCE = re.compile(r"`{3,}")
_CAPTION, _ESCAPE = "! ", "\\"
_EACH_LINE: dict[BlockKind, str] = {"block_quote": "> ", "table": "| "}
_KIND_OF_MARK = {mark: kind for kind, mark in _EACH_LINE.items()}


def write(text: str, blocks: Sequence[Block]) -> str:
    """The source of a text."""
    return "\n\n".join(write_block(text[block.start : block.end], block) for block in blocks)


def write_block(words: str, block: Block) -> str:
    """The source of one block with these words."""
    lines = words.split("\n")
    if block.kind in _EACH_LINE:
        mark = _EACH_LINE[block.kind]
        return "\n".join(mark + line for line in lines)
    if block.kind == "code":
        fence = _fence_around(lines)
        return "\n".join([fence, *lines, fence])
    mark = _mark(block)
    first = mark + lines[0] if mark else _escaped(lines[0])
    return "\n".join([first, *map(_escaped, lines[1:])])


def parse(source: str) -> list[TextPiece]:
    """The blocks of a source, without links and emphasis.

    Raises Unprocessable, naming the line, for code that does not end.
    """
    reader = _Reader()
    for number, line in enumerate(source.split("\n"), 1):
        reader.read(number, line)
    return reader.finished()


def level_of(block: Block) -> int | None:
    """The level that a block's mark shows; None for kinds without levels."""
    if block.kind == "heading":
        return min(max(block.level or HEADING_LEVEL, 1), 6)
    if block.kind == "list_item":
        return min(max(block.level or 1, 1), DEEPEST_ITEM)
    return None


def _mark(block: Block) -> str:
    level = level_of(block) or 1
    if block.kind == "heading":
        return "#" * level + " "
    if block.kind == "list_item":
        return "  " * (level - 1) + "- "
    return _CAPTION if block.kind == "caption" else ""


def _escaped(line: str) -> str:
    """A line of words; with a backslash where it would be read as something else."""
    return _ESCAPE + line if _is_special(line) else line


def _is_special(line: str) -> bool:
    begins = line.startswith((_ESCAPE, _CAPTION, *_KIND_OF_MARK))
    is_empty_row = line in (">", "|")
    return (
        begins
        or is_empty_row
        or not line.strip()
        or any(mark.match(line) for mark in (_HEADING, _ITEM, _FENCE))
    )


def _fence_around(lines: Iterable[str]) -> str:
    """Backticks enough that no line of the code is read as its end."""
    ended = (line.rstrip() for line in lines)
    longest = max((len(line) for line in ended if set(line) == {"`"}), default=0)
    return "`" * max(3, longest + 1)


class _Reader:
    """Reads a source line by line; `block` is the one that has not ended yet."""

    def __init__(self) -> None:
        self.pieces: list[TextPiece] = []
        self.kind: BlockKind | None = None
        self.level: int | None = None
        self.lines: list[str] = []
        self.fence = ""
        self.fenced_at = 0

    def read(self, number: int, line: str) -> None:
        """Reads one line."""
        if self.fence:
            self._in_code(line)
        elif not line.strip():
            self._end()
        elif _FENCE.fullmatch(line.rstrip()):
            self._begin("code", None)
            self.fence, self.fenced_at = line.rstrip(), number
        elif not self._in_rows(line):
            self._words(line)

    def finished(self) -> list[TextPiece]:
        """All blocks. Raises Unprocessable for code without an end."""
        if self.fence:
            raise Unprocessable(f"The code that begins in line {self.fenced_at} does not end.")
        self._end()
        return self.pieces

    def _in_code(self, line: str) -> None:
        if line.rstrip() == self.fence and line:
            self.fence = ""
            self._end()
        else:
            self.lines.append(line)

    def _in_rows(self, line: str) -> bool:
        """Whether the line is one of a quote or a table."""
        mark = line[:2] if line[:2] in _KIND_OF_MARK else line + " "
        kind = _KIND_OF_MARK.get(mark)
        if kind is None:
            return False
        if self.kind != kind:
            self._begin(kind, None)
        self.lines.append(line[2:])
        return True

    def _words(self, line: str) -> None:
        """A line of words, with the mark of a new block or without one."""
        heading, item = _HEADING.match(line), _ITEM.match(line)
        if heading:
            self._begin("heading", len(heading[1]))
            self.lines.append(line[heading.end() :])
        elif item:
            self._begin("list_item", min(len(item[1]) // 2 + 1, DEEPEST_ITEM))
            self.lines.append(line[item.end() :])
        elif line.startswith(_CAPTION):
            self._begin("caption", None)
            self.lines.append(line[len(_CAPTION) :])
        else:
            if self.kind is None:
                self._begin("paragraph", None)
            self.lines.append(line.removeprefix(_ESCAPE))

    def _begin(self, kind: BlockKind, level: int | None) -> None:
        self._end()
        self.kind, self.level = kind, level

    def _end(self) -> None:
        if self.kind is not None:
            self.pieces.append(TextPiece(self.kind, "\n".join(self.lines), self.level))
        self.kind, self.level, self.lines = None, None, []

"""Putting blocks together into one text, whatever their format.

Owns the rule that a blank line joins them.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from app.errors import Unprocessable
from app.text.canonical import canonical
from app.text.spans import Block, BlockKind, Inline, InlineKind, Picture

BLANK_LINE = "\n\n"
_ENDS = {"code": "\n", "table": " \n"}
"""What is stripped at the ends of a block; an indented line and an empty cell are kept as meant."""
_WHITE = ("\t", "\n", "\x0c", "\r", " ")
_BLANKS = dict.fromkeys(map(ord, _WHITE), " ")
_AT_LINE_START = ("", " ", "\n", "\t")
"""Last characters after which a browser shows no blank."""


@dataclass(frozen=True, slots=True)
class TextPiece:
    """One block before it has offsets: its words, and the source's inline marks inside them.

    `line_breaks` says that LF in its words is where the source breaks a line.
    """

    kind: BlockKind
    words: str
    level: int | None = None
    inlines: tuple[Inline, ...] = ()
    picture: Picture | None = None
    line_breaks: bool = False

    def cut(self, start: int, end: int) -> "TextPiece":
        """The piece with the words from `start` to `end` alone, and what marks are left of them."""
        words = self.words[start:end]
        fitted = [_fit(mark, words, start) for mark in self.inlines]
        return replace(self, words=words, inlines=tuple(m for m in fitted if m.start < m.end))


@dataclass(frozen=True, slots=True)
class BlockText:
    """Blocks joined by a blank line, with everything at its offsets in `text`."""

    text: str
    blocks: tuple[Block, ...]
    inlines: tuple[Inline, ...]


def join(pieces: Iterable[TextPiece]) -> BlockText:
    """The body that `pieces` make; a piece without a visible character is left out.

    Raises Unprocessable when nothing is left.
    """
    words: list[str] = []
    blocks: list[Block] = []
    inlines: list[Inline] = []
    start = 0
    for piece in pieces:
        if not piece.words.strip():
            continue
        end = start + len(piece.words)
        words.append(piece.words)
        is_broken = piece.line_breaks and "\n" in piece.words
        blocks.append(Block(piece.kind, start, end, piece.level, piece.picture, is_broken))
        inlines += [_moved(mark, start) for mark in piece.inlines]
        start = end + len(BLANK_LINE)
    if not blocks:
        raise Unprocessable("No article text found.")
    return BlockText(BLANK_LINE.join(words), tuple(blocks), tuple(inlines))


def _moved(mark: Inline, by: int) -> Inline:
    return Inline(mark.kind, by + mark.start, by + mark.end, mark.href)


@dataclass(slots=True)
class Writer:
    """Writes one piece, run by run, and records where each inline mark began.

    Marks of one kind do not nest: the outermost counts. Who writes sets
    `line_breaks` where a line's end is the source's and not its margin's.
    """

    runs: list[str] = field(default_factory=list)
    length: int = 0
    opened: list[tuple[InlineKind, int, str | None]] = field(default_factory=list)
    inlines: list[Inline] = field(default_factory=list)
    line_breaks: bool = False

    @property
    def last(self) -> str:
        """The last character written, or an empty string."""
        return self.runs[-1][-1] if self.runs else ""

    def write(self, words: str, *, lines: bool = False) -> None:
        """Adds words as they are; without `lines`, line breaks inside them become blanks."""
        words = canonical(words)
        self._add(words if lines else words.replace("\n", " "))

    def _add(self, words: str) -> None:
        if words:
            self.runs.append(words)
            self.length += len(words)

    def write_collapsed(self, words: str) -> None:
        """Adds words as a browser shows them.

        A run of white space is one blank, and there is none where a line begins.
        """
        at_line_start = self.last in _AT_LINE_START
        parts = canonical(words).translate(_BLANKS).split(" ")
        shown = " ".join(part for part in parts if part)
        if words[:1] in _WHITE and not at_line_start:
            shown = " " + shown
        if words[-1:] in _WHITE and shown.strip(" "):
            shown += " "
        if at_line_start:
            shown = shown.removeprefix(" ")
        self._add(shown)

    def cut(self, mark: str = "\n") -> None:
        """Ends a line, or with a tab a table's cell; a blank before it is removed."""
        if self.last == " " and len(self.runs[-1]) > 1:
            self.runs[-1] = self.runs[-1][:-1]
            self.length -= 1
        self.runs.append(mark)
        self.length += 1

    def open(self, kind: InlineKind, href: str | None = None) -> None:
        """Starts an inline mark here."""
        self.opened.append((kind, self.length, href))

    def close(self) -> None:
        """Ends the inline mark that was opened last."""
        kind, start, href = self.opened.pop()
        nested = any(outer == kind for outer, _, _ in self.opened)
        if not nested and (kind != "link" or href):
            self.inlines.append(Inline(kind, start, self.length, href))

    def piece(self, kind: BlockKind, level: int | None = None) -> TextPiece:
        """What was written, without blanks at its ends, each mark fitted to visible words."""
        raw = "".join(self.runs)
        blanks = _ENDS.get(kind, " \t\n")
        words = raw.strip(blanks)
        before = len(raw) - len(raw.lstrip(blanks))
        outermost_first = sorted(self.inlines, key=lambda mark: (mark.start, -mark.end))
        fitted = [_fit(mark, words, before) for mark in outermost_first]
        marks = tuple(m for m in fitted if m.start < m.end)
        return TextPiece(kind, words, level, marks, line_breaks=self.line_breaks)


def _fit(mark: Inline, words: str, before: int) -> Inline:
    """A mark moved left by `before` characters, cut to `words` and to visible words at its ends."""
    start, end = max(0, mark.start - before), min(len(words), mark.end - before)
    covered = words[start:end]
    leading_blanks = len(covered) - len(covered.lstrip())
    return Inline(mark.kind, start + leading_blanks, start + len(covered.rstrip()), mark.href)

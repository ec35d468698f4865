"""Putting blocks together into one text, whatever their format.

Owns the rule that a blank line joins them; knows no format.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field

from app.errors import Unprocessable
from app.text.canonical import canonical
from app.text.spans import Block, BlockKind, Inline, InlineKind


@dataclass(frozen=True, slots=True)
class TextPiece:
    """One block before it has a place: its words, and the source's inline marks with offsets inside them."""

    kind: BlockKind
    words: str
    level: int | None = None
    inlines: tuple[Inline, ...] = ()


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
    at = 0
    for piece in pieces:
        if not piece.words.strip():
            continue
        end = at + len(piece.words)
        words.append(piece.words)
        blocks.append(Block(piece.kind, at, end, piece.level))
        inlines.extend(Inline(i.kind, at + i.start, at + i.end, i.href) for i in piece.inlines)
        at = end + 2
    if not blocks:
        raise Unprocessable("There is no article text in it.")
    return BlockText("\n\n".join(words), tuple(blocks), tuple(inlines))


@dataclass(slots=True)
class Writer:
    """Writes one piece, run by run, and keeps where each inline mark began.

    Marks of one kind do not nest: the outermost counts.
    """

    runs: list[str] = field(default_factory=list)
    length: int = 0
    opened: list[tuple[InlineKind, int, str | None]] = field(default_factory=list)
    inlines: list[Inline] = field(default_factory=list)

    @property
    def last(self) -> str:
        """The last character written, or an empty string."""
        return self.runs[-1][-1] if self.runs else ""

    def write(self, words: str, *, lines: bool = False) -> None:
        """Adds words as they are; without `lines`, line breaks inside them are blanks, for then `cut` alone makes lines."""
        words = canonical(words) if lines else canonical(words).replace("\n", " ")
        if words:
            self.runs.append(words)
            self.length += len(words)

    def write_collapsed(self, words: str) -> None:
        """Adds words as a browser shows them: every run of white space is one blank, none at a line's beginning."""
        shown = " ".join(part for part in canonical(words).translate(_BLANKS).split(" ") if part)
        if words[:1] in _WHITE and self.last not in ("", " ", "\n", "\t"):
            shown = " " + shown
        if words[-1:] in _WHITE and shown.strip(" "):
            shown += " "
        if self.last in ("", " ", "\n", "\t"):
            shown = shown.removeprefix(" ")
        self.write(shown)

    def cut(self, mark: str = "\n") -> None:
        """Ends a line, or with a tab a table's cell; a blank before it goes."""
        if self.last == " " and len(self.runs[-1]) > 1:
            self.runs[-1] = self.runs[-1][:-1]
            self.length -= 1
        self.runs.append(mark)
        self.length += 1

    def open(self, kind: InlineKind, href: str | None = None) -> None:
        """Begins an inline mark here."""
        self.opened.append((kind, self.length, href))

    def close(self) -> None:
        """Ends the inline mark that was begun last."""
        kind, start, href = self.opened.pop()
        nested = any(k == kind for k, _, _ in self.opened)
        if not nested and (kind != "link" or href):
            self.inlines.append(Inline(kind, start, self.length, href))

    def piece(self, kind: BlockKind, level: int | None = None) -> TextPiece:
        """What was written, without blanks at its ends, each mark fitted to visible words."""
        raw = "".join(self.runs)
        blanks = _ENDS.get(kind, " \t\n")
        words = raw.strip(blanks)
        before = len(raw) - len(raw.lstrip(blanks))
        fitted = (
            _fit(i, words, before) for i in sorted(self.inlines, key=lambda i: (i.start, -i.end))
        )
        return TextPiece(kind, words, level, tuple(i for i in fitted if i.start < i.end))


_ENDS = {"code": "\n", "table": " \n"}  # an indented line and an empty cell are as meant
_WHITE = ("\t", "\n", "\x0c", "\r", " ")
_BLANKS = dict.fromkeys(map(ord, _WHITE), " ")


def _fit(mark: Inline, words: str, before: int) -> Inline:
    """A mark moved by `before` characters, cut to `words` and to what is no blank at its ends."""
    start, end = max(0, mark.start - before), min(len(words), mark.end - before)
    covered = words[start:end]
    return Inline(
        mark.kind,
        start + len(covered) - len(covered.lstrip()),
        start + len(covered.rstrip()),
        mark.href,
    )

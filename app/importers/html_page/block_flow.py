"""A page's tree as the sequence of blocks that a reader would see.

Knows nothing of which of them are the article.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace

from lxml.html import HtmlElement

from app.importers.blocks import TextPiece, Writer
from app.text.spans import BlockKind, InlineKind

UNSEEN = frozenset(
    [
        "script",
        "style",
        "template",
        "noscript",
        "head",
        "svg",
        "canvas",
        "iframe",
        "object",
        "embed",
        "applet",
        "audio",
        "video",
        "map",
        "select",
        "textarea",
        "button",
        "input",
        "datalist",
        "progress",
        "meter",
        "frame",
        "frameset",
        "noframes",
        "xmp",
        "plaintext",
        "math",
        "rp",
        "dialog",
    ]
)
INLINE = frozenset(
    [
        "a",
        "abbr",
        "acronym",
        "b",
        "bdi",
        "bdo",
        "big",
        "cite",
        "code",
        "data",
        "del",
        "dfn",
        "em",
        "font",
        "i",
        "img",
        "ins",
        "kbd",
        "label",
        "mark",
        "nobr",
        "output",
        "picture",
        "q",
        "rb",
        "rt",
        "ruby",
        "s",
        "samp",
        "small",
        "source",
        "span",
        "strike",
        "strong",
        "sub",
        "sup",
        "time",
        "tt",
        "u",
        "var",
        "wbr",
    ]
)
MARKS: dict[str, InlineKind] = {
    "a": "link",
    "em": "emphasis",
    "i": "emphasis",
    "strong": "strong",
    "b": "strong",
}
HEADINGS = {f"h{n}": n for n in range(1, 7)}
CELL_MAX_CHARACTERS = 300  # a longer cell is laid out, not data
_CAPTION = re.compile(
    r"(?:image|photo|picture|media|figure|img|wp)[-_]{1,2}(?:caption|credit)(?:[-_]text)?(?![\w-])",
    re.IGNORECASE,
)
QUOTES = {"q": ("“", "”")}


@dataclass(frozen=True, slots=True)
class Leaf:
    """A block of the page and the element that holds it."""

    piece: TextPiece
    node: HtmlElement

    @property
    def key(self) -> str:
        """Its letters and digits alone, by which it is found again in another's account of the page."""
        return key(self.piece.words)


def key(words: str) -> str:
    """`words` without all that is not a letter or digit."""
    return "".join(c for c in words if c.isalnum())


Resolve = Callable[[str], str | None]


def leaves(root: HtmlElement, resolve: Resolve) -> list[Leaf]:
    """Every block under `root` in order; `resolve` makes an absolute http(s) address of an href, or None."""
    flow = _Flow(resolve)
    flow.walk(root, _Context())
    flow.flush(root, _Context())
    return flow.found


@dataclass(frozen=True, slots=True)
class _Context:
    """What the elements around a block say of it; the innermost that says something counts."""

    kind: BlockKind = "paragraph"
    level: int | None = None
    lists: int = 0

    def inside(self, tag: str, classes: str) -> "_Context":
        """The context inside an element."""
        if tag in ("ul", "ol", "menu", "dl"):
            return replace(self, lists=self.lists + 1)
        if tag in HEADINGS:
            return replace(self, kind="heading", level=HEADINGS[tag])
        if tag in ("figcaption", "caption") or (
            tag in ("p", "div") and self.kind == "paragraph" and _CAPTION.search(classes[:400])
        ):
            return replace(self, kind="caption", level=None)
        if self.kind in ("heading", "caption"):
            return self
        if tag in ("li", "dd", "dt"):
            return replace(self, kind="list_item", level=max(1, self.lists))
        if tag == "blockquote":
            return replace(self, kind="block_quote", level=None)
        return replace(self, kind="code", level=None) if tag in ("pre", "listing") else self


@dataclass(slots=True)
class _Flow:
    """The walk down a tree; blocks end where block elements begin or end, and inline marks go on across them."""

    resolve: Resolve
    found: list[Leaf] = field(default_factory=list)
    writer: Writer = field(default_factory=Writer)
    marks: list[tuple[InlineKind, str | None]] = field(default_factory=list)
    breaks: int = 0

    def walk(self, node: HtmlElement, context: _Context) -> None:
        """Everything inside `node`. Recursion is bounded by the tree's depth (`dom.DEPTH_MAX`)."""
        self.write(node.text, context)
        for child in node:
            tag = child.tag if isinstance(child.tag, str) else ""
            if tag == "br":
                self.line(node, context)
            elif tag == "table" and (rows := data_rows(child)):
                self.flush(node, context)
                self.found.append(Leaf(self.table(rows), child))
            elif tag in INLINE or "-" in tag:
                self.inline(child, tag, context)
            elif tag and tag not in UNSEEN:
                self.flush(node, context)
                inner = context.inside(tag, child.get("class") or "")
                self.walk(child, inner)
                self.flush(child, inner)
            self.write(child.tail, context)

    def inline(self, child: HtmlElement, tag: str, context: _Context) -> None:
        """An element inside a line."""
        mark = MARKS.get(tag)
        if mark:
            self.marks.append(
                (mark, self.resolve(child.get("href") or "") if mark == "link" else None)
            )
            self.writer.open(*self.marks[-1])
        opening, closing = QUOTES.get(tag, ("", ""))
        self.write(opening, context)
        self.walk(child, context)
        self.write(closing, context)
        if mark:
            self.marks.pop()
            self.writer.close()

    def write(self, words: str | None, context: _Context) -> None:
        """Words of a line: as they stand in code, collapsed elsewhere."""
        if not words:
            return
        if context.kind == "code":
            self.writer.write(words, lines=True)
            return
        if words.strip():
            self.breaks = 0
        self.writer.write_collapsed(words)

    def line(self, node: HtmlElement, context: _Context) -> None:
        """A line break; two in a row part blocks."""
        self.breaks += 1
        if self.breaks > 1 and context.kind != "code":
            self.flush(node, context)
        elif self.writer.runs:
            self.writer.cut()

    def flush(self, node: HtmlElement, context: _Context) -> None:
        """Ends the block that is being written."""
        self.breaks = 0
        if not self.writer.runs:
            return
        for _ in self.marks:
            self.writer.close()
        piece = self.writer.piece(context.kind, context.level)
        if piece.words:
            self.found.append(Leaf(piece, node))
        self.writer = Writer()
        for mark in self.marks:
            self.writer.open(*mark)

    def table(self, rows: list[list[HtmlElement]]) -> TextPiece:
        """A table's cells joined by tab, its rows by LF."""
        outer, self.writer = self.writer, Writer()
        for n, row in enumerate(rows):
            for m, cell in enumerate(row):
                if n or m:
                    self.writer.cut("\n" if m == 0 else "\t")
                self.cell(cell)
        piece, self.writer = self.writer.piece("table"), outer
        return piece

    def cell(self, node: HtmlElement) -> None:
        """All words of a cell in one line, with its marks."""
        self.writer.write_collapsed(node.text or "")
        for child in node:
            tag = child.tag if isinstance(child.tag, str) else ""
            mark = MARKS.get(tag)
            if tag and tag not in UNSEEN:
                if mark:
                    self.writer.open(
                        mark, self.resolve(child.get("href") or "") if mark == "link" else None
                    )
                if tag not in INLINE:
                    self.writer.write_collapsed(" ")
                self.cell(child)
                if mark:
                    self.writer.close()
                if tag not in INLINE:
                    self.writer.write_collapsed(" ")
            self.writer.write_collapsed(child.tail or "")


def data_rows(table: HtmlElement) -> list[list[HtmlElement]]:
    """The rows of a table that holds data; none for one that only lays out a page: nested, of one column, or with long cells."""
    if next(table.iterdescendants("table", "form", "ul", "ol", "h1", "h2"), None) is not None:
        return []
    rows = [[c for c in row if c.tag in ("td", "th")] for row in table.iterdescendants("tr")]
    full = [row for row in rows if row]
    if len(full) < 2 or max(map(len, full)) < 2:
        return []
    return full if all(_short(cell) for row in full for cell in row) else []


def _short(cell: HtmlElement) -> bool:
    length = 0
    for words in cell.itertext():
        length += len(words.strip())
        if length > CELL_MAX_CHARACTERS:
            return False
    return True

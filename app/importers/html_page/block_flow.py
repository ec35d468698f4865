"""A page's tree as the sequence of blocks that a reader would see, the article's and others."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace

from lxml.html import HtmlElement

from app.importers.blocks import TextPiece, Writer
from app.importers.html_page.inline_elements import alphanumeric, level
from app.text.spans import BlockKind, InlineKind

UNSEEN = frozenset(
    """
    script style template noscript head svg canvas iframe object embed applet audio video map select
    textarea button input datalist progress meter frame frameset noframes xmp plaintext math rp
    dialog link meta base basefont bgsound param area track
    """.split()
)
"""Elements whose words a reader does not see, or not as part of a text."""
INLINE = frozenset(
    """
    a abbr acronym b bdi bdo big cite code data del dfn em font i img ins kbd label mark nobr output
    picture q rb rt ruby s samp small source span strike strong sub sup time tt u var wbr
    """.split()
)
"""Elements inside a line; every other one begins and ends a block."""
MARKS: dict[str, InlineKind] = {
    "a": "link",
    "em": "emphasis",
    "i": "emphasis",
    "strong": "strong",
    "b": "strong",
}
HEADINGS = {f"h{n}": n for n in range(1, 7)}
LISTS = ("ul", "ol", "menu", "dl")
LIST_ITEMS = ("li", "dd", "dt")
CELL_MAX_CHARACTERS = 300  # a longer cell is for layout, not data
MARKED_CELL_MAX_CHARACTERS = 3_000  # in a table that has header cells or a caption
CLASSES_MAX_CHARACTERS = 400
_CAPTION = re.compile(
    r"(?:image|photo|picture|media|figure|img|wp)[-_]{1,2}(?:caption|credit)(?:[-_]text)?(?![\w-])",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Leaf:
    """A block of the page and the element that holds it."""

    piece: TextPiece
    node: HtmlElement

    @property
    def key(self) -> str:
        """Its letters and digits alone, by which it is found in another extraction of the page."""
        return key(self.piece.words)


def key(words: str) -> str:
    """The letters and digits of `words`, raised and lowered ones as common ones."""
    return alphanumeric(level(words))


Resolve = Callable[[str], str | None]


def leaves(root: HtmlElement, resolve: Resolve) -> list[Leaf]:
    """Every block under `root` in order.

    `resolve` makes an absolute http(s) address of an href, or None.
    """
    flow = _Flow(resolve)
    flow.walk(root, _Context())
    flow.flush(root, _Context())
    return flow.found


@dataclass(frozen=True, slots=True)
class _Context:
    """What the elements around a block make of it; the innermost counts."""

    kind: BlockKind = "paragraph"
    level: int | None = None
    lists: int = 0

    def inside(self, tag: str, classes: str) -> "_Context":
        """The context inside an element."""
        if tag in LISTS:
            return replace(self, lists=self.lists + 1)
        if tag in HEADINGS:
            return replace(self, kind="heading", level=HEADINGS[tag])
        if self._is_caption(tag, classes):
            return replace(self, kind="caption", level=None)
        if self.kind in ("heading", "caption"):
            return self  # a list or a quote inside them is still their words
        if tag in LIST_ITEMS:
            return replace(self, kind="list_item", level=max(1, self.lists))
        if tag == "blockquote":
            return replace(self, kind="block_quote", level=None)
        if tag in ("pre", "listing"):
            return replace(self, kind="code", level=None)
        return self

    def _is_caption(self, tag: str, classes: str) -> bool:
        """Whether an element is a caption, by its name or by what its class says."""
        if tag in ("figcaption", "caption"):
            return True
        may_be = tag in ("p", "div") and self.kind == "paragraph"
        return may_be and _CAPTION.search(classes[:CLASSES_MAX_CHARACTERS]) is not None


@dataclass(slots=True)
class _Flow:
    """The walk down a tree.

    Blocks end where block elements begin or end; inline marks continue across them.
    """

    resolve: Resolve
    found: list[Leaf] = field(default_factory=list)
    writer: Writer = field(default_factory=Writer)
    marks: list[tuple[InlineKind, str | None]] = field(default_factory=list)
    breaks: int = 0

    def walk(self, node: HtmlElement, context: _Context) -> None:
        """Everything inside `node`. Recursion is bounded by the tree's depth (`dom.DEPTH_MAX`)."""
        self.write(node.text, context)
        for child in node:
            tag = _tag(child)
            if tag == "br":
                self.line(node, context)
            elif tag in INLINE or "-" in tag:  # a custom element's name has a hyphen
                self.inline(child, tag, context)
            elif tag and tag not in UNSEEN:
                self.block(node, child, context)
            self.write(child.tail, context)

    def block(self, node: HtmlElement, child: HtmlElement, context: _Context) -> None:
        """An element of `node` that begins and ends a block, or a table of data."""
        self.flush(node, context)
        rows = data_rows(child) if child.tag == "table" else []
        if rows:
            for caption in child.iterchildren("caption"):
                self.block(child, caption, context)
            self.found.append(Leaf(self.table(rows), child))
            return
        inner = context.inside(_tag(child), child.get("class") or "")
        self.walk(child, inner)
        self.flush(child, inner)

    def inline(self, child: HtmlElement, tag: str, context: _Context) -> None:
        """An element inside a line."""
        mark = self.mark(child, tag)
        if mark:
            self.marks.append(mark)
            self.writer.open(*mark)
        self.walk(child, context)
        if mark:
            self.marks.pop()
            self.writer.close()

    def mark(self, node: HtmlElement, tag: str) -> tuple[InlineKind, str | None] | None:
        """The kind of mark that an element makes, and a link's address; None for other elements."""
        kind = MARKS.get(tag)
        if kind is None:
            return None
        return kind, self.resolve(node.get("href") or "") if kind == "link" else None

    def write(self, words: str | None, context: _Context) -> None:
        """Words of a line: as they are in code, with white space collapsed elsewhere."""
        if not words:
            return
        if context.kind == "code":
            self.writer.write(words, lines=True)
            return
        if words.strip():
            self.breaks = 0
        self.writer.write_collapsed(words)

    def line(self, node: HtmlElement, context: _Context) -> None:
        """A line break; two in a row separate blocks."""
        self.breaks += 1
        if self.breaks > 1 and context.kind != "code":
            self.flush(node, context)
        elif self.writer.runs:
            self.writer.cut()
            self.writer.line_breaks = True

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
        for row_number, row in enumerate(rows):
            if row_number:
                self.writer.cut("\n")
            for column, cell in enumerate(row):
                if column:
                    self.writer.cut("\t")
                self.cell(cell)
        piece, self.writer = self.writer.piece("table"), outer
        return piece

    def cell(self, node: HtmlElement) -> None:
        """All words of a cell in one line, with its marks."""
        self.writer.write_collapsed(node.text or "")
        for child in node:
            tag = _tag(child)
            if tag and tag not in UNSEEN:
                self.element_in_cell(child, tag)
            self.writer.write_collapsed(child.tail or "")

    def element_in_cell(self, child: HtmlElement, tag: str) -> None:
        """An element of a cell; what would be a block of its own is set apart by blanks.

        Items of a list are set apart by semicolons.
        """
        mark = self.mark(child, tag)
        is_block = tag not in INLINE
        if mark:
            self.writer.open(*mark)
        if is_block:
            self.writer.write_collapsed(" ")
        self.cell(child)
        if tag in LIST_ITEMS and child.getnext() is not None:
            self.writer.write(";")
        if mark:
            self.writer.close()
        if is_block:
            self.writer.write_collapsed(" ")


def is_block(node: HtmlElement) -> bool:
    """Whether an element begins and ends a block."""
    tag = _tag(node)
    return bool(tag) and tag != "br" and tag not in INLINE and tag not in UNSEEN


def _tag(node: HtmlElement) -> str:
    """An element's name; empty for comments and processing instructions."""
    return node.tag if isinstance(node.tag, str) else ""


def data_rows(table: HtmlElement) -> list[list[HtmlElement]]:
    """The rows of a table of data; none for a table that is used for layout.

    Those say so, contain other tables or headings, have one column or row, or long cells.
    """
    if _is_layout(table):
        return []
    rows = [row for row in map(_cells, table.iterdescendants("tr")) if row]
    if len(rows) < 2 or max(map(len, rows)) < 2:
        return []
    is_marked = next(table.iterdescendants("th", "thead", "caption"), None) is not None
    most = MARKED_CELL_MAX_CHARACTERS if is_marked else CELL_MAX_CHARACTERS
    is_data = all(_is_short(cell, most) for row in rows for cell in row)
    return rows if is_data else []


def _is_layout(table: HtmlElement) -> bool:
    """Whether a table is used for layout, by its own word or by what is in it."""
    if (table.get("role") or "").strip().lower() in ("presentation", "none"):
        return True
    return next(table.iterdescendants("table", "form", "h1", "h2"), None) is not None


def _cells(row: HtmlElement) -> list[HtmlElement]:
    return [cell for cell in row if cell.tag in ("td", "th")]


def _is_short(cell: HtmlElement, most: int) -> bool:
    length = 0
    for words in cell.itertext():
        length += len(words.strip())
        if length > most:
            return False
    return True

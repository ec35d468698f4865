"""What others take for a page's article: trafilatura in two modes, and the page itself.

Figures below were measured on pages of the public suites for extraction (`benchmarks/`).
"""

import logging
import re
from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass

from lxml import etree
from lxml.html import HtmlElement

from app.importers.html_page.block_flow import key
from app.text.spans import BlockKind

COMPARED_MAX = 8_000
"""Elements of a page up to which trafilatura compares its choice with other extractors'.

That is quadratic: 40,000 divs take 19 s with it. So is its own choice in the number of elements of
a line, which are stripped from larger pages: 40,000 superscripts would take minutes.
"""
CHILDREN_MAX = 1_000
LINKS_MAX = 200  # in one line of a large page, from which they are text there
_OF_A_LINE = (
    "abbr acronym b bdi bdo big br cite code data dfn em font i ins kbd label mark nobr output rb"
    " rt ruby samp small span strong sub sup time tt u var wbr"
).split()
HOLDS_BLOCKS = ("p", "item", "list", "head", "quote", "div", "table")
_KINDS: dict[str, BlockKind] = {
    "head": "heading",
    "item": "list_item",
    "quote": "block_quote",
    "code": "code",
}
_PARAGRAPHS = re.compile(r"(?<!\s)\s*\n\s*|<(?:br|/p|/div|/h\d|/li)[^<>]{0,200}>", re.IGNORECASE)
_TAGS = re.compile(r"</?[a-zA-Z][^<>]{0,2000}>")
logging.getLogger("trafilatura").setLevel(logging.CRITICAL)
logging.getLogger("readability").setLevel(logging.CRITICAL)


@dataclass(frozen=True, slots=True)
class Given:
    """One block as an opinion gives it."""

    kind: BlockKind
    words: str

    @property
    def key(self) -> str:
        """Its letters and digits, by which it is found on the page."""
        return key(self.words)


def trafilatura(root: HtmlElement, url: str | None, *, precision: bool, fast: bool) -> list[Given]:
    """What trafilatura chooses, in its mode for precision or in its standard one.

    It is imported here, so that a program that never reads a page does not load it (20 MB).
    """
    from trafilatura import bare_extraction
    from trafilatura.settings import Document, use_config

    config = use_config()
    config.set("DEFAULT", "MIN_EXTRACTED_SIZE", "100")
    config.set("DEFAULT", "MIN_OUTPUT_SIZE", "1")
    extracted = bare_extraction(
        _without_inline_elements(root) if fast else root,
        url=url,
        favor_precision=precision,
        include_comments=False,
        with_metadata=False,
        fast=fast,
        config=config,
    )
    if not isinstance(extracted, Document) or extracted.body is None:
        return []
    return [block for block in _blocks(extracted.body) if block.key]


def _without_inline_elements(root: HtmlElement) -> HtmlElement:
    """A copy of the tree in which lines are plain text, each one string."""
    copied = deepcopy(root)
    for line_break in copied.iter("br"):
        line_break.text = " "
    etree.strip_tags(copied, *_OF_A_LINE)
    for node in [node for node in copied.iter("*") if len(node) > LINKS_MAX]:
        if len(node.findall("a")) > LINKS_MAX:
            etree.strip_tags(node, "a")
    for node in copied.iter("*"):
        node.text, node.tail = node.text, node.tail  # what was stripped leaves strings in pieces
    return copied


def is_large(root: HtmlElement) -> bool:
    """Whether a page, or one of its elements, has so many that extractors are not compared."""
    sizes = [len(node) for node in root.iter("*")]
    return len(sizes) > COMPARED_MAX or max(sizes) > CHILDREN_MAX


def declared(article_body: str | None) -> list[Given]:
    """The body that a page declares as plain text or as HTML (`articleBody`), in paragraphs."""
    lines = _PARAGRAPHS.split(article_body or "")
    words = [" ".join(_TAGS.sub("", line).split()) for line in lines]
    return [Given("paragraph", line) for line in words if key(line)]


def _blocks(body: HtmlElement, kind: BlockKind = "paragraph") -> Iterator[Given]:
    """The chosen tree as blocks.

    An element without blocks inside is one, and so are words between elements.
    """
    yield Given(kind, " ".join((body.text or "").split()))
    for node in body:
        tag = str(node.tag)
        if tag == "table":
            rows = ["\t".join(map(_words, row)) for row in node.iter("row")]
            yield Given("table", "\n".join(rows))
        elif any(str(child.tag) in HOLDS_BLOCKS for child in node):
            yield from _blocks(node, _KINDS.get(tag, "paragraph"))
        else:
            yield Given(_KINDS.get(tag, "paragraph"), _words(node))
        yield Given(kind, " ".join((node.tail or "").split()))


def _words(node: HtmlElement) -> str:
    return " ".join("".join(node.itertext()).split())

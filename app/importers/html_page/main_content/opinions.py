"""What others take for a page's article: trafilatura in two modes, and the page itself.

Figures below were measured on pages of the public suites for extraction (`benchmarks/`).
"""

import logging
import re
from collections.abc import Iterator
from dataclasses import dataclass

from lxml.html import HtmlElement

from app.importers.html_page.block_flow import key
from app.text.spans import BlockKind

COMPARED_MAX = 8_000
"""Elements of a page up to which trafilatura compares its choice with other extractors'.

That is quadratic: 40,000 divs take 19 s with it.
"""
HOLDS_BLOCKS = ("p", "item", "list", "head", "quote", "div", "table")
_KINDS: dict[str, BlockKind] = {
    "head": "heading",
    "item": "list_item",
    "quote": "block_quote",
    "code": "code",
}
_PARAGRAPHS = re.compile(r"\s*\n\s*|<(?:br|/p|/div|/h\d|/li)[^<>]{0,200}>", re.IGNORECASE)
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
        root,
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


def is_large(root: HtmlElement) -> bool:
    """Whether a page has so many elements that extractors are not compared."""
    return sum(1 for _ in root.iter()) > COMPARED_MAX


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

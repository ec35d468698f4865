"""What Gloss's importer and trafilatura read on a page, in one shape, with the time it took.

trafilatura runs as a program that only wants the article would run it: standard mode, its
metadata, no comments.
"""

import logging
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cache

from lxml.etree import _Element
from trafilatura import bare_extraction, extract_metadata
from trafilatura.settings import Document
from trafilatura.utils import load_html

from app.errors import GlossError
from app.importers import read
from app.importers.base import Draft
from app.settings import Settings
from app.text.language import believed, direction
from app.text.spans import Block

logging.getLogger("trafilatura").setLevel(logging.CRITICAL)


@dataclass(frozen=True, slots=True)
class Piece:
    """One block of an article; `kind` is that of a Gloss block (`heading`, `list_item`, …)."""

    kind: str
    words: str


@dataclass(frozen=True, slots=True)
class Reading:
    """What was read on one page; without an answer a field is None or empty.

    `date` is `YYYY-MM-DD`, `direction` `ltr`, `rtl` or None, `refusal` the reason why there is
    nothing at all.
    """

    text: str = ""
    title: str | None = None
    authors: tuple[str, ...] = ()
    date: str | None = None
    language: str | None = None
    direction: str | None = None
    pieces: tuple[Piece, ...] = ()
    refusal: str | None = None

    def without(self, kind: str) -> str:
        """The text without the blocks of one kind."""
        if not any(piece.kind == kind for piece in self.pieces):
            return self.text
        return "\n\n".join(piece.words for piece in self.pieces if piece.kind != kind)


@dataclass(frozen=True, slots=True)
class Timed:
    """A reading, and the processor seconds it took."""

    reading: Reading
    seconds: float


PageReader = Callable[[bytes, str], Timed]


def by_gloss(html: bytes, url: str) -> Timed:
    """The first Draft of the importer that `gloss import` uses."""
    longest = _longest()
    began = time.process_time()
    try:
        draft = read(html, url=url, media_type="text/html", longest=longest)[0]
    except GlossError as error:
        return Timed(Reading(refusal=str(error)), time.process_time() - began)
    seconds = time.process_time() - began
    return Timed(of_draft(draft), seconds)


def of_draft(draft: Draft) -> Reading:
    """A Draft: the byline are its authors, the declared date its date.

    The direction is that of the language which its text is believed to be in.
    """
    written = direction(believed(draft.language, draft.text))
    return Reading(
        draft.text,
        draft.title,
        draft.byline,
        draft.declared_date.value if draft.declared_date else None,
        draft.language,
        None if written == "auto" else written,
        tuple(_block(draft.text, block) for block in draft.blocks),
    )


def _block(text: str, block: Block) -> Piece:
    """A block's words; those of a picture's credit too, where that is a field of its own."""
    words = text[block.start : block.end]
    picture = block.as_json().get("picture") or {}
    credit = picture.get("credit") or ""
    return Piece(block.kind, words if credit in words else f"{words} {credit}")


@cache
def _longest() -> int:
    return Settings().text_max_characters


def by_trafilatura(html: bytes, url: str) -> Timed:
    """Reads an article and its metadata by trafilatura; without an article the metadata alone."""
    began = time.process_time()
    found = bare_extraction(html, url=url, with_metadata=True, include_comments=False)
    document = found if isinstance(found, Document) else _metadata(html, url)
    seconds = time.process_time() - began
    return Timed(of_document(document), seconds)


def of_document(document: Document | None) -> Reading:
    """What trafilatura answers: no direction, and a language only where one is asked for."""
    if document is None:
        return Reading(refusal="The page could not be parsed.")
    authors = (name.strip() for name in (document.author or "").split(";"))
    return Reading(
        document.text or "",
        document.title,
        tuple(name for name in authors if name),
        document.date,
        document.language,
        pieces=() if document.body is None else tuple(_pieces(document.body)),
    )


def _metadata(html: bytes, url: str) -> Document | None:
    tree = load_html(html)
    return None if tree is None else extract_metadata(tree, default_url=url)


_KINDS = {"head": "heading", "item": "list_item", "quote": "block_quote", "table": "table"}
"""Elements of trafilatura's own tree, and the kind of block that each is."""
_BLOCKS = frozenset((*_KINDS, "p", "list", "div", "code"))


def _pieces(node: _Element, kind: str = "paragraph") -> Iterator[Piece]:
    """The blocks of trafilatura's own tree; words outside of the elements above are paragraphs."""
    if node.tag == "table":
        yield Piece("table", " ".join(map(_text, node.iter("cell"))))
        return
    line = [node.text or ""]
    for child in node:
        tag = str(child.tag)
        if tag in _BLOCKS:
            yield from _piece(kind, line)
            yield from _pieces(child, _KINDS.get(tag, kind))
            line = [child.tail or ""]
        else:
            line += [" " if tag == "lb" else _text(child), child.tail or ""]
    yield from _piece(kind, line)


def _text(node: _Element) -> str:
    return "".join(map(str, node.itertext()))


def _piece(kind: str, line: Iterable[str]) -> Iterator[Piece]:
    words = " ".join("".join(line).split())
    if words:
        yield Piece(kind, words)

"""Web pages.

Owns the way from a tree to a Draft; `choosing` knows what is the article, `metadata` what is
declared. No HTML is kept.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import partial

from lxml.html import HtmlElement

from app.importers.base import Draft
from app.importers.blocks import TextPiece, join
from app.importers.credits import is_credit, names_in_byline
from app.importers.declared_fields import line
from app.importers.html_page import block_flow, dom, main_content, metadata
from app.importers.text import is_text
from app.importers.urls import absolute, same_site

_LOOKS_LIKE_HTML = re.compile(
    rb"(?:\xef\xbb\xbf)?\s{0,200}<(?:!doctype html|html|head|body|article|div|p|h1|section|main|!--|\?xml)[\s>/]",
    re.IGNORECASE,
)


class HtmlImporter:
    """One article page."""

    name = "html"
    label = "Web page"
    suffixes: tuple[str, ...] = (".html", ".htm", ".xhtml")
    media_types: tuple[str, ...] = ("text/html", "application/xhtml+xml")

    def recognises(self, head: bytes) -> bool:
        """Whether it begins with an element or a declaration as pages have."""
        wide = head.startswith((b"\xff\xfe", b"\xfe\xff"))
        return is_text(head) and bool(
            _LOOKS_LIKE_HTML.match(head[2:].replace(b"\x00", b"") if wide else head)
        )

    def read(self, data: bytes, url: str | None = None) -> Iterable[Draft]:
        """The one article of the page."""
        root = dom.parse(data)
        said = metadata.declarations(root, url)
        resolve = partial(absolute, base=_base(root, url or said.source_url))
        pieces = main_content.choose(root, block_flow.leaves(root, resolve), url)
        lead, rest = _lead([_credited(p) for p in pieces])
        title, lead = _without_title(said.title, lead)
        byline, lead = _without_byline(said.byline, lead)
        body = join([*lead, *_without_end(rest)])
        found = {"title": "heading"} if title != said.title else {}
        found |= {"byline": "byline"} if byline != said.byline else {}
        yield Draft(
            body.text,
            body.blocks,
            title=title,
            byline=byline,
            publisher=said.publisher,
            source_url=said.source_url,
            language=said.language,
            declared_date=said.declared_date,
            inlines=body.inlines,
            doubts=said.doubts,
            provenance=said.provenance | found,
        )


def _base(root: HtmlElement, url: str | None) -> str | None:
    """What relative links are seen from: the page's address, or its `<base>` where that stays on the site."""
    for node in root.iter("base"):
        stated = absolute(node.get("href"), url)
        if stated and (url is None or same_site(stated, url)):
            return stated
    return url


def _credited(piece: TextPiece) -> TextPiece:
    return (
        replace(piece, kind="caption")
        if piece.kind == "paragraph" and is_credit(piece.words)
        else piece
    )


def _lead(pieces: Sequence[TextPiece]) -> tuple[list[TextPiece], list[TextPiece]]:
    """The pieces before the first paragraph, and the rest."""
    cut = next(
        (i for i, p in enumerate(pieces) if p.kind not in ("heading", "caption")), len(pieces)
    )
    return list(pieces[:cut]), list(pieces[cut:])


def _without_title(
    title: str | None, lead: Sequence[TextPiece]
) -> tuple[str | None, list[TextPiece]]:
    """The title, and the lead without a heading that says it; a first-level heading is the title where none is declared."""
    kept: list[TextPiece] = []
    for piece in lead:
        if piece.kind != "heading" or not (
            (title is None and piece.level == 1)
            or (title is not None and _says(piece.words, title))
        ):
            kept.append(piece)
        elif title is None:
            title = line(piece.words)
    return title, kept


def _without_byline(
    byline: tuple[str, ...], lead: Sequence[TextPiece]
) -> tuple[tuple[str, ...], list[TextPiece]]:
    """The byline, and the lead without a line that is one (“By Jane Roe”): it is declared, and no part of the text."""
    said = [p for p in lead if names_in_byline(p.words)]
    return byline or tuple(n for p in said[:1] for n in names_in_byline(p.words)), [
        p for p in lead if p not in said
    ]


def _without_end(pieces: Sequence[TextPiece]) -> Sequence[TextPiece]:
    """The pieces without headings at the end, which head nothing."""
    end = len(pieces)
    while end > 1 and pieces[end - 1].kind == "heading":
        end -= 1
    return pieces[:end]


def _says(heading: str, title: str) -> bool:
    """Whether a heading is the title said again: equal letters, the title with a site's name, or most of its words."""
    a, b = block_flow.key(heading).casefold(), block_flow.key(title).casefold()
    if not a or b in a or (a in b and 2 * len(a) > len(b)):
        return True
    ours, theirs = set(heading.casefold().split()), set(title.casefold().split())
    return 2 * len(ours & theirs) > len(ours | theirs)

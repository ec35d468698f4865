"""What is read of a web page: from a tree to a Draft. No HTML is kept.

`main_content` decides what the article is, `metadata` what the page declares.
"""

from collections.abc import Sequence
from dataclasses import replace
from functools import partial

from lxml.html import HtmlElement

from app.importers.base import SURE, Draft
from app.importers.blocks import TextPiece, join
from app.importers.credits import is_credit, names_in_byline
from app.importers.declared_fields import line
from app.importers.html_page import block_flow, dom, linked_data, metadata, pictures
from app.importers.html_page.main_content.choice import choose
from app.importers.html_page.page_kind import judging
from app.importers.urls import absolute, same_site
from app.importers.written import bylines

CREDITED_MAX = 5_000
"""Blocks of an article among which credit lines are looked for: 45,000 bylines take 5 s."""


def article(data: bytes, url: str | None) -> Draft:
    """The article of a page. Raises Unprocessable with the reason why there is none."""
    root = dom.parse(data)
    linked = linked_data.read(root)
    declared = metadata.declarations(root, linked, url)
    around = judging.look_around(root, linked)
    base = _base(root, url or declared.source_url)
    resolve = partial(absolute, base=base)
    captions = pictures.caption_parts(root, resolve)
    leaves = pictures.with_pictures(block_flow.leaves(root, resolve), captions)
    chosen = choose(root, leaves, url)
    if not any(piece.words.strip() for piece in chosen.pieces):
        raise judging.nothing_found(around, leaves)
    pieces = pictures.without_credits(chosen.pieces)
    pieces = pictures.with_declared(pieces, linked_data.images(linked), resolve)
    lead, rest = _lead([*map(_credited, pieces[:CREDITED_MAX]), *pieces[CREDITED_MAX:]])
    title, lead = _without_title(declared.title, lead)
    byline, lead = _without_byline(declared.byline, lead)
    body = join([*lead, *_without_end(rest)])
    doubts = judging.judge(around, pieces, body, leaves, base)
    provenance, confidence = dict(declared.provenance), dict(declared.confidence)
    if title != declared.title:
        provenance["title"], confidence["title"] = "heading", SURE["heading"]
    if byline != declared.byline:
        provenance["byline"], confidence["byline"] = "byline", SURE["byline"]
    return Draft(
        body.text,
        body.blocks,
        title=title,
        byline=byline,
        publisher=declared.publisher,
        source_url=declared.source_url,
        language=declared.language,
        declared_date=declared.declared_date,
        inlines=body.inlines,
        doubts=(*declared.doubts, *chosen.doubts, *doubts),
        provenance=provenance,
        section=declared.section,
        modified_date=declared.modified_date,
        confidence=confidence,
        claims=declared.claims,
    )


def _base(root: HtmlElement, url: str | None) -> str | None:
    """What relative links are resolved against.

    The page's address, or its `<base>` where that is on the same site.
    """
    for node in root.iter("base"):
        stated = absolute(node.get("href"), url)
        if stated and (url is None or same_site(stated, url)):
            return stated
    return url


def _credited(piece: TextPiece) -> TextPiece:
    """The piece, as a caption where it is a credit line."""
    if piece.kind == "paragraph" and is_credit(piece.words):
        return replace(piece, kind="caption")
    return piece


def _lead(pieces: Sequence[TextPiece]) -> tuple[list[TextPiece], list[TextPiece]]:
    """The pieces before the first paragraph, and the rest."""
    end = 0
    while end < len(pieces) and pieces[end].kind in ("heading", "caption"):
        end += 1
    return list(pieces[:end]), list(pieces[end:])


def _without_title(
    title: str | None, lead: Sequence[TextPiece]
) -> tuple[str | None, list[TextPiece]]:
    """The title, and the lead without a heading that repeats it.

    A first-level heading is the title where none is declared.
    """
    kept: list[TextPiece] = []
    for piece in lead:
        if piece.kind != "heading":
            kept.append(piece)
        elif title is None and piece.level == 1:
            title = line(piece.words)
        elif title is None or not _repeats(piece.words, title):
            kept.append(piece)
    return title, kept


def _without_byline(
    byline: tuple[str, ...], lead: Sequence[TextPiece]
) -> tuple[tuple[str, ...], list[TextPiece]]:
    """The byline, and the lead without a line that is one (“By Jane Roe”).

    Such a line is a declared field and no part of the text.
    """
    lines = [piece for piece in lead if _is_byline(piece.words, byline)]
    if lines and not byline:
        byline = names_in_byline(lines[0].words)
    return byline, [piece for piece in lead if piece not in lines]


def _is_byline(words: str, byline: Sequence[str]) -> bool:
    """Whether a line is a byline by its form alone, or names who is known to have written."""
    if names_in_byline(words):
        return True
    return bylines.begins_as_byline(words) and set(bylines.people(words)) <= set(byline)


def _without_end(pieces: Sequence[TextPiece]) -> Sequence[TextPiece]:
    """The pieces without headings at the end, after which nothing follows."""
    end = len(pieces)
    while end > 1 and pieces[end - 1].kind == "heading":
        end -= 1
    return pieces[:end]


def _repeats(heading: str, title: str) -> bool:
    """Whether a heading repeats the title: the same letters, a site's name added, or most words."""
    heading_key, title_key = block_flow.key(heading).casefold(), block_flow.key(title).casefold()
    if not heading_key or title_key in heading_key:
        return True
    if heading_key in title_key and 2 * len(heading_key) > len(title_key):
        return True
    in_heading, in_title = set(heading.casefold().split()), set(title.casefold().split())
    return 2 * len(in_heading & in_title) > len(in_heading | in_title)

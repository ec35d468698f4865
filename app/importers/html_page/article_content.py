"""HTML that is an article's body and nothing else, as feeds and reading services give it.

What parses it is loaded for the first fragment: most imports have none.
"""

import codecs
from functools import partial

from app.importers.base import Draft
from app.importers.blocks import BlockText, TextPiece, join
from app.importers.urls import absolute


def read(html: str, base: str | None) -> BlockText:
    """Every block of the fragment; links are resolved against `base`.

    Unlike a page nothing is left out as boilerplate. Raises Unprocessable for one without words.
    """
    return join(pieces(html, base))


def pieces(html: str, base: str | None, *, with_hidden: bool = True) -> list[TextPiece]:
    """The same blocks before they are joined; none for a fragment without words.

    Elements that a reader does not see count, as services mark up what they take from pages, but
    for messages, which begin with words for the list of messages alone.
    """
    from app.importers.html_page import block_flow, dom, pictures
    from app.importers.html_page.main_content import surroundings

    root = dom.parse(codecs.BOM_UTF8 + html.encode("utf-8", "replace"))
    if not with_hidden:
        for node in [node for node in root.iter() if surroundings.is_hidden(node)]:
            node.drop_tree()
    resolve = partial(absolute, base=base)
    captions = pictures.caption_parts(root, resolve)
    found = pictures.with_pictures(block_flow.leaves(root, resolve), captions)
    return [leaf.piece for leaf in found]


def draft(html: str, url: str | None) -> Draft:
    """The fragment as a Draft without declared fields; `url` is its canonical address.

    Raises Unprocessable.
    """
    body = read(html, url)
    return Draft(body.text, body.blocks, source_url=url, inlines=body.inlines)


def plain(html: str) -> str:
    """The words of a short fragment, such as a title, on one line."""
    if "<" not in html and "&" not in html:
        return " ".join(html.split())
    import lxml.html

    root = lxml.html.fragment_fromstring(html, create_parent="div")
    return " ".join(root.text_content().split())

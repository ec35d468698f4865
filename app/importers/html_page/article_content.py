"""HTML that is an article's body and nothing else, as feeds and reading services give it."""

import codecs
from functools import partial

import lxml.html

from app.importers.base import Draft
from app.importers.blocks import BlockText, join
from app.importers.html_page import block_flow, dom, pictures
from app.importers.urls import absolute


def read(html: str, base: str | None) -> BlockText:
    """Every block of the fragment; links are resolved against `base`.

    Unlike a page nothing is left out as furniture. Raises Unprocessable for one without words.
    """
    root = dom.parse(codecs.BOM_UTF8 + html.encode("utf-8", "replace"))
    resolve = partial(absolute, base=base)
    captions = pictures.caption_parts(root, resolve)
    found = pictures.with_pictures(block_flow.leaves(root, resolve), captions)
    return join(leaf.piece for leaf in found)


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
    root = lxml.html.fragment_fromstring(html, create_parent="div")
    return " ".join(root.text_content().split())

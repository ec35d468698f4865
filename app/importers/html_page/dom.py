"""From the bytes of a page to a bounded tree.

Owns encoding, nesting depth and size; knows nothing of articles.

Nothing is executed or fetched, and no entity of a DTD is read: libxml2's HTML parser has none of
it.
"""

import re

import lxml.html
from lxml import etree

from app.errors import Unprocessable
from app.text.canonical import decode

# the deepest of 91 pages of the extraction corpus has 51 levels; libxml2 drops what lies below 256
DEPTH_MAX = 80
TAGS_MAX = (
    60_000  # the largest of them has 1,600 elements, a long live page some 20,000; 50,000 take 3 s
)

_META_CHARSET = re.compile(
    rb"<meta[^>]{1,200}?charset\s{0,9}=\s{0,9}[\"']?\s{0,9}([\w.:-]{1,40})", re.IGNORECASE
)
_MARKS = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")
_TAG = re.compile(r"<(?:(!--)|(/?)([a-zA-Z][^\s/<>]{0,40}))")
_RAW = {
    name: re.compile(f"</{name}", re.IGNORECASE)
    for name in ("script", "style", "textarea", "title", "xmp", "noframes")
}
_VOID = frozenset(
    [
        "area",
        "base",
        "basefont",
        "br",
        "col",
        "embed",
        "frame",
        "hr",
        "img",
        "input",
        "isindex",
        "link",
        "meta",
        "param",
        "source",
        "track",
        "wbr",
    ]
)
_CLOSED_BY_THE_NEXT = frozenset(
    [
        "p",
        "li",
        "dt",
        "dd",
        "tr",
        "td",
        "th",
        "thead",
        "tbody",
        "tfoot",
        "option",
        "optgroup",
        "rt",
        "rp",
        "colgroup",
        "html",
        "head",
        "body",
    ]
)
# What holds no words of an article whoever reads the tree: programs and drawings, not yet shown or
# shown by others. JSON-LD stays.
_NO_WORDS = (
    "style",
    "template",
    "svg",
    "math",
    "canvas",
    "iframe",
    "object",
    "embed",
    "applet",
    "audio",
    "video",
    "xmp",
    "noframes",
)


def parse(data: bytes) -> lxml.html.HtmlElement:
    """The page's tree, no deeper than `DEPTH_MAX`.

    Raises Unprocessable when it is no page or has too many elements.
    """
    text = flatten(decode(data, _meta_charset(data)))
    parser = lxml.html.HTMLParser(
        encoding="utf-8", remove_comments=True, remove_pis=True, no_network=True, huge_tree=False
    )
    try:
        root = lxml.html.document_fromstring(text.encode("utf-8"), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError) as error:
        raise Unprocessable("It cannot be read as HTML: there is no element in it.") from error
    etree.strip_elements(root, *_NO_WORDS, with_tail=False)
    return root


def flatten(text: str) -> str:
    """HTML source whose tags below `DEPTH_MAX` open elements are made void ones: their words stay, their nesting goes.

    One pass, linear. It follows nesting as a parser does, but for what HTML closes by itself: that cannot nest alone.
    """
    out: list[str] = []
    stack: list[str] = []
    copied = at = tags = below = 0
    while tag := _TAG.search(text, at):
        at = tag.end()
        comment, closing, name = tag[1], tag[2], (tag[3] or "").lower()
        if comment or (not closing and name in _RAW):
            at = _after_raw(text, at, name)
        elif name in _VOID or name in _CLOSED_BY_THE_NEXT:
            pass
        elif closing and below:
            below -= 1
            out += (text[copied : tag.start()], "</img")
            copied = at
        elif closing:
            _close(stack, name)
        elif len(stack) >= DEPTH_MAX:
            below += 1
            out += (text[copied : tag.start()], "<img")
            copied = at
        else:
            stack.append(name)
        tags += not closing
        if tags > TAGS_MAX:
            raise Unprocessable(f"The page has more than {TAGS_MAX:,} elements.")
    return "".join((*out, text[copied:]))


def _close(stack: list[str], name: str) -> None:
    """Closes `name` and what stands open inside it; an end tag that closes nothing is ignored."""
    if name in stack:
        while stack.pop() != name:
            pass


def _after_raw(text: str, at: int, name: str) -> int:
    """Where a comment or an element of raw text ends: the end of the text, when it is never closed."""
    if not name:
        end = text.find("-->", at)
        return len(text) if end < 0 else end + 3
    closing = _RAW[name].search(text, at)
    return len(text) if closing is None else closing.end()


def _meta_charset(data: bytes) -> str | None:
    """The charset that the page's head declares; a page that can be read so far is not UTF-16, whatever it says."""
    found = None if data.startswith(_MARKS) else _META_CHARSET.search(data[:4_096])
    charset = found[1].decode("ascii").lower() if found else None
    return (
        "utf-8"
        if charset and charset.startswith(("utf-16", "utf-32", "utf16", "utf32"))
        else charset
    )

"""What an XML file is, by its first element. Nothing is parsed: the file may be anybody's."""

import re

from app.importers.other_formats import formats
from app.importers.other_formats.formats import OtherFormat

_SKIPPED = re.compile(
    r"\s+|<\?.*?\?>|<!--.*?-->|<!DOCTYPE(?:[^\[>]|\[[^\]]*\])*>", re.DOTALL | re.IGNORECASE
)
_ELEMENT = re.compile(r"<(?:[\w.-]{1,60}:)?([A-Za-z_][\w.-]{0,60})(?=[\s/>])")
_ROOTS = {
    "rss": formats.RSS,
    "feed": formats.ATOM,
    "urlset": formats.SITEMAP,
    "sitemapindex": formats.SITEMAP,
    "opml": formats.OPML,
    "svg": formats.SVG,
    "plist": formats.PLIST,
}
_RSS_IN_RDF = ("purl.org/rss", "netscape.com/rdf")
_ATOM = "www.w3.org/2005/Atom"
_OF_PAGES = frozenset(
    """
    html head body article div p h1 h2 h3 section main header nav aside span table ul ol
    blockquote pre figure title meta link base center font
    """.split()
)
"""First elements of a page, or of a part of one, that happens to begin with an XML declaration."""


def xml_format(text: str) -> OtherFormat | None:
    """The format of the XML that a text begins with; None for a page and for what is no XML.

    Without an XML declaration only the elements of well-known formats count.
    """
    is_declared = text[:6].lower().startswith("<?xml ")
    place = 0
    while skipped := _SKIPPED.match(text, place):
        place = skipped.end()
    element = _ELEMENT.match(text, place)
    if element is None:
        return None
    name = element[1].lower()
    known = _ROOTS.get(name) or _by_namespace(name, text)
    is_page = name in _OF_PAGES
    return known or (formats.XML if is_declared and not is_page else None)


def _by_namespace(name: str, text: str) -> OtherFormat | None:
    """The format of a first element that others use as well."""
    if name == "rdf":
        return formats.RSS if any(space in text for space in _RSS_IN_RDF) else formats.XML
    return formats.ATOM if name == "entry" and _ATOM in text else None

"""Elements of feeds by one name each, whichever namespace the source gives them, or none.

`content:encoded` is that also where nobody declared the prefix `content`. The names of RSS have no
prefix, those of Atom have `atom:`.
"""

import hashlib
import re
from collections.abc import Iterator
from functools import lru_cache
from typing import TYPE_CHECKING

from app.importers.declared_fields import line
from app.importers.html_page import article_content
from app.importers.urls import absolute, is_front_page

if TYPE_CHECKING:
    from lxml import etree

ATOM = "atom"
XHTML = "http://www.w3.org/1999/xhtml"
XML = "http://www.w3.org/XML/1998/namespace"
_BASE, _LANGUAGE = f"{{{XML}}}base", f"{{{XML}}}lang"
_PREFIXES = {
    "http://www.w3.org/2005/Atom": ATOM,
    "http://purl.org/atom/ns#": ATOM,
    "http://purl.org/rss/1.0/": "",
    "http://my.netscape.com/rdf/simple/0.9/": "",
    "http://my.netscape.com/publish/formats/rss-0.91.dtd": "",
    "http://channel.netscape.com/rdf/simple/0.9/": "",
    "http://backend.userland.com/rss": "",
    "http://backend.userland.com/rss2": "",
    "http://blogs.law.harvard.edu/tech/rss": "",
    "http://purl.org/rss/1.0/modules/content/": "content",
    "http://purl.org/dc/elements/1.1/": "dc",
    "http://purl.org/dc/elements/1.0/": "dc",
    "http://purl.org/dc/terms/": "dcterms",
    "http://rssnamespace.org/feedburner/ext/1.0": "feedburner",
    "http://www.w3.org/1999/02/22-rdf-syntax-ns#": "rdf",
    "http://purl.org/rss/1.0/modules/syndication/": "sy",
    XHTML: "xhtml",
}
_TAG = re.compile(r"(?:\{([^}]*)\})?(?:([\w.-]+):)?([\w.-]+)")
_LANGUAGE_TAG = re.compile(r"[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{2,8}){0,3}")
_MARKUP = re.compile(
    r"</?(?:a|abbr|b|big|br|cite|code|del|em|font|i|img|ins|mark|p|q|s|small|span|strong|sub|sup|u)"
    r"(?:\s[^<>]{0,2000})?/?>|&(?:#\w{1,8}|\w{2,32});",
    re.IGNORECASE,
)
_BASES_MAX = 20
_TITLE_MAX_CHARACTERS = 5_000


@lru_cache(2_048)
def _name(tag: str) -> str:
    found = _TAG.fullmatch(tag)
    if found is None:
        return ""
    namespace, prefix, local = found.groups()
    if namespace is not None:
        prefix = _PREFIXES.get(namespace, _PREFIXES.get(namespace.rstrip("/#"), "?"))
    return f"{prefix}:{local}".lower() if prefix else local.lower()


def name_of(element: "etree._Element") -> str:
    """An element's name, in lower case; of one in an unknown namespace it begins with `?:`."""
    return _name(element.tag) if isinstance(element.tag, str) else ""


def children(element: "etree._Element", *names: str) -> Iterator["etree._Element"]:
    """The children with one of these names, in order."""
    return (child for child in element if name_of(child) in names)


def first(element: "etree._Element", *names: str) -> "etree._Element | None":
    """The first child with the first of these names that any child has."""
    for name in names:
        for child in children(element, name):
            return child
    return None


def words(element: "etree._Element | None") -> str:
    """The text in an element; empty where there is none."""
    return "" if element is None else "".join(map(str, element.itertext())).strip()


def said(element: "etree._Element", *names: str) -> str | None:
    """The text of the first child that has any, the names in order."""
    for name in names:
        for child in children(element, name):
            if found := words(child):
                return found
    return None


def attribute(element: "etree._Element", name: str) -> str:
    """The value of an attribute, in whatever namespace; empty where there is none."""
    direct = element.get(name)
    if direct is not None:
        return direct.strip()
    for key, value in element.items():
        if str(key).rpartition("}")[2].rpartition(":")[2].lower() == name.lower():
            return str(value).strip()
    return ""


def base_of(element: "etree._Element", url: str | None) -> str | None:
    """The address that relative ones in an element are seen from (XML Base)."""
    around = (element, *element.iterancestors())
    given = [written for one in around if (written := one.get(_BASE))]
    base = url
    for written in reversed(given[-_BASES_MAX:]):
        base = absolute(written, base) or base
    return base


def language_of(element: "etree._Element") -> str | None:
    """The language that `xml:lang` gives an element."""
    for around in (element, *element.iterancestors()):
        if written := around.get(_LANGUAGE):
            return language(written)
    return None


def language(written: str | None) -> str | None:
    """A language tag; None for anything else."""
    tag = (written or "").strip()
    return tag.replace("_", "-") if _LANGUAGE_TAG.fullmatch(tag) else None


def own_address(address: str | None, *, has_text: bool) -> str | None:
    """The address of an item with a text: that of a whole site is none."""
    return None if address and has_text and is_front_page(address) else address


def title(written: str | None, *, is_html: bool | None = None) -> str | None:
    """A title on one line. Whether it is HTML is seen where nothing says so, as in RSS."""
    shortened = (written or "")[:_TITLE_MAX_CHARACTERS]
    if is_html or (is_html is None and _MARKUP.search(shortened)):
        shortened = article_content.plain(shortened)
    return line(shortened)


def digest(*parts: str | None) -> str:
    """A name for an item that has none: always the same for the same words."""
    joined = "\x00".join(part or "" for part in parts)
    return hashlib.blake2b(joined.encode("utf-8", "replace"), digest_size=16).hexdigest()

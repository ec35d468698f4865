"""Strangers' XML becomes a tree: tolerant of what feeds get wrong, deaf to what attackers try.

A document type and the entities it declares are dropped before the parser sees them, so that none
can be expanded or fetched. Named characters of HTML (`&nbsp;`), bare ampersands, control characters
and a wrong charset are put right; missing end tags and prefixes that nobody declared are lxml's to
recover from.
"""

import html
import re
from collections.abc import Iterator
from html.entities import html5

from lxml import etree

from app.errors import Unprocessable
from app.text.canonical import decode

TAGS_MAX = 500_000
"""Tags of one file: lxml takes about 130 bytes for an element. Its own limits are 256 levels and
10 MB for one text or attribute; what is beyond them is lost."""
ATTRIBUTES_MAX = 1_000_000
"""Attributes of one file, each about as large; those in escaped HTML are counted with them."""
_HEAD_BYTES = 1_000
_DECLARED = re.compile(rb"""<\?xml\s[^>]{0,200}?encoding\s{0,9}=\s{0,9}["']([\w.:-]{1,40})["']""")
_DECLARATION = re.compile(r"<\?xml\b[^>]{0,500}>", re.IGNORECASE)
_DOCTYPE = re.compile(r"<!DOCTYPE\b[^<>\[]{0,2000}", re.IGNORECASE)
_SUBSET_END = re.compile(r"\][ \t\n]{0,20}>")
_REFERENCE = re.compile(r"&(?:#(?:[0-9]{1,7}|[xX][0-9a-fA-F]{1,6});|(\w{1,40});)?")
_OF_XML = frozenset(("lt", "gt", "amp", "quot", "apos"))
_CDATA, _CDATA_END = "<![CDATA[", "]]>"
_CONTROLS = dict.fromkeys([*range(9), 11, 12, *range(14, 32), 0xFFFE, 0xFFFF], " ")
"""What no XML may hold, not even as a reference."""


def parsed(data: bytes) -> etree._Element:
    """The first element of an XML file. Raises Unprocessable."""
    text = _text(data)
    if text.count("<") > TAGS_MAX:
        raise Unprocessable(f"The XML has more than {TAGS_MAX:,} tags.")
    parser = etree.XMLParser(
        encoding="utf-8",
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        recover=True,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        root = etree.fromstring(text.encode("utf-8"), parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise Unprocessable("The file is not well-formed XML.") from error
    if root is None:
        raise Unprocessable("The file is not well-formed XML.")
    return root


def _text(data: bytes) -> str:
    """The source as valid characters, without declaration and document type."""
    declared = _DECLARED.search(data[:_HEAD_BYTES])
    text = decode(data, declared[1].decode("ascii") if declared else None)
    text = text.removeprefix("\ufeff").lstrip().translate(_CONTROLS)
    declaration = _DECLARATION.match(text)
    text = text[declaration.end() :] if declaration else text
    return "".join(_repaired(_without_doctype(text)))


def _without_doctype(text: str) -> str:
    """The source without a document type in front of the first element."""
    root = re.search(r"<[A-Za-z_]", text)
    doctype = _DOCTYPE.search(text, 0, root.start() if root else len(text))
    if doctype is None:
        return text
    end = doctype.end()
    if text[end : end + 1] == "[":
        subset_end = _SUBSET_END.search(text, end)
        end = subset_end.end() if subset_end else len(text)
    else:
        end += 1
    return text[: doctype.start()] + text[end:]


def _repaired(text: str) -> Iterator[str]:
    """The source with every reference outside of CDATA made one that XML knows.

    Raises Unprocessable.
    """
    at = attributes = 0
    while at < len(text):
        cdata = text.find(_CDATA, at)
        outside = len(text) if cdata < 0 else cdata
        attributes += text.count('="', at, outside) + text.count("='", at, outside)
        if attributes > ATTRIBUTES_MAX:
            raise Unprocessable(f"The XML has more than {ATTRIBUTES_MAX:,} attributes.")
        yield _REFERENCE.sub(_known, text[at:outside])
        end = text.find(_CDATA_END, outside)
        at = len(text) if end < 0 else end + len(_CDATA_END)
        yield text[outside:at]


def _known(reference: re.Match[str]) -> str:
    written, name = reference[0], reference[1]
    if written == "&" or (name is not None and name not in _OF_XML and name + ";" not in html5):
        return "&amp;" + written[1:]
    if name in _OF_XML:
        return written
    # Numbers are read as HTML does, which knows what `&#146;` is meant to be.
    return html.escape(html.unescape(written).translate(_CONTROLS))

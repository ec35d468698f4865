"""From the bytes of a page to a bounded tree. Owns encoding, nesting depth and size.

Nothing is executed or fetched, and no entity of a DTD is read: libxml2's HTML parser does none of
that.
"""

import re
from dataclasses import dataclass, field

import lxml.html
from lxml import etree

from app.errors import Unprocessable
from app.importers.html_page import inline_elements
from app.text.canonical import decode

DEPTH_MAX = 80
"""The deepest of 91 pages of the extraction corpus has 51 levels; libxml2 drops all below 256."""
TAGS_MAX = 60_000
"""The largest of them has 1,600 elements, a long live page about 20,000; 50,000 take 3 s."""
ATTRIBUTES_MAX = 200
"""Attributes of one element; the rest is left out. libxml2 compares each with all before it: 50,000
on one element take 16 s."""
_SHORT_TAG = 400
"""Characters in which there is no room for more attributes than that."""

_META_CHARSET = re.compile(
    rb"<meta[^>]{1,200}?charset\s{0,9}=\s{0,9}[\"']?\s{0,9}([\w.:-]{1,40})", re.IGNORECASE
)
_XML_CHARSET = re.compile(
    rb"\s{0,200}<\?xml[^>]{1,200}?encoding\s{0,9}=\s{0,9}[\"']([\w.:-]{1,40})", re.IGNORECASE
)
_CHARSET_WITHIN = 16_384
"""Bytes in which a page declares its charset: some put long scripts before it."""
_TAG = re.compile(r"<(?:(!--)|(/?)([a-zA-Z][^\s/<>]{0,40}))")
_ATTRIBUTE = re.compile(
    r"[\s/]*[^\s/<>=\"'][^\s/<>=]*(?:\s*=\s*(?:\"[^\"]{0,20000}\"|'[^']{0,20000}'|[^\s<>\"']+))?"
)
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
        "bgsound",
        "keygen",
        "command",
    ]
)
# Void elements that libxml2 does not know: it would put all that follows into them.
_VOID_UNKNOWN = frozenset(("embed", "track", "wbr", "bgsound", "keygen", "command"))
_REST_OF_TAG = re.compile(r"(?:[^\"'<>]|\"[^\"<]{0,4000}\"|'[^'<]{0,4000}')*>")
_FOREIGN = ("svg", "math")
# Elements of a foreign one in which HTML may stand; everywhere else in it, a start tag of those
# below ends it, as the HTML standard has it ("any other start tag" of foreign content).
_HTML_INSIDE = frozenset(("foreignobject", "desc", "title", "annotation-xml"))
_PHRASES_INSIDE = frozenset(("mi", "mo", "mn", "ms", "mtext"))
_PHRASES = frozenset(
    "b big br code em i img nobr ruby s small span strike strong sub sup tt u var".split()
)
_ENDS_FOREIGN = frozenset(
    """
    b big blockquote body br center code dd div dl dt em embed h1 h2 h3 h4 h5 h6 head hr i img li
    listing menu meta nobr ol p pre ruby s small span strike strong sub sup table tt u ul var
    """.split()
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
# Elements that never contain words of an article: programs and drawings, and what is shown later or
# by others. JSON-LD stays.
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
    "param",
    "single-file-infobar",  # what SingleFile puts over a page that it saves
    "singlefile-infobar",
)


def parse(data: bytes) -> lxml.html.HtmlElement:
    """The page's tree, no deeper than `DEPTH_MAX`.

    Raises Unprocessable when it is not a page or has too many elements.
    """
    text = flatten(decode(data, _declared_charset(data)))
    parser = lxml.html.HTMLParser(
        encoding="utf-8", remove_comments=True, remove_pis=True, no_network=True, huge_tree=False
    )
    try:
        root = lxml.html.document_fromstring(text.encode("utf-8"), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError) as error:
        raise Unprocessable("Not HTML: no elements found.") from error
    etree.strip_elements(root, *_NO_WORDS, with_tail=False)
    inline_elements.write_out(root)
    return root


def flatten(text: str) -> str:
    """HTML source whose tags below `DEPTH_MAX` open elements are replaced by void ones.

    Their words stay, their nesting goes. One pass, linear. Nesting is followed as a parser does it,
    except for elements that HTML closes by itself: those cannot nest alone.
    """
    flattener = _Flattener(text)
    position = tags = 0
    while tag := _TAG.search(text, position):
        position = flattener.read(tag)
        is_end_tag = bool(tag[2])
        tags += not is_end_tag
        if tags > TAGS_MAX:
            raise Unprocessable(f"The page has more than {TAGS_MAX:,} elements.")
    return flattener.result()


@dataclass(slots=True)
class _Flattener:
    """Copies HTML source and follows which elements are open."""

    text: str
    parts: list[str] = field(default_factory=list)
    copied: int = 0
    """Up to where the source has been copied."""
    open_elements: list[str] = field(default_factory=list)
    below: int = 0
    """Elements that are open below the deepest level."""

    def read(self, tag: re.Match[str]) -> int:
        """Follows one tag; where to look for the next."""
        is_end_tag, name = bool(tag[2]), (tag[3] or "").lower()
        is_comment = tag[1] is not None
        if is_comment or (not is_end_tag and name in _RAW):
            return _after_raw(self.text, tag.end(), name)
        if not is_end_tag:
            self._end_foreign(tag, name)
            self._end_void(tag, name)
            self._cut_attributes(tag)
        if name not in _VOID and name not in _CLOSED_BY_THE_NEXT:
            if is_end_tag:
                self._end(tag, name)
            else:
                self._start(tag, name)
        return tag.end()

    def _end_foreign(self, tag: re.Match[str], name: str) -> None:
        """Ends a drawing or a formula that was never closed where HTML goes on."""
        if name not in _ENDS_FOREIGN or self.below:
            return
        while (outer := _open_foreign(self.open_elements, name)) is not None:
            self._replace(tag, f"</{self.open_elements[outer]}>")
            self.copied = tag.start()
            del self.open_elements[outer:]

    def _end_void(self, tag: re.Match[str], name: str) -> None:
        """Writes a void element that libxml2 does not know as one that it knows, or closes it.

        A picture's `source` is read later and keeps its name.
        """
        if name in _VOID_UNKNOWN:
            self._replace(tag, "<param")
        elif name == "source" and (rest := _REST_OF_TAG.match(self.text, tag.end())):
            self.parts += (self.text[self.copied : rest.end()], "</source>")
            self.copied = rest.end()

    def _cut_attributes(self, tag: re.Match[str]) -> None:
        """Leaves out what attributes an element has beyond `ATTRIBUTES_MAX`."""
        at = tag.end()
        end = self.text.find(">", at, at + _SHORT_TAG)
        if end >= 0 and _is_unquoted(self.text[at:end]):
            return
        for _ in range(ATTRIBUTES_MAX):
            attribute = _ATTRIBUTE.match(self.text, at)
            if attribute is None:
                return
            at = attribute.end()
        if _ATTRIBUTE.match(self.text, at):
            end = self.text.find(">", at)
            self.parts.append(self.text[self.copied : at])
            self.copied = len(self.text) if end < 0 else end

    def _start(self, tag: re.Match[str], name: str) -> None:
        if len(self.open_elements) < DEPTH_MAX:
            self.open_elements.append(name)
        else:
            self.below += 1
            self._replace(tag, "<img")

    def _end(self, tag: re.Match[str], name: str) -> None:
        if self.below:
            self.below -= 1
            self._replace(tag, "</img")
        else:
            _close(self.open_elements, name)

    def _replace(self, tag: re.Match[str], void: str) -> None:
        self.parts += (self.text[self.copied : tag.start()], void)
        self.copied = tag.end()

    def result(self) -> str:
        """The source with what was replaced."""
        return "".join((*self.parts, self.text[self.copied :]))


def _is_unquoted(attributes: str) -> bool:
    """Whether the character behind these attributes is in no quoted value."""
    return attributes.count('"') % 2 == 0 and attributes.count("'") % 2 == 0


def _open_foreign(stack: list[str], name: str) -> int | None:
    """Where among the open elements a foreign one is that `name` may not stand in; else None."""
    for n in range(len(stack) - 1, -1, -1):
        if stack[n] in _HTML_INSIDE or (name in _PHRASES and stack[n] in _PHRASES_INSIDE):
            return None
        if stack[n] in _FOREIGN:
            return n
    return None


def _close(stack: list[str], name: str) -> None:
    """Closes `name` and what is open inside it; an end tag that closes nothing is ignored."""
    if name in stack:
        while stack.pop() != name:
            pass


def _after_raw(text: str, at: int, name: str) -> int:
    """Where a comment or an element of raw text ends; one that is never closed, at the very end."""
    if not name:
        end = text.find("-->", at)
        return len(text) if end < 0 else end + 3
    closing = _RAW[name].search(text, at)
    return len(text) if closing is None else closing.end()


def _declared_charset(data: bytes) -> str | None:
    """The charset that the page's head or its XML declaration gives; None without one.

    A page whose declaration could be found is not UTF-16 or UTF-32, whatever it declares.
    """
    head = data[:_CHARSET_WITHIN]
    declared = _META_CHARSET.search(head) or _XML_CHARSET.match(head)
    if declared is None:
        return None
    charset = declared[1].decode("ascii").lower()
    return "utf-8" if charset.startswith(("utf-16", "utf-32", "utf16", "utf32")) else charset

"""Which headings, lists, quotes, tables and captions an article has, by its page and its body.

Nobody has marked them. They follow from two things that are known: the page's own HTML, which says
what is a heading, and the body that people wrote down, which says what is the article.

1. The page's words are listed in order, each with the innermost element that says its kind: h2–h6,
   li, blockquote, table, figcaption. All words of a heading, a caption or a table are its own;
   words of a list item or a quotation are those outside of such elements inside it.
2. The words of the body are aligned with those of the page: four words in a row that occur once in
   both are matched first, then their neighbours, then what is alike between two such runs.
3. An element is the article's if nine of ten of its words are matched and stand in a row in the
   body. A short one must also have a neighbour on the page that is its neighbour in the body.
4. Bodies mostly leave captions out. Those are the article's that stand before its last word inside
   its container: the smallest element with nine of ten matched words, or the `article` around it.

Limits. The body decides: what it leaves out is not counted though a reader would call it the
article's, and a list of links to other articles is, where the body has it (bodies that were made by
a program and checked by people have some). Structure that a page shows by its looks alone (a bold
line, a `div` with a class) is not seen.
Elements used for layout are no structure: a list item with a heading, figure or several paragraphs
inside, a quotation that holds half of the body, a table with lists, headings, forms or tables
inside, of one row or column, or with a cell of more than a hundred words. A heading that repeats
the page's first h1 is its title, and so is one that is half of that or of the declared title.
Captions are left out that are, or are inside, links, or stand in `nav`, `aside`, `footer` or
`form`; a credit marked up as such inside a caption is not compared.

What leads elsewhere is left out though some bodies have it, for an importer that is right drops it:
list items that are links to places on the same page (a table of contents), a list item that is
only a date (it is a field of the article), and all that stands in a box that the page names
`related`.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from lxml.etree import _Element
from trafilatura.utils import load_html

from benchmarks.word_alignment import align

KINDS = {
    **dict.fromkeys(("h2", "h3", "h4", "h5", "h6"), "heading"),
    "li": "list_item",
    "blockquote": "block_quote",
    "table": "table",
    "figcaption": "caption",
}
"""Elements, and the kind of block that each is."""
MATCHED = 0.9
"""The share of an element's words that the body must have; the same share of all matched words
makes a container."""
SHORT = 4
"""Words; a shorter element may stand in a body by chance."""
CELL_WORDS = 100
_WHOLE = ("heading", "table", "caption")
_UNSEEN = frozenset(
    "script style template noscript head svg canvas iframe object audio video select textarea "
    "button".split()
)
_INLINE = frozenset(
    "a abbr acronym b bdi bdo big cite code del dfn em font i ins kbd label mark q s samp small "
    "span strike strong sub sup time tt u var wbr".split()
)
_NO_ARTICLE = frozenset(("nav", "aside", "footer", "form"))
_CREDIT = re.compile(r"credit|copyright|photographer|attribution|byline|source", re.IGNORECASE)
_RELATED = re.compile(r"\brelated", re.IGNORECASE)
_IN_LIST_FOR_LAYOUT = ("h1", "h2", "h3", "h4", "h5", "h6", "figure", "table", "article")
_IN_TABLE_FOR_LAYOUT = ("table", "form", "ul", "ol", "h1", "h2", "h3", "h4")


@dataclass(frozen=True, slots=True)
class Structure:
    """One element of an article: the kind of block it is, and its words in lower case.

    `length` counts its words with those that are not compared.
    """

    kind: str
    words: tuple[str, ...]
    length: int


@dataclass(slots=True)
class _PageWords:
    """A page's words in order: which element says their kind, and in which element they stand."""

    words: list[str] = field(default_factory=list)
    owners: list[_Element | None] = field(default_factory=list)
    homes: list[_Element] = field(default_factory=list)
    compared: list[bool] = field(default_factory=list)


@dataclass(slots=True)
class _Line:
    """Words that are being read, up to the next border of a block or of an element that counts."""

    page: _PageWords
    parts: list[str] = field(default_factory=list)

    def end(self, inside: "_Inside", home: _Element) -> None:
        """Adds the words to the page's."""
        found = words_of("".join(self.parts))
        self.parts.clear()
        self.page.words += found
        self.page.owners += [inside.owner] * len(found)
        self.page.homes += [home] * len(found)
        self.page.compared += [inside.is_compared] * len(found)


def words_of(text: str) -> list[str]:
    """The words of a text in lower case."""
    return re.findall(r"\w+", text.casefold())


def _text(node: _Element) -> str:
    return "".join(map(str, node.itertext()))


def structure(html: bytes, body: str) -> list[Structure]:
    """The elements of the page that are its article's, in order; none of what is not HTML."""
    root = load_html(html)
    if root is None:
        return []
    page = _PageWords()
    _read(root, _Inside(None, True), _Line(page))
    matched = align(page.words, words_of(body))
    places = _places(page)
    chosen = {node for node, at in places.items() if _is_in_body(at, matched)}
    chosen -= {node for node in chosen if _is_layout_quote(node, page, matched)}
    chosen |= _captions(page, places, matched)
    chosen -= {node for node in chosen if _leads_elsewhere(node)}
    return _described(root, page, {node: at for node, at in places.items() if node in chosen})


def _leads_elsewhere(node: _Element) -> bool:
    """Whether an element is navigation, not structure of the article.

    A list item whose words are all links to the same page, or a date; and all that stands in a box
    whose class or id begins a word with `related`.
    """
    if any(_RELATED.search(_names(outer)) for outer in _upwards(node)):
        return True
    if node.tag != "li":
        return False
    own = "".join(_text(node).split())
    dates = "".join("".join(map(_text, node.iter("time"))).split())
    links = (link for link in node.iter("a") if (link.get("href") or "").startswith("#"))
    return own in (dates, "".join("".join(map(_text, links)).split()))


def _names(node: _Element) -> str:
    return f"{node.get('class') or ''} {node.get('id') or ''}"


def _captions(
    page: _PageWords, places: dict[_Element, list[int]], matched: Sequence[int | None]
) -> set[_Element]:
    """The captions in the article's container before its last word."""
    container = _container(page, matched)
    if container is None:
        return set()
    last = max(at for at, place in enumerate(matched) if place is not None)
    before = [node for node, at in places.items() if at[0] < last]
    return {node for node in before if _is_caption_in(container, node)}


@dataclass(frozen=True, slots=True)
class _Inside:
    """What words inside an element belong to, and whether they are compared."""

    owner: _Element | None
    is_compared: bool

    def of(self, node: _Element, tag: str) -> "_Inside":
        """The same inside an element of this one."""
        owner = _owner_of(node, tag, self.owner)
        is_credit = owner is not None and owner.tag == "figcaption" and _is_credit(node, owner)
        return _Inside(owner, self.is_compared and not is_credit)


def _read(node: _Element, inside: _Inside, line: _Line) -> None:
    """All words inside an element. libxml2 nests no deeper than 256 elements."""
    line.parts.append(node.text or "")
    for child in node:
        tag = child.tag if isinstance(child.tag, str) else ""
        if tag == "br":
            line.parts.append(" ")
        elif tag and tag not in _UNSEEN:
            _read_child(node, child, inside, line)
        line.parts.append(child.tail or "")


def _read_child(node: _Element, child: _Element, inside: _Inside, line: _Line) -> None:
    """The words of one element inside `node`; a line goes on through what is inline."""
    tag = str(child.tag)
    inner = inside.of(child, tag)
    if tag in _INLINE and inner == inside:
        _read(child, inner, line)
        return
    line.end(inside, node)
    _read(child, inner, line)
    line.end(inner, child)


def _is_credit(node: _Element, caption: _Element) -> bool:
    return node is not caption and _CREDIT.search(node.get("class") or "") is not None


def _owner_of(node: _Element, tag: str, owner: _Element | None) -> _Element | None:
    """The element that says the kind of words inside `node`, which stands inside `owner`."""
    if owner is not None and KINDS[str(owner.tag)] in _WHOLE:
        return owner
    return node if tag in KINDS and not _is_layout(node, tag) else owner


def _is_layout(node: _Element, tag: str) -> bool:
    """Whether a list item or a table only arranges what stands inside it."""
    if tag == "li":
        paragraphs = sum(1 for _ in node.iterdescendants("p"))
        return paragraphs > 1 or _has(node, _IN_LIST_FOR_LAYOUT)
    return tag == "table" and (_has(node, _IN_TABLE_FOR_LAYOUT) or not _is_of_data(node))


def _has(node: _Element, tags: Sequence[str]) -> bool:
    return next(node.iterdescendants(*tags), None) is not None


def _is_of_data(table: _Element) -> bool:
    """Whether a table has several rows and columns, and cells of a few words."""
    rows = [row.findall("td") + row.findall("th") for row in table.iterdescendants("tr")]
    if len(rows) < 2 or max(map(len, rows)) < 2:
        return False
    cells = (cell for row in rows for cell in row)
    return all(len(words_of(_text(cell))) <= CELL_WORDS for cell in cells)


def _places(page: _PageWords) -> dict[_Element, list[int]]:
    """Where the words of each element that counts stand, in the order of the page."""
    places: dict[_Element, list[int]] = {}
    for at, owner in enumerate(page.owners):
        if owner is not None:
            places.setdefault(owner, []).append(at)
    return places


def _is_in_body(places: Sequence[int], matched: Sequence[int | None]) -> bool:
    """Whether an element's words are words of the body, in a row."""
    in_row = [at for at in places if matched[at] is not None]
    if len(in_row) < MATCHED * len(places):
        return False
    joints = list(_joints(in_row, matched))
    if sum(joints) < MATCHED * len(joints):
        return False
    return len(places) >= SHORT or any(_joins(matched, at) for at in (places[0], places[-1] + 1))


def _joints(places: Sequence[int], matched: Sequence[int | None]) -> Iterator[bool]:
    """For each two neighbours on the page whether they are neighbours in the body."""
    for one, other in pairwise(places):
        if other == one + 1:
            yield _joins(matched, other)


def _joins(matched: Sequence[int | None], at: int) -> bool:
    """Whether the page's word `at` and the one before it are neighbours in the body."""
    if not 0 < at < len(matched):
        return False
    before, here = matched[at - 1], matched[at]
    return before is not None and here == before + 1


def _is_layout_quote(node: _Element, page: _PageWords, matched: Sequence[int | None]) -> bool:
    """Whether a quotation holds half of all matched words: then it is there for its margins."""
    if node.tag != "blockquote":
        return False
    inside = [node in _upwards(home) for home in _homes(page, matched)]
    return 2 * sum(inside) > len(inside)


def _homes(page: _PageWords, matched: Sequence[int | None]) -> list[_Element]:
    """The elements in which the matched words stand."""
    return [page.homes[at] for at, place in enumerate(matched) if place is not None]


def _upwards(node: _Element) -> list[_Element]:
    return [node, *node.iterancestors()]


def _container(page: _PageWords, matched: Sequence[int | None]) -> _Element | None:
    """The smallest element with nine of ten matched words, or the `article` around it."""
    homes = Counter(_homes(page, matched))
    held: Counter[_Element] = Counter()
    for home, count in homes.items():
        for node in _upwards(home):
            held[node] += count
    enough = [node for node, count in held.items() if count >= MATCHED * homes.total()]
    if not enough:
        return None
    smallest = max(enough, key=lambda node: sum(1 for _ in node.iterancestors()))
    around = (node for node in _upwards(smallest) if node.tag == "article")
    return next(around, smallest)


def _is_caption_in(container: _Element, node: _Element) -> bool:
    """Whether an element is the caption of a picture of the article, and no link elsewhere."""
    if node.tag != "figcaption":
        return False
    around = [str(outer.tag) for outer in node.iterancestors()]
    if container not in node.iterancestors() or not _NO_ARTICLE.isdisjoint(around):
        return False
    linked = sum(len(words_of(_text(link))) for link in node.iter("a"))
    return "a" not in around and 2 * linked <= len(words_of(_text(node)))


def _described(
    root: _Element, page: _PageWords, places: dict[_Element, list[int]]
) -> list[Structure]:
    """The elements with their words, each caption once, none that repeats the title."""
    titles = _titles(root)
    found: list[Structure] = []
    for node, at in places.items():
        words = tuple(page.words[n] for n in at if page.compared[n])
        made = Structure(KINDS[str(node.tag)], words, len(at))
        is_title = made.kind == "heading" and any(_is_part(words, title) for title in titles)
        is_repeated = made.kind == "caption" and made in found
        if _says_something(words) and not is_title and not is_repeated:
            found.append(made)
    return found


def _titles(root: _Element) -> list[str]:
    """What the page calls itself: its first h1 and its declared title, in words with blanks."""
    said = [_text(node) for node in root.iter("h1")][:1]
    said += [_text(node) for node in root.iter("title")][:1]
    said += [node.get("content") or "" for node in root.iter("meta") if _is_title(node)][:1]
    return [f" {' '.join(words_of(one))} " for one in said]


def _is_title(node: _Element) -> bool:
    return node.get("property") == "og:title"


def _is_part(words: Sequence[str], title: str) -> bool:
    """Whether words stand in a title in a row, and are at least half of it."""
    return f" {' '.join(words)} " in title and 2 * len(words) >= len(title.split())


def _says_something(words: Sequence[str]) -> bool:
    """Whether there is a letter or a digit; underscores alone are a line that is drawn."""
    return any(letter.isalnum() for letter in "".join(words))

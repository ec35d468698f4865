"""The short visible lines of a page, and how far each is from the title.

Bylines and datelines are such lines. Navigation, comments, teasers of other articles and forms are
left out. One pass over the tree; what is kept of a line is bounded.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import islice

from lxml.html import HtmlElement

from app.importers.html_page.inline_elements import alphanumeric

LINE_MAX_CHARACTERS = 240
LINES_MAX = 3_000
"""Bylines and days are looked for in as many lines; each is read by dozens of patterns.
45,000 bylines took 8 s."""
SIBLINGS_MAX = 20
PROSE_MIN_CHARACTERS = 80
"""A piece of text of that length is of a paragraph."""
ZONE_PROSE = 500
"""Characters of paragraphs between the title and a line that may still belong to it."""
ZONE_ELEMENTS = 120
"""Elements before the title, up to which a line may belong to it."""
SHARE_OF_PAGE = 0.3
"""An element with more of the page's words than that is no teaser, whatever it is called."""

ASIDE_MAX_CHARACTERS = 400
"""An `<aside>` with fewer characters may hold the byline; one with more is of other things."""
_APART = frozenset({"nav", "form", "select", "button", "textarea", "head", "script"})
_FOREIGN = re.compile(
    r"comment(?!ary)|respond|disqus|side-?bar|newsletter|subscri|cookie|consent|ticker|upsell|"
    r"outbrain|taboola|advert|sponsor|related|recommend|recirc|promo|popular|trending|"
    r"most-?(?:read|viewed)|latest|more-(?:stor|article|news|from)|carousel|slider|"
    r"read-?(?:next|more|also)|also-|prev(?:ious)?-|next-(?:post|article)|"
    r"site-?footer|page-?footer|footer-(?:widget|bottom|nav)|copyright",
)
_NAVIGATION = re.compile(r"breadcrumb|menu|(?:^|[-_ ])nav(?:$|[-_ ])")
LINKED_SHARE = 0.5
"""Share of links in the words of an element from which on it is what its name says: navigation."""
_TEASER = re.compile(
    r"teaser|(?:^|[-_ ])(?<!author-)(?<!author_)(?:cards?|tile)(?:$|[-_ ])",
)
"""Names of what shows other articles. Without a link it shows none."""
_OWN = re.compile(r"elementor-widget|(?:^|[-_ ])(?:meta|by-?line|date-?line)(?:$|[-_ ])")
"""Names of what is the article's own, whatever else the element is called."""
_RANKS = {"h1": 0, "h2": 1, "h3": 2, "p": 3, "div": 3}
"""Elements that may show a title, the likelier ones first."""
HEADING_MIN_CHARACTERS = 8
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")


@dataclass(frozen=True, slots=True)
class Line:
    """One element with few words.

    `names` are its class, id, itemprop, property and rel in lower case, `before` what its parent
    says in front of it, such as a label, `place` its number in the document, `is_near` whether it
    belongs to the title's surroundings, `distance` how far from it.
    """

    node: HtmlElement
    words: str
    names: str
    before: str
    place: int
    distance: int
    is_near: bool


class VisibleLines:
    """The lines of the page under `root` around `title`; made once for a page."""

    def __init__(self, root: HtmlElement, title: str | None = None) -> None:
        self._nodes = list(root.iter("*"))
        self._lengths = self._count_words()
        self._prose = self._count_prose()
        self._title = title

    def _count_words(self) -> dict[HtmlElement, int]:
        """How many characters each element holds, children included, and 1 for each child."""
        lengths: dict[HtmlElement, int] = {}
        for node in reversed(self._nodes):
            if node.tag in ("script", "style"):
                lengths[node] = 0
                continue
            inner = sum(1 + lengths[child] + len(child.tail or "") for child in node)
            lengths[node] = len((node.text or "").strip()) + inner
        return lengths

    def _count_prose(self) -> list[int]:
        """For each element, how many characters of paragraphs stand before it."""
        before: list[int] = []
        total = 0
        for node in self._nodes:
            before.append(total)
            if node.tag in ("script", "style", "head", "title"):
                continue
            for piece in (node.text, node.tail):
                if piece and len(piece) >= PROSE_MIN_CHARACTERS:
                    total += len(" ".join(piece.split()))
        return before

    @cached_property
    def heading(self) -> int | None:
        """The place of the element that shows the title; of the only first heading without one."""
        headings = [i for i, node in enumerate(self._nodes) if self._may_be_heading(node)]
        fits = self._fits(headings)
        if fits:
            return min(fits, key=lambda i: (-fits[i], _RANKS[self._nodes[i].tag], i))
        firsts = [i for i in headings if self._nodes[i].tag == "h1"]
        return firsts[0] if len(firsts) == 1 else None

    def _fits(self, headings: list[int]) -> dict[int, int]:
        """How well each of those places that show the title at all shows it."""
        wanted = key(self._title or "")
        if not wanted:
            return {}
        fits = {i: _fit(key(text_of(self._nodes[i])), wanted) for i in headings}
        return {i: fit for i, fit in fits.items() if fit}

    def _may_be_heading(self, node: HtmlElement) -> bool:
        if node.tag not in _RANKS or self._lengths[node] > 2 * LINE_MAX_CHARACTERS:
            return False
        return next(node.iterancestors("nav", "form"), None) is None

    @cached_property
    def lines(self) -> list[Line]:
        """The lines outside navigation, comments and teasers, in document order.

        Of a page with more than `LINES_MAX` those that are nearest to the title.
        """
        places = list(self._short_and_own())
        if len(places) > LINES_MAX:
            places = sorted(sorted(places, key=self._distance)[:LINES_MAX])
        return [self._line(i) for i in places]

    def _short_and_own(self) -> Iterator[int]:
        total = max(1, self._lengths[self._nodes[0]] if self._nodes else 1)
        holders = self._holders()
        foreign: set[HtmlElement] = set()
        for i, node in enumerate(self._nodes):
            if not isinstance(node.tag, str):
                continue
            is_small = self._lengths[node] < SHARE_OF_PAGE * total and node not in holders
            if node.getparent() in foreign or (is_small and self._is_foreign(node)):
                foreign.add(node)
            elif 0 < self._lengths[node] <= 2 * LINE_MAX_CHARACTERS or node.tag == "time":
                yield i

    def _is_foreign(self, node: HtmlElement) -> bool:
        if node.tag == "aside":
            return self._lengths[node] > ASIDE_MAX_CHARACTERS
        return _is_foreign(node)

    def _holders(self) -> set[HtmlElement]:
        """The title's element and what it is in: never foreign."""
        if self.heading is None:
            return set()
        node = self._nodes[self.heading]
        return {node, *node.iterancestors()}

    def _line(self, i: int) -> Line:
        node = self._nodes[i]
        words = text_of(node)[:LINE_MAX_CHARACTERS]
        before = self._label(node)
        return Line(node, words, names_of(node), before, i, self._distance(i), self._is_near(i))

    def _label(self, node: HtmlElement) -> str:
        """What stands before an element in its parent, where both are short."""
        parent = node.getparent()
        if parent is None or self._lengths.get(parent, LINE_MAX_CHARACTERS) >= LINE_MAX_CHARACTERS:
            return ""
        pieces = [parent.text or ""]
        for sibling in islice(parent, SIBLINGS_MAX):
            if sibling is node:
                break
            pieces += [text_of(sibling), sibling.tail or ""]
        return " ".join(" ".join(pieces).split())

    def _distance(self, i: int) -> int:
        return abs(i - (self.heading or 0))

    def _is_near(self, i: int) -> bool:
        if self.heading is None:
            return self._prose[i] <= ZONE_PROSE
        between = self._prose[i] - self._prose[self.heading]
        if i < self.heading:
            return -between <= ZONE_PROSE and self.heading - i <= ZONE_ELEMENTS
        return between <= ZONE_PROSE


def _fit(shown: str, wanted: str) -> int:
    """2 where an element shows the title, 1 where it shows a part of it or more, else 0."""
    if shown == wanted:
        return 2
    is_long = len(shown) >= HEADING_MIN_CHARACTERS
    return int(is_long and (shown in wanted or wanted in shown))


def text_of(node: HtmlElement) -> str:
    """The words of an element on one line, a blank between its parts."""
    pieces: list[str] = []
    _gather(node, pieces)
    return " ".join(" ".join(pieces).split())


def _gather(node: HtmlElement, pieces: list[str]) -> None:
    if not isinstance(node.tag, str) or node.tag in ("script", "style", "time-ago"):
        return
    if node.text:
        pieces.append(node.text)
    for child in node:
        is_block = child.tag in ("br", "li", "p", "div", "h2", "h3", "h4")
        if is_block and pieces:
            pieces.append("|")
        _gather(child, pieces)
        if child.tail:
            pieces.append(child.tail)


def names_of(node: HtmlElement) -> str:
    """What an element is called: its class, id, itemprop, property, rel and test id."""
    attributes = ("class", "id", "itemprop", "property", "rel", "data-testid", "data-component")
    names = " ".join((node.get(name) or "")[:200] for name in attributes)
    return _CAMEL.sub("-", names).lower()


def key(words: str) -> str:
    """The letters and digits of a line."""
    return alphanumeric(words.casefold())


def _is_foreign(node: HtmlElement) -> bool:
    if node.tag in ("html", "body", "main", "article"):
        return False
    if node.tag in _APART:
        return True
    if node.tag == "footer" and next(node.iterancestors("article", "main"), None) is None:
        return True
    names = names_of(node)
    if _OWN.search(names) is not None:
        return False
    if _FOREIGN.search(names) is not None:
        return True
    if _NAVIGATION.search(names) is not None and _linked_share(node) >= LINKED_SHARE:
        return True
    return _TEASER.search(names) is not None and _has_link(node)


def _linked_share(node: HtmlElement) -> float:
    """Which share of an element's words are links; 1 without words."""
    length = sum(len(words.strip()) for words in node.itertext())
    linked = sum(len(words.strip()) for link in node.iter("a") for words in link.itertext())
    return linked / length if length else 1.0


def _has_link(node: HtmlElement) -> bool:
    """Whether a link is inside an element or around it."""
    inside = next(node.iter("a"), None)
    return inside is not None or next(node.iterancestors("a"), None) is not None

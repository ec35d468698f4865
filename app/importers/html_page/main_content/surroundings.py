"""What stands around each block of a page: hidden parts, boxes of other kinds, other articles.

One pass over the tree; a block asks for what is around it.
"""

import re
from dataclasses import dataclass

from lxml.html import HtmlElement

from app.importers.html_page.block_flow import Leaf

BOILERPLATE = ("nav", "aside", "footer", "form", "address")
NO_BOXES = frozenset("html body h1 h2 h3 h4 h5 h6 b strong em i a".split())
_NAMED_CHARACTERS = 300
_WORD = re.compile(r"[A-Z]?[a-z]+|[A-Z]+")
_HIDDEN = re.compile(r"(?:display\s{0,3}:\s{0,3}none|visibility\s{0,3}:\s{0,3}hidden)", re.I)

_STATES = ("has", "no", "with", "without", "is", "js", "not")
_EMBEDDED = frozenset({"embed", "embedded", "embeds", "oembed"})
CLUTTER_WORDS = frozenset(
    """
    ad ads advert advertisement advertising advertorial adsense breadcrumb breadcrumbs
    comment comments commentlist consent disclaimer cookie cookies copyright disqus fblike
    follow gdpr login menu modal mostread nav navbar navigation newsletter newsletters
    noprint outbrain pager
    pagination paywall popular popup promo promos promotion promoted recirc recirculation recommend
    recommended recommendation recommendations related relatedposts respond share sharebar sharing
    shares sidebar signup social sociable sponsor sponsored subscribe subscription taboola tags
    toolbar trending
    """.split()
)
"""Words of a class or an id that name a box which is no part of an article."""
CLUTTER_PHRASES = (
    "also like",
    "author bio",
    "about author",
    "author box",
    "authors bio",
    "latest posts",
    "latest news",
    "more from",
    "more news",
    "more on",
    "more stories",
    "most popular",
    "most read",
    "next article",
    "post meta",
    "post tags",
    "read also",
    "read more",
    "read next",
    "sign up",
    "tag list",
    "toc container",
    "you may",
)


@dataclass(frozen=True, slots=True)
class LeafContext:
    """Where an element stands. `boxes` are the elements around it that are named like clutter."""

    hidden: bool = False
    boilerplate: bool = False
    boxes: tuple[HtmlElement, ...] = ()
    article: HtmlElement | None = None


class Surroundings:
    """What is around each element of a page."""

    def __init__(self, root: HtmlElement) -> None:
        self._contexts: dict[HtmlElement, LeafContext] = {}
        known: dict[str, bool] = {}
        for node in root.iter("*"):
            parent = node.getparent()
            outer = (
                self._contexts.get(parent, LeafContext()) if parent is not None else LeafContext()
            )
            self._contexts[node] = _inside(node, outer, known)

    def context(self, leaf: Leaf) -> LeafContext:
        """What is around a block."""
        return self._contexts.get(leaf.node, LeafContext())


def _inside(node: HtmlElement, outer: LeafContext, known: dict[str, bool]) -> LeafContext:
    """What is around what an element holds; what is around itself where nothing changes."""
    hidden = outer.hidden or is_hidden(node)
    boilerplate = outer.boilerplate or node.tag in BOILERPLATE
    article = node if node.tag == "article" else outer.article
    boxes = outer.boxes
    if node.tag not in NO_BOXES and _is_box(node, known) and not _is_picture(node):
        boxes = (*boxes, node)
    inner = LeafContext(hidden, boilerplate, boxes, article)
    return outer if inner == outer else inner


def is_hidden(node: HtmlElement) -> bool:
    """Whether an element says by an attribute that it is not shown."""
    if node.get("hidden") is not None:
        return True
    style = node.get("style")
    return style is not None and _HIDDEN.search(style[:_NAMED_CHARACTERS]) is not None


def _is_picture(node: HtmlElement) -> bool:
    """Whether an element is a figure with an image: `popup` then is how it is shown larger."""
    return node.tag == "figure" and next(node.iterdescendants("img", "amp-img"), None) is not None


def _is_box(node: HtmlElement, known: dict[str, bool]) -> bool:
    """Whether an element's class or id names clutter."""
    named = f"{node.get('class') or ''} {node.get('id') or ''}"[:_NAMED_CHARACTERS]
    if named not in known:
        known[named] = named != " " and names_clutter(named)
    return known[named]


def names_clutter(named: str) -> bool:
    """Whether a class or an id has a word or two that name clutter: `newsletter-box`, `readMore`.

    One that is denied (`has-sidebar`, `no-ads`) is a state of the page, not a box, and an embedded
    post (`social-embed`) is the article's own.
    """
    for name in named.split():
        words = [word.lower() for word in _WORD.findall(name)]
        if not words or words[0] in _STATES or not _EMBEDDED.isdisjoint(words):
            continue
        if not CLUTTER_WORDS.isdisjoint(words):
            return True
        phrase = " ".join(words)
        if any(known in phrase for known in CLUTTER_PHRASES):
            return True
    return False

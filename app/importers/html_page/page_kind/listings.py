"""Lists of articles: pages whose text is put together from many teasers, or from several articles.

Looks at where the chosen blocks stand on the page, not at their words.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from statistics import median

from lxml.html import HtmlElement

from app.importers.blocks import TextPiece
from app.importers.html_page.block_flow import Leaf, key
from app.importers.html_page.page_kind import words
from app.importers.urls import absolute, same_site

LEVELS = 6
"""How far above a block the element of its teaser may be."""
TEASERS_MIN = 4
TEASERS_OF_ARTICLES_MIN = 3
TEASER_WORDS_MAX = 60
SHARE_MIN = 0.6
"""How much of the text must stand in the teasers."""
LINKED_MIN = 0.75
"""How many of the teasers must have a link to their article."""
LINK_WORDS_MIN = 2
LARGE_SHARE = 0.25
"""How much of the text an article has that is no mere teaser beside another one."""
_LARGE_WORDS = 60
POSTS_MIN = 4
_POST_WORDS = 8
_SEEN_MAX = 200  # teasers whose links are looked at


@dataclass(slots=True)
class _Group:
    """Elements of one parent that look alike, with the words of the text in each."""

    words_by_node: Counter[HtmlElement] = field(default_factory=Counter)

    @property
    def size(self) -> int:
        return sum(self.words_by_node.values())


def placed(pieces: Sequence[TextPiece], leaves: Sequence[Leaf]) -> list[Leaf]:
    """The blocks of the page that the pieces of the text are."""
    wanted = {key(piece.words) for piece in pieces} - {""}
    return [leaf for leaf in leaves if leaf.key in wanted]


def teasers(found: Sequence[Leaf], total: int, url: str | None) -> int:
    """How many teasers the text consists of; 0 where it is no list of them.

    `found` are the text's blocks on the page, `total` its words.
    """
    for group in _groups(found):
        least = TEASERS_OF_ARTICLES_MIN if _is_article(group) else TEASERS_MIN
        nodes = list(group.words_by_node)
        is_whole = len(nodes) >= least and group.size >= SHARE_MIN * total
        if is_whole and _are_teasers(group, nodes, url):
            return len(nodes)
    return 0


def articles(found: Sequence[Leaf], total: int) -> int:
    """How many articles of some length the text is made of; 1 where it is of one."""
    by_article: Counter[HtmlElement] = Counter()
    for leaf in found:
        outermost = _outermost_article(leaf.node)
        if outermost is not None:
            by_article[outermost] += words.count(leaf.piece.words)
    large = [n for n in by_article.values() if n >= max(_LARGE_WORDS, LARGE_SHARE * total)]
    return max(1, len(large))


def posts(found: Sequence[Leaf], total: int) -> int:
    """How many posts the text is a series of; 0 where it is none.

    Each is an `<article>`, also inside another one, and none has half of the text.
    """
    by_post: Counter[HtmlElement] = Counter()
    for leaf in found:
        nearest = next(leaf.node.iterancestors("article"), None)
        if nearest is not None:
            by_post[nearest] += words.count(leaf.piece.words)
    lengths = [n for n in by_post.values() if n >= _POST_WORDS]
    is_series = len(lengths) >= POSTS_MIN and 2 * max(lengths) < total
    return len(lengths) if is_series and sum(lengths) >= SHARE_MIN * total else 0


def headlines(leaves: Sequence[Leaf], url: str | None) -> int:
    """How many headings of a page are links, but for those beside its main part."""
    main = [leaf for leaf in leaves if not _is_beside(leaf.node)]
    return linked_headings([leaf.piece for leaf in main], url)[1]


def _is_beside(node: HtmlElement) -> bool:
    return next(node.iterancestors("nav", "aside", "footer", "header"), None) is not None


def linked_headings(pieces: Iterable[TextPiece], url: str | None) -> tuple[int, int]:
    """How many headings there are, and how many of them are links to other pages."""
    headings = [piece for piece in pieces if piece.kind == "heading"]
    return len(headings), sum(_is_link(piece, url) for piece in headings)


def linked_share(pieces: Sequence[TextPiece]) -> float:
    """How much of the text is links."""
    letters = sum(len(piece.words) for piece in pieces)
    marks = [mark for piece in pieces for mark in piece.inlines if mark.kind == "link"]
    return sum(mark.end - mark.start for mark in marks) / letters if letters else 0.0


def _is_link(piece: TextPiece, url: str | None) -> bool:
    """Whether nearly all of a block is a link to another page."""
    links = [mark for mark in piece.inlines if mark.kind == "link"]
    linked = sum(mark.end - mark.start for mark in links)
    return linked > 0.8 * len(piece.words) and any(_leads_on(mark.href, url) for mark in links)


def _leads_on(href: str | None, url: str | None) -> bool:
    """Whether a link leads to another page of the same site."""
    if not href:
        return False
    if url is None:
        return True
    return same_site(href, url) and href.partition("#")[0] != url.partition("#")[0]


def _groups(found: Sequence[Leaf]) -> Iterator[_Group]:
    """Groups of like elements around the blocks, the one with the most words first."""
    groups: dict[tuple[HtmlElement, str, str], _Group] = {}
    for leaf in found:
        length = words.count(leaf.piece.words)
        for node in _around(leaf.node):
            parent = node.getparent()
            if parent is None:
                break
            name = (parent, str(node.tag), _signature(node))
            groups.setdefault(name, _Group()).words_by_node[node] += length
    yield from sorted(groups.values(), key=lambda group: -group.size)


def _around(node: HtmlElement) -> Iterator[HtmlElement]:
    """A block's element and those around it, innermost first."""
    current: HtmlElement | None = node
    for _ in range(LEVELS):
        if current is None or current.tag in ("body", "html"):
            return
        yield current
        current = current.getparent()


def _signature(node: HtmlElement) -> str:
    """What elements of one kind have in common: the first name of their class."""
    return ((node.get("class") or "").split() or [""])[0][:60]


def _is_article(group: _Group) -> bool:
    return all(node.tag == "article" for node in group.words_by_node)


def _are_teasers(group: _Group, nodes: Sequence[HtmlElement], url: str | None) -> bool:
    """Whether elements are short and have a link to an article each, and not the same."""
    if median(group.words_by_node.values()) > TEASER_WORDS_MAX:
        return False
    seen = nodes[:_SEEN_MAX]
    targets = [target for node in seen if (target := _target(node, url))]
    return len(set(targets)) >= LINKED_MIN * len(seen)


def _target(node: HtmlElement, url: str | None) -> str | None:
    """Where the title of a teaser leads: its first link of several words."""
    for link in node.iter("a"):
        if words.count("".join(link.itertext())) < LINK_WORDS_MIN:
            continue
        href = link.get("href") or ""
        address = absolute(href, url) if url else href.partition("#")[0]
        if _leads_on(address, url):
            return address
    return None


def _outermost_article(node: HtmlElement) -> HtmlElement | None:
    outermost = None
    for ancestor in node.iterancestors("article"):
        outermost = ancestor
    return outermost

"""Structure among the article's chosen blocks that opinions leave out: captions, tables, headings.

`belonging` asks how near a block is to the paragraphs' own containers. Pages that put each picture
and each table into a container of its own need another question: whether a block stands between
chosen ones, in the element that holds nearly all of them, and in nothing that is no article.
"""

from lxml.html import HtmlElement

from app.importers.html_page.block_flow import LISTS
from app.importers.html_page.main_content.belonging import (
    LEAD_LEAVES,
    TRUNK_SHARE,
    containers_of_paragraphs,
    extent,
    ground,
    is_boilerplate,
    is_free,
    is_title,
    is_under,
    other_articles,
)
from app.importers.html_page.main_content.clutter import is_pointing_heading, linked_characters
from app.importers.html_page.main_content.page_blocks import BOX_SHARE, PageBlocks, trunk
from app.importers.urls import same_site
from app.text.spans import BlockKind

KINDS: tuple[BlockKind, ...] = ("caption", "table", "block_quote", "code")
LINK_WORDS_MIN = 3
"""Words of a link to another site that is an item of the article; shorter ones are buttons."""


def between(page: PageBlocks, chosen: set[int]) -> set[int]:
    """The structure that stands among the chosen blocks, and the captions around them."""
    inside = _Inside(page, chosen)
    found = {i for i in inside.candidates() if page.leaves[i].piece.kind in KINDS}
    found |= {i for i in inside.around() if page.leaves[i].piece.kind == "caption"}
    found |= _headings(page, inside, chosen)
    return found | _rest_of_lists(page, chosen) | _links_elsewhere(page, chosen)


class _Inside:
    """What stands among chosen blocks, and in no part of the page that is another's."""

    def __init__(self, page: PageBlocks, chosen: set[int]) -> None:
        self._page = page
        self._chosen = chosen
        self._held = page.held_by(chosen)
        self._most = BOX_SHARE * page.letters(chosen)
        self._others = other_articles(page, chosen & page.prose or chosen)
        prose = page.held_by(chosen & page.prose or chosen)
        root = page.leaves[min(chosen)].node.getroottree().getroot()
        self._home = trunk(prose, root, TRUNK_SHARE)
        at_home = {i for i in chosen if is_under(page.leaves[i].node, self._home)}
        self._first, self._last = extent(page.leaves, at_home or chosen)

    def candidates(self) -> list[int]:
        """The blocks between the first chosen one and the last."""
        return [i for i in range(self._first, self._last) if self._is_free(i, self._home)]

    def around(self) -> list[int]:
        """The blocks above the first chosen one, and the captions that follow the last one."""
        below: list[int] = []
        for i in range(self._last + 1, len(self._page.leaves)):
            if self._page.leaves[i].piece.kind != "caption":
                break
            below.append(i)
        return self._above() + [i for i in below if self._is_free(i, self._home)]

    def _above(self) -> list[int]:
        """The blocks above the first chosen one that are in its article, or below the title."""
        page = self._page
        before = list(range(max(0, self._first - LEAD_LEAVES), self._first))
        home = page.context(self._first).article
        if home is None:
            home = ground(page, self._chosen)
            before = _below_title(page, before)
        return [i for i in before if self._is_free(i, home)]

    def _is_free(self, i: int, home: HtmlElement | None) -> bool:
        """Whether a block is not chosen, in this element, and in nothing that is no article."""
        page = self._page
        if i in self._chosen or not page.keys[i] or not is_under(page.leaves[i].node, home):
            return False
        if page.context(i).article in self._others or is_boilerplate(page, i):
            return False
        return not page.is_boxed(i, self._held, self._most)


def _below_title(page: PageBlocks, before: list[int]) -> list[int]:
    """The blocks after the last first-level heading; none without one."""
    titles = [at for at, i in enumerate(before) if is_title(page.leaves[i])]
    return before[titles[-1] + 1 :] if titles else []


def _headings(page: PageBlocks, inside: _Inside, chosen: set[int]) -> set[int]:
    """The headings of what is chosen: those that a chosen block follows."""
    headings: set[int] = set()
    for i in reversed(inside.candidates()):
        piece = page.leaves[i].piece
        if piece.kind == "heading" and not is_pointing_heading(piece):
            follower = next((n for n in range(i + 1, len(page.keys)) if page.keys[n]), None)
            if follower in headings or (follower in chosen and _is_headed(page, follower)):
                headings.add(i)
    return headings


def _is_headed(page: PageBlocks, i: int) -> bool:
    """Whether a block may be what a heading heads: prose or structure, and no credit or label."""
    return i in page.prose or page.leaves[i].piece.kind not in ("paragraph", "caption")


def _rest_of_lists(page: PageBlocks, chosen: set[int]) -> set[int]:
    """The other items of lists of which most items are chosen."""
    items: dict[HtmlElement | None, list[int]] = {}
    for i in range(min(chosen), max(chosen)):
        if page.leaves[i].piece.kind == "list_item":
            items.setdefault(_list(page.leaves[i].node), []).append(i)
    rest: set[int] = set()
    for numbers in items.values():
        if 2 * len(chosen.intersection(numbers)) > len(numbers):
            rest |= {i for i in numbers if is_free(page, i) and not is_boilerplate(page, i)}
    return rest - chosen


def _links_elsewhere(page: PageBlocks, chosen: set[int]) -> set[int]:
    """Items that are links to other sites, in lists right among the article's paragraphs.

    A list of links to the page's own site points to other articles; what leads elsewhere, such as
    to a shop or a source, is the article's.
    """
    homes = containers_of_paragraphs(page.leaves, chosen)
    first, last = extent(page.leaves, chosen)
    return {
        i
        for i in range(first, last)
        if page.leaves[i].piece.kind == "list_item"
        and i not in chosen
        and _list_home(page.leaves[i].node) in homes
        and is_free(page, i)
        and _leads_elsewhere(page, i)
    }


def _list(node: HtmlElement) -> HtmlElement | None:
    """The list around an item."""
    return next((outer for outer in node.iterancestors() if outer.tag in LISTS), None)


def _list_home(node: HtmlElement) -> HtmlElement | None:
    """The element that holds the list around an item."""
    around = _list(node)
    return None if around is None else around.getparent()


def _leads_elsewhere(page: PageBlocks, i: int) -> bool:
    """Whether an item of several words is a link to a site that is not the page's own."""
    piece = page.leaves[i].piece
    if len(piece.words.split()) < LINK_WORDS_MIN or not linked_characters(piece):
        return False
    hrefs = [mark.href for mark in piece.inlines if mark.kind == "link" and mark.href]
    return bool(page.sites) and not any(
        same_site(href, site) for href in hrefs for site in page.sites
    )

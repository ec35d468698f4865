"""Subscription offers inside a page: taken out of it, since they are no part of the article."""

import re
from collections.abc import Collection

from lxml.html import HtmlElement

from app.importers.html_page.page_kind import words
from app.importers.html_page.page_kind.wall_words import OFFER

WORDS_MAX = 150
"""An offer is short; what is longer holds the article, behind or before the offer."""
LINE_WORDS_MAX = 45
_CLASS = re.compile(
    r"(?:^|[\s_-])(?:paywall|pay-wall|regwall|gate|gateway|piano|tp-modal|subscri\w*|subscription"
    r"|abo|abonn\w*|premium|barrier|teaser-offer|offer|upsell|plus-?wall|meter|metered)(?=$|[\s_-])",
    re.IGNORECASE,
)
_SELECTOR = re.compile(r"[.#]([\w-]{1,80})")


def take_out(root: HtmlElement, selectors: Collection[str], *, not_free: bool) -> int:
    """Removes the page's subscription offers; returns how many there were.

    Those are boxes with a class of such, or that the page itself declares as not free
    (`selectors`); on a page that is not free also single lines. What holds more words than an offer
    has is left as it is.
    """
    names = set(_SELECTOR.findall(" ".join(selectors)))
    found = [node for node in root.iter("div", "section", "aside") if _is_box(node, names)]
    if not_free:
        found += [node for node in root.iter("p", "h2", "h3", "h4") if _is_line(node)]
    for node in found:
        if node.getparent() is not None:
            node.drop_tree()
    return len(found)


def _is_box(node: HtmlElement, names: Collection[str]) -> bool:
    """Whether an element has a class or id by which such offers go, and the words of one."""
    own = f"{node.get('class') or ''} {node.get('id') or ''}"[:400]
    is_named = _CLASS.search(own) is not None or not set(own.split()).isdisjoint(names)
    return is_named and _is_offer(node, WORDS_MAX)


def _is_line(node: HtmlElement) -> bool:
    return _is_offer(node, LINE_WORDS_MAX)


def _is_offer(node: HtmlElement, words_max: int) -> bool:
    """Whether an element has the words of an offer, and not many more."""
    text = ""
    for part in node.itertext():
        text += part
        if len(text) > 12 * words_max:
            return False
    return words.count(text) <= words_max and OFFER.phrases.search(text) is not None

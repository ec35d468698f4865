"""The body that a page declares for machines: `articleBody` in JSON-LD or as microdata."""

import html

from lxml.html import HtmlElement

from app.importers.html_page import linked_data

MAX_VALUES = 2_000  # looked at in all scripts together


def in_linked_data(root: HtmlElement) -> str | None:
    """The longest `articleBody` in the page's JSON-LD, plain or as HTML; None without one."""
    bodies: list[str] = []
    for script in list(root.iter("script"))[: linked_data.MAX_SCRIPTS]:
        words = script.text or ""
        if "articleBody" in words:
            bodies += _bodies(words)
    return html.unescape(max(bodies, key=len)) if bodies else None


def in_microdata(root: HtmlElement) -> list[HtmlElement]:
    """The elements that are marked as the body; of one inside another the outer one."""
    marked = root.xpath(".//*[@itemprop='articleBody'][not(ancestor::*[@itemprop='articleBody'])]")
    return list(marked)


def _bodies(words: str) -> list[str]:
    """Every `articleBody` in a script; none where it is not JSON."""
    waiting = [linked_data.load(words)]
    bodies: list[str] = []
    for _ in range(MAX_VALUES):
        if not waiting:
            break
        value = waiting.pop()
        if isinstance(value, dict):
            body = value.get("articleBody")
            bodies += [body] if isinstance(body, str) else []
            waiting += value.values()
        elif isinstance(value, list):
            waiting += value[:MAX_VALUES]
    return bodies

"""The body that a page declares for machines: `articleBody` in JSON-LD or as microdata."""

import html
import json
from typing import Any

from lxml.html import HtmlElement

MAX_CHARACTERS = 1_000_000  # of a script
MAX_SCRIPTS = 50
MAX_VALUES = 2_000  # looked at in all scripts together


def in_linked_data(root: HtmlElement) -> str | None:
    """The longest `articleBody` in the page's JSON-LD, plain or as HTML; None without one."""
    bodies: list[str] = []
    for script in list(root.iter("script"))[:MAX_SCRIPTS]:
        words = script.text or ""
        if "articleBody" in words and len(words) <= MAX_CHARACTERS:
            bodies += _bodies(words)
    return html.unescape(max(bodies, key=len)) if bodies else None


def in_microdata(root: HtmlElement) -> list[HtmlElement]:
    """The elements that are marked as the body; of one inside another the outer one."""
    marked = root.xpath(".//*[@itemprop='articleBody'][not(ancestor::*[@itemprop='articleBody'])]")
    return list(marked)


def _bodies(words: str) -> list[str]:
    """Every `articleBody` in a script; none where it is not JSON."""
    bare = words.strip().removeprefix("<![CDATA[").removesuffix("]]>").strip().removesuffix(";")
    try:
        waiting: list[Any] = [json.loads(bare, strict=False)]
    except (ValueError, RecursionError):
        return []
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

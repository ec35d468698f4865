"""The address of an image element: of the picture itself, and not of what stands in for it."""

import re
from collections.abc import Iterator
from itertools import islice

from lxml.html import HtmlElement

from app.importers.html_page.block_flow import Resolve

ICON_MAX_PIXELS = 60
"""Images no wider or higher are icons, faces beside a name, or count readers. Not tuned."""
_SET_MAX_CHARACTERS = 8_000
_MOST_SOURCES = 20
_LAZY = (
    *("data-src", "data-original", "data-lazy-src", "data-original-src", "data-full-src"),
    *("data-hi-res-src", "data-image", "data-url"),
)
"""Attributes in which scripts keep an address until the picture is scrolled to."""
_SETS = ("srcset", "data-srcset", "data-lazy-srcset")
_CANDIDATE = re.compile(r"(?<![^\s,])(\S+)(?:\s+([\d.]{1,10})[wx])?\s*(?:,|$)")
_PLACEHOLDER = re.compile(
    r"(?:^|[/_-])(?:blank|placeholder|spacer|pixel|transparent|1x1|grey|gray|lazy|loading|loader)"
    r"[\w-]{0,20}\.(?:gif|png|svg|jpe?g|webp)(?:$|\?)",
    re.IGNORECASE,
)


def address(image: HtmlElement, resolve: Resolve) -> str | None:
    """The absolute http(s) address of an `img` or `amp-img`.

    Where it is shown late that in which it waits, else `src`, else the largest of its sets. None
    for a placeholder, and for anything inside the page itself (`data:`).
    """
    for candidate in _candidates(image):
        if _PLACEHOLDER.search(candidate):
            continue
        found = resolve(candidate)
        if found:
            return found
    return None


def is_icon(image: HtmlElement) -> bool:
    """Whether an image says that it is too small for a picture."""
    sides = [(image.get(name) or "").removesuffix("px") for name in ("width", "height")]
    pixels = [int(side) for side in sides if side.isascii() and side.isdigit() and len(side) < 6]
    return any(side <= ICON_MAX_PIXELS for side in pixels)


def _candidates(image: HtmlElement) -> Iterator[str]:
    for name in (*_LAZY, "src"):
        value = image.get(name)
        if value:
            yield value.strip()
    picture = next(image.iterancestors("picture"), None)
    sources = picture.iter("source") if picture is not None else ()
    for node in (image, *islice(sources, _MOST_SOURCES)):
        for name in _SETS:
            yield from _largest((node.get(name) or "")[:_SET_MAX_CHARACTERS])


def _largest(candidates: str) -> list[str]:
    """The addresses of a `srcset`, the largest first."""
    found = [(_size(match[2]), match[1].strip(",")) for match in _CANDIDATE.finditer(candidates)]
    return [url for _, url in sorted(found, key=lambda pair: -pair[0]) if url]


def _size(written: str | None) -> float:
    try:
        return float(written or 1)
    except ValueError:
        return 1

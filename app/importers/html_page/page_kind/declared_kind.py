"""What a page declares of its kind: its types in JSON-LD and Open Graph, and whether it is free."""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import chain
from typing import Any

from lxml.html import HtmlElement

from app.importers.html_page.linked_data import LinkedData, is_article_type, types_of

_LISTS = frozenset(
    {"CollectionPage", "SearchResultsPage", "ProfilePage", "Blog", "ItemList", "DataFeed"}
)
_FALSE = frozenset({"false", "no", "0", "http://schema.org/false", "https://schema.org/false"})


@dataclass(frozen=True, slots=True)
class DeclaredKind:
    """The schema.org types of a page, its `og:type`, and what it says about reading it.

    `locked` are CSS selectors of the parts that only subscribers read.
    """

    types: frozenset[str]
    og_type: str
    is_not_free: bool
    locked: tuple[str, ...]

    @property
    def is_article(self) -> bool:
        """Whether the page says that it is an article."""
        return self.og_type == "article" or is_article_type(self.types)

    @property
    def is_list(self) -> bool:
        """Whether the page says that it lists things, and not that it is an article."""
        return not self.is_article and not _LISTS.isdisjoint(self.types)

    @property
    def is_live_blog(self) -> bool:
        """Whether the page says that it is a live blog."""
        return "LiveBlogPosting" in self.types


def read(root: HtmlElement, linked: LinkedData) -> DeclaredKind:
    """What the page under `root` declares."""
    described = linked.objects
    types = frozenset(chain.from_iterable(map(types_of, described)))
    locked = list(filter(_is_not_free, chain.from_iterable(map(_parts, described))))
    is_not_free = bool(locked) or any(map(_is_not_free, described)) or _is_locked(root)
    selectors = tuple(str(part.get("cssSelector") or "") for part in locked)
    return DeclaredKind(types, _og_type(root), is_not_free, selectors)


def _parts(value: Mapping[str, Any]) -> list[dict[str, Any]]:
    parts = value.get("hasPart")
    listed = parts if isinstance(parts, list) else [parts]
    return [part for part in listed[:50] if isinstance(part, dict)]


def _is_not_free(value: Mapping[str, Any]) -> bool:
    """Whether an object says that it is not free to read."""
    said = value.get("isAccessibleForFree")
    return said is False or (isinstance(said, str) and said.strip().lower() in _FALSE)


def _og_type(root: HtmlElement) -> str:
    for node in root.iter("meta"):
        if (node.get("property") or node.get("name") or "").strip().lower() == "og:type":
            return (node.get("content") or "").strip().lower()
    return ""


def _is_locked(root: HtmlElement) -> bool:
    """Whether a `<meta>` says that the content is not free (`article:content_tier`)."""
    for node in root.iter("meta"):
        if (node.get("property") or node.get("name") or "").lower() == "article:content_tier":
            return (node.get("content") or "").strip().lower() in ("locked", "metered")
    return False

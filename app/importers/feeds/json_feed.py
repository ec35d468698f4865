"""JSON Feed 1.0 and 1.1 (https://www.jsonfeed.org/version/1.1/)."""

from collections.abc import Iterable, Iterator
from typing import Any

from app.importers.base import Part
from app.importers.declared_fields import names
from app.importers.feeds import elements, parts
from app.importers.feeds.feed import ITEMS_MAX, Feed, FeedItem, FeedWords
from app.importers.urls import absolute
from app.translations import N_

_VERSIONS = ("https://jsonfeed.org/version/", "http://jsonfeed.org/version/")
_TAGS_MAX = 100


class JsonFeedFormat:
    """JSON Feed."""

    label = N_("JSON Feed")

    def recognises(self, value: Any) -> bool:
        """Whether it is an object that gives a version of JSON Feed."""
        version = value.get("version") if isinstance(value, dict) else None
        return isinstance(version, str) and version.startswith(_VERSIONS)

    def read(self, value: Any, url: str | None) -> Iterable[Part]:
        """Every item as an article or as its address."""
        return parts.parts(feed(value, url))


def feed(value: dict[str, Any], url: str | None) -> Feed:
    """The feed in a JSON Feed that came from `url`."""
    site_url = absolute(_text(value, "home_page_url"), url)
    base = site_url or absolute(_text(value, "feed_url"), url) or url
    authors = names(list(_authors(value)))
    given = value.get("items")
    every = given if isinstance(given, list) else []
    items = [_item(item, base, authors) for item in every[:ITEMS_MAX]]
    return Feed(
        title=elements.title(_text(value, "title"), is_html=False),
        site_url=site_url,
        language=elements.language(_text(value, "language")),
        items=tuple(items),
        left_out=len(every) - len(items),
    )


def _item(value: Any, base: str | None, authors: tuple[str, ...]) -> FeedItem:
    """One item; of one that is no object there is nothing to know but its place."""
    if not isinstance(value, dict):
        return FeedItem(key=elements.digest(str(value)[:1_000]))
    content, summary = _content(value), _text(value, "summary")
    identifier = value.get("id")
    key = str(identifier)[:2_000] if isinstance(identifier, str | int | float) else ""
    address = _address(value, key, base, has_text=content is not None)
    title = elements.title(_text(value, "title"), is_html=False)
    return FeedItem(
        key=key or address or elements.digest(title, content.text if content else None),
        url=address,
        base=address or base,
        title=title,
        byline=names(list(_authors(value))) or authors,
        published=_text(value, "date_published"),
        updated=_text(value, "date_modified"),
        content=content,
        summary=FeedWords(summary, is_html=False) if summary else None,
        tags=_tags(value),
        language=elements.language(_text(value, "language")),
    )


def _content(value: dict[str, Any]) -> FeedWords | None:
    html, text = _text(value, "content_html"), _text(value, "content_text")
    if html:
        return FeedWords(html, is_html=True)
    return FeedWords(text, is_html=False) if text else None


def _address(value: dict[str, Any], key: str, base: str | None, *, has_text: bool) -> str | None:
    """The item's `url`, else an id that is one; the page that it is about where it has no text."""
    address = absolute(_text(value, "url"), base)
    if address is None and key.startswith(("http://", "https://")):
        address = absolute(key, None)
    if address is None and not has_text:
        address = absolute(_text(value, "external_url"), base)
    return elements.own_address(address, has_text=has_text)


def _text(value: dict[str, Any], name: str) -> str | None:
    found = value.get(name)
    return found.strip() or None if isinstance(found, str) else None


def _authors(value: dict[str, Any]) -> Iterator[str]:
    """The names in `authors` (1.1) or `author` (1.0)."""
    listed = value.get("authors")
    for author in listed if isinstance(listed, list) else [value.get("author")]:
        name = _text(author, "name") if isinstance(author, dict) else None
        if name:
            yield name


def _tags(value: dict[str, Any]) -> tuple[str, ...]:
    given = value.get("tags")
    listed = given[:_TAGS_MAX] if isinstance(given, list) else []
    return parts.tags([tag for tag in listed if isinstance(tag, str)])

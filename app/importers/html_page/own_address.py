"""A page's own address, as it declares it.

A canonical link counts first, then `og:url`, then the address in the JSON-LD of the page's only
article. A page may only speak for its own host: anybody could claim to be another's article. Of a
page that was not fetched, whose address is not known, only the canonical link counts.
"""

from collections.abc import Iterator, Mapping
from contextlib import suppress
from urllib.parse import urljoin, urlsplit

from lxml.html import HtmlElement

from app.errors import Unprocessable
from app.importers.html_page import linked_data
from app.importers.html_page.linked_data import LinkedData
from app.importers.identity.twins import original, page_key
from app.importers.urls import canonical_url, is_front_page, same_host

_ROOTED = ("http://", "https://", "/")


def declared(
    root: HtmlElement, metas: Mapping[str, list[str]], linked: LinkedData, url: str | None
) -> tuple[str, str] | None:
    """Where the address of the page fetched from `url` is declared, and the address.

    `url` itself where nothing else is trusted; None where there is neither. A page from Google's
    AMP cache is its publisher's.
    """
    fetched = original(url) if url else None
    for where, address in _declarations(root, metas, linked, fetched):
        if _is_trusted(where, address, fetched):
            return where, address
    return ("address", canonical_url(fetched)) if fetched else None


def _declarations(
    root: HtmlElement, metas: Mapping[str, list[str]], linked: LinkedData, url: str | None
) -> Iterator[tuple[str, str]]:
    said = [("canonical-link", href) for href in _canonical_links(root)]
    elsewhere = [("open-graph", address) for address in metas.get("og:url", ())]
    elsewhere += [("json-ld", address) for address in linked_data.only_article_addresses(linked)]
    said += [(where, address) for where, address in elsewhere if address.startswith(_ROOTED)]
    for where, address in said:
        with suppress(Unprocessable, ValueError):
            yield where, canonical_url(urljoin(url or "", address))


def _canonical_links(root: HtmlElement) -> Iterator[str]:
    for node in root.iter("link"):
        if "canonical" in (node.get("rel") or "").lower().split():
            yield node.get("href") or ""


def _is_trusted(where: str, address: str, url: str | None) -> bool:
    """Whether a page fetched from `url` may say that this is its address.

    Open Graph and JSON-LD are often the same on all pages of a section, whose address they give.
    """
    if url is None:
        return where == "canonical-link"
    if is_front_page(address) or not same_host(address, url):
        return False
    return where == "canonical-link" or not _is_above(address, url)


def _is_above(address: str, url: str) -> bool:
    """Whether an address is that of a folder in which `url` is a page."""
    folder = urlsplit(f"//{page_key(address)}").path
    path = urlsplit(f"//{page_key(url)}").path
    return path.startswith(f"{folder}/")

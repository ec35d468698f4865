"""What is asked of an address, and what comes back."""

import re
from dataclasses import dataclass

FEED_TYPES = (
    "application/rss+xml",
    "application/atom+xml",
    "application/rdf+xml",
    "application/feed+json",
    "application/json",
    "application/xml",
    "text/xml",
)
MEDIA_TYPES = (
    "text/html",
    "application/xhtml+xml",
    "text/plain",
    "text/markdown",
    "text/x-markdown",
    *FEED_TYPES,
)
IMAGE_TYPES = (
    *("image/png", "image/jpeg", "image/gif", "image/webp"),
    # what some servers call the same bytes
    *("image/jpg", "image/pjpeg", "application/octet-stream", "binary/octet-stream"),
)
_ETAG = re.compile(r'(?:W/)?"[\x21\x23-\x7e]{0,500}"')
_HTTP_DATE = re.compile(r"[A-Za-z]{3,9}, [\w :-]{10,40}", re.ASCII)


@dataclass(frozen=True, slots=True)
class FetchRequest:
    """What is wanted from an address.

    `noun` names it in errors; `media_types` are accepted (any where there are none), `accept` is
    the header that asks for them; `contact` is where the server's owner can write, by default the
    setting; with `same_origin` no redirect to another scheme, host or port is followed. Before
    `is_page`, the site's robots.txt is asked, and its host is left alone between two pages. A body
    longer than `cut_at_bytes` is cut there.
    """

    noun: str
    media_types: tuple[str, ...]
    accept: str
    contact: str | None = None
    same_origin: bool = False
    is_page: bool = False
    cut_at_bytes: int | None = None


PAGE = FetchRequest(
    "page",
    MEDIA_TYPES,
    "text/html,application/xhtml+xml,text/markdown;q=0.9,text/plain;q=0.8",
    is_page=True,
)
FEED = FetchRequest(
    "feed",
    (),  # servers send feeds as whatever they like
    "application/atom+xml,application/rss+xml,application/feed+json,application/rdf+xml;q=0.9,"
    "application/xml;q=0.8,text/xml;q=0.8,application/json;q=0.7,text/x-opml;q=0.6,*/*;q=0.5",
)
IMAGE = FetchRequest("image", IMAGE_TYPES, "image/webp,image/png,image/jpeg,image/gif")


@dataclass(frozen=True, slots=True)
class Validators:
    """What a server gave to ask later whether the page at `url` has changed (RFC 9110, 8.8)."""

    url: str
    etag: str | None = None
    last_modified: str | None = None

    def headers(self) -> dict[str, str]:
        """The headers of a conditional request."""
        headers = {}
        if self.etag:
            headers["If-None-Match"] = self.etag
        if self.last_modified:
            headers["If-Modified-Since"] = self.last_modified
        return headers


def sendable_etag(header: str | None) -> str | None:
    """An ETag header that can be sent back; None for anything else."""
    return header if header and _ETAG.fullmatch(header) else None


def sendable_time(header: str | None) -> str | None:
    """A Last-Modified header that can be sent back; None for anything else."""
    return header if header and _HTTP_DATE.fullmatch(header) else None


@dataclass(frozen=True, slots=True)
class Fetched:
    """A response: its address after redirects, its decompressed bytes and their declared type.

    `moved_from` are the addresses that redirect to it for good (301, 308), the requested one first;
    empty where one of the redirects is temporary, or where they lead to a front page. `etag` and
    `last_modified` ask later whether it has changed.
    """

    url: str
    data: bytes
    media_type: str
    charset: str | None
    moved_from: tuple[str, ...] = ()
    etag: str | None = None
    last_modified: str | None = None

    @property
    def content_type(self) -> str:
        """The value of a Content-Type header for these bytes."""
        return f"{self.media_type}; charset={self.charset}" if self.charset else self.media_type

"""Two addresses of one page: http and https, a final slash, hosts for phones, AMP, print.

A twin is found, never asked for: an article keeps the address that it was first stored with. In
doubt two pages are kept apart: a missed twin makes two articles, a false one loses a page for good.
"""

import re
from urllib.parse import SplitResult, urlsplit

from app.importers.urls import FACE, canonical_url

_AMP_CACHE = "cdn.ampproject.org"
# Google's own domains, one by one: by a pattern anybody's `google.abc.de` would be one of them
_GOOGLE = frozenset(
    f"google.{country}"
    for country in (
        "com ae at be bg ca ch cl cz de dk ee es fi fr gr hr hu ie it lt lu lv nl no pl pt ro rs"
        " ru se si sk co.id co.il co.in co.jp co.ke co.kr co.nz co.th co.uk co.za com.ar com.au"
        " com.bd com.br com.co com.eg com.hk com.mx com.my com.ng com.pe com.ph com.pk com.sa"
        " com.sg com.tr com.tw com.ua com.vn"
    ).split()
)
_AMP_CACHE_KIND = re.compile(r"\A/[a-z](?=/)")
_INNER = re.compile(r"/(s/)?([^/]+\.[^/]+/.*)")
# what is left of a path must name a page: a hyphen, a digit or a suffix in its last segment
_SLUG = re.compile(r"[^/]*[\d.-][^/]*")
_TWIN_ENDS = ("amp", "print", "printable", "amp.html", "print.html")
_TWIN_SUFFIX = re.compile(r"\.(?:amp|print)(?=\.html?\Z|\Z)")
_TWIN_BEGINNINGS = ("amp", "print")
_TWIN_PARAMETER = re.compile(
    r"(?:amp|print|printable|printer|mobile|outputtype|output|view|display|format|layout)"
    r"(?:=(?:1|true|yes|y|on|amp|print|printable|mobile|))?",
    re.IGNORECASE,
)
_BARE = re.compile(r"amp|print|printable|amp=|print=", re.IGNORECASE)
_MODES = ("outputtype", "output", "view", "display", "format", "layout")
# pages of Blogger, where `m=1` asks for the version for phones; elsewhere it may be January
_BLOGGER_PAGE = re.compile(r"/\d{4}/\d{2}/[^/]+|/p/[^/]+\.html")


def page_key(url: str) -> str:
    """What all addresses of one page have in common; no address itself.

    Keys are stored (app/store/articles/addresses.py). Whoever changes these rules, or those of
    `canonical_url`, writes a migration that computes the stored keys anew. Migration 0014 fills the
    table with the keys of the version that runs it.
    Raises Unprocessable where `url` is no address.
    """
    parts = urlsplit(canonical_url(original(url)))
    host = FACE.sub("", parts.netloc)
    path = _path(parts.path)
    query = _query(parts.query, path)
    return f"{host}{path}?{query}" if query else f"{host}{path}"


def original(url: str) -> str:
    """The publisher's address of a page in Google's AMP cache or viewer; others as they are."""
    try:
        parts = urlsplit(url.strip())
        inner = _INNER.fullmatch(_cached_path(parts))
    except ValueError:
        return url
    if inner is None:
        return url
    query = f"?{parts.query}" if parts.query else ""
    return f"{'https' if inner[1] else 'http'}://{inner[2]}{query}"


def _cached_path(parts: SplitResult) -> str:
    """The part of an AMP cache's path that holds the page's address; empty elsewhere."""
    host = parts.hostname or ""
    if host == _AMP_CACHE or host.endswith(f".{_AMP_CACHE}"):
        return _AMP_CACHE_KIND.sub("", parts.path, count=1)
    if host.removeprefix("www.") in _GOOGLE and parts.path.startswith("/amp/"):
        return parts.path.removeprefix("/amp")
    return ""


def _path(path: str) -> str:
    """A path without its final slash and without what chooses a version for AMP or print."""
    segments = path.rstrip("/").split("/")
    if len(segments) > 2 and segments[-1].lower() in _TWIN_ENDS and _SLUG.fullmatch(segments[-2]):
        segments = segments[:-1]
    # `/amp/marshall-100` is an amplifier: a version stands before a section or a year, and a name
    begins = segments[1].lower() if len(segments) > 3 else ""
    if begins in _TWIN_BEGINNINGS and _SLUG.fullmatch(segments[-1]):
        segments = ["", *segments[2:]]
    segments[-1] = _TWIN_SUFFIX.sub("", segments[-1])
    return "/".join(segments)


def _query(query: str, path: str) -> str:
    """A query without what asks for a version for AMP, print or phones."""
    kept = [one for one in query.split("&") if one and not _chooses_twin(one)]
    if kept == ["m=1"] and _BLOGGER_PAGE.fullmatch(path):
        return ""
    return "&".join(kept)


def _chooses_twin(parameter: str) -> bool:
    """Whether a parameter asks for a page's version for AMP, print or phones."""
    name, _, value = parameter.lower().partition("=")
    if not _TWIN_PARAMETER.fullmatch(parameter):
        return False
    if name in _MODES:
        return value in ("amp", "print", "printable", "mobile")
    return bool(value) or bool(_BARE.fullmatch(parameter))

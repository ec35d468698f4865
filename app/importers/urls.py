"""Web addresses as identities: one spelling for one page. Pure: nothing is opened.

An article's identity is its canonical address. Articles that were stored under another spelling of
it are found by their `page_key` (identity/twins), so that these rules may grow. Of 575 addresses of
pages of the public extraction benchmarks, `courlan.clean_url` spells 90 differently: it removes the
slash of a bare host and parameters without a value (`spip.php?article8532`, `?open`), and sorts the
query.
"""

import ipaddress
import re
from urllib.parse import SplitResult, quote, urljoin, urlsplit, urlunsplit

from app.errors import Unprocessable
from app.importers.identity.escapes import normalized_escapes
from app.importers.identity.tracking import is_tracking

LONGEST = 2_000
"""Characters; longer addresses do not survive browsers, proxies and the database's index."""
DEFAULT_PORTS = {"http": 80, "https": 443}
_INVISIBLE = re.compile(
    r"[\x00-\x1f\x7f-\xa0\u1680\u2000-\u200f\u2028-\u202f\u205f-\u206f\u3000\ufeff\ud800-\udfff]"
)
_HOST_NAME = re.compile(r"(?!-)[a-z0-9_-]{1,63}(?:\.[a-z0-9_-]{1,63}){0,126}")
# what browsers drop at the ends of an address, and anywhere in it, as the URL standard says
_DROPPED_AT_ENDS = "".join(map(chr, range(33)))
_DROPPED = dict.fromkeys(map(ord, "\t\n\r"))
# the same pages for another screen; more than a host's last label must be left
FACE = re.compile(r"\A(?:www|m|amp|mobile)\.(?=[^.]+\.)")
_KEPT_IN_PATH = "/%:@!$&'()*+,;=~-._"
_KEPT_IN_QUERY = _KEPT_IN_PATH + "?"


def canonical_url(url: str) -> str:
    """The one spelling of a page's address.

    Scheme and host in lower case, escapes in one spelling, no default port, fragment, tracking
    parameter or dot segment.
    Raises Unprocessable with the reason: for anything but http(s), for a user name, for a host that
    no server can have.
    """
    url = url.strip()
    parts, port = _split(url)
    scheme, host = parts.scheme.lower(), parts.hostname
    if scheme not in DEFAULT_PORTS:
        raise _wrong(url, "only http and https addresses are supported")
    if "@" in parts.netloc:
        raise _wrong(url, "it contains a user name")
    if not host or port == 0 or not _may_be_host(host, parts.netloc):
        raise _wrong(url, "it has no host")
    place = host_name(host)
    if port not in (None, DEFAULT_PORTS[scheme]):
        place += f":{port}"
    path = _path(parts.path)
    return urlunsplit((scheme, place, path, _query(parts.query, path), ""))


def _split(url: str) -> tuple[SplitResult, int | None]:
    """The parts of an address, and its port. Raises Unprocessable."""
    if len(url) > LONGEST:
        raise Unprocessable(f"The address is longer than {LONGEST:,} characters.")
    if not url or _INVISIBLE.search(url) or "\\" in url:
        raise _wrong(url, "it is empty, or contains an invisible character or a backslash")
    try:
        parts = urlsplit(url)
        return parts, parts.port
    except ValueError as error:
        raise _wrong(url, "it cannot be parsed") from error


def _may_be_host(host: str, netloc: str) -> bool:
    """Whether the host has no escapes, and in brackets is an IPv6 address."""
    return "%" not in host and ("[" not in netloc or ":" in host)


def host_name(host: str) -> str:
    """A host as it goes on the wire: lower-case ASCII, an IPv6 address in brackets.

    Raises Unprocessable.
    """
    try:
        if ":" in host:
            return f"[{ipaddress.IPv6Address(host).compressed}]"
        name = host.encode("idna").decode("ascii").lower() if not host.isascii() else host.lower()
    except ValueError as error:
        raise _wrong(host, "its host name is not valid") from error
    name = name.removesuffix(".")
    if len(name) > 253 or not _HOST_NAME.fullmatch(name):
        raise _wrong(host, "its host name is not valid")
    return name


def absolute(href: str | None, base: str | None) -> str | None:
    """`href` as an absolute http(s) address, seen from `base`; None for anything else."""
    if not href or len(href) > LONGEST:
        return None
    cleaned = href.strip(_DROPPED_AT_ENDS).translate(_DROPPED)
    try:
        return link(urljoin(base or "", cleaned))
    except (Unprocessable, ValueError):
        return None


def link(url: str) -> str:
    """An absolute http(s) address safe to print as a link, with its query and fragment as they are.

    Raises Unprocessable or ValueError.
    """
    parts = urlsplit(url)
    canonical_url(url)  # only for what it refuses
    place = host_name(parts.hostname or "")
    if parts.port is not None:
        place += f":{parts.port}"
    path = quote(parts.path, safe=_KEPT_IN_PATH)
    query = quote(parts.query, safe=_KEPT_IN_QUERY)
    fragment = quote(parts.fragment, safe=_KEPT_IN_QUERY)
    return urlunsplit((parts.scheme.lower(), place, path, query, fragment))


def is_front_page(url: str) -> bool:
    """Whether an address is that of a whole site."""
    parts = urlsplit(url)
    return parts.path in ("", "/") and not parts.query


def same_host(one: str, other: str) -> bool:
    """Whether two addresses have the same host, but for a leading `www.`, `m.`, `amp.`, `mobile.`.

    Stricter than `same_site`: a subdomain may belong to someone else, as at a hosting company.
    """
    first, second = (FACE.sub("", urlsplit(url).hostname or "") for url in (one, other))
    return bool(first) and first == second


def same_site(one: str, other: str) -> bool:
    """Whether two addresses belong to one publisher.

    Their hosts are equal, or one is a subdomain of the other; `www.` does not count.
    """
    first, second = ((urlsplit(url).hostname or "").removeprefix("www.") for url in (one, other))
    if not first or not second:
        return False
    return first == second or _is_below(first, second) or _is_below(second, first)


def _is_below(host: str, domain: str) -> bool:
    """Whether a host is a subdomain of a domain, which a single label is not."""
    return "." in domain and host.endswith("." + domain)


def _path(path: str) -> str:
    """The path without dot segments (RFC 3986, 5.2.4)."""
    kept: list[str] = []
    segments = normalized_escapes(path).split("/")[1:]
    for segment in segments:
        if segment == "..":
            del kept[-1:]
        elif segment != ".":
            kept.append(segment)
    if kept and segments[-1] in (".", ".."):
        kept.append("")  # what a dot segment ends with is a folder
    return "/" + "/".join(kept)


def _query(query: str, path: str) -> str:
    """The query without tracking parameters.

    All others keep their order, for it is part of an address.
    """
    parameters = normalized_escapes(query).split("&")
    return "&".join(one for one in parameters if not is_tracking(one, path))


def _wrong(url: str, reason: str) -> Unprocessable:
    shown = "".join(c if c.isprintable() else "\ufffd" for c in url[:100])
    return Unprocessable(f"The address “{shown}” is not valid: {reason}.")

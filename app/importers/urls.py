"""Web addresses as identities: one spelling for one page.

Pure: it opens nothing, and knows nothing of what stands there.
"""

import ipaddress
import re
from urllib.parse import quote, urljoin, urlsplit, urlunsplit

from app.errors import Unprocessable

LONGEST = 2_000  # characters; longer ones do not survive browsers, proxies and the database's index
DEFAULT_PORTS = {"http": 80, "https": 443}
TRACKING = re.compile(
    r"(?:utm_\w{1,40}|fbclid|gclid|gclsrc|dclid|gbraid|wbraid|msclkid|yclid|twclid|ttclid|igshid|igsh|mc_cid|mc_eid|mkt_tok|_hsenc|_hsmi|vero_id|oly_anon_id"
    r"|oly_enc_id|_openstat|s_cid|ns_campaign|ns_mchannel|ns_source|ns_linkname|cmpid|ocid|srnd|guccounter|guce_referrer|guce_referrer_sig|at_medium|at_campaign)",
    re.IGNORECASE,
)
_INVISIBLE = re.compile(
    r"[\x00-\x1f\x7f-\xa0\u1680\u2000-\u200f\u2028-\u202f\u205f-\u206f\u3000\ufeff\ud800-\udfff]"
)
_HOST_NAME = re.compile(r"(?!-)[a-z0-9_-]{1,63}(?:\.[a-z0-9_-]{1,63}){0,126}")
_DROPPED_AT_ENDS = "".join(
    map(chr, range(33))
)  # by browsers, as the URL standard says; and these anywhere:
_DROPPED = dict.fromkeys(map(ord, "\t\n\r"))
_FACE = re.compile(
    r"\A(?:www|m|amp|mobile)\.(?=[^.]+\.)"
)  # the same pages for another screen; never all but a host's last label
_KEPT_IN_PATH = "/%:@!$&'()*+,;=~-._"
_KEPT_IN_QUERY = _KEPT_IN_PATH + "?"


def canonical_url(url: str) -> str:
    """The one spelling of a page's address: scheme and host in lower case, no default port, fragment, tracking parameter or dot segment.

    Raises Unprocessable naming the reason, for anything but http(s), for user names in it, and for what no server could be called.
    """
    url = url.strip()
    if len(url) > LONGEST:
        raise Unprocessable(f"The address is longer than {LONGEST:,} characters.")
    if not url or _INVISIBLE.search(url) or "\\" in url:
        raise _wrong(url, "it is empty, or holds an invisible character or a backslash")
    try:
        parts = urlsplit(url)
        scheme, host, port = parts.scheme.lower(), parts.hostname, parts.port
    except ValueError as error:
        raise _wrong(url, "it cannot be read") from error
    if scheme not in DEFAULT_PORTS:
        raise _wrong(url, "only http and https addresses can be used")
    if "@" in parts.netloc:
        raise _wrong(url, "it carries a user name")
    if not host or port == 0 or "%" in host or ("[" in parts.netloc and ":" not in host):
        raise _wrong(url, "it names no host")
    place = host_name(host) + (
        f":{port}" if port is not None and port != DEFAULT_PORTS[scheme] else ""
    )
    return urlunsplit((scheme, place, _path(parts.path), _query(parts.query), ""))


def host_name(host: str) -> str:
    """A host as it goes on the wire: lower-case ASCII, an IPv6 address in brackets.

    Raises Unprocessable.
    """
    try:
        if ":" in host:
            return f"[{ipaddress.IPv6Address(host).compressed}]"
        name = host.encode("idna").decode("ascii").lower() if not host.isascii() else host.lower()
    except ValueError as error:
        raise _wrong(host, "its host has no valid name") from error
    name = name.removesuffix(".")
    if len(name) > 253 or not _HOST_NAME.fullmatch(name):
        raise _wrong(host, "its host has no valid name")
    return name


def absolute(href: str | None, base: str | None) -> str | None:
    """`href` as an absolute http(s) address, seen from `base`; None for any other, which is no address a reader could be sent to."""
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
    fragment = quote(parts.fragment, safe=_KEPT_IN_QUERY)
    place = host_name(parts.hostname or "") + (f":{parts.port}" if parts.port is not None else "")
    path, query = quote(parts.path, safe=_KEPT_IN_PATH), quote(parts.query, safe=_KEPT_IN_QUERY)
    return urlunsplit((parts.scheme.lower(), place, path, query, fragment))


def same_host(one: str, other: str) -> bool:
    """Whether two addresses have the same host.

    A leading `www.`, `m.`, `amp.` or `mobile.` does not count.

    Stricter than `same_site`: what lies below a host may be another's, as with pages at a hosting
    company.
    """
    a, b = (_FACE.sub("", urlsplit(u).hostname or "") for u in (one, other))
    return bool(a) and a == b


def same_site(one: str, other: str) -> bool:
    """Whether two addresses belong to one publisher.

    Their hosts are equal, or one is a subdomain of the other; `www.` does not count.
    """
    a, b = ((urlsplit(u).hostname or "").removeprefix("www.") for u in (one, other))
    return (
        bool(a)
        and bool(b)
        and (a == b or ("." in b and a.endswith("." + b)) or ("." in a and b.endswith("." + a)))
    )


def _path(path: str) -> str:
    """The path without dot segments (RFC 3986, 5.2.4)."""
    kept: list[str] = []
    segments = quote(path, safe=_KEPT_IN_PATH).split("/")[1:]
    for segment in segments:
        dots = segment.replace("%2e", ".").replace("%2E", ".")
        if dots == "..":
            del kept[-1:]
        elif dots != ".":
            kept.append(segment)
    last = segments[-1].lower().replace("%2e", ".") if segments else ""
    return "/" + "/".join(kept + [""] * (last in (".", "..") and bool(kept)))


def _query(query: str) -> str:
    """The query without tracking parameters; all others keep their order and spelling, for both are part of an address."""
    kept = [part for part in query.split("&") if not TRACKING.fullmatch(part.partition("=")[0])]
    return quote("&".join(kept), safe=_KEPT_IN_QUERY)


def _wrong(url: str, reason: str) -> Unprocessable:
    shown = "".join(c if c.isprintable() else "\ufffd" for c in url[:100])
    return Unprocessable(f"The address “{shown}” cannot be used: {reason}.")

"""Rate limits: how often one address may share, search, write and have images drawn.

All web processes of a server count together. The editor and programs with a token are not counted.
"""

import ipaddress
from collections.abc import Sequence
from dataclasses import dataclass

from starlette.requests import Request

from app.errors import TooMany
from app.settings import Settings
from app.web.security.shared_counts import SharedCounts


class RateLimitExceeded(TooMany):
    """Too many events in a minute; one more is accepted in `retry_after` seconds."""

    def __init__(self, message: str, retry_after: int) -> None:
        super().__init__(message, f"Try again in {retry_after} seconds.")
        self.retry_after = retry_after


@dataclass(frozen=True, slots=True)
class RateLimit:
    """At most `per_minute` events of a name for one address in any 60 seconds.

    `message` is what a client reads that exceeds it.
    """

    name: str
    per_minute: int
    message: str
    counts: SharedCounts

    def count(self, address: str, now: float | None = None) -> None:
        """Counts one event at `now` seconds of the monotonic clock.

        Raises RateLimitExceeded when the minute is full.
        """
        key = f"{self.name} {address}"
        retry_after = self.counts.seconds_until_allowed(key, self.per_minute, now)
        if retry_after:
            raise RateLimitExceeded(self.message, retry_after)


class RateLimits:
    """The rate limits of one application."""

    def __init__(self, settings: Settings, counts: SharedCounts) -> None:
        passages, searches = settings.passages_per_minute, settings.searches_per_minute
        writes, previews = settings.writes_per_minute, settings.previews_per_minute
        self.passages = RateLimit(
            "passages", passages, f"You can share at most {passages} passages a minute.", counts
        )
        self.searches = RateLimit(
            "searches", searches, f"You can search at most {searches} times a minute.", counts
        )
        self.writes = RateLimit(
            "writes", writes, f"You can send at most {writes} forms a minute.", counts
        )
        self.previews = RateLimit(
            "previews",
            previews,
            f"You can request at most {previews} preview images a minute.",
            counts,
        )


def client_address(request: Request, settings: Settings) -> str:
    """The client's address: the socket's, or behind trusted proxies the last hop that is not one.

    IPv6 counts by its /64 network.
    """
    address = request.client.host if request.client else "unknown"
    hops = _forwarded_for(request)
    while hops and _is_trusted(address, settings.trusted_proxies):
        address = hops.pop()
    return _subscriber(address)


def _forwarded_for(request: Request) -> list[str]:
    """The hops of all X-Forwarded-For headers, the client's end first."""
    values = ",".join(request.headers.getlist("x-forwarded-for"))
    return [hop.strip() for hop in values.split(",") if hop.strip()]


def _is_trusted(address: str, proxies: Sequence[str]) -> bool:
    return any(_is_in(address, proxy) for proxy in proxies)


def _is_in(address: str, proxy: str) -> bool:
    """Whether an address is this proxy: an address, a network, or a name that is neither."""
    try:
        return _parsed(address) in ipaddress.ip_network(proxy, strict=False)
    except ValueError:
        return address == proxy


def _subscriber(address: str) -> str:
    """What is counted as one client: an IPv4 address, or the /64 network of an IPv6 one."""
    try:
        parsed = _parsed(address)
    except ValueError:
        return address[:64]
    if parsed.version == 4:
        return str(parsed)
    return str(ipaddress.ip_network(f"{parsed}/64", strict=False))


def _parsed(address: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address:
    """An address without a port, as IPv4 where a socket for both shows it as IPv6.

    Raises ValueError.
    """
    if address.startswith("["):
        address = address[1:].partition("]")[0]
    elif address.count(":") == 1:
        address = address.partition(":")[0]
    parsed = ipaddress.ip_address(address)
    mapped = parsed.ipv4_mapped if isinstance(parsed, ipaddress.IPv6Address) else None
    return mapped or parsed

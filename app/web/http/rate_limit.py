"""The rate limit: how often one address may share passages, and who is counted."""

import ipaddress
import threading
import time
from collections import OrderedDict, deque
from collections.abc import Sequence

from starlette.requests import Request

from app.errors import TooMany
from app.settings import Settings
from app.web.http.dependencies import ReaderDep, SettingsDep

WINDOW_SECONDS = 60
ADDRESSES_KEPT = 10_000  # a bound on memory, about 1 kB an address; not tuned


class RateLimitExceeded(TooMany):
    """Too many events in a minute; one more is accepted in `retry_after` seconds."""

    def __init__(self, per_minute: int, retry_after: int) -> None:
        super().__init__(
            f"You can share at most {per_minute} passages a minute.",
            f"Try again in {retry_after} seconds.",
        )
        self.retry_after = retry_after


class RateLimit:
    """At most `per_minute` events for one key in any 60 seconds.

    In memory, for one process; the least recent keys are forgotten first.
    """

    def __init__(self, per_minute: int) -> None:
        self.per_minute = per_minute
        self._events: OrderedDict[str, deque[float]] = OrderedDict()
        self._lock = threading.Lock()

    def count(self, key: str, now: float | None = None) -> None:
        """Counts one event at `now` seconds of the monotonic clock.

        Raises RateLimitExceeded when the minute is full.
        """
        now = time.monotonic() if now is None else now
        with self._lock:
            events = self._events.setdefault(key, deque())
            self._events.move_to_end(key)
            while events and events[0] <= now - WINDOW_SECONDS:
                events.popleft()
            if len(events) >= self.per_minute:
                raise RateLimitExceeded(self.per_minute, int(events[0] + WINDOW_SECONDS - now) + 1)
            events.append(now)
            while len(self._events) > ADDRESSES_KEPT:
                self._events.popitem(last=False)


async def count_sharing(request: Request, reader: ReaderDep, settings: SettingsDep) -> None:
    """Counts one passage shared from the client's address, before the request's body is read.

    The editor and programs with a token are not counted. Raises RateLimitExceeded.
    """
    if not reader.editor:
        request.app.state.sharing.count(client_address(request, settings))


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
        return ipaddress.ip_address(address) in ipaddress.ip_network(proxy, strict=False)
    except ValueError:
        return address == proxy


def _subscriber(address: str) -> str:
    """What is counted as one client: an IPv4 address, or the /64 network of an IPv6 one."""
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return address[:64]
    if parsed.version == 4:
        return str(parsed)
    return str(ipaddress.ip_network(f"{parsed}/64", strict=False))

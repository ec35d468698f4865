"""Why a fetch failed: the address and the reason, in one sentence for people."""

import http.client
import ssl
import zlib
from collections.abc import Iterator
from contextlib import contextmanager

from app.errors import FetchFailed

UNFETCHABLE = (OSError, http.client.HTTPException, zlib.error, ValueError)


class AddressFailed(FetchFailed):
    """An address could not or may not be fetched.

    `reason` is a clause; `status_there` the server's status, if it answered one;
    `retry_after_seconds` what it asked to wait; `is_passing` says that asking again soon may help.
    """

    def __init__(
        self,
        url: str,
        reason: str,
        *,
        status_there: int | None = None,
        retry_after_seconds: float | None = None,
        is_passing: bool = False,
    ) -> None:
        self.url = url
        self.reason = _printable(reason)
        super().__init__(f"Could not fetch {_printable(url[:200])}: {self.reason}.")
        self.status_there = status_there
        self.retry_after_seconds = retry_after_seconds
        self.is_passing = is_passing


def _printable(words: str) -> str:
    """Words of a server without control characters, which PostgreSQL and terminals do not take."""
    return "".join(c if c.isprintable() else "\ufffd" for c in words)


class AddressRefused(AddressFailed):
    """The address has no host that may be reached."""


class NotFoundThere(AddressFailed):
    """The server answered 404 or 410."""


class NotModified(AddressFailed):
    """The page has not changed since the given validators: there is nothing to fetch."""


class RedirectedTooOften(AddressFailed):
    """The address leads from one to the next."""


class RobotsRefuse(AddressFailed):
    """The site's robots.txt does not allow it, or could not be read."""


@contextmanager
def failures_named(url: str, timeout_seconds: float) -> Iterator[None]:
    """Turns what sockets, TLS and HTTP raise for `url` into AddressFailed with its reason."""
    try:
        yield
    except TimeoutError as error:
        raise AddressFailed(url, f"it took longer than {timeout_seconds:g} seconds") from error
    except ssl.SSLError as error:
        reason = error.reason or "no reason given"
        raise AddressFailed(url, f"its certificate or TLS is not valid ({reason})") from error
    except UNFETCHABLE as error:
        # A server that restarts refuses, resets or closes connections.
        is_passing = isinstance(error, ConnectionError)
        reason = f"the connection failed ({_reason(error)})"
        raise AddressFailed(url, reason, is_passing=is_passing) from error


def _reason(error: Exception) -> str:
    """A few words about an error, without addresses or paths."""
    words = getattr(error, "strerror", None) or type(error).__name__
    return str(words)[:80].lower()

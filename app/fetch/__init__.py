"""Fetches a public page or image; no other package opens an outgoing connection.

Owns what may be reached (public addresses, and those in `fetch_allow`), how long it may take, how
large it may be, and how polite Gloss is: robots.txt, one request at a time for a host with a pause
between two, waiting where a server asks for it. `exchanges` makes every request, also for
robots.txt.
"""

from contextlib import suppress
from dataclasses import replace
from urllib.parse import urlsplit

from app.fetch import host_turns, robots
from app.fetch.addresses import is_allowed
from app.fetch.exchanges import Redirect, exchange
from app.fetch.failures import AddressFailed, failures_named
from app.fetch.patience import Patience
from app.fetch.redirects import follow
from app.fetch.requests import PAGE, Fetched, FetchRequest, Validators
from app.importers.base import PackedFile
from app.importers.urls import DEFAULT_PORTS
from app.settings import Settings


def fetch(
    url: str,
    settings: Settings,
    wanted: FetchRequest = PAGE,
    *,
    crawling: bool = False,
    known: Validators | None = None,
) -> Fetched:
    """Fetches `url`, following at most five redirects: a page, or what `wanted` asks for.

    Somebody waits for the answer unless it is `crawling`: only then are long pauses kept that the
    site asks for. With `known` validators the request is conditional, and NotModified is raised
    when the page has not changed. Raises FetchFailed naming the address and the reason.
    """
    settings = settings_for(url, settings)
    patience = Patience(settings, crawling)
    visited: list[str] = []

    def request(hop: str) -> Fetched | Redirect:
        if not wanted.is_page:
            return _asked(hop, settings, patience, wanted, known)
        return _visited(hop, settings, patience, wanted, known, visited)

    return follow(url, wanted, request)


def settings_for(url: str, settings: Settings) -> Settings:
    """The settings for what `url` leads to, or names.

    A public page or feed may not lead to a private host.
    """
    parts = urlsplit(url)
    with suppress(ValueError):
        port = parts.port or DEFAULT_PORTS.get(parts.scheme, 0)
        if is_allowed((parts.hostname or "").lower(), port, settings):
            return settings
    return settings.model_copy(update={"fetch_allow": ()})


def closed_to(origin: str, settings: Settings) -> frozenset[str]:
    """The hosts (`host:port`) that what came from `origin` may not name to be fetched later.

    Those in `fetch_allow`, unless `origin` is at one of them: they were allowed for what the editor
    names, and no stranger is to lead there.
    """
    if settings_for(origin, settings) is settings:
        return frozenset()
    return frozenset(entry.strip().lower() for entry in settings.fetch_allow)


def marked(packed: PackedFile, page: Fetched | None, settings: Settings) -> PackedFile:
    """The bytes, with what importers have to know where they are those of a page."""
    if page is None:
        return packed
    return replace(packed, is_fetched=True, closed_hosts=closed_to(page.url, settings))


def _visited(
    url: str,
    settings: Settings,
    patience: Patience,
    wanted: FetchRequest,
    known: Validators | None,
    visited: list[str],
) -> Fetched | Redirect:
    """The response to a polite request, made when the host's turn has come.

    A redirect within a host in `visited` goes on with the same visit, without another pause.
    """
    host = urlsplit(url).netloc
    with host_turns.turn(url, host, patience) as turn:
        pause = settings.fetch_delay_seconds
        if settings.fetch_robots:
            rules = robots.required(url, settings, patience)
            if patience.crawling and rules.crawl_delay_seconds is not None:
                most = settings.fetch_wait_max_seconds
                pause = max(pause, min(rules.crawl_delay_seconds, most))
        turn.wait(0 if host in visited else pause)
        visited.append(host)
        try:
            return _asked(url, settings, patience, wanted, known)
        except AddressFailed as error:
            if error.is_passing and error.retry_after_seconds:
                turn.rest(error.retry_after_seconds)
            raise


def _asked(
    url: str,
    settings: Settings,
    patience: Patience,
    wanted: FetchRequest,
    known: Validators | None,
) -> Fetched | Redirect:
    """The response; a server that is busy or being restarted is asked again, later each time."""
    tries_left = settings.fetch_tries
    pause = 1.0
    while True:
        tries_left -= 1
        try:
            with failures_named(url, settings.fetch_timeout_seconds):
                return exchange(url, settings, patience.deadline, wanted, known)
        except AddressFailed as error:
            asked = error.retry_after_seconds
            wait = pause if asked is None else asked
            if not error.is_passing or not tries_left or not patience.allows(wait):
                raise
        patience.wait(wait)
        patience.begin_again()
        pause *= 2

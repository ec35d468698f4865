"""Whether a site's robots.txt allows a page to be fetched (RFC 9309).

What a site's robots.txt says is kept for an hour; one that could not be read, for a minute. A site
without one (4xx but 429) allows everything; one whose server is out of order allows nothing until
then.
"""

import threading
from dataclasses import dataclass
from urllib.parse import urlsplit

from cachetools import LRUCache

from app.fetch import waiting
from app.fetch.exchanges import Redirect, exchange, target_of
from app.fetch.failures import (
    AddressFailed,
    AddressRefused,
    RedirectedTooOften,
    RobotsRefuse,
    failures_named,
)
from app.fetch.patience import Patience
from app.fetch.redirects import follow
from app.fetch.requests import Fetched, FetchRequest
from app.fetch.robots_rules import ALLOW_ALL, Rules, parse
from app.settings import Settings

MAX_BYTES = 512_000
"""What is read of a robots.txt: RFC 9309 asks for at least 500 KiB."""
KEPT_SECONDS = 3_600.0
FAILURE_KEPT_SECONDS = 60.0
_ROBOTS = FetchRequest("robots.txt", (), "text/plain,*/*;q=0.1", cut_at_bytes=MAX_BYTES)


WEIGHT_MAX = 4_000_000
"""Of all answers that are kept, in bytes."""


@dataclass(frozen=True, slots=True)
class _Answer:
    """The rules of one site, or why they could not be read; valid until a time."""

    until: float
    rules: Rules | None
    reason: str = ""

    @property
    def weight(self) -> int:
        """Roughly its size in bytes; the largest can be kept too, alone."""
        return min(WEIGHT_MAX, 1_000 + (self.rules.weight if self.rules else 0))


# Python's own objects take some ten times as much as the text of the rules.
_answers: LRUCache[tuple[str, str], _Answer] = LRUCache(
    maxsize=WEIGHT_MAX, getsizeof=lambda answer: answer.weight
)
_lock = threading.Lock()


def required(url: str, settings: Settings, patience: Patience) -> Rules:
    """The rules of a page's site, which allow the page. Raises RobotsRefuse, AddressRefused."""
    parts = urlsplit(url)
    site = (parts.scheme, parts.netloc)
    with _lock:
        answer = _answers.get(site)
    if answer is None or answer.until <= waiting.seconds_now():
        answer = _ask(url, settings, patience)
        with _lock:
            _answers[site] = answer
    if answer.rules is None:
        raise RobotsRefuse(url, f"its robots.txt could not be read: {answer.reason}")
    if not answer.rules.allow(target_of(url)):
        raise RobotsRefuse(url, "its robots.txt asks programs not to fetch it")
    return answer.rules


def forget() -> None:
    """Forgets every robots.txt."""
    with _lock:
        _answers.clear()


def _ask(url: str, settings: Settings, patience: Patience) -> _Answer:
    parts = urlsplit(url)
    address = f"{parts.scheme}://{parts.netloc}/robots.txt"

    def request(hop: str) -> Fetched | Redirect:
        with failures_named(hop, settings.fetch_timeout_seconds):
            return exchange(hop, settings, patience.deadline, _ROBOTS)

    now = waiting.seconds_now()
    try:
        fetched = follow(address, _ROBOTS, request)
    except RedirectedTooOften:
        return _Answer(now + KEPT_SECONDS, ALLOW_ALL)
    except AddressRefused as error:
        # Our own decision, which depends on the settings: nothing to remember of the site.
        if urlsplit(error.url).netloc == parts.netloc:
            raise AddressRefused(url, error.reason) from error
        return _Answer(now, None, error.reason)
    except AddressFailed as error:
        if _says_there_is_none(error.status_there):
            return _Answer(now + KEPT_SECONDS, ALLOW_ALL)
        return _Answer(now + FAILURE_KEPT_SECONDS, None, error.reason)
    return _Answer(now + KEPT_SECONDS, parse(fetched.data.decode("utf-8", "replace")))


def _says_there_is_none(status: int | None) -> bool:
    """Whether a status means that the site has no rules; 429 only asks to come back later."""
    return status is not None and 400 <= status < 500 and status != 429

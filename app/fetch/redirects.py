"""Follows redirects, each hop checked as the first one was."""

from collections.abc import Callable
from dataclasses import replace
from urllib.parse import urlsplit

from app.errors import Unprocessable
from app.fetch.exchanges import Redirect
from app.fetch.failures import AddressFailed, RedirectedTooOften
from app.fetch.requests import Fetched, FetchRequest
from app.importers.urls import is_front_page, link

REDIRECTS_MAX = 5


def follow(url: str, wanted: FetchRequest, request: Callable[[str], Fetched | Redirect]) -> Fetched:
    """What `request` gives for `url`, or for the address that it redirects to in the end.

    Raises AddressFailed, and what `request` raises.
    """
    current = _normalized(url, url)
    passed: list[str] = []
    is_permanent = True
    for _ in range(REDIRECTS_MAX + 1):
        response = request(current)
        if isinstance(response, Fetched):
            # A site that sends what it has removed to its front page has not moved it there.
            has_moved = is_permanent and not is_front_page(current)
            return replace(response, moved_from=tuple(passed) if has_moved else ())
        target = _normalized(response.url, url)
        if wanted.same_origin and urlsplit(target)[:2] != urlsplit(current)[:2]:
            reason = f"it redirects to another site, {urlsplit(target).hostname}"
            raise AddressFailed(url, reason)
        passed.append(current)
        is_permanent = is_permanent and response.is_permanent
        current = target
    raise RedirectedTooOften(url, f"it was redirected more than {REDIRECTS_MAX} times")


def _normalized(url: str, requested: str) -> str:
    """`url` as it can be requested, without its fragment.

    Raises AddressFailed naming `requested`, the address that was first asked for.
    """
    try:
        return link(url.strip()).partition("#")[0]
    except Unprocessable as error:
        raise AddressFailed(requested, error.message) from error
    except ValueError as error:
        raise AddressFailed(requested, "it is not a valid address") from error

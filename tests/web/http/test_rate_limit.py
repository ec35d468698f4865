"""The rate limit: a sliding minute, counted for the address that a trusted proxy names."""

import pytest
from starlette.requests import Request

from app.settings import Settings
from app.web.http import rate_limit
from app.web.http.rate_limit import RateLimit, RateLimitExceeded, client_address


def test_a_window_slides() -> None:
    window = RateLimit(2)
    window.count("a", 0.0)
    window.count("a", 30.0)
    with pytest.raises(RateLimitExceeded) as refused:
        window.count("a", 50.0)
    assert refused.value.retry_after == 11
    window.count("b", 50.0)
    window.count("a", 60.5)


def _asked_by(socket: str, forwarded: str | None, *proxies: str) -> str:
    headers = [(b"x-forwarded-for", forwarded.encode())] if forwarded else []
    request = Request(
        {"type": "http", "client": (socket, 1), "headers": headers, "method": "GET", "path": "/"}
    )
    return client_address(request, Settings(trusted_proxies=proxies))


def test_a_forwarded_address_is_believed_from_a_trusted_proxy_only() -> None:
    assert _asked_by("203.0.113.9", "198.51.100.1") == "203.0.113.9"
    assert _asked_by("10.0.0.1", "198.51.100.1", "10.0.0.1") == "198.51.100.1"
    assert _asked_by("10.0.0.1", "6.6.6.6, 198.51.100.1, 10.0.0.2", "10.0.0.0/8") == "198.51.100.1"
    assert _asked_by("10.0.0.1", None, "10.0.0.1") == "10.0.0.1"
    assert _asked_by("2001:db8:1:2:3::9", None) == _asked_by("2001:db8:1:2:ffff::1", None)


def test_a_proxy_is_an_address_a_network_or_a_name() -> None:
    forwarded = "198.51.100.1"
    for proxy in ("10.0.0.1", "10.0.0.0/8", "proxy"):
        socket = "proxy" if proxy == "proxy" else "10.0.0.1"
        assert _asked_by(socket, forwarded, "another", proxy) == forwarded
        assert _asked_by("10.9.9.9" if proxy != "10.0.0.0/8" else "11.0.0.1", forwarded, proxy) != (
            forwarded
        )


def test_the_least_recent_addresses_are_forgotten_first(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rate_limit, "ADDRESSES_KEPT", 2)
    limit = RateLimit(1)
    for key in ("a", "b", "c"):
        limit.count(key, 0.0)
    limit.count("a", 1.0)
    with pytest.raises(RateLimitExceeded):
        limit.count("c", 1.0)

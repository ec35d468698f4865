"""The rate limit: a sliding minute, counted for the address that a trusted proxy names."""

from pathlib import Path

import pytest
from starlette.requests import Request

from app.settings import Settings
from app.web.http.rate_limit import RateLimit, RateLimitExceeded, client_address
from app.web.security import shared_counts
from app.web.security.shared_counts import SharedCounts


def _limit(counts: SharedCounts, name: str = "searches") -> RateLimit:
    return RateLimit(name, 2, "Too many.", counts)


def test_a_window_slides() -> None:
    limit = _limit(SharedCounts())
    limit.count("a", 0.0)
    limit.count("a", 30.0)
    with pytest.raises(RateLimitExceeded) as refused:
        limit.count("a", 50.0)
    assert refused.value.retry_after == 11
    limit.count("b", 50.0)
    limit.count("a", 61.0)
    with pytest.raises(RateLimitExceeded):
        limit.count("a", 90.9)
    limit.count("a", 91.0)


def test_processes_count_together_and_names_apart(tmp_path: Path) -> None:
    first, second = (SharedCounts(tmp_path / "counts", number) for number in (0, 1))
    _limit(first).count("a", 5.0)
    _limit(second).count("a", 5.0)
    for counts in (first, second):
        with pytest.raises(RateLimitExceeded):
            _limit(counts).count("a", 6.0)
        _limit(counts, "writes").count("a", 6.0)
    first.count_answer(200)
    second.count_answer(200)
    second.count_answer(404)
    assert first.answers() == second.answers() == {200: 2, 404: 1}


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


def test_an_address_is_the_same_with_a_port_and_on_a_socket_for_both_versions() -> None:
    for other in ("::ffff:203.0.113.9", "203.0.113.9:51234", "[::ffff:203.0.113.9]:80"):
        assert _asked_by(other, None) == "203.0.113.9"
        assert _asked_by("::ffff:10.0.0.1", other, "10.0.0.1") == "203.0.113.9"


def test_a_proxy_is_an_address_a_network_or_a_name() -> None:
    forwarded = "198.51.100.1"
    for proxy in ("10.0.0.1", "10.0.0.0/8", "proxy"):
        socket = "proxy" if proxy == "proxy" else "10.0.0.1"
        assert _asked_by(socket, forwarded, "another", proxy) == forwarded
        assert _asked_by("10.9.9.9" if proxy != "10.0.0.0/8" else "11.0.0.1", forwarded, proxy) != (
            forwarded
        )


def test_the_least_recent_addresses_are_forgotten_first(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shared_counts, "SETS", 1)
    monkeypatch.setattr(shared_counts, "WAYS", 2)
    limit = _limit(SharedCounts())
    for second, key in enumerate("aabbcc"):
        limit.count(key, second)
    limit.count("a", 10.0)  # forgotten, and now in the place of b
    with pytest.raises(RateLimitExceeded):
        limit.count("c", 10.0)

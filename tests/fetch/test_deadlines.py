"""A fetch ends at its deadline, whatever the server or the resolver does."""

import socket
import threading
import time
from http.server import BaseHTTPRequestHandler

import pytest

from app.settings import Settings
from tests.fetch.refusing import refusal
from tests.website import Site


@pytest.mark.parametrize(
    "head",
    [
        b"",
        b"HTTP/1.1 200 OK\r\nX: ",
        b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n",
        b"HTTP/1.1 100 Continue\r\n\r\n" * 50,
    ],
)
def test_a_slow_drip_does_not_extend_the_deadline(site: Site, head: bytes) -> None:
    hung_up = threading.Event()

    def drip(handler: BaseHTTPRequestHandler) -> None:
        try:
            handler.wfile.write(head)
            for _ in range(600):
                handler.wfile.write(b"x")
                time.sleep(0.05)
        except OSError:
            hung_up.set()

    site.answers["/"] = drip
    assert "took longer than 0.5 seconds" in refusal(site.url("/"), site.settings(seconds=0.5))
    assert hung_up.wait(20)


def test_a_server_that_never_answers_times_out(site: Site) -> None:
    released = threading.Event()

    def wait(handler: BaseHTTPRequestHandler) -> None:
        released.wait(20)

    site.answers["/"] = wait
    assert "took longer" in refusal(site.url("/"), site.settings(seconds=0.3))
    released.set()


def test_a_resolver_that_never_answers_times_out(monkeypatch: pytest.MonkeyPatch) -> None:
    released = threading.Event()
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: released.wait(20) and [])
    assert "took longer" in refusal("http://public.example/", Settings(fetch_timeout_seconds=0.2))
    released.set()


def test_a_refused_connection_is_a_failure() -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    assert "the connection failed" in refusal(
        f"http://127.0.0.1:{port}/", Settings(fetch_allow=(f"127.0.0.1:{port}",))
    )

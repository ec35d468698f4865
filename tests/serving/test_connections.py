"""Connections: heads too large or too slow, clients that read nothing, too many at once."""

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress

import pytest
from starlette.types import Receive, Scope, Send

from app.serving.connections import ConnectionLimits, LimitedConfig, LimitedServer
from app.serving.server import bound

REQUEST = b"GET / HTTP/1.1\r\nHost: ostra.example\r\n"
LARGE = 16_000_000
LIMITS = ConnectionLimits(
    connections_max=3, head_max_bytes=4_096, head_timeout=0.3, stall_timeout=0.3
)


async def _application(scope: Scope, receive: Receive, send: Send) -> None:
    size = LARGE if scope["path"] == "/large" else 2
    message = await receive()
    while message.get("more_body", False):
        message = await receive()
    headers = [(b"content-length", str(size).encode())]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    await send({"type": "http.response.body", "body": b"k" * size})


@pytest.fixture(scope="module")
def server() -> Iterator[LimitedServer]:
    """A server with these limits, in a thread."""
    listening = bound("127.0.0.1", 0)
    config = LimitedConfig(
        _application, LIMITS, lifespan="off", log_level="error", timeout_keep_alive=1
    )
    server = LimitedServer(config)
    thread = threading.Thread(target=server.run, args=([listening],))
    thread.start()
    server.config.port = listening.getsockname()[1]
    yield server
    server.should_exit = True
    thread.join()


@pytest.fixture
def address(server: LimitedServer) -> tuple[str, int]:
    """Where it answers."""
    return "127.0.0.1", server.config.port


@contextmanager
def _connected(address: tuple[str, int]) -> Iterator[socket.socket]:
    with socket.create_connection(address, timeout=20) as client:
        yield client


def _answer(client: socket.socket, *sent: bytes) -> bytes:
    """All that comes back until the server closes the connection."""
    for part in sent:
        client.sendall(part)
    received = b""
    with suppress(ConnectionError):
        while part := client.recv(65_536):
            received += part
    return received


@pytest.mark.parametrize("begun", [b"", b"\r\n", REQUEST])
def test_a_connection_without_a_whole_head_is_closed(
    address: tuple[str, int], begun: bytes
) -> None:
    with _connected(address) as client:
        assert _answer(client, begun) == b""


def test_one_that_is_used_is_closed_only_when_it_is_idle(address: tuple[str, int]) -> None:
    with _connected(address) as client:
        answer = _answer(client, 2 * (REQUEST + b"\r\n"), REQUEST + b"\r\n", REQUEST)
    assert answer.count(b"HTTP/1.1 200 OK") == 3


def test_a_head_that_is_too_large_is_refused(address: tuple[str, int]) -> None:
    with _connected(address) as client:
        answer = _answer(client, REQUEST + b"X-Long: " + b"a" * 5_000 + b"\r\n\r\n")
    assert answer.startswith(b"HTTP/1.1 431 ")
    assert b" 200 " not in answer


@pytest.mark.parametrize(
    "begun",
    [
        b"GET /?q=",
        REQUEST + b"X-Long: ",
        REQUEST + b"Transfer-Encoding: chunked\r\n\r\n2\r\nab\r\n0\r\nX-Trailer: ",
        REQUEST + b"Transfer-Encoding: chunked\r\n\r\n2;extension=",
    ],
)
def test_what_never_ends_is_cut_soon(address: tuple[str, int], begun: bytes) -> None:
    with _connected(address) as client:
        client.sendall(begun)
        endless = b"a" * 64_000_000
        with pytest.raises(ConnectionError):
            client.sendall(endless)


def test_a_client_that_reads_nothing_is_cut_off(
    server: LimitedServer, address: tuple[str, int]
) -> None:
    with _connected(address) as client:
        client.sendall(b"GET /large HTTP/1.1\r\nConnection: close\r\n\r\n")
        client.recv(1)
        until = time.monotonic() + 20
        while server.server_state.connections and time.monotonic() < until:
            time.sleep(0.02)
        assert len(_answer(client)) < LARGE


def test_with_too_many_connections_the_idle_ones_go_first(address: tuple[str, int]) -> None:
    post = b"POST / HTTP/1.1\r\nConnection: close\r\nContent-Length: 2\r\n\r\na"
    with ExitStack() as open_ones:
        busy = [open_ones.enter_context(_connected(address)) for _ in range(LIMITS.connections_max)]
        for client in busy:
            client.sendall(post)
        with _connected(address) as one_more:
            assert _answer(one_more, REQUEST + b"\r\n").startswith(b"HTTP/1.1 503 ")
        assert b" 200 OK" in _answer(busy[0], b"b")
        idle = open_ones.enter_context(_connected(address))
        with _connected(address) as one_more:
            assert b" 200 OK" in _answer(one_more, REQUEST + b"Connection: close\r\n\r\n")
        assert _answer(idle) == b""
        assert [b" 200 OK" in _answer(client, b"b") for client in busy[1:]] == [True, True]


def test_with_too_many_connections_silent_ones_go_before_a_reader_s(
    address: tuple[str, int],
) -> None:
    with ExitStack() as open_ones:
        reader = open_ones.enter_context(_connected(address))
        for _ in range(2):
            reader.sendall(REQUEST + b"\r\n")
            assert reader.recv(4_096).startswith(b"HTTP/1.1 200 ")
            silent = [
                open_ones.enter_context(_connected(address))
                for _ in range(2 * LIMITS.connections_max)
            ]
            assert _answer(silent[0]) == b""

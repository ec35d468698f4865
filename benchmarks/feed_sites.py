"""Sites with feeds of every kind that a subscription meets, on ports of this machine.

Each port is a host of its own to whoever asks. The texts are invented and always the same.
"""

import threading
import time
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

HUGE_BYTES = 12_000_000
"""More than `GLOSS_FETCH_MAX_BYTES` by default."""
ITEMS = 10
EXCERPTS = 3
SHARES = (
    ("whole", 0.55),
    ("excerpts", 0.1),
    ("moved", 0.05),
    ("sent elsewhere", 0.05),
    ("gone", 0.05),
    ("dead", 0.05),
    ("slow", 0.05),
    ("wrong", 0.04),
    ("huge", 0.03),
    ("busy", 0.03),
)
"""The kinds of feeds with their share; all but the last eight answer 304 when nothing changed."""
_WORDS = (
    "The harbour board of Port Elm met on Tuesday and chose a new chair after a long debate.",
    "“The mole will stand for a hundred years,” said harbour master Ingrid Vale of Ostra.",
    "The repair cost 4.2 million crowns, according to the treasurer Tomas Brandt.",
    "Nobody was hurt when the ferry struck the northern pier, the mayor said on Monday.",
)


def kinds(feeds: int) -> list[str]:
    """The kind of each feed: every kind at least once, the rest by their shares, mixed."""
    counts = {kind: max(1, round(share * feeds)) for kind, share in SHARES}
    counts["whole"] += feeds - sum(counts.values())
    in_order = [kind for kind, count in counts.items() for _ in range(count)]
    # The same mixture every time: 7 has no factor in common with 20 or 200.
    step = next(n for n in (7, 11, 13) if feeds % n)
    return [in_order[(n * step) % feeds] for n in range(feeds)]


class FeedSites:
    """The running sites; `slow_seconds` is how long a slow feed keeps whoever asks waiting."""

    def __init__(self, feeds: int, hosts: int, slow_seconds: float) -> None:
        self.kinds = kinds(feeds)
        self._slow_seconds = slow_seconds
        self._servers = [_server(self._answer) for _ in range(hosts)]
        self.ports = [server.server_address[1] for server in self._servers]
        self._dead = _server(self._answer)
        self.dead_port = self._dead.server_address[1]
        self._dead.server_close()  # nobody listens there any more
        self.closing = threading.Event()
        for server in self._servers:
            threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()

    @property
    def addresses(self) -> list[str]:
        """The address of every feed."""
        return [f"{self._site(n)}/feed/{n}" for n in range(len(self.kinds))]

    @property
    def allowed(self) -> str:
        """`GLOSS_FETCH_ALLOW` for all of them."""
        return ",".join(f"127.0.0.1:{port}" for port in (*self.ports, self.dead_port))

    def close(self) -> None:
        """Ends them; whoever waits for a slow feed is let go."""
        self.closing.set()
        for server in self._servers:
            server.shutdown()
            server.server_close()

    def _site(self, number: int) -> str:
        dead = self.kinds[number] == "dead"
        port = self.dead_port if dead else self.ports[number % len(self.ports)]
        return f"http://127.0.0.1:{port}"

    def _answer(self, request: BaseHTTPRequestHandler) -> None:
        _, place, *rest = request.path.split("/")
        if place == "page":
            _send(request, 200, _page(rest), "text/html; charset=utf-8")
        elif place == "feed" and rest[0].isdecimal():
            self._answer_feed(request, int(rest[0]), at_home=len(rest) == 1)
        else:
            _send(request, 404)

    def _answer_feed(self, request: BaseHTTPRequestHandler, number: int, *, at_home: bool) -> None:
        kind = self.kinds[number]
        if kind in ("moved", "sent elsewhere") and at_home:
            status = 301 if kind == "moved" else 302
            _send(request, status, Location=f"/feed/{number}/here")
        elif kind == "gone":
            _send(request, 410)
        elif kind == "slow":
            self.closing.wait(self._slow_seconds)
        elif kind == "wrong":
            _send(request, 200, b"<!doctype html><p>This page is no feed.", "text/html")
        elif kind == "huge":
            _send(request, 200, b"<rss>" + b"x" * HUGE_BYTES, "application/rss+xml")
        elif kind == "busy":
            _send(request, 503, Retry_After="3600")
        elif request.headers.get("If-None-Match") == f'"{number}"':
            _send(request, 304)
        else:
            feed = _feed(self._site(number), number, is_whole=kind != "excerpts")
            _send(request, 200, feed, "application/rss+xml", ETag=f'"{number}"')


def _server(answer: Callable[[BaseHTTPRequestHandler], None]) -> ThreadingHTTPServer:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            self.close_connection = True
            answer(self)

        def log_message(self, format: str, *args: Any) -> None:
            """Nothing."""

    class Server(ThreadingHTTPServer):
        daemon_threads = True
        request_queue_size = 128

        def handle_error(self, request: Any, client_address: Any) -> None:
            """Nothing: whoever asks may hang up."""

    return Server(("127.0.0.1", 0), Handler)


def _send(
    request: BaseHTTPRequestHandler, status: int, body: bytes = b"", kind: str = "", **headers: str
) -> None:
    request.send_response(status)
    for name, value in headers.items():
        request.send_header(name.replace("_", "-"), value)
    if kind:
        request.send_header("Content-Type", kind)
    request.send_header("Content-Length", str(len(body)))
    request.end_headers()
    request.wfile.write(body)


def _paragraphs(number: int, item: int) -> str:
    words = [_WORDS[(number + item + n) % len(_WORDS)] for n in range(8)]
    return f"<p>Report {number}.{item}.</p>" + "".join(f"<p>{one}</p>" for one in words)


def _feed(site: str, number: int, *, is_whole: bool) -> bytes:
    items = []
    for item in range(ITEMS if is_whole else EXCERPTS):
        words = f"<![CDATA[{_paragraphs(number, item)}]]>"
        text = f"<content:encoded>{words}</content:encoded>" if is_whole else ""
        items.append(
            f"<item><title>Report {number}.{item}</title><link>{site}/page/{number}/{item}</link>"
            f"<guid>{number}-{item}</guid><pubDate>Tue, 05 Mar 2024 10:00:00 GMT</pubDate>"
            f"<description>What happened in Port Elm […]</description>{text}</item>"
        )
    return (
        '<?xml version="1.0" encoding="utf-8"?><rss version="2.0" '
        'xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel>'
        f"<title>Feed {number}</title><link>{site}/</link>{''.join(items)}</channel></rss>"
    ).encode()


def _page(place: list[str]) -> bytes:
    number, item = (int(part) if part.isdecimal() else 0 for part in (*place, "0", "0")[:2])
    return (
        f"<!doctype html><html lang=en><title>Report {number}.{item}</title><article>"
        f"<h1>Report {number}.{item}</h1>{_paragraphs(number, item)}</article></html>"
    ).encode()


def wait_for(is_ready: Callable[[], bool], seconds: float) -> None:
    """Waits until something is so. Raises TimeoutError."""
    deadline = time.monotonic() + seconds
    while not is_ready():
        if time.monotonic() > deadline:
            raise TimeoutError("it did not become ready")
        time.sleep(0.05)

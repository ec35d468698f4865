"""A web server for tests: on a free port of the loopback interface, with given answers."""

import threading
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from app.settings import Settings

PAGE = b"<!doctype html><p>The harbour of Port Elm was closed on Monday.</p>"
Answer = Callable[[BaseHTTPRequestHandler], None]


def missing(handler: BaseHTTPRequestHandler) -> None:
    """The answer of a site that has no such page."""
    handler.send_response(404)
    handler.send_header("Content-Length", "0")
    handler.end_headers()


class Site:
    """A web server for one test: `answers` maps paths to responses, `asked` records requests.

    It has no robots.txt unless the test gives one; requests for it are only counted.
    """

    def __init__(self) -> None:
        site = self
        self.answers: dict[str, Answer] = {}
        self.asked: list[tuple[str, dict[str, str]]] = []
        self.robots_asked = 0

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self) -> None:
                self.close_connection = True
                path = self.path.partition("?")[0]
                if path == "/robots.txt":
                    site.robots_asked += 1
                    site.answers.get(path, missing)(self)
                    return
                site.asked.append((self.path, {k.lower(): v for k, v in self.headers.items()}))
                site.answers[path](self)

            def log_message(self, format: str, *args: Any) -> None:
                """Nothing."""

        class Server(ThreadingHTTPServer):
            daemon_threads = True

            def handle_error(self, request: Any, client_address: Any) -> None:
                """Nothing: a client that hangs up is what some tests want."""

        self.server = Server(("127.0.0.1", 0), Handler)
        self.port = self.server.server_address[1]
        self.thread = threading.Thread(
            target=self.server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True
        )
        self.thread.start()

    def url(self, path: str = "/", host: str = "127.0.0.1") -> str:
        return f"http://{host}:{self.port}{path}"

    def settings(self, **given: Any) -> Settings:
        allowed = given.pop("fetch_allow", (f"127.0.0.1:{self.port}", f"localhost:{self.port}"))
        return Settings(
            model="small",
            fetch_allow=allowed,
            fetch_timeout_seconds=given.pop("seconds", 20),
            fetch_delay_seconds=given.pop("fetch_delay_seconds", 0),
            **given,
        )

    def serve(self, path: str, body: bytes = PAGE, status: int = 200, **headers: str) -> None:
        def answer(handler: BaseHTTPRequestHandler) -> None:
            handler.send_response(status)
            given = {name.replace("_", "-"): value for name, value in headers.items()}
            for name, value in (
                {"Content-Type": "text/html; charset=utf-8", "Content-Length": str(len(body))}
                | given
            ).items():
                handler.send_header(name, value)
            handler.end_headers()
            handler.wfile.write(body)

        self.answers[path] = answer

    def close(self) -> None:
        self.server.shutdown()
        self.server.server_close()
        self.thread.join()

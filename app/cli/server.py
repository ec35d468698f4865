"""Serving: the listening socket, the server around the application, what is done before and beside it. Top floor, like main and cli."""

import gc
import logging
import socket
import threading

import uvicorn

from app import pipeline
from app.errors import BadRequest, GlossError
from app.main import create_app
from app.settings import Settings
from app.store.db.library import Library

log = logging.getLogger(__name__)


def bound(host: str, port: int) -> socket.socket:
    """A listening socket; port 0 lets the system choose. Raises BadRequest when it cannot be had."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listening = socket.socket(family, socket.SOCK_STREAM)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((host, port))
        listening.listen(512)
    except OSError as error:
        listening.close()
        raise BadRequest(f"Cannot listen on {host}:{port}: {error.strerror}.") from error
    return listening


def address_of(listening: socket.socket, host: str) -> str:
    """The address a browser on this machine uses for a listening socket."""
    name = "127.0.0.1" if host in ("0.0.0.0", "::") else f"[{host}]" if ":" in host else host  # noqa: S104 - compared, not bound
    return f"http://{name}:{listening.getsockname()[1]}"


def settle() -> None:
    """Takes what is loaded by now out of the garbage collector's sight: it stays until the end.

    Each full collection walks all of it, and a page with 10,000 marks starts several: 193 ms become
    104.
    """
    gc.collect()
    gc.freeze()


def run(settings: Settings, library: Library, listening: socket.socket) -> None:
    """Serves until interrupted; what is not annotated yet is done beside it."""
    stop = threading.Event()
    beside = threading.Thread(target=_annotate, args=(library, stop), daemon=True)
    beside.start()
    # proxy headers are believed by the application alone, and only from the proxies that the
    # settings name
    config = uvicorn.Config(
        create_app(settings, library),
        log_level="warning",
        proxy_headers=False,
        server_header=False,
        timeout_graceful_shutdown=5,
    )
    settle()
    try:
        uvicorn.Server(config).run(sockets=[listening])
    finally:
        stop.set()
        beside.join(timeout=10)
        listening.close()


class _Stopped(Exception):  # not an error: the server ends
    pass


def _annotate(library: Library, stop: threading.Event) -> None:
    def between(_done: int, _total: int) -> None:
        if stop.is_set():
            raise _Stopped

    try:
        pipeline.annotate_pending(library, progress=between)
    except _Stopped:
        return
    except GlossError as error:
        log.warning("articles are waiting to be annotated: %s", error.message)

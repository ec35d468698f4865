"""The server: a listening socket, uvicorn around the application, annotation in the background."""

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
    """A listening socket; port 0 lets the system choose. Raises BadRequest if the port is taken."""
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
    """The address at which a browser on this machine reaches a listening socket."""
    if host in ("0.0.0.0", "::"):  # noqa: S104 - compared, not bound
        name = "127.0.0.1"
    elif ":" in host:
        name = f"[{host}]"
    else:
        name = host
    return f"http://{name}:{listening.getsockname()[1]}"


def freeze_loaded_objects() -> None:
    """Excludes everything loaded so far from garbage collection, as it stays until the end.

    Every full collection would walk all of it, and rendering a page with 10,000 marks starts
    several: freezing takes such a page from 193 ms to 104.
    """
    gc.collect()
    gc.freeze()


def run(settings: Settings, library: Library, listening: socket.socket) -> None:
    """Serves until interrupted, while a thread annotates what is pending."""
    stop = threading.Event()
    annotating = threading.Thread(target=_annotate, args=(library, stop), daemon=True)
    annotating.start()
    config = uvicorn.Config(
        create_app(settings, library),
        log_level=settings.log_level,
        # The application reads them itself, and only from the proxies that the settings name.
        proxy_headers=False,
        server_header=False,
        timeout_graceful_shutdown=5,
    )
    freeze_loaded_objects()
    try:
        uvicorn.Server(config).run(sockets=[listening])
    finally:
        stop.set()
        annotating.join(timeout=10)
        listening.close()


class _Stopped(Exception):
    """The server ends; what is not annotated yet stays pending."""


def _annotate(library: Library, stop: threading.Event) -> None:
    """Annotates what is pending, until it is done or the server stops."""

    def stop_between_revisions(_done: int, _total: int) -> None:
        if stop.is_set():
            raise _Stopped

    try:
        pipeline.annotate_pending(library, progress=stop_between_revisions)
    except _Stopped:
        return
    except GlossError as error:
        log.warning("some articles could not be annotated yet: %s", error.message)

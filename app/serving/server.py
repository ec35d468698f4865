"""The server: a listening socket, one or several web processes, one that annotates."""

import signal
import socket
import tempfile
import threading
from pathlib import Path
from types import FrameType
from typing import NoReturn

from app.errors import BadRequest
from app.serving.annotator_process import AnnotatorProcess, WakeUps
from app.serving.fetch_timer import FetchTimer
from app.serving.supervisor import KeptProcess, Supervised, keep_running
from app.serving.web_process import GRACE_SECONDS, WebProcess, answer_requests
from app.settings import Settings
from app.store.db.library import Library
from app.web.http.background import LeavesToOthers, NewRevisions, WakesAnnotator
from app.web.security.shared_counts import SharedCounts


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


def run(settings: Settings, library: Library, listening: socket.socket) -> None:
    """Serves from this process until interrupted, while another annotates what is pending."""
    # uvicorn ends and then raises the signal again; this way what is started here ends, too.
    signal.signal(signal.SIGTERM, _exit)
    stop = threading.Event()
    kept: list[Supervised] = [FetchTimer(settings)]
    new_revisions: NewRevisions = LeavesToOthers()
    if settings.annotate:
        annotator = AnnotatorProcess(settings)
        kept.append(KeptProcess("annotating", annotator.started))
        new_revisions = WakesAnnotator(WakeUps(annotator.writer).tell)
    keeper = threading.Thread(target=keep_running, args=(kept, stop, GRACE_SECONDS))
    keeper.start()
    try:
        answer_requests(settings, library, listening, new_revisions, SharedCounts())
    finally:
        stop.set()
        keeper.join()
        listening.close()


def run_processes(settings: Settings, listening: socket.socket, workers: int) -> None:
    """Serves from several processes until interrupted, while one more annotates."""
    stop = threading.Event()
    kept: list[Supervised] = [FetchTimer(settings)]
    writer = None
    if settings.annotate:
        annotator = AnnotatorProcess(settings)
        kept.append(KeptProcess("annotating", annotator.started))
        writer = annotator.writer
    with tempfile.TemporaryDirectory(prefix="gloss-") as folder, listening:
        counts = Path(folder) / "counts"
        for number in range(workers):
            web = WebProcess(settings, listening, writer, counts, number)
            kept.append(KeptProcess("web", web.started))
        _set_on_signals(stop)
        keep_running(kept, stop, GRACE_SECONDS + 2)


def run_annotators(settings: Settings, workers: int) -> None:
    """Annotates what is pending, and what is stored later, in several processes until interrupted.

    The same as a server does, without one.
    """
    stop = threading.Event()
    kept = [KeptProcess("annotating", AnnotatorProcess(settings).started) for _ in range(workers)]
    _set_on_signals(stop)
    keep_running(kept, stop, GRACE_SECONDS)


def _set_on_signals(stop: threading.Event) -> None:
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stop.set())


def _exit(number: int, _frame: FrameType | None) -> NoReturn:
    raise SystemExit(128 + number)

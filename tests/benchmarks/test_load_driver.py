"""The driver counts every answer, and an open loop from when a request was due."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from benchmarks.load.driver import Call, Load, measure, percentile

STOP_SECONDS = 0.4


class Stopping(BaseHTTPRequestHandler):
    """Answers at once, but for the first request at /stops, which holds up all that follow."""

    protocol_version = "HTTP/1.1"
    one_at_a_time = threading.Lock()
    has_stopped = False

    def do_GET(self) -> None:
        with self.one_at_a_time:
            if self.path == "/stops" and not Stopping.has_stopped:
                Stopping.has_stopped = True
                time.sleep(STOP_SECONDS)
        status = 503 if self.path == "/refuses" else 200
        body = b"" if status == 503 else b"a word"
        self.send_response(status)
        if self.path == "/chunked":
            self.send_header("Transfer-Encoding", "chunked")
            body = b"6\r\na word\r\n0\r\n\r\n"
        else:
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        pass


@contextmanager
def served() -> Iterator[int]:
    Stopping.has_stopped = False
    with ThreadingHTTPServer(("127.0.0.1", 0), Stopping) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield server.server_port
        server.shutdown()
        thread.join()


def test_a_percentile_is_one_of_the_times_and_no_share_between() -> None:
    times = [float(n) for n in range(1, 101)]
    assert [percentile(times, share) for share in (0.5, 0.95, 0.99, 1.0)] == [50, 95, 99, 100]
    assert percentile([3.0, 1.0, 2.0], 0.5) == 2.0
    assert percentile([7.0], 0.99) == 7.0
    assert percentile([1.0, 2.0], 0.0) == 1.0


def test_a_closed_loop_counts_answers_by_name_and_status() -> None:
    calls = [Call("good", "/"), Call("refused", "/refuses"), Call("in parts", "/chunked")]
    with served() as port:
        measured = measure(port, Load(calls, connections=2, count=9))
    assert {name: len(times) for name, times in measured.seconds.items()} == {
        "good": 3,
        "refused": 3,
        "in parts": 3,
    }
    assert measured.statuses == {"good 200": 3, "refused 503": 3, "in parts 200": 3}
    assert measured.failures == []


def test_an_open_loop_charges_a_stop_to_every_request_that_was_due_meanwhile() -> None:
    with served() as port:
        open_loop = measure(port, Load([Call("one", "/stops")], rate=100, count=60))
    waited = [seconds for seconds in open_loop.all_seconds if seconds > STOP_SECONDS / 4]
    # Due every 10 ms: thirty requests come in the first three quarters of the stop. Sent one after
    # another only the first would have waited.
    assert len(waited) >= 29
    assert max(open_loop.all_seconds) >= STOP_SECONDS


def test_what_no_server_answers_is_a_failure() -> None:
    with served() as port:
        pass
    measured = measure(port, Load([Call("one", "/")], count=2))
    assert measured.all_seconds == []
    assert len(measured.failures) == 2

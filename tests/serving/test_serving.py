"""`gloss serve` with two web processes and one that annotates; each test leaves it running."""

import json
import os
import signal
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.error import HTTPError

import pytest

from app.cli.library import opened
from app.serving.annotator_process import NICENESS
from app.settings import Settings
from tests.building import ingest
from tests.cli.running import ROOT

pytestmark = pytest.mark.slow  # one server is started for all tests
TOKEN = "a-token-for-these-tests"
SEARCHES = 4


@dataclass
class Served:
    """A running server."""

    folder: Path
    url: str
    process: subprocess.Popen[str]

    def ask(self, path: str, body: Any = None, *, editor: bool = False) -> tuple[int, Any]:
        """Status and decoded answer of one request, on a connection of its own."""
        headers = {"Content-Type": "application/json"}
        if editor:
            headers["Authorization"] = f"Bearer {TOKEN}"
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(self.url + path, data, headers)
        try:
            with urllib.request.urlopen(request, timeout=60) as answer:
                return answer.status, json.loads(answer.read())
        except HTTPError as error:
            return error.code, json.loads(error.read())

    def children(self) -> dict[int, int]:
        """The server's processes: number and niceness."""
        listed = subprocess.run(
            ["ps", "-e", "-ww", "-o", "pid=,ppid=,nice=,args="],
            capture_output=True,
            text=True,
            check=True,
        )
        rows = [line.split(maxsplit=3) for line in listed.stdout.splitlines()]
        return {
            int(pid): int(nice)
            for pid, parent, nice, command in rows
            if int(parent) == self.process.pid and "spawn_main" in command and nice != "-"
        }

    def is_annotated(self, article: int) -> bool:
        return bool(self.ask(f"/api/articles/{article}", editor=True)[1]["annotated"])


def eventually(is_so: Callable[[], bool], seconds: float = 120) -> bool:
    until = time.monotonic() + seconds
    while not is_so():
        if time.monotonic() > until:
            return False
        time.sleep(0.05)
    return True


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    folder = tmp_path_factory.mktemp("served")
    environ = {k: v for k, v in os.environ.items() if not k.startswith("GLOSS_")} | {
        "GLOSS_DATA": str(folder),
        "GLOSS_MODEL": "small",
        "GLOSS_ADMIN_TOKEN": TOKEN,
        "GLOSS_SEARCHES_PER_MINUTE": str(SEARCHES),
        "GLOSS_LOG_LEVEL": "error",
    }
    command = [sys.executable, "-m", "app", "serve", "--port", "0", "--workers", "2"]
    with subprocess.Popen(
        command, cwd=ROOT, env=environ, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout
        said = next((line for line in process.stdout if "serves on" in line), "")
        assert said, "gloss serve ended before it served"
        yield Served(folder, said.split()[-1], process)
        process.terminate()
        assert process.wait(30) == 0


def test_web_processes_count_searches_together_and_a_dead_one_is_replaced(served: Served) -> None:
    statuses = [served.ask("/api/search?q=buoy")[0] for _ in range(2 * SEARCHES)]
    assert statuses == [200] * SEARCHES + [429] * SEARCHES
    assert served.ask("/api/search?q=buoy", editor=True)[0] == 200
    assert served.ask("/api/articles")[0] == 200

    assert eventually(lambda: sorted(served.children().values()) == [0, 0, NICENESS])
    killed = next(pid for pid, nice in served.children().items() if nice == 0)
    os.kill(killed, signal.SIGKILL)
    assert served.ask("/api/articles")[0] == 200
    assert eventually(lambda: sorted(served.children().values()) == [0, 0, NICENESS])
    assert killed not in served.children()
    assert served.ask("/api/search?q=buoy")[0] == 429


def test_what_is_stored_here_or_by_another_process_is_annotated_also_after_a_kill(
    served: Served,
) -> None:
    text = "“The buoy was dark,” said the master, Captain Ella Thorne."
    assert eventually(lambda: served.ask("/readyz")[1]["annotating"])
    status, stored = served.ask("/api/articles", {"text": text}, editor=True)
    assert status == 201
    annotator = next(pid for pid, nice in served.children().items() if nice == NICENESS)
    os.kill(annotator, signal.SIGKILL)
    with opened(Settings(data=served.folder, model="small")) as library:
        other = ingest(library, f"{text} Nobody was hurt.", annotated=False).article_id
    assert eventually(lambda: served.is_annotated(stored["id"]) and served.is_annotated(other))
    assert annotator not in served.children()

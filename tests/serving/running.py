"""One running `gloss serve` whose resources a test takes away and gives back."""

import ctypes
import json
import os
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.error import HTTPError

from tests.cli.running import ROOT

TOKEN = "a-token-for-these-tests"
_PR_CAPBSET_DROP, _CAP_DAC_OVERRIDE, _CAP_SYS_RESOURCE = 24, 1, 24


@dataclass
class Running:
    """A server, its library's folder, and the file of its log."""

    folder: Path
    url: str
    process: subprocess.Popen[str]
    log: Path

    def ask(self, path: str, body: Any = None) -> tuple[int, str, str | None]:
        """Status, answer and `Retry-After`; 0 where the connection was closed without an answer."""
        headers = {"Content-Type": "application/json", "Authorization": f"Bearer {TOKEN}"}
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(self.url + path, data, headers)
        try:
            with urllib.request.urlopen(request, timeout=60) as answer:
                return answer.status, answer.read().decode(), None
        except HTTPError as error:
            return error.code, error.read().decode(), error.headers["Retry-After"]
        except OSError:
            return 0, "", None

    def storage(self) -> str:
        """What /readyz says of storing."""
        return str(json.loads(self.ask("/readyz")[1])["storage"])

    def store(self, text: str) -> int:
        """The status of storing an article."""
        return self.ask("/api/articles", {"text": text})[0]


def _as_anybody() -> None:
    """Lets file modes and limits hold for a server that root starts."""
    libc = ctypes.CDLL(None)
    for capability in (_CAP_DAC_OVERRIDE, _CAP_SYS_RESOURCE):
        libc.prctl(_PR_CAPBSET_DROP, capability)


@contextmanager
def running(folder: Path, **environment: str) -> Iterator[Running]:
    """A server in one process, over the library in `folder`."""
    environ = {k: v for k, v in os.environ.items() if not k.startswith("GLOSS_")} | {
        "GLOSS_DATA": str(folder),
        "GLOSS_MODEL": "small",
        "GLOSS_ADMIN_TOKEN": TOKEN,
        "GLOSS_ANNOTATE": "false",
        "GLOSS_WRITES_PER_MINUTE": "60000",
        **environment,
    }
    command = [sys.executable, "-m", "app", "serve", "--port", "0"]
    log = folder.with_name(f"{folder.name}.log")
    with (
        log.open("w") as errors,
        subprocess.Popen(
            command,
            cwd=ROOT,
            env=environ,
            stdout=subprocess.PIPE,
            stderr=errors,
            text=True,
            preexec_fn=_as_anybody,
        ) as process,
    ):
        assert process.stdout
        said = next((line for line in process.stdout if "serves on" in line), "")
        assert said, log.read_text()
        try:
            yield Running(folder, said.split()[-1], process, log)
        finally:
            process.terminate()
            process.wait(30)

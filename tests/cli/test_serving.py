"""`gloss serve`: the first start prints a sign-in link; an older library is refused if asked."""

import gc
import os
import signal
import socket
import subprocess
import sys
import urllib.request
from pathlib import Path

import pytest
from pydantic import BaseModel

from tests.cli.running import ROOT, gloss, gloss_here

pytestmark = pytest.mark.slow  # each test starts processes


def test_serve_prints_a_sign_in_link_once_and_no_migrate_refuses_an_older_library(
    tmp_path: Path,
) -> None:
    assert b"older" in gloss(tmp_path, "serve", "--port", "0", "--no-migrate").stderr
    environ = {k: v for k, v in os.environ.items() if not k.startswith("GLOSS_")} | {
        "GLOSS_DATA": str(tmp_path / "data")
    }
    printed = []
    for _ in range(2):
        command = [sys.executable, "-m", "app", "serve", "--port", "0"]
        with subprocess.Popen(
            command, cwd=ROOT, env=environ, stdout=subprocess.PIPE, text=True
        ) as process:
            assert process.stdout
            said = []
            for line in process.stdout:
                said.append(line)
                if "serves on" in line:
                    break
            with urllib.request.urlopen(said[-1].split()[-1] + "/healthz", timeout=30) as answer:
                assert answer.status == 200
            process.send_signal(signal.SIGINT)
            assert process.wait(30) in (0, 130, -signal.SIGINT)
        printed.append(any("/signin/" in line for line in said))
    assert printed == [True, False]


def test_collections_and_models_are_as_before_when_the_server_is_loaded(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        run = gloss_here(tmp_path, "serve", "--port", port)
    assert b"Cannot listen" in run.stderr
    assert gc.isenabled()
    assert "defer_build" not in BaseModel.model_config

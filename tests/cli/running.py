"""How tests run the command: as a process, on a library in a temporary folder."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

from typer.testing import CliRunner

from app.cli import app

ROOT = Path(__file__).parents[2]


TEXT = (
    "date 2031-05-06 The ferry Petrel ran aground off Sund on Monday.\n\n"
    "“The buoy was dark,” said the master, Captain Ella Thorne. She said that nobody was hurt.\n"
)


def gloss(
    folder: Path, *arguments: str, given: bytes | None = None, **environment: str
) -> subprocess.CompletedProcess[bytes]:
    """One run of the command on the library in `folder`."""
    environ = (
        {k: v for k, v in os.environ.items() if not k.startswith("GLOSS_")}
        | {"GLOSS_DATA": str(folder / "data"), "GLOSS_MODEL": "small"}
        | environment
    )
    command = [sys.executable, "-m", "app", *arguments]
    return subprocess.run(
        command, cwd=ROOT, env=environ, input=given, capture_output=True, timeout=120, check=False
    )


def gloss_here(
    folder: Path, *arguments: str, given: bytes | None = None
) -> subprocess.CompletedProcess[bytes]:
    """The same in this process, which saves the two seconds that a process needs to start."""
    unset = {name: None for name in os.environ if name.startswith("GLOSS_")}
    environ = unset | {"GLOSS_DATA": str(folder / "data"), "GLOSS_MODEL": "small"}
    run = CliRunner().invoke(app, arguments, input=given, env=environ)
    if run.exception is not None and not isinstance(run.exception, SystemExit):
        raise run.exception
    return subprocess.CompletedProcess(arguments, run.exit_code, run.stdout_bytes, run.stderr_bytes)


def lines(run: subprocess.CompletedProcess[bytes]) -> list[dict[str, object]]:
    """The JSON Lines that a run printed."""
    return [json.loads(line) for line in run.stdout.splitlines()]


def document(run: subprocess.CompletedProcess[bytes]) -> tuple[list[Any], list[Any]]:
    """What an import with --json says that it stored, and what failed."""
    printed = json.loads(run.stdout)
    assert printed.keys() == {"items", "failed", "not_fetched", "skipped", "also_imported"}
    return printed["items"], printed["failed"]

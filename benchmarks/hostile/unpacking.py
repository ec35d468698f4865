"""What a hostile file costs to read, container and all, measured in a process of its own."""

import os
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

from app import importers
from app.errors import GlossError
from app.importers.base import Draft, PackedFile, Skipped, Unreadable
from benchmarks.hostile.archives import HOSTILE_FILES

ROOT = Path(__file__).parents[2]
READ_SECONDS, MEGABYTES = 3.0, 200.0
"""What reading may take in processor seconds, and what may be held above the file itself."""
_MEGABYTE = 1_000_000
_PAGE = b"<!doctype html><html><body><h1>A ferry</h1><p>The harbour of Port Elm was closed.</p>"


def measure(names: list[str]) -> None:
    """Prints a row for each file whose name has one of the given parts in it."""
    print("| file | MB | s | MB held | articles | unreadable | first message |")
    print("|---|---:|---:|---:|---:|---:|---|")
    for hostile in HOSTILE_FILES:
        if not names or any(part in hostile.name for part in names):
            command = [sys.executable, "-m", "benchmarks.hostile", "file", hostile.name]
            subprocess.run(command, cwd=ROOT, check=False, env=os.environ)


def one(name: str) -> None:
    """Prints the row of one file: what a process of its own runs."""
    list(importers.read_parts(PackedFile(_PAGE), longest=2 * _MEGABYTE))
    data = next(hostile.make() for hostile in HOSTILE_FILES if hostile.name == name)
    Path("/proc/self/clear_refs").write_text("5", encoding="ascii")  # the peak begins anew
    held, began = _status("VmRSS"), time.process_time()
    counts, message = _read(data)
    seconds, most = time.process_time() - began, (_status("VmHWM") - held) / _MEGABYTE
    cells = (
        *(name, f"{len(data) / _MEGABYTE:.1f}", f"{seconds:.1f}", f"{most:.0f}"),
        *(f"{counts[Draft]:,}", f"{counts[Unreadable]:,}", message[:90].replace("|", "/")),
    )
    mark = " **over**" if seconds > READ_SECONDS or most > MEGABYTES else ""
    print("| " + " | ".join(cells) + " |" + mark, flush=True)


def _read(data: bytes) -> tuple[Counter[type], str]:
    """How many parts of each kind there are, and the first reason for what cannot be read."""
    counts: Counter[type] = Counter()
    message = ""
    try:
        for part in importers.read_parts(PackedFile(data), longest=2 * _MEGABYTE):
            counts[type(part)] += part.count if isinstance(part, Skipped) else 1
            if isinstance(part, Unreadable) and not message:
                message = part.message
    except GlossError as error:
        message = f"refused: {error.message}"
    return counts, message


def _status(field: str) -> int:
    lines = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
    return int(next(line for line in lines if line.startswith(f"{field}:")).split()[1]) * 1024

"""Tables in Markdown, and `RESULTS.md` with the date and the machine."""

import os
import platform
import sqlite3
import time
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

RESULTS = Path(__file__).parents[1] / "RESULTS.md"
_PACKAGES = ("fastapi", "starlette", "uvicorn", "sqlalchemy", "sqlmodel", "jinja2")


class Report:
    """What a command measured: printed as it comes, written at the end."""

    def __init__(self) -> None:
        self._lines: list[str] = []
        self._started = time.monotonic()

    def title(self, words: str) -> None:
        """Begins a part."""
        self._add(f"\n## {words}\n")

    def note(self, words: str) -> None:
        """Adds a paragraph."""
        self._add(f"{words}\n")

    def table(self, head: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
        """Adds a table: the first column is words, the others are figures."""
        self._add("| " + " | ".join(head) + " |")
        self._add("|---" + "|---:" * (len(head) - 1) + "|")
        for row in rows:
            self._add("| " + " | ".join(map(_cell, row)) + " |")
        self._add("")

    def write(self, path: Path = RESULTS) -> None:
        """Writes everything to a file, in place of what it held."""
        minutes = (time.monotonic() - self._started) / 60
        head = [
            "# What was measured",
            "",
            f"{datetime.now(UTC):%Y-%m-%d %H:%M} UTC, in {minutes:.0f} minutes with building.",
            "`make bench` writes this file; [how it is measured](load/README.md).",
            "",
            f"Machine: {machine()}",
        ]
        path.write_text("\n".join([*head, *self._lines]).rstrip() + "\n")

    def _add(self, line: str) -> None:
        self._lines.append(line)
        print(line, flush=True)


def machine() -> str:
    """Cores, memory and versions, in one line."""
    pages = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE") / 2**30
    packages = ", ".join(f"{name} {version(name)}" for name in _PACKAGES)
    load = os.getloadavg()[0]
    return (
        f"{len(os.sched_getaffinity(0))} cores ({_processor()}), {pages:.0f} GB of memory, "
        f"{platform.system()} {platform.release()}, Python {platform.python_version()}, SQLite "
        f"{sqlite3.sqlite_version}, {packages}; load average at the end {load:.1f}."
    )


def _processor() -> str:
    for line in Path("/proc/cpuinfo").read_text().splitlines():
        if line.startswith("model name"):
            return line.partition(":")[2].strip()
    return platform.machine()


def _cell(value: object) -> str:
    if isinstance(value, float):
        return (
            f"{value:,.0f}" if value >= 100 else f"{value:.1f}" if value >= 10 else f"{value:.2f}"
        )
    if isinstance(value, int) and not isinstance(value, bool):
        return f"{value:,}"
    return str(value)

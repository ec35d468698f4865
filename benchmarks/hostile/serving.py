"""The memory of a running server: before, after imports and views, and after very long texts."""

import json
import os
import tempfile
import time
import urllib.request
from pathlib import Path
from typing import Any

from benchmarks.hostile.kinds import repeated
from benchmarks.load import servers
from benchmarks.load.servers import Server

LONG_CHARACTERS = 1_900_000
_WAIT_SECONDS = 3_600
_TEXT = (
    "The harbour of Port Elm was closed on Monday after ferry {n} struck the northern pier. “We "
    "will not reopen it on 3 May,” said the mayor, Jane Roe{n}, who blamed the company.\n\n"
)


def measure(imports: int, views: int, long_texts: int, model: str) -> None:
    """Prints what each process of a server holds after each part of the work."""
    print("| after | " + " | ".join(("process", "MB (PSS)")) + " |\n|---|---|---:|")
    with (
        tempfile.TemporaryDirectory() as folder,
        servers.gloss(Path(folder), model=model) as server,
    ):
        _show(server, "the start")
        ids = [added(server, _TEXT.replace("{n}", str(n)) * 4) for n in range(imports)]
        wait_until_annotated(server, ids)
        _show(server, f"{imports:,} imports")
        for n in range(views):
            _asked(server, f"/articles/{ids[n % len(ids)]}")
        _show(server, f"{views:,} views")
        for n in range(long_texts):
            long = repeated(_TEXT.replace("{n}", str(n)))(LONG_CHARACTERS)
            wait_until_annotated(server, [added(server, long)])
            _asked(server, "/")
        _show(server, f"{long_texts:,} articles of {LONG_CHARACTERS:,} characters")


def _show(server: Server, after: str) -> None:
    """Prints the processes; the one that annotates is told by its priority."""
    for pid in servers.family(server.process.pid):
        is_annotating = os.getpriority(os.PRIO_PROCESS, pid) >= 10
        name = "annotating" if is_annotating else "answering and its keeper"
        held = servers.proportional_kilobytes(pid) * 1024 / 1_000_000
        print(f"| {after} | {name} | {held:.0f} |", flush=True)


def added(server: Server, text: str) -> int:
    """The id of a new article."""
    return int(_asked(server, "/api/articles", {"text": text})["id"])


def wait_until_annotated(server: Server, ids: list[int]) -> None:
    """Waits until these are annotated. Raises TimeoutError."""
    until = time.monotonic() + _WAIT_SECONDS
    for id_ in ids:
        while not _asked(server, f"/api/articles/{id_}")["annotated"]:
            if time.monotonic() > until:
                raise TimeoutError(f"Article {id_} was not annotated in {_WAIT_SECONDS} s.")
            time.sleep(0.2)


def _asked(server: Server, path: str, sent: dict[str, str] | None = None) -> Any:
    """The answer to a request: JSON, or None for a page, which is read to its end."""
    headers = {"Authorization": f"Bearer {servers.TOKEN}", "Content-Type": "application/json"}
    body = None if sent is None else json.dumps(sent).encode()
    request = urllib.request.Request(f"http://127.0.0.1:{server.port}{path}", body, headers)
    with urllib.request.urlopen(request, timeout=120) as answer:
        read = answer.read()
    return json.loads(read) if path.startswith("/api/") else None

"""`kill -9` loses nothing acknowledged; what is withdrawn leaves no trace in the file."""

import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from app import pipeline
from app.errors import Gone
from app.store.admin.doctor import examination
from app.store.articles import articles
from app.store.articles.access import ANYONE
from app.store.db.library import Library
from app.text.spans import Doubt, Span
from tests.building import ingest
from tests.store.acknowledging import text

ROOT = Path(__file__).parents[2]


def acknowledged_until_killed(folder: Path, seed: int) -> list[tuple[str, int, int, int]]:
    """Runs the importing program, kills it at some moment, and gives the lines it had written."""
    command = [sys.executable, "-m", "tests.store.acknowledging", str(folder), str(seed)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=ROOT) as program:
        assert program.stdout is not None
        first = program.stdout.readline()
        time.sleep(random.uniform(0.05, 0.8))
        program.send_signal(signal.SIGKILL)
        lines = [first, *program.stdout]
    return [
        (verb, int(a), int(b), int(c))
        for verb, a, b, c in (line.split() for line in lines if line.endswith("\n"))
    ]


@pytest.mark.slow
def test_killing_an_import_loses_nothing_acknowledged(sqlite_library: Library) -> None:
    folder = sqlite_library.settings.data
    sqlite_library.close()
    everything: dict[tuple[int, int], tuple[int, int]] = {}
    withdrawn: set[int] = set()
    for seed in range(4):
        for verb, article_id, number, n in acknowledged_until_killed(folder, seed):
            if verb == "withdrawn":
                withdrawn.add(article_id)
            else:
                everything[article_id, number] = seed, n
    assert len(everything) > 4
    with sqlite_library.reading() as s:
        for (article_id, number), (seed, n) in everything.items():
            try:
                _, revision = articles.with_revision(s, ANYONE, article_id, number)
            except Gone:
                assert (
                    n % 5 == 0
                )  # withdrawn, though perhaps not yet acknowledged when the kill came
                continue
            assert article_id not in withdrawn
            assert revision.text == text(seed, n) + (" Changed." if number == 2 else "")
    assert [
        check.message
        for check in examination.examine(sqlite_library, pipeline.versions(sqlite_library))
        if not check.ok
    ] == []


@pytest.mark.slow
@pytest.mark.usefixtures("stub_layers")
def test_withdrawing_leaves_no_trace_in_the_file(sqlite_library: Library) -> None:
    doubt = Doubt("kind", "Zanzibarquux doubted.", (Span(0, 1),))
    names = "“Zanzibarquux it is,” Zanzibarquux Zanzibarquux said. 13 of Zanzibarquux. "
    for n in range(20):
        ingest(sqlite_library, f"Other words stay here, number {n}. Ida Fenwick said so.")
    stored = ingest(
        sqlite_library,
        names * 200,
        url="https://press.example/zanzibarquux",
        title="Zanzibarquux",
        publisher="Zanzibarquux",
        doubts=(doubt,),
    )
    for n in range(20):
        ingest(sqlite_library, f"More words stay here, number {n}. Ida Fenwick said so.")
    folder = sqlite_library.settings.data
    sqlite_library.checkpoint()
    assert b"anzibarquux" in (folder / "gloss.db").read_bytes()
    pipeline.withdraw(sqlite_library, stored.article_id)
    for file in folder.iterdir():
        assert b"anzibarquux" not in file.read_bytes(), file.name
    assert [
        check.message
        for check in examination.examine(sqlite_library, pipeline.versions(sqlite_library))
        if not check.ok
    ] == []

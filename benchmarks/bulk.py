"""What an import of many files costs: `python -m benchmarks.bulk kills|rates|memory`.

`kills` imports a folder in a process of its own, which SIGKILL ends at random moments, so many
times, and then once more to the end. It shows that every article is stored once, and the work of
all processes as a multiple of what one import does: files read, and seconds of the processor. The
processes are forked, so that starting Python is not counted. `rates` gives stored texts, extracted
pages and known files a second, and `memory` the most that the program held. Nothing is annotated;
texts and pages are made from a seed. Where others use the processor too, its seconds are what
counts.
"""

import argparse
import mmap
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from unittest.mock import patch

from app.bulk_import import readers, reading
from app.bulk_import.importing import ImportOptions, import_items
from app.bulk_import.items import expanded
from app.bulk_import.reading import ReadingJob, ReadItem
from app.settings import Settings
from app.store.admin import migrations
from app.store.annotations import runs
from app.store.articles.access import EDITOR
from app.store.db.library import Library
from app.store.summaries import publishers

ROOT = Path(__file__).parent.parent
WORDS = (
    "harbour ferry master council dawn bridge river mayor market winter storm budget school engine "
    "island lantern report crowns vote tide pilot mole quay gale bread choir wall gate field road"
).split()
NAMES = ("Ida Fenwick", "Mara Quist", "Ella Thorne", "Joren Vale", "Tove Marsh")
PARAGRAPHS = 7
SENTENCES = 5
PAGE = """<!doctype html><html lang="en"><head><title>{title} | The Ostra Courier</title>
<meta property="og:title" content="{title}"><link rel="canonical" href="{url}">
<script type="application/ld+json">{{"@type": "NewsArticle", "headline": "{title}",
"datePublished": "2031-05-06", "author": {{"@type": "Person", "name": "{name}"}}}}</script></head>
<body><nav><ul>{menu}</ul></nav><main><article><h1>{title}</h1><p class="byline">By {name}</p>
{body}</article></main><aside><h2>Most read</h2><ul>{menu}</ul></aside><footer>{menu}</footer>
</body></html>"""


def text(seed: int, number: int) -> str:
    """A text of about 420 words, another one for each number."""
    rng = random.Random(f"{seed} {number}")
    paragraphs = [
        " ".join(_sentence(rng, number) for _ in range(SENTENCES)) for _ in range(PARAGRAPHS)
    ]
    return "\n\n".join(paragraphs)


def _sentence(rng: random.Random, number: int) -> str:
    words = " ".join(rng.choice(WORDS) for _ in range(8))
    return f"{rng.choice(NAMES)} said that the {words} of {number} would hold."


def page(seed: int, number: int) -> str:
    """A web page with such a text, among menus and boxes."""
    rng = random.Random(f"{seed} page {number}")
    title = f"The {rng.choice(WORDS)} and the {rng.choice(WORDS)}, part {number}"
    links = [f'<li><a href="/{n}">{rng.choice(WORDS)} {n}</a></li>' for n in range(40)]
    body = "".join(f"<p>{part}</p>" for part in text(seed, number).split("\n\n"))
    return PAGE.format(
        title=title,
        url=f"https://courier.example/{seed}/{number}",
        name=rng.choice(NAMES),
        menu="".join(links),
        body=body,
    )


def written(folder: Path, count: int, make: Callable[[int, int], str], suffix: str) -> Path:
    """A folder with so many files, a hundred in each folder of it."""
    for number in range(count):
        file = folder / f"{number // 100:04}" / f"{number:06}{suffix}"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(make(1, number))
    return folder


@dataclass(frozen=True, slots=True)
class Ended:
    """A process that imported: its seconds of the processor and by the clock, and its memory."""

    processor: float
    clock: float
    megabytes: float


class Reads:
    """Counts the files that are read, by all processes that are forked from this one."""

    def __init__(self) -> None:
        self._shared = mmap.mmap(-1, 8)
        patch.object(readers, "read", self._counted).start()

    @property
    def count(self) -> int:
        """How many were read until now."""
        return int.from_bytes(self._shared[:8], "little")

    def _counted(self, job: ReadingJob) -> ReadItem:
        self._shared[:8] = (self.count + 1).to_bytes(8, "little")
        return reading.read(job)


def imported(data: Path, folder: Path, *, kill_after: float | None = None) -> Ended:
    """Imports a folder in a forked process, which is killed after so many seconds."""
    started = time.monotonic()
    child = os.fork()
    if child == 0:
        _import(data, folder, 1)
        os._exit(0)
    if kill_after is not None:
        time.sleep(kill_after)
        os.kill(child, signal.SIGKILL)
    return _waited(child, started)


def _waited(process: int, started: float) -> Ended:
    _, _, used = os.wait4(process, 0)
    clock = time.monotonic() - started
    return Ended(used.ru_utime + used.ru_stime, clock, used.ru_maxrss / 1024)


def _import(data: Path, folder: Path, workers: int) -> int:
    with closing(Library(Settings(data=data, model="small"))) as library:
        items = expanded([str(folder)])
        return sum(
            len(batch.results)
            for batch in import_items(library, items, ImportOptions(workers=workers))
        )


def kills(files: int, times: int, seed: int) -> None:
    """Prints what the kills cost, and what they lost or doubled."""
    rng = random.Random(seed)
    with tempfile.TemporaryDirectory() as name:
        _warm(Path(name, "first"))
        reads = Reads()
        folder = written(Path(name, "in"), files, text, ".txt")
        whole, killed = Path(name, "whole"), Path(name, "killed")
        for data in (whole, killed):
            migrations.upgrade(Settings(data=data))
        one = imported(whole, folder)
        reads_of_one = reads.count
        processes = [
            imported(killed, folder, kill_after=rng.uniform(0, 2 * one.clock / times))
            for _ in range(times)
        ]
        stored_by_then = _totals(killed)[0]
        processes.append(imported(killed, folder))
        articles, revisions = _totals(killed)
        print(f"files {files:,}, kills {times}, seed {seed}")
        print(f"one import               {one.clock:7.1f} s, processor {one.processor:.1f} s")
        print(f"stored by the last kill  {stored_by_then:7,}")
        print(f"lost                     {files - articles:7,}")
        print(f"doubled                  {revisions - articles:7,} revisions")
        print(f"files read               {(reads.count - reads_of_one) / reads_of_one:7.2f} times")
        processor = sum(process.processor for process in processes) / one.processor
        print(f"processor                {processor:7.2f} times")


def _warm(folder: Path) -> None:
    """Loads what an import needs, which forked processes inherit."""
    migrations.upgrade(Settings(data=folder / "data"))
    for _ in range(2):  # what is known asks other questions
        _import(folder / "data", written(folder / "in", 40, text, ".txt"), 1)


def _totals(data: Path) -> tuple[int, int]:
    """How many articles and revisions a library has."""
    with closing(Library(Settings(data=data))) as library, library.reading() as s:
        return publishers.articles(s, EDITOR), runs.count_pending(s, {}, everything=True)


def rates(files: int, pages: int) -> None:
    """Prints how fast texts are stored, pages extracted and known files passed over."""
    with tempfile.TemporaryDirectory() as name:
        _warm(Path(name, "first"))
        folder = written(Path(name, "in"), files, text, ".txt")
        print(f"{'':34}{'a second':>10}{'a second of the processor':>28}")
        for workers in (1, 2):
            data = Path(name, f"by-{workers}")
            migrations.upgrade(Settings(data=data))
            _print_rate(f"texts stored, workers {workers}", files, _timed(data, folder, workers))
        _print_rate("known files passed over", files, _timed(Path(name, "by-1"), folder, 1))
        jobs = [ReadingJob(page(1, n).encode(), name="a.html") for n in range(pages)]
        before = time.monotonic(), time.process_time()
        assert all(reading.read(job).parts for job in jobs)
        used = time.monotonic() - before[0], time.process_time() - before[1]
        _print_rate("pages extracted, one core", pages, used)


def _timed(data: Path, folder: Path, workers: int) -> tuple[float, float]:
    """The seconds of an import by the clock, and of the processor, workers not among them."""
    before = time.monotonic(), time.process_time()
    _import(data, folder, workers)
    return time.monotonic() - before[0], time.process_time() - before[1]


def _print_rate(what: str, count: int, used: tuple[float, float]) -> None:
    print(f"{what:34}{count / used[0]:>10,.0f}{count / used[1]:>28,.0f}")


def memory(counts: list[int]) -> None:
    """Prints the most memory that the program held for so many files."""
    with tempfile.TemporaryDirectory() as name:
        for count in counts:
            folder = written(Path(name, f"in-{count}"), count, text, ".txt")
            environ = {k: v for k, v in os.environ.items() if not k.startswith("GLOSS_")}
            started = time.monotonic()
            program = subprocess.Popen(
                [sys.executable, "-m", "app", "import", str(folder), "--no-annotate"],
                cwd=ROOT,
                env=environ | {"GLOSS_DATA": str(Path(name, f"data-{count}"))},
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
            )
            ended = _waited(program.pid, started)
            print(f"{count:>9,} files {ended.megabytes:>6,.0f} MB {ended.clock:>6,.0f} s")


def main() -> None:
    """Runs one of the measurements."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0] if __doc__ else None)
    parser.add_argument("measurement", choices=["kills", "rates", "memory"])
    parser.add_argument("--files", type=int, default=5_000)
    parser.add_argument("--kills", type=int, default=100)
    parser.add_argument("--pages", type=int, default=100)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    if given.measurement == "kills":
        kills(given.files, given.kills, given.seed)
    elif given.measurement == "rates":
        rates(given.files, given.pages)
    else:
        memory([given.files // 20, given.files])


if __name__ == "__main__":
    main()

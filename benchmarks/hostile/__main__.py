"""Runs the measurements: `python -m benchmarks.hostile [--model M] [--words N] [NAME …]`.

`serve [IMPORTS] [VIEWS] [LONG_TEXTS]` instead measures the memory of a running server;
`files [NAME …]` what archives, compressed files and messages cost to read.
"""

import argparse
import json
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict

from benchmarks.hostile import serving, unpacking
from benchmarks.hostile.exports import HOSTILE_EXPORTS
from benchmarks.hostile.kinds import Hostile
from benchmarks.hostile.measuring import Cost, Limits, cost, in_process
from benchmarks.hostile.pages import HOSTILE_PAGES
from benchmarks.hostile.records import HOSTILE_RECORDS
from benchmarks.hostile.texts import HOSTILE_TEXTS

EVERY = (*HOSTILE_PAGES, *HOSTILE_TEXTS, *HOSTILE_EXPORTS, *HOSTILE_RECORDS)
READ_SECONDS, MEGABYTES = 3.0, 300.0
"""What reading may take, and what may be held above what an idle process holds."""
_SERVED = (2_000, 20_000, 10)
"""Imports, views and long texts of a server that is measured."""
_HEAD = ("input", "read s", "MB", "annotate s", "MB", "MB after", "found", "refused")


def table(chosen: list[Hostile], limits: Limits, processes: int) -> list[Cost]:
    """Prints a row for each input as soon as it was measured; returns the costs."""
    print("| " + " | ".join(_HEAD) + " |")
    print("|---" + "|---:" * (len(_HEAD) - 2) + "|---|")
    costs = []
    with ThreadPoolExecutor(processes) as pool:
        measured = pool.map(lambda hostile: in_process(hostile, limits), chosen)
        for hostile, cost_ in zip(chosen, measured, strict=True):
            print("| " + " | ".join(_cells(hostile, cost_)) + " |", flush=True)
            costs.append(cost_)
    return costs


def _cells(hostile: Hostile, of: Cost) -> list[str]:
    return [
        f"{hostile.format}: {hostile.name}",
        f"{of.read_seconds:.1f}",
        f"{of.read_megabytes:.0f}",
        f"{of.annotate_seconds:.1f}",
        f"{of.annotate_megabytes:.0f}",
        f"{of.megabytes_after:.0f}",
        str(of.findings),
        of.error[:70].replace("|", "/"),
    ]


def _summary(chosen: list[Hostile], costs: list[Cost]) -> None:
    """Prints the extremes, and how many inputs kept what is promised."""
    named = list(zip(chosen, costs, strict=True))
    slowest = max(named, key=lambda pair: pair[1].read_seconds)
    longest = max(named, key=lambda pair: pair[1].annotate_seconds)
    largest = max(named, key=lambda pair: max(pair[1].read_megabytes, pair[1].annotate_megabytes))
    print(f"\nslowest to read: {' | '.join(_cells(*slowest))}")
    print(f"slowest to annotate: {' | '.join(_cells(*longest))}")
    print(f"most memory: {' | '.join(_cells(*largest))}")
    slow = sum(c.read_seconds > READ_SECONDS for c in costs)
    large = sum(max(c.read_megabytes, c.annotate_megabytes) > MEGABYTES for c in costs)
    print(f"{len(costs)} inputs; {slow} over {READ_SECONDS} s to read, {large} over {MEGABYTES} MB")


def _one(request: dict[str, object]) -> None:
    """The cost of the input that a request names, as JSON: what runs in a process of its own."""
    name, format_ = request.pop("name"), request.pop("format")
    hostile = next(h for h in EVERY if (h.name, h.format) == (name, format_))
    print(json.dumps(asdict(cost(hostile, Limits(**request)))))  # type: ignore[arg-type]


def _serve(numbers: list[str]) -> None:
    given = [int(number) for number in numbers[:3]]
    imports, views, long_texts = (*given, *_SERVED[len(given) :])
    serving.measure(imports, views, long_texts, "standard")


_COMMANDS: dict[str, Callable[[list[str]], None]] = {
    "one": lambda rest: _one(json.loads(rest[0])),
    "files": unpacking.measure,
    "file": lambda rest: unpacking.one(rest[0]),
    "serve": _serve,
}


def main() -> None:
    """Parses the command line."""
    if len(sys.argv) > 1 and sys.argv[1] in _COMMANDS:
        _COMMANDS[sys.argv[1]](sys.argv[2:])
        return
    parser = argparse.ArgumentParser(prog="benchmarks.hostile")
    parser.add_argument("names", nargs="*", help="parts of names; without any all inputs")
    parser.add_argument("--model", default="small", choices=("small", "standard"))
    parser.add_argument("--words", type=int, default=150_000)
    parser.add_argument("--characters", type=int, default=2_000_000)
    parser.add_argument("--processes", type=int, default=1)
    asked = parser.parse_args()
    limits = Limits(asked.characters, asked.words, asked.model)
    full = {h: f"{h.format}: {h.name}" for h in EVERY}
    chosen = [h for h in EVERY if not asked.names or any(n in full[h] for n in asked.names)]
    _summary(chosen, table(chosen, limits, asked.processes))


if __name__ == "__main__":
    main()

"""Measures the program under load: `python -m benchmarks.load PART --articles 1000 …`.

Parts: `build` a library and no more; `start` (until the first answer), `serve` (every kind of
answer), `rivals` (the most frequent ones beside others' programs), `grow` (as the library grows),
`mixed` and `overload` (at a fixed rate), `arriving` (articles that are imported meanwhile),
`annotate` (processes and Dask), `disk`.
`all` runs them for the sizes that RESULTS.md has, `million` those that matter for a million.
"""

import argparse
from collections.abc import Callable, Sequence
from pathlib import Path

from benchmarks.load.annotate import annotate
from benchmarks.load.arriving import arriving
from benchmarks.load.disk import disk
from benchmarks.load.library import kept
from benchmarks.load.library.kept import KeptLibrary
from benchmarks.load.mixed import mixed, overload
from benchmarks.load.report import RESULTS, Report
from benchmarks.load.serve import beside_rivals, grow, serve
from benchmarks.load.start import start

SIZES = (1_000, 10_000, 100_000)
MILLION, SPARSE = (100_000, 1_000_000), 10
"""The sizes of the large libraries, and their annotations an article."""
Part = Callable[[Report, Sequence[KeptLibrary]], None]


def _each(part: Callable[[Report, KeptLibrary], None]) -> Part:
    def of_each(report: Report, libraries: Sequence[KeptLibrary]) -> None:
        for library in libraries:
            part(report, library)

    return of_each


PARTS: dict[str, Part] = {
    "build": lambda _report, _libraries: None,
    "start": _each(start),
    "serve": _each(serve),
    "rivals": _each(beside_rivals),
    "grow": grow,
    "mixed": _each(mixed),
    "overload": _each(overload),
    "arriving": _each(arriving),
    "annotate": lambda report, _libraries: annotate(report),
    "disk": _each(disk),
}


def everything(report: Report, libraries: Sequence[KeptLibrary]) -> None:
    """All parts, each with the sizes that it is about: the middle one is what most people have."""
    start(report, libraries[0])
    _each(serve)(report, libraries)
    grow(report, libraries)
    middle = libraries[len(libraries) // 2]
    beside_rivals(report, middle)
    mixed(report, middle)
    overload(report, middle)
    arriving(report, middle)
    annotate(report)
    disk(report, libraries[-1])


def large(report: Report, libraries: Sequence[KeptLibrary]) -> None:
    """What matters for a million articles."""
    serve(report, libraries[-1])
    grow(report, libraries)
    disk(report, libraries[-1])


def main() -> None:
    """Runs a part, and writes the results of `all` and `million`."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("part", choices=[*PARTS, "all", "million"])
    parser.add_argument("--articles", type=int, nargs="+")
    parser.add_argument("--annotations", type=int)
    parser.add_argument("--folder", type=Path, default=kept.FOLDER, help="where libraries are kept")
    parser.add_argument("--write", type=Path, help="the file that the tables are written to")
    given = parser.parse_args()
    is_large = given.part == "million"
    sizes = given.articles or (MILLION if is_large else SIZES if given.part == "all" else SIZES[:1])
    annotations = given.annotations or (SPARSE if is_large else kept.ANNOTATIONS)
    libraries = [] if given.part == "annotate" else _libraries(given.folder, sizes, annotations)
    report = Report()
    _tell_building(report, libraries)
    part = {"all": everything, "million": large}.get(given.part) or PARTS[given.part]
    part(report, libraries)
    results = {"all": RESULTS, "million": RESULTS.with_name("RESULTS-million.md")}
    path = given.write or results.get(given.part)
    if path:
        report.write(path)


def _libraries(folder: Path, sizes: Sequence[int], annotations: int) -> list[KeptLibrary]:
    return [kept.get(folder, size, annotations) for size in sizes]


def _tell_building(report: Report, libraries: Sequence[KeptLibrary]) -> None:
    built = [library for library in libraries if library.built_seconds]
    if built:
        report.title("Building, in bulk; not a part of what is measured")
        rows = [[f"{b.articles:,}", b.built_seconds, b.articles / b.built_seconds] for b in built]
        report.table(["articles", "seconds", "articles a second"], rows)


if __name__ == "__main__":
    main()

"""What reading costs: every kind of answer, beside rivals, and as the library grows."""

import json
import tempfile
from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

from app.store.db.library import Library
from benchmarks.load import servers
from benchmarks.load.driver import Call, Load
from benchmarks.load.library.kept import KeptLibrary
from benchmarks.load.measuring import (
    CONNECTIONS,
    ROUNDS,
    Contender,
    Figure,
    captured,
    known,
    median,
    one,
    ratio,
    rounds,
)
from benchmarks.load.report import Report
from benchmarks.load.rivals import CAPTURED, DATABASE
from benchmarks.load.servers import Server
from benchmarks.load.targets import Chosen, choose

SECONDS = 1.0
"""Of one measurement of one kind of answer, on one connection or several."""
WARM, FIRST, CARD, PANEL = (
    "article, warm",
    "article, first",
    "card, most named",
    "panel, most named",
)
_WRITES = 20
_OPEN_LOOP_SHARE = 0.5
"""An open loop asks for half of what a closed one gets."""


def serve(report: Report, library: KeptLibrary) -> None:
    """Every kind of answer of one library."""
    chosen = chosen_of(library)
    report.title(f"Reading and writing, {library.articles:,} articles")
    with servers.gloss(library.data) as ours:
        memory = ours.megabytes
        rows = [_row(ours, name, calls) for name, calls in _reads(ours, chosen).items()]
        memory_after = ours.megabytes
    with servers.gloss_of_copy(library) as server:
        for name, calls in chosen.writes(_WRITES, "measured").items():
            rows.append(_cells(name, one(server, Load(calls, count=_WRITES)), None, None))
    head = ["answer", "p50 ms", "p95 ms", "p99 ms", "a second", "p99 ms, open loop", "processor ms"]
    report.table(head, rows)
    report.note(
        f"One connection; *a second* and *processor* with {CONNECTIONS} connections; the open loop "
        f"asks for half of that rate. Memory {memory:.0f} MB at the start, {memory_after:.0f} MB "
        "after all reads."
    )


def chosen_of(library: KeptLibrary) -> Chosen:
    """What is asked of a library."""
    opened = Library(library.settings)
    try:
        return choose(opened)
    finally:
        opened.close()


def _reads(server: Server, chosen: Chosen) -> dict[str, list[Call]]:
    """The reads, with the answer 304 after the article."""
    reads: dict[str, list[Call]] = {}
    for name, calls in chosen.reads.items():
        reads[name] = calls
        if name == WARM:
            reads["article, 304"] = [replace(known(server, calls[0]), name="article, 304")]
    return reads


def _row(server: Server, name: str, calls: list[Call]) -> list[object]:
    if name == FIRST:  # a second look would not be the first
        return _cells(name, one(server, Load(calls, count=len(calls))), None, None)
    single = one(server, Load(calls, seconds=SECONDS))
    several = one(server, Load(calls, connections=CONNECTIONS, seconds=SECONDS))
    rate = _OPEN_LOOP_SHARE * several.per_second
    on_time = one(server, Load(calls, rate=rate, seconds=SECONDS))
    return _cells(name, single, several, on_time)


def _cells(
    name: str, single: Figure, several: Figure | None, on_time: Figure | None
) -> list[object]:
    rate = several or single
    open_loop = on_time.p99 if on_time else "–"
    return [name, single.p50, single.p95, single.p99, rate.per_second, open_loop, rate.processor]


def beside_rivals(report: Report, library: KeptLibrary) -> None:
    """Medians of rounds in which the program and its rivals take turns."""
    chosen = chosen_of(library)
    with tempfile.TemporaryDirectory() as folder, ExitStack() as stack:
        ours = stack.enter_context(servers.gloss(library.data))
        captures = Path(folder, "captured.json")
        asked = _asked(ours, chosen)
        answers = {name: captured(ours, call).as_json() for name, call in asked.items()}
        captures.write_text(json.dumps(answers))
        bare = stack.enter_context(servers.rival("bare", {CAPTURED: str(captures)}))
        database = {DATABASE: library.settings.database}
        plain = stack.enter_context(servers.rival("plain", database))
        report.title(f"Beside rivals, {library.articles:,} articles")
        _beside_bare(report, ours, bare, asked)
        _beside_plain(report, ours, plain, chosen)
        _beside_datasette(report, library, ours, chosen)


def _asked(ours: Server, chosen: Chosen) -> dict[str, Call]:
    """The answers that `bare` gives too; first all are asked once, so that they are warm."""
    reads = chosen.reads
    asked = {"article": reads[WARM][0], "card": reads[CARD][0], "panel": reads[PANEL][0]}
    return asked | {"not-modified": known(ours, reads[WARM][0])}


_BARE_BARS = {"article": 0.5, "not-modified": 0.7, "card": 0.4, "panel": 0.3}


def _beside_bare(report: Report, ours: Server, bare: Server, asked: Mapping[str, Call]) -> None:
    rows = []
    for name, call in asked.items():
        load = Load([call], connections=CONNECTIONS, seconds=SECONDS)
        constant = replace(load, calls=[Call(name, f"/{name}")])
        contenders = {
            "ours": Contender.always(ours, load),
            "bare": Contender.always(bare, constant),
        }
        found = rounds(contenders)
        share = ratio(found["ours"], found["bare"], lambda f: f.per_second)
        cost = ratio(found["ours"], found["bare"], lambda f: f.processor)
        a_second = [median(found[of]).per_second for of in ("ours", "bare")]
        rows.append([name, *a_second, share, f"≥ {_BARE_BARS[name]:.2f}", cost])
    head = ["warm answer", "ours a second", "bare a second", "share", "bar", "processor × bare"]
    report.table(head, rows)
    report.note(
        f"Bare: Starlette, one async route for each answer, the very bytes of ours (gzip). "
        f"{CONNECTIONS} connections, closed loop, {ROUNDS} rounds in turn, medians of the rounds' "
        "ratios."
    )


def _beside_plain(report: Report, ours: Server, plain: Server, chosen: Chosen) -> None:
    """Every article once: no cache has seen it."""
    contenders = {
        name: Contender(server, _once(chosen.articles, path))
        for name, server, path in (
            ("ours, first view", ours, "/articles/"),
            ("plain page without annotations", plain, "/plain/"),
            ("plain page with naive marks", plain, "/marked/"),
        )
    }
    found = rounds(contenders)
    first = found["ours, first view"]
    rows = [
        [
            name,
            median(figures).p50,
            median(figures).p95,
            ratio(first, figures, lambda f: f.p50),
            ratio(first, figures, lambda f: f.processor),
        ]
        for name, figures in found.items()
    ]
    report.table(["article", "p50 ms", "p95 ms", "ours × it", "processor, ours × it"], rows)
    report.note(
        "Plain: FastAPI, SQLModel, Jinja and gzip on the same file; the page without annotations "
        "loads article and newest revision (bar: ours ≤ 2 ×), the other its annotations too and "
        "marks names. One connection, each article once."
    )


def _once(ids: Sequence[int], path: str) -> list[Load]:
    """A load for each round, each with articles of its own."""
    share = len(ids) // ROUNDS
    return [
        Load(
            [Call("first", f"{path}{id_}") for id_ in ids[n * share : (n + 1) * share]], count=share
        )
        for n in range(ROUNDS)
    ]


def _beside_datasette(report: Report, library: KeptLibrary, ours: Server, chosen: Chosen) -> None:
    if not library.settings.database.startswith("sqlite") or not servers.has("datasette"):
        report.note("Datasette is not installed, or the library is not SQLite's.")
        return
    reads = chosen.reads
    pages = {
        "an article": (reads[WARM][0], f"/gloss/revision/{chosen.articles[0]}"),
        "newest articles": (
            reads["library, first page"][0],
            "/gloss/article?_sort_desc=sorted_on&_size=30",
        ),
        "articles of the most named": (
            reads["entity page, most named"][0],
            f"/gloss/entity_in_article?entity_id={chosen.most}&_size=30",
        ),
    }
    rows = []
    with servers.datasette(library.data / "gloss.db") as datasette:
        for name, (call, path) in pages.items():
            contenders = {
                "ours": Contender.always(ours, Load([call], seconds=SECONDS)),
                "datasette": Contender.always(datasette, Load([Call(name, path)], seconds=SECONDS)),
            }
            found = rounds(contenders)
            cost = ratio(found["ours"], found["datasette"], lambda f: f.p50)
            rows.append([name, median(found["ours"]).p50, median(found["datasette"]).p50, cost])
    report.table(["page", "ours p50 ms", "Datasette p50 ms", "ours × it"], rows)


def grow(report: Report, libraries: Sequence[KeptLibrary]) -> None:
    """The p95 of every read in libraries of several sizes, whose servers take turns."""
    report.title("As the library grows")
    with ExitStack() as stack:
        running = [(one_, stack.enter_context(servers.gloss(one_.data))) for one_ in libraries]
        chosen = [chosen_of(library) for library in libraries]
        rows = [
            _grown(name, [(server, c) for (_, server), c in zip(running, chosen, strict=True)])
            for name in chosen[0].reads
        ]
    sizes = [f"{library.articles:,}" for library in libraries]
    ratios = [f"{b} : {a}" for a, b in pairwise(sizes)]
    last = [f"{sizes[-1]} : {sizes[0]}"] if len(sizes) > 2 else []
    head = ["p95, ms", *sizes, *ratios, *last]
    report.table(head, rows)
    report.note(
        "One connection, five rounds in turn; ratios are medians of the rounds' ratios. Bars: "
        "100,000 : 1,000 ≤ 1.5 (page of the most named entity and a common word ≤ 2); "
        "1,000,000 : 100,000 ≤ 2."
    )


def _grown(name: str, of_sizes: Sequence[tuple[Server, Chosen]]) -> list[object]:
    contenders = {}
    for n, (server, chosen) in enumerate(of_sizes):
        if name == FIRST:
            loads = _once(chosen.articles, "/articles/")
        else:
            loads = [Load(chosen.reads[name], seconds=SECONDS / 2)]
        contenders[str(n)] = Contender(server, loads)
    found = list(rounds(contenders).values())
    p95: Callable[[Figure], float] = lambda f: f.p95  # noqa: E731 - a key
    ratios = [ratio(b, a, p95) for a, b in pairwise(found)]
    last = [ratio(found[-1], found[0], p95)] if len(found) > 2 else []
    return [name, *(median(figures).p95 for figures in found), *ratios, *last]

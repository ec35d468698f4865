"""What linking and corrections cost in a small and a large library, side by side in one run.

`python -m benchmarks.linking 1000 100000`.

Both libraries are written as rows, of one made-up world: about 13 entities and 30 annotations an
article, the most named in every fifth, most in one or two; persons who share last names, places
that are built-in entries. Then both are used as ever, by turns. Milliseconds are for orientation
only; what counts are the ratio of the two and the number of queries.
"""

import argparse
import statistics
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

from sqlalchemy import event, func, select
from sqlmodel import col
from starlette.testclient import TestClient

from app import pipeline
from app.layers import AnnotatedText
from app.linking.corrections.correction import Correction, Target
from app.main import create_app
from app.panels import entity as panel
from app.store.articles.access import ANYONE
from app.store.corrections.reach import count_reach
from app.store.db.library import Library
from app.store.ingest import adding, annotation_store
from app.store.ingest.captures import Capture
from app.store.schema.annotations import Annotation
from app.store.schema.entities import Entity
from benchmarks.stories import EDITOR, HUB, ROUNDS, SMALL, WARM, Story, new_stories, world
from benchmarks.story_library import build


@contextmanager
def counted(library: Library) -> Iterator[list[str]]:
    """The statements that are executed meanwhile, but for bookkeeping."""
    seen: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        seen.extend([] if statement.startswith(("BEGIN", "PRAGMA")) else [statement])

    engines = (library.reader, library.writer)
    for engine in engines:
        event.listen(engine, "before_cursor_execute", note)
    yield seen
    for engine in engines:
        event.remove(engine, "before_cursor_execute", note)


class Cost(NamedTuple):
    """How long something took and how many queries it made."""

    ms: float
    queries: float


def cost(library: Library, work: Callable[[], object]) -> Cost:
    """Of doing it once."""
    with counted(library) as seen:
        started = time.perf_counter()
        work()
        return Cost((time.perf_counter() - started) * 1000, len(seen))


def by_turns(
    libraries: Sequence[Library], works: Iterable[Callable[[Library], object]]
) -> list[Cost]:
    """The medians of some works, the first of them to warm up, in each library.

    Each does every one, by turns first.
    """
    taken: list[list[Cost]] = [[] for _ in libraries]
    for n, work in enumerate(works):
        for at in range(len(libraries)) if n % 2 else reversed(range(len(libraries))):
            spent = cost(libraries[at], partial(work, libraries[at]))
            taken[at] += [spent] if n >= WARM else []
    return [median(some) for some in taken]


def median(costs: Iterable[Cost]) -> Cost:
    """Of milliseconds and of queries."""
    return Cost(*map(statistics.median, zip(*costs, strict=True)))


def stored(libraries: Sequence[Library], stories: Sequence[Story]) -> dict[str, list[Cost]]:
    """What a new article costs in each library.

    To store it, and then to link it and to keep what was found.
    """
    revisions: dict[tuple[Library, int], int] = {}

    def add(one: Story, library: Library) -> None:
        with library.writing() as s:
            revisions[library, one.number] = adding.add(s, Capture(one.draft)).revision_id

    def keep(one: Story, library: Library) -> None:
        with library.writing() as s:
            annotation_store.keep(
                s,
                revisions[library, one.number],
                AnnotatedText(tuple(one.findings)),
                pipeline.versions(library),
            )

    works = (("stored", add), ("linked, findings kept", keep))
    return {
        f"a new article: {name}": by_turns(libraries, [partial(work, one) for one in stories])
        for name, work in works
    }


def read(libraries: Sequence[Library]) -> dict[str, list[Cost]]:
    """What the panel and the page of the most named entity cost in each library."""
    clients = {library: TestClient(create_app(library.settings, library)) for library in libraries}

    def panel_of(library: Library) -> None:
        with library.reading() as s:
            panel.load_by_key(s, ANYONE, HUB)

    def page_of(library: Library) -> None:
        clients[library].get(f"/entities/{HUB}").raise_for_status()

    works = (("panel", panel_of), ("page", page_of))
    return {
        f"the most named entity: {name}": by_turns(libraries, [work] * (ROUNDS + WARM))
        for name, work in works
    }


def corrected(library: Library, size: int) -> dict[str, Cost]:
    """What corrections cost: one large merge, and small corrections of the most named entity."""
    e, a = Entity, Annotation
    tenth = (
        select(e)
        .where(col(e.kind) == "person", col(e.id) != HUB)
        .order_by(func.abs(col(e.articles) - size // 10))
    )
    with library.reading() as s:
        other = s.scalars(tenth.limit(1)).one()
        mention = s.scalars(
            select(a).where(col(a.entity_id) == HUB, col(a.layer) == "entity").limit(1)
        ).one()
    place = Target(mention.article_id, annotation_id=mention.id)
    costs = correction(
        library,
        f"merge of one named in {other.articles:,} articles",
        Correction("merge", other.id, HUB),
        1,
    )
    costs |= correction(
        library,
        "rename of the most named",
        Correction("rename", HUB, value="Bigo Zebomi the Elder"),
        SMALL,
    )
    return costs | correction(
        library,
        "rejection of one mention of it",
        Correction("reject", HUB, targets=(place,)),
        SMALL,
    )


def correction(library: Library, name: str, wanted: Correction, times: int) -> dict[str, Cost]:
    """The medians of previewing, making and undoing it, so many times."""
    made: list[int] = []

    def preview() -> None:
        with library.reading() as s:
            count_reach(s, wanted)

    acts: dict[str, Callable[[], object]] = {
        "previewed": preview,
        "made": lambda: made.append(pipeline.correct(library, wanted, EDITOR)),
        "undone": lambda: pipeline.undo(library, made[-1], EDITOR),
    }
    taken = [[cost(library, act) for act in acts.values()] for _ in range(times)]
    return {
        f"{name}: {act}": median(costs)
        for act, costs in zip(acts, zip(*taken, strict=True), strict=True)
    }


def measure(folder: Path, sizes: Sequence[int]) -> Iterator[str]:
    """The lines of the two tables; the smaller library comes first."""
    libraries = [build(folder / str(n), size) for n, size in enumerate(sizes)]
    both = stored(libraries, new_stories(world(sizes[0]))) | read(libraries)
    yield (
        f"| {'ms, among so many articles':<38} | {sizes[0]:>9,} | {sizes[1]:>9,} | ratio | "
        f"{'queries':>9} |"
    )
    yield f"|{'-' * 40}|{('-' * 10 + ':|') * 2}------:|{'-' * 10}:|"
    for name, (small, large) in both.items():
        queries = f"{small.queries:g} / {large.queries:g}"
        yield (
            f"| {name:<38} | {small.ms:9.1f} | {large.ms:9.1f} | {large.ms / small.ms:5.2f} | "
            f"{queries:>9} |"
        )
    yield (
        f"\n| {f'corrections among {sizes[1]:,} articles':<48} | {'ms':>9} | queries "
        f"|\n|{'-' * 50}|{'-' * 10}:|--------:|"
    )
    for name, one in corrected(libraries[1], sizes[1]).items():
        yield f"| {name:<48} | {one.ms:9.1f} | {one.queries:7g} |"
    for library in libraries:
        library.close()


def main() -> None:
    """Prints the two tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "small", nargs="?", type=int, default=1_000, help="articles of the small library"
    )
    parser.add_argument(
        "large", nargs="?", type=int, default=100_000, help="articles of the large library"
    )
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        for line in measure(Path(folder), (asked.small, asked.large)):
            print(line, flush=True)


if __name__ == "__main__":
    main()

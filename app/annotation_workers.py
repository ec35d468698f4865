"""Where layers run: in this process, in a pool of processes, or on a Dask cluster.

Workers only compute. They get a Doc and return its annotations, and never open the library.
"""

from collections.abc import Iterator
from concurrent.futures import FIRST_COMPLETED, Executor, Future, wait
from contextlib import contextmanager

from app import layers
from app.errors import Unsupported
from app.layers import AnnotatedText
from app.layers.base import Doc
from app.process_pool import process_pool


def compute(doc: Doc) -> AnnotatedText:
    """Runs every layer on a Doc; the failure of one is recorded in the result."""
    return layers.annotate(doc)


@contextmanager
def executor(workers: int, scheduler: str | None) -> Iterator[Executor | None]:
    """A cluster, a pool of processes, or None to compute in this process."""
    if scheduler:
        with _cluster(scheduler) as cluster:
            yield cluster
    elif workers > 1:
        with process_pool(workers) as pool:
            yield pool
    else:
        yield None


@contextmanager
def _cluster(scheduler: str) -> Iterator[Executor]:
    """The executor of a Dask cluster. Raises Unsupported without the extra `cluster`."""
    try:
        from distributed import Client  # optional: most libraries fit on one machine
    except ImportError as error:
        raise Unsupported(
            "Using a scheduler requires the extra “cluster”.",
            "Install it with: pip install 'gloss-reader[cluster]'",
        ) from error
    with Client(scheduler) as client:
        yield client.get_executor()


def computed(
    pool: Executor | None, work: Iterator[tuple[int, Doc]], ahead: int
) -> Iterator[tuple[int, AnnotatedText]]:
    """Results in the order in which they are ready; at most `ahead` are in flight."""
    if pool is None:
        for revision_id, doc in work:
            yield revision_id, compute(doc)
        return
    in_flight: dict[Future[AnnotatedText], int] = {}
    for revision_id, doc in work:
        in_flight[pool.submit(compute, doc)] = revision_id
        if len(in_flight) >= ahead:
            yield from _take_ready(in_flight)
    while in_flight:
        yield from _take_ready(in_flight)


def _take_ready(
    in_flight: dict[Future[AnnotatedText], int],
) -> Iterator[tuple[int, AnnotatedText]]:
    """Waits for at least one result, then removes and yields those that are ready."""
    for future in wait(in_flight, return_when=FIRST_COMPLETED).done:
        yield in_flight.pop(future), future.result()

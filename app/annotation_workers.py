"""Where layers run: in this process, in a pool of processes, or on a Dask cluster.

Workers only compute. They get a Doc and return its annotations, and never open the library.
"""

import logging
from collections.abc import Iterator
from concurrent.futures import FIRST_COMPLETED, Executor, Future, wait
from contextlib import contextmanager

from app import layers
from app.errors import Unprocessable, Unsupported
from app.layers import AnnotatedText
from app.layers.base import Doc
from app.process_pool import process_pool

log = logging.getLogger(__name__)
SCHEDULER_TIMEOUT_SECONDS = 4


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
    """The executor of a Dask cluster.

    Raises Unsupported without the extra `cluster`, Unprocessable when no scheduler answers at this
    address.
    """
    try:
        from distributed import Client  # optional: most libraries fit on one machine
    except ImportError as error:
        raise Unsupported(
            "Using a scheduler requires the extra “cluster”.",
            "Install it with: pip install 'gloss-reader[cluster]'",
        ) from error
    try:
        client = Client(scheduler, timeout=SCHEDULER_TIMEOUT_SECONDS, set_as_default=False)
    except (OSError, ValueError) as error:  # a timeout is an OSError; ValueError: no address
        raise Unprocessable(
            f"No Dask scheduler answers at {scheduler}.",
            "Start one with `dask scheduler`, and pass the address that it prints.",
        ) from error
    with client:
        if not client.scheduler_info()["workers"]:
            raise Unprocessable(
                f"The Dask scheduler at {scheduler} has no workers.",
                f"Start some with `dask worker {scheduler}`, where Gloss is installed.",
            )
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
    """Waits for at least one result, then removes and yields those that are ready.

    A text that a cluster gave up, because several workers ended while they read it, stays pending.
    """
    for future in wait(in_flight, return_when=FIRST_COMPLETED).done:
        revision_id = in_flight.pop(future)
        try:
            result = future.result()
        except Exception as error:
            if type(error).__name__ != "KilledWorker":  # of the optional package
                raise
            log.warning("revision %d was not annotated: its workers ended", revision_id)
        else:
            yield revision_id, result

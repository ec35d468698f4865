"""Pools of processes that end with the one that started them, however that ends."""

import os
import signal
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from multiprocessing import get_context, parent_process
from typing import TypeVar

AHEAD = 8
"""Jobs in flight for each process."""
Job = TypeVar("Job")
Answer = TypeVar("Answer")


def started_pool(workers: int) -> ProcessPoolExecutor:
    """So many processes, until `shutdown` is called or this process ends."""
    # Spawned, because a fork would copy the library's open connections.
    return ProcessPoolExecutor(workers, mp_context=get_context("spawn"), initializer=follow_parent)


@contextmanager
def process_pool(workers: int) -> Iterator[ProcessPoolExecutor]:
    """So many processes; what they have not begun when the block is left is cancelled."""
    pool = started_pool(workers)
    try:
        yield pool
    finally:
        pool.shutdown(cancel_futures=True)


def in_order(
    function: Callable[[Job], Answer],
    jobs: Iterable[Job],
    workers: int,
    *,
    ended: Callable[[Job], Answer],
) -> Iterator[Answer]:
    """The answers of a function in the order of the jobs; with one worker in this process.

    `ended` answers a job that ended the process it ran in, twice; it takes no other along.
    """
    if workers == 1:
        yield from map(function, jobs)
        return
    pool = started_pool(workers)
    waiting: deque[tuple[Job, Future[Answer]]] = deque()
    try:
        for job in jobs:
            try:
                waiting.append((job, pool.submit(function, job)))
            except BrokenProcessPool:
                pool.shutdown(cancel_futures=True)
                pool = started_pool(workers)
                waiting.append((job, pool.submit(function, job)))
            if len(waiting) >= AHEAD * workers:
                yield answered(function, *waiting.popleft(), ended)
        while waiting:
            yield answered(function, *waiting.popleft(), ended)
    finally:
        pool.shutdown(cancel_futures=True)


def answered(
    function: Callable[[Job], Answer],
    job: Job,
    answer: Future[Answer],
    ended: Callable[[Job], Answer],
) -> Answer:
    """The answer of a job, once it is there.

    Where the pool broke, nobody knows by which job: it is run once more in a process of its own.
    """
    try:
        return answer.result()
    except BrokenProcessPool:
        pass
    try:
        with process_pool(1) as alone:
            return alone.submit(function, job).result()
    except BrokenProcessPool:
        return ended(job)


def follow_parent() -> None:
    """Makes this process end with its parent, and leaves an interrupt from the keyboard to it.

    A worker waits for work on a pipe that it holds itself, and would wait forever after a
    `kill -9` of its parent.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    parent = parent_process()
    if parent is not None:
        threading.Thread(target=_exit_after, args=(parent.join,), daemon=True).start()


def _exit_after(wait: Callable[[], None]) -> None:
    wait()
    os._exit(1)

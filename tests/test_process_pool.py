"""Processes that take nothing along when they end, and end with their parent."""

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from app.process_pool import in_order

pytestmark = pytest.mark.slow  # each test starts processes

ROOT = Path(__file__).parents[1]
PARENT = """
import os, time
from app.process_pool import started_pool
pool = started_pool(1)
print(pool.submit(os.getpid).result(), flush=True)
time.sleep(60)
"""


def halved(n: int) -> int:
    """Half of an even number; an odd one ends the process."""
    if n % 2:
        os._exit(3)
    return n // 2


def test_a_job_that_ends_its_process_takes_no_other_along() -> None:
    jobs = [0, 2, 4, 5, 6, 8, 10]
    answers = in_order(halved, jobs, 2, ended=lambda n: -n)
    assert list(answers) == [0, 1, 2, -5, 3, 4, 5]


def test_one_worker_is_this_process() -> None:
    assert list(in_order(lambda _: os.getpid(), [1], 1, ended=int)) == [os.getpid()]


def test_a_worker_ends_with_its_parent_even_when_that_is_killed() -> None:
    with subprocess.Popen(
        [sys.executable, "-c", PARENT], stdout=subprocess.PIPE, text=True, cwd=ROOT
    ) as parent:
        assert parent.stdout is not None
        worker = int(parent.stdout.readline())
        parent.kill()
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline and is_running(worker):
        time.sleep(0.05)
    assert not is_running(worker)


def is_running(process: int) -> bool:
    """Whether a process is there and has not ended."""
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False

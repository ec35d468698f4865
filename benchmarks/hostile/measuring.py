"""What one input costs, measured in a process of its own.

Processor time is that of the process, and so hardly disturbed by others; memory is counted from
what the process holds when everything is loaded and a short text was read and annotated.
"""

import gc
import json
import os
import resource
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from app import importers, layers
from app.engines.model.choice import ModelChoice
from app.errors import GlossError
from app.importers.base import Draft
from app.layers.base import Doc
from app.settings import ModelName
from app.text.language import believed
from benchmarks.hostile.kinds import Hostile

ROOT = Path(__file__).parents[2]
LONGEST_SECONDS = 900
"""Of processor time; then a process is ended."""
_MEGABYTE = 1_000_000
_PARAGRAPH = (
    "The harbour of Port Elm was closed on Monday after a ferry struck the northern pier. “We will "
    "not reopen it on 3 May,” said the mayor, Jane Roe, who blamed the company. "
)
_SHORT = {
    "html": f"<!doctype html><html><body><h1>A ferry</h1><p>{_PARAGRAPH * 3}</p></body></html>",
    "markdown": f"# A ferry\n\n{_PARAGRAPH}\n",
    "text": f"A ferry\n\n{_PARAGRAPH}\n",
}


@dataclass(frozen=True, slots=True)
class Limits:
    """How much of each input is made and annotated, and with which of the models."""

    characters: int = 2_000_000
    words: int = 150_000
    model: ModelName = "small"


@dataclass(frozen=True, slots=True)
class Cost:
    """What one input costs: processor seconds, and megabytes above what the process held before.

    `error` says what the input was refused for, or how its process ended.
    """

    read_seconds: float = 0.0
    read_megabytes: float = 0.0
    annotate_seconds: float = 0.0
    annotate_megabytes: float = 0.0
    megabytes_after: float = 0.0
    findings: int = 0
    error: str = ""


def in_process(hostile: Hostile, limits: Limits) -> Cost:
    """The cost of an input, in a new process."""
    request = json.dumps({"name": hostile.name, "format": hostile.format, **asdict(limits)})
    ended = subprocess.run(
        [sys.executable, "-m", "benchmarks.hostile", "one", request],
        cwd=ROOT,
        capture_output=True,
        check=False,
        text=True,
        preexec_fn=_limit_time,
        env=os.environ | {"PYTHONHASHSEED": "0"},
    )
    if ended.returncode:
        last = ended.stderr.strip().splitlines()[-1:] or [f"ended with {ended.returncode}"]
        return Cost(error=last[0])
    return Cost(**json.loads(ended.stdout))


def _limit_time() -> None:
    resource.setrlimit(resource.RLIMIT_CPU, (LONGEST_SECONDS, LONGEST_SECONDS))


def cost(hostile: Hostile, limits: Limits) -> Cost:
    """The cost of an input in this process, which has done nothing else."""
    _annotated(_read(_SHORT[hostile.format].encode(), hostile.format), limits)
    data = hostile.data(limits.characters)
    idle = _settled()
    try:
        draft, seconds, peak = _measured(lambda: _read(data, hostile.format))
    except GlossError as error:
        return Cost(_processor_seconds(), _above(_peak(), idle), error=error.message)
    read = Cost(seconds, _above(peak, idle))
    annotated = _cost_of_annotating(draft, limits, idle)
    del draft
    after = _above(_settled(), idle)
    return replace(
        annotated,
        read_seconds=read.read_seconds,
        read_megabytes=read.read_megabytes,
        megabytes_after=after,
    )


def _cost_of_annotating(draft: Draft, limits: Limits, idle: int) -> Cost:
    result, seconds, peak = _measured(lambda: _annotated(draft, limits))
    error = "; ".join(f"{layer}: {reason}" for layer, reason in result.failures.items())
    return Cost(
        annotate_seconds=seconds,
        annotate_megabytes=_above(peak, idle),
        findings=len(result.findings),
        error=error,
    )


def _read(data: bytes, format: str) -> Draft:
    return importers.read(data, format=format, longest=10 * _MEGABYTE)[0]


def _annotated(draft: Draft, limits: Limits) -> layers.AnnotatedText:
    doc = Doc(draft.text, believed(draft.language, draft.text), blocks=draft.blocks)
    chosen = ModelChoice(limits.model)
    return layers.annotate(replace(doc, model=chosen, most_words=limits.words))


def _measured(work: Callable[[], Any]) -> tuple[Any, float, int]:
    """The result of some work, its processor seconds, and the most memory meanwhile."""
    Path("/proc/self/clear_refs").write_text("5", encoding="ascii")  # the peak begins anew
    _began[0] = time.process_time()
    done = work()
    return done, _processor_seconds(), _peak()


_began = [0.0]


def _processor_seconds() -> float:
    return time.process_time() - _began[0]


def _settled() -> int:
    """What the process holds, in bytes, when everything that is garbage is let go."""
    gc.collect()
    return _status("VmRSS")


def _peak() -> int:
    return _status("VmHWM")


def _above(now: int, before: int) -> float:
    return (now - before) / _MEGABYTE


def _status(field: str) -> int:
    lines = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
    line = next(line for line in lines if line.startswith(f"{field}:"))
    return int(line.split()[1]) * 1024

"""How likely it is that an editor would let an attribution stand: that these words were said, and by this source."""

from dataclasses import dataclass
from math import exp, log
from app.engines.cues import Reporting, is_plain_saying, reporting
from app.layers.statements import Form
import re


@dataclass(frozen=True, slots=True)
class Evidence:
    content: float
    cue: float
    source: float | None
    form: Form
    marked: bool
    cue_words: str
    source_words: str
    words: int


_BASE, _SLOPE, _NOBODY = -0.47, 1.11, -0.61
LOG: list = []


def probability(e: Evidence) -> float:
    sure = [e.content, e.cue, *([e.source] if e.source is not None else [])]
    odds = _BASE + _SLOPE * sum(_log_odds(s) for s in sure) / len(sure) + (0 if e.source is not None else _NOBODY)
    return round(1 / (1 + exp(-odds)), 4)


def _log_odds(probability: float) -> float:
    bounded = min(max(probability, 1e-4), 1 - 1e-4)
    return log(bounded / (1 - bounded))

"""How likely it is that an editor would let an attribution stand: that these words were said, and by this source. A logistic fit.

Fitted on the attributions found in half of PolNeAR's dev part (42 articles, drawn by the sha256 of their ids), each right if it lies for at
least half in a marked one whose source it names. On the other half, on statements alone: see `docs/decisions`. Tried and of no use beyond
the figures below: the length in words, marks inside, a pronoun as source, the form of the clause, how common the cue's verb is.
"""

from dataclasses import dataclass
from math import exp, log


@dataclass(frozen=True, slots=True)
class Evidence:
    """How sure the model is of the parts of one attribution (0–1; no source: None), and whether its words are a statement."""

    content: float
    cue: float
    source: float | None
    whole: bool


_BASE = 0.18
_MEAN = 0.57  # for the mean log odds of content, cue and source
_LEAST = 0.62  # for those of the least sure of them
_NOBODY = -1.03  # where nobody is named
_FRAGMENT = -0.30  # where the words are no statement
# PolNeAR counts a thing that is named (`Holt opposes the plan`) as content; an editor lists no such fragment as what was said. They are
# kept for readers who ask for everything, below every statement that is as likely as not, in their own order.
_SHOWN_BELOW, _STORED_FROM = 0.45, 0.2


def probability(e: Evidence) -> float:
    """From 0 to 1, with two digits."""
    odds = [_log_odds(p) for p in (e.content, e.cue, e.source) if p is not None]
    total = _BASE + _MEAN * sum(odds) / len(odds) + _LEAST * min(odds)
    total += _NOBODY if e.source is None else 0
    if e.whole:
        return round(_probability(total), 2)
    likely = _probability(total + _FRAGMENT)
    share = (likely - _STORED_FROM) / (1 - _STORED_FROM)
    return round(min(likely, _STORED_FROM + share * (_SHOWN_BELOW - _STORED_FROM)), 2)


def _probability(odds: float) -> float:
    return 1 / (1 + exp(-odds))


def _log_odds(probability: float) -> float:
    bounded = min(max(probability, 1e-4), 1 - 1e-4)
    return log(bounded / (1 - bounded))

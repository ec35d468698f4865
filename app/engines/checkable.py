"""What makes a sentence checkable: its signs, and the weights that add up to a check-worthiness. Reads one sentence; knows no article."""

import re
from math import exp

from app.engines.rules import words
from app.engines.tense import SPEECH, is_past

# Logistic regression on claimbuster and policlaim train (half each, classes balanced), an eighth of each weight, rounded to 0.01; what came
# out below 0.03 is left out. Average precision on them: claimbuster .80, policlaim .83 (shares of check-worthy sentences: .29, .59).
BASE = 0.40
WEIGHTS = {
    "quantity": 0.20, "large": 0.18, "date": 0.12, "name": 0.18, "event": 0.10, "long": 0.06, "comparison": 0.05,
    "question": -0.14, "opinion": -0.10, "plan": -0.08, "if": -0.08, "first": -0.07, "short": -0.06, "address": -0.06,
}  # fmt: skip
# How fast worth rises with the weights' sum: at 4 the most that signs can say comes to 0.88, and nothing is beyond doubt worth checking.
STEEPNESS = 4
WHY = ("quantity", "date", "comparison", "event", "cause", "attribution")

_TOKEN = re.compile(r"[^\W_]+(?:['’.,][^\W_]+)*|[$€£%?]")
_NUMBER_WORDS = words(
    """two three four five six seven eight nine ten eleven twelve twenty thirty forty fifty sixty seventy eighty ninety hundred
    hundreds thousand thousands million millions billion billions trillion trillions dozen dozens half third quarter percent
    per_cent percentage double doubled doubling triple tripled halved twice majority none zero"""
)
_LARGE = words("million millions billion billions trillion percent thousand thousands hundred % $ € £")
_COMPARISONS = words(
    """than more less fewer higher lower larger smaller bigger greater most least highest lowest largest smallest biggest greatest
    worst best fastest record increase increased increases decrease decreased rose risen fell fallen grew grown dropped declined
    doubled tripled halved outnumbered exceeds exceeded exceed average rate compared unlike majority only first never every all
    ever"""
)
_CAUSES = words(
    """because caused causes cause due led resulted result results resulting triggered thanks following after consequence responsible"""
)
_OPINIONS = words(
    """think believe feel hope guess suppose opinion view wonderful terrible great good bad important right wrong beautiful nice better
    best worst ridiculous shameful proud glad happy sorry sad honored grateful dangerous fair unfair tragic brilliant awful
    disgrace obviously clearly maybe perhaps probably possibly seems seem appears apparently surely"""
)
_PLANS = words(
    """will shall would should could may might must ought can can't cannot won't won’t wouldn't shouldn't going plans plan planned
    planning intends intend aims aim expected expects hopes hope wants want need needs let let's let’s"""
)


def signs(sentence: str, dated: bool, named: int) -> dict[str, float]:
    """The signs of one sentence, each 0–1; `dated` and `named` are what the layers before found in it."""
    found = [w.lower() for w in _TOKEN.findall(sentence)]
    have = set(found)
    count = len(found)
    numbers = sum(w[0].isdigit() or w in _NUMBER_WORDS for w in found) - dated
    return {
        "quantity": float(numbers > 0 or bool(have & _LARGE)),
        "large": float(bool(have & _LARGE)),
        "date": float(dated),
        "comparison": float(bool(have & _COMPARISONS)),
        "event": float(any(_happened(found, k) for k in range(count))),
        "cause": float(bool(have & _CAUSES)),
        "name": min(named, 3) / 3,
        "long": float(count > 18),
        "short": float(count < 9),
        "opinion": float(bool(have & _OPINIONS)),
        "plan": float(bool(have & _PLANS)),
        "question": float("?" in have),
        "address": float(bool(have & {"you", "your", "you're", "you’re"})),
        "first": float(bool(have & {"i", "i'm", "i’m", "my", "me", "i'd", "i'll"})),
        "if": float("if" in have),
    }


def _happened(found: list[str], k: int) -> bool:
    """A past verb that is no reporting verb and no present or future passive (`is controlled`, `being passed`, `to be held`)."""
    return is_past(found[k]) and found[k] not in SPEECH and not (k and found[k - 1] in {"is", "are", "be", "being", "not", "to"})


def worth(found: dict[str, float]) -> float:
    """The check-worthiness of these signs, 0–1; questions, plans and opinions that assert nothing else stay below what is shown."""
    total = min(1.0, max(0.0, _sum(found)))  # beyond 1 further signs rank no better: claimbuster .796 with the cap, .795 without
    if found["question"] or (
        not (found["event"] or found["quantity"] or found["date"] * (1 - found["plan"])) and (found["plan"] or found["opinion"])
    ):
        total *= 0.5
    elif found["plan"] and not found["event"]:
        total *= 0.8
    return round(1 / (1 + exp(-STEEPNESS * (total - 0.5))), 3)


def _sum(found: dict[str, float]) -> float:
    return BASE + sum(weight * found[name] for name, weight in WEIGHTS.items())


def why(found: dict[str, float]) -> list[str]:
    """The signs among `WHY` that the sentence has."""
    return [name for name in WHY if found.get(name)]

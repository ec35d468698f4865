"""Floors under figures: what has been reached is never lost unnoticed.

Owns floors.json; knows no measure.

A floor stands just below the figure that was measured when it was set. Every part carries the
digest of its articles: on other data nothing is compared.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks.measures import Figure

FILE = Path(__file__).parent / "floors.json"
MARGIN = 0.005
"""How far below the measured figure its floor is put. With few examples it is wider: one of them
more or less is no loss."""

Floors = dict[str, Any]
"""The floors of one model.

Size of the run → part → {"sha256", "figures": {name → {"floor", "measured"}}}.
"""


@dataclass(frozen=True, slots=True)
class Part:
    """What one run measured on one part of a corpus."""

    name: str
    sha256: str
    figures: Mapping[str, Figure]


def read(path: Path = FILE) -> dict[str, Floors]:
    """The floors of each model in a file; none where there is no file yet."""
    return json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}


def write(floors: Mapping[str, Floors], path: Path) -> None:
    """Keeps the floors, in a form that diffs well."""
    path.write_text(json.dumps(floors, indent=1) + "\n", encoding="utf-8")


def floor(floors: Floors, size: str, part: str, figure: str) -> float | None:
    """One floor; None where none is set."""
    value: float | None = (
        floors.get(size, {}).get(part, {}).get("figures", {}).get(figure, {}).get("floor")
    )
    return value


def losses(floors: Floors, size: str, parts: list[Part]) -> list[str]:
    """Why the run is refused, one sentence a reason; none when every floor holds.

    What has a floor and was not measured is a reason too, and so is data on which no floor is set.
    """
    measured = {part.name: part for part in parts}
    reasons = [
        f"{name} has no floors yet: --raise sets them."
        for name in measured
        if name not in floors.get(size, {})
    ]
    for name, kept in floors.get(size, {}).items():
        part = measured.get(name)
        if part is None:
            reasons.append(f"{name} was not measured.")
        elif part.sha256 != kept["sha256"]:
            reasons.append(
                f"{name} is other data than the floors were set on: nothing on it can be compared."
            )
        else:
            reasons += _below(name, kept["figures"], part.figures)
    return reasons


def _below(
    name: str, kept: Mapping[str, Mapping[str, float]], figures: Mapping[str, Figure]
) -> list[str]:
    gone = [f"{name}, {figure} was not measured." for figure in kept if figure not in figures]
    lower = {
        f: figures[f].value for f in kept if f in figures and figures[f].value < kept[f]["floor"]
    }
    return gone + [
        f"{name}, {f} is {value:.4f}, below its floor of {kept[f]['floor']:.4f}."
        for f, value in lower.items()
    ]


def raised(floors: Floors, size: str, parts: list[Part]) -> Floors:
    """The floors after a run: upward only, fresh ones where there were none.

    Those set on other data stay as they are.
    """
    new: Floors = json.loads(json.dumps(floors))
    for part in parts:
        kept = new.setdefault(size, {}).setdefault(
            part.name, {"sha256": part.sha256, "figures": {}}
        )
        if kept["sha256"] != part.sha256:
            continue
        for name, figure in part.figures.items():
            reached = round(figure.value - max(MARGIN, 1.5 / max(1, figure.examples)), 4)
            before = kept["figures"].get(name)
            if before is None or reached > before["floor"]:
                kept["figures"][name] = {
                    "floor": max(0.0, reached),
                    "measured": round(figure.value, 4),
                }
    return new

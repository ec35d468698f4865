"""Writes the two lock files: what the program runs on, and what its tests add, each pinned to what is installed now.

`python -m tests.lock` is `make lock`'s last step. Plain `name==version` lines: pip's own configuration says where from.
"""

import re
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path

from packaging.requirements import Requirement

ROOT = Path(__file__).parent.parent


def closure(requirements: list[str], extra: str = "") -> dict[str, str]:
    """Name → version of everything that the requirements pull in on this machine."""
    found: dict[str, str] = {}
    queue = [(Requirement(r), extra) for r in requirements]
    seen: set[tuple[str, str]] = set()
    while queue:
        requirement, wanted = queue.pop()
        if requirement.marker and not requirement.marker.evaluate({"extra": wanted}):
            continue
        name = re.sub(r"[-_.]+", "-", requirement.name).lower()
        try:
            package = distribution(name)
        except PackageNotFoundError:
            continue
        if name != "gloss":
            found[name] = package.version
        for chosen in requirement.extras or {""}:
            if (name, chosen) not in seen:
                seen.add((name, chosen))
                queue += [(Requirement(r), chosen) for r in package.requires or []]
    return found


def write(name: str, pins: dict[str, str], note: str) -> None:
    """One lock file, sorted."""
    lines = [f"# {note} Written by `make lock`.", *(f"{n}=={v}" for n, v in sorted(pins.items()))]
    (ROOT / name).write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    run = closure(["gloss"])
    test = closure(["gloss[test]"])
    write("requirements.lock", run, "What Gloss runs on, pinned.")
    write(
        "requirements-test.lock",
        {n: v for n, v in test.items() if n not in run},
        "What its tests add, pinned.",
    )

"""The one name that an installed Gloss takes in site-packages.

It finds the package `app` beside it.

In a checkout this file lies next to `app/`; the wheel puts it, with the same folders around it,
into `gloss_reader/`. See docs/decisions/0015-packaging.md.
"""

import sys
from pathlib import Path

# In front of the path, so that no other project's package called `app` is taken for ours.
sys.path.insert(0, str(Path(__file__).resolve().parent))


def main() -> None:
    """The command `gloss`."""
    from app.cli import main as gloss

    gloss()


if __name__ == "__main__":
    main()

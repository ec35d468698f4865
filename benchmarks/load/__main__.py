"""The command: `python -m benchmarks.load build --articles 1000`."""

import argparse
from pathlib import Path

from benchmarks.load.library import kept


def main() -> None:
    """Runs one part."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("part", choices=["build"])
    parser.add_argument("--articles", type=int, default=1_000)
    parser.add_argument("--annotations", type=int, default=kept.ANNOTATIONS)
    parser.add_argument("--folder", type=Path, default=kept.FOLDER)
    given = parser.parse_args()
    library = kept.get(given.folder, given.articles, given.annotations)
    print(library.data)


if __name__ == "__main__":
    main()

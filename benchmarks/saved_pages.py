"""Pages of the web saved with what people know of them, and which of their hosts are measured.

A folder has `gold.jsonl`, one object a line with at least `id`, `url` and `html`, the name of a
gzipped file in the same folder.
"""

import argparse
import gzip
import hashlib
import json
import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class SavedPage:
    """One page: its row in the gold, and its bytes as they were served."""

    row: Row
    html: bytes

    @property
    def id(self) -> str:
        """Its name in the gold."""
        return str(self.row["id"])

    @property
    def url(self) -> str:
        """Where it was saved from."""
        return str(self.row["url"])


@dataclass(frozen=True, slots=True)
class Hosts:
    """The hosts whose place between 0 and 100 is in `first` ≤ place < `end`.

    A host's place follows from its name alone, so that a part that is set aside stays the same and
    all pages of a host are in one part.
    """

    first: int = 0
    end: int = 100

    def __contains__(self, url: str) -> bool:
        """Whether an address is on one of these hosts; `www.` does not count."""
        host = (urlsplit(url).hostname or "").removeprefix("www.")
        place = int.from_bytes(hashlib.sha256(host.encode()).digest()[:4], "big") % 100
        return self.first <= place < self.end


EVERY_HOST = Hosts()


def hosts(words: str) -> Hosts:
    """The share that `0-67` or `67-100` means. Raises argparse.ArgumentTypeError."""
    match = re.fullmatch(r"(\d{1,3})-(\d{1,3})", words)
    if match is None or not 0 <= int(match[1]) < int(match[2]) <= 100:
        raise argparse.ArgumentTypeError("two whole numbers between 0 and 100, such as 0-67")
    return Hosts(int(match[1]), int(match[2]))


def add_options(parser: argparse.ArgumentParser, corpus: str) -> None:
    """Adds the options that say which pages are measured."""
    parser.add_argument(
        "--folder",
        type=Path,
        help=f"a folder with gold.jsonl and its pages (default: {corpus} in GLOSS_CORPORA)",
    )
    add_hosts(parser)


def add_hosts(parser: argparse.ArgumentParser) -> None:
    """Adds the option that says which hosts' pages are measured."""
    parser.add_argument(
        "--hosts",
        type=hosts,
        default=EVERY_HOST,
        metavar="FROM-TO",
        help="a share of the hosts in per cent: 0-67 to work on, 67-100 set aside (default: all)",
    )


def folder(given: Path | None, corpus: str) -> Path:
    """The folder that was given, else the corpus of that name under GLOSS_CORPORA.

    Raises SystemExit with the reason when there is none.
    """
    root = os.environ.get("GLOSS_CORPORA")
    if given is None and not root:
        raise SystemExit(
            "GLOSS_CORPORA is not set and no --folder given: there is nothing to measure on."
        )
    found = given or Path(root or "") / corpus
    if not (found / "gold.jsonl").is_file():
        raise SystemExit(f"{found} has no gold.jsonl: there is nothing to measure on.")
    return found


def pages(place: Path, share: Hosts = EVERY_HOST) -> Iterator[SavedPage]:
    """The pages of these hosts in the order of the gold, one read at a time."""
    with (place / "gold.jsonl").open(encoding="utf-8") as lines:
        for row in (json.loads(line) for line in lines if line.strip()):
            if row["url"] in share:
                yield SavedPage(row, gzip.decompress((place / row["html"]).read_bytes()))

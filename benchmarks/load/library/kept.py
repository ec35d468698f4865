"""Made libraries kept in a folder, and made again when the builder or the schema has changed."""

import hashlib
import shutil
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from app import layers
from app.engines.model.choice import ModelChoice
from app.resources import MIGRATIONS
from app.settings import DEFAULT_MODEL, Settings
from benchmarks.load.library import bulk
from benchmarks.load.library.sentences import Shape

FOLDER = Path(__file__).parents[3] / ".bench"
ANNOTATIONS = 120
_BYTES_OF_ARTICLE, _BYTES_OF_ANNOTATION = 25_000, 600
"""The most that an article takes on disk while its library is built, indexes and all; measured."""


@dataclass(frozen=True, slots=True)
class KeptLibrary:
    """A made library: where it is, and how many seconds it took to build; 0 if it was there."""

    articles: int
    shape: Shape
    data: Path
    built_seconds: float = 0.0

    @property
    def settings(self) -> Settings:
        """The settings that open it."""
        return Settings(data=self.data)


def get(folder: Path, number: int, annotations: int = ANNOTATIONS) -> KeptLibrary:
    """The library of so many articles from this folder, built if need be.

    Older ones of its size are deleted. Raises OSError where the disk has too little room.
    """
    shape = bulk.shape(number, annotations)
    size = f"{number}x{annotations}-"
    data = folder / f"{size}{digest()}"
    if data.exists():
        return KeptLibrary(number, shape, data)
    for older in folder.glob(f"{size}*"):
        shutil.rmtree(older)
    folder.mkdir(parents=True, exist_ok=True)
    _check_room(folder, number, annotations)
    unfinished = folder / f"{size}unfinished"
    started = time.monotonic()
    bulk.build(Settings(data=unfinished), number, shape, progress=_print_progress)
    seconds = time.monotonic() - started
    unfinished.rename(data)
    print(f"\r{number:,} articles built in {seconds:,.0f} s, {number / seconds:,.0f} a second")
    return KeptLibrary(number, shape, data, seconds)


def copied(kept: KeptLibrary, folder: Path) -> KeptLibrary:
    """A copy that may be written to."""
    shutil.copytree(kept.data, folder)
    return KeptLibrary(kept.articles, kept.shape, folder)


@cache
def digest() -> str:
    """A digest of all that decides what a made library holds.

    The builder, the schema, and the versions of the layers: with others its texts are pending.
    """
    sources = hashlib.sha256(repr(layers.versions(ModelChoice(DEFAULT_MODEL))).encode())
    for file in _sources():
        sources.update(file.name.encode() + b"\0" + file.read_bytes())
    return sources.hexdigest()[:12]


def _sources() -> Iterator[Path]:
    yield from sorted(Path(__file__).parent.glob("*.py"))
    yield from sorted(MIGRATIONS.rglob("*.py"))
    yield from sorted((MIGRATIONS.parent / "app" / "store" / "schema").glob("*.py"))


def _check_room(folder: Path, number: int, annotations: int) -> None:
    needed = number * (_BYTES_OF_ARTICLE + annotations * _BYTES_OF_ANNOTATION)
    free = shutil.disk_usage(folder).free
    if needed > free:
        raise OSError(
            f"{number:,} articles need about {needed / 1e9:,.0f} GB, and {folder} has "
            f"{free / 1e9:,.0f} GB left."
        )


def _print_progress(stage: str, done: int) -> None:
    print(f"\r{stage}: {done:,} ", end="", file=sys.stderr, flush=True)

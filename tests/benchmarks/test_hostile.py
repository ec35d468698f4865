"""No kind of hostile input costs an importer or a layer more than linear time.

As in tests/test_patterns.py the growth of processor time is compared, with generous factors: an
input four times as long may take ten times as long, and what takes less than the floor passes.
"""

import gc
from collections.abc import Callable, Iterator
from time import process_time

import pytest

from app import importers, layers
from app.errors import GlossError
from app.importers.base import Draft
from app.layers.base import Doc
from benchmarks.hostile.exports import HOSTILE_EXPORTS
from benchmarks.hostile.kinds import Hostile
from benchmarks.hostile.pages import HOSTILE_PAGES
from benchmarks.hostile.records import HOSTILE_RECORDS
from benchmarks.hostile.texts import FOR_LAYERS, HOSTILE_TEXTS, NUMBERED_FOR_LAYERS

EVERY = (*HOSTILE_PAGES, *HOSTILE_TEXTS, *HOSTILE_EXPORTS, *HOSTILE_RECORDS)
OF_BYTES = {"zip", "gzip", "tar", "webarchive"}
"""Formats whose files are no text: `benchmarks.hostile files` makes those."""
FORMATS = [importer.name for importer in importers.IMPORTERS if importer.name not in OF_BYTES]
_READ, _ANNOTATED = (5_000, 20_000), (500, 2_000)
"""Characters of the shorter and the longer input."""
_GROWTH, _FLOOR_SECONDS, _TRIES = 10.0, 0.1, 3
_LANGUAGE = "de"
"""In which rules alone annotate: what the model costs is linear in its windows."""


@pytest.fixture(autouse=True, scope="module")
def _without_collections() -> Iterator[None]:
    """The time of no other test's garbage is counted."""
    gc.collect()
    gc.disable()
    yield
    gc.enable()


def _read(hostile: Hostile, characters: int) -> Draft | None:
    try:
        data = hostile.data(characters)
        return importers.read(data, format=hostile.format, longest=10_000_000)[0]
    except GlossError:
        return None  # refused


def _seconds(work: Callable[[], object]) -> float:
    began = process_time()
    work()
    return process_time() - began


def _grows(work: Callable[[int], object], sizes: tuple[int, int]) -> str | None:
    """How the time grows where it grows faster than the input; None where it does not."""
    small, large = sizes
    longer = _seconds(lambda: work(large))
    if longer <= _FLOOR_SECONDS:
        return None
    shorter = min(_seconds(lambda: work(small)) for _ in range(_TRIES))
    if longer > _GROWTH * shorter:
        longer = min(_seconds(lambda: work(large)) for _ in range(_TRIES))
    return f"{shorter:.4f} s to {longer:.4f} s" if longer > _GROWTH * shorter else None


def test_at_least_forty_kinds_are_known_and_each_name_once() -> None:
    assert len(EVERY) >= 40
    assert len({(hostile.format, hostile.name) for hostile in EVERY}) == len(EVERY)
    assert {hostile.format for hostile in EVERY} == set(FORMATS)


def test_each_input_is_as_long_as_asked() -> None:
    lengths = {h.name: len(h.make(50_000)) for h in EVERY}
    assert {name: n for name, n in lengths.items() if not 48_000 < n < 52_000} == {}


@pytest.mark.slow
@pytest.mark.parametrize("format_", FORMATS)
def test_reading_takes_linear_time(format_: str) -> None:
    _read(next(h for h in EVERY if h.format == format_), 5_000)  # what reads them is loaded
    refused = {
        hostile.name: grown
        for hostile in EVERY
        if hostile.format == format_
        and (grown := _grows(lambda n, of=hostile: _read(of, n), _READ))  # type: ignore[misc]
    }
    assert not refused


@pytest.mark.slow
@pytest.mark.parametrize("language", [_LANGUAGE, "en"])
def test_annotating_takes_linear_time(language: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.layers.base.has_learnt", lambda *_: False)
    names = {*FOR_LAYERS, *NUMBERED_FOR_LAYERS}

    def annotate(hostile: Hostile, characters: int) -> object:
        return layers.annotate(Doc.bare(hostile.make(characters), language))

    texts = [h for h in HOSTILE_TEXTS if h.format == "text" and h.name in names]
    annotate(texts[0], 1_000)
    refused = {
        hostile.name: grown
        for hostile in texts
        if (grown := _grows(lambda n, of=hostile: annotate(of, n), _ANNOTATED))  # type: ignore[misc]
    }
    assert len(texts) > 40
    assert not refused


def test_a_quadratic_work_is_refused() -> None:
    def quadratic(characters: int) -> int:
        return sum(1 for _ in range(characters // 10) for _ in range(characters // 10))

    assert _grows(quadratic, (5_000, 40_000))

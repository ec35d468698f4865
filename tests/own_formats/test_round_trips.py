"""Everything that is exported in one of our formats comes back the same in another library."""

import io
import json
import zipfile
from typing import Any

import pytest

from app import pipeline
from app.importers.own_formats.gloss_archive import SUBSCRIPTIONS
from app.settings import Settings
from app.store.db.library import Library
from tests.building import stub_layers as stub_layers
from tests.own_formats.everything import FIVE, OTHER_BASE, compared, differences, export, fill

pytestmark = pytest.mark.usefixtures("stub_layers")


@pytest.mark.parametrize("name", FIVE)
def test_the_five_formats_come_back_identical(
    sqlite_library: Library, postgresql_library: Library, name: str
) -> None:
    fill(sqlite_library)
    data = export(sqlite_library, name)
    report = pipeline.import_bytes(postgresql_library, Settings(), data, name="export.bin")
    assert report.failed == []
    a = compared(json.loads(export(sqlite_library)))
    b = compared(json.loads(export(postgresql_library, base=OTHER_BASE)))
    assert differences(a, b) == []
    # In the library that it comes from it changes nothing.
    report = pipeline.import_bytes(sqlite_library, Settings(), data, name="export.bin")
    assert not any(stored.created for stored in report.stored)
    assert differences(a, compared(json.loads(export(sqlite_library)))) == []


def _files(archive: bytes) -> dict[str, Any]:
    """What is in an archive, without what another library has its own of."""
    with zipfile.ZipFile(io.BytesIO(archive)) as opened:
        return {name: _comparable(name, opened.read(name).decode()) for name in opened.namelist()}


def _comparable(name: str, text: str) -> Any:
    if name.startswith("articles/"):
        return compared({"boards": []} | json.loads(text))
    if name.endswith(".jsonl"):
        # When lines are replayed, they are the editor's, whose name is the same in these.
        return [json.loads(line) for line in text.splitlines()]
    return json.loads(text) if name in ("passages.json", "boards.json") else None


def test_everything_comes_back_from_a_zip(
    sqlite_library: Library, postgresql_library: Library
) -> None:
    fill(sqlite_library)
    data = export(sqlite_library, "zip")
    assert export(sqlite_library, "zip") == data
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert b'xmlUrl="https://ostra.example/feed?a=1&amp;b=2"' in archive.read(SUBSCRIPTIONS)
    report = pipeline.import_bytes(postgresql_library, Settings(), data, name="everything.bin")
    assert report.failed == []
    pipeline.annotate_pending(postgresql_library)
    again = export(postgresql_library, "zip", base=OTHER_BASE)
    files = _files(data)
    assert differences(files, _files(again)) == []
    before = compared(json.loads(export(sqlite_library)))
    assert differences(before, compared(json.loads(export(postgresql_library)))) == []
    # Once more: nothing is doubled.
    report = pipeline.import_bytes(postgresql_library, Settings(), data, name="everything.bin")
    assert report.failed == []
    assert not any(stored.created for stored in report.stored)
    assert export(postgresql_library, "zip", base=OTHER_BASE) == again

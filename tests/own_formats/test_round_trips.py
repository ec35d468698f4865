"""Everything that is exported in one of our formats comes back the same in another library."""

import json
from collections.abc import Callable
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
import pytest

from app import pipeline
from app.settings import Settings
from app.store.articles.access import ANYONE
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
    a = compared(export(sqlite_library))
    b = compared(export(postgresql_library, base=OTHER_BASE))
    assert differences(a, b) == []

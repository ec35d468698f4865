"""Two annotated articles that name the same people."""

import pytest

from app.store.db.library import Library
from tests.building import ingest
from tests.store.corrections.making import (
    PIER,
    SKERRY,
)


@pytest.fixture
def skerry(library: Library) -> int:
    return ingest(library, SKERRY, date="2031-02-01").article_id


@pytest.fixture
def pier(library: Library, skerry: int) -> int:
    return ingest(library, PIER, date="2031-03-01").article_id

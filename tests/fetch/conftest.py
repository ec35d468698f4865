"""A web server for each test of fetching."""

from collections.abc import Iterator

import pytest

from tests.website import Site


@pytest.fixture
def site() -> Iterator[Site]:
    one = Site()
    yield one
    one.close()

"""What a refused fetch says."""

import pytest

from app.errors import FetchFailed
from app.fetch import fetch
from app.settings import Settings


def refusal(url: str, settings: Settings) -> str:
    with pytest.raises(FetchFailed) as caught:
        fetch(url, settings)
    return caught.value.message

"""Three articles that name the same people."""

import pytest
from starlette.testclient import TestClient

from tests.web.asking import add

PAPERS = (
    (
        "2031-05-02",
        "The chair",
        (
            "“The mole will stand,” harbour master Ingrid Vale said. Tomas Brandt met Vale. Vale "
            "did not answer."
        ),
    ),
    (
        "2031-06-01",
        "The office",
        "Treasurer Ingrid Vale met Mara Quist in Ostra. Mara Quist praised Ingrid Vale.",
    ),
    ("2031-07-01", "The lamp", "Mara Quist repaired the lamp. Ingrid Vale saw it."),
)


@pytest.fixture
def papers(editor: TestClient) -> list[int]:
    return [
        add(editor, text, title=title, published=day, source_url=f"https://ostra.example/{day}")
        for day, title, text in PAPERS
    ]

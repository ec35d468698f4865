"""What the tests of the web share: applications, clients for anybody and the editor, an article."""

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from app.cli import demo
from app.main import create_app
from app.resources import DEMO_ARTICLES
from app.settings import Settings
from app.store.db.library import Library

TOKEN = "an-editor's-token-for-tests"
TEXT = (
    "The harbour board of Ostra met on Tuesday. It chose a new chair.\n\n"
    "“The mole will stand for a hundred years,” harbour master Ingrid Vale said. She has held "
    "her post since 2019.\n\n"
    "A costly plan\n\n"
    "The repair cost 4.2 million crowns in March 2030, according to the treasurer Tomas "
    "Brandt. Ingrid Vale did not answer."
)


@dataclass
class Web:
    """Applications over one library; `app` makes one with other settings."""

    folder: Path

    def app(self, **given: Any) -> FastAPI:
        usual: dict[str, Any] = {
            "data": self.folder,
            "base_url": "http://testserver",
            "admin_token": TOKEN,
            "model": "small",
            # Tests send more in a minute than anybody does.
            "searches_per_minute": 60_000,
            "writes_per_minute": 60_000,
        }
        return create_app(Settings(**(usual | given)))

    def client(self, *, editor: bool = False, **given: Any) -> TestClient:
        headers = {"Authorization": f"Bearer {TOKEN}"} if editor else {}
        return TestClient(self.app(**given), headers=headers, follow_redirects=False)


@pytest.fixture(scope="session")
def demo_file(tmp_path_factory: pytest.TempPathFactory, migrated_file: Path) -> Path:
    """The demo library, annotated with the small model, to be copied: ten seconds to make."""
    folder = tmp_path_factory.mktemp("demo")
    shutil.copy(migrated_file, folder / "gloss.db")
    library = Library(Settings(data=folder, model="small"))
    demo.load(library, DEMO_ARTICLES)
    library.checkpoint()
    library.close()
    return folder / "gloss.db"


@pytest.fixture
def demo_web(tmp_path: Path, demo_file: Path) -> Web:
    shutil.copy(demo_file, tmp_path / "gloss.db")
    return Web(tmp_path)


@pytest.fixture
def web(tmp_path: Path, migrated_file: Path) -> Web:
    shutil.copy(migrated_file, tmp_path / "gloss.db")
    return Web(tmp_path)


@pytest.fixture
def app(web: Web) -> Iterator[FastAPI]:
    made = web.app()
    yield made
    made.state.library.close()


@pytest.fixture
def client(app: FastAPI) -> TestClient:
    """Anybody."""
    return TestClient(app, follow_redirects=False)


@pytest.fixture
def editor(app: FastAPI) -> TestClient:
    """A program with the administrator's token."""
    return TestClient(app, headers={"Authorization": f"Bearer {TOKEN}"}, follow_redirects=False)


@pytest.fixture
def article(editor: TestClient) -> int:
    """An annotated public article, by its id."""
    answer = editor.post(
        "/api/articles",
        json={
            "text": TEXT,
            "title": "A new chair",
            "source_url": "https://ostra.example/chair",
            "published": "2031-05-02",
        },
    )
    assert answer.status_code == 201
    return int(answer.json()["id"])

"""What holds for every command: usage, settings, errors, and closing the library."""

from pathlib import Path

import pytest
from typer.testing import CliRunner

from app.cli import app
from app.cli import library as cli_library
from app.settings import Settings
from app.store.db.library import Library
from tests.cli.running import TEXT, gloss

pytestmark = pytest.mark.slow  # each test starts processes


@pytest.mark.parametrize(
    "arguments",
    [
        ["import"],
        ["import", "x", "--formt", "y"],
        ["import", "x", "--format", "zz"],
        ["export", "--format", "zz"],
        ["token", "create", "x", "--scope", "everything"],
        ["nothing"],
        ["export"],
    ],
)
def test_wrong_usage_exits_with_2(tmp_path: Path, arguments: list[str]) -> None:
    assert gloss(tmp_path, *arguments).returncode == 2


@pytest.mark.parametrize(
    "arguments",
    [
        "import petrel.txt",
        "signin",
        "token create program",
        "annotate --everything",
        "search buoy",
        "export --format jsonl",
        "export --format jsonl 99",
        "verify petrel.txt",
        "corrections export",
        "migrate",
        "doctor",
    ],
)
def test_every_command_closes_the_library_that_it_opened(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arguments: str
) -> None:
    opened: list[Library] = []
    closed: list[Library] = []

    class Watched(Library):
        def __init__(self, settings: Settings) -> None:
            super().__init__(settings)
            opened.append(self)

        def close(self) -> None:
            super().close()
            closed.append(self)

    monkeypatch.chdir(tmp_path)
    Path("petrel.txt").write_text(TEXT)
    CliRunner().invoke(app, "migrate")
    monkeypatch.setattr(cli_library, "Library", Watched)
    run = CliRunner().invoke(app, arguments)
    assert run.exception is None or isinstance(run.exception, SystemExit)
    assert len(opened) == 1
    assert opened == closed


def test_a_setting_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    run = gloss(tmp_path, "migrate", GLOSS_FETCH_TIMEOUT_SECONDS="soon")
    assert run.returncode == 1
    assert b"GLOSS_FETCH_TIMEOUT_SECONDS" in run.stderr


def test_a_secret_comes_from_a_file(tmp_path: Path) -> None:
    secret = tmp_path / "database"
    secret.write_text(f"sqlite:///{tmp_path / 'own.db'}\n")
    assert gloss(tmp_path, "migrate", GLOSS_DATABASE_URL_FILE=str(secret)).returncode == 0
    assert (tmp_path / "own.db").exists()


@pytest.mark.parametrize(
    "setting",
    [
        {"GLOSS_DATABASE_URL": "zzz"},
        {"GLOSS_DATABASE_URL": "mysql://x/y"},
        {"GLOSS_DATABASE_URL": "postgresql://127.0.0.1:9/none"},
        {"GLOSS_DATA": "/proc/nope"},
        {"GLOSS_BASE_URL": "foo"},
    ],
    ids=str,
)
def test_a_library_that_cannot_be_opened_is_reported_in_a_sentence(
    tmp_path: Path, setting: dict[str, str]
) -> None:
    run = gloss(tmp_path, "signin", given=None, **setting)
    assert run.returncode == 1
    assert b"Traceback" not in run.stderr
    assert run.stderr.startswith(b"gloss: ")

"""The command `alembic`, as a developer runs it in the checkout."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from app.settings import Settings
from app.store.admin import migrations
from app.store.db.library import schema_engine

ROOT = Path(__file__).parents[3]


def alembic(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """One run of `alembic` on the library in `folder`."""
    return subprocess.run(
        [sys.executable, "-m", "alembic", *arguments],
        cwd=ROOT,
        env=os.environ | {"GLOSS_DATA": str(folder)},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.slow
def test_check_passes_on_a_migrated_library_and_names_what_no_migration_makes(
    tmp_path: Path,
) -> None:
    settings = Settings(data=tmp_path)
    migrations.upgrade(settings)
    passed = alembic(tmp_path, "check")
    assert (passed.returncode, passed.stdout) == (0, "No new upgrade operations detected.\n")
    with schema_engine(settings).begin() as connection:
        connection.exec_driver_sql("CREATE TABLE stray (id INTEGER PRIMARY KEY)")
    failed = alembic(tmp_path, "check")
    assert failed.returncode != 0
    assert "stray" in failed.stdout + failed.stderr


@pytest.mark.slow
def test_current_prints_the_schema_of_a_migrated_library(tmp_path: Path) -> None:
    migrations.upgrade(Settings(data=tmp_path))
    assert alembic(tmp_path, "current").stdout == f"{migrations.head()} (head)\n"


@pytest.mark.slow
@pytest.mark.parametrize("arguments", ["check", "current", "upgrade head", "downgrade base"])
def test_where_there_is_no_library_alembic_says_so_and_creates_nothing(
    tmp_path: Path, arguments: str
) -> None:
    run = alembic(tmp_path / "data", *arguments.split())
    assert run.returncode != 0
    assert "No library at" in run.stdout + run.stderr
    assert "gloss migrate" in run.stdout + run.stderr
    assert "Traceback" not in run.stderr
    assert list(tmp_path.iterdir()) == []

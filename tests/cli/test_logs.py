"""The settings for log level and SQL are what a command logs by."""

from pathlib import Path

import pytest

from tests.cli.running import gloss

pytestmark = pytest.mark.slow  # each test starts processes


def test_sql_is_logged_to_standard_error_only_when_asked_for(tmp_path: Path) -> None:
    quiet = gloss(tmp_path, "migrate")
    assert (quiet.returncode, quiet.stderr) == (0, b"")
    echoed = gloss(tmp_path, "doctor", GLOSS_SQL_ECHO="true")
    assert b"sqlalchemy.engine" in echoed.stderr
    assert b"SELECT" in echoed.stderr
    assert b"SELECT" not in echoed.stdout


def test_the_log_level_decides_which_messages_are_printed(tmp_path: Path) -> None:
    logged = gloss(tmp_path, "migrate", GLOSS_LOG_LEVEL="debug")
    assert b"DEBUG" in logged.stderr or b"INFO alembic" in logged.stderr

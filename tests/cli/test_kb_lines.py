"""`gloss kb import`: lines that cannot be read are named and the rest is stored once."""

from pathlib import Path

import pytest

from tests.cli.running import gloss_here

pytestmark = pytest.mark.slow  # whole commands, each with its own library


def test_kb_import_names_a_bad_line_and_stores_the_rest_once(tmp_path: Path) -> None:
    file = tmp_path / "places.jsonl"
    file.write_text(
        '{"id": "1", "name": "Port Orle", "kind": "place"}\n{"id": "2"}\n{"id": "3", "name": '
        '"Skerry", "kind": "place"}\n'
    )
    first = gloss_here(tmp_path, "kb", "import", str(file))
    assert first.returncode == 1
    assert "places.jsonl:2: “id” and “name” are required." in first.stderr.decode()
    assert first.stdout.strip() == b"2 added, 0 changed, 0 unchanged, 1 failed"
    file.write_text("id,name,kind\n1,Port Orle,place\n3,The Skerry,place\n")
    again = gloss_here(tmp_path, "kb", "import", str(file))
    assert again.returncode == 0, again.stderr
    assert again.stdout.strip() == b"0 added, 1 changed, 1 unchanged, 0 failed"
    assert gloss_here(tmp_path, "kb", "import", str(tmp_path / "none.csv")).returncode == 2

"""`gloss corrections`: the log goes from one library into another."""

from pathlib import Path

import pytest
from sqlalchemy import select
from sqlmodel import col

from app import pipeline
from app.layers.creators import PersonCreator
from app.linking.corrections.correction import Correction
from app.settings import Settings
from app.store.db.library import Library
from app.store.schema.entities import Entity
from tests.cli.running import TEXT, gloss_here

pytestmark = pytest.mark.slow  # whole commands, each with its own library


def test_a_log_of_corrections_goes_into_a_new_library_of_the_same_articles(tmp_path: Path) -> None:
    file, log, other = tmp_path / "petrel.txt", tmp_path / "log.jsonl", tmp_path / "other"
    file.write_text(TEXT)
    assert gloss_here(tmp_path, "import", str(file)).returncode == 0
    library = Library(Settings(data=tmp_path / "data", model="small"))
    with library.reading() as s:
        ella = s.scalars(select(col(Entity.id)).where(col(Entity.name) == "Ella Thorne")).one()
    pipeline.correct(library, Correction("rename", ella, value="Captain Thorne"), PersonCreator(1))
    library.close()
    log.write_bytes(gloss_here(tmp_path, "corrections", "export").stdout)
    first = gloss_here(
        other, "corrections", "replay", str(log)
    )  # takes the key over, and waits for the article
    assert (first.returncode, first.stdout) == (
        1,
        b"0 applied, 0 undone, 0 already present, 1 refused\n",
    )
    assert b"log.jsonl:2: Refers to an entity that is not in this library." in first.stderr
    assert gloss_here(other, "import", str(file)).returncode == 0
    assert (
        gloss_here(other, "corrections", "replay", str(log)).stdout
        == b"1 applied, 0 undone, 0 already present, 0 refused\n"
    )
    assert gloss_here(other, "corrections", "export").stdout == log.read_bytes()
    refused = gloss_here(other, "corrections", "replay", "-", given=b"{}")
    assert (refused.returncode, refused.stdout) == (1, b"")

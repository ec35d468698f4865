"""The made-up library holds what one with the same articles stores; both tables are printed."""

from pathlib import Path

import pytest
from sqlmodel import col, select

from app.store.entities import mention_counts, name_index
from app.store.schema.articles import Article
from app.store.schema.entities import Entity
from benchmarks import linking, stories, story_library


def test_a_made_library_agrees_with_itself(tmp_path: Path) -> None:
    library = story_library.build(tmp_path, 60)
    with library.reading() as s:
        assert name_index.differ(s) == 0
        assert all(mention_counts.agree(s, article) for article in s.scalars(select(Article)))
        most = s.scalars(select(Entity).order_by(col(Entity.articles).desc()).limit(3)).all()
        assert stories.HUB in {e.id for e in most}
    library.close()


def test_a_larger_world_begins_with_the_smaller_one() -> None:
    assert stories.world(400)[:300] == stories.world(1)


def test_every_figure_comes_out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stories, "NEW", 1)
    monkeypatch.setattr(stories, "WARM", 1)
    for times in ("ROUNDS", "SMALL", "WARM"):
        monkeypatch.setattr(linking, times, 1)
    lines = [line for part in linking.measure(tmp_path, (20, 60)) for line in part.splitlines()]
    told = [
        line.split("|")[1].strip() for line in lines if line.count("|") > 3 and "--" not in line
    ]
    assert [name for name in told if name.startswith(("a new article", "the most named"))] == [
        *("a new article: stored", "a new article: linked, findings kept"),
        *("the most named entity: panel", "the most named entity: page"),
    ]
    assert [
        name.rpartition(": ")[2]
        for name in told
        if name.startswith(("merge", "rename", "rejection"))
    ] == [*("previewed", "made", "undone") * 3]
    assert {len(line) for line in lines if line} == {len(lines[0]), len(lines[-1])}

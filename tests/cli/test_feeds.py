"""`gloss feeds`: add, list, run, export, remove."""

import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from app.cli import app
from tests.feeds.conftest import item
from tests.importers.feeds.reading import rss
from tests.website import Site


@pytest.fixture
def site() -> Any:
    made = Site()
    feed = rss(item(1), item(2)).replace("https://elm.example", made.url("").rstrip("/"))
    made.serve("/feed", feed.encode(), Content_Type="application/rss+xml")
    made.serve("/wrong", b"<p>Words.")
    yield made
    made.close()


@pytest.fixture
def gloss(site: Site, tmp_path: Path, migrated_file: Path) -> Any:
    """Runs a command on a library of its own."""
    (tmp_path / "gloss.db").write_bytes(migrated_file.read_bytes())
    environment = {
        "GLOSS_DATA": str(tmp_path),
        "GLOSS_MODEL": "small",
        "GLOSS_FETCH_ALLOW": f"127.0.0.1:{site.port}",
        "GLOSS_FETCH_DELAY_SECONDS": "0",
        "GLOSS_FETCH_TRIES": "1",
    }

    def run(*words: str, code: int = 0) -> Result:
        result = CliRunner().invoke(app, ["feeds", *words], env=environment)
        assert result.exit_code == code, result.output
        return result

    return run


def lines(result: Result) -> list[dict[str, Any]]:
    return [json.loads(line) for line in result.stdout.splitlines()]


def test_a_feed_is_added_listed_run_and_removed(gloss: Any, site: Site) -> None:
    url = site.url("/feed")
    (added,) = lines(gloss("add", url, "--private", "--tag", "ports", "--exclude", "x", "--json"))
    assert (added["url"], added["title"], added["created"]) == (url, "Elm News", True)
    (before,) = lines(gloss("list", "--json"))
    assert before["asked_at"] is None
    assert (before["visibility"], before["tags"], before["exclude"]) == (
        "private",
        ["ports"],
        ["x"],
    )
    (outcome,) = lines(gloss("run", "--json", "--no-annotate"))
    assert (outcome["state"], outcome["new"], outcome["failed"]) == ("read", 2, [])
    (after,) = lines(gloss("list", "--json"))
    assert after["items"] == 2
    assert after["next_run_at"] > after["asked_at"]
    assert "ok\t2\t" in gloss("list").stdout
    gloss("remove", url)
    assert gloss("list").stdout == ""


def test_only_what_is_due_is_run(gloss: Any, site: Site) -> None:
    gloss("add", site.url("/feed"))
    assert len(lines(gloss("run", "--due", "--json", "--no-annotate"))) == 1
    assert lines(gloss("run", "--due", "--json", "--no-annotate")) == []
    assert len(lines(gloss("run", "1", "--json", "--no-annotate"))) == 1
    assert "no such subscription" in gloss("run", "99", code=1).output


def test_a_list_comes_in_and_goes_out(gloss: Any, site: Site, tmp_path: Path) -> None:
    gloss("add", site.url("/feed"), "--tag", "ports")
    exported = gloss("export").stdout
    gloss("remove", "1")
    (tmp_path / "mine").write_text(exported, encoding="utf-8")
    (added,) = lines(gloss("add", str(tmp_path / "mine"), "--json"))
    assert (added["url"], added["created"]) == (site.url("/feed"), True)
    assert gloss("export").stdout == exported


def test_failures_are_named_and_give_code_1(gloss: Any, site: Site) -> None:
    result = gloss("add", site.url("/wrong"), site.url("/feed"), code=1)
    assert "is not a feed, and names none" in result.output
    gloss("add", site.url("/wrong"), "--no-check")
    result = gloss("run", "--no-annotate", code=1)
    assert "This is not a feed." in result.output
    assert "feeds failed 1" in result.output
    assert "new 2" in result.output

"""`gloss refresh` asks stored addresses for new revisions."""

from collections.abc import Iterator
from pathlib import Path
from subprocess import CompletedProcess

import pytest

from tests.cli.running import gloss, lines
from tests.website import Site

WORDS = "<p>The ferry Petrel runs again to Hestray after a winter of repairs to its engine.</p>" * 4


@pytest.fixture
def site() -> Iterator[Site]:
    one = Site()
    yield one
    one.close()


def page(more: str = "") -> bytes:
    head = "<html><head><title>The ferry runs</title></head><body><article>"
    return f"{head}{WORDS}<p>{more}</p></article></body></html>".encode()


def run(folder: Path, site: Site, *arguments: str) -> CompletedProcess[bytes]:
    allowed = f"127.0.0.1:{site.port}"
    return gloss(folder, *arguments, GLOSS_FETCH_ALLOW=allowed, GLOSS_FETCH_DELAY_SECONDS="0")


@pytest.mark.slow
def test_new_revisions_are_fetched_and_failures_named(tmp_path: Path, site: Site) -> None:
    site.serve("/ferry", page())
    site.serve("/boat", page("The second boat follows in June."))
    stored = run(tmp_path, site, "import", site.url("/ferry"), site.url("/boat"))
    assert stored.returncode == 0, stored.stderr
    site.serve("/ferry", page("A sentence was added on Tuesday morning."))
    site.serve("/boat", b"", 410)
    asked = run(tmp_path, site, "refresh", "--json")
    assert asked.returncode == 1, asked.stderr
    new, failed = lines(asked)
    assert (new["item"], new["id"], new["revision"], new["created"], new["error"]) == (
        site.url("/ferry"),
        1,
        2,
        True,
        None,
    )
    assert "answered 410" in str(failed["error"])
    assert (failed["revision"], failed["created"]) == (None, None)
    nothing = run(tmp_path, site, "refresh", "--older-than", "7d")
    assert (nothing.returncode, nothing.stdout) == (0, b"new: 0, unchanged: 0, failed: 0\n")


def test_an_age_that_is_none_is_a_usage_error(tmp_path: Path, site: Site) -> None:
    for age in ("soon", "-1d", "7y", "1.5d"):
        assert run(tmp_path, site, "refresh", "--older-than", age).returncode == 2
    for age in ("36501d", "999999d", "999999w"):
        refused = run(tmp_path, site, "refresh", "--older-than", age)
        assert (refused.returncode, b"at most 100 years" in refused.stderr) == (2, True)

"""`gloss verify`: citations are checked, and the exit code says how it went."""

from pathlib import Path

import pytest

from app import importers
from app.cli.library import opened
from app.settings import Settings
from app.store.articles import articles
from app.store.articles.access import EDITOR
from app.store.ingest import lifecycle
from app.store.ingest.captures import Capture
from app.store.passages import passages
from app.text.spans import Span
from tests.cli.running import TEXT, gloss_here, lines

pytestmark = pytest.mark.slow  # whole commands, each with its own library


def test_verify_checks_citations_and_says_so_by_its_exit_code(tmp_path: Path) -> None:
    file = tmp_path / "petrel.txt"
    file.write_text(TEXT)
    assert gloss_here(tmp_path, "verify", given=b"x").returncode == 1  # no library
    gloss_here(tmp_path, "import", str(file))
    with opened(Settings(data=tmp_path / "data", model="small")) as library, library.writing() as s:
        article, revision = articles.with_revision(s, EDITOR, 1)
        code = passages.share(s, article, revision, Span(0, 27))[0].code
        sha256 = revision.sha256
    cited = (
        f"“The ferry Petrel ran aground”\n— undated\nhttp://127.0.0.1:8000/p/{code}; captured "
        f"1990-01-01T00:00:00Z; SHA-256 {sha256}"
    )
    (tmp_path / "cited.txt").write_text(cited)
    wrong = gloss_here(tmp_path, "verify", str(tmp_path / "cited.txt"), "--json")
    (told,) = lines(wrong)
    assert (wrong.returncode, told["verified"], told["verdict"]) == (1, False, "same")
    assert [p["about"] for p in told["points"] if p["holds"] is False] == ["words", "captured"]  # type: ignore[attr-defined]
    assert (
        "{+aground+}" in gloss_here(tmp_path, "verify", str(tmp_path / "cited.txt")).stdout.decode()
    )
    right = gloss_here(
        tmp_path,
        "verify",
        given=f"“The ferry Petrel ran agroun” http://127.0.0.1:8000/p/{code}".encode(),
    )
    assert (right.returncode, right.stdout.decode().split()[0]) == (0, "verified")
    assert gloss_here(tmp_path, "verify", given=b"no citation").returncode == 2
    assert gloss_here(tmp_path, "verify", str(tmp_path / "missing")).returncode == 2
    unknown = gloss_here(tmp_path, "verify", "-", given=b"/p/nosuchcode12")
    assert (
        unknown.returncode,
        b"This library has no passage with this code" in unknown.stdout,
    ) == (1, True)


def test_verify_tells_a_genuine_citation_from_what_the_article_says_now(tmp_path: Path) -> None:
    file = tmp_path / "petrel.txt"
    rest = "Nobody was hurt, the harbour master of Kerra said.\n\nAn inquiry will begin."
    file.write_text(f"The ferry Petrel ran aground on Monday.\n\n{rest}")
    gloss_here(tmp_path, "import", str(file))
    with opened(Settings(data=tmp_path / "data", model="small")) as library, library.writing() as s:
        article, revision = articles.with_revision(s, EDITOR, 1)
        code = passages.share(s, article, revision, Span(0, 39))[0].code
        text = f"{rest}\n\nThe ferry Petrel ran aground on Sunday."
        (read,) = importers.read(text.encode(), name="petrel.txt", longest=10**6)
        lifecycle.revise(s, 1, Capture(read))
    given = f"“The ferry Petrel ran aground on Monday.” http://127.0.0.1:8000/p/{code}".encode()
    told = gloss_here(tmp_path, "verify", given=given)
    first, *others = told.stdout.decode().splitlines()
    assert (told.returncode, first.split()[0]) == (0, "genuine")
    assert "The citation is genuine. The cited text is no longer in the article as quoted." in first
    assert any("moved to another place in the article and was reworded" in line for line in others)
    assert any("[-Monday-]{+Sunday+}" in line for line in others)
    (as_json,) = lines(gloss_here(tmp_path, "verify", "--json", given=given))
    assert (as_json["genuine"], as_json["still_says_so"], as_json["words_changed"]) == (
        True,
        False,
        True,
    )

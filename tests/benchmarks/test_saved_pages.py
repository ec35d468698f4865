"""Which saved pages are measured."""

import argparse
from pathlib import Path

import pytest

from benchmarks import saved_pages
from tests.benchmarks import page_corpus

ADDRESSES = [f"https://www.paper{n}.example/story/{n}" for n in range(300)]


def test_every_host_is_in_one_of_two_parts_that_complete_each_other() -> None:
    some, others = saved_pages.hosts("0-67"), saved_pages.hosts("67-100")
    assert all((url in some) != (url in others) for url in ADDRESSES)
    assert 170 < sum(url in some for url in ADDRESSES) < 230
    assert all(url in saved_pages.EVERY_HOST for url in [*ADDRESSES, "", "no address"])


def test_all_pages_of_a_host_are_in_one_part() -> None:
    part = saved_pages.hosts("0-50")
    for n in range(20):
        spellings = (f"http://paper{n}.example/a", f"https://www.paper{n}.example:8080/b?c=d")
        assert len({url in part for url in spellings}) == 1


@pytest.mark.parametrize("words", ["", "67", "50-50", "67-20", "0-101", "a-b", "-5-10"])
def test_what_is_no_share_is_refused(words: str) -> None:
    with pytest.raises(argparse.ArgumentTypeError):
        saved_pages.hosts(words)


def test_pages_are_read_in_order_and_only_those_of_the_share(tmp_path: Path) -> None:
    ids = [f"paper{n}" for n in range(12)]
    page_corpus.save(tmp_path, dict.fromkeys(ids, "<p>Ferry</p>"), {id_: {} for id_ in ids})
    every = list(saved_pages.pages(tmp_path))
    assert [page.id for page in every] == ids
    assert {page.html for page in every} == {b"<p>Ferry</p>"}
    part = saved_pages.hosts("0-50")
    assert list(saved_pages.pages(tmp_path, part)) == [p for p in every if p.url in part]


def test_a_folder_is_named_or_one_of_the_corpora(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("GLOSS_CORPORA", raising=False)
    with pytest.raises(SystemExit, match="GLOSS_CORPORA is not set"):
        saved_pages.folder(None, "pages")
    monkeypatch.setenv("GLOSS_CORPORA", str(tmp_path))
    with pytest.raises(SystemExit, match="no gold"):
        saved_pages.folder(None, "pages")
    (tmp_path / "pages").mkdir()
    page_corpus.save(tmp_path / "pages", {}, {})
    assert saved_pages.folder(None, "pages") == tmp_path / "pages"
    assert saved_pages.folder(tmp_path / "pages", "other") == tmp_path / "pages"

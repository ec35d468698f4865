"""Citations as their readers' programs take them: each form well formed, whatever is cited."""

import json
import re
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from app.citations.formats import FORMS, Citation, form, one_line
from app.errors import Unsupported

CITED = Citation(
    words="“The mole will stand,”\nshe said.",
    code="Ab_-56789012",
    url="https://gloss.example/p/Ab_-56789012",
    captured_at=datetime(2031, 5, 3, 10, 0, 7, 999, tzinfo=UTC),
    sha256="0123456789abcdef" * 4,
    title="A new chair",
    byline=("Mara Linde", "Tomas Brandt"),
    publisher="The Sound Herald",
    declared_date="2031-05-02",
    source_url="https://ostra.example/chair",
)
anything = st.text(st.characters(codec="utf-8", exclude_characters="\0"), min_size=1)


def made(name: str, **other: object) -> str:
    return form(name).made(replace(CITED, **other))  # type: ignore[arg-type]


def test_text_says_everything_in_three_lines() -> None:
    assert made("text").splitlines() == [
        "““The mole will stand,” she said.”",
        (
            "— Mara Linde and Tomas Brandt, “A new chair”, The Sound Herald, 2 May 2031, "
            "https://ostra.example/chair"
        ),
        (
            "https://gloss.example/p/Ab_-56789012; captured 2031-05-03T10:00:07Z; SHA-256 "
            f"{'0123456789abcdef' * 4}"
        ),
    ]


@pytest.mark.parametrize("name", ["text", "markdown"])
def test_words_that_are_in_marks_already_get_no_second_pair(name: str) -> None:
    assert "“Say so.”" in made(name, words="“Say so.”")
    assert "““" not in made(name, words="“Say so.”")
    assert "““Say so,” she said.”" in made(name, words="“Say so,” she said.")


@pytest.mark.parametrize("one", FORMS, ids=lambda f: f.name)
def test_an_article_that_declares_nothing_is_undated(one: Any) -> None:
    bare = one.made(
        replace(CITED, title=None, byline=(), publisher=None, declared_date=None, source_url=None)
    )
    assert "undated" in bare
    assert "None" not in bare


@pytest.mark.parametrize("name", ["bibtex", "csl-json", "ris"])
def test_a_title_that_is_not_declared_is_the_first_words(name: str) -> None:
    assert "““The mole will stand,” she said.”" in made(name, title=None)


def test_bibtex_has_a_field_a_line_and_balanced_braces() -> None:
    lines = made("bibtex", title="100 % {of} a_b & \\c").splitlines()
    assert (
        "  title = {{100 \\% \\textbraceleft{}of\\textbraceright{} a\\_b \\& \\textbackslash{}c}},"
        in lines
    )
    assert "  author = {{Mara Linde} and {Tomas Brandt}}," in lines
    assert [line for line in lines if "year" in line or "month" in line] == [
        "  year = {2031},",
        "  month = may,",
    ]


@given(anything, anything, anything, anything)
def test_bibtex_stays_one_entry(words: str, title: str, name: str, date: str) -> None:
    entry = made(
        "bibtex", words=words, title=title, byline=(name,), publisher=title, declared_date=date
    )
    depth, closed = 0, 0
    for mark in re.findall("[{}]", entry):  # BibTeX counts braces whatever stands before them
        depth += 1 if mark == "{" else -1
        assert depth >= 0
        closed += depth == 0
    assert (depth, closed) == (0, 1)
    assert not re.search(
        r"(?<!\\)[%$&#_]", re.sub(r"^(@misc.*|  url = .*)$", "", entry, flags=re.MULTILINE)
    )


@given(anything, anything, anything)
def test_ris_keeps_a_value_on_its_line(words: str, title: str, date: str) -> None:
    lines = made(
        "ris", words=words, title=title, publisher=title, byline=(title, words), declared_date=date
    ).split("\r\n")
    assert lines[-2:] == ["ER  - ", ""]
    assert all(re.match(r"(TY|AU|TI|PB|PY|Y2|UR|AB|N1|ER)  - ", line) for line in lines[:-1])
    assert sum(line.startswith(("TY", "ER")) for line in lines) == 2
    assert not any(len(line.splitlines()) > 1 for line in lines)


@given(anything, anything)
def test_csl_json_is_json_with_the_words(words: str, title: str) -> None:
    (item,) = json.loads(made("csl-json", words=words, title=title))
    assert (
        item["abstract"].split() == words.split()
        if words.strip()
        else "abstract" not in item or not item["abstract"].strip()
    )
    assert item["issued"] == {"date-parts": [[2031, 5, 2]]}
    assert item["URL"] == CITED.url


@given(anything, anything)
def test_markdown_shows_words_and_makes_nothing_of_them(words: str, title: str) -> None:
    html = MarkdownIt("commonmark").render(made("markdown", words="x" + words, title="x" + title))
    assert html.count("<blockquote>") == 1
    assert html.count("<p>") == 3
    assert html.count("<a ") == 2
    assert not any(
        f"<{tag}" in html for tag in ("strong", "img", "h1", "h2", "ul", "ol", "pre", "script")
    )


def test_unicode_is_kept() -> None:
    words = "אור 👩‍👩‍👧 e\u0301clair\u00a0né"
    assert all(words in f.made(replace(CITED, words=words)) for f in FORMS)


def test_a_line_is_one_line() -> None:
    assert one_line(" a\r\n b\u2028\x0bc\u00a0d ") == "a b c\u00a0d"


def test_an_unknown_form_is_refused_with_the_known_ones() -> None:
    with pytest.raises(Unsupported) as refused:
        form("pdf")
    assert "bibtex" in (refused.value.detail or "")

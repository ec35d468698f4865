"""JSON-LD: which object is the article, and whom its references name."""

import json
from typing import Any

import lxml.html
import pytest

from app.importers.html_page.linked_data import MAX_CHARACTERS, article_fields, read

OWN = {"https://elm.example/a"}


def fields(*scripts: Any) -> dict[str, Any]:
    """The declared fields of a page with these scripts; a string is taken as it is."""
    sources = [s if isinstance(s, str) else json.dumps(s) for s in scripts]
    elements = "".join(f'<script type="application/ld+json">{s}</script>' for s in sources)
    return article_fields(read(lxml.html.document_fromstring(f"<head>{elements}</head><p>x")), OWN)


def test_without_an_article_every_field_is_empty() -> None:
    assert not any(fields({"@type": "WebSite", "name": "Elm"}).values())
    assert not any(fields("{broken").values())
    assert not any(fields("[" + " " * MAX_CHARACTERS + "]").values())


def test_the_article_of_this_address_counts_before_the_first() -> None:
    first = {"@type": "NewsArticle", "headline": "First"}
    own = {
        "@type": "NewsArticle",
        "headline": "Own",
        "mainEntityOfPage": {"@id": "https://elm.example/a"},
    }
    assert fields([first, own])["title"] == "Own"
    assert fields([first])["title"] == "First"


@pytest.mark.parametrize(
    "author",
    [
        "Jane Roe",
        {"name": "Jane Roe"},
        [{"@id": "#jane"}],
        [{"name": ["Jane Roe"]}],
        [{"@value": "ignored"}, {"@id": "#jane"}, "  "],
    ],
)
def test_an_author_is_named_directly_or_by_reference(author: Any) -> None:
    person = {"@type": "Person", "@id": "#jane", "name": "Jane Roe"}
    article = {"@type": "NewsArticle", "author": author}
    assert fields({"@graph": [article, person]})["byline"] == ["Jane Roe"]


def test_a_creator_counts_where_no_author_is_named() -> None:
    article = {"@type": "ReportageNewsArticle", "author": [], "creator": "Ada &amp; Bo"}
    assert fields(article)["byline"] == ["Ada & Bo"]


def test_a_script_may_be_in_a_comment_and_end_with_a_semicolon() -> None:
    source = '<![CDATA[{"@type": "Article", "headline": {"@value": " Ferry "}};]]>'
    assert fields(source)["title"] == "Ferry"

"""Declared fields that say nothing are left out; what names somebody stays as it was declared."""

import json

import pytest

from app.importers.base import Draft
from app.importers.html_page import uninformative_fields
from tests.importers.reading import read

BODY = (
    "<article><p>The ferry struck the pier of Elm at noon, and nobody was hurt.</p><p>It "
    "sails again on Friday.</p></article>"
)


def draft(html: str) -> Draft:
    return read(html.encode(), format="html")[0]


def page(head: str) -> str:
    return f"<html><head>{head}</head><body>{BODY}</body></html>"


def linked(*scripts: object) -> str:
    return "".join(
        f'<script type="application/ld+json">{json.dumps(one)}</script>' for one in scripts
    )


@pytest.mark.parametrize(
    "name", ["Hosted", "hosted", "My Site", "My  Blog", "WordPress", "", "@", None]
)
def test_a_publisher_that_is_a_default_is_none(name: str | None) -> None:
    assert uninformative_fields.publisher(name) is None


@pytest.mark.parametrize(
    ("name", "said"),
    [("Elm Press", "Elm Press"), ("@elmpress", "elmpress"), ("The Hosted Blog", "The Hosted Blog")],
)
def test_a_publisher_that_is_a_name_stays(name: str, said: str) -> None:
    assert uninformative_fields.publisher(name) == said


@pytest.mark.parametrize(
    ("shown", "title"),
    [
        ("A pier on the brink | Editorial", "A pier on the brink"),
        ("A pier on the brink | Editorial | Opinion | Elm Press", "A pier on the brink"),
        ("A pier on the brink - ElmPress", "A pier on the brink"),
        ("A pier on the brink | Jane Roe", "A pier on the brink"),
        ("Editorial: a pier on the brink", "Editorial: a pier on the brink"),
        ("The pier – a matter of opinion", "The pier – a matter of opinion"),
        ("Ports | News", "Ports | News"),
        ("Editorial", "Editorial"),
        ("| Editorial", "| Editorial"),
        ("Elm Press - Elm Press", "Elm Press"),
    ],
)
def test_a_title_ends_before_its_section_its_site_and_its_author(shown: str, title: str) -> None:
    assert uninformative_fields.title(shown, "Elm Press", None, "Jane Roe") == title


def test_the_site_behind_a_title_goes_wherever_the_title_was_declared() -> None:
    head = (
        '<meta property="og:title" content="Ferry strikes pier | ElmPress"><meta '
        'property="og:site_name" content="Elm Press">'
    )
    assert (draft(page(head)).title, draft(page(head)).publisher) == (
        "Ferry strikes pier",
        "Elm Press",
    )


def test_a_default_name_is_neither_publisher_nor_part_of_a_title() -> None:
    found = draft(
        page(
            '<title>Ferry strikes pier | Hosted</title><meta property="og:site_name" '
            'content="Hosted">'
        )
    )
    assert (found.title, found.publisher) == ("Ferry strikes pier", None)


def test_a_better_source_of_a_field_stands_in_for_one_that_says_nothing() -> None:
    head = (
        '<meta property="og:site_name" content="Blog"><meta name="application-name" '
        'content="Elm Press">'
    )
    head += (
        '<meta property="article:author" content="admin"><meta name="author" content="Jane Roe">'
    )
    found = draft(page(head))
    assert (found.publisher, found.byline) == ("Elm Press", ("Jane Roe",))


def test_who_is_described_once_and_referred_to_is_named() -> None:
    article = {
        "@type": "NewsArticle",
        "headline": "Ferry strikes pier",
        "publisher": {"@id": "https://elm.example/"},
        "author": [{"@id": "#jane"}, {"@id": "#nobody"}],
    }
    video = {
        "@type": "VideoObject",
        "publisher": {"@id": "https://elm.example/", "@type": "Organization", "name": "Elm Press"},
    }
    people = {"@graph": [{"@id": "#jane", "@type": "Person", "name": "Jane Roe"}]}
    found = draft(page(linked(article | {"video": video}, people)))
    assert (found.publisher, found.byline) == ("Elm Press", ("Jane Roe",))


def test_references_in_a_circle_and_without_names_are_harmless() -> None:
    article = {
        "@type": "NewsArticle",
        "publisher": {"@id": 7},
        "author": {"@id": ["#a"], "name": {"@id": "#a"}},
    }
    found = draft(page(linked(article, [{"@id": "#a", "name": 3}, {"@id": "#a", "name": "  "}])))
    assert (found.publisher, found.byline) == (None, ())

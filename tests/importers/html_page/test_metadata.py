"""What a page declares: which source counts first, which dates are doubted."""

import json
from typing import Any

import pytest

from app.importers.base import Draft
from tests.importers.pages import URL, draft, linked, page


def test_json_ld_is_believed_first_and_every_field_says_where_it_was_read() -> None:
    head = linked(
        headline="Ferry strikes pier &amp; sinks",
        author=[{"@type": "Person", "name": "Jane Roe"}, {"name": "By John Doe"}],
        publisher={"name": "Elm Press"},
        datePublished="2024-03-01T08:00:00+02:00",
        inLanguage="en_GB",
    )
    og = (
        '<meta property="og:title" content="SHIP HORROR"><meta '
        'property="article:published_time" content="2024-03-01T06:00:00Z">'
    )
    found = draft(page(head=head + og))
    assert (found.title, found.byline, found.publisher) == (
        "Ferry strikes pier & sinks",
        ("Jane Roe", "John Doe"),
        "Elm Press",
    )
    assert (found.language, found.doubts) == ("en-GB", ())
    assert found.declared_date is not None
    assert (found.declared_date.value, found.declared_date.provenance) == ("2024-03-01", "json-ld")
    assert found.provenance == dict.fromkeys(
        ("title", "byline", "publisher", "language", "declared_date"), "json-ld"
    ) | {"source_url": "address"}


@pytest.mark.parametrize(
    "wrap",
    [
        lambda a: [a],
        lambda a: {"@graph": [{"@type": "WebSite", "name": "x"}, a]},
        lambda a: {"@type": "WebPage", "mainEntity": a},
    ],
)
def test_json_ld_articles_are_found_wherever_they_stand(wrap: Any) -> None:
    article = {"@type": ["Thing", "ReportageNewsArticle"], "headline": "Found"}
    assert (
        draft(
            page(
                head=(
                    "<script type='application/ld+json; "
                    f"charset=utf-8'>{json.dumps(wrap(article))}</script>"
                )
            )
        ).title
        == "Found"
    )


def test_of_several_json_ld_articles_the_one_of_this_address_counts() -> None:
    head = linked(headline="Another", url="https://elm-press.example/other") + linked(
        headline="This one", mainEntityOfPage={"@id": URL + "?utm_source=x"}
    )
    assert draft(page(head=head)).title == "This one"


def test_open_graph_dublin_core_and_plain_meta_follow_in_this_order() -> None:
    og = (
        '<meta property="og:title" content="Of OG"><meta property="og:site_name" content="Elm '
        'Press">'
    )
    og += '<meta property="og:locale" content="de_AT">'
    dc = (
        '<meta name="DC.title" content="Of DC"><meta name="DC.creator" content="Jane '
        'Roe"><meta name="DC.date" content="2024-03-02">'
    )
    meta = '<meta name="author" content="Nobody"><meta name="date" content="2020-01-01">'
    found = draft(page(head=meta + dc + og))
    assert (found.title, found.publisher, found.byline) == ("Of OG", "Elm Press", ("Jane Roe",))
    assert found.declared_date is not None
    assert (found.declared_date.value, found.declared_date.provenance) == (
        "2024-03-02",
        "dublin-core",
    )
    assert found.language == "en-GB"  # the page's own element outranks a locale


def test_the_title_element_comes_last_and_loses_the_site() -> None:
    found = draft(page(head='<meta property="og:site_name" content="Elm Press">'))
    assert (found.title, found.provenance["title"]) == ("Ferry strikes pier", "title")


def test_a_day_in_the_text_is_a_guess() -> None:
    found = draft(page("<p>It was 3 March 2024 when this happened, on a grey day.</p>"))
    assert [d.kind for d in found.doubts] == ["declared-date-guessed"]


def test_a_time_element_in_the_header_declares_the_date() -> None:
    found = draft(
        page(
            before=(
                "<header><h1>Ferry strikes pier</h1><time datetime=2024-03-03T10:00>3 "
                "March</time></header>"
            )
        )
    )
    assert found.declared_date is not None
    assert (found.declared_date.value, found.declared_date.provenance) == ("2024-03-03", "time")


def test_header_times_of_several_days_declare_none() -> None:
    header = (
        "<header><time datetime=2024-03-03>3 March</time><time datetime=2024-03-05>5 "
        "March</time></header>"
    )
    assert draft(page(before=header)).declared_date is None


def published(linked_: str, graph: str) -> Draft:
    return draft(
        page(
            head=linked(headline="h", datePublished=linked_)
            + f'<meta property="article:published_time" content="{graph}">'
        )
    )


@pytest.mark.parametrize(
    ("linked_", "graph"),
    [
        ("2024-03-01", "2019-03-01"),
        ("2024-03-01T08:00:00Z", "2024-03-03T08:00:00Z"),
        ("2024-03-01", "2024-03-02"),
    ],
)
def test_dates_that_contradict_each_other_are_doubted(linked_: str, graph: str) -> None:
    found = published(linked_, graph)
    assert found.declared_date is not None
    assert found.declared_date.value == linked_[:10]
    (doubt,) = found.doubts
    assert doubt.kind == "declared-date-conflict"
    assert graph[:10] in doubt.message


@pytest.mark.parametrize(
    ("linked_", "graph"),
    [
        ("2024-03-01T23:30:00-05:00", "2024-03-02T04:30:00Z"),
        ("2024-03-01", "2024-03-01T12:00:00Z"),
        ("2024-03-02", "2024-03-01T20:00:00Z"),
    ],
)
def test_one_moment_in_two_zones_is_no_contradiction(linked_: str, graph: str) -> None:
    assert published(linked_, graph).doubts == ()


def test_a_declared_date_that_is_no_day_is_doubted_and_not_taken() -> None:
    found = published("2024-13-45", "soon")
    assert found.declared_date is None
    assert [d.kind for d in found.doubts] == ["declared-date-unreadable"]


@pytest.mark.parametrize(
    ("canonical", "url", "source"),
    [
        (
            "https://www.elm-press.example/news/pier?utm_source=x",
            URL,
            "https://www.elm-press.example/news/pier",
        ),
        ("https://elm-press.example/news/pier", None, "https://elm-press.example/news/pier"),
        (
            "https://elm-press.example/news/pier",
            "https://m.elm-press.example/news/pier",
            "https://elm-press.example/news/pier",
        ),
        (
            "https://www.elm-press.example/a",
            "https://amp.elm-press.example/a?x",
            "https://www.elm-press.example/a",
        ),
        ("https://evil.example/stolen", URL, URL),
        (
            "https://elm-press.example/stolen",
            "https://evil.elm-press.example/a",
            "https://evil.elm-press.example/a",
        ),
        (
            "https://other.elm-press.example/stolen",
            "https://elm-press.example/a",
            "https://elm-press.example/a",
        ),
        (
            "https://www.m.elm-press.example/stolen",
            "https://elm-press.example/a",
            "https://elm-press.example/a",
        ),
        ("https://elm-press.example/", URL, URL),
        ("javascript:alert(1)", URL, URL),
        ("/relative", None, None),
    ],
)
def test_a_canonical_link_counts_only_on_its_own_host(
    canonical: str, url: str | None, source: str | None
) -> None:
    assert draft(page(head=f'<link rel="canonical" href="{canonical}">'), url).source_url == source

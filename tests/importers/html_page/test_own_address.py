"""What a page may say of its own address, and what it may not."""

import json

import pytest

from app.importers import read

URL = "https://www.elm-press.example/news/pier?page=one"
STATED = "https://www.elm-press.example/news/2031/pier-opens"
WORDS = "<p>The pier of Elm opens again on Monday, the harbour office said in the morning.</p>" * 5


def source_url(head: str, url: str | None = URL) -> str | None:
    html = f"<html><head><title>Pier</title>{head}</head><body><article>{WORDS}</article></body>"
    (draft,) = read(html.encode(), media_type="text/html", url=url, longest=100_000)
    return draft.source_url


def og(url: str) -> str:
    return f'<meta property="og:url" content="{url}">'


def linked(*articles: dict[str, object]) -> str:
    described = [{"@type": "NewsArticle", "headline": "Pier"} | article for article in articles]
    return f'<script type="application/ld+json">{json.dumps(described)}</script>'


@pytest.mark.parametrize(
    "head",
    [
        f'<link rel="canonical" href="{STATED}?utm_source=x">',
        og(f"{STATED}?xtor=1"),
        og("/news/2031/pier-opens"),
        linked({"mainEntityOfPage": {"@id": STATED}}),
        linked({"url": STATED}),
        f'<link rel="canonical" href="{STATED}">{og("https://www.elm-press.example/other-1")}',
        og(STATED) + linked({"url": "https://www.elm-press.example/other-1"}),
        f'<link rel="canonical" href="https://evil.example/x">{og(STATED)}',
    ],
)
def test_the_surest_declaration_of_the_own_host_counts(head: str) -> None:
    assert source_url(head) == STATED


@pytest.mark.parametrize(
    "head",
    [
        og("https://www.elm-press.example/"),
        og("https://www.elm-press.example/news"),
        og("https://www.elm-press.example/news/"),
        og("https://evil.example/news/pier"),
        og("https://blog.elm-press.example/news/pier-1"),
        og("not an address"),
        og("javascript:alert(1)"),
        linked({"url": "https://www.elm-press.example/a-1"}, {"url": STATED}),
        linked({"url": 7, "mainEntityOfPage": ["x"]}),
        f'<link rel="amphtml" href="{STATED}/amp">',
    ],
)
def test_what_is_no_page_of_the_own_host_does_not(head: str) -> None:
    assert source_url(head) == URL


def test_only_a_canonical_link_gives_a_page_without_an_address_one() -> None:
    assert source_url(og(STATED) + linked({"url": STATED}), None) is None
    assert source_url(f'<link rel="canonical" href="{STATED}">', None) == STATED


def test_a_page_from_an_amp_cache_is_its_publishers() -> None:
    cached = "https://www.google.com/amp/s/amp.elm-press.example/news/pier-1"
    assert source_url("", cached) == "https://amp.elm-press.example/news/pier-1"
    head = f'<link rel="canonical" href="{STATED}">'
    assert source_url(head, cached) == STATED

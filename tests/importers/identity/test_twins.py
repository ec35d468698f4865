"""Addresses of one page have one key, and different pages different ones."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.errors import Unprocessable
from app.importers.identity.twins import original, page_key

STORY = "https://www.ostra.example/2031/05/ferry-strike"


@pytest.mark.parametrize(
    "twin",
    [
        "http://www.ostra.example/2031/05/ferry-strike",
        "https://ostra.example/2031/05/ferry-strike/",
        "https://m.ostra.example/2031/05/ferry-strike",
        "https://mobile.ostra.example/2031/05/ferry-strike",
        "https://amp.ostra.example/2031/05/ferry-strike",
        f"{STORY}/amp",
        f"{STORY}/amp/",
        f"{STORY}/AMP/",
        f"{STORY}.amp",
        f"{STORY}?amp=1",
        f"{STORY}?amp",
        f"{STORY}?outputType=amp",
        f"{STORY}?m=1&amp=1",
        "https://www.ostra.example/amp/2031/05/ferry-strike",
        "https://www.ostra.example/print/2031/05/ferry-strike",
        f"{STORY}?print=1",
        f"{STORY}?print=true&utm_source=x",
        f"{STORY}/print",
        f"{STORY}/print/",
        f"{STORY}?view=print",
        f"{STORY}?mobile=1",
        f"{STORY}?m=1",
        f"{STORY}?xtor=RSS-1#top",
        "https://www.google.com/amp/s/www.ostra.example/2031/05/ferry-strike",
        "https://www.google.co.uk/amp/s/www.ostra.example/2031/05/ferry-strike/amp",
        "https://google.com.au/amp/s/www.ostra.example/2031/05/ferry-strike",
        "https://cdn.ampproject.org/c/s/www.ostra.example/2031/05/ferry-strike",
        "https://www-ostra-example.cdn.ampproject.org/c/s/www.ostra.example/2031/05/ferry-strike",
        "https://x.cdn.ampproject.org/v/s/amp.ostra.example/2031/05/ferry-strike?amp_js_v=0.1",
    ],
)
def test_a_twin_has_the_key_of_its_page(twin: str) -> None:
    assert page_key(twin) == page_key(STORY)


@pytest.mark.parametrize(
    "other",
    [
        "https://www.ostra.example/2031/05/ferry-strikes",
        "https://www.ostra.example/2031/05",
        "https://news.ostra.example/2031/05/ferry-strike",
        "https://www.ostra.example:8080/2031/05/ferry-strike",
        "https://www.harbour.example/2031/05/ferry-strike",
        f"{STORY}?page=2",
        f"{STORY}?format=long",
        f"{STORY}?m=1&y=2031",
        f"{STORY}?m=2",
        f"{STORY}?mbid=8532",
        f"{STORY}/amplifiers",
        f"{STORY}/2",
    ],
)
def test_another_page_has_another_key(other: str) -> None:
    assert page_key(other) != page_key(STORY)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("https://ostra.example/guitars/amp", "https://ostra.example/guitars"),
        ("https://ostra.example/amp", "https://ostra.example/"),
        ("https://ostra.example/print", "https://ostra.example/"),
        ("https://ostra.example/print/posters", "https://ostra.example/posters"),
        ("https://ostra.example/print/poster-7", "https://ostra.example/poster-7"),
        ("https://ostra.example/amp/marshall-100", "https://ostra.example/marshall-100"),
        ("https://ostra.example/fine-print.html", "https://ostra.example/fine.html"),
        ("https://ostra.example/a-guitar-amp.html", "https://ostra.example/a-guitar.html"),
        ("https://ostra.example/a_guitar_amp.htm", "https://ostra.example/a_guitar.htm"),
        ("https://ostra.example/cal.php?y=2020&m=1", "https://ostra.example/cal.php?y=2020"),
        ("https://ostra.example/cal.php?m=1", "https://ostra.example/cal.php"),
        ("https://ostra.example/article?ref=fire", "https://ostra.example/article?ref=school"),
        ("https://ostra.example/a?view=map", "https://ostra.example/a"),
        ("https://ostra.example/article.php?id=1", "https://ostra.example/article.php?id=2"),
    ],
)
def test_pages_about_amplifiers_and_prints_are_no_twins(one: str, other: str) -> None:
    assert page_key(one) != page_key(other)


def test_only_the_known_caches_hold_pages_of_others() -> None:
    for url in (
        "https://evil.example/amp/s/ostra.example/a-1",
        "https://google.evil.example/amp/s/ostra.example/a-1",
        "https://google.abc.de/amp/s/ostra.example/a-1",
        "https://www.google.evil/amp/s/ostra.example/a-1",
        "https://evil-google.com/amp/s/ostra.example/a-1",
        "https://m.google.com/amp/s/ostra.example/a-1",
        "https://evilcdn.ampproject.org/c/s/ostra.example/a-1",
        "https://www.google.com/url/s/ostra.example/a-1",
        "https://www.google.com/amp/",
        "http://[",
    ):
        assert original(url) == url


@given(st.text(max_size=40))
def test_a_key_or_a_refusal_for_any_string(text: str) -> None:
    for url in (text, "https://ostra.example/" + text, f"https://{text}/"):
        try:
            key = page_key(url)
        except Unprocessable:
            continue
        assert page_key(f"https://{key}") == key

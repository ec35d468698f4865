"""Parameters that say where a reader came from are no part of a page's address."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.errors import Unprocessable
from app.importers.identity.escapes import normalized_escapes
from app.importers.identity.former import former_spellings
from app.importers.urls import canonical_url

STORY = "https://ostra.example/news/ferry-strike"


@pytest.mark.parametrize(
    "query",
    """xtor=AD-500 ncid=rss ref=home CMP=share_btn_tw smid=tw-share mtm_source=x pk_campaign=y
    utm_source=x UTM_anything.else=y fbclid=1 gclid=1 wbraid=1 gad_source=1 srsltid=1 msclkid=1
    twclid=1 ttclid=1 igshid=1 mc_cid=1 mc_eid=1 _hsenc=1 at_medium=x at_custom2=x s_cid=1 icid=1
    wt.mc_id=1 matomo_kwd=x __twitter_impression=true _ga=1 yclid=1 spm=1 source=twitter
    ref_src=twsrc%5Etfw via=newsletter src=rss referrer=mail ref= utm%5Fsource=x
    mbid=social_twitter MBID=nl_Daily_2031 source=Home_Page""".split(),
)
def test_an_address_with_a_tracking_parameter_is_that_of_the_page(query: str) -> None:
    assert canonical_url(f"{STORY}?{query}") == STORY
    assert canonical_url(f"{STORY}?id=7&{query}&page=2") == f"{STORY}?id=7&page=2"


@pytest.mark.parametrize(
    "url",
    [
        f"{STORY}?id=7",
        f"{STORY}?ref=8532",
        f"{STORY}?source=4f2a",
        f"{STORY}?source",
        f"{STORY}?ref=harbour-fire",
        f"{STORY}?via=home-fires",
        f"{STORY}?mbid=5b11f4ce-a62d-471e-81fc-a69a8278c7da",
        f"{STORY}?mbid=",
        f"{STORY}?page=2",
        f"{STORY}?utmost=1",
        f"{STORY}?compare=1",
        f"{STORY}?q=utm_source",
        f"{STORY}?cid=7",
        "https://ostra.example/article?ref=harbour-fire",
        "https://ostra.example/article?ref=home",
        "https://ostra.example/view?src=school-closure",
        "https://ostra.example/View.html?src=search",
        "https://ostra.example/story?source=ferry",
        "https://ostra.example/article.php?ref=home",
        "https://ostra.example/?source=web",
        "https://ostra.example/search?source=web",
        "https://ostra.example/api?ref=main",
    ],
)
def test_a_parameter_that_may_choose_the_page_stays(url: str) -> None:
    assert canonical_url(url) == url


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("/caf%c3%a9", "/caf%C3%A9"),
        ("/caf\u00e9", "/caf%C3%A9"),
        ("/w%61ll", "/wall"),
        ("/%7Ejoe?q=%2D", "/~joe?q=-"),
        ("/a?q=%e4%b8%ad", "/a?q=\u4e2d"),
        ("/a/%2e%2e/b", "/b"),
    ],
)
def test_escapes_have_one_spelling(one: str, other: str) -> None:
    assert canonical_url(f"https://ostra.example{one}") == canonical_url(
        f"https://ostra.example{other}"
    )


@pytest.mark.parametrize(
    ("one", "other"),
    [("/a%2Fb", "/a/b"), ("/a?b=%26c", "/a?b=&c"), ("/%2561", "/a"), ("/a%3Fb", "/a?b")],
)
def test_escapes_that_have_a_meaning_stay(one: str, other: str) -> None:
    assert canonical_url(f"https://ostra.example{one}") != canonical_url(
        f"https://ostra.example{other}"
    )


@given(st.text())
def test_spelling_escapes_twice_changes_nothing(text: str) -> None:
    once = normalized_escapes(text)
    assert normalized_escapes(once) == once
    assert once.isascii()


def test_former_spellings_are_those_of_earlier_versions() -> None:
    assert list(former_spellings(STORY)) == []
    assert list(former_spellings(f"{STORY}?xtor=5&utm_source=x")) == [f"{STORY}?xtor=5"]
    assert "https://ostra.example/caf%c3%a9" in former_spellings("https://ostra.example/caf%C3%A9")
    with pytest.raises(Unprocessable):
        list(former_spellings("mailto:a"))

"""What tells an article's whole text from an excerpt of it, kind by kind."""

import pytest

from app.importers.feeds.parts import WHOLE_WORDS, is_whole
from tests.importers.feeds.reading import addresses, drafts, rss, whole

WORDS = " ".join(["harbour"] * WHOLE_WORDS)
PLUG = "The post The pier appeared first on Elm News."


@pytest.mark.parametrize(
    "end",
    [
        "…",
        "...",
        "[…]",
        "[...]",
        " [ … ]",
        "(more)",
        "Read more",
        "Read More »",
        "read the rest →",
        "Continue reading “The pier”",
        "Read the full story at Elm News",
        "Weiterlesen …",
        "Lire la suite",
        "Leer más >",
        f"[…]\n\n{PLUG}",
        "…\n\nDer Beitrag Die Mole erschien zuerst auf Elm.",
    ],
)
def test_words_that_end_like_an_excerpt_are_one(end: str) -> None:
    assert not is_whole(f"{WORDS} {end}", is_content=True)


@pytest.mark.parametrize(
    "end",
    [
        "was closed.",
        "said “… and then”.",
        "I read more",
        PLUG,
        "who wants to read on the pier?",
    ],
)
def test_other_ends_say_nothing(end: str) -> None:
    if end == "I read more":
        end += " books."
    assert is_whole(f"{WORDS} {end}", is_content=True)


def test_content_is_whole_however_short_and_a_description_when_it_is_long() -> None:
    assert is_whole("Closed.", is_content=True)
    assert not is_whole("Closed.", is_content=False)
    assert is_whole(WORDS, is_content=False)
    assert not is_whole(WORDS.rpartition(" ")[0], is_content=False)


def test_a_cut_content_is_fetched_and_a_long_description_is_not() -> None:
    link = "<link>https://elm.example/1</link>"
    assert addresses(rss(link + whole("The harbour was closed [&hellip;]"))) != []
    assert addresses(rss(f"{link}<description>{WORDS}</description>")) == []


def test_content_with_nothing_but_a_picture_is_no_text() -> None:
    item = '<link>https://elm.example/1</link><content:encoded>&lt;img src="a.png"&gt;'
    assert addresses(rss(f"{item}</content:encoded>")) == ["https://elm.example/1"]


def test_an_excerpt_without_an_address_is_all_there_is() -> None:
    (found,) = drafts(rss("<description>The harbour was closed […]</description>"))
    assert found.text == "The harbour was closed […]"


def test_a_cut_content_falls_back_on_no_shorter_text() -> None:
    item = "<link>https://elm.example/1</link><description>Closed.</description>"
    assert addresses(rss(item + whole("Closed on Monday …"))) == ["https://elm.example/1"]

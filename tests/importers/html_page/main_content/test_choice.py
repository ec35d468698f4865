"""The article of a page is found whole, once, and without the page around it."""

import json

import pytest

from app.importers.base import Draft
from tests.importers.reading import read

FIRST = (
    "Councillors of Port Elm backed the plan by nine votes to four after a meeting that ran past "
    "midnight."
)
SENTENCES = (
    FIRST,
    "Work is due to begin in March and will close the fish quay for at least eleven weeks.",
    "Opponents say that the higher wall will block the view from the terraces of the lower town.",
    "The cost, put at 4.2 million crowns, is to be shared between the town and the island.",
    "The engineer told the meeting that the sea had come over the wall eleven times this year.",
    "The governor said through a spokesman that he would read the petition before the summer.",
)
TITLE = "<h1>Harbour wall will be raised</h1>"
PARAGRAPHS = [f"<p>{words}</p>" for words in SENTENCES]
WHOLE = "\n\n".join(SENTENCES)


def draft(inside: str) -> Draft:
    html = (
        "<!doctype html><html lang=en><head><title>Harbour wall will be raised | Elm Press</title>"
        f"</head><body><nav><a href=/>Home</a></nav><main>{inside}</main><aside><h3>Most read</h3>"
        "<ul><li><a href=/a>Ferry fares to rise</a></ul></aside><footer><p>© 2024 Elm Press</p>"
        "</footer></body></html>"
    )
    return read(html.encode(), format="html", url="https://elm-press.example/wall")[0]


def paragraphs(start: int = 0, end: int | None = None) -> str:
    return "".join(PARAGRAPHS[start:end])


@pytest.mark.parametrize(
    "inside",
    [
        f"<div class=lead>{PARAGRAPHS[0]}</div><div class=article-body>{paragraphs(1)}</div>",
        f"<p class=standfirst>{FIRST}</p><div class=article-body>{paragraphs(1)}</div>",
        f"<header>{PARAGRAPHS[0]}</header><div class=css-1>{paragraphs(1)}</div>",
        f"{PARAGRAPHS[0]}<div class=entry-content>{paragraphs(1)}</div>",
        f"<div itemprop=articleBody>{paragraphs(0, 4)}</div>{paragraphs(4)}",
        (
            f"<div class=article-body>{paragraphs(0, 3)}</div><div class=ad>Advertisement</div>"
            f"<div class=article-body>{paragraphs(3)}</div>"
        ),
        f"<div class=entry-content>{paragraphs(0, 4)}</div><div class=more>{paragraphs(4)}</div>",
        "".join(f"<section class=part><div>{words}</div></section>" for words in PARAGRAPHS),
    ],
)
def test_no_part_of_the_article_is_lost_to_the_name_of_its_container(inside: str) -> None:
    assert draft(f"<article>{TITLE}{inside}</article>").text == WHOLE


def test_the_posts_of_a_live_page_are_its_text() -> None:
    posts = "".join(
        f"<article class=live-post><time>{n}:15</time>{words}</article>"
        for n, words in enumerate(PARAGRAPHS, 10)
    )
    found = draft(f"<article>{TITLE}<div class=live>{posts}</div></article>").text
    assert all(words in found for words in SENTENCES)


def test_articles_that_follow_on_the_same_page_are_others() -> None:
    other = "<p>The ferry company lost its licence for the eastern run on Thursday, it said.</p>"
    follower = f"<article class=post><h2><a href=/ferry>Ferry</a></h2>{other * 3}</article>"
    found = draft(f"<div><article class=post>{TITLE}{paragraphs()}</article>{follower}</div>").text
    assert found == WHOLE


@pytest.mark.parametrize(
    "copy",
    [
        ("<div class=desktop-only>", "<div class=mobile-only>"),
        ("<div class=wide><div class=text>", "<div class=narrow><div class=text>"),
    ],
)
def test_a_body_that_stands_twice_is_kept_once(copy: tuple[str, str]) -> None:
    inside = "".join(f"{begin}{paragraphs()}{'</div>' * begin.count('<')}" for begin in copy)
    assert draft(f"<article>{TITLE}{inside}</article>").text == WHOLE


def test_words_that_are_said_twice_stay_twice() -> None:
    again = "<p>Again they said it here, in the hall of the town.</p>"
    inside = f"<div>{paragraphs()}</div><div>{again}{PARAGRAPHS[1]}</div>"
    assert draft(f"<article>{TITLE}{inside}</article>").text.count(SENTENCES[1]) == 2


@pytest.mark.parametrize(
    "clutter",
    [
        (
            "<section class=more-on><h2>Recommended Stories</h2><span>list of 2 items</span><ul>"
            "<li><a href=/x>Ferry company loses its licence</a></ul></section>"
        ),
        "<div class=promo><h4>You may also like</h4><ul><li><a href=/x>Ferry</a></ul></div>",
        "<h3>Read more about it</h3><ul><li><a href=/x>Ferry company loses its licence</a></ul>",
        (
            "<div class=newsletter-signup><h3>The Morning Tide</h3><p>All that the coast tells, "
            "every morning at six, free of charge and of noise.</p><form><input></form></div>"
        ),
        "<p>Read more: <a href=/x>Ferry company loses its licence for the eastern run</a></p>",
        "<p><em>Related: <a href=/y>What the tide tables do not tell you</a></em></p>",
        "<p>Advertisement</p>",
        "<div id=comments><p>I never liked that wall, and neither did my grandfather.</p></div>",
        "<div style='display: none'><p>This sentence is shown to nobody who reads it.</p></div>",
    ],
)
def test_what_the_site_adds_is_no_part_of_the_text(clutter: str) -> None:
    inside = f"{paragraphs(0, 3)}{clutter}{paragraphs(3)}"
    assert draft(f"<article>{TITLE}<div class=body>{inside}</div></article>").text == WHOLE


@pytest.mark.parametrize(
    ("part", "kinds", "words"),
    [
        (
            "<p><a href=/r>The full report of the engineers was published on Monday.</a></p>",
            ["paragraph"],
            "The full report of the engineers was published on Monday.",
        ),
        (
            (
                "<p>Two documents were published:</p><ul><li><a href=/a>The report</a></li>"
                "<li><a href=/b>The minutes</a></li></ul>"
            ),
            ["paragraph", "list_item", "list_item"],
            "Two documents were published:\n\nThe report\n\nThe minutes",
        ),
        (
            "<ul><li><a href=/a.pdf>The report</a></li><li><a href=/b.pdf>The minutes</a></ul>",
            ["list_item", "list_item"],
            "The report\n\nThe minutes",
        ),
        (
            (
                "<div class=social-embed><blockquote class=twitter-tweet><p>The wall grows</p>"
                "&mdash; Port Elm (@elm) <a href=https://t.example/1>May 3</a></blockquote></div>"
            ),
            ["block_quote", "block_quote"],
            "The wall grows\n\n— Port Elm (@elm) May 3",
        ),
        (
            "<p>She said <q>we shall build it, whatever it costs the town</q> and left.</p>",
            ["paragraph"],
            "She said “we shall build it, whatever it costs the town” and left.",
        ),
        ("<pre><code>pump --start\n  wait</code></pre>", ["code"], "pump --start\n  wait"),
        (
            (
                "<table><caption>Costs</caption><tr><th>Day</th><th>Open</th></tr>"
                "<tr><td>Monday</td><td>"
                "<ul><li>10 to 12</li><li>2 to 6</li></ul></td></tr></table>"
            ),
            ["caption", "table"],
            "Costs\n\nDay\tOpen\nMonday\t10 to 12; 2 to 6",
        ),
    ],
)
def test_parts_of_an_article_keep_their_kind(part: str, kinds: list[str], words: str) -> None:
    found = draft(f"<article>{TITLE}<div>{paragraphs(0, 3)}{part}{paragraphs(3)}</div></article>")
    assert [block.kind for block in found.blocks][3:-3] == kinds
    assert found.text == "\n\n".join((*SENTENCES[:3], words, *SENTENCES[3:]))


def test_a_body_that_only_the_linked_data_has_is_taken_and_said() -> None:
    article = json.dumps({"@type": "NewsArticle", "articleBody": WHOLE})
    script = f'<script type="application/ld+json">{article}</script>'
    found = draft(f"<article>{TITLE}{PARAGRAPHS[0]}</article>{script}")
    assert found.text == WHOLE
    assert [doubt.kind for doubt in found.doubts] == ["extraction"]


def test_linked_data_that_is_no_json_changes_nothing() -> None:
    script = '<script type="application/ld+json">{"articleBody": "x' + "[" * 900 + "</script>"
    assert draft(f"<article>{TITLE}{paragraphs()}</article>{script}").text == WHOLE


def test_a_body_in_large_type_is_text() -> None:
    large = "".join(f"<h3>{words}</h3>" for words in SENTENCES)
    found = draft(f"<article>{TITLE}<blockquote>{large}</blockquote></article>")
    assert found.text == WHOLE


@pytest.mark.parametrize(
    "inside",
    [
        "<p>" + "word <sup>1</sup>" * 15_000 + "</p>",
        "<p>" + "<a href=/x>word</a> " * 15_000 + "</p>",
        "<div>A line of the page, not longer than it must be.</div>" * 15_000,
    ],
)
def test_a_page_of_many_elements_is_read_whole(inside: str) -> None:
    assert len(draft(f"<article>{TITLE}{paragraphs()}{inside}</article>").text) > 60_000

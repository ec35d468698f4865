"""Captions, tables, headings and lists in containers of their own, among an article's blocks."""

import pytest

from app.importers.base import Draft
from app.importers.html_page import block_flow, dom
from tests.importers.reading import read

SENTENCES = (
    "The lock-keepers of Sandhaven opened the northern gate on Tuesday for the first time.",
    "Barges had waited below the town since the spring flood, and the first of them carried grain.",
    "The water board said that the second gate will follow as soon as its hinges have been cast.",
    "Nobody knows yet who will pay, for the county and the board have each sent the other a bill.",
)
P = [f"<div class=text><p>{words}</p></div>" for words in SENTENCES]
PICTURE = "<div class=wide><figure><img src=/gate.jpg><figcaption>{}</figcaption></figure></div>"


def draft(inside: str, above: str = "") -> Draft:
    html = (
        "<html lang=en><head><title>A gate opens</title></head><body><nav><a href=/>Home</a></nav>"
        f"<main><article><header><h1>A gate opens</h1>{above}</header><section>{inside}</section>"
        "</article></main></body></html>"
    )
    return read(html.encode(), format="html", url="https://sandhaven.example/gate")[0]


def structure(found: Draft) -> list[tuple[str, str]]:
    return [
        (block.kind, found.text[block.start : block.end])
        for block in found.blocks
        if block.kind != "paragraph"
    ]


def test_a_caption_in_a_container_of_its_own_is_the_articles() -> None:
    above = "<div class=hero><div>" + PICTURE.format("The gate at dawn") + "</div></div>"
    inside = P[0] + P[1] + PICTURE.format("A barge with grain") + P[2] + P[3]
    assert structure(draft(inside + PICTURE.format("The county hall"), above)) == [
        ("caption", "The gate at dawn"),
        ("caption", "A barge with grain"),
        ("caption", "The county hall"),
    ]


def test_a_gallery_that_pops_up_is_no_clutter() -> None:
    gallery = (
        "<div class=slides><figure class=popup-gallery><img src=/a.jpg><figcaption>Ida Munk, "
        "lock-keeper</figcaption></figure></div>"
    )
    found = draft(P[0] + P[1] + gallery + P[2] + P[3])
    assert structure(found) == [("caption", "Ida Munk, lock-keeper")]


@pytest.mark.parametrize(
    "around",
    [
        "<div class=related-stories>{}</div>",
        "<aside>{}</aside>",
        "<article><h3><a href=/other>Another story</a></h3>{}</article>",
    ],
)
def test_captions_of_other_stories_stay_out(around: str) -> None:
    teaser = around.format(PICTURE.format("The bridge at Ostby"))
    found = draft(P[0] + P[1] + teaser + P[2] + P[3])
    assert "caption" not in dict(structure(found))


def test_a_table_inside_a_table_for_layout_is_kept() -> None:
    table = "<table><tr><td>Gate</td><td>Year</td></tr><tr><td>North</td><td>1911</td></tr></table>"
    layout = f"<blockquote><table><tr><td>{table}</td></tr></table></blockquote>"
    assert structure(draft(P[0] + P[1] + layout + P[2] + P[3])) == [
        ("table", "Gate\tYear\nNorth\t1911")
    ]


def test_links_to_other_sites_are_items_and_links_to_the_own_site_are_pointers() -> None:
    def listed(href: str) -> Draft:
        link = f"<ul><li><a href={href}>Get the full report</a></li></ul>"
        return draft(f"<p>{SENTENCES[0]}</p>{link}<p>{SENTENCES[1]}</p><p>{SENTENCES[2]}</p>")

    assert structure(listed("https://board.example/report")) == [
        ("list_item", "Get the full report")
    ]
    assert structure(listed("/report")) == []


def test_an_interviews_long_question_is_a_heading_and_a_long_standfirst_is_text() -> None:
    question = (
        "Q: You have kept this lock for thirty years and saw the old gate break in the flood. "
        "What went through your mind when the water fell and the first barge came again?"
    )
    standfirst = f"<h2>{SENTENCES[3]} {SENTENCES[2]}</h2>"
    answer = f"<p>{' '.join(SENTENCES)} And then we ate.</p>"
    found = draft(f"{standfirst}{P[0]}<h4>{question}</h4>{answer}<p>{SENTENCES[1]}</p>")
    assert structure(found) == [("heading", question)]


def test_words_about_caption_and_credit_in_one_class_are_a_caption() -> None:
    figure = (
        "<figure><img src=/g.jpg><figcaption class=image__caption-credit>"
        "<div class=image__caption>The gate in 1911</div>"
        "<div class=image__credit>Photo by Ida Munk</div></figcaption></figure>"
    )
    found = draft(P[0] + P[1] + figure + P[2] + P[3])
    (caption,) = [block for block in found.blocks if block.kind == "caption"]
    assert found.text[caption.start : caption.end] == "The gate in 1911"
    assert caption.picture is not None
    assert caption.picture.credit == "Photo by Ida Munk"


def test_metadata_inside_a_line_does_not_break_it() -> None:
    line = b"<div>The board <meta itemprop=x content=y>met<link rel=s href=/s.css> today.</div>"
    leaves = block_flow.leaves(dom.parse(line), resolve=lambda href: href)
    assert [leaf.piece.words for leaf in leaves] == ["The board met today."]

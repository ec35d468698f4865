"""Web pages become Drafts: blocks, inline marks, tables, titles, and what is left out."""

from collections.abc import Sequence

import pytest

from app.errors import Unprocessable
from tests.importers.pages import FIRST, LAST, draft, page
from tests.importers.reading import read


def between(html: str) -> Sequence[tuple[str, int | None, str]]:
    found = draft(page(html))
    return [(b.kind, b.level, found.text[b.start : b.end]) for b in found.blocks][1:-1]


def test_the_article_is_its_own_words_without_the_page_around_it() -> None:
    assert draft(page()).text == f"{FIRST}\n\n{LAST}"


def test_structure_is_taken_from_the_page_itself() -> None:
    inside = (
        "<h2>What comes next</h2><figure><img src=a.jpg><figcaption>The pier on "
        "<b>Monday</b>.</figcaption></figure>"
        "<ul><li>First of all<ul><li>And "
        "below</li></ul></li><li>Second</li></ul><blockquote><p>We shall see.</p></blockquote>"
        "<table><tr><th>Year</th><th>Ships</th></tr><tr><td>2020</td><td>1\n4</td></tr></table>"
    )
    assert between(inside) == [
        ("heading", 2, "What comes next"),
        ("caption", None, "The pier on Monday."),
        ("list_item", 1, "First of all"),
        ("list_item", 2, "And below"),
        ("list_item", 1, "Second"),
        ("block_quote", None, "We shall see."),
        ("table", None, "Year\tShips\n2020\t1 4"),
    ]


def test_a_picture_above_the_text_keeps_its_caption() -> None:
    found = draft(
        page(
            before=(
                "<h1>Ferry strikes pier</h1><figure><img src=a.jpg><figcaption>The pier at "
                "noon</figcaption></figure>"
            )
        )
    )
    assert (found.blocks[0].kind, found.text[: found.blocks[0].end]) == (
        "caption",
        "The pier at noon",
    )


def test_a_paragraph_that_is_a_credit_is_a_caption() -> None:
    assert between("<p>Photo: Jane Roe/Elm Press</p>") == [
        ("caption", None, "Photo: Jane Roe/Elm Press")
    ]


def test_inline_marks_cover_exactly_their_words() -> None:
    inside = (
        "<p>It opens <a href='/a?b=1&amp;c=2'>on\n <em>Friday</em></a>, <strong> says "
        "</strong>the <a href=javascript:alert(1)>mayor</a>"
        "&nbsp;\u00b7 \U0001f469\u200d\U0001f52c <i></i>.</p>"
    )
    found = draft(page(inside))
    assert (
        found.text[found.blocks[1].start : found.blocks[1].end]
        == "It opens on Friday, says the mayor\u00a0\u00b7 \U0001f469\u200d\U0001f52c ."
    )
    assert [(i.kind, found.text[i.start : i.end], i.href) for i in found.inlines] == [
        ("link", "on Friday", "https://elm-press.example/a?b=1&c=2"),
        ("emphasis", "Friday", None),
        ("strong", "says", None),
    ]


def test_a_link_around_blocks_marks_each_of_them() -> None:
    found = draft(
        page(
            "<a href=https://a.example/><p>One paragraph of it.</p><p>Another paragraph of "
            "it.</p></a>"
        )
    )
    assert [found.text[i.start : i.end] for i in found.inlines] == [
        "One paragraph of it.",
        "Another paragraph of it.",
    ]


def test_the_lines_that_a_page_breaks_are_said_to_be() -> None:
    long_ = "Because the sea has come in eleven times since the new year,<br>the engineer says."
    found = draft(page(f"<p>{long_}</p><p>wrapped\nin the source</p>"))
    assert [b.line_breaks for b in found.blocks] == [False, True, False, False]
    assert found.blocks[1].as_json()["line_breaks"] is True


def test_two_line_breaks_part_paragraphs_and_one_does_not() -> None:
    assert [
        words
        for _, _, words in between(
            "<p>One line of verse<br>and its second<br><br>A new paragraph</p>"
        )
    ] == [
        "One line of verse\nand its second",
        "A new paragraph",
    ]


def test_white_space_is_as_a_browser_shows_it() -> None:
    assert between("<p>\n  a\t<b> b</b>\n<span> </span>c\u00a0 d</p>")[0][2] == "a b c\u00a0 d"


def test_scripts_styles_and_hidden_programs_are_no_words() -> None:
    assert (
        between("<p>a<script>x()</script>b<style>p{}</style><template>t</template>c</p>")[0][2]
        == "abc"
    )


def test_a_short_fragment_is_read_as_it_is() -> None:
    found = draft("<h1>Pier closed</h1><p>It is closed.</p><p>So is the quay.</p>")
    assert (found.title, found.provenance["title"], found.text) == (
        "Pier closed",
        "heading",
        "It is closed.\n\nSo is the quay.",
    )


def test_bare_words_are_an_article_too() -> None:
    assert draft("bare words<br><br>and more of them").text == "bare words\n\nand more of them"


@pytest.mark.parametrize(
    "html", ["<html></html>", "<p></p>", "<script>x</script>", "<img src=x>", "<!-- x -->"]
)
def test_a_page_without_an_article_is_refused(html: str) -> None:
    with pytest.raises(Unprocessable):
        draft(html)


def test_a_base_element_counts_only_on_its_own_site() -> None:
    link = "<p>Read <a href=more>more of it</a> here and now.</p>"
    assert (
        draft(page(link, head="<base href=https://evil.example/>")).inlines[0].href
        == "https://elm-press.example/news/more"
    )
    assert (
        draft(page(link, head="<base href=/sub/>")).inlines[0].href
        == "https://elm-press.example/sub/more"
    )


def test_title_and_byline_are_no_part_of_the_text() -> None:
    found = draft(page(before="<h1>Ferry strikes pier</h1><p>By Jane Roe and John Doe</p>"))
    assert found.text == f"{FIRST}\n\n{LAST}"
    assert (found.byline, found.provenance["byline"]) == (("Jane Roe", "John Doe"), "byline")


def test_a_heading_at_the_end_heads_nothing() -> None:
    assert draft(page(after="<h3>Read more about it</h3>")).text == f"{FIRST}\n\n{LAST}"


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (
            (
                "<meta charset=windows-1251><p>\u041f\u0440\u0438\u0432\u0435\u0442, "
                "\u043c\u0438\u0440</p>"
            ).encode("windows-1251"),
            "\u041f\u0440\u0438\u0432\u0435\u0442, \u043c\u0438\u0440",
        ),
        (
            (
                b"<meta http-equiv=Content-Type content='text/html; charset=iso-8859-1'>"
                b"<p>caf\xe9 \x93au lait\x94</p>"
            ),
            "caf\u00e9 \u201cau lait\u201d",
        ),
        ("<meta charset=utf-16><p>caf\u00e9</p>".encode(), "caf\u00e9"),
        ("\ufeff<p>caf\u00e9</p>".encode("utf-16"), "caf\u00e9"),
        (
            (
                '<?xml version="1.0" encoding="utf-8"?><html><body><p>caf\u00e9</p></body></html>'
            ).encode(),
            "caf\u00e9",
        ),
    ],
)
def test_the_charset_is_the_pages_own(data: bytes, words: str) -> None:
    assert read(data, format="html")[0].text == words


def test_a_long_article_is_kept_whole() -> None:
    many = "".join(
        f"<p>Paragraph {i} tells of ship {i * 7}, and of how the harbour answered it that day.</p>"
        for i in range(9_000)
    )
    assert len(draft(page(many)).blocks) == 9_002

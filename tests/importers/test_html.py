import json
from collections.abc import Sequence
from typing import Any

import pytest

from app.errors import Unprocessable
from app.importers.base import Draft
from tests.importers.reading import read

URL = "https://elm-press.example/news/pier"
FIRST = (
    "The harbour of Port Elm was closed on Monday after a ferry struck the northern pier, the "
    "mayor said in a statement."
)
LAST = (
    "Nobody was hurt, and an inquiry will begin within the week, according to the harbour "
    "office, which gave no further reason."
)


def page(inside: str = "", head: str = "", before: str = "", after: str = "") -> str:
    return (
        "<!doctype html><html lang=en-GB><head><title>Ferry strikes pier | Elm "
        f"Press</title>{head}</head><body><nav><a href=/>Home</a>"
        f"</nav><article>{before}<p>{FIRST}</p>{inside}<p>{LAST}</p>{after}</article><footer><p>Copyright "
        "2024 by Elm Press, all rights"
        " kept</p></footer></body></html>"
    )


def draft(html: str, url: str | None = URL) -> Draft:
    return read(html.encode(), format="html", url=url)[0]


def between(html: str) -> Sequence[tuple[str, int | None, str]]:
    found = draft(page(html))
    return [(b.kind, b.level, found.text[b.start : b.end]) for b in found.blocks][1:-1]


def linked(**fields: Any) -> str:
    return (
        "<script "
        f'type="application/ld+json">{json.dumps({"@type": "NewsArticle", **fields})}</script>'
    )


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


def test_a_date_is_declared_or_there_is_none() -> None:
    assert (
        draft(page("<p>It was 3 March 2024 when this happened, on a grey day.</p>")).declared_date
        is None
    )


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
            b"<meta http-equiv=Content-Type content='text/html; charset=iso-8859-1'><p>caf\xe9 \x93au lait\x94</p>",
            "caf\u00e9 \u201cau lait\u201d",
        ),
        ("<meta charset=utf-16><p>caf\u00e9</p>".encode(), "caf\u00e9"),
        ("\ufeff<p>caf\u00e9</p>".encode("utf-16"), "caf\u00e9"),
        (
            '<?xml version="1.0" encoding="utf-8"?><html><body><p>caf\u00e9</p></body></html>'.encode(),
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

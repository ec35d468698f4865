import pytest

from app.errors import Unprocessable
from app.importers.base import Draft
from app.text.spans import Doubt
from tests.importers.html_page.page_kind import not_articles
from tests.importers.html_page.page_kind.not_articles import (
    ARTICLE,
    LINKS,
    LISTS,
    PARAGRAPHS,
    WALLS,
    json_ld,
    page,
    paragraphs,
)
from tests.importers.reading import read

URL = "https://elm-press.example/news/pier"
OFFER = (
    '<div class="paywall"><h3>Continue reading with Elm+</h3><p>You are reading a subscriber '
    "article. For 2 crowns a week you can read everything.</p><p>Already a subscriber? "
    '<a href="/login">Log in</a></p><ul><li>All articles in the app</li></ul></div>'
)
NOT_FREE = json_ld(
    '{"@type":"NewsArticle","headline":"Ferry","isAccessibleForFree":"False","hasPart":'
    '{"@type":"WebPageElement","isAccessibleForFree":false,"cssSelector":".paywall"}}'
)


def draft(html: str, url: str | None = URL) -> Draft:
    return read(html.encode(), format="html", url=url)[0]


def doubts(html: str, url: str | None = URL) -> list[Doubt]:
    return [doubt for doubt in draft(html, url).doubts if doubt.kind == "extraction"]


@pytest.mark.parametrize(("html", "wanted"), WALLS.values(), ids=WALLS.keys())
def test_a_page_in_an_articles_place_is_refused_naming_it(html: str, wanted: str) -> None:
    with pytest.raises(Unprocessable, match=r"^This page is .*, not an article\.$") as refused:
        draft(html)
    assert wanted in refused.value.message


@pytest.mark.parametrize("html", LISTS.values(), ids=LISTS.keys())
@pytest.mark.parametrize(
    "url", ["https://elm-press.example/news", "https://elm-press.example/", None]
)
def test_a_list_of_articles_is_doubted(html: str, url: str | None) -> None:
    (doubt,) = doubts(html, url)
    assert "list of articles" in doubt.message


@pytest.mark.parametrize("html", LINKS.values(), ids=LINKS.keys())
def test_a_list_of_nothing_but_links_is_refused(html: str) -> None:
    with pytest.raises(Unprocessable, match="list of links"):
        draft(html)


def test_several_articles_on_a_page_are_doubted() -> None:
    (doubt,) = doubts(not_articles.SEVERAL)
    assert "several articles" in doubt.message


@pytest.mark.parametrize("html", [not_articles.LIVE, not_articles.POSTS])
def test_a_live_blog_is_doubted(html: str) -> None:
    (doubt,) = doubts(html)
    assert "live blog" in doubt.message


def test_a_short_text_among_many_headlines_is_doubted() -> None:
    headlines = "".join(f'<h3><a href="/n{n}">Headline {n} of it</a></h3>' for n in range(9))
    html = page(f"<section><p>{PARAGRAPHS[0]} {PARAGRAPHS[1]}</p></section><div>{headlines}</div>")
    (doubt,) = doubts(html)
    assert "list of articles" in doubt.message


@pytest.mark.parametrize("head", ["", NOT_FREE])
def test_an_offer_is_no_part_of_the_text_and_a_doubt(head: str) -> None:
    html = page(f"<article><h1>Ferry</h1>{paragraphs(2)}{OFFER}</article>", "Ferry", head)
    found = draft(html)
    assert "crowns" not in found.text
    assert "in the app" not in found.text
    assert found.text.endswith(PARAGRAPHS[1])
    (doubt,) = found.doubts
    assert "not free to read" in doubt.message


def test_a_line_of_an_offer_is_left_out_where_the_page_says_that_it_is_not_free() -> None:
    line = "<p>This article is for subscribers. Subscribe from 1 crown to keep reading.</p>"
    html = page(f"<article><h1>Ferry</h1>{paragraphs(2)}{line}</article>", "Ferry", NOT_FREE)
    assert draft(html).text.endswith(PARAGRAPHS[1])
    open_page = page(f"<article><h1>Ferry</h1>{paragraphs(2)}{line}</article>", "Ferry")
    (doubt,) = doubts(open_page)
    assert doubt.evidence[0].of(draft(open_page).text).startswith("This article is for subscribers")


def test_the_part_that_is_not_free_stays_where_it_is_shown() -> None:
    body = f'{paragraphs(1)}<div class="paywall">{paragraphs(30, 1)}</div>'
    found = draft(page(f"<article><h1>Ferry</h1>{body}</article>", "Ferry", NOT_FREE))
    assert found.text.count("\n\n") >= 30
    assert found.doubts == ()


@pytest.mark.parametrize(
    "html",
    [
        ARTICLE,
        page(
            f'<div class="cookie"><p>We use cookies. Accept all.</p></div><article>{paragraphs()}'
            "</article>",
            "Ferry strikes the pier",
        ),
        page(
            f'<article><h1>Not found</h1>{paragraphs()}</article><form><input type="password">'
            "</form>",
            "Page not found: how a town lost its archive",
            '<meta property="og:type" content="article">',
        ),
        page(
            f"<article><h1>Ferry</h1>{paragraphs()}</article><aside>"
            + "".join(f"<article><h3><a href=/{n}>{n} More</a></h3></article>" for n in range(9))
            + "</aside>",
            "Ferry",
        ),
        page(
            "<article><h1>Five walks</h1>"
            + "".join(
                f'<h2><a href="https://oak.example/{n}">Walk {n}</a></h2>{paragraphs(4, n)}'
                for n in range(5)
            )
            + "</article>",
            "Five walks",
            '<meta property="og:type" content="website">',
        ),
        page(
            "<article>"
            + "".join(
                f'<p>{words} See <a href="/n{n}">what came before</a>.</p>'
                for n, words in enumerate(PARAGRAPHS[:3])
            )
            + paragraphs(9)
            + "</article>"
        ),
    ],
    ids=["plain", "cookies", "title", "teasers-beside", "list-of-ten", "own-links"],
)
def test_an_article_is_not_doubted(html: str) -> None:
    assert doubts(html) == []


def test_the_evidence_lies_in_the_text() -> None:
    html = page(
        f"<article><h1>Ferry</h1>{paragraphs(3)}<p>To continue reading, subscribe.</p></article>"
    )
    found = draft(html)
    for doubt in found.doubts:
        for span in doubt.evidence:
            assert 0 <= span.start < span.end <= len(found.text)


def test_a_page_without_any_words_is_refused() -> None:
    with pytest.raises(Unprocessable):
        draft("<html><body><script>x()</script></body></html>")


@pytest.mark.parametrize(
    "words",
    [
        "a" * 1_000_000,
        "subscribe " * 100_000,
        "page not " * 100_000,
        "we use " + "\u00a0" * 500_000,
    ],
    ids=lambda words: words[:9],
)
def test_two_long_blocks_cost_no_more_than_reading_them(words: str) -> None:
    found = draft(page(f"<article><pre>{words}</pre>{paragraphs()}</article>"))
    assert PARAGRAPHS[0] in found.text


def test_large_pages_of_many_like_elements_are_judged_in_one_pass() -> None:
    cards = "".join(
        f'<div class="c"><h3><a href="/n{n}">Title {n} of it</a></h3><p>Words on {n}.</p></div>'
        for n in range(1_500)
    )
    (doubt,) = doubts(page(f'<div class="list">{cards}</div>'))
    assert "1500 teasers" in doubt.message


@pytest.mark.parametrize("html", LINKS.values(), ids=LINKS.keys())
def test_links_beside_prose_are_doubted_and_not_refused(html: str) -> None:
    prose = (
        "<div><p>The harbour office of Port Elm said on Monday that the ferry to Hestray would "
        "sail again in the spring, once its engine has been repaired and its hull painted, and "
        "that tickets which were sold for the winter stay valid until then.</p></div>"
    )
    (found,) = read(html.replace("</body>", f"{prose}</body>").encode(), name="page.html")
    assert "harbour office" in found.text or [d.kind for d in found.doubts] == ["extraction"]

"""Titles: what is declared or shown, without the site and with dashes of their own."""

import pytest

from tests.importers.pages import draft, linked, page

SITE = '<meta property="og:site_name" content="Elm Press">'
PARAGRAPHS = (
    "<p>The harbour of Port Elm was closed on Monday after a ferry struck the pier.</p>"
    "<p>Nobody was hurt, and an inquiry will begin within the week, the harbour office said.</p>"
)


def title(head: str, heading: str = "", url: str = "https://elm-press.example/pier") -> str | None:
    article = f"<article>{heading}{PARAGRAPHS}</article>"
    return draft(f"<html><head>{head}</head><body>{article}</body></html>", url).title


def graph(words: str) -> str:
    return f'<meta property="og:title" content="{words}">'


@pytest.mark.parametrize(
    ("declared", "kept"),
    [
        ("Ferry stops for winter | Elm Press", "Ferry stops for winter"),
        ("Ferry stops for winter - Elm Press", "Ferry stops for winter"),
        ("Ferry stops for winter – The Elm Press", "Ferry stops for winter"),
        ("Elm Press | Ferry stops for winter", "Ferry stops for winter"),
        ("Elm Press: Ferry stops for winter", "Ferry stops for winter"),
        ("Ferry stops for winter | elm-press.example", "Ferry stops for winter"),
        ("North-South ferry - Marrow - stops - Elm Press", "North-South ferry - Marrow - stops"),
        ("Ferry stops: a winter in Elm", "Ferry stops: a winter in Elm"),
        ("Ferries - a history", "Ferries - a history"),
        ("Elm Press", "Elm Press"),
    ],
)
def test_the_site_goes_and_dashes_stay(declared: str, kept: str) -> None:
    assert title(SITE + graph(declared)) == kept
    assert title(SITE + linked(headline=declared)) == kept
    assert title(SITE + f"<title>{declared}</title>") == kept


@pytest.mark.parametrize(
    "named",
    [
        linked(**{"@type": "WebSite", "name": "Marrow Courier"}),
        '<link rel="alternate" type="application/rss+xml" title="Marrow Courier » Feed" href="/f">',
        '<meta name="application-name" content="Marrow Courier">',
    ],
)
def test_the_site_is_known_by_what_it_calls_itself_elsewhere(named: str) -> None:
    assert title(named + graph("Ferry stops for winter - Marrow Courier")) == (
        "Ferry stops for winter"
    )


def test_the_heading_that_readers_see_counts_before_another_wording() -> None:
    head = SITE + graph("Ferry to Marrow stops: what you must know")
    assert title(head, "<h1>Ferry to Marrow stops for winter</h1>") == (
        "Ferry to Marrow stops for winter"
    )


def test_the_declared_spelling_counts_where_the_heading_has_the_same_letters() -> None:
    head = graph("Ferry stops for winter")
    found = draft(page(head=head, before="<h1>FERRY STOPS FOR WINTER</h1>"))
    assert (found.title, found.provenance["title"]) == ("Ferry stops for winter", "open-graph")


def test_a_kicker_in_the_heading_is_no_part_of_the_title() -> None:
    heading = '<h1><span class="kicker">Harbour</span> Ferry to Marrow stops for winter</h1>'
    assert title("<title>Ferry to Marrow stops for winter</title>", heading) == (
        "Ferry to Marrow stops for winter"
    )


def test_headings_of_the_site_and_of_teasers_are_no_titles() -> None:
    heading = '<h1 class="site-title">Elm Press</h1><div class="teaser"><h1>Gull steals pasty</h1>'
    assert title(SITE + graph("Ferry stops for winter"), heading + "</div>") == (
        "Ferry stops for winter"
    )


def test_what_stands_behind_a_bar_goes_only_from_the_title_element() -> None:
    assert title("<title>Ferry stops for winter | Marrow News</title>") == "Ferry stops for winter"
    assert title(graph("Ports | News")) == "Ports | News"


def test_a_title_is_that_of_most_places_and_no_section_s_nor_site_s() -> None:
    other = linked(headline="Harbour walls of Elm") + graph("Ferry stops for winter")
    assert title(other + "<title>Ferry stops for winter</title>") == "Ferry stops for winter"
    section = graph("Ferry stops for winter") + "<title>News</title>"
    assert title(section, "<h1>News</h1><h2 class=headline>Ferry stops for winter</h2>") == (
        "Ferry stops for winter"
    )
    logo = "<title>Ferry stops for winter - Notes of Elm</title>"
    assert title(logo, '<h1><a href="/">Notes of Elm</a></h1>') != "Notes of Elm"


def test_a_title_in_chinese_is_compared_by_pairs_of_signs() -> None:
    shown = "渡轮撞上码头 海港关闭一天"
    assert title(f"<title>{shown}-榆树网</title>", f"<h1>{shown}</h1>") == shown

"""Atom 1.0 (RFC 4287) and 0.3."""

import pytest

from app.importers.base import DeclaredDate
from tests.importers.feeds.reading import addresses, atom, drafts, parts, unreadable

TEXT = "The harbour of Port Elm was closed on Monday."
XHTML = '<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml">{}</div></content>'
TWO = "<h:p>One.</h:p><h:p>Two.</h:p>"
RELATION = "http://www.iana.org/assignments/relation/alternate"
LINK = '<link href="https://elm.example/1"/>'


@pytest.mark.parametrize(
    ("content", "text"),
    [
        (f'<content type="html">&lt;p>{TEXT}&lt;/p></content>', TEXT),
        (f'<content type="text">{TEXT}</content>', TEXT),
        ("<content>5 &lt; 6, and &lt;b> is a tag.</content>", "5 < 6, and <b> is a tag."),
        (
            XHTML.replace("{}", "<p>5 &lt; 6<br/>is <b>so</b>.</p><p>Yes.</p>"),
            "5 < 6\nis so.\n\nYes.",
        ),
        (
            XHTML.replace("div", "h:div").replace("xmlns", "xmlns:h").replace("{}", TWO),
            "One.\n\nTwo.",
        ),
    ],
)
def test_the_text_is_read_by_its_type(content: str, text: str) -> None:
    (found,) = drafts(atom(LINK + content))
    assert found.text == text
    assert found.source_url == "https://elm.example/1"


@pytest.mark.parametrize(
    "more", ['xmlns="http://www.w3.org/2005/Atom"', "", 'xmlns="http://purl.org/atom/ns#"']
)
def test_the_namespace_may_be_old_or_missing(more: str) -> None:
    (found,) = drafts(atom(f"<title>Pier</title>{LINK}<content>{TEXT}</content>", more=more))
    assert (found.title, found.text, found.publisher) == ("Pier", TEXT, "Elm News")


def test_atom_0_3_has_modes_and_other_names_for_dates() -> None:
    entry = (
        f'<title mode="escaped" type="text/html">The &lt;i>pier&lt;/i></title>{LINK}'
        "<issued>2024-03-05T10:00:00+01:00</issued><modified>2024-03-06T10:00:00Z</modified>"
        f'<content mode="escaped" type="text/html">&lt;p>{TEXT}&lt;/p></content>'
    )
    (found,) = drafts(atom(entry, more='version="0.3" xmlns="http://purl.org/atom/ns#"'))
    assert (found.title, found.text) == ("The pier", TEXT)
    assert found.declared_date == DeclaredDate("2024-03-05", "feed")


@pytest.mark.parametrize(
    ("title", "shown"),
    [
        ("<title>How &lt;b> works</title>", "How <b> works"),
        ('<title type="html">Tom &amp;amp; &lt;b>Jerry&lt;/b></title>', "Tom & Jerry"),
        (
            XHTML.replace("content", "title").replace("{}", "5 &lt; <b>6</b>"),
            "5 < 6",
        ),
    ],
)
def test_a_title_is_read_by_its_type(title: str, shown: str) -> None:
    (found,) = drafts(atom(f"{title}{LINK}<content>{TEXT}</content>"))
    assert found.title == shown


def test_fields_come_from_the_entry_else_from_the_feed() -> None:
    entry = (
        f'{LINK}<updated>2024-03-06T10:00:00Z</updated><category term="h" label="Harbour"/>'
        f'<content xml:lang="de">{TEXT}</content>'
    )
    (found,) = drafts(
        atom(entry, head="<author><name>Ana Orr</name><email>a@elm.example</email></author>")
    )
    assert found.byline == ("Ana Orr",)
    assert found.language == "de"
    assert found.declared_date == DeclaredDate("2024-03-06", "feed-updated")
    assert found.fields.tags == ("Harbour",)


def test_links_are_chosen_by_their_relation() -> None:
    links = (
        '<link rel="replies" href="/r"/><link rel="enclosure" href="/e.mp3"/>'
        '<link rel="alternate" type="application/pdf" href="/p.pdf"/>'
        f'<link rel="{RELATION}" type="text/html" href="/1"/>'
    )
    (found,) = drafts(atom(f"{links}<content>{TEXT}</content>"))
    assert found.source_url == "https://elm.example/1"


def test_xml_base_holds_for_everything_below_it() -> None:
    entry = (
        '<link href="1"/><content type="html" xml:base="pictures/">'
        '&lt;p>&lt;a href="a">A&lt;/a> picture.&lt;/p></content>'
    )
    feed = atom(entry).replace("<entry>", '<entry xml:base="https://elm.example/news/">')
    (found,) = drafts(feed)
    assert found.source_url == "https://elm.example/news/1"
    assert found.inlines[0].href == "https://elm.example/news/pictures/a"


def test_a_summary_and_content_elsewhere_are_to_be_fetched() -> None:
    feed = atom(
        f"{LINK}<summary>{TEXT * 50}</summary>",
        '<content src="/2.html" type="text/html"/>',
        "<id>https://elm.example/3</id>",
        '<link href="/4"/><content type="image/png">AAAA</content>',
    )
    assert addresses(feed) == [f"https://elm.example/{n}" for n in ("1", "2.html", "3", "4")]


def test_an_entry_may_stand_alone() -> None:
    entry = f'<entry xmlns="http://www.w3.org/2005/Atom">{LINK}<content>{TEXT}</content></entry>'
    (found,) = drafts(f'<?xml version="1.0"?>{entry}')
    assert found.text == TEXT


def test_a_bad_entry_stops_no_other() -> None:
    feed = atom("<title>Empty</title>", LINK + f"<content>{TEXT}</content>")
    assert unreadable(feed) == [("Empty", "It has neither a text nor an address.")]
    assert len(parts(feed)) == 2

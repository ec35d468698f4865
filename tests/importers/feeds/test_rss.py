"""RSS 0.90 to 2.0, as its specifications have it and as feeds are."""

import pytest

from app.importers.base import AddressOnly, Claim, DeclaredDate, Skipped
from app.importers.feeds import rss as rss_reader
from tests.importers.feeds.reading import addresses, drafts, parts, rss, unreadable, whole

ORIGINAL = "<feedburner:origLink>https://elm.example/1</feedburner:origLink>"
LONG = " ".join(["The harbour of Port Elm was closed on Monday after a ferry struck it."] * 15)
VERSIONS = {
    "0.90": (
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" '
        'xmlns="http://my.netscape.com/rdf/simple/0.9/"><channel><title>Elm News</title>'
        "<link>https://elm.example/</link></channel><item><title>The pier</title>"
        "<link>https://elm.example/pier</link></item></rdf:RDF>"
    ),
    "0.91": rss(
        "<title>The pier</title><link>https://elm.example/pier</link>",
        version="0.91",
        head="<language>en-gb</language>",
    ),
    "0.92": rss(
        f"<title>The pier</title><link>https://elm.example/pier</link>"
        f"<description>{LONG}</description>",
        version="0.92",
    ),
    "1.0": (
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" '
        'xmlns="http://purl.org/rss/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/" '
        'xmlns:content="http://purl.org/rss/1.0/modules/content/">'
        '<channel rdf:about="https://elm.example/"><title>Elm News</title>'
        "<link>https://elm.example/</link><dc:language>de</dc:language></channel>"
        '<item rdf:about="https://elm.example/pier"><title>The pier</title>'
        "<link>https://elm.example/pier</link><dc:creator>Ana Orr</dc:creator>"
        f"<dc:date>2024-03-05T23:30:00-05:00</dc:date><dc:subject>harbour</dc:subject>{whole()}"
        "</item></rdf:RDF>"
    ),
}


@pytest.mark.parametrize("version", VERSIONS)
def test_an_item_of_every_version_has_its_address_and_title(version: str) -> None:
    (part,) = parts(VERSIONS[version])
    address = part.url if isinstance(part, AddressOnly) else getattr(part, "source_url", None)
    assert address == "https://elm.example/pier"
    assert getattr(part, "title", None) == "The pier"


def test_an_article_has_all_that_its_feed_declares() -> None:
    (found,) = drafts(VERSIONS["1.0"])
    assert found.text == "The harbour of Port Elm was closed on Monday."
    assert found.byline == ("Ana Orr",)
    assert found.publisher == "Elm News"
    assert found.language == "de"
    assert found.declared_date == DeclaredDate("2024-03-05", "feed")  # the day where it was written
    assert found.fields.tags == ("harbour",)
    assert found.provenance["title"] == "feed"
    assert Claim("published", "feed", "2024-03-05", "2024-03-05T23:30:00-05:00") in found.claims


def test_what_feeds_get_wrong_is_read_all_the_same() -> None:
    (found,) = drafts(
        "\n\n"
        + rss(
            "<title>Tom &amp; Jerry&nbsp;at the <![CDATA[<b>pier</b>]]> &#146;24</title>"
            "<link>/pier?a=1&b=2</link>"
            "<dc:creator>Ana & Ben Orr</dc:creator>"
            "<content:encoded>&lt;p&gt;The caf&eacute;\x0c was &hellip; closed&#0;.&lt;/p&gt;"
            "</content:encoded>"
        ).removeprefix('<?xml version="1.0"?>')
    )
    assert found.title == "Tom & Jerry at the pier ’24"
    assert found.source_url == "https://elm.example/pier?a=1&b=2"
    assert found.text.startswith("The café")
    assert found.text.endswith("closed\ufffd.") or found.text.endswith("closed.")


@pytest.mark.parametrize(
    ("charset", "declared"),
    [("utf-8", "iso-8859-1"), ("cp1251", "windows-1251"), ("utf-16", "utf-16"), ("cp1251", None)],
)
def test_a_feed_is_read_in_the_charset_that_it_has(charset: str, declared: str | None) -> None:
    declaration = f'<?xml version="1.0" encoding="{declared}"?>' if declared else ""
    body = rss(f"<title>Порт Вязова закрыт</title>{whole('Порт Вязова закрыт до вторника.')}")
    feed = body.replace('<?xml version="1.0"?>', declaration)
    (found,) = drafts(feed.encode(charset))
    assert found.title == "Порт Вязова закрыт"
    assert found.text == "Порт Вязова закрыт до вторника."


def test_the_transports_charset_outranks_the_files() -> None:
    feed = rss(whole("Żółć – ćma")).replace("1.0", '1.0" encoding="utf-8', 1)
    (found,) = drafts(feed.encode("cp1250"), media_type="application/rss+xml; charset=windows-1250")
    assert found.text == "Żółć – ćma"


@pytest.mark.parametrize(
    ("item", "address"),
    [
        ("<guid>https://elm.example/1</guid>", "https://elm.example/1"),
        ('<guid isPermaLink="false">https://elm.example/1</guid>', None),
        ("<link>/1</link><guid>https://elm.example/2</guid>", "https://elm.example/1"),
        ("<link>javascript:alert(1)</link><guid>tag:1</guid>", None),
        # a comment on another's page
        (
            "<link>https://other.example/x</link><guid>https://elm.example/2</guid>",
            "https://elm.example/2",
        ),
        ("<link>https://elm.example/</link>", None),
        (
            f"<link>https://f.example/1</link>{ORIGINAL}",
            "https://elm.example/1",
        ),
        ('<atom:link rel="self" href="/s"/><atom:link href="/1"/>', "https://elm.example/1"),
    ],
)
def test_the_address_of_an_item(item: str, address: str | None) -> None:
    (found,) = drafts(rss(item + whole()))
    assert found.source_url == address


def test_relative_links_are_resolved_against_xml_base() -> None:
    feed = rss(
        '<link>a/1</link><content:encoded>&lt;a href="2"&gt;Two&lt;/a&gt; words.</content:encoded>',
        more='xml:base="https://elm.example/news/"',
    ).replace("<link>https://elm.example/</link>", "<link>.</link>")
    (found,) = drafts(feed)
    assert found.source_url == "https://elm.example/news/a/1"
    assert found.inlines[0].href == "https://elm.example/news/a/2"


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("Tue, 05 Mar 2024 23:30:00 -0500", "2024-03-05"),
        ("Tue, 5 Mar 24 10:00 GMT", "2024-03-05"),
        ("5 Mar 2024", "2024-03-05"),
        ("2024-03-05T10:00:00Z", "2024-03-05"),
        ("2024-03-05", "2024-03-05"),
        ("Wed, 99 Foo 2024 10:00:00 GMT", None),
        ("Thu, 01 Jan 1970 00:00:00 GMT", None),
        ("Tue, 05 Mar 2999 10:00:00 GMT", None),
        ("yesterday", None),
    ],
)
def test_a_date_is_read_or_recorded_as_what_it_is(written: str, day: str | None) -> None:
    (found,) = drafts(rss(f"<pubDate>{written}</pubDate>{whole()}"))
    assert (found.declared_date.value if found.declared_date else None) == day
    assert Claim("published", "feed", day, written) in found.claims


@pytest.mark.parametrize(
    ("written", "names"),
    [
        ("<author>ana@elm.example (Ana Orr)</author>", ("Ana Orr",)),
        ("<author>ana@elm.example</author>", ()),
        ("<dc:creator>By Ana Orr and Ben Vale</dc:creator>", ("Ana Orr", "Ben Vale")),
    ],
)
def test_a_byline_has_names_and_no_mail_addresses(written: str, names: tuple[str, ...]) -> None:
    (found,) = drafts(rss(written + whole()))
    assert found.byline == names


def test_a_bad_item_stops_no_other() -> None:
    feed = rss("<title>Nothing</title>", "<link>https://elm.example/1</link>" + whole(), "", "<x>")
    assert len(drafts(feed)) == 1
    reason = "It has neither a text nor an address."
    assert unreadable(feed)[:2] == [("Nothing", reason), ("item 3", reason)]


def test_a_feed_that_is_cut_off_gives_what_it_has() -> None:
    feed = rss("<link>https://elm.example/1</link>" + whole(), "<link>https://elm.example/2</link>")
    assert len(drafts(feed[: feed.index("/2")])) == 1


def test_an_item_without_a_text_is_to_be_fetched() -> None:
    enclosure = '<enclosure url="https://elm.example/a.mp3" length="1" type="audio/mpeg"/>'
    feed = rss(f"<title>Episode</title><link>https://elm.example/e</link>{enclosure}")
    assert addresses(feed) == ["https://elm.example/e"]


def test_items_beyond_the_limit_are_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rss_reader, "ITEMS_MAX", 2)
    found = parts(rss(*[f"<link>https://elm.example/{n}</link>{whole()}" for n in range(5)]))
    assert found[2:] == [Skipped("items", 3)]
    assert len(found) == 3

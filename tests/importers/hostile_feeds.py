"""Hostile feeds, by name: XML that would grow, read files or nest without end, and bad items."""

_ITEM = (
    "<item><title>A ferry strikes the pier</title><link>https://ok.example/1</link>"
    "<content:encoded>{words}</content:encoded></item>"
)


def _rss(words: str, before: str = "", more: str = "") -> str:
    item = _ITEM.replace("{words}", words)
    return f'{before}<rss version="2.0"><channel><title>Elm</title>{more}{item}</channel></rss>'


_LAUGHS = "".join(
    f'<!ENTITY {b} "{f"&{a};" * 10}">' for a, b in zip("abcdefgh", "bcdefghi", strict=True)
)
XML_FEEDS = {
    "xml-laughs": _rss("&i;", f'<!DOCTYPE rss [<!ENTITY a "ha">{_LAUGHS}]>'),
    "xml-blow-up": _rss("&a;" * 5_000, f'<!DOCTYPE rss [<!ENTITY a "{"x" * 50_000}">]>'),
    "xml-external": _rss("&x;", '<!DOCTYPE rss [<!ENTITY x SYSTEM "file:///etc/passwd">]>'),
    "xml-parameter": _rss("x", '<!DOCTYPE rss [<!ENTITY % p SYSTEM "http://127.0.0.1:9/">%p;]>'),
    "xml-deep": _rss("x" + "<a>" * 50_000),
    "xml-deep-html": _rss("&lt;div&gt;" * 20_000 + "Deep words."),
    "xml-attributes": _rss("x", more="<a " + " ".join(f'b{n}="c"' for n in range(50_000)) + "/>"),
    "xml-script": _rss("&lt;script&gt;alert(1)&lt;/script&gt;&lt;p onclick=alert(1)&gt;Words."),
    "xml-link-script": _rss('&lt;a href="javascript:alert(1)"&gt;Words&lt;/a&gt; here.'),
    "xml-picture": _rss('Words. &lt;img src="data:image/svg+xml,x" alt="&amp;lt;b&amp;gt;"&gt;'),
    "xml-title": _rss("Words.").replace(
        "A ferry", "&lt;script&gt;alert(1)&lt;/script&gt;\x00\n" * 9
    ),
    "xml-names": _rss("Words.", more="").replace(
        "<link>", "<dc:creator>" + "Aa Bb, " * 5_000 + "</dc:creator><link>"
    ),
    "xml-long-link": _rss("Words.").replace("/1</link>", "/" + "x" * 100_000 + "</link>"),
    "xml-controls": _rss("Wo\x01r\x0bds \x00 \x1b[31m \ufffe \ud800 &#0; &#x1f;"),
    "xml-categories": _rss("Words.").replace(
        "<link>", "<category>a\nb</category>" * 5_000 + "<link>"
    ),
    "xml-base": _rss('Words &lt;a href="x"&gt;y&lt;/a&gt;').replace(
        "<item>", '<item xml:base="javascript:alert(1)//">'
    ),
    "xml-dates": _rss("Words.").replace(
        "<link>", "<pubDate>" + "9" * 50_000 + "</pubDate><pubDate>Mon, 0 Xxx 0</pubDate><link>"
    ),
    "xml-items": _rss("Words.", more="<item/>" * 20_000),
    "xml-sections": _rss("<![CDATA[" * 50_000 + "Words."),
    "xml-unclosed": _rss("Words.")[:-40],
    "xml-xhtml": (
        '<feed xmlns="http://www.w3.org/2005/Atom"><entry><link href="https://ok.example/1"/>'
        '<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><script>alert(1)</script>'
        '<p onclick="alert(1)">Words.</p><iframe src="javascript:alert(1)"/></div></content>'
        "</entry></feed>"
    ),
    "xml-bases": (
        '<feed xmlns="http://www.w3.org/2005/Atom">' + '<a xml:base="x/">' * 200 + "<entry>"
        '<link href="https://ok.example/1"/><content>Words.</content></entry></feed>'
    ),
    "xml-opml": "<opml>" + '<outline xmlUrl="https://ok.example/{n}">' * 20_000,
}
_ONE = '{"version": "https://jsonfeed.org/version/1.1", "items": [%s]}'
JSON_FEEDS = {
    "json-deep": _ONE % ("[" * 100_000),
    "json-types": _ONE
    % '{"id": {}, "url": 5, "title": [], "content_html": {}, "tags": "x"}, 5, null',
    "json-numbers": _ONE % '{"id": 1e999, "content_text": "Words.", "date_published": NaN}',
    "json-surrogates": _ONE
    % '{"id": "\\ud800", "content_text": "Wo\\u0000rds \\ud800.", "title": "\\u202e"}',
    "json-script": _ONE % '{"id": "1", "content_html": "<script>alert(1)</script><p>Words."}',
    "json-url": _ONE % '{"id": "1", "url": "javascript:alert(1)", "content_text": "Words."}',
    "json-authors": (_ONE % '{"id": "1", "content_text": "Words."}').replace(
        '"items"', '"authors": [' + ",".join(['{"name": "Ana Orr"}'] * 20_000) + '], "items"'
    ),
    "json-tags": _ONE
    % ('{"id": "1", "content_text": "Words.", "tags": [' + '"a",' * 20_000 + '"b"]}'),
    "json-items": _ONE % ("{}," * 50_000 + "{}"),
    "json-cut": (_ONE % '{"id": "1", "content_text": "Words."}')[:-10],
}

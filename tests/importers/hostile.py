"""Hostile inputs, recorded once for the importers, the pages and the browser.

`VECTORS` is (name, format, bytes): each is refused with a GlossError, or becomes plain text.
`FRAME` puts a fragment into an article that is long enough to be one.
"""

from tests.importers.hostile_exports import EXPORTS
from tests.importers.hostile_feeds import JSON_FEEDS, XML_FEEDS
from tests.importers.hostile_files import FILES
from tests.importers.hostile_fragments import HEAD, INSIDE

FRAME = (
    "<!doctype html><html><head><title>A ferry strikes the "
    "pier</title>{head}</head><body>{before}<article><h1>A ferry strikes the pier</h1>"
    "<p>The harbour of Port Elm was closed on Monday after a ferry struck the northern pier, "
    "the mayor said in a statement.</p>{inside}"
    "<p>Nobody was hurt, and an inquiry will begin within the week, according to the harbour "
    "office, which gave no further reason.</p></article></body></html>"
)
MARKDOWN_TAIL = "\n\nThe harbour of Port Elm was closed on Monday.\n"


def _page(inside: str = "", head: str = "", before: str = "") -> bytes:
    return (
        FRAME.replace("{inside}", inside)
        .replace("{head}", head)
        .replace("{before}", before)
        .encode("utf-8", "surrogatepass")
    )


def _ld(json: str) -> bytes:
    return _page(head=f'<script type="application/ld+json">{json}</script>')


_JSON = {
    "ld-close-script": '{"@type":"NewsArticle","headline":"</script><script>alert(1)</script>"}',
    "ld-entities": '{"@type":"NewsArticle","headline":"&lt;img src=x onerror=alert(1)&gt;"}',
    ("ld-wrong-types"): (
        '{"@type":["NewsArticle",7,null],"headline":{"a":1},"author":[[["x"]],5,'
        '{"name":{"name":"y"}}],"publisher":true,"datePublished":20240101,"inLanguage":[1]}'
    ),
    "ld-numbers": '{"@type":"NewsArticle","headline":1e999,"datePublished":' + "9" * 10_000 + "}",
    "ld-nan": '{"@type":"NewsArticle","headline":NaN,"author":Infinity}',
    "ld-deep-lists": "[" * 100_000,
    "ld-deep-objects": '{"@graph":' * 50_000,
    "ld-deep-entities": '{"@type":"WebPage","mainEntity":' * 900
    + '{"@type":"NewsArticle","headline":"deep"}'
    + "}" * 900,
    "ld-long-list": '{"@graph":['
    + ",".join(['{"@type":"NewsArticle","headline":"h"}'] * 20_000)
    + "]}",
    ("ld-duplicate-keys"): (
        '{"@type":"NewsArticle","headline":"one","headline":"two","@type":"Thing"}'
    ),
    "ld-surrogates": '{"@type":"NewsArticle","headline":"\\ud800 and \\u0000 and \\u202e"}',
    "ld-control": '{"@type":"NewsArticle","headline":"a\nb\x0bc"}',
    ("ld-date-type"): (
        '{"@type":"NewsArticle","datePublished":["2024-01-01","2023-01-01"],"headline":"h"}'
    ),
    "ld-date-conflict": (
        '{"@type":"NewsArticle","datePublished":"2021-01-01","headline":"h"}</script><meta '
        'property="article:published_time" content="2019-05-05"><script>'
    ),
    ("ld-proto"): (
        '{"__proto__":{"x":1},"constructor":{"prototype":{}},"@type":"NewsArticle","headline":"h"}'
    ),
    ("ld-url-hostile"): (
        '{"@type":"NewsArticle","url":"javascript:alert(1)","mainEntityOfPage":{"@id":["x"]},'
        '"headline":"h"}'
    ),
    "ld-not-json": "<!-- // ]]> alert(1)",
    "ld-empty-type": '{"@type":"","headline":"h"}',
}
_MARKDOWN = {
    "md-script": "<script>alert(1)</script>" + MARKDOWN_TAIL,
    "md-html-block": "<div onclick=alert(1)>\n\n<iframe src=javascript:alert(1)></iframe>\n\n</div>"
    + MARKDOWN_TAIL,
    ("md-link-javascript"): (
        "[x](javascript:alert(1)) [y](<java\tscript:alert(1)>) [z](JAVASCRIPT&colon;alert(1))"
    )
    + MARKDOWN_TAIL,
    "md-link-data": (
        "[x](data:text/html;base64,PHNjcmlwdD4=) ![i](data:image/svg+xml,<svg/onload=alert(1)>)"
    )
    + MARKDOWN_TAIL,
    "md-link-attribute": '[x](https://ok.example/"onclick="alert(1) "t") <https://ok.example/<b>>'
    + MARKDOWN_TAIL,
    "md-link-reference": "[x][r]\n\n[r]: javascript:alert(1) 'title'" + MARKDOWN_TAIL,
    "md-image-alt": '![<img src=x onerror=alert(1)>](https://evil.example/pixel.gif "t")'
    + MARKDOWN_TAIL,
    "md-entities": "&#0; &#xD800; &lt;script&gt; &#13;&#10;x" + MARKDOWN_TAIL,
    "md-brackets": "[" * 20_000 + MARKDOWN_TAIL,
    "md-links": "[a](" * 5_000 + MARKDOWN_TAIL,
    "md-images": "![" * 10_000 + MARKDOWN_TAIL,
    "md-stars": "*a **a " * 5_000 + MARKDOWN_TAIL,
    "md-underscores": "_" * 20_000 + "a" + "_" * 20_000 + MARKDOWN_TAIL,
    "md-backticks": "".join("`" * n + " " for n in range(1, 300)) + MARKDOWN_TAIL,
    "md-quotes": ">" * 20_000 + "a" + MARKDOWN_TAIL,
    "md-lists": "- " * 5_000 + "a" + MARKDOWN_TAIL,
    "md-tables": "|a" * 2_000
    + "|\n"
    + "|-" * 2_000
    + "|\n"
    + ("|b" * 2_000 + "|\n") * 5
    + MARKDOWN_TAIL,
    "md-autolinks": "<https://a.example/" * 5_000 + MARKDOWN_TAIL,
    "md-references": "[a]: /x\n" * 10_000 + "[a]" * 5_000 + MARKDOWN_TAIL,
    "yaml-python": "---\ntitle: !!python/object/apply:os.system ['touch /tmp/x']\n---\nbody"
    + MARKDOWN_TAIL,
    "yaml-python-name": "---\nauthor: !!python/name:os.system\n---\nbody" + MARKDOWN_TAIL,
    "yaml-laughs": "---\na: &a [x, x]\nb: &b [*a, *a]\nc: &c [*b, *b]\ntitle: *c\n---\nbody"
    + MARKDOWN_TAIL,
    "yaml-recursive": "---\ntitle: &a [*a]\n---\nbody" + MARKDOWN_TAIL,
    "yaml-merge": "---\n<<: {title: x}\n---\nbody" + MARKDOWN_TAIL,
    "yaml-deep": "---\ntitle: " + "[" * 8_000 + "\n---\nbody" + MARKDOWN_TAIL,
    "yaml-indented": "---\n"
    + "".join("- " * n + "x\n" for n in range(1, 60))
    + "---\nbody"
    + MARKDOWN_TAIL,
    "yaml-types": "---\ntitle: {a: [1, 2]}\nauthor: {x: y}\ndate: [2024]\nurl: {}\n---\nbody"
    + MARKDOWN_TAIL,
    "yaml-bad-date": "---\ndate: 2024-13-45\n---\nbody" + MARKDOWN_TAIL,
    "yaml-bad": "---\ntitle: 'unclosed\nother: [\n---\nbody" + MARKDOWN_TAIL,
    "yaml-two": "---\ntitle: a\n--- \n--- b\n---\nbody" + MARKDOWN_TAIL,
    "yaml-control": "---\ntitle: a\x07b\n---\nbody" + MARKDOWN_TAIL,
    "yaml-url": "---\nurl: javascript:alert(1)\n---\nbody" + MARKDOWN_TAIL,
    "yaml-url-lines": '---\nurl: "https://ok.example/\\r\\nSet-Cookie: x"\n---\nbody'
    + MARKDOWN_TAIL,
    ("yaml-title"): (
        '---\ntitle: "<script>alert(1)</script> {{7*7}} \\u0000 \\ud800 \\u202e"\n---\nbody'
    )
    + MARKDOWN_TAIL,
    "yaml-huge": "---\ntitle: " + "x" * 200_000 + "\n---\nbody" + MARKDOWN_TAIL,
    "yaml-keys": "---\n" + "".join(f"k{i}: v\n" for i in range(900)) + "---\nbody" + MARKDOWN_TAIL,
    "yaml-directive": "---\n%YAML 9.9\n%TAG ! tag:evil\n---\nbody" + MARKDOWN_TAIL,
}
_TEXT = {
    "txt-script": "<script>alert(1)</script>\n\n<img src=x onerror=alert(1)>\n\nA last paragraph.",
    "txt-close": "</article></main></body></html><script>alert(1)</script>",
    "txt-attribute": "\" onmouseover=alert(1) x=\"\n\n' autofocus onfocus=alert(1) '",
    "txt-jinja": "{{7*7}}\n\n{% include '/etc/passwd' %}\n\n{{ self.__init__.__globals__ }}",
    "txt-crlf": "one\r\n\r\ntwo\r\rthree\n\rfour\r\n\nfive",
    "txt-breaks": "one\x0b\x0ctwo\u2028\u2029three\x85four\x1c\x1d\x1efive",
    "txt-date": "date 2024-02-30 An impossible day.\n\ndate 2024-02-28",
    "txt-date-digits": "date \u0662\u0660\u0662\u0664-\u0660\u0661-\u0660\u0661 Other digits.",
    "txt-date-only": "date 2024-02-28",
    "txt-blank-lines": "\n" * 100_000 + "word" + "\n \n" * 100_000,
    "txt-short-lines": "A line\n\n" * 20_000,
    "txt-one-line": "word " * 100_000,
    "txt-credits": "Photo by Jane Roe/AP via Getty Images (Reuters)\n\n" * 5_000,
    "txt-names": "By " + "Aa " * 130 + "\n\n" + "Aa " * 130 + "reports\n\nend of it.",
    "txt-bidi": "\u202eabc\u202d\n\n\u2066x\u2069 \u200e\u200f",
    "txt-emoji": (
        "\U0001f469\u200d\U0001f52c\U0001f3fd e\u0301\u0302 "
        "\U0001f1fa\U0001f1e6\n\n\u05e9\u05dc\u05d5\u05dd \u0645\u0631\u062d\u0628\u0627"
    ),
    "txt-invisible": "\u200b\n\n\u2060\n\n\ufeff",
    "txt-control": (
        "a\x01b\x02c\x1b[31m\x7f and enough of words to pass as a text all the same, although "
        "it rings \x07 bells. "
    )
    * 3,
}
_BYTES: tuple[tuple[str, str, bytes], ...] = (
    (
        "nested-50k-divs",
        "html",
        b"<div>" * 50_000 + b"<p>Deep words in a deep place.</p>" + b"</div>" * 50_000,
    ),
    ("too-many-elements", "html", b"<i>x</i>" * 150_000),
    (
        "doctype-entities",
        "html",
        b'<!DOCTYPE html [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]><p>&b; and words</p>',
    ),
    (
        "doctype-external",
        "html",
        (
            b'<?xml version="1.0"?><!DOCTYPE html [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
            b"<html><body><p>&x; and words</p></body></html>"
        ),
    ),
    (
        "xinclude",
        "html",
        (
            b'<html xmlns:xi="http://www.w3.org/2001/XInclude"><body><p>words</p><xi:include '
            b'href="file:///etc/passwd" parse="text"/></body></html>'
        ),
    ),
    (
        "xhtml-stylesheet",
        "html",
        b'<?xml-stylesheet href="javascript:alert(1)"?><html><body><p>words</p></body></html>',
    ),
    (
        "xml-encoding",
        "html",
        b'<?xml version="1.0" encoding="utf-16"?><html><body><p>words of a page</p></body></html>',
    ),
    ("frameset", "html", b'<frameset onload=alert(1)><frame src="javascript:alert(1)"></frameset>'),
    ("no-body", "html", b"<head><title>t</title></head>"),
    ("only-comment", "html", b"<!-- nothing -->"),
    ("only-doctype", "html", b"<!doctype html>"),
    ("only-bracket", "html", b"<"),
    (
        "overlong-utf8",
        "html",
        _page("<p>\u0001MARK\u0001</p>").replace(
            b"\x01MARK\x01", b"\xc0\xbcscript\xc0\xbealert(1)\xe0\x80\xbc"
        ),
    ),
    (
        "invalid-utf8",
        "html",
        _page("<p>MARK</p>").replace(b"MARK", b"\xff\xfe\xfd\x80\x81 caf\xe9"),
    ),
    ("cut-utf8", "html", _page("<p>caf\u00e9</p>")[:-200] + b"\xf0\x9f"),
    ("nul-bytes", "html", _page("<p>a\x00b</p><scr\x00ipt>alert(1)</scr\x00ipt>")),
    (
        "utf16-surrogates",
        "html",
        b"\xff\xfe"
        + "<p>lone ".encode("utf-16-le")
        + b"\x00\xd8"
        + " words</p>".encode("utf-16-le"),
    ),
    ("utf16-odd", "html", b"\xfe\xff" + "<p>odd words</p>".encode("utf-16-be") + b"\x00"),
    (
        "utf32",
        "html",
        b"\xff\xfe\x00\x00" + "<p>wide words</p>".encode("utf-32-le") + b"\xff\xff\xff\xff",
    ),
    (
        "iso-2022",
        "html",
        b"<meta charset=iso-2022-jp><p>\x1b$B<script>alert(1)</script>\x1b(B words</p>",
    ),
    ("gzip", "html", b"\x1f\x8b\x08\x00" + bytes(range(256)) * 4),
    (
        "mhtml",
        "html",
        (
            b"MIME-Version: 1.0\r\nContent-Type: text/html\r\n\r\n<script>alert(1)</script>"
            b"<p>words</p>"
        ),
    ),
    ("polyglot-gif", "html", b"GIF89a/*<p>words</p><script>*/=1;alert(1)//</script>"),
    (
        "polyglot-pdf",
        "html",
        b"%PDF-1.4\n<html><body><p>words</p><script>alert(1)</script></body></html>",
    ),
    ("utf16-text", "text", "\ufeffwide text \U0001f600\n\nsecond".encode("utf-16-le")),
    ("utf16-text-lone", "text", b"\xff\xfea\x00\x00\xdcb\x00"),
    (
        "latin1-text",
        "text",
        "Caf\u00e9 cr\u00e8me, \u00e0 la fran\u00e7aise, d\u00e9j\u00e0 vu.".encode("latin-1"),
    ),
    ("nul-text", "text", b"a\x00b\n\nc" + b"words " * 100),
    ("overlong-text", "text", b"\xc0\xaf\xe0\x80\xaf\xf0\x80\x80\xaf text"),
    ("binary-text", "text", bytes(range(256)) * 20),
    ("only-nul", "text", b"\x00" * 50),
    ("empty", "text", b""),
    ("only-blank", "markdown", b" \r\n\t \n"),
    ("only-front-matter", "markdown", b"---\ntitle: nothing else\n---\n"),
    ("md-surrogates", "markdown", b"\xff\xfe#\x00 \x00\x00\xd8\n\x00x\x00"),
    ("md-bom", "markdown", b"\xef\xbb\xbf---\r\ntitle: marked\r\n---\r\nbody\r\n\r\nmore"),
)

VECTORS: tuple[tuple[str, str, bytes], ...] = (
    *((name, "html", _page(inside=fragment)) for name, fragment in INSIDE.items()),
    *(
        (f"bare-{name}", "html", fragment.encode("utf-8", "surrogatepass"))
        for name, fragment in INSIDE.items()
        if len(fragment) < 2_000
    ),
    *((name, "html", _page(head=fragment)) for name, fragment in HEAD.items()),
    *((name, "html", _ld(json)) for name, json in _JSON.items()),
    *(
        (name, "markdown", source.encode("utf-8", "surrogatepass"))
        for name, source in _MARKDOWN.items()
    ),
    *((name, "text", source.encode("utf-8", "surrogatepass")) for name, source in _TEXT.items()),
    *((name, "xml", source.encode("utf-8", "surrogatepass")) for name, source in XML_FEEDS.items()),
    *((name, "json", source.encode("utf-8", "replace")) for name, source in JSON_FEEDS.items()),
    *_BYTES,
    *EXPORTS,
    *FILES,
)

"""Hostile inputs, recorded once and fed to importers, pages and the browser alike: `VECTORS` is (name, format, bytes).

Every vector is refused with a GlossError, or becomes plain text. `FRAME` puts a fragment into an article that is long enough to be one.
"""

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


_INSIDE = {
    "script": "<p>a<script>alert(1)</script>b</p>",
    "script-src": '<script src="https://evil.example/x.js"></script>',
    "script-unclosed": "<p>before</p><script>alert(1)//",
    "script-split": "<scr<script>ipt>alert(1)</scr</script>ipt>",
    "script-upper": "<SCRIPT>alert(1)</SCRIPT>",
    "script-slash": "<script/x>alert(1)</script/x>",
    "script-nul": "<scr\x00ipt>alert(1)</scr\x00ipt>",
    "script-in-noscript": '<noscript><p title="</noscript><img src=x onerror=alert(1)>"></noscript>',
    "img-onerror": "<p><img src=x onerror=alert(1)>words</p>",
    "img-onerror-quotes": '<img """><script>alert(1)</script>">',
    "img-backtick": "<img src=`x`onerror=alert(1)>",
    "img-srcset": '<img srcset="https://evil.example/a 1x, javascript:alert(1) 2x">',
    "body-onload": "<body onload=alert(1)>",
    "details-ontoggle": "<details open ontoggle=alert(1)><summary>s</summary>t</details>",
    "video-onerror": "<video><source onerror=alert(1)></video>",
    "audio-onerror": "<audio src=x onerror=alert(1)></audio>",
    "input-autofocus": "<input onfocus=alert(1) autofocus>",
    "marquee": "<marquee onstart=alert(1)>moving</marquee>",
    "animation-event": '<p style="animation:x" onanimationstart=alert(1)>p</p>',
    "svg-onload": "<svg onload=alert(1)><text>svg</text></svg>",
    "svg-script": "<svg><script>alert(1)</script></svg>",
    "svg-animate": (
        '<svg><a><animate attributeName=href values="javascript:alert(1)"/><text '
        "y=20>x</text></a></svg>"
    ),
    "svg-foreign": (
        "<svg><foreignObject><iframe "
        "srcdoc='&lt;script&gt;alert(1)&lt;/script&gt;'></iframe></foreignObject></svg>"
    ),
    "svg-use": '<svg><use href="data:image/svg+xml;base64,PHN2Zy8+#x"/></svg>',
    "math-href": '<math href="javascript:alert(1)"><mtext>click</mtext></math>',
    "math-mutation": (
        '<math><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;img src=x '
        'onerror=alert(1)&gt;">'
    ),
    "mutation-form": "<form><math><mtext></form><form><mglyph><style></math><img src onerror=alert(1)>",
    "mutation-noscript": '<svg></p><style><a id="</style><img src=1 onerror=alert(1)>">',
    "mutation-title": "<svg><desc><title><img src=x onerror=alert(1)></title></desc></svg>",
    "mutation-xmp": '<xmp><p title="</xmp><img src=x onerror=alert(1)>"></xmp>',
    "mutation-listing": "<listing>&lt;img src=1 onerror=alert(1)&gt;</listing>",
    "mutation-select": "<select><template><p></select><img src=x onerror=alert(1)></template></select>",
    "mutation-comment": "<!--><img src=x onerror=alert(1)>-->",
    "mutation-cdata": "<![CDATA[<img src=x onerror=alert(1)>]]>",
    "template": "<template><script>alert(1)</script></template>",
    "shadow": "<div><template shadowrootmode=open><img src=x onerror=alert(1)></template></div>",
    "iframe": '<iframe src="javascript:alert(1)"></iframe>',
    "iframe-srcdoc": '<iframe srcdoc="&lt;script&gt;alert(1)&lt;/script&gt;"></iframe>',
    "object-data": '<object data="data:text/html,<script>alert(1)</script>">fallback</object>',
    "embed": '<embed src="javascript:alert(1)">',
    "applet": "<applet code=x>fallback</applet>",
    "form-action": '<form action="javascript:alert(1)"><button>go</button></form>',
    "button-formaction": '<button formaction="javascript:alert(1)">go</button>',
    "isindex": "<isindex type=image src=1 onerror=alert(1)>",
    "plaintext": "<plaintext><script>alert(1)</script>",
    "noframes": "<noframes><script>alert(1)</script></noframes>",
    "portal": '<portal src="https://evil.example"></portal>',
    "dialog": "<dialog open>shown</dialog>",
    "custom-element": "<x-evil onclick=alert(1)>words</x-evil>",
    "id-clobber": (
        '<a id="defaultView"></a><form name="body"><input name="attributes"></form><p '
        'id="article-text">clobber</p>'
    ),
    "class-clobber": '<p class="mark passage" data-annotations="1 2" data-passage id="passage">clobber</p>',
    "htmx": (
        '<p hx-get="/api/articles" hx-trigger="load" hx-on:load="alert(1)" data-hx-get="/x">hx</p>'
    ),
    "htmx-include": '<p data-card="/cards/1" hx-boost="true"><a href="/x">rel</a></p>',
    "style-import": (
        "<style>@import "
        "url(https://evil.example/x.css);p{background:url(javascript:alert(1))}</style>"
    ),
    "style-expression": (
        '<p style="width:expression(alert(1));background:url(https://evil.example/x)">styled</p>'
    ),
    "style-unclosed": "<p>before</p><style>p{color:red}",
    "link-javascript": '<p><a href="javascript:alert(1)">link</a></p>',
    "link-javascript-case": '<p><a href="JaVaScRiPt:alert(1)">link</a></p>',
    "link-javascript-tab": '<p><a href="java\tscript:alert(1)">link</a></p>',
    "link-javascript-newline": '<p><a href="java\nscript\r:alert(1)">link</a></p>',
    "link-javascript-control": '<p><a href="\x01\x02javascript:alert(1)">link</a></p>',
    "link-javascript-entity": '<p><a href="&#106;&#x61;vascript&colon;alert&lpar;1&rpar;">link</a></p>',
    "link-javascript-entity-tab": '<p><a href="jav&#x09;ascript&#58;alert(1)">link</a></p>',
    "link-javascript-nbsp": '<p><a href="\u00a0javascript:alert(1)">link</a></p>',
    "link-javascript-slashes": '<p><a href="javascript://%0aalert(1)">link</a></p>',
    "link-data": '<p><a href="data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg==">link</a></p>',
    "link-vbscript": '<p><a href="vbscript:msgbox(1)">link</a></p>',
    "link-file": '<p><a href="file:///etc/passwd">link</a></p>',
    "link-blob": '<p><a href="blob:https://evil.example/1">link</a></p>',
    "link-userinfo": '<p><a href="https://bank.example@evil.example/">link</a></p>',
    "link-backslash": '<p><a href="https:\\\\evil.example\\x">link</a></p>',
    "link-protocol-relative": '<p><a href="//evil.example/x">link</a></p>',
    "link-quotes": "<p><a href='https://ok.example/\"onmouseover=\"alert(1)'>link</a></p>",
    "link-angle": '<p><a href="https://ok.example/<script>alert(1)</script>">link</a></p>',
    "link-bad-port": '<p><a href="https://ok.example:99999999/">link</a></p>',
    "link-bad-ipv6": '<p><a href="https://[::1/">link</a></p>',
    "link-bad-bracket": '<p><a href="https://[not-an-address]/">link</a></p>',
    "link-idn": (
        '<p><a href="https://xn--\u0430pple.example/">link</a> <a '
        'href="https://\u0430pple.example/">link</a></p>'
    ),
    "link-long": f'<p><a href="https://ok.example/{"a" * 100_000}">link</a></p>',
    "link-ping": (
        '<p><a href="https://ok.example/" ping="https://evil.example/" target=_blank '
        "onclick=alert(1)>link</a></p>"
    ),
    "link-nested": (
        '<p><a href="https://a.example/">one <a href="https://b.example/">two</a> three</a></p>'
    ),
    "link-around-blocks": '<a href="https://a.example/"><div><p>one</p><p>two</p></div></a>',
    "jinja": (
        "<p>{{7*7}} {{ config.items() }} {% for x in ().__class__.__base__.__subclasses__() "
        "%}{{x}}{% endfor %} {# x #}</p>"
    ),
    "other-templates": "<p>${7*7} #{7*7} <%= 7*7 %> {{constructor.constructor('alert(1)')()}} @(1+1)</p>",
    "format-string": "<p>%s %(title)s %n {0.__class__} {title!r}</p>",
    "shell": "<p>$(touch /tmp/x) `id` ; rm -rf / | cat</p>",
    "sql": "<p>'; DROP TABLE article; -- \" OR 1=1</p>",
    "fts": '<p>" OR NEAR(* ^ title : "unbalanced</p>',
    "csv": "<p>=cmd|' /C calc'!A0</p><p>+1</p><p>@SUM(1)</p><p>-2+3</p>",
    "ansi": "<p>\x1b[31mred\x1b]0;title\x07\x1b[2J</p>",
    "entities-nul": "<p>a&#0;b&#x0;c</p>",
    "entities-surrogate": "<p>&#xD800;&#xDFFF;&#55357;</p>",
    "entities-huge": "<p>&#99999999999999999999;&#x110000;</p>",
    "entities-return": "<p>a&#13;b&#13;&#10;c&#x85;d&#x2028;e</p>",
    "entities-script": "<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>",
    "entities-double": "<p>&amp;lt;script&amp;gt;alert(1)&amp;lt;/script&amp;gt;</p>",
    "entities-unclosed": "<p>" + "&amp" * 20_000 + "</p>",
    "fullwidth": (
        "<p>\uff1cscript\uff1ealert(1)\uff1c/script\uff1e \ufe64img src=x "
        "onerror=alert(1)\ufe65</p>"
    ),
    "bidi": "<p>\u202eevil\u202c \u2066iso\u2069 \u200f\u061c</p>",
    "zero-width": "<p>\u200b\u200c\u200d\ufeff\u2060\u00ad</p><p>\u200b</p>",
    "combining": "<p>" + "e" + "\u0301" * 5_000 + "</p>",
    "noncharacters": "<p>\ufffe\uffff\U0010ffff\U0001f468\u200d\U0001f469\u200d\U0001f467</p>",
    "separators": "<p>a\u2028b\u2029c\x0bd\x0ce\x1cf</p>",
    "tabs": "<table><tr><th>a\tb</th><th>c\nd</th></tr><tr><td>\t</td><td>\n</td></tr></table>",
    "nested-tables": "<table><tr><td>x" * 120 + "</td></tr></table>" * 120,
    "nested-lists": "<ul><li>x" * 3_000 + "</li></ul>" * 3_000,
    "nested-quotes": "<blockquote>x" * 5_000,
    "nested-inline": "<b><i>" * 20_000 + "x",
    "nested-links": "<a href=https://a.example/>x" * 5_000,
    "nested-custom": "<x-y>" * 10_000 + "deep" + "</x-y>" * 10_000,
    "adoption-agency": "<p><b><i><u>" * 200 + "x" + "</b></i></u></p>" * 200,
    "unclosed-paragraphs": "<p>para" * 20_000,
    "many-breaks": "<p>" + "a<br>" * 20_000 + "</p>",
    "many-double-breaks": "<p>" + "a<br><br>" * 8_000 + "</p>",
    "many-same-headings": "<h2>Same</h2><p>Same</p>" * 5_000,
    "many-attributes": "<p " + " ".join(f"a{i}=1" for i in range(20_000)) + ">p</p>",
    "same-attributes": "<p " + "class=a " * 20_000 + ">p</p>",
    "huge-attribute": f'<p class="{"caption " * 100_000}">p</p>',
    "huge-word": "<p>" + "a" * 500_000 + "</p>",
    "huge-punctuation": "<p>" + "([/|:—©" * 20_000 + "</p>",
    "half-tags": "<" * 50_000 + "a" + "</" * 50_000,
    "half-comments": "<!-" * 50_000 + "<!--" * 10_000,
    "half-entities": "<p>" + "&#" * 50_000 + "</p>",
    "credit-like": "<p>" + "Photo: By Jane Roe/AP via Getty " * 12 + "</p>",
    "figcaption-flood": "<figure><figcaption>c</figcaption></figure>" * 5_000,
}
_HEAD = {
    "meta-refresh": '<meta http-equiv=refresh content="0;url=javascript:alert(1)">',
    "base-javascript": '<base href="javascript:alert(1)//">',
    "base-foreign": '<base href="https://evil.example/">',
    "canonical-foreign": '<link rel=canonical href="https://evil.example/stolen">',
    "canonical-javascript": '<link rel=canonical href="javascript:alert(1)">',
    "canonical-percent": (
        '<link rel=canonical href="https://port-elm.example/%2e%2e/%00%0d%0aSet-Cookie:x/%252e">'
    ),
    "canonical-userinfo": '<link rel=canonical href="https://user:secret@port-elm.example/a">',
    "canonical-bad-port": '<link rel=canonical href="https://port-elm.example:x/a">',
    "canonical-bracket": '<link rel=canonical href="https://[/">',
    "title-script": '<meta property="og:title" content="&lt;script&gt;alert(1)&lt;/script&gt;">',
    "title-quotes": '<meta property="og:title" content=\'"><img src=x onerror=alert(1)>\'>',
    "title-lines": '<meta property="og:title" content="a&#10;b&#13;Set-Cookie: x&#0;">',
    "title-huge": f'<meta property="og:title" content="{"word " * 100_000}">',
    "title-bidi": '<meta property="og:title" content="\u202eevil \u0007 bell">',
    "author-flood": '<meta name="author" content="Jane Roe">' * 5_000,
    "author-script": '<meta name="author" content="<script>alert(1)</script>">',
    "date-impossible": '<meta property="article:published_time" content="2024-13-45T99:99">',
    "date-huge": '<meta property="article:published_time" content="99999999999999-01-01">',
    "date-zone": (
        '<meta property="article:published_time" content="0001-01-01T00:00:00+14:00"><meta '
        'name="date" content="9999-12-31T23:59:59-12:00">'
    ),
    "language-hostile": '<meta property="og:locale" content="en&quot; onload=alert(1)">',
    "preload": (
        '<link rel=preload as=script href="https://evil.example/x.js"><link rel=stylesheet '
        'href="https://evil.example/x.css">'
    ),
    "csp": '<meta http-equiv="Content-Security-Policy" content="default-src *">',
    "charset-utf7": "<meta charset=utf-7><p>+ADw-script+AD4-alert(1)+ADw-/script+AD4-</p>",
    "charset-unknown": "<meta charset='x-evil\"><script>'>",
    "charset-punycode": "<meta charset=punycode>",
    "charset-utf16": "<meta charset=utf-16>",
}
_JSON = {
    "ld-close-script": '{"@type":"NewsArticle","headline":"</script><script>alert(1)</script>"}',
    "ld-entities": '{"@type":"NewsArticle","headline":"&lt;img src=x onerror=alert(1)&gt;"}',
    "ld-wrong-types": '{"@type":["NewsArticle",7,null],"headline":{"a":1},"author":[[["x"]],5,{"name":{"name":"y"}}],"publisher":true,"datePublished":20240101,"inLanguage":[1]}',
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
    "ld-duplicate-keys": '{"@type":"NewsArticle","headline":"one","headline":"two","@type":"Thing"}',
    "ld-surrogates": '{"@type":"NewsArticle","headline":"\\ud800 and \\u0000 and \\u202e"}',
    "ld-control": '{"@type":"NewsArticle","headline":"a\nb\x0bc"}',
    "ld-date-type": '{"@type":"NewsArticle","datePublished":["2024-01-01","2023-01-01"],"headline":"h"}',
    "ld-date-conflict": (
        '{"@type":"NewsArticle","datePublished":"2021-01-01","headline":"h"}</script><meta '
        'property="article:published_time" content="2019-05-05"><script>'
    ),
    "ld-proto": '{"__proto__":{"x":1},"constructor":{"prototype":{}},"@type":"NewsArticle","headline":"h"}',
    "ld-url-hostile": '{"@type":"NewsArticle","url":"javascript:alert(1)","mainEntityOfPage":{"@id":["x"]},"headline":"h"}',
    "ld-not-json": "<!-- // ]]> alert(1)",
    "ld-empty-type": '{"@type":"","headline":"h"}',
}
_MARKDOWN = {
    "md-script": "<script>alert(1)</script>" + MARKDOWN_TAIL,
    "md-html-block": "<div onclick=alert(1)>\n\n<iframe src=javascript:alert(1)></iframe>\n\n</div>"
    + MARKDOWN_TAIL,
    "md-link-javascript": "[x](javascript:alert(1)) [y](<java\tscript:alert(1)>) [z](JAVASCRIPT&colon;alert(1))"
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
    "yaml-title": '---\ntitle: "<script>alert(1)</script> {{7*7}} \\u0000 \\ud800 \\u202e"\n---\nbody'
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
        b'<?xml version="1.0"?><!DOCTYPE html [<!ENTITY x SYSTEM "file:///etc/passwd">]><html><body><p>&x; and words</p></body></html>',
    ),
    (
        "xinclude",
        "html",
        b'<html xmlns:xi="http://www.w3.org/2001/XInclude"><body><p>words</p><xi:include href="file:///etc/passwd" parse="text"/></body></html>',
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
        b"MIME-Version: 1.0\r\nContent-Type: text/html\r\n\r\n<script>alert(1)</script><p>words</p>",
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
    *((name, "html", _page(inside=fragment)) for name, fragment in _INSIDE.items()),
    *(
        (f"bare-{name}", "html", fragment.encode("utf-8", "surrogatepass"))
        for name, fragment in _INSIDE.items()
        if len(fragment) < 2_000
    ),
    *((name, "html", _page(head=fragment)) for name, fragment in _HEAD.items()),
    *((name, "html", _ld(json)) for name, json in _JSON.items()),
    *(
        (name, "markdown", source.encode("utf-8", "surrogatepass"))
        for name, source in _MARKDOWN.items()
    ),
    *((name, "text", source.encode("utf-8", "surrogatepass")) for name, source in _TEXT.items()),
    *_BYTES,
)

"""Hostile fragments of HTML: inside an article, and in the head of its page."""

INSIDE = {
    "script": "<p>a<script>alert(1)</script>b</p>",
    "script-src": '<script src="https://evil.example/x.js"></script>',
    "script-unclosed": "<p>before</p><script>alert(1)//",
    "script-split": "<scr<script>ipt>alert(1)</scr</script>ipt>",
    "script-upper": "<SCRIPT>alert(1)</SCRIPT>",
    "script-slash": "<script/x>alert(1)</script/x>",
    "script-nul": "<scr\x00ipt>alert(1)</scr\x00ipt>",
    ("script-in-noscript"): (
        '<noscript><p title="</noscript><img src=x onerror=alert(1)>"></noscript>'
    ),
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
    ("mutation-form"): (
        "<form><math><mtext></form><form><mglyph><style></math><img src onerror=alert(1)>"
    ),
    "mutation-noscript": '<svg></p><style><a id="</style><img src=1 onerror=alert(1)>">',
    "mutation-title": "<svg><desc><title><img src=x onerror=alert(1)></title></desc></svg>",
    "mutation-xmp": '<xmp><p title="</xmp><img src=x onerror=alert(1)>"></xmp>',
    "mutation-listing": "<listing>&lt;img src=1 onerror=alert(1)&gt;</listing>",
    ("mutation-select"): (
        "<select><template><p></select><img src=x onerror=alert(1)></template></select>"
    ),
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
    ("class-clobber"): (
        '<p class="mark passage" data-annotations="1 2" data-passage id="passage">clobber</p>'
    ),
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
    ("link-javascript-entity"): (
        '<p><a href="&#106;&#x61;vascript&colon;alert&lpar;1&rpar;">link</a></p>'
    ),
    "link-javascript-entity-tab": '<p><a href="jav&#x09;ascript&#58;alert(1)">link</a></p>',
    "link-javascript-nbsp": '<p><a href="\u00a0javascript:alert(1)">link</a></p>',
    "link-javascript-slashes": '<p><a href="javascript://%0aalert(1)">link</a></p>',
    ("link-data"): (
        '<p><a href="data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg==">link</a></p>'
    ),
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
    ("other-templates"): (
        "<p>${7*7} #{7*7} <%= 7*7 %> {{constructor.constructor('alert(1)')()}} @(1+1)</p>"
    ),
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
HEAD = {
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

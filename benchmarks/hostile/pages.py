"""Hostile web pages."""

from collections.abc import Callable

from benchmarks.hostile.kinds import Hostile, nested, numbered, repeated

_SENTENCE = "The harbour of Port Elm was closed on Monday after a ferry struck the northern pier. "
_BEFORE = (
    "<!doctype html><html><head><title>A ferry strikes the pier</title></head><body><article>"
    f"<h1>A ferry strikes the pier</h1><p>{_SENTENCE * 3}</p>"
)
_AFTER = f"<p>{_SENTENCE * 3}</p></article></body></html>"
_HEAD = "<!doctype html><html><head><title>A ferry strikes the pier</title>"
_BODY = (
    f"</head><body><article><h1>A ferry strikes</h1><p>{_SENTENCE * 5}</p></article></body></html>"
)
_TAGS_COUNTED = 20_000
_IN_HEAD = {"before": _HEAD, "after": _BODY}
_LD = '<script type="application/ld+json">'
_DATED = (
    '<p>On 3 May 20{n} the <a href="/news/{n}">mayor of Port Elm</a> said that it was time.'
    ' <time datetime="2021-05-03">3 May</time></p>\n'
)

MOST_TAGS = 57_000
"""A little less than what a page may have, for the filling: one of more is refused at once."""


def _page(make: Callable[[int], str]) -> Callable[[int], str]:
    """A page around as much of an input as has no more tags; sentences fill the rest."""

    def whole(characters: int) -> str:
        room = characters - len(_BEFORE) - len(_AFTER)
        few = make(_TAGS_COUNTED)
        tags = max(1, few.count("<") - few.count("</"))
        inside = make(min(room, MOST_TAGS * len(few) // tags))
        filling = f"<p>{_SENTENCE * 12}</p>\n"
        return _BEFORE + inside + filling * ((room - len(inside)) // len(filling)) + _AFTER

    return whole


REPEATED = {
    "sentences": f"<p>{_SENTENCE * 4}</p>\n",
    "letters, each a paragraph": "<p>a",
    "letters, each emphasised": "<b>a</b> ",
    "list items": "<ul><li>one<li>two</ul>",
    "list items, not closed": "<li>a ",
    "table cells": "<table><tr><td>a<td>b</table>",
    "line breaks": "a<br>\n",
    "headings": "<h2>The harbour</h2>\n",
    "headings and sentences": f"<h2>The harbour</h2><p>{_SENTENCE}</p>\n",
    "pictures with captions": (
        '<figure><img src="/a.jpg" alt="a">'
        "<figcaption>A pier. Photo: Jane Roe</figcaption></figure>"
    ),
    "bylines": "<p class=byline>By Jane Roe and John Doe</p>",
    "credits": "<p>Jane Roe/Reuters</p>",
    "comments": "<!-- a -->b ",
    "comment signs, not closed": "<!-",
    "sections, not closed": "<![CDATA[ a ",
    "character references": "&amp;&#x41;&hellip; ",
    "less-than signs": "< a ",
    "tags, not closed": "<p class='a' ",
    "quotation marks in tags": "<p class=\"a' title='b\">c</p> ",
    "end tags": "</div></p></span>",
    "drawings, not closed": "<svg><p>a",
    "scripts": "<script>a('</scrip')</script>b ",
    "buttons and forms": "<form><button>Share</button><input></form>",
    "words without spaces": "harbour",
    "white space": " \n\t",
    "no-break spaces": "&nbsp;",
    "preformatted lines": "<pre>  a\n  b\n</pre>",
    "quotations in quotations": "<blockquote><p>“No,” she said.</p>",
    "the same sentence in boxes": f"<div class=teaser><a href=/a>{_SENTENCE}</a></div>",
    "definition lists": "<dl><dt>a<dd>b</dl>",
    "ruby": "<ruby>漢<rp>(<rt>kan<rp>)</ruby>",
    "nested tables": "<table><tr><td>",
}
IN_HEAD = {
    "fields": '<meta property="article:author" content="Jane Roe {n}">',
    "titles": "<title>A ferry {n}</title>",
    "linked data, many articles": _LD + '{"@type":"NewsArticle","headline":"h{n}"}</script>',
    "canonical addresses": '<link rel="canonical" href="https://port-elm.example/{n}">',
}
NUMBERED = {
    "paragraphs with dates and links": _DATED,
    "links": '<a href="/news/{n}">a</a> ',
    "dates": '<time datetime="2021-05-03T10:{n}">3 May 2021</time> ',
    "classes": '<div class="c{n} story">The mayor said no.</div>',
}
_INSIDE = '"articleBody":"'
HOSTILE_PAGES: tuple[Hostile, ...] = (
    *(Hostile(name, "html", _page(repeated(unit))) for name, unit in REPEATED.items()),
    *(Hostile(name, "html", _page(numbered(unit))) for name, unit in NUMBERED.items()),
    *(Hostile(name, "html", numbered(unit, **_IN_HEAD)) for name, unit in IN_HEAD.items()),
    Hostile("divisions, nested", "html", _page(nested("<div>", "</div>"))),
    Hostile("emphasis, nested", "html", _page(nested("<em>a", "</em>"))),
    Hostile(
        "attributes of one element",
        "html",
        numbered(" a{n}=b", before=_BEFORE + "<p", after=">" + _AFTER),
    ),
    Hostile(
        "one attribute",
        "html",
        repeated("a b ", before=_BEFORE + '<p title="', after='">' + _AFTER),
    ),
    Hostile(
        "linked data, nested lists",
        "html",
        nested("[", "]", before=_HEAD + _LD, after="</script>" + _BODY),
    ),
    Hostile(
        "linked data, one body",
        "html",
        repeated(
            _SENTENCE,
            before=f'{_HEAD}{_LD}{{"@type":"NewsArticle",{_INSIDE}',
            after='"}</script>' + _BODY,
        ),
    ),
    Hostile(
        "a paragraph of one sentence",
        "html",
        repeated("and the mayor said ", before=_BEFORE + "<p>", after="</p>" + _AFTER),
    ),
)

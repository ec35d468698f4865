"""Hostile exports of other services, as (name, format, bytes): wrong types, depth, scripts, cells.

Their limits by size are in `services/test_hostile_exports.py`.
"""

import json
from typing import Any

_SCRIPT = "<script>alert(1)</script>"
_URL = "https://ok.example/pier"


def _omnivore(**changed: Any) -> bytes:
    item = {"slug": "pier", "url": _URL, "savedAt": "2024-05-03", "state": "Archived"}
    return json.dumps([item | changed]).encode()


def _wallabag(**changed: Any) -> bytes:
    entry = {
        "url": _URL,
        "title": "The pier",
        "is_archived": 0,
        "is_starred": 0,
        "content": "<p>The harbour was closed.</p>",
    }
    return json.dumps([entry | changed]).encode()


def _hypothesis(**changed: Any) -> bytes:
    annotation = {"id": "a", "uri": _URL, "user": "acct:ana@elm.example", "target": [], "text": "x"}
    return json.dumps({"rows": [annotation | changed]}).encode()


def _selectors(selector: Any) -> bytes:
    return _hypothesis(target=[{"source": _URL, "selector": selector}])


def _bookmarks(inside: str) -> bytes:
    return f"<!DOCTYPE NETSCAPE-Bookmark-file-1><DL><p>{inside}</DL>".encode(
        "utf-8", "surrogatepass"
    )


_POCKET = b"title,url,time_added,tags,status\n"
EXPORTS: tuple[tuple[str, str, bytes], ...] = (
    ("export-script-title", "json", _wallabag(title=_SCRIPT, published_by=[_SCRIPT])),
    (
        "export-script-text",
        "json",
        _wallabag(content=f"<p>words</p>{_SCRIPT}<svg onload=alert(1)>"),
    ),
    ("export-no-html", "json", _wallabag(content={"html": "<p>x</p>"})),
    ("export-deep-html", "json", _wallabag(content="<div>" * 5_000 + "<p>Deep words.</p>")),
    (
        "export-surrogates",
        "json",
        b'[{"url":"https://ok.example/","title":"\\ud800\\u0000","content":"<p>\\udfff</p>","is_archived":0,"is_starred":0}]',
    ),
    ("export-times", "json", _omnivore(savedAt=1e300, publishedAt="99999-99-99T99:99")),
    ("export-numbers", "json", b'[{"slug":1e999,"url":NaN,"savedAt":-Infinity,"state":0}]'),
    ("export-long-number", "json", b'[{"slug":"x","url":' + b"9" * 5_000 + b"}]"),
    ("export-javascript", "json", _omnivore(url="javascript:alert(1)")),
    ("export-user-name", "json", _omnivore(url="https://a:b@ok.example/")),
    ("export-lines-url", "json", _omnivore(url="https://ok.example/\r\nSet-Cookie: x")),
    ("export-labels", "json", _omnivore(labels=[[["x"]], {"name": {"name": 1}}, None, True])),
    (
        "export-same-keys",
        "json",
        b'[{"slug":1,"slug":"a","url":"https://ok.example/","savedAt":0,"state":1}]',
    ),
    ("export-deep-lists", "json", b"[" * 50_000),
    ("export-deep-objects", "json", b'[{"uri":' * 20_000),
    ("export-cut-off", "json", b'[{"slug": "a", "url": "https://ok.exam'),
    (
        "annotation-selectors",
        "json",
        _selectors([{"type": "TextQuoteSelector", "exact": ["x"]}] * 99),
    ),
    ("annotation-circle", "json", _selectors({"refinedBy": {"refinedBy": {"refinedBy": {}}}})),
    ("annotation-own-reply", "json", _hypothesis(references=["a"])),
    ("annotation-empty-reply", "json", _hypothesis(references=[None, {}, ""])),
    ("annotation-script", "json", _hypothesis(text=_SCRIPT, document={"title": [_SCRIPT]})),
    (
        "annotation-position",
        "json",
        _selectors({"type": "TextPositionSelector", "start": -1, "end": 1e99}),
    ),
    (
        "lines-mixed",
        "json",
        b'{"uri":"https://ok.example/","user":"a","target":[]}\n[]\nnull\n{"a\n7\n',
    ),
    (
        "table-formula",
        "csv",
        _POCKET + b"=cmd|' /C calc'!A0,https://ok.example/,1,\"=1+1\",unread\n",
    ),
    ("table-nul", "csv", _POCKET + b"a\x00b,https://ok.example/\x00,1,\x00,unread\n"),
    ("table-many-cells", "csv", _POCKET + b"," * 5_000 + b"\n"),
    ("table-no-end", "csv", _POCKET + b'"a,https://ok.example/,1,,unread\n' * 3),
    ("table-script", "csv", _POCKET + f'"{_SCRIPT}",https://ok.example/,1,,unread\n'.encode()),
    ("table-name-alone", "csv", _POCKET),
    (
        "table-same-names",
        "csv",
        b"title,url,time_added,tags,url,title\na,b,c,d,https://ok.example/,x\n",
    ),
    (
        "table-python-tags",
        "csv",
        (
            b"Title,URL,Document tags,Saved date\na,https://ok.example/,"
            b"\"[__import__('os').system('x'), 'b']\",2024-05-03\n"
        ),
    ),
    (
        "table-text",
        "csv",
        b"Title;URL;Content;Tags;MIME Type;Language\na;https://ok.example/;<script>alert(1)</script><p>words</p>;;;en\n",
    ),
    ("bookmarks-javascript", "bookmarks", _bookmarks('<DT><A HREF="javascript:alert(1)">x</A>')),
    ("bookmarks-data", "bookmarks", _bookmarks('<DT><A HREF="data:text/html,x">x</A><DD>y')),
    ("bookmarks-entities", "bookmarks", _bookmarks('<DT><A HREF="java&#10;script:alert(1)">x</A>')),
    (
        "bookmarks-script",
        "bookmarks",
        _bookmarks(f'<DT><A HREF="?a">{_SCRIPT}</A><DD>Words. {_SCRIPT}'),
    ),
    ("bookmarks-open", "bookmarks", _bookmarks('<DT><A HREF="https://ok.example/')),
    ("bookmarks-nested", "bookmarks", _bookmarks("<DL><DT><H3>a</H3>" * 5_000)),
    (
        "bookmarks-closed",
        "bookmarks",
        _bookmarks("</DL>" * 5_000 + '<A HREF="https://ok.example/">x</A>'),
    ),
    (
        "bookmarks-times",
        "bookmarks",
        _bookmarks(f'<DT><A HREF="{_URL}" ADD_DATE="{"9" * 99}">x</A>'),
    ),
    (
        "bookmarks-surrogates",
        "bookmarks",
        _bookmarks('<DT><A HREF="?a">\ud800\x00</A><DD>&#xD800; words'),
    ),
)

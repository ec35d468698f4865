"""Our own HTML exports, changed by somebody: what stands in their templates."""

import html
import json
from typing import Any

from app.importers.own_formats.contents import ARTICLE_TYPE

_TEXT = "The ferry was dark at 13."
_ARTICLE: dict[str, Any] = {
    "gloss": 1,
    "source_url": "https://ok.example/ferry",
    "title": "The ferry",
    "text": _TEXT,
    "blocks": [{"kind": "paragraph", "start": 0, "end": len(_TEXT)}],
}


def _page(data: str, media_type: str = ARTICLE_TYPE) -> bytes:
    template = f'<template class="gloss" data-type="{media_type}">{data}</template>'
    head = '<!doctype html><html><head><meta name="generator" content="Gloss"></head>'
    return f"{head}<body><p>Words.</p>{template}</body></html>".encode("utf-8", "surrogatepass")


def _changed(**changes: Any) -> bytes:
    return _page(html.escape(json.dumps(_ARTICLE | changes)))


OWN_PAGES: tuple[tuple[str, str, bytes], ...] = (
    ("own-page", "gloss-html", _changed()),
    ("own-page-not-escaped", "gloss-html", _page(json.dumps(_ARTICLE))),
    ("own-page-script", "gloss-html", _changed(title="<script>alert(1)</script>")),
    ("own-page-address", "gloss-html", _changed(source_url="javascript:alert(1)")),
    ("own-page-block", "gloss-html", _changed(blocks=[{"kind": "x", "start": -1, "end": 10**9}])),
    ("own-page-no-text", "gloss-html", _changed(text=7)),
    ("own-page-depth", "gloss-html", _page("[" * 100_000)),
    ("own-page-type", "gloss-html", _page("{}", "text/html")),
    ("own-page-open", "gloss-html", b'<template class="gloss" data-type="' * 1_000),
    ("own-page-entities", "gloss-html", _page("&amp;" * 50_000)),
)

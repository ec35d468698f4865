"""The exporter: one page with every article, each followed by its data in a `<template>`.

No script, no request, no style but the one inside. What people read is made from the text and its
annotations; what comes back through `gloss import` is the object of `portable` in the template.
"""

import json
from collections.abc import Sequence
from typing import Any

from markupsafe import Markup

from app import resources
from app.exporters import portable
from app.exporters.annotated_html import article_section
from app.exporters.base import AnnotatedArticle, ArticleBoard, Exporter, LeftOut, WrittenItems
from app.importers.own_formats.contents import ARTICLE_TYPE, BOARDS_TYPE
from app.translations import N_

_HEAD = Markup("""<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="generator" content="Gloss">
<meta name="robots" content="noindex">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>Articles with their annotations</title>
<style>
{style}</style>
</head>
<body>
<span id="picture-label" hidden>Picture</span>
""")
_DATA = Markup('<template class="gloss" data-type="{type}">{data}</template>\n')
_LEFT_OUT = Markup(
    '<article class="left-out"><h1>Article {id} was left out</h1><p>{message}</p></article>\n'
)


class AnnotatedHtml(Exporter):
    """Each article with its marks, what they say in words, and notes. Boards are data alone."""

    name = "html"
    label = N_("HTML to read and keep, with all annotations")
    media_type = "text/html; charset=utf-8"
    suffix = ".html"
    is_importable = True

    def head(self, base_url: str) -> str:  # noqa: ARG002 - articles have their addresses
        """The page up to its first article."""
        style = (resources.STATIC / "exported.css").read_text(encoding="utf-8")
        # Our own style sheet, which holds no tag.
        return _HEAD.format(style=Markup(style))  # noqa: S704

    def items(self, a: AnnotatedArticle) -> Sequence[str]:
        """The article, then its data."""
        return [article_section.section(a) + _data(ARTICLE_TYPE, portable.whole(a))]

    def board(self, board: ArticleBoard) -> Sequence[str]:
        """The board's data."""
        return [_data(BOARDS_TYPE, portable.board(board))]

    def instead(self, left: LeftOut) -> Sequence[str]:
        """A heading with the reason below it."""
        return [_LEFT_OUT.format(id=left.article_id, message=left.message)]

    def tail(self, written: WrittenItems) -> str:  # noqa: ARG002 - each stands where it was
        """The end of the page."""
        return "</body>\n</html>\n"


def _data(media_type: str, value: dict[str, Any]) -> Markup:
    """An object as the text of a template, which no browser shows and no reader hears.

    Not as a comment or a script: both have words that end them, a template's text is escaped.
    """
    return _DATA.format(type=media_type, data=json.dumps(value, ensure_ascii=False))

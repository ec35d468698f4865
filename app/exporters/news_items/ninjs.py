"""ninjs 3.1, the news item in JSON of the IPTC, for newsroom systems.

The standard has no room for members of one's own, but an item may have any number of bodies, each
with its media type: text, HTML, and the object of `portable` as a third.
https://iptc.org/std/ninjs/ninjs-schema_3.1.json
"""

import json
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, islice
from typing import Any

from app.exporters import portable
from app.exporters.base import (
    NOT_EXPORTABLE,
    AnnotatedArticle,
    ArticleBoard,
    Exporter,
    LeftOut,
    Selected,
    WrittenItems,
)
from app.importers.own_formats.contents import ARTICLE_TYPE, BOARDS_TYPE
from app.layers.density import is_shown
from app.store.annotations.rows import AnnotationRow
from app.text.display import utc_time
from app.text.markup import article_html
from app.text.spans import Block, Inline
from app.translations import N_

STANDARD = {
    "name": "ninjs",
    "version": "3.1",
    "schema": "http://www.iptc.org/std/ninjs/ninjs-schema_3.1.json#",
}
_LISTS = {"person": "people", "organization": "organisations", "place": "places"}
"""The kinds of names that the standard has a list for; others are objects, or events."""


class Ninjs(Exporter):
    """One item; several articles are a package, a composite item with them as its associations.

    An article that was left out is an association that is withheld; its note says why.
    """

    name = "ninjs"
    label = N_("ninjs 3.1, the IPTC’s JSON format for news")
    media_type = "application/json; charset=utf-8"
    suffix = ".json"
    is_importable = True
    separator = ","
    before_boards = '],"bodies":['

    def write(
        self, articles: Iterable[Selected], base_url: str, written: WrittenItems | None = None
    ) -> Iterator[bytes]:
        """One item for one article, else the package."""
        coming = iter(articles)
        beginning = list(islice(coming, 2))
        if len(beginning) == 1 and isinstance(beginning[0], AnnotatedArticle):
            try:
                yield _line(item(beginning[0])).encode("utf-8", "replace")
                return
            except NOT_EXPORTABLE:
                pass  # it is left out of the package, which says so
        yield from super().write(chain(beginning, coming), base_url, written)

    def head(self, base_url: str) -> str:
        """The package up to its first association."""
        package = {
            "uri": f"{base_url}/api/export?format=ninjs",
            "type": "composite",
            "standard": STANDARD,
            "title": "Gloss",
        }
        return json.dumps(package)[:-1] + ',"associations":['

    def items(self, a: AnnotatedArticle) -> Sequence[str]:
        """The item with the name that an association has."""
        name = {"name": a.revision.title or f"Article {a.article.id}"}
        return [json.dumps(name | item(a), ensure_ascii=False)]

    def instead(self, left: LeftOut) -> Sequence[str]:
        """An item that says so."""
        withheld = {
            "name": f"Article {left.article_id} was left out",
            "uri": f"urn:gloss:article:{left.article_id}",
            "type": "text",
            "pubStatus": "withheld",
            "edNote": left.message,
        }
        return [json.dumps(withheld, ensure_ascii=False)]

    def board(self, board: ArticleBoard) -> Sequence[str]:
        """A body of the package."""
        value = json.dumps(portable.board(board), ensure_ascii=False)
        body = {"role": "board", "contentType": BOARDS_TYPE, "value": value}
        return [json.dumps(body, ensure_ascii=False)]

    def tail(self, written: WrittenItems) -> str:  # noqa: ARG002 - each stands where it was
        """The end of the package."""
        return "]}\n"


def item(a: AnnotatedArticle) -> dict[str, Any]:
    """An article as a news item; what it does not declare is left out, for there is no null."""
    r = a.revision
    declared = {
        "contentCreated": f"{r.declared_date}T00:00:00Z" if r.declared_date else None,
        "language": r.declared_language or (r.language if r.language != "und" else None),
        "title": r.title,
        "by": ", ".join(r.byline),
        "headlines": [{"role": "main", "contentType": "text/plain", "value": r.title or ""}],
        "infoSources": [{"name": r.publisher, "role": "publisher"}] if r.publisher else None,
        "associations": list(_pictures(a)),
        **_names(a),
    }
    if not r.title:
        del declared["headlines"]
    return {
        "uri": a.article.source_url or a.url,
        "type": "text",
        "standard": STANDARD,
        "representationType": "full",
        "pubStatus": "usable",
        "version": str(r.number),
        "versionCreated": utc_time(r.captured_at),
        **{name: value for name, value in declared.items() if value},
        "altIds": [{"role": "gloss", "value": a.url}],
        "bodies": _bodies(a),
    }


def _bodies(a: AnnotatedArticle) -> list[dict[str, Any]]:
    r = a.revision
    blocks = [Block.from_json(block) for block in r.blocks]
    inlines = [Inline(**inline) for inline in r.inlines]
    words = [r.text[b.start : b.end] for b in blocks if b.kind != "caption"]
    counts = {
        "charCount": sum(map(len, words)),
        "wordCount": sum(len(one.split()) for one in words),
    }
    html = str(article_html(r.text, blocks, [], inlines))
    own = json.dumps(portable.whole(a), ensure_ascii=False)
    return [
        {"role": "main", "contentType": "text/html", **counts, "value": html},
        {"role": "main", "contentType": "text/plain", **counts, "value": r.text},
        {"role": "annotations", "contentType": ARTICLE_TYPE, "value": own},
    ]


def _pictures(a: AnnotatedArticle) -> Iterator[dict[str, Any]]:
    for number, block in enumerate(map(Block.from_json, a.revision.blocks), 1):
        picture = block.picture
        if picture is None or not picture.url:
            continue
        caption = a.revision.text[block.start : block.end]
        found: dict[str, Any] = {
            "name": f"picture-{number}",
            "uri": picture.url,
            "type": "picture",
            "descriptions": [{"role": "caption", "contentType": "text/plain", "value": caption}],
            "renditions": [{"name": "original", "href": picture.url}],
        }
        if picture.credit:
            found["by"] = picture.credit
        if picture.alt:
            found["descriptions"].append(
                {"role": "altText", "contentType": "text/plain", "value": picture.alt}
            )
        yield found


def _names(a: AnnotatedArticle) -> dict[str, list[dict[str, Any]]]:
    """Whom and what the text names, by the lists of the standard, each once."""
    lists: dict[str, dict[str, dict[str, Any]]] = {}
    for row in a.annotations:
        name = row.entity_name or row.body.get("name")
        if row.layer != "entity" or not name or not is_shown(row):
            continue
        named = lists.setdefault(_list_of(row), {})
        named.setdefault(str(name), _named(row, str(name), a.base_url))
    return {key: list(named.values()) for key, named in sorted(lists.items())}


def _list_of(row: AnnotationRow) -> str:
    return "events" if row.kind == "event" else _LISTS.get(row.kind, "objects")


def _named(row: AnnotationRow, name: str, base_url: str) -> dict[str, Any]:
    found = {"name": name, "rel": "mentions"}
    if row.entity_id is not None:
        found["uri"] = f"{base_url}/entities/{row.entity_id}"
    return found


def _line(value: dict[str, Any]) -> str:
    return json.dumps(value, ensure_ascii=False) + "\n"

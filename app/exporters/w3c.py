"""W3C Web Annotations in JSON-LD. Owns the mapping of stored annotations to that model.

`web` serves the same shape. What the model has no terms for (our layer, confidence and body) is
under `gloss:` keys, which the local context defines.
"""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from app.exporters import portable
from app.exporters.base import AnnotatedArticle, ArticleBoard, Exporter, WrittenItems
from app.exporters.wire import corrected
from app.layers import density, statements
from app.layers.creators import is_person
from app.store.annotations.rows import AnnotationRow
from app.store.schema.annotations import Annotation
from app.store.schema.articles import Article, Revision
from app.text import selectors
from app.text.display import utc_time
from app.text.spans import Span
from app.translations import N_

MEDIA_TYPE = 'application/ld+json; profile="http://www.w3.org/ns/anno.jsonld"'
CONTEXT = [
    "http://www.w3.org/ns/anno.jsonld",
    {
        "gloss": "urn:gloss:ns:",
        "gloss:body": {"@type": "@json"},
        "gloss:draft": {"@type": "@json"},
        "gloss:boards": {"@type": "@json"},
    },
]
MOTIVATIONS = {
    "entity": "identifying",
    "quotation": "describing",
    "claim": "assessing",
    "date": "tagging",
}


def annotation(
    row: AnnotationRow | Annotation, article: Article, revision: Revision, base_url: str
) -> dict[str, Any]:
    """One annotation without its `@context`.

    Where nothing is said of the words it has no body: the model has no empty one.
    """
    row_bodies = bodies(row, base_url)
    return {
        "id": f"{base_url}/api/annotations/{row.id}",
        "type": "Annotation",
        "motivation": motivation(row.layer, row.kind),
        "creator": creator(row.creator),
        "created": utc_time(row.created_at),
        **({"body": row_bodies} if row_bodies else {}),
        **_other_addresses(row),
        "target": target(row, article, revision, base_url),
        "gloss:layer": row.layer,
        "gloss:kind": row.kind,
        "gloss:confidence": row.confidence,
        "gloss:body": row.body,
        "gloss:shown": density.shown(row),
    }


def _other_addresses(row: AnnotationRow | Annotation) -> dict[str, Any]:
    """Where else a person's note is, as whoever sent it said."""
    if row.layer != "note":
        return {}
    return {name: row.body[name] for name in ("canonical", "via") if name in row.body}


def motivation(layer: str, kind: str) -> str:
    """The model's term for why this was said; a person's note is a comment or a highlight."""
    if layer == "note":
        return "highlighting" if kind == "highlight" else "commenting"
    return MOTIVATIONS.get(layer, "tagging")


def creator(name: str) -> dict[str, str]:
    """Who said it: a person, or an engine at its version."""
    return {
        "id": f"urn:gloss:{name}",
        "type": "Person" if is_person(name) else "Software",
        "name": name,
    }


def bodies(row: AnnotationRow | Annotation, base_url: str) -> list[dict[str, Any]]:
    """What is said: words for readers, and the entity meant where there is one."""
    words = _words(row)
    parts: list[dict[str, Any]] = []
    if words:
        text = {"type": "TextualBody", "value": words, "format": "text/plain"}
        parts.append(text | {"purpose": motivation(row.layer, row.kind)})
    if row.entity_id is not None:
        source = f"{base_url}/entities/{row.entity_id}"
        parts.append({"type": "SpecificResource", "source": source, "purpose": "identifying"})
    return parts


def _words(row: AnnotationRow | Annotation) -> str | None:
    """The words for readers that a layer's annotation stands for."""
    body = row.body
    words_by_layer = {
        "entity": body.get("name"),
        "quotation": _speaker(body),
        "date": body.get("value"),
        "claim": f"check-worthiness {body.get('check_worthiness')}",
        "note": body.get("text"),
    }
    words = words_by_layer.get(row.layer, row.kind)
    return str(words) if words else None


def _speaker(body: Mapping[str, Any]) -> str | None:
    """Who speaks, with the words of a denial."""
    speaker, denied = body.get("speaker"), statements.denial(body)
    if speaker and denied:
        return f"{speaker} ({denied})"
    return speaker or denied


def target(
    row: AnnotationRow | Annotation, article: Article, revision: Revision, base_url: str
) -> dict[str, Any]:
    """Which words of which revision, by position and by quote."""
    return {
        "type": "SpecificResource",
        "source": f"{base_url}/articles/{article.id}?revision={revision.number}",
        "state": {"type": "TimeState", "sourceDate": utc_time(revision.captured_at)},
        "selector": selectors.w3c(revision.text, Span(row.start, row.end)),
    }


class W3c(Exporter):
    """One AnnotationCollection with all annotations on its first page.

    The first annotation of an article has the article itself as `gloss:draft`; one without
    annotations is a bookmark that has it. Boards stand at the end, under `gloss:boards`, and
    articles that were left out under `gloss:leftOut`.
    """

    name = "w3c"
    label = N_("W3C Web Annotations (JSON-LD)")
    media_type = MEDIA_TYPE
    suffix = ".jsonld"
    is_importable = True
    separator = ",\n"
    before_boards = ']}, "gloss:boards": ['

    def head(self, base_url: str) -> str:
        """The collection up to its items."""
        head = {
            "@context": CONTEXT,
            "id": f"{base_url}/api/export?format=w3c",
            "type": "AnnotationCollection",
            "label": "Gloss",
        }
        first = {
            "id": f"{base_url}/api/export?format=w3c#page",
            "type": "AnnotationPage",
            "startIndex": 0,
        }
        return _open(head) + ', "first": ' + _open(first) + ', "items": ['

    def items(self, a: AnnotatedArticle) -> Sequence[str]:
        """Each annotation, the first one with the article."""
        items = [_exported(a, row) for row in a.annotations] or [_bookmark(a)]
        draft = portable.fields(a) | {"text": a.revision.text}
        items[0]["gloss:draft"] = draft
        return [json.dumps(item, ensure_ascii=False) for item in items]

    def board(self, board: ArticleBoard) -> Sequence[str]:
        """A board, in the list after the page."""
        return [json.dumps(portable.board(board), ensure_ascii=False)]

    def tail(self, written: WrittenItems) -> str:
        """The collection's `total` comes last, since it is only known then."""
        left = [
            {"gloss:article": x.article_id, "gloss:message": x.message} for x in written.left_out
        ]
        end = "]" if written.boards else "]}"
        more = f', "gloss:leftOut": {json.dumps(left, ensure_ascii=False)}' if left else ""
        return f'{end}, "total": {written.items}{more}}}\n'


def _exported(a: AnnotatedArticle, row: AnnotationRow) -> dict[str, Any]:
    """One annotation with what exports say and the addresses of single ones do not."""
    only_exported = portable.only_exported(row, a.details.visibilities)
    return annotation(row, a.article, a.revision, a.base_url) | {
        "gloss:body": row.body | corrected(row),
        "gloss:visibility": only_exported["visibility"],
    }


def _bookmark(a: AnnotatedArticle) -> dict[str, Any]:
    """An annotation of a whole article that says nothing of its words."""
    captured = utc_time(a.revision.captured_at)
    return {
        "id": f"{a.url}?revision={a.revision.number}#bookmark",
        "type": "Annotation",
        "motivation": "bookmarking",
        "target": {
            "type": "SpecificResource",
            "source": f"{a.url}?revision={a.revision.number}",
            "state": {"type": "TimeState", "sourceDate": captured},
        },
    }


def _open(value: dict[str, Any]) -> str:
    """A JSON object without its closing brace."""
    return json.dumps(value)[:-1]

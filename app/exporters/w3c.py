"""W3C Web Annotations in JSON-LD. Owns how a stored annotation is said in the words of that model; `web` serves the same shape.

What the model has no words for (our layer, confidence and body) stands under `gloss:` keys, which the local context names.
"""

import json
from collections.abc import Iterable, Iterator
from typing import Any

from app.exporters.base import AnnotatedArticle
from app.layers import density, statements
from app.layers.creators import is_person
from app.store.annotations.rows import AnnotationRow
from app.store.schema.annotations import Annotation
from app.store.schema.articles import Article, Revision
from app.text import selectors
from app.text.display import utc_time
from app.text.spans import Span

MEDIA_TYPE = 'application/ld+json; profile="http://www.w3.org/ns/anno.jsonld"'
CONTEXT = [
    "http://www.w3.org/ns/anno.jsonld",
    {"gloss": "urn:gloss:ns:", "gloss:body": {"@type": "@json"}},
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
    """One annotation without its `@context`; where nothing is said of the words it has no body, for the model knows no empty one."""
    said = bodies(row, base_url)
    return {
        "id": f"{base_url}/api/annotations/{row.id}",
        "type": "Annotation",
        "motivation": motivation(row.layer, row.kind),
        "creator": creator(row.creator),
        "created": utc_time(row.created_at),
        **({"body": said} if said else {}),
        "target": target(row, article, revision, base_url),
        "gloss:layer": row.layer,
        "gloss:kind": row.kind,
        "gloss:confidence": row.confidence,
        "gloss:body": row.body,
        "gloss:shown": density.shown(row),
    }


def motivation(layer: str, kind: str) -> str:
    """The model's word for why this was said; a person's note is a comment or a highlight."""
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
    purpose = motivation(row.layer, row.kind)
    words = _words(row)
    said: list[dict[str, Any]] = []
    if words:
        said.append(
            {"type": "TextualBody", "value": words, "format": "text/plain", "purpose": purpose}
        )
    if row.entity_id is not None:
        said.append(
            {
                "type": "SpecificResource",
                "source": f"{base_url}/entities/{row.entity_id}",
                "purpose": "identifying",
            }
        )
    return said


def _words(row: AnnotationRow | Annotation) -> str | None:
    body = row.body
    speaker, denied = body.get("speaker"), statements.denial(body)
    found = {
        "entity": body.get("name"),
        "quotation": f"{speaker} ({denied})" if speaker and denied else speaker or denied,
        "date": body.get("value"),
        "claim": f"check-worthiness {body.get('check_worthiness')}",
        "note": body.get("text"),
    }.get(row.layer, row.kind)
    return str(found) if found else None


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


class W3c:
    """One AnnotationCollection with all annotations on its first page."""

    name = "w3c"
    label = "W3C Web Annotations (JSON-LD)"
    media_type = MEDIA_TYPE
    suffix = ".jsonld"

    def write(self, articles: Iterable[AnnotatedArticle], base_url: str) -> Iterator[bytes]:
        """The collection; its `total` comes last, for only then it is known."""
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
        yield (_open(head) + ', "first": ' + _open(first) + ', "items": [').encode()
        total = 0
        for a in articles:
            made = [
                json.dumps(annotation(r, a.article, a.revision, a.base_url), ensure_ascii=False)
                for r in a.annotations
            ]
            yield (",\n" if total and made else "").encode() + ",\n".join(made).encode(
                "utf-8", "replace"
            )
            total += len(made)
        yield f']}}, "total": {total}}}\n'.encode()


def _open(value: dict[str, Any]) -> str:
    return json.dumps(value)[:-1]

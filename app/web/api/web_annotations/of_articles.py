"""The annotations of one revision of an article, page by page."""

from typing import Annotated, Any

from fastapi import Query
from starlette.requests import Request
from starlette.responses import Response

from app.errors import Unprocessable
from app.exporters import w3c
from app.importers.base import NOTE_LAYER
from app.layers import LAYERS
from app.store.annotations import annotations
from app.store.annotations.rows import AnnotationRow
from app.store.articles import articles
from app.store.db.ids import id_of
from app.store.db.pagination import LONGEST_PAGE, decode_cursor, encode_cursor
from app.store.schema.articles import Article, Revision
from app.web.http.caching import as_json, respond
from app.web.http.dependencies import (
    Id,
    ReaderDep,
    Reading,
    RevisionNumber,
    SettingsDep,
    Words,
    new_router,
)

router = new_router("/api/articles")

LAYER_NAMES = (*(layer.name for layer in LAYERS), NOTE_LAYER)


@router.get("/{id}/annotations")
def of_article(
    request: Request,
    id: Id,
    s: Reading,
    reader: ReaderDep,
    settings: SettingsDep,
    revision: RevisionNumber = None,
    layer: Words = None,
    cursor: Annotated[str | None, Query(max_length=1000)] = None,
    limit: Annotated[int, Query(ge=1, le=LONGEST_PAGE)] = LONGEST_PAGE,
) -> Response:
    """The live annotations of a revision in the order of the text, as an AnnotationPage."""
    if layer and layer not in LAYER_NAMES:
        raise Unprocessable(f"Unknown layer “{layer[:40]}”.", f"Layers: {', '.join(LAYER_NAMES)}.")
    article, shown_revision = articles.with_revision(s, reader, id, revision)
    rows = annotations.of_revision(s, reader, id_of(shown_revision), layer)
    query = f"&layer={layer}" if layer else ""
    first = _first_after(rows, cursor) if cursor else 0
    value = _page(settings.base_url, query, article, shown_revision, rows, first, limit)
    return respond(request, as_json(value), w3c.MEDIA_TYPE, private=reader.editor)


def _order(row: AnnotationRow) -> tuple[int, int, int]:
    return row.start, -row.end, row.id


def _first_after(rows: list[AnnotationRow], cursor: str) -> int:
    last = tuple(decode_cursor(cursor, [int, int, int]))
    return sum(_order(row) <= last for row in rows)


def _page(
    base: str,
    query: str,
    article: Article,
    revision: Revision,
    rows: list[AnnotationRow],
    first: int,
    limit: int,
) -> dict[str, Any]:
    """One page of a revision's `rows`, from index `first` on."""
    collection = f"{base}/api/articles/{article.id}/annotations?revision={revision.number}{query}"
    own_address = page_address = f"{collection}&limit={limit}"
    if first:
        own_address += f"&cursor={encode_cursor(_order(rows[first - 1]))}"
    shown = rows[first : first + limit]
    value = {
        "@context": w3c.CONTEXT,
        "id": own_address,
        "type": "AnnotationPage",
        "partOf": {"id": collection, "type": "AnnotationCollection", "total": len(rows)},
        "startIndex": first,
        "items": [w3c.annotation(row, article, revision, base) for row in shown],
    }
    if shown and first + limit < len(rows):  # left out on the last page: the schema has no null
        value["next"] = f"{page_address}&cursor={encode_cursor(_order(shown[-1]))}"
    return value

"""Annotations over the API, as W3C Annotations.

A revision's annotations page by page, one by its id, and the editor's notes and highlights.
"""

import re
from typing import Annotated, Any, Literal

from fastapi import Depends, Query
from pydantic import BaseModel, ConfigDict, Field, StrictInt, StrictStr
from starlette.requests import Request
from starlette.responses import Response

from app.errors import Gone, Unprocessable
from app.exporters import w3c
from app.layers import LAYERS
from app.layers.creators import PersonCreator
from app.store.admin import people
from app.store.annotations import annotations, notes
from app.store.annotations.rows import AnnotationRow
from app.store.articles import articles
from app.store.db.ids import id_of, stored_id
from app.store.db.pagination import LONGEST_PAGE, decode_cursor, encode_cursor
from app.store.schema.articles import Article, Revision
from app.text.selectors import Quote
from app.text.spans import Span
from app.web.http import target_span
from app.web.http.caching import as_json, respond
from app.web.http.dependencies import (
    AnnotatingEditorDep,
    Id,
    LibraryDep,
    ReaderDep,
    Reading,
    RevisionNumber,
    SettingsDep,
    Words,
    new_router,
)
from app.web.http.request_bodies import body_of

router = new_router("/api")

LAYER_NAMES = (*(layer.name for layer in LAYERS), notes.NOTE)

_TARGET = re.compile(
    r"/(?:api/)?articles/([0-9]{1,18})(?:/[^?#]*)?(?:\?revision=([0-9]{1,9}))?(?:#.*)?", re.ASCII
)


class Selector(BaseModel):
    """A text position or a text quote."""

    type: StrictStr
    start: Annotated[StrictInt, Field(ge=0, lt=10**9)] | None = None
    end: Annotated[StrictInt, Field(ge=0, lt=10**9)] | None = None
    exact: StrictStr | None = None
    prefix: StrictStr = ""
    suffix: StrictStr = ""


class AnnotationTarget(BaseModel):
    """Which words: an article's address and at least one selector."""

    source: StrictStr
    selector: Selector | list[Selector]


class TextualBody(BaseModel):
    """The words of a note."""

    value: StrictStr = ""


class NewAnnotation(BaseModel):
    """A W3C Annotation, as much of it as notes and highlights need."""

    model_config = ConfigDict(populate_by_name=True)

    type: Literal["Annotation"] | list[Literal["Annotation"]] = "Annotation"
    motivation: StrictStr | list[StrictStr] | None = None
    body: StrictStr | TextualBody | list[StrictStr | TextualBody] | None = None
    body_value: StrictStr | None = Field(None, alias="bodyValue")
    target: AnnotationTarget | Annotated[list[AnnotationTarget], Field(min_length=1, max_length=1)]
    visibility: Literal["public", "private"] = "public"


NewAnnotationDep = Annotated[NewAnnotation, Depends(body_of(NewAnnotation))]


@router.get("/articles/{id}/annotations")
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


@router.get("/annotations/{id}")
def one(request: Request, id: Id, s: Reading, reader: ReaderDep, settings: SettingsDep) -> Response:
    """One annotation; a retired one is gone and names its successor."""
    base = settings.base_url
    try:
        annotation, article, revision = annotations.get(s, reader, id)
    except Gone as gone:
        successor = f"{base}/api/annotations/{gone.successor}" if gone.successor else None
        raise Gone(gone.message, gone.detail, successor) from gone
    value = {"@context": w3c.CONTEXT} | w3c.annotation(annotation, article, revision, base)
    return respond(request, as_json(value), w3c.MEDIA_TYPE, private=reader.editor)


@router.post("/annotations")
def create(
    request: Request,
    editor: AnnotatingEditorDep,
    annotation: NewAnnotationDep,
    library: LibraryDep,
    settings: SettingsDep,
) -> Response:
    """A note or a highlight by the editor, anchored by its position and its words."""
    base = settings.base_url
    target = annotation.target[0] if isinstance(annotation.target, list) else annotation.target
    article_id, number = _article_of(target.source, base)
    with library.writing() as s:
        article, revision = articles.with_revision(s, editor, article_id, number)
        span = _span(revision.text, target.selector)
        creator = str(PersonCreator(editor.person_id or id_of(people.editor(s))))
        highlight = "highlighting" in _motivations(annotation)
        row = notes.write(
            s,
            creator,
            revision,
            span,
            _words(annotation),
            annotation.visibility,
            highlight=highlight,
        )
        value = {"@context": w3c.CONTEXT} | w3c.annotation(row, article, revision, base)
    headers = {"Location": value["id"]}
    return respond(
        request, as_json(value), w3c.MEDIA_TYPE, private=True, status=201, headers=headers
    )


def _article_of(source: str, base: str) -> tuple[int, int | None]:
    """The article's id and the revision's number in the address of a target."""
    address = _TARGET.fullmatch(source.removeprefix(base))
    if address is None:
        example = f"Expected an address like {base}/articles/1?revision=1."
        raise Unprocessable("The target's source is not an article in this library.", example)
    return stored_id(int(address[1])), int(address[2]) if address[2] else None


def _span(text: str, selector: Selector | list[Selector]) -> Span:
    """The words that all selectors together name: a position counts where the quote agrees."""
    selectors = selector if isinstance(selector, list) else [selector]
    position, quote = _position(selectors), _quote(selectors)
    if quote is not None:
        span = target_span.find_position(text, *position) if position else None
        if span is not None and span.of(text) == quote.exact:
            return span
        return target_span.by_quote(text, quote.exact, quote.prefix, quote.suffix)
    if position is not None:
        return target_span.by_position(text, *position)
    raise Unprocessable("The target needs a TextPositionSelector or a TextQuoteSelector.")


def _position(selectors: list[Selector]) -> tuple[int, int] | None:
    """Start and end of the first complete TextPositionSelector."""
    for selector in selectors:
        if selector.type != "TextPositionSelector":
            continue
        if selector.start is not None and selector.end is not None:
            return selector.start, selector.end
    return None


def _quote(selectors: list[Selector]) -> Quote | None:
    """The first TextQuoteSelector with words."""
    for selector in selectors:
        if selector.type == "TextQuoteSelector" and selector.exact:
            return Quote(selector.exact, selector.prefix, selector.suffix)
    return None


def _words(annotation: NewAnnotation) -> str:
    """The note's words; none for a highlight. Raises Unprocessable for a note without words."""
    bodies = annotation.body if isinstance(annotation.body, list) else [annotation.body]
    texts = [b.value if isinstance(b, TextualBody) else b for b in (*bodies, annotation.body_value)]
    words = "\n\n".join(text for text in texts if text)
    motivations = _motivations(annotation)
    if not words and motivations and "highlighting" not in motivations:
        raise Unprocessable(
            "A note needs a body with text.",
            "For a highlight without text use the motivation “highlighting”.",
        )
    return words


def _motivations(annotation: NewAnnotation) -> list[str]:
    return (
        [annotation.motivation]
        if isinstance(annotation.motivation, str)
        else annotation.motivation or []
    )

"""Annotations over the API, as W3C Annotations: a revision's page of them, one by its id, and a person's own notes and highlights."""

import re
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Depends, Query
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
from app.text.spans import Span
from app.web.http import target_span
from app.web.http.caching import as_json, respond
from app.web.http.dependencies import (
    EditorDep,
    Id,
    LibraryDep,
    ReaderDep,
    Reading,
    RevisionNumber,
    SettingsDep,
    Words,
)
from app.web.http.request_bodies import body_of

router = APIRouter(prefix="/api")

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


class Textual(BaseModel):
    """What is said, in words."""

    value: StrictStr = ""


class NewAnnotation(BaseModel):
    """A W3C Annotation as far as notes and highlights go."""

    model_config = ConfigDict(populate_by_name=True)

    type: Literal["Annotation"] | list[Literal["Annotation"]] = "Annotation"
    motivation: StrictStr | list[StrictStr] | None = None
    body: StrictStr | Textual | list[StrictStr | Textual] | None = None
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
    if layer and layer not in {known.name for known in LAYERS} | {notes.NOTE}:
        raise Unprocessable(
            "There is no such layer.",
            "Layers: " + ", ".join([known.name for known in LAYERS] + [notes.NOTE]) + ".",
        )
    article, r = articles.with_revision(s, reader, id, revision)
    rows = annotations.of_revision(s, reader, r.id or 0, layer)
    first = _first_after(rows, cursor) if cursor else 0
    value = _page(
        settings.base_url, f"&layer={layer}" if layer else "", article, r, rows, first, limit
    )
    return respond(request, as_json(value), w3c.MEDIA_TYPE, private=reader.editor)


def _order(row: AnnotationRow) -> tuple[int, int, int]:
    return row.start, -row.end, row.id


def _first_after(rows: list[AnnotationRow], cursor: str) -> int:
    last = tuple(decode_cursor(cursor, [int, int, int]))
    return sum(_order(row) <= last for row in rows)


def _page(
    base: str,
    layer: str,
    article: Article,
    r: Revision,
    rows: list[AnnotationRow],
    first: int,
    limit: int,
) -> dict[str, Any]:
    whole = f"{base}/api/articles/{article.id}/annotations?revision={r.number}{layer}"
    shown = rows[first : first + limit]
    more = encode_cursor(_order(shown[-1])) if shown and first + limit < len(rows) else None
    following = (
        {"next": f"{whole}&limit={limit}&cursor={more}"} if more else {}
    )  # the model's schema knows no null
    return {
        "@context": w3c.CONTEXT,
        "id": f"{whole}&limit={limit}"
        + (f"&cursor={encode_cursor(_order(rows[first - 1]))}" if first else ""),
        "type": "AnnotationPage",
        "partOf": {"id": whole, "type": "AnnotationCollection", "total": len(rows)},
        "startIndex": first,
        **following,
        "items": [w3c.annotation(row, article, r, base) for row in shown],
    }


@router.get("/annotations/{id}")
def one(request: Request, id: Id, s: Reading, reader: ReaderDep, settings: SettingsDep) -> Response:
    """One annotation; a retired one is gone and names its successor."""
    base = settings.base_url
    try:
        annotation, article, revision = annotations.get(s, reader, id)
    except Gone as gone:
        raise Gone(
            gone.message,
            gone.detail,
            f"{base}/api/annotations/{gone.successor}" if gone.successor else None,
        ) from gone
    value = {"@context": w3c.CONTEXT} | w3c.annotation(annotation, article, revision, base)
    return respond(request, as_json(value), w3c.MEDIA_TYPE, private=reader.editor)


@router.post("/annotations")
def create(
    request: Request,
    editor: EditorDep,
    given: NewAnnotationDep,
    library: LibraryDep,
    settings: SettingsDep,
) -> Response:
    """A note or a highlight by the person who asks, anchored by its words too."""
    base = settings.base_url
    target = given.target[0] if isinstance(given.target, list) else given.target
    article_id, number = _article_of(target.source, base)
    with library.writing() as s:
        article, revision = articles.with_revision(s, editor, article_id, number)
        span = _span(revision.text, target.selector)
        creator = str(PersonCreator(editor.person_id or id_of(people.editor(s))))
        words = _said(given)
        row = notes.write(
            s,
            creator,
            revision,
            span,
            words,
            given.visibility,
            highlight="highlighting" in _motivations(given),
        )
        value = {"@context": w3c.CONTEXT} | w3c.annotation(row, article, revision, base)
    headers = {"Location": value["id"]}
    return respond(
        request, as_json(value), w3c.MEDIA_TYPE, private=True, status=201, headers=headers
    )


def _article_of(source: str, base: str) -> tuple[int, int | None]:
    found = _TARGET.fullmatch(source.removeprefix(base))
    if found is None:
        example = f"Such an address is {base}/articles/1?revision=1."
        raise Unprocessable("The target's source is not the address of an article here.", example)
    return stored_id(int(found[1])), int(found[2]) if found[2] else None


def _span(text: str, selector: Selector | list[Selector]) -> Span:
    """The words that all selectors together mean."""
    given = selector if isinstance(selector, list) else [selector]
    position = next(
        (
            g
            for g in given
            if g.type == "TextPositionSelector" and g.start is not None and g.end is not None
        ),
        None,
    )
    quote = next((g for g in given if g.type == "TextQuoteSelector" and g.exact), None)
    if position is not None:
        start, end = position.start or 0, position.end or 0
        if quote is None:
            return target_span.by_position(text, start, end)
        span = target_span.find_position(text, start, end)
        if span is not None and span.of(text) == quote.exact:
            return span
    if quote is None:
        raise Unprocessable("The target needs a TextPositionSelector or a TextQuoteSelector.")
    return target_span.by_quote(text, quote.exact or "", quote.prefix, quote.suffix)


def _said(given: NewAnnotation) -> str:
    """The note's words; none for a highlight. Raises Unprocessable for a note without words."""
    bodies = given.body if isinstance(given.body, list) else [given.body]
    words = "\n\n".join(
        b if isinstance(b, str) else b.value for b in [*bodies, given.body_value] if b
    )
    said = _motivations(given)
    if not words and said and "highlighting" not in said:
        raise Unprocessable(
            "A note needs a body with words.", "A highlight has the motivation “highlighting”."
        )
    return words


def _motivations(given: NewAnnotation) -> list[str]:
    return [given.motivation] if isinstance(given.motivation, str) else given.motivation or []

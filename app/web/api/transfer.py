"""Whole files over the API: imports of any known format as a raw body, and exports as streams."""

import re
from collections.abc import Iterator
from typing import Annotated

from fastapi import Query
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from app import exporters, pipeline
from app.errors import Unprocessable
from app.exporters import requests
from app.exporters.base import Exporter
from app.settings import Settings
from app.store.articles import articles
from app.store.articles.access import Reader
from app.store.db.ids import stored_id
from app.store.db.library import Library
from app.text.canonical import canonical
from app.web.api import serializers
from app.web.http.background import AnnotateLaterDep
from app.web.http.caching import PRIVATE, PUBLIC, respond_json
from app.web.http.dependencies import (
    LibraryDep,
    ReaderDep,
    Reading,
    SettingsDep,
    Words,
    WritingEditorDep,
    new_router,
)

router = new_router("/api")

DEFAULT_FORMAT = "jsonl"
MOST_CHOSEN = 200
"""Articles named in one address, since servers limit addresses to about 8 kB."""


@router.post("/import")
async def import_file(
    request: Request,
    editor: WritingEditorDep,  # noqa: ARG001 - asked before the body is read
    library: LibraryDep,
    settings: SettingsDep,
    annotate_later: AnnotateLaterDep,
    filename: Annotated[str | None, Query(max_length=1000)] = None,
    replace: bool = False,
) -> Response:
    """Stores every article in the body; one that cannot be stored never stops the rest.

    Addresses without a text are listed, and wait until `gloss refresh` fetches them.

    With `replace` also what shares next to nothing with the newest revision of its article.
    """
    data = await request.body()
    media_type = request.headers.get("content-type")
    name = canonical(filename) if filename else None
    imported = await run_in_threadpool(
        pipeline.import_bytes,
        library,
        settings,
        data,
        name=name,
        media_type=media_type,
        annotate=False,
        replace=replace,
    )
    for revision in imported.stored:
        annotate_later(revision)
    return respond_json(request, serializers.imported(settings, imported), private=True)


@router.get("/export")
def export(
    s: Reading,
    reader: ReaderDep,
    library: LibraryDep,
    settings: SettingsDep,
    format: Words = None,
    article: Annotated[list[str], Query()] = [],  # noqa: B006 - FastAPI copies it
) -> Response:
    """The chosen articles, or all, newest first, as one file."""
    exporter = exporters.named(format or DEFAULT_FORMAT)
    ids = _article_ids(article)
    for article_id in ids:
        articles.get(s, reader, article_id)  # an unknown one is an error before anything is sent
    headers = {
        "Content-Disposition": f'attachment; filename="gloss{exporter.suffix}"',
        "Cache-Control": PRIVATE if reader.editor else PUBLIC,
    }
    stream = _stream(library, exporter, reader, ids, settings)
    return StreamingResponse(stream, headers=headers, media_type=exporter.media_type)


def _article_ids(values: list[str]) -> list[int]:
    """Each article's id once, in the order of the address. Raises Unprocessable and NotFound."""
    parts = ",".join(values).split(",") if values else []
    ids = dict.fromkeys(_article_id(part) for part in parts)
    if len(ids) > MOST_CHOSEN:
        raise Unprocessable(f"One export may contain at most {MOST_CHOSEN} chosen articles.")
    return list(ids)


def _article_id(value: str) -> int:
    if not re.fullmatch(r"[0-9]{1,18}", value.strip(), re.ASCII):
        raise Unprocessable("“article” must be a comma-separated list of article ids.")
    return stored_id(int(value))


def _stream(
    library: Library, exporter: Exporter, reader: Reader, ids: list[int], settings: Settings
) -> Iterator[bytes]:
    """The file in pieces; no connection is held while one is sent, however slowly."""
    base = settings.base_url
    return exporter.write(requests.selected(exporter, library, reader, ids, base), base)

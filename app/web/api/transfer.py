"""Whole files in and out over the API: any importable format as a raw body, and the exporters' streams."""

import re
from collections.abc import Iterator
from typing import Annotated

from fastapi import APIRouter, BackgroundTasks, Query
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from app import exporters, pipeline
from app.errors import Unprocessable
from app.exporters import selection
from app.exporters.base import Exporter
from app.settings import Settings
from app.store.articles import articles
from app.store.articles.access import Reader
from app.store.db.ids import stored_id
from app.store.db.library import Library
from app.text.canonical import canonical
from app.web.api import serializers
from app.web.api.articles import annotate_later
from app.web.http.caching import respond_json
from app.web.http.dependencies import EditorDep, LibraryDep, ReaderDep, Reading, SettingsDep, Words

router = APIRouter(prefix="/api")

DEFAULT_FORMAT = "jsonl"
# articles named in one address, which servers cut at 8 kB or more; without any the whole library is
# sent
MOST_CHOSEN = 200


@router.post("/import")
async def import_file(
    request: Request,
    editor: EditorDep,  # noqa: ARG001
    library: LibraryDep,
    settings: SettingsDep,
    tasks: BackgroundTasks,
    filename: Annotated[str | None, Query(max_length=1000)] = None,
) -> Response:
    """Stores every article in the body; one that cannot be stored never stops the rest."""
    data, media_type = await request.body(), request.headers.get("content-type")
    name = canonical(filename) if filename else None
    imported = await run_in_threadpool(
        pipeline.import_bytes,
        library,
        settings,
        data,
        name=name,
        media_type=media_type,
        annotate=False,
    )
    stored = [one.stored for one in imported if one.stored]
    for one in stored:
        annotate_later(tasks, library, one)
    value = {
        "items": [serializers.stored(settings, one) for one in stored],
        "failed": [{"item": one.item, "message": one.error} for one in imported if one.error],
    }
    return respond_json(request, value, private=True)


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
    for one in ids:
        articles.get(s, reader, one)
    headers = {
        "Content-Disposition": f'attachment; filename="gloss{exporter.suffix}"',
        "Cache-Control": "private, no-store" if reader.editor else "no-cache",
    }
    return StreamingResponse(
        _stream(library, exporter, reader, ids, settings),
        headers=headers,
        media_type=exporter.media_type,
    )


def _article_ids(given: list[str]) -> list[int]:
    """Each article once, in the order of the address.

    Raises Unprocessable, or NotFound for an id that no article has.
    """
    ids = list(dict.fromkeys(_article_id(part) for some in given for part in some.split(",")))
    if len(ids) > MOST_CHOSEN:
        raise Unprocessable(f"At most {MOST_CHOSEN} articles can be chosen for one export.")
    return ids


def _article_id(given: str) -> int:
    if not re.fullmatch(r"[0-9]{1,18}", given.strip(), re.ASCII):
        raise Unprocessable("article is a list of article ids, parted by commas.")
    return stored_id(int(given))


def _stream(
    library: Library, exporter: Exporter, reader: Reader, ids: list[int], settings: Settings
) -> Iterator[bytes]:
    """The file in pieces; no connection is held while one is sent, however slowly."""
    base = settings.base_url
    return exporter.write(
        selection.chosen(library, reader, ids, base)
        if ids
        else selection.everything(library, reader, base),
        base,
    )

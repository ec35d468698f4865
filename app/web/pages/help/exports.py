"""What can be taken out of the library, and in which formats: of one article, or of everything."""

from typing import Annotated

from fastapi import Query, Request
from starlette.responses import Response

from app.exporters import EXPORTERS
from app.store.articles import articles
from app.store.db.ids import LARGEST_ID
from app.web.http.dependencies import ReaderDep, Reading, new_router
from app.web.http.templating import page

router = new_router()


@router.get("/export")
def exports(
    request: Request,
    s: Reading,
    reader: ReaderDep,
    article: Annotated[int | None, Query(ge=1, le=LARGEST_ID)] = None,
) -> Response:
    """Every format as a link to its file; with `article` that one article's."""
    on = articles.get(s, reader, article) if article is not None else None
    return page(request, "export.html", private=True, exporters=EXPORTERS, on=on, here="")

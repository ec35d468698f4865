"""The JSON API described: for programs as an OpenAPI document, for people as a page made from it.

Owns neither types nor words; `description` has them and is loaded when first asked for.
"""

from typing import Any

from fastapi.routing import APIRoute
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from app.exporters import EXPORTERS
from app.web.http.caching import respond_json
from app.web.http.dependencies import new_router
from app.web.http.templating import page

router = new_router()


@router.get("/openapi.json")
def openapi(request: Request) -> Response:
    """The OpenAPI 3.1 document."""
    return respond_json(request, _document(request))


@router.get("/api")
def docs(request: Request) -> Response:
    """The document as a page."""
    from app.web.api.description.page import families, types

    document = _document(request)
    return page(
        request,
        "api.html",
        exporters=EXPORTERS,
        families=families(document),
        types=types(document),
    )


@router.get("/api/docs")
def earlier_address() -> Response:
    """Where the page was before."""
    return RedirectResponse("/api", 308)


def _document(request: Request) -> dict[str, Any]:
    """The document of this application, made once."""
    from app.web.api.description.document import document

    state = request.app.state
    if state.api_document is None:
        routes = [route for route in request.app.routes if isinstance(route, APIRoute)]
        state.api_document = document(state.settings.base_url, routes)
    made: dict[str, Any] = state.api_document
    return made

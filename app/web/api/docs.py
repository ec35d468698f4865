"""The page that documents the JSON API."""

from starlette.requests import Request
from starlette.responses import Response

from app.exporters import EXPORTERS
from app.web.http.dependencies import new_router
from app.web.http.templating import page

router = new_router()


@router.get("/api/docs")
def docs(request: Request) -> Response:
    """The calls of the JSON API."""
    return page(request, "api.html", exporters=EXPORTERS, base=request.app.state.settings.base_url)
